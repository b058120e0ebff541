import { ml_kem768_x25519 } from '@noble/post-quantum/hybrid.js'
import { describe, expect, test } from 'vitest'
import { xWingKem } from './Kem.ts'
import { noblePrimitives } from './noblePrimitives.ts'

const random = (length: number) => crypto.getRandomValues(new Uint8Array(length))
const kem = xWingKem(noblePrimitives(random))

describe('xWingKem', () => {
  test("is noble's X-Wing, over primitives that can be replaced", () => {
    const { privateKey, publicKey } = kem.generateKeyPair()
    expect(ml_kem768_x25519.keygen(privateKey).publicKey).toEqual(publicKey)
    const ours = kem.encapsulate(publicKey)
    expect(ml_kem768_x25519.decapsulate(ours.kemOutput, privateKey)).toEqual(ours.sharedSecret)
    const theirs = ml_kem768_x25519.encapsulate(publicKey)
    expect(kem.decapsulate(privateKey, theirs.cipherText)).toEqual(theirs.sharedSecret)
  })
})
