import {
  createCipheriv,
  createDecipheriv,
  createHmac,
  hkdfSync,
  randomBytes,
  timingSafeEqual,
} from 'node:crypto'
import { accessSync, constants, existsSync, mkdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { setTimeout as sleep } from 'node:timers/promises'
import { pathToFileURL } from 'node:url'

import { ClientError } from '../errors.ts'
import { encryptedStore, type RecordCipher } from './encrypted.ts'
import { keyBytes, readKey, writeKey } from './keyFile.ts'
import type { Store } from './Store.ts'
import { sqliteCodeOf, StoreError, storeErrorOf } from './StoreError.ts'

/** How long a process waits between two looks at a lock another one holds. */
const lockPollMs = 2
/** How often a process looks whether another one wrote. */
const changePollMs = 50
/**
 * So long after a write the log of writes is emptied into the database: keys that were used and
 * deleted are not to lie in it. Long enough that a busy client does it rarely.
 */
const scrubMs = 2000

/**
 * A store in a directory: SQLite, its records encrypted. Several processes may use it at once. On a
 * disk that is full or read-only, what is there can be read.
 *
 * @param options `key` of 32 bytes encrypts the records; without it one is made and kept beside the
 * database, readable by the user alone
 * @throws ClientError `invalid_argument`
 * @throws StoreError whatever is wrong with the place, the database or its key
 */
export async function sqliteStore(options: {
  directory: string
  key?: Uint8Array
}): Promise<Store> {
  const { directory, key } = checked(options)
  try {
    mkdirSync(directory, { recursive: true, mode: 0o700 })
    const lock = new Lock(join(directory, 'lock.sqlite'))
    try {
      // Alone: of processes that start at once, one makes the key and the tables.
      const { db, secret } = await lock.hold(() => openDatabase(directory, key))
      return encryptedStore(storeOn(db, lock), nodeCipher(secret))
    } catch (error) {
      lock.close()
      throw error
    }
  } catch (error) {
    throw placeError(directory, error)
  }
}

/** SQLite says only that it cannot open a file: the system says why. */
function placeError(directory: string, error: unknown): StoreError {
  const told = storeErrorOf(error)
  if (sqliteCodeOf(error) !== cannotOpen) return told
  try {
    accessSync(directory, constants.R_OK | constants.X_OK)
    const file = join(directory, 'store.sqlite')
    if (existsSync(file)) accessSync(file, constants.R_OK)
    else accessSync(directory, constants.W_OK)
    return told
  } catch (cause) {
    return storeErrorOf(cause)
  }
}

function checked(options: { directory: string; key?: Uint8Array }): typeof options {
  const { directory, key } = options ?? {}
  if (typeof directory !== 'string' || directory === '')
    throw new ClientError('invalid_argument', {
      details: "A folder is named like this: sqliteStore({ directory: './home' }).",
    })
  if (key !== undefined && (!(key instanceof Uint8Array) || key.length !== keyBytes))
    throw new ClientError('invalid_argument', { details: `A store's key has ${keyBytes} bytes.` })
  return key === undefined ? { directory } : { directory, key }
}

/** A lock of its own, held over many writes; the operating system frees it if the process dies. */
class Lock {
  /** Absent where there can be none: the place is read-only. */
  readonly #db: DatabaseSync | undefined
  #turn: Promise<unknown> = Promise.resolve()
  #open = true
  /** Why nobody can hold it, and so nobody may write: the place cannot be written. */
  #unheld: StoreError | undefined

  constructor(path: string) {
    try {
      this.#db = new DatabaseSync(path, { timeout: 0 })
    } catch (error) {
      this.#unheld = storeErrorOf(error)
    }
  }

  /**
   * Runs alone among all processes. Where the disk takes no lock nothing can be written either: it
   * runs all the same, so that what is there can be read.
   */
  hold<T>(run: () => T | Promise<T>): Promise<T> {
    const result = this.#turn.then(() => this.#held(run))
    this.#turn = result.catch(() => {})
    return result
  }

  async #held<T>(run: () => T | Promise<T>): Promise<T> {
    if (!this.#open) throw new StoreError('store_closed')
    const db = this.#db
    if (db === undefined) return run()
    for (;;) {
      try {
        db.exec('BEGIN IMMEDIATE')
        this.#unheld = undefined
        break
      } catch (error) {
        if (sqliteCodeOf(error) !== busy) {
          this.#unheld = storeErrorOf(error)
          break
        }
        await sleep(lockPollMs)
      }
    }
    try {
      return await run()
    } finally {
      if (db.isTransaction) db.exec('ROLLBACK')
    }
  }

  /** @throws StoreError if it could not be taken: what is not held protects no write */
  assertWritable(): void {
    if (this.#unheld !== undefined) throw this.#unheld
  }

  /** Resolves when nobody of this process holds it. */
  async idle(): Promise<void> {
    await this.#turn
  }

  close(): void {
    this.#open = false
    this.#db?.close()
  }
}

/** SQLite's result codes BUSY and CANTOPEN. */
const busy = 5
const cannotOpen = 14

/** The database and the secret that belongs to it, each made where there is neither. */
function openDatabase(
  directory: string,
  key: Uint8Array | undefined,
): { db: DatabaseSync; secret: Uint8Array } {
  const keyPath = join(directory, 'store.key')
  const known = key ?? readKey(keyPath)
  const db = openFile(join(directory, 'store.sqlite'))
  try {
    const isNew =
      db.prepare("SELECT 1 FROM sqlite_master WHERE name = 'entries'").get() === undefined
    if (known === undefined && !isNew)
      throw new StoreError('store_key_missing', { details: `${keyPath} is gone.` })
    const secret = known ?? randomBytes(keyBytes)
    if (known === undefined) writeKey(keyPath, secret)
    if (isNew) create(db, secret)
    prove(db, secret)
    return { db, secret }
  } catch (error) {
    db.close()
    throw error
  }
}

/** Opens the database, as well as its disk allows. */
function openFile(path: string): DatabaseSync {
  const ways = [
    () => new DatabaseSync(path, { timeout: 5000 }),
    // Without room for the memory that processes share, one alone can still read.
    () => {
      const db = new DatabaseSync(path)
      db.exec('PRAGMA locking_mode = EXCLUSIVE')
      return db
    },
    // Nothing at all can be written: the file is read as it lies there, if it is all there is.
    () => {
      if ((statSync(`${path}-wal`, { throwIfNoEntry: false })?.size ?? 0) > 0)
        throw new StoreError('store_readonly')
      return new DatabaseSync(new URL(`${pathToFileURL(path).href}?immutable=1`), {
        readOnly: true,
      })
    },
  ]
  let first: unknown
  for (const way of ways) {
    let db: DatabaseSync | undefined
    try {
      db = way()
      // FULL: a message key that was used must not come back after a power cut. What is deleted is
      // overwritten: so must no key that lay in a page that is free now.
      db.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA secure_delete = ON')
      db.prepare('SELECT count(*) FROM sqlite_master').get()
      return db
    } catch (error) {
      first ??= error
      db?.close()
      // What is no database is none in any way; and what another process is busy with is not taken from it.
      if (storeErrorOf(error).code === 'store_damaged' || sqliteCodeOf(error) === busy) break
    }
  }
  throw first
}

function create(db: DatabaseSync, secret: Uint8Array): void {
  db.exec(`BEGIN IMMEDIATE;
    CREATE TABLE entries (key TEXT PRIMARY KEY, value BLOB NOT NULL) WITHOUT ROWID;
    CREATE TABLE proof (value BLOB NOT NULL)`)
  db.prepare('INSERT INTO proof (value) VALUES (?)').run(derive(secret, 'proof'))
  db.exec('COMMIT')
}

/** What the store holds of its key tells whether this is the one, and nothing of it. */
function prove(db: DatabaseSync, secret: Uint8Array): void {
  let row: Record<string, unknown> | undefined
  try {
    row = db.prepare('SELECT value FROM proof').get()
  } catch (cause) {
    if (sqliteCodeOf(cause) !== 1) throw cause
  }
  if (row === undefined)
    throw new StoreError('store_damaged', { details: 'It does not say which key it is under.' })
  const proof = row['value'] as Uint8Array
  const own = derive(secret, 'proof')
  if (proof.length !== own.length || !timingSafeEqual(proof, own))
    throw new StoreError('store_key_wrong', {
      details: 'Key and store are of different homes, or one was put back from a copy.',
    })
}

function storeOn(db: DatabaseSync, lock: Lock): Store {
  const get = db.prepare('SELECT value FROM entries WHERE key = ?')
  const put = db.prepare('INSERT OR REPLACE INTO entries (key, value) VALUES (?, ?)')
  const remove = db.prepare('DELETE FROM entries WHERE key = ?')
  const ascending = db.prepare(
    'SELECT key, value FROM entries WHERE key >= ? AND key < ? ORDER BY key LIMIT ?',
  )
  const descending = db.prepare(
    'SELECT key, value FROM entries WHERE key >= ? AND key < ? ORDER BY key DESC LIMIT ?',
  )
  const versionStatement = db.prepare('PRAGMA data_version')
  const version = (): unknown => versionStatement.get()!['data_version']
  const listeners = new Set<() => void>()
  let seenByCaller = version()
  let seenByListeners = seenByCaller
  const poll = setInterval(() => {
    try {
      const now = version()
      if (now === seenByListeners) return
      seenByListeners = now
      for (const listener of listeners) listener()
    } catch {
      // Whoever reads next meets the same failure, and tells of it.
    }
  }, changePollMs)
  poll.unref()
  const scrubbing = scrubber(db)

  return {
    get: (key) => told(() => get.get(key)?.['value'] as Uint8Array | undefined),
    list: (prefix, { reverse = false, limit = -1, before } = {}) =>
      told(() =>
        (reverse ? descending : ascending)
          .all(prefix, before ?? `${prefix}\uffff`, limit)
          .map((row) => ({ key: row['key'] as string, value: row['value'] as Uint8Array })),
      ),
    write: (changes) =>
      told(() => {
        lock.assertWritable()
        db.exec('BEGIN IMMEDIATE')
        try {
          for (const { key, value } of changes)
            if (value === undefined) remove.run(key)
            else put.run(key, value)
          db.exec('COMMIT')
        } catch (error) {
          // A disk that is full may have ended it by itself.
          if (db.isTransaction) db.exec('ROLLBACK')
          throw error
        }
        scrubbing.soon()
      }),
    exclusive: (run) => lock.hold(run),
    changedElsewhere: () =>
      told(() => {
        const now = version()
        const answer = now !== seenByCaller
        seenByCaller = now
        return answer
      }),
    onChangeElsewhere(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    async close() {
      await lock.idle()
      clearInterval(poll)
      scrubbing.close()
      db.close()
      lock.close()
    },
  }
}

/** Does what SQLite does at once; a failure is told in the store's own words. */
async function told<T>(run: () => T): Promise<T> {
  try {
    return run()
  } catch (error) {
    throw storeErrorOf(error)
  }
}

/** Empties the log of writes a while after the first one. */
function scrubber(db: DatabaseSync): { soon: () => void; close: () => void } {
  let timer: NodeJS.Timeout | undefined
  const scrub = (): void => {
    timer = undefined
    try {
      const { busy: isBusy } = db.prepare('PRAGMA wal_checkpoint(TRUNCATE)').get()!
      if (isBusy !== 0) soon()
    } catch {
      // A disk that fails now is told of by the next write; closing tries once more.
    }
  }
  const soon = (): void => {
    timer ??= setTimeout(scrub, scrubMs).unref()
  }
  return { soon, close: () => clearTimeout(timer) }
}

function derive(secret: Uint8Array, info: string): Uint8Array {
  return new Uint8Array(hkdfSync('sha256', secret, new Uint8Array(), `parley/3 store ${info}`, 32))
}

const nonceBytes = 12
const tagBytes = 16

/** AES-256-GCM and HMAC-SHA-256 of `node:crypto`, under keys derived from one secret of 32 bytes. */
export function nodeCipher(secret: Uint8Array): RecordCipher {
  const records = derive(secret, 'records')
  const names = derive(secret, 'names')
  return {
    seal(plain, additional) {
      const nonce = randomBytes(nonceBytes)
      const cipher = createCipheriv('aes-256-gcm', records, nonce).setAAD(additional)
      const body = cipher.update(plain)
      cipher.final()
      return Buffer.concat([nonce, body, cipher.getAuthTag()])
    },
    open(sealed, additional) {
      const decipher = createDecipheriv('aes-256-gcm', records, sealed.subarray(0, nonceBytes), {
        authTagLength: tagBytes,
      })
        .setAAD(additional)
        .setAuthTag(sealed.subarray(-tagBytes))
      const plain = decipher.update(sealed.subarray(nonceBytes, -tagBytes))
      decipher.final()
      return new Uint8Array(plain.buffer, plain.byteOffset, plain.length)
    },
    hide: (name) => createHmac('sha256', names).update(name).digest(),
  }
}
