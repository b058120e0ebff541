import { type DBSchema, type IDBPDatabase, openDB } from 'idb'

import { encryptedStore, type RecordCipher } from './encrypted.ts'
import { ClientError } from '../errors.ts'
import type { Change, Entry, ListOptions, Store } from './Store.ts'
import { StoreError, storeErrorOf } from './StoreError.ts'

type Schema = DBSchema & {
  entries: { key: string; value: Uint8Array }
  keys: { key: string; value: CryptoKey }
  /** `version`: how often was written. */
  counters: { key: string; value: number }
}

/** Where the counter of writes stands. */
const versionKey = 'version'
/**
 * How often a tab looks whether another one wrote, if nobody tells it: a channel may be blocked, or
 * there is none.
 */
const lookMs = 1000

/**
 * A store in the browser's IndexedDB, its records encrypted. Works with several tabs at once (Web
 * Locks) and in iframes. Whether another tab has written is read from the database itself, in whose
 * transactions it stands; a BroadcastChannel only wakes other tabs sooner.
 *
 * The encryption keys are made here and kept as non-extractable `CryptoKey`s: script cannot read
 * them out, but whoever holds the unlocked browser profile can use them.
 *
 * @param options `name` of the database: one for each account
 * @throws StoreError, or ClientError `invalid_argument`, `insecure_context`, where the page can keep nothing
 */
export async function indexedDbStore(options: { name: string }): Promise<Store> {
  if (typeof options?.name !== 'string' || options.name === '')
    throw new ClientError('invalid_argument', {
      details: "A database is named like this: indexedDbStore({ name: 'ann' }).",
    })
  const name = `parley/${options.name}`
  assertPossible()
  const db = await told(openDatabase(name))
  try {
    return await told(storeOn(db, name))
  } catch (error) {
    db.close()
    throw error
  }
}

/** @throws StoreError, ClientError where this page can keep nothing */
function assertPossible(): void {
  if (crypto.subtle === undefined || navigator.locks === undefined)
    throw new ClientError('insecure_context')
  if (typeof indexedDB === 'undefined')
    throw new StoreError('store_not_permitted', { details: 'The page has no IndexedDB.' })
}

async function openDatabase(name: string): Promise<IDBPDatabase<Schema>> {
  const db = await openDB<Schema>(name, 2, {
    upgrade(database) {
      for (const old of database.objectStoreNames) database.deleteObjectStore(old)
      for (const made of ['entries', 'keys', 'counters'] as const) database.createObjectStore(made)
    },
    // Whoever deletes the database, or brings it to a newer version, is not made to wait.
    blocking: () => db.close(),
  })
  return db
}

/** What a browser's failure means for the store, in the store's own words. */
async function told<T>(promise: Promise<T>): Promise<T> {
  try {
    return await promise
  } catch (error) {
    throw storeErrorOf(error)
  }
}

async function storeOn(db: IDBPDatabase<Schema>, name: string): Promise<Store> {
  const exclusive: Store['exclusive'] = (run) => navigator.locks.request(name, () => run())
  const cipher = await exclusive(() => keptCipher(db))
  const version = async (): Promise<number> => (await db.get('counters', versionKey)) ?? 0

  // What this tab wrote itself is no news to it: both move on with its own writes.
  let seenByCaller = await version()
  let seenByListeners = seenByCaller
  const wakes = wakesOf(name, async () => {
    const now = await version()
    if (now === seenByListeners) return false
    seenByListeners = now
    return true
  })

  async function list(
    prefix: string,
    { reverse = false, limit = Infinity, before }: ListOptions,
  ): Promise<Entry[]> {
    const end = before ?? `${prefix}\uffff`
    const out: Entry[] = []
    let cursor = await db
      .transaction('entries')
      .store.openCursor(IDBKeyRange.bound(prefix, end, false, true), reverse ? 'prev' : 'next')
    while (cursor && out.length < limit) {
      out.push({ key: cursor.key, value: cursor.value })
      cursor = await cursor.continue()
    }
    return out
  }

  async function write(changes: readonly Change[]): Promise<void> {
    const transaction = db.transaction(['entries', 'counters'], 'readwrite', {
      durability: 'strict',
    })
    const entries = transaction.objectStore('entries')
    const counters = transaction.objectStore('counters')
    const before = (await counters.get(versionKey)) ?? 0
    await Promise.all([
      ...changes.map((change) =>
        change.value === undefined
          ? entries.delete(change.key)
          : entries.put(change.value, change.key),
      ),
      counters.put(before + 1, versionKey),
      transaction.done,
    ])
    if (seenByCaller === before) seenByCaller++
    if (seenByListeners === before) seenByListeners++
    wakes.tell()
  }

  const store: Store = {
    get: (key) => told(db.get('entries', key)),
    list: (prefix, options = {}) => told(list(prefix, options)),
    write: (changes) => told(write(changes)),
    exclusive,
    async changedElsewhere() {
      const now = await told(version())
      const answer = now !== seenByCaller
      seenByCaller = now
      return answer
    },
    onChangeElsewhere: wakes.listen,
    async close() {
      wakes.close()
      db.close()
    },
  }
  return encryptedStore(store, cipher)
}

/** The cipher whose keys the database holds, made at its first use: both, or none. */
async function keptCipher(db: IDBPDatabase<Schema>): Promise<RecordCipher> {
  const [records, names] = await Promise.all([db.get('keys', 'records'), db.get('keys', 'names')])
  if (records && names) return webCipher(records, names)
  if ((await db.count('entries')) > 0) throw new StoreError('store_key_missing')
  const made = await Promise.all([
    crypto.subtle.generateKey({ name: 'AES-GCM', length: 256 }, false, ['encrypt', 'decrypt']),
    crypto.subtle.generateKey({ name: 'HMAC', hash: 'SHA-256' }, false, ['sign']),
  ])
  const transaction = db.transaction('keys', 'readwrite', { durability: 'strict' })
  await Promise.all([
    transaction.store.put(made[0], 'records'),
    transaction.store.put(made[1], 'names'),
    transaction.done,
  ])
  return webCipher(...made)
}

/**
 * Wakes listeners when another tab has written: at once where tabs hear each other, else soon.
 *
 * @param look whether something was written that listeners do not know
 */
function wakesOf(
  name: string,
  look: () => Promise<boolean>,
): { tell: () => void; listen: Store['onChangeElsewhere']; close: () => void } {
  const listeners = new Set<() => void>()
  const wake = (): void => {
    look().then(
      (news) => {
        if (news) for (const listener of listeners) listener()
      },
      // Whoever reads next meets the same failure, and tells of it.
      () => {},
    )
  }
  const channel = 'BroadcastChannel' in globalThis ? new BroadcastChannel(name) : undefined
  channel?.addEventListener('message', wake)
  const timer = setInterval(wake, lookMs)
  return {
    tell: () => channel?.postMessage(0),
    listen(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    close() {
      clearInterval(timer)
      channel?.close()
    },
  }
}

const nonceBytes = 12

/** WebCrypto's types want a buffer that is not shared. */
function own(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  return bytes as Uint8Array<ArrayBuffer>
}

/**
 * AES-256-GCM and HMAC-SHA-256 of WebCrypto.
 *
 * @param records seals values
 * @param names hides names
 */
function webCipher(records: CryptoKey, names: CryptoKey): RecordCipher {
  return {
    async seal(plain, additional) {
      const iv = crypto.getRandomValues(new Uint8Array(nonceBytes))
      const algorithm = { name: 'AES-GCM', iv, additionalData: own(additional) }
      const sealed = await crypto.subtle.encrypt(algorithm, records, own(plain))
      const out = new Uint8Array(nonceBytes + sealed.byteLength)
      out.set(iv)
      out.set(new Uint8Array(sealed), nonceBytes)
      return out
    },
    async open(sealed, additional) {
      const iv = own(sealed.subarray(0, nonceBytes))
      const algorithm = { name: 'AES-GCM', iv, additionalData: own(additional) }
      const body = own(sealed.subarray(nonceBytes))
      return new Uint8Array(await crypto.subtle.decrypt(algorithm, records, body))
    },
    hide: async (name) => new Uint8Array(await crypto.subtle.sign('HMAC', names, own(name))),
  }
}
