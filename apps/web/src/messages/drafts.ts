/**
 * What was written and not sent yet: kept in this browser until it is, encrypted under a key that no
 * script can take out. Where a page may keep nothing, drafts last as long as the page.
 *
 * @module
 */

/** The drafts of one wallet, by conversation. */
export type Drafts = {
  readonly get: (conversation: string) => string
  /** Keeps a draft; an empty one is forgotten. */
  readonly set: (conversation: string, text: string) => void
  readonly close: () => void
}

const databaseName = 'parley-drafts'
const keyName = 'key'

type Kept = { readonly iv: Uint8Array<ArrayBuffer>; readonly box: ArrayBuffer }

function done<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.addEventListener('success', () => resolve(request.result))
    request.addEventListener('error', () => reject(request.error!))
  })
}

function openDatabase(): Promise<IDBDatabase> {
  const opening = indexedDB.open(databaseName, 1)
  opening.addEventListener('upgradeneeded', () => {
    opening.result.createObjectStore('keys')
    opening.result.createObjectStore('drafts')
  })
  return done(opening)
}

/** The key of this browser; of two tabs that make one at the same moment, the first one's counts. */
async function keyOf(database: IDBDatabase): Promise<CryptoKey> {
  const made = await crypto.subtle.generateKey({ name: 'AES-GCM', length: 256 }, false, [
    'encrypt',
    'decrypt',
  ])
  const keys = database.transaction('keys', 'readwrite').objectStore('keys')
  const known = (await done(keys.get(keyName))) as CryptoKey | undefined
  if (known === undefined) await done(keys.put(made, keyName))
  return known ?? made
}

/** What a box belongs to cannot be changed without its key. */
const boundTo = (name: string) => new TextEncoder().encode(name)

async function seal(key: CryptoKey, name: string, text: string): Promise<Kept> {
  const iv = crypto.getRandomValues(new Uint8Array(12))
  const algorithm = { name: 'AES-GCM', iv, additionalData: boundTo(name) }
  return { iv, box: await crypto.subtle.encrypt(algorithm, key, new TextEncoder().encode(text)) }
}

async function open(key: CryptoKey, name: string, { iv, box }: Kept): Promise<string> {
  const algorithm = { name: 'AES-GCM', iv, additionalData: boundTo(name) }
  return new TextDecoder().decode(await crypto.subtle.decrypt(algorithm, key, box))
}

/** Drafts that last as long as the page. */
export function draftsInMemory(kept: Iterable<readonly [string, string]> = []) {
  const texts = new Map(kept)
  return {
    get: (conversation: string) => texts.get(conversation) ?? '',
    set(conversation: string, text: string) {
      if (text === '') texts.delete(conversation)
      else texts.set(conversation, text)
    },
    close() {},
  } satisfies Drafts
}

/** The drafts of a wallet in this browser. */
export async function openDrafts(account: string): Promise<Drafts> {
  try {
    return await draftsOnDisk(`${account.toLowerCase()} `)
  } catch {
    return draftsInMemory()
  }
}

async function draftsOnDisk(prefix: string): Promise<Drafts> {
  const database = await openDatabase()
  const key = await keyOf(database)
  const store = database.transaction('drafts').objectStore('drafts')
  const range = IDBKeyRange.bound(prefix, `${prefix}\uffff`)
  const [names, boxes] = (await Promise.all([
    done(store.getAllKeys(range)),
    done(store.getAll(range)),
  ])) as [string[], Kept[]]
  const read = await Promise.all(
    names.map(async (name, i) => {
      // One that cannot be read any more is no draft.
      const text = await open(key, name, boxes[i]!).catch(() => '')
      return [name.slice(prefix.length), text] as const
    }),
  )
  const memory = draftsInMemory(read)
  /** Conversations whose draft changed since it was written. */
  const changed = new Set<string>()
  let writing = false
  async function write(): Promise<void> {
    if (writing) return
    writing = true
    try {
      for (const conversation of changed) {
        changed.delete(conversation)
        const name = prefix + conversation
        const text = memory.get(conversation)
        const kept = text === '' ? undefined : await seal(key, name, text)
        const drafts = database.transaction('drafts', 'readwrite').objectStore('drafts')
        if (kept === undefined) await done(drafts.delete(name))
        else await done(drafts.put(kept, name))
      }
    } finally {
      writing = false
    }
  }
  return {
    get: memory.get,
    set(conversation, text) {
      memory.set(conversation, text)
      changed.add(conversation)
      // A full disk keeps no draft; the page still has it.
      write().catch(() => {})
    },
    close: () => database.close(),
  }
}
