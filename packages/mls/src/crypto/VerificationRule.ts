/**
 * Which signatures are good, the same for every provider: libraries differ at the edges, and members
 * who differ about one commit are apart for good.
 */
import { ed25519 } from '@noble/curves/ed25519.js'
import { p256 } from '@noble/curves/nist.js'
import { sha512 } from '@noble/hashes/sha2.js'
import { equal, hex } from './bytes.ts'
import type { SignatureScheme } from './Primitives.ts'

type Point = InstanceType<typeof ed25519.Point>

/** Checking a key takes a multiplication: of as many keys the answer is kept. */
const keysMax = 16_384
/** A canonical point of order 1: what is multiplied by it says nothing. */
const identity = /* @__PURE__ */ Uint8Array.of(1, ...new Uint8Array(31))

function littleEndian(bytes: Uint8Array): bigint {
  return BigInt(`0x${hex(bytes.toReversed())}`)
}

/** Answers by key, the oldest forgotten first. */
class KnownKeys<T> {
  readonly #answers = new Map<string, T>()
  readonly #check: (key: Uint8Array) => T

  constructor(check: (key: Uint8Array) => T) {
    this.#check = check
  }

  get(key: Uint8Array): T {
    const name = hex(key)
    const known = this.#answers.get(name)
    if (known !== undefined) return known
    const answer = this.#check(key)
    if (this.#answers.size >= keysMax) this.#answers.delete(this.#answers.keys().next().value!)
    this.#answers.set(name, answer)
    return answer
  }
}

/** The point of a key that may sign: canonical, in the prime-order subgroup, and not its identity. */
function keyPoint(publicKey: Uint8Array): Point | false {
  try {
    const point = ed25519.Point.fromBytes(publicKey, false)
    return !point.is0() && point.isTorsionFree() && point
  } catch {
    return false
  }
}

/**
 * The strict rule of Ed25519: S below the order; key and R canonical, in the prime-order subgroup
 * and not the identity; R = S·B − h·A without a cofactor.
 *
 * R needs no check of its own: it is compared, byte for byte, with what is computed from a key that
 * is in the subgroup.
 *
 * @param equation whether R is exactly the encoding of S·B − h·A, where a library is faster at it
 */
export function strictEd25519(equation?: SignatureScheme['verify']): SignatureScheme['verify'] {
  const keys = new KnownKeys(keyPoint)
  return (publicKey, message, signature) => {
    if (publicKey.length !== 32 || signature.length !== 64) return false
    const r = signature.subarray(0, 32)
    const isReduced = littleEndian(signature.subarray(32)) < ed25519.Point.Fn.ORDER
    if (!isReduced || equal(r, identity)) return false
    const key = keys.get(publicKey)
    if (key === false) return false
    if (equation !== undefined) return equation(publicKey, message, signature)
    return equal(r, expectedR(key, publicKey, message, signature))
  }
}

function expectedR(
  key: Point,
  publicKey: Uint8Array,
  message: Uint8Array,
  signature: Uint8Array,
): Uint8Array {
  const { Fn, BASE } = ed25519.Point
  const digest = sha512
    .create()
    .update(signature.subarray(0, 32))
    .update(publicKey)
    .update(message)
    .digest()
  const h = Fn.create(littleEndian(digest))
  const s = Fn.create(littleEndian(signature.subarray(32)))
  return BASE.multiplyUnsafe(s).subtract(key.multiplyUnsafe(h)).toBytes()
}

/** One integer of a DER signature: minimal, positive, below the order. */
function isInteger(bytes: Uint8Array): boolean {
  const first = bytes[0]
  if (first === undefined || bytes.length > 33 || (first & 0x80) !== 0) return false
  if (first === 0 && (bytes.length === 1 || (bytes[1]! & 0x80) === 0)) return false
  const value = BigInt(`0x${hex(bytes)}`)
  return value < p256.Point.Fn.ORDER
}

/** Whether bytes are the one DER encoding of two integers in [1, order). */
function isDerSignature(signature: Uint8Array): boolean {
  const [sequence, length, first, rLength] = signature
  if (sequence !== 0x30 || length !== signature.length - 2 || first !== 0x02) return false
  const s = 4 + (rLength ?? 0)
  if (signature[s] !== 0x02 || signature[s + 1] !== signature.length - s - 2) return false
  return isInteger(signature.subarray(4, s)) && isInteger(signature.subarray(s + 2))
}

/**
 * The strict rule of ECDSA on P-256 (RFC 9420 §5.1.1): an uncompressed point on the curve, and the
 * only DER encoding of two integers in [1, order). Either sign of s is good, as RFC 9420 asks for none.
 */
export function strictEcdsaP256(verify: SignatureScheme['verify']): SignatureScheme['verify'] {
  return (publicKey, message, signature) =>
    isUncompressed(publicKey) && isDerSignature(signature) && verify(publicKey, message, signature)
}

/** Whether bytes have the form of an uncompressed point of P-256: some libraries take hybrid ones. */
export function isUncompressed(publicKey: Uint8Array): boolean {
  return publicKey.length === 65 && publicKey[0] === 4
}
