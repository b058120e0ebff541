import { describe, expect, test } from 'vitest'
import { hex } from './bytes.ts'
import { hpke } from './Hpke.ts'
import { noblePrimitives } from './noblePrimitives.ts'

const primitives = noblePrimitives((length) => crypto.getRandomValues(new Uint8Array(length)))
const bytes = (text: string) => Uint8Array.from(Buffer.from(text, 'hex'))
const info = bytes('4f6465206f6e2061204772656369616e2055726e')
const aad = bytes('436f756e742d30')
const plaintext = bytes('4265617574792069732074727574682c20747275746820626561757479')

describe('hpke', () => {
  test('RFC 9180 A.1.1: X25519, AES-128-GCM', () => {
    const box = hpke(primitives, { kem: 'x25519', aead: 'aes128gcm' })
    const { publicKey, privateKey } = box.deriveKeyPair(
      bytes('6db9df30aa07dd42ee5e8181afdb977e538f5e1fec8a06223f33f7013e525037'),
    )
    expect(hex(publicKey)).toBe('3948cfe0ad1ddb695d780e59077195da6c56506b027329794ab02bca80815c4d')
    const opened = box.open({
      privateKey,
      kemOutput: bytes('37fda3567bdbd628e88668c3c8d7e97d1d1253b6d4ea6d44c150f741f1bf4431'),
      ciphertext: bytes(
        'f938558b5d72f1a23810b4be2ab4f84331acc02fc97babc53a52ae8218a355a96d8770ac83d07bea87e13c512a',
      ),
      info,
      aad,
    })
    expect(hex(opened)).toBe(hex(plaintext))
    const secret = box.receiveExport({
      privateKey,
      kemOutput: bytes('37fda3567bdbd628e88668c3c8d7e97d1d1253b6d4ea6d44c150f741f1bf4431'),
      info,
      exporterContext: new Uint8Array(),
      length: 32,
    })
    expect(hex(secret)).toBe('3853fe2b4035195a573ffc53856e77058e15d9ea064de3e59f4961d0095250ee')
  })

  for (const kem of ['x25519', 'p256', 'xwing'] as const)
    for (const aead of ['aes128gcm', 'chacha20poly1305'] as const)
      test(`${kem} with ${aead} opens what it seals, and nothing else`, () => {
        const box = hpke(primitives, { kem, aead })
        const { publicKey, privateKey } = box.generateKeyPair()
        expect(hex(box.publicKey(privateKey))).toBe(hex(publicKey))
        const sealed = box.seal({ publicKey, info, aad, plaintext })
        expect(hex(box.open({ privateKey, ...sealed, info, aad }))).toBe(hex(plaintext))
        const refused = expect.objectContaining({ code: 'decryption_failed' })
        expect(() => box.open({ privateKey, ...sealed, info })).toThrow(refused)
        expect(() => box.open({ privateKey, ...sealed, aad })).toThrow(refused)
        const other = box.generateKeyPair()
        expect(() => box.open({ privateKey: other.privateKey, ...sealed, info, aad })).toThrow(
          refused,
        )
        for (const at of [0, sealed.ciphertext.length - 1]) {
          const ciphertext = sealed.ciphertext.slice()
          ciphertext[at]! ^= 1
          expect(() =>
            box.open({ privateKey, kemOutput: sealed.kemOutput, ciphertext, info, aad }),
          ).toThrow(refused)
        }
        const sent = box.sendExport({ publicKey, exporterContext: info, length: 20 })
        expect(
          hex(
            box.receiveExport({
              privateKey,
              kemOutput: sent.kemOutput,
              exporterContext: info,
              length: 20,
            }),
          ),
        ).toBe(hex(sent.secret))
      })

  test('error: keys of another length, and points of low order', () => {
    for (const kem of ['x25519', 'p256', 'xwing'] as const) {
      const box = hpke(primitives, { kem, aead: 'aes128gcm' })
      for (const length of [0, 1, 32, 65])
        expect(() => box.seal({ publicKey: new Uint8Array(length), plaintext })).toThrow(
          expect.objectContaining({ code: 'invalid_key' }),
        )
      const { privateKey } = box.generateKeyPair()
      expect(() =>
        box.open({ privateKey, kemOutput: new Uint8Array(32), ciphertext: plaintext }),
      ).toThrow(expect.objectContaining({ code: 'invalid_key' }))
    }
  })
})
