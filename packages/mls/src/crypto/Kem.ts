import { sha3_256, shake256 } from '@noble/hashes/sha3.js'
import { MlsError } from '../MlsError.ts'
import { ascii, concat, empty } from './bytes.ts'
import { labeledExpand, labeledExtract } from './hkdf.ts'
import type { DiffieHellman, MlKem, Primitives } from './Primitives.ts'

/** A key pair of a KEM, in the encodings of RFC 9180 §7.1. */
export type KeyPair = { readonly publicKey: Uint8Array; readonly privateKey: Uint8Array }

/** A key encapsulation mechanism as HPKE uses it (RFC 9180 §4). */
export type Kem = {
  readonly id: number
  readonly generateKeyPair: () => KeyPair
  readonly deriveKeyPair: (ikm: Uint8Array) => KeyPair
  readonly publicKey: (privateKey: Uint8Array) => Uint8Array
  readonly encapsulate: (publicKey: Uint8Array) => {
    sharedSecret: Uint8Array
    kemOutput: Uint8Array
  }
  readonly decapsulate: (privateKey: Uint8Array, kemOutput: Uint8Array) => Uint8Array
}

function uint16(value: number): Uint8Array {
  return Uint8Array.of(value >> 8, value & 0xff)
}

function guarded<T>(what: string, run: () => T): T {
  try {
    return run()
  } catch (cause) {
    if (cause instanceof MlsError) throw cause
    throw new MlsError('invalid_key', `${what} is not usable`, { cause })
  }
}

/** A key pair for one encapsulation, gone after it. */
function ephemeralOf(
  dh: DiffieHellman,
  generate: () => KeyPair,
): ReturnType<NonNullable<DiffieHellman['ephemeral']>> {
  if (dh.ephemeral !== undefined) return dh.ephemeral()
  const { publicKey, privateKey } = generate()
  return {
    publicKey,
    sharedSecret(other) {
      const secret = dh.sharedSecret(privateKey, other)
      privateKey.fill(0)
      return secret
    },
  }
}

function dhKem(
  primitives: Primitives,
  id: number,
  dh: DiffieHellman,
  deriveKeyPair: (ikm: Uint8Array) => KeyPair,
): Kem {
  const suiteId = concat(ascii('KEM'), uint16(id))
  const { hmacSha256 } = primitives
  const extractAndExpand = (shared: Uint8Array, context: Uint8Array): Uint8Array => {
    const prk = labeledExtract(hmacSha256, suiteId, empty, 'eae_prk', shared)
    const secret = labeledExpand(hmacSha256, suiteId, prk, 'shared_secret', context, 32)
    shared.fill(0)
    prk.fill(0)
    return secret
  }
  const generateKeyPair = dh.generate ?? ((): KeyPair => deriveKeyPair(primitives.randomBytes(32)))
  return {
    id,
    generateKeyPair,
    deriveKeyPair,
    publicKey: (privateKey) => guarded('private key', () => dh.publicKey(privateKey)),
    encapsulate: (publicKey) =>
      guarded('public key', () => {
        const ephemeral = ephemeralOf(dh, generateKeyPair)
        const shared = ephemeral.sharedSecret(publicKey)
        const kemOutput = ephemeral.publicKey
        return {
          kemOutput,
          sharedSecret: extractAndExpand(shared, concat(kemOutput, publicKey)),
        }
      }),
    decapsulate: (privateKey, kemOutput) =>
      guarded('KEM output', () => {
        const shared = dh.sharedSecret(privateKey, kemOutput)
        return extractAndExpand(shared, concat(kemOutput, dh.publicKey(privateKey)))
      }),
  }
}

/** DHKEM(X25519, HKDF-SHA256), RFC 9180 §4.1 and §7.1.3. */
export function x25519Kem(primitives: Primitives): Kem {
  const suiteId = concat(ascii('KEM'), uint16(0x0020))
  return dhKem(primitives, 0x0020, primitives.x25519, (ikm) => {
    const prk = labeledExtract(primitives.hmacSha256, suiteId, empty, 'dkp_prk', ikm)
    const privateKey = labeledExpand(primitives.hmacSha256, suiteId, prk, 'sk', empty, 32)
    return { privateKey, publicKey: primitives.x25519.publicKey(privateKey) }
  })
}

/** DHKEM(P-256, HKDF-SHA256), RFC 9180 §4.1 and §7.1.3. */
export function p256Kem(primitives: Primitives): Kem {
  const suiteId = concat(ascii('KEM'), uint16(0x0010))
  return dhKem(primitives, 0x0010, primitives.p256, (ikm) => {
    const { hmacSha256, p256 } = primitives
    const prk = labeledExtract(hmacSha256, suiteId, empty, 'dkp_prk', ikm)
    for (let counter = 0; counter < 256; counter++) {
      const privateKey = labeledExpand(
        hmacSha256,
        suiteId,
        prk,
        'candidate',
        Uint8Array.of(counter),
        32,
      )
      try {
        return { privateKey, publicKey: p256.publicKey(privateKey) }
      } catch {
        // Not in [1, order): RFC 9180 §7.1.3 says to take the next candidate.
      }
    }
    throw new MlsError('invalid_key', 'no candidate is a private key')
  })
}

const xWingLabel = /* @__PURE__ */ ascii('\\.//^\\')

/**
 * X-Wing, draft-connolly-cfrg-xwing-kem: ML-KEM-768 and X25519 together, safe while either is.
 * A private key is the 32-byte seed.
 */
export function xWingKem(primitives: Primitives): Kem {
  const { x25519, mlKem768, randomBytes } = primitives
  return xWing(x25519, mlKem768, randomBytes)
}

function combine(
  kemSecret: Uint8Array,
  dhSecret: Uint8Array,
  dhOutput: Uint8Array,
  dhPublic: Uint8Array,
): Uint8Array {
  return sha3_256(concat(kemSecret, dhSecret, dhOutput, dhPublic, xWingLabel))
}

function xWing(
  x25519: DiffieHellman,
  mlKem: MlKem,
  randomBytes: (length: number) => Uint8Array,
): Kem {
  const expand = (
    seed: Uint8Array,
  ): { secretKey: Uint8Array; dhPrivate: Uint8Array; publicKey: Uint8Array } => {
    if (seed.length !== 32) throw new Error('expected a seed of 32 bytes')
    const expanded = shake256(seed, { dkLen: 96 })
    const dhPrivate = expanded.slice(64)
    const keys = mlKem.keyPair(expanded.slice(0, 64))
    expanded.fill(0)
    return {
      secretKey: keys.secretKey,
      dhPrivate,
      publicKey: concat(keys.publicKey, x25519.publicKey(dhPrivate)),
    }
  }
  const fromSeed = (seed: Uint8Array): KeyPair => ({
    privateKey: seed,
    publicKey: expand(seed).publicKey,
  })
  return {
    id: 0x647a,
    generateKeyPair: () => fromSeed(randomBytes(32)),
    deriveKeyPair: (ikm) => fromSeed(shake256(ikm, { dkLen: 32 })),
    publicKey: (privateKey) => guarded('private key', () => expand(privateKey).publicKey),
    encapsulate: (publicKey) =>
      guarded('public key', () => {
        if (publicKey.length !== 1216) throw new Error('expected 1216 bytes')
        const dhPublic = publicKey.subarray(1184)
        const ephemeral = ephemeralOf(x25519, () => {
          const privateKey = randomBytes(32)
          return { privateKey, publicKey: x25519.publicKey(privateKey) }
        })
        const dhOutput = ephemeral.publicKey
        const dhSecret = ephemeral.sharedSecret(dhPublic)
        const kem = mlKem.encapsulate(publicKey.subarray(0, 1184), randomBytes(32))
        return {
          kemOutput: concat(kem.ciphertext, dhOutput),
          sharedSecret: combine(kem.sharedSecret, dhSecret, dhOutput, dhPublic),
        }
      }),
    decapsulate: (privateKey, kemOutput) =>
      guarded('KEM output', () => {
        if (kemOutput.length !== 1120) throw new Error('expected 1120 bytes')
        const keys = expand(privateKey)
        const dhOutput = kemOutput.subarray(1088)
        const kemSecret = mlKem.decapsulate(keys.secretKey, kemOutput.subarray(0, 1088))
        const dhSecret = x25519.sharedSecret(keys.dhPrivate, dhOutput)
        return combine(kemSecret, dhSecret, dhOutput, keys.publicKey.subarray(1184))
      }),
  }
}
