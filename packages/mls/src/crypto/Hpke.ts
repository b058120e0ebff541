import { MlsError } from '../MlsError.ts'
import { ascii, concat, empty } from './bytes.ts'
import { labeledExpand, labeledExtract } from './hkdf.ts'
import { type Kem, type KeyPair, p256Kem, x25519Kem, xWingKem } from './Kem.ts'
import type { Aead, Primitives } from './Primitives.ts'

/** What HPKE sends: the KEM's output and the ciphertext. */
export type Sealed = { readonly kemOutput: Uint8Array; readonly ciphertext: Uint8Array }

/** Hybrid public key encryption, base mode (RFC 9180), with HKDF-SHA256. */
export type Hpke = {
  readonly generateKeyPair: () => KeyPair
  /** `DeriveKeyPair` (RFC 9180 §4): the same input, the same key pair. */
  readonly deriveKeyPair: (ikm: Uint8Array) => KeyPair
  readonly publicKey: (privateKey: Uint8Array) => Uint8Array
  /** The hash of an `info`, for `seal` to many with the same: it may be megabytes long. */
  readonly hashInfo: (info: Uint8Array) => Uint8Array
  /** Single-shot encryption to a public key (RFC 9180 §6.1). */
  readonly seal: (options: {
    publicKey: Uint8Array
    info?: Uint8Array
    /** In place of `info`. */
    infoHash?: Uint8Array
    aad?: Uint8Array
    plaintext: Uint8Array
  }) => Sealed
  /** Undoes `seal`; throws {@link MlsError} `invalid_key` or `decryption_failed`. */
  readonly open: (options: {
    privateKey: Uint8Array
    kemOutput: Uint8Array
    ciphertext: Uint8Array
    info?: Uint8Array
    aad?: Uint8Array
  }) => Uint8Array
  /** A fresh KEM output with the secret exported from its context (RFC 9180 §5.3). */
  readonly sendExport: (options: {
    publicKey: Uint8Array
    info?: Uint8Array
    exporterContext: Uint8Array
    length: number
  }) => { kemOutput: Uint8Array; secret: Uint8Array }
  /** The secret the sender of `kemOutput` exported. */
  readonly receiveExport: (options: {
    privateKey: Uint8Array
    kemOutput: Uint8Array
    info?: Uint8Array
    exporterContext: Uint8Array
    length: number
  }) => Uint8Array
}

/** Which KEM and AEAD; the KDF is HKDF-SHA256 in all. */
export type HpkeOptions = {
  kem: 'x25519' | 'p256' | 'xwing'
  aead: 'aes128gcm' | 'chacha20poly1305'
}

const kems: Record<HpkeOptions['kem'], (primitives: Primitives) => Kem> = {
  x25519: x25519Kem,
  p256: p256Kem,
  xwing: xWingKem,
}
const aeadIds = { aes128gcm: 0x0001, chacha20poly1305: 0x0003 }

/**
 * HPKE in base mode over the given primitives.
 *
 * @example
 * ```ts
 * import { hpke, noblePrimitives } from '@parley/mls'
 * const box = hpke(
 *   noblePrimitives((length) => crypto.getRandomValues(new Uint8Array(length))),
 *   { kem: 'x25519', aead: 'chacha20poly1305' },
 * )
 * const { publicKey, privateKey } = box.generateKeyPair()
 * const sealed = box.seal({ publicKey, plaintext: Uint8Array.of(1, 2, 3) })
 * box.open({ privateKey, ...sealed }) // Uint8Array [1, 2, 3]
 * ```
 */
export function hpke(primitives: Primitives, options: HpkeOptions): Hpke {
  const kem = kems[options.kem](primitives)
  const aead: Aead =
    options.aead === 'aes128gcm' ? primitives.aes128Gcm : primitives.chacha20Poly1305
  const aeadId = aeadIds[options.aead]
  const { hmacSha256 } = primitives
  const suiteId = concat(
    ascii('HPKE'),
    Uint8Array.of(kem.id >> 8, kem.id & 0xff, 0, 1, aeadId >> 8, aeadId & 0xff),
  )
  const pskIdHash = labeledExtract(hmacSha256, suiteId, empty, 'psk_id_hash', empty)

  const hashInfo = (info: Uint8Array): Uint8Array =>
    labeledExtract(hmacSha256, suiteId, empty, 'info_hash', info)

  /** `KeySchedule` of RFC 9180 §5.1 in base mode: mode 0, no PSK. */
  const schedule = (
    sharedSecret: Uint8Array,
    infoHash: Uint8Array,
  ): ((label: string, length: number) => Uint8Array) => {
    const context = concat(Uint8Array.of(0), pskIdHash, infoHash)
    const secret = labeledExtract(hmacSha256, suiteId, sharedSecret, 'secret', empty)
    sharedSecret.fill(0)
    return (label, length) => labeledExpand(hmacSha256, suiteId, secret, label, context, length)
  }
  const exported = (
    derive: (label: string, length: number) => Uint8Array,
    exporterContext: Uint8Array,
    length: number,
  ): Uint8Array =>
    labeledExpand(hmacSha256, suiteId, derive('exp', 32), 'sec', exporterContext, length)

  return {
    generateKeyPair: kem.generateKeyPair,
    deriveKeyPair: kem.deriveKeyPair,
    publicKey: kem.publicKey,
    hashInfo,
    seal({ publicKey, info = empty, infoHash = hashInfo(info), aad = empty, plaintext }) {
      const { sharedSecret, kemOutput } = kem.encapsulate(publicKey)
      const derive = schedule(sharedSecret, infoHash)
      const ciphertext = aead.seal(
        derive('key', aead.keyBytes),
        derive('base_nonce', 12),
        aad,
        plaintext,
      )
      return { kemOutput, ciphertext }
    },
    open({ privateKey, kemOutput, ciphertext, info = empty, aad = empty }) {
      const derive = schedule(kem.decapsulate(privateKey, kemOutput), hashInfo(info))
      try {
        return aead.open(derive('key', aead.keyBytes), derive('base_nonce', 12), aad, ciphertext)
      } catch (cause) {
        throw new MlsError('decryption_failed', 'HPKE ciphertext does not open', { cause })
      }
    },
    sendExport({ publicKey, info = empty, exporterContext, length }) {
      const { sharedSecret, kemOutput } = kem.encapsulate(publicKey)
      return {
        kemOutput,
        secret: exported(schedule(sharedSecret, hashInfo(info)), exporterContext, length),
      }
    },
    receiveExport({ privateKey, kemOutput, info = empty, exporterContext, length }) {
      return exported(
        schedule(kem.decapsulate(privateKey, kemOutput), hashInfo(info)),
        exporterContext,
        length,
      )
    },
  }
}
