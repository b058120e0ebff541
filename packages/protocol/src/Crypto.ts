/**
 * The one signature scheme of the network: ECDSA on P-256 with SHA-256, 64 bytes `r || s` in
 * low-s form. Browsers, Node, passkeys and contracts (EIP-7951) all speak it.
 *
 * @module
 */
import { p256 } from '@noble/curves/nist.js'
import { sha256 as nobleSha256 } from '@noble/hashes/sha2.js'
import { concatBytes, utf8ToBytes } from '@noble/hashes/utils.js'

/** A P-256 key pair. */
export type KeyPair = {
  /** SEC 1 uncompressed point, 65 bytes. */
  readonly publicKey: Uint8Array
  /** Scalar, 32 bytes big-endian. */
  readonly secretKey: Uint8Array
}

/** Cryptography as the host provides it. */
export type Crypto = {
  readonly sha256: (bytes: Uint8Array) => Uint8Array
  /** Signs `message` (it is hashed with SHA-256): 64 bytes, low-s. */
  readonly sign: (keyPair: KeyPair, message: Uint8Array) => Promise<Uint8Array>
  /** Whether `signature` is a low-s signature of `message`; false for malformed keys too. */
  readonly verify: (
    publicKey: Uint8Array,
    message: Uint8Array,
    signature: Uint8Array,
  ) => Promise<boolean>
}

/** Bytes of an uncompressed public key. */
export const publicKeyBytes = 65
/**
 * A public key in SEC 1's compressed form (§2.3.3), 33 bytes: what is hashed, where nobody needs to
 * check a signature with it.
 *
 * @param publicKey 65 bytes
 */
export function compress(publicKey: Uint8Array): Uint8Array {
  const compressed = publicKey.slice(0, 33)
  compressed[0] = 2 + (publicKey[64]! & 1)
  return compressed
}

/** Bytes of a signature. */
export const signatureBytes = 64

const order = p256.Point.Fn.ORDER
const halfOrder = numberToBytes(order >> 1n)

function numberToBytes(value: bigint): Uint8Array {
  const bytes = new Uint8Array(32)
  for (let i = 31; i >= 0; i--) {
    bytes[i] = Number(value & 0xffn)
    value >>= 8n
  }
  return bytes
}

function isLowS(signature: Uint8Array): boolean {
  for (let i = 0; i < 32; i++) {
    const difference = signature[32 + i]! - halfOrder[i]!
    if (difference !== 0) return difference < 0
  }
  return true
}

function toLowS(signature: Uint8Array): Uint8Array {
  if (isLowS(signature)) return signature
  let s = 0n
  for (const byte of signature.subarray(32)) s = (s << 8n) | BigInt(byte)
  const low = new Uint8Array(signature)
  low.set(numberToBytes(order - s), 32)
  return low
}

/**
 * A key pair derived from secret bytes: the same seed, the same keys.
 *
 * @param seed at least 32 bytes of secret randomness
 * @param label of the purpose
 * @example
 * ```ts
 * import { Crypto } from '@parley/protocol'
 * Crypto.deriveKeyPair(new Uint8Array(32).fill(7), 'example').publicKey.length // 65
 * ```
 */
export function deriveKeyPair(seed: Uint8Array, label: string): KeyPair {
  // 40 bytes reduced modulo the order leave a bias below 2^-64 (FIPS 186-5 A.2.1).
  const prefix = utf8ToBytes(`parley/1 key ${label}\0`)
  const wide = concatBytes(
    nobleSha256(concatBytes(prefix, Uint8Array.of(1), seed)),
    nobleSha256(concatBytes(prefix, Uint8Array.of(2), seed)).subarray(0, 8),
  )
  let value = 0n
  for (const byte of wide) value = (value << 8n) | BigInt(byte)
  const secretKey = numberToBytes((value % (order - 1n)) + 1n)
  return { secretKey, publicKey: p256.getPublicKey(secretKey, false) }
}

/** A pure, synchronous, deterministic implementation (RFC 6979): for simulations and runtimes without WebCrypto. */
export const pure: Crypto = {
  sha256: (bytes) => nobleSha256(bytes),
  sign: (keyPair, message) =>
    Promise.resolve(p256.sign(message, keyPair.secretKey, { lowS: true })),
  verify(publicKey, message, signature) {
    if (signature.length !== signatureBytes || publicKey.length !== publicKeyBytes)
      return Promise.resolve(false)
    try {
      return Promise.resolve(p256.verify(signature, message, publicKey, { lowS: true }))
    } catch {
      return Promise.resolve(false)
    }
  },
}

/** The part of WebCrypto's `SubtleCrypto` that is used, so that this module needs no DOM. */
export type Subtle<Key = unknown> = {
  importKey: (
    format: 'raw' | 'jwk',
    data: never,
    algorithm: { name: 'ECDSA'; namedCurve: 'P-256' },
    extractable: boolean,
    usages: ('sign' | 'verify')[],
  ) => Promise<Key>
  sign: (algorithm: typeof ecdsa, key: never, data: never) => Promise<ArrayBuffer>
  verify: (algorithm: typeof ecdsa, key: never, signature: never, data: never) => Promise<boolean>
}

const ecdsa = { name: 'ECDSA', hash: 'SHA-256' } as const
const curve = { name: 'ECDSA', namedCurve: 'P-256' } as const

/** Importing a key costs a quarter of a verification, so imported ones are kept: so many at most. */
const keysKeptMax = 4096

function base64url(bytes: Uint8Array): string {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'
  let text = ''
  for (let i = 0; i < bytes.length; i += 3) {
    const group = (bytes[i]! << 16) | ((bytes[i + 1] ?? 0) << 8) | (bytes[i + 2] ?? 0)
    const length = Math.min(4, Math.ceil(((bytes.length - i) * 8) / 6))
    for (let j = 0; j < length; j++) text += alphabet[(group >> (18 - 6 * j)) & 63]
  }
  return text
}

/**
 * WebCrypto's implementation: native in browsers and Node, off the calling thread.
 *
 * @param subtle the host's `crypto.subtle`
 * @param sha256 a synchronous SHA-256; noble's unless given
 */
export function fromSubtle(subtle: Subtle, sha256: Crypto['sha256'] = pure.sha256): Crypto {
  const publicKeys = new Map<string, Promise<unknown>>()
  const secretKeys = new WeakMap<KeyPair, Promise<unknown>>()
  const publicKeyOf = (bytes: Uint8Array): Promise<unknown> => {
    const name = String.fromCharCode(...bytes)
    let key = publicKeys.get(name)
    if (key === undefined) {
      if (publicKeys.size >= keysKeptMax) publicKeys.delete(publicKeys.keys().next().value!)
      key = subtle.importKey('raw', bytes as never, curve, false, ['verify'])
      publicKeys.set(name, key)
    }
    return key
  }
  const secretKeyOf = (pair: KeyPair): Promise<unknown> => {
    let key = secretKeys.get(pair)
    if (key === undefined) {
      const jwk = {
        kty: 'EC',
        crv: 'P-256',
        x: base64url(pair.publicKey.subarray(1, 33)),
        y: base64url(pair.publicKey.subarray(33)),
        d: base64url(pair.secretKey),
      }
      key = subtle.importKey('jwk', jwk as never, curve, false, ['sign'])
      secretKeys.set(pair, key)
    }
    return key
  }
  return {
    sha256,
    async sign(keyPair, message) {
      const key = await secretKeyOf(keyPair)
      return toLowS(new Uint8Array(await subtle.sign(ecdsa, key as never, message as never)))
    },
    async verify(publicKey, message, signature) {
      if (signature.length !== signatureBytes || publicKey.length !== publicKeyBytes) return false
      if (!isLowS(signature)) return false
      try {
        const key = await publicKeyOf(publicKey)
        return await subtle.verify(ecdsa, key as never, signature as never, message as never)
      } catch {
        return false
      }
    },
  }
}
