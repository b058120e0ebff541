import { expect, test } from 'vitest'
import { hex } from './bytes.ts'
import { edgeCases } from './edgeCases.conformance.ts'
import { noblePrimitives } from './noblePrimitives.ts'
import type { Primitives } from './Primitives.ts'

/**
 * What any {@link Primitives} must do: the same as noble's, bit for bit, and refuse what they refuse.
 */
export function primitivesConformance(primitives: Primitives): void {
  const { randomBytes } = primitives
  const noble = noblePrimitives(randomBytes)
  const lengths = [0, 1, 31, 32, 55, 56, 63, 64, 65, 100, 300, 5000]

  test('sha256 and hmacSha256', () => {
    for (const length of lengths) {
      const data = randomBytes(length)
      expect(hex(primitives.sha256(data))).toBe(hex(noble.sha256(data)))
      for (const keyLength of lengths) {
        const key = randomBytes(keyLength)
        expect(hex(primitives.hmacSha256(key, data))).toBe(hex(noble.hmacSha256(key, data)))
      }
    }
  })

  for (const name of ['aes128Gcm', 'chacha20Poly1305'] as const)
    test(name, () => {
      const aead = primitives[name]
      expect(aead.keyBytes).toBe(noble[name].keyBytes)
      for (const length of lengths) {
        const [key, nonce] = [randomBytes(aead.keyBytes), randomBytes(12)]
        const [aad, plaintext] = [randomBytes(length % 70), randomBytes(length)]
        const sealed = aead.seal(key, nonce, aad, plaintext)
        expect(hex(sealed)).toBe(hex(noble[name].seal(key, nonce, aad, plaintext)))
        expect(hex(aead.open(key, nonce, aad, sealed))).toBe(hex(plaintext))
        const broken = sealed.slice()
        broken[length] = broken[length]! ^ 1
        expect(() => aead.open(key, nonce, aad, broken)).toThrow()
        expect(() => aead.open(key, nonce, aad, sealed.subarray(0, 15))).toThrow()
      }
    })

  for (const name of ['x25519', 'p256'] as const)
    test(name, () => {
      const dh = primitives[name]
      for (let round = 0; round < 8; round++) {
        const [mine, yours] = [randomBytes(32), randomBytes(32)]
        const publicKey = dh.publicKey(yours)
        expect(hex(publicKey)).toBe(hex(noble[name].publicKey(yours)))
        const secret = dh.sharedSecret(mine, publicKey)
        expect(hex(secret)).toBe(hex(noble[name].sharedSecret(mine, publicKey)))
        const generated = dh.generate?.()
        if (generated)
          expect(hex(generated.publicKey)).toBe(hex(noble[name].publicKey(generated.privateKey)))
        const ephemeral = dh.ephemeral?.()
        if (ephemeral)
          expect(hex(ephemeral.sharedSecret(publicKey))).toBe(
            hex(noble[name].sharedSecret(yours, ephemeral.publicKey)),
          )
      }
      const low = new Uint8Array(name === 'x25519' ? 32 : 65)
      for (const bad of [low, new Uint8Array(0), randomBytes(31), randomBytes(33)])
        expect(() => dh.sharedSecret(randomBytes(32), bad)).toThrow()
      expect(() => dh.publicKey(randomBytes(31))).toThrow()
    })

  for (const name of ['ed25519', 'ecdsaP256'] as const)
    test(name, () => {
      const scheme = primitives[name]
      for (const length of lengths) {
        const [key, message] = [randomBytes(32), randomBytes(length)]
        const publicKey = scheme.publicKey(key)
        expect(hex(publicKey)).toBe(hex(noble[name].publicKey(key)))
        const signature = scheme.sign(key, message)
        expect(noble[name].verify(publicKey, message, signature)).toBe(true)
        expect(scheme.verify(publicKey, message, noble[name].sign(key, message))).toBe(true)
        expect(scheme.verify(publicKey, randomBytes(length + 1), signature)).toBe(false)
        expect(scheme.verify(scheme.publicKey(randomBytes(32)), message, signature)).toBe(false)
        const broken = signature.slice()
        broken[9] = broken[9]! ^ 1
        expect(scheme.verify(publicKey, message, broken)).toBe(false)
        expect(scheme.verify(publicKey, message, signature.subarray(1))).toBe(false)
        expect(scheme.verify(publicKey.subarray(1), message, signature)).toBe(false)
        expect(scheme.verify(new Uint8Array(publicKey.length), message, signature)).toBe(false)
      }
    })

  test('a key array that holds another key by now', () => {
    for (const name of ['ed25519', 'ecdsaP256'] as const) {
      const scheme = primitives[name]
      const [first, second, message] = [randomBytes(32), randomBytes(32), randomBytes(9)]
      const privateKey = first.slice()
      const publicKey = scheme.publicKey(first)
      expect(scheme.verify(publicKey, message, scheme.sign(privateKey, message))).toBe(true)
      privateKey.set(second)
      expect(scheme.verify(publicKey, message, scheme.sign(privateKey, message))).toBe(false)
      publicKey.set(scheme.publicKey(second))
      expect(scheme.verify(publicKey, message, scheme.sign(privateKey, message))).toBe(true)
    }
  })

  test('one verdict at every edge, whatever the library', () => {
    const cases = edgeCases(primitives)
    expect(cases.filter(({ good, found }) => good !== found)).toEqual([])
    expect(cases.some(({ good }) => good)).toBe(true)
  })

  test('mlKem768', () => {
    const [seed, coins] = [randomBytes(64), randomBytes(32)]
    const { publicKey, secretKey } = primitives.mlKem768.keyPair(seed)
    expect(hex(publicKey)).toBe(hex(noble.mlKem768.keyPair(seed).publicKey))
    const sent = primitives.mlKem768.encapsulate(publicKey, coins)
    expect(hex(sent.ciphertext)).toBe(hex(noble.mlKem768.encapsulate(publicKey, coins).ciphertext))
    expect(hex(primitives.mlKem768.decapsulate(secretKey, sent.ciphertext))).toBe(
      hex(sent.sharedSecret),
    )
  })
}
