import { concat, equal } from './bytes.ts'
import { noblePrimitives, strictAead } from './noblePrimitives.ts'
import type { Aead, DiffieHellman, Primitives, SignatureScheme } from './Primitives.ts'
import { isUncompressed, strictEcdsaP256, strictEd25519 } from './VerificationRule.ts'

/**
 * What of `node:crypto` is used, so that this file needs no types of Node. Keys are `never` as
 * parameters: Node's own types of them are unions that nothing written here would fit.
 */
export type NodeCrypto = {
  randomBytes(length: number): Uint8Array
  hash(algorithm: string, data: Uint8Array, encoding: 'buffer'): Uint8Array
  createCipheriv(
    algorithm: 'aes-128-gcm',
    key: Uint8Array,
    nonce: Uint8Array,
  ): NodeCipher & { getAuthTag: () => Uint8Array }
  createDecipheriv(
    algorithm: 'aes-128-gcm',
    key: Uint8Array,
    nonce: Uint8Array,
    options: { authTagLength: number },
  ): NodeCipher & { setAuthTag: (tag: Uint8Array) => unknown }
  /** Of DER bytes. */
  createPrivateKey(input: never): NodeKey
  /** Of DER bytes or of a private key. */
  createPublicKey(input: never): NodeKey
  generateKeyPairSync(type: 'x25519'): { publicKey: NodeKey; privateKey: NodeKey }
  diffieHellman(keys: never): Uint8Array
  createECDH(curve: string): {
    setPrivateKey: (key: Uint8Array) => void
    getPublicKey: () => Uint8Array
    computeSecret: (publicKey: Uint8Array) => Uint8Array
  }
  sign(algorithm: string | null, data: Uint8Array, key: never): Uint8Array
  verify(algorithm: string | null, data: Uint8Array, key: never, signature: Uint8Array): boolean
}

type NodeCipher = {
  setAAD: (aad: Uint8Array) => unknown
  update: (data: Uint8Array) => Uint8Array
  final: () => Uint8Array
}

/** A `KeyObject`; only its export is called here. */
type NodeKey = { export: (options: { format: 'jwk' }) => { x?: string; d?: string } }

/** DER before the raw bytes of a key: PKCS #8 and SubjectPublicKeyInfo of RFC 8410, SEC 1 of RFC 5915. */
const der = {
  x25519Private: Uint8Array.of(48, 46, 2, 1, 0, 48, 5, 6, 3, 43, 101, 110, 4, 34, 4, 32),
  x25519Public: Uint8Array.of(48, 42, 48, 5, 6, 3, 43, 101, 110, 3, 33, 0),
  ed25519Private: Uint8Array.of(48, 46, 2, 1, 0, 48, 5, 6, 3, 43, 101, 112, 4, 34, 4, 32),
  ed25519Public: Uint8Array.of(48, 42, 48, 5, 6, 3, 43, 101, 112, 3, 33, 0),
  p256Private: Uint8Array.of(48, 49, 2, 1, 1, 4, 32),
  p256PrivateEnd: Uint8Array.of(160, 10, 6, 8, 42, 134, 72, 206, 61, 3, 1, 7),
  p256Public: Uint8Array.from([
    48, 89, 48, 19, 6, 7, 42, 134, 72, 206, 61, 2, 1, 6, 8, 42, 134, 72, 206, 61, 3, 1, 7, 3, 66, 0,
  ]),
}

function derKey(type: 'pkcs8' | 'sec1' | 'spki', ...parts: Uint8Array[]): never {
  return { key: concat(...parts), format: 'der', type } as never
}

function ensureLength(bytes: Uint8Array, length: number): Uint8Array {
  if (bytes.length !== length) throw new Error(`expected ${length} bytes, found ${bytes.length}`)
  return bytes
}

/** Keeps the imported form of keys in use; importing costs more than using. */
function imported(load: (raw: Uint8Array) => NodeKey): (raw: Uint8Array) => NodeKey {
  const known = new WeakMap<Uint8Array, { copy: Uint8Array; key: NodeKey }>()
  return (raw) => {
    const entry = known.get(raw)
    // The same array may hold another key by now.
    if (entry !== undefined && equal(entry.copy, raw)) return entry.key
    const key = load(raw)
    known.set(raw, { copy: raw.slice(), key })
    return key
  }
}

const base64url = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'

function fromBase64url(text: string): Uint8Array {
  const bytes = new Uint8Array(Math.floor((text.length * 3) / 4))
  let bits = 0
  let count = 0
  let at = 0
  for (const character of text) {
    bits = ((bits << 6) | base64url.indexOf(character)) & 0xffff
    count += 6
    if (count < 8) continue
    count -= 8
    bytes[at++] = (bits >> count) & 0xff
  }
  return bytes
}

/** The raw public key: the JWK export is twenty times as fast as the DER one. */
function publicBytes(key: NodeKey): Uint8Array {
  return fromBase64url(key.export({ format: 'jwk' }).x!)
}

/** A buffer of Node's as a plain array of bytes, without a copy. */
function plain(buffer: Uint8Array): Uint8Array {
  return new Uint8Array(buffer.buffer, buffer.byteOffset, buffer.length)
}

/** HMAC (RFC 2104) by the one-shot hash: twice as fast as `createHmac` for a few hundred bytes. */
function hmacSha256(node: Pick<NodeCrypto, 'hash'>): Primitives['hmacSha256'] {
  const digest = (data: Uint8Array): Uint8Array => node.hash('sha256', data, 'buffer')
  return (key, data) => {
    const short = key.length > 64 ? digest(key) : key
    const inner = new Uint8Array(64 + data.length).fill(0x36, 0, 64)
    const outer = new Uint8Array(96).fill(0x5c, 0, 64)
    for (let i = 0; i < short.length; i++) {
      inner[i]! ^= short[i]!
      outer[i]! ^= short[i]!
    }
    inner.set(data, 64)
    outer.set(digest(inner), 64)
    return plain(digest(outer))
  }
}

function aes128Gcm(node: Pick<NodeCrypto, 'createCipheriv' | 'createDecipheriv'>): Aead {
  return {
    keyBytes: 16,
    seal(key, nonce, aad, plaintext) {
      const cipher = node.createCipheriv('aes-128-gcm', key, nonce)
      cipher.setAAD(aad)
      const body = cipher.update(plaintext)
      cipher.final()
      return concat(body, cipher.getAuthTag())
    },
    open(key, nonce, aad, ciphertext) {
      if (ciphertext.length < 16) throw new Error('shorter than a tag')
      const decipher = node.createDecipheriv('aes-128-gcm', key, nonce, { authTagLength: 16 })
      decipher.setAAD(aad)
      decipher.setAuthTag(ciphertext.subarray(-16))
      const plaintext = decipher.update(ciphertext.subarray(0, -16))
      decipher.final()
      return plain(plaintext)
    },
  }
}

function x25519(node: NodeCrypto): DiffieHellman {
  const privateKeyOf = (raw: Uint8Array): NodeKey =>
    node.createPrivateKey(derKey('pkcs8', der.x25519Private, ensureLength(raw, 32)))
  const publicKeyOf = (raw: Uint8Array): NodeKey =>
    node.createPublicKey(derKey('spki', der.x25519Public, ensureLength(raw, 32)))
  const agree = (privateKey: NodeKey, publicKey: Uint8Array): Uint8Array => {
    const secret = plain(
      node.diffieHellman({ privateKey, publicKey: publicKeyOf(publicKey) } as never),
    )
    // RFC 7748 §6.1: all zeros is what points of low order give.
    if (secret.every((byte) => byte === 0)) throw new Error('point of low order')
    return secret
  }
  return {
    publicKey: (raw) => publicBytes(node.createPublicKey(privateKeyOf(raw) as never)),
    sharedSecret: (raw, publicKey) => agree(privateKeyOf(raw), publicKey),
    generate() {
      const { privateKey } = node.generateKeyPairSync('x25519')
      const { x, d } = privateKey.export({ format: 'jwk' })
      return { publicKey: fromBase64url(x!), privateKey: fromBase64url(d!) }
    },
    ephemeral() {
      const pair = node.generateKeyPairSync('x25519')
      return {
        publicKey: publicBytes(pair.publicKey),
        sharedSecret: (publicKey) => agree(pair.privateKey, publicKey),
      }
    },
  }
}

function p256(node: Pick<NodeCrypto, 'createECDH'>): DiffieHellman {
  const withKey = (raw: Uint8Array): ReturnType<NodeCrypto['createECDH']> => {
    const ecdh = node.createECDH('prime256v1')
    ecdh.setPrivateKey(ensureLength(raw, 32))
    return ecdh
  }
  return {
    publicKey: (raw) => plain(withKey(raw).getPublicKey()),
    sharedSecret(raw, publicKey) {
      if (!isUncompressed(publicKey)) throw new Error('expected an uncompressed point')
      return plain(withKey(raw).computeSecret(publicKey))
    },
  }
}

function signatures(
  node: NodeCrypto,
  algorithm: 'sha256' | null,
  publicKey: SignatureScheme['publicKey'],
  privateKeyOf: (raw: Uint8Array) => NodeKey,
  publicKeyOf: (raw: Uint8Array) => NodeKey,
  strict: (verify: SignatureScheme['verify']) => SignatureScheme['verify'],
): SignatureScheme {
  const importPrivate = imported(privateKeyOf)
  const importPublic = imported(publicKeyOf)
  return {
    publicKey,
    sign: (raw, message) => plain(node.sign(algorithm, message, importPrivate(raw) as never)),
    verify: strict((raw, message, signature) => {
      try {
        return node.verify(algorithm, message, importPublic(raw) as never, signature)
      } catch {
        return false
      }
    }),
  }
}

/**
 * The primitives of `node:crypto` where they are faster than JavaScript, noble's elsewhere.
 *
 * @param node the module `node:crypto`
 * @example
 * ```ts
 * import * as node from 'node:crypto'
 * import { cryptoProvider, nodePrimitives } from '@parley/mls'
 * const provider = cryptoProvider(nodePrimitives(node))
 * ```
 */
export function nodePrimitives(node: NodeCrypto): Primitives {
  const noble = noblePrimitives((length) => plain(node.randomBytes(length)))
  const dh = p256(node)
  const ed25519PrivateKey = (raw: Uint8Array): NodeKey =>
    node.createPrivateKey(derKey('pkcs8', der.ed25519Private, ensureLength(raw, 32)))
  return {
    ...noble,
    sha256: (data) => plain(node.hash('sha256', data, 'buffer')),
    hmacSha256: hmacSha256(node),
    aes128Gcm: strictAead(aes128Gcm(node)),
    x25519: x25519(node),
    p256: dh,
    ed25519: signatures(
      node,
      null,
      (raw) => publicBytes(node.createPublicKey(ed25519PrivateKey(raw) as never)),
      ed25519PrivateKey,
      (raw) => node.createPublicKey(derKey('spki', der.ed25519Public, ensureLength(raw, 32))),
      strictEd25519,
    ),
    ecdsaP256: signatures(
      node,
      'sha256',
      dh.publicKey,
      (raw) =>
        node.createPrivateKey(
          derKey('sec1', der.p256Private, ensureLength(raw, 32), der.p256PrivateEnd),
        ),
      (raw) => node.createPublicKey(derKey('spki', der.p256Public, ensureLength(raw, 65))),
      strictEcdsaP256,
    ),
  }
}
