/**
 * Putting a store back, from a backup or from nothing, so that its node never contradicts what it
 * signed before. Why it is done like this: docs/decisions/0012-restored-nodes.md.
 *
 * @module
 */
import { existsSync } from 'node:fs'
import { rename, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { DatabaseSync } from 'node:sqlite'

import { files } from '../home.ts'
import { beginLife, type Life, lifeAt, lifeOf } from '../store/life.ts'
import { openForWriting } from '../store/schema.ts'
import { StoreError } from '../store/Store.ts'
import { copy, sync } from './backup.ts'
import { OperationError } from './OperationError.ts'
import { openStopped } from './StoppedStore.ts'

export type RestoreOptions = {
  /** The home's folder. */
  home: string
  /** The backup; `undefined` for an empty store, which catches up from the other replicas. */
  from: string | undefined
  /** Whether a store that holds newer envelopes may be replaced. */
  force: boolean
  /** Milliseconds since the Unix epoch. */
  now: number
}

/** When a store last took something, milliseconds since the Unix epoch, and its life. */
type Age = { readonly newest: number; readonly life: Life | undefined }

function ageOf(database: DatabaseSync): Age {
  const { newest } = database
    .prepare('SELECT coalesce(max(received_at), 0) AS newest FROM refs')
    .get() as { newest: number }
  return { newest, life: lifeOf(database) }
}

/**
 * Replaces a home's store; the one that was there is kept beside it as `store.sqlite.replaced`. The
 * node must be stopped, here and wherever else it ran with this key. It then signs from
 * {@link Life.signsFrom} on, at positions it never used, and votes where it cannot have voted.
 *
 * @returns the life that begins
 * @throws OperationError `store_missing`, `node_running`, `store_newer` or `clock_behind`; the home
 * is as it was then
 * @throws StoreError `store_corrupt` or `store_version` for the backup, `storage_full`
 */
export async function restore({ home, from, force, now }: RestoreOptions): Promise<Life> {
  const store = join(home, files.store)
  const partial = `${store}.partial`
  const life = lifeBegun(now)
  const held = holdOld(store)
  try {
    await removeStore(partial)
    if (from !== undefined) {
      if (!existsSync(from)) throw new OperationError('store_missing', `${from} is not there.`)
      copy(from, partial)
    }
    const age = prepare(partial, life)
    for (const known of [age, held?.age]) assertClock(known, life, now)
    if (held?.age && held.age.newest > age.newest && !force) {
      const newer = new Date(held.age.newest).toISOString()
      throw new OperationError(
        'store_newer',
        `${store} took envelopes until ${newer}. With --force it is put aside.`,
      )
    }
    await sync(partial)
    await putAside(store)
    await rename(partial, store)
    await rm(join(home, files.unused), { force: true })
    await sync(dirname(store))
    return life
  } catch (error) {
    await removeStore(partial)
    throw error
  } finally {
    held?.database.close()
  }
}

function lifeBegun(now: number): Life {
  try {
    return lifeAt(now)
  } catch (error) {
    throw new OperationError('clock_behind', String(error), error)
  }
}

/** Holds the store that is there; `undefined` if there is none that can be read. */
function holdOld(store: string): { database: DatabaseSync; age: Age } | undefined {
  if (!existsSync(store)) return undefined
  let database: DatabaseSync | undefined
  try {
    database = openStopped(store)
    return { database, age: ageOf(database) }
  } catch (error) {
    database?.close()
    // A damaged one is what restoring is for.
    if (error instanceof OperationError) throw error
    return undefined
  }
}

/** Begins the life in the new file, and looks how old what is in it is. */
function prepare(path: string, life: Life): Age {
  const database = openForWriting({ path })
  try {
    const age = ageOf(database)
    beginLife(database, life)
    // One file, so that one rename puts it in place.
    database.exec('PRAGMA journal_mode = DELETE')
    return age
  } catch (error) {
    throw new StoreError('store_corrupt', `${path}: ${String(error)}`, error)
  } finally {
    database.close()
  }
}

function assertClock(age: Age | undefined, life: Life, now: number): void {
  if (age === undefined) return
  if (age.newest <= now && (age.life === undefined || age.life.base < life.base)) return
  // The same period again, before anything was signed in it, is the same life.
  if (age.newest <= now && age.life?.base === life.base && now < life.signsFrom) return
  throw new OperationError(
    'clock_behind',
    `It is ${new Date(now).toISOString()} here, and the store is of a later time.`,
  )
}

async function putAside(store: string): Promise<void> {
  await removeStore(`${store}.replaced`)
  // A damaged one may still have its log.
  for (const end of ['', '-wal'])
    if (existsSync(`${store}${end}`)) await rename(`${store}${end}`, `${store}.replaced${end}`)
  await rm(`${store}-shm`, { force: true })
}

async function removeStore(path: string): Promise<void> {
  for (const end of ['', '-wal', '-shm', '-journal']) await rm(`${path}${end}`, { force: true })
}

/**
 * Refuses a home that has lost its store: a node that began with an empty one would sign for the
 * positions and slots that it signed for before.
 *
 * @throws OperationError `store_lost`
 */
export function assertNotLost(home: string): void {
  if (existsSync(join(home, files.store)) || existsSync(join(home, files.unused))) return
  throw new OperationError(
    'store_lost',
    'Restore it: parley node restore with --from a backup, or with --empty to catch up from the other replicas.',
  )
}

/** Notes that the key is in use: from here on a missing store is a lost one. */
export async function markUsed(home: string): Promise<void> {
  const marker = join(home, files.unused)
  if (!existsSync(marker)) return
  await rm(marker)
  await sync(home)
}
