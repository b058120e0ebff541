import type { Change, Entry, Store } from './Store.ts'
import { StoreError } from './StoreError.ts'

/** What seals records and hides names. A runtime's own cryptography, synchronous where it can be. */
export type RecordCipher = {
  /** Encrypts and authenticates, with a fresh nonce; `additional` is authenticated too. */
  readonly seal: (plain: Uint8Array, additional: Uint8Array) => Uint8Array | Promise<Uint8Array>
  /** Undoes `seal`; throws if anything was changed. */
  readonly open: (sealed: Uint8Array, additional: Uint8Array) => Uint8Array | Promise<Uint8Array>
  /** A keyed hash of a name, 16 bytes at least. */
  readonly hide: (name: Uint8Array) => Uint8Array | Promise<Uint8Array>
}

const encoder = new TextEncoder()
const decoder = new TextDecoder()
/** Names seen are kept hashed, so many at most: a message's key is used a few times and never again. */
const namesKeptMax = 4096

/**
 * A store whose disk shows neither values nor names: values are sealed and bound to their key, and
 * each part of a key becomes a keyed hash, except the parts that keep order (`#…`), which are
 * counters and times.
 */
export function encryptedStore(inner: Store, cipher: RecordCipher): Store {
  const names = new Map<string, string>()
  const hidePart = async (part: string): Promise<string> => {
    if (part === '' || part.startsWith('#')) return part
    let hidden = names.get(part)
    if (hidden === undefined) {
      const hash = await cipher.hide(encoder.encode(part))
      hidden = ''
      for (const byte of hash.subarray(0, 16)) hidden += byte.toString(16).padStart(2, '0')
      if (names.size >= namesKeptMax) names.delete(names.keys().next().value!)
      names.set(part, hidden)
    }
    return hidden
  }
  const hide = async (key: string): Promise<string> => {
    const parts = key.split('/')
    for (let i = 0; i < parts.length; i++) {
      const part = parts[i]!
      parts[i] = names.get(part) ?? (await hidePart(part))
    }
    return parts.join('/')
  }
  const seal = (
    hidden: string,
    key: string,
    value: Uint8Array,
  ): Uint8Array | Promise<Uint8Array> => {
    // The key travels inside, as its hash cannot be undone.
    const name = encoder.encode(key)
    const plain = new Uint8Array(2 + name.length + value.length)
    new DataView(plain.buffer).setUint16(0, name.length)
    plain.set(name, 2)
    plain.set(value, 2 + name.length)
    return cipher.seal(plain, encoder.encode(hidden))
  }
  const open = async (hidden: string, sealed: Uint8Array): Promise<Entry> => {
    let plain: Uint8Array
    try {
      plain = await cipher.open(sealed, encoder.encode(hidden))
    } catch (cause) {
      throw new StoreError('store_damaged', { details: 'A record does not open.', cause })
    }
    const length = (plain[0]! << 8) | plain[1]!
    return {
      key: decoder.decode(plain.subarray(2, 2 + length)),
      value: plain.subarray(2 + length),
    }
  }

  return {
    ...inner,
    async get(key) {
      const hidden = await hide(key)
      const sealed = await inner.get(hidden)
      return sealed && (await open(hidden, sealed)).value
    },
    async list(prefix, options = {}) {
      const { before, ...rest } = options
      const entries = await inner.list(
        await hide(prefix),
        before === undefined ? rest : { ...rest, before: await hide(before) },
      )
      return Promise.all(entries.map(({ key, value }) => open(key, value)))
    },
    async write(changes) {
      const sealed = await Promise.all(
        changes.map(async ({ key, value }): Promise<Change> => {
          const hidden = await hide(key)
          return { key: hidden, value: value && (await seal(hidden, key, value)) }
        }),
      )
      await inner.write(sealed)
    },
  }
}
