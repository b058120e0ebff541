import type { Change, Entry, Store } from './Store.ts'

/** The keys of an encrypted store, as WebCrypto holds them. */
export type StoreKeys = {
  /** AES-256-GCM: seals values. */
  readonly records: CryptoKey
  /** HMAC-SHA-256: hides names. */
  readonly names: CryptoKey
}

/**
 * The keys of an encrypted store from one secret.
 *
 * @param secret 32 random bytes
 */
export async function importStoreKeys(secret: Uint8Array): Promise<StoreKeys> {
  const base = await crypto.subtle.importKey('raw', own(secret), 'HKDF', false, ['deriveKey'])
  const derive = (
    info: string,
    algorithm: AesKeyGenParams | HmacKeyGenParams,
    usages: KeyUsage[],
  ): Promise<CryptoKey> =>
    crypto.subtle.deriveKey(
      {
        name: 'HKDF',
        hash: 'SHA-256',
        salt: new Uint8Array(),
        info: new TextEncoder().encode(info),
      },
      base,
      algorithm,
      false,
      usages,
    )
  return {
    records: await derive('parley/1 store records', { name: 'AES-GCM', length: 256 }, [
      'encrypt',
      'decrypt',
    ]),
    names: await derive('parley/1 store names', { name: 'HMAC', hash: 'SHA-256', length: 256 }, [
      'sign',
    ]),
  }
}

/** WebCrypto's types want a buffer that is not shared. */
function own(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  return bytes as Uint8Array<ArrayBuffer>
}

const nonceBytes = 12
/** Names seen are kept hashed, so many at most: a message's key is used a few times and never again. */
const namesKeptMax = 4096

/**
 * A store whose disk shows neither values nor names: values are sealed (AES-256-GCM, bound to their
 * key), and each part of a key becomes a keyed hash, except the parts that keep order (`#…`), which
 * are counters and times.
 */
export function encryptedStore(inner: Store, keys: StoreKeys): Store {
  const names = new Map<string, Promise<string>>()
  const hidePart = (part: string): Promise<string> => {
    if (part === '' || part.startsWith('#')) return Promise.resolve(part)
    let hidden = names.get(part)
    if (hidden === undefined) {
      if (names.size >= namesKeptMax) names.delete(names.keys().next().value!)
      hidden = crypto.subtle
        .sign('HMAC', keys.names, new TextEncoder().encode(part))
        .then((mac) =>
          Array.from(new Uint8Array(mac, 0, 16), (byte) => byte.toString(16).padStart(2, '0')).join(
            '',
          ),
        )
      names.set(part, hidden)
    }
    return hidden
  }
  const hide = async (key: string): Promise<string> =>
    (await Promise.all(key.split('/').map(hidePart))).join('/')

  const seal = async (hidden: string, key: string, value: Uint8Array): Promise<Uint8Array> => {
    // The key travels inside, as its hash cannot be undone.
    const name = new TextEncoder().encode(key)
    const plain = new Uint8Array(2 + name.length + value.length)
    new DataView(plain.buffer).setUint16(0, name.length)
    plain.set(name, 2)
    plain.set(value, 2 + name.length)
    const nonce = crypto.getRandomValues(new Uint8Array(nonceBytes))
    const sealed = await crypto.subtle.encrypt(
      { name: 'AES-GCM', iv: nonce, additionalData: new TextEncoder().encode(hidden) },
      keys.records,
      plain,
    )
    const out = new Uint8Array(nonceBytes + sealed.byteLength)
    out.set(nonce)
    out.set(new Uint8Array(sealed), nonceBytes)
    return out
  }
  const open = async (hidden: string, sealed: Uint8Array): Promise<Entry> => {
    const plain = new Uint8Array(
      await crypto.subtle.decrypt(
        {
          name: 'AES-GCM',
          iv: own(sealed.subarray(0, nonceBytes)),
          additionalData: new TextEncoder().encode(hidden),
        },
        keys.records,
        own(sealed.subarray(nonceBytes)),
      ),
    )
    const length = new DataView(plain.buffer).getUint16(0)
    return {
      key: new TextDecoder().decode(plain.subarray(2, 2 + length)),
      value: plain.slice(2 + length),
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
