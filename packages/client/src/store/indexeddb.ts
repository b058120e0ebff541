import { type DBSchema, openDB } from 'idb'

import { encryptedStore, type RecordCipher } from './encrypted.ts'
import type { Store } from './Store.ts'

type Schema = DBSchema & {
  entries: { key: string; value: Uint8Array }
  keys: { key: string; value: CryptoKey }
}

/**
 * A store in the browser's IndexedDB, its records encrypted. Works with several tabs at once (Web
 * Locks, BroadcastChannel) and in iframes.
 *
 * The encryption keys are made here and kept as non-extractable `CryptoKey`s: script cannot read
 * them out, but whoever holds the unlocked browser profile can use them.
 *
 * @param options `name` of the database: one for each account
 */
export async function indexedDbStore(options: { name: string }): Promise<Store> {
  const name = `parley/${options.name}`
  const db = await openDB<Schema>(name, 1, {
    upgrade(database) {
      database.createObjectStore('entries')
      database.createObjectStore('keys')
    },
  })
  const channel = new BroadcastChannel(name)
  const listeners = new Set<() => void>()
  let changed = false
  channel.addEventListener('message', () => {
    changed = true
    for (const listener of listeners) listener()
  })
  const exclusive: Store['exclusive'] = (run) => navigator.locks.request(name, () => run())

  const key = async (keyName: string, make: () => Promise<CryptoKey>): Promise<CryptoKey> => {
    const known = await db.get('keys', keyName)
    if (known) return known
    const made = await make()
    await db.put('keys', made, keyName)
    return made
  }
  // Two tabs that start at once must not each make keys.
  const cipher = await exclusive(async () =>
    webCipher(
      await key('records', () =>
        crypto.subtle.generateKey({ name: 'AES-GCM', length: 256 }, false, ['encrypt', 'decrypt']),
      ),
      await key('names', () =>
        crypto.subtle.generateKey({ name: 'HMAC', hash: 'SHA-256' }, false, ['sign']),
      ),
    ),
  )

  const store: Store = {
    get: (entryKey) => db.get('entries', entryKey),
    async list(prefix, { reverse = false, limit = Infinity, before } = {}) {
      const end = before ?? `${prefix}\uffff`
      const out: { key: string; value: Uint8Array }[] = []
      let cursor = await db
        .transaction('entries')
        .store.openCursor(IDBKeyRange.bound(prefix, end, false, true), reverse ? 'prev' : 'next')
      while (cursor && out.length < limit) {
        out.push({ key: cursor.key, value: cursor.value })
        cursor = await cursor.continue()
      }
      return out
    },
    async write(changes) {
      const transaction = db.transaction('entries', 'readwrite', { durability: 'strict' })
      for (const change of changes)
        if (change.value === undefined) void transaction.store.delete(change.key)
        else void transaction.store.put(change.value, change.key)
      await transaction.done
      channel.postMessage(0)
    },
    exclusive,
    async changedElsewhere() {
      const answer = changed
      changed = false
      return answer
    },
    onChangeElsewhere(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    async close() {
      channel.close()
      db.close()
    },
  }
  return encryptedStore(store, cipher)
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
