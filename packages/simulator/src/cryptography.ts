/**
 * Cryptography that is real, synchronous and the same in each run: signatures by RFC 6979 from
 * noble, all else from `node:crypto`, whose every answer here depends on its arguments alone.
 *
 * One thing is not real: an inbox's proof of work is waived (its hash is always small enough), as it
 * would be most of a run's time and nothing here rests on its being hard.
 *
 * @module
 */
import * as nodeCrypto from 'node:crypto'

import { nodePrimitives, noblePrimitives, type Primitives } from '@parley/mls'
import { Bytes, Crypto } from '@parley/protocol'

const postageLabel = Bytes.labelled('postage')
/** The label, an envelope's id and a nonce. */
const postageBytes = postageLabel.length + 32 + 8

function isPostage(bytes: Uint8Array): boolean {
  return (
    bytes.length === postageBytes &&
    Bytes.equal(bytes.subarray(0, postageLabel.length), postageLabel)
  )
}

function sha256(bytes: Uint8Array): Uint8Array {
  const digest = new Uint8Array(nodeCrypto.hash('sha256', bytes, 'buffer'))
  return isPostage(bytes) ? digest.fill(0, 0, 8) : digest
}

const halfOrder = 0x7fffffff800000007fffffffffffffffde737d56d38bcf4279dce5617e3192a8n

function isLowS(signature: Uint8Array): boolean {
  return BigInt(`0x${Bytes.toHex(signature.subarray(32))}`) <= halfOrder
}

/** SubjectPublicKeyInfo of RFC 5480, before the 65 bytes of a P-256 point. */
const spki = Bytes.fromHex('3059301306072a8648ce3d020106082a8648ce3d030107034200')

const keys = new Map<string, nodeCrypto.KeyObject>()
const keysMax = 10_000

function publicKeyOf(bytes: Uint8Array): nodeCrypto.KeyObject {
  const name = Bytes.toHex(bytes)
  let key = keys.get(name)
  if (key === undefined) {
    if (keys.size >= keysMax) keys.clear()
    key = nodeCrypto.createPublicKey({
      key: Buffer.from(Bytes.concat(spki, bytes)),
      format: 'der',
      type: 'spki',
    })
    keys.set(name, key)
  }
  return key
}

function verify(publicKey: Uint8Array, message: Uint8Array, signature: Uint8Array): boolean {
  if (!isLowS(signature)) return false
  try {
    const key = publicKeyOf(publicKey)
    return nodeCrypto.verify('sha256', message, { key, dsaEncoding: 'ieee-p1363' }, signature)
  } catch {
    return false
  }
}

/** Answers given: all replicas of a topic and all its readers check the same signatures. */
const answers = new Map<string, boolean>()
const answersMax = 100_000

function verifyOnce(publicKey: Uint8Array, message: Uint8Array, signature: Uint8Array): boolean {
  if (signature.length !== Crypto.signatureBytes || publicKey.length !== Crypto.publicKeyBytes)
    return false
  const name = nodeCrypto.hash('sha256', Bytes.concat(signature, publicKey, message))
  let answer = answers.get(name)
  if (answer === undefined) {
    if (answers.size >= answersMax) answers.clear()
    answer = verify(publicKey, message, signature)
    answers.set(name, answer)
  }
  return answer
}

/** What every simulated host is given. */
export const crypto: Crypto.Crypto = {
  sha256,
  sign: (keyPair, message) => Crypto.pure.sign(keyPair, message),
  verify: (publicKey, message, signature) =>
    Promise.resolve(verifyOnce(publicKey, message, signature)),
}

/** What a simulated client encrypts groups with. */
export function primitives(randomBytes: (length: number) => Uint8Array): Primitives {
  const native = nodePrimitives(nodeCrypto)
  const { publicKey, sharedSecret } = native.x25519
  return {
    ...native,
    randomBytes,
    // Without the key pairs that Node draws by itself.
    x25519: { publicKey, sharedSecret },
    ecdsaP256: noblePrimitives(randomBytes).ecdsaP256,
  }
}
