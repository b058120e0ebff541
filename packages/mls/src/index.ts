/**
 * Messaging Layer Security (RFC 9420).
 *
 * @module
 */
export { MlsError } from './MlsError.ts'
export type { MlsErrorCode } from './MlsErrorCode.ts'
export type {
  Aead,
  DiffieHellman,
  MlKem,
  Primitives,
  SignatureScheme,
} from './crypto/Primitives.ts'
export type { KeyPair } from './crypto/Kem.ts'
export { noblePrimitives } from './crypto/noblePrimitives.ts'
export { type Hpke, type HpkeOptions, type Sealed, hpke } from './crypto/Hpke.ts'
