import { ensure } from '../MlsError.ts'
import { type Hpke, hpke, type HpkeOptions } from './Hpke.ts'
import { noblePrimitives } from './noblePrimitives.ts'
import type { Aead, Primitives, SignatureScheme } from './Primitives.ts'

/**
 * The suites this engine has: 1 to 3 of RFC 9420 §17.1, and the X-Wing hybrid under the value
 * its draft suggests (`MLS_256_XWING_CHACHA20POLY1305_SHA256_Ed25519`).
 */
export const cipherSuites = {
  x25519Aes128GcmEd25519: 0x0001,
  p256Aes128GcmP256: 0x0002,
  x25519ChaCha20Poly1305Ed25519: 0x0003,
  xWingChaCha20Poly1305Ed25519: 0x004d,
} as const

/**
 * The suite to take unless there is a reason for another: in JavaScript ChaCha20-Poly1305 is two to
 * three times as fast as AES-GCM, level with OpenSSL's AES for short messages, and without the
 * tables whose look-ups can leak an AES key through the cache.
 */
export const defaultCipherSuite: number = cipherSuites.x25519ChaCha20Poly1305Ed25519

const definitions = new Map<number, HpkeOptions & { signature: 'ed25519' | 'ecdsaP256' }>([
  [0x0001, { kem: 'x25519', aead: 'aes128gcm', signature: 'ed25519' }],
  [0x0002, { kem: 'p256', aead: 'aes128gcm', signature: 'ecdsaP256' }],
  [0x0003, { kem: 'x25519', aead: 'chacha20poly1305', signature: 'ed25519' }],
  [0x004d, { kem: 'xwing', aead: 'chacha20poly1305', signature: 'ed25519' }],
])

/** The algorithms of one group (RFC 9420 §5.1). All suites here hash with SHA-256. */
export type CipherSuite = {
  readonly id: number
  readonly hash: (data: Uint8Array) => Uint8Array
  readonly hmac: (key: Uint8Array, data: Uint8Array) => Uint8Array
  readonly aead: Aead
  readonly hpke: Hpke
  readonly signatures: SignatureScheme
  readonly randomBytes: (length: number) => Uint8Array
}

/** `KDF.Nh` of every suite here, in bytes. */
export const hashBytes = 32

/** Where the engine gets its cryptography from. */
export type CryptoProvider = {
  /** Throws {@link MlsError} `unsupported_cipher_suite`. */
  readonly cipherSuite: (id: number) => CipherSuite
  /** Ids of the suites it has. */
  readonly cipherSuites: readonly number[]
}

/**
 * A provider over the given primitives.
 *
 * @example
 * ```ts
 * import { cryptoProvider, noblePrimitives } from '@parley/mls'
 * const random = (length: number) => crypto.getRandomValues(new Uint8Array(length))
 * cryptoProvider(noblePrimitives(random)).cipherSuites // [1, 2, 3, 77]
 * ```
 */
export function cryptoProvider(primitives: Primitives): CryptoProvider {
  const made = new Map<number, CipherSuite>()
  return {
    cipherSuites: [...definitions.keys()],
    cipherSuite(id) {
      const known = made.get(id)
      if (known !== undefined) return known
      const definition = definitions.get(id)
      ensure(definition !== undefined, 'unsupported_cipher_suite', `cipher suite is ${id}`)
      const suite: CipherSuite = {
        id,
        hash: primitives.sha256,
        hmac: primitives.hmacSha256,
        aead: definition.aead === 'aes128gcm' ? primitives.aes128Gcm : primitives.chacha20Poly1305,
        hpke: hpke(primitives, definition),
        signatures: primitives[definition.signature],
        randomBytes: primitives.randomBytes,
      }
      made.set(id, suite)
      return suite
    },
  }
}

/**
 * The provider in pure JavaScript: the same in every runtime.
 *
 * @example
 * ```ts
 * import { nobleProvider } from '@parley/mls'
 * const provider = nobleProvider({
 *   randomBytes: (length) => crypto.getRandomValues(new Uint8Array(length)),
 * })
 * ```
 */
export function nobleProvider(options: {
  randomBytes: (length: number) => Uint8Array
}): CryptoProvider {
  return cryptoProvider(noblePrimitives(options.randomBytes))
}
