import { gcm } from '@noble/ciphers/aes.js'
import { chacha20poly1305 } from '@noble/ciphers/chacha.js'
import { ed25519, x25519 } from '@noble/curves/ed25519.js'
import { p256 } from '@noble/curves/nist.js'
import { hmac } from '@noble/hashes/hmac.js'
import { sha256 } from '@noble/hashes/sha2.js'
import { ml_kem768 } from '@noble/post-quantum/ml-kem.js'
import type { Aead, Primitives } from './Primitives.ts'
import { isUncompressed, strictEcdsaP256, strictEd25519 } from './VerificationRule.ts'

function quietly(verify: () => boolean): boolean {
  try {
    return verify()
  } catch {
    return false
  }
}

/** Libraries take other lengths of keys and nonces too; RFC 5116's suites have one each. */
export function strictAead(aead: Aead): Aead {
  const checkLengths = (key: Uint8Array, nonce: Uint8Array): void => {
    if (key.length !== aead.keyBytes || nonce.length !== 12)
      throw new Error(`a key of ${key.length} bytes, a nonce of ${nonce.length}`)
  }
  return {
    keyBytes: aead.keyBytes,
    seal(key, nonce, aad, plaintext) {
      checkLengths(key, nonce)
      return aead.seal(key, nonce, aad, plaintext)
    },
    open(key, nonce, aad, ciphertext) {
      checkLengths(key, nonce)
      return aead.open(key, nonce, aad, ciphertext)
    },
  }
}

/**
 * The primitives in pure JavaScript, from the noble libraries: the same in every runtime.
 *
 * @param randomBytes the platform's cryptographic generator
 * @example
 * ```ts
 * import { noblePrimitives } from '@parley/mls'
 * const primitives = noblePrimitives((length) => crypto.getRandomValues(new Uint8Array(length)))
 * primitives.sha256(new Uint8Array()).length // 32
 * ```
 */
export function noblePrimitives(randomBytes: (length: number) => Uint8Array): Primitives {
  return {
    randomBytes,
    sha256: (data) => sha256(data),
    hmacSha256: (key, data) => hmac(sha256, key, data),
    aes128Gcm: strictAead({
      keyBytes: 16,
      seal: (key, nonce, aad, plaintext) => gcm(key, nonce, aad).encrypt(plaintext),
      open: (key, nonce, aad, ciphertext) => gcm(key, nonce, aad).decrypt(ciphertext),
    }),
    chacha20Poly1305: strictAead({
      keyBytes: 32,
      seal: (key, nonce, aad, plaintext) => chacha20poly1305(key, nonce, aad).encrypt(plaintext),
      open: (key, nonce, aad, ciphertext) => chacha20poly1305(key, nonce, aad).decrypt(ciphertext),
    }),
    x25519: {
      publicKey: (privateKey) => x25519.getPublicKey(privateKey),
      sharedSecret: (privateKey, publicKey) => x25519.getSharedSecret(privateKey, publicKey),
    },
    p256: {
      publicKey: (privateKey) => p256.getPublicKey(privateKey, false),
      // RFC 9180 §4.1: the Diffie-Hellman value is the x coordinate alone.
      sharedSecret(privateKey, publicKey) {
        if (!isUncompressed(publicKey)) throw new Error('expected an uncompressed point')
        return p256.getSharedSecret(privateKey, publicKey, false).slice(1, 33)
      },
    },
    ed25519: {
      publicKey: (privateKey) => ed25519.getPublicKey(privateKey),
      sign: (privateKey, message) => ed25519.sign(message, privateKey),
      verify: strictEd25519(),
    },
    ecdsaP256: {
      publicKey: (privateKey) => p256.getPublicKey(privateKey, false),
      sign: (privateKey, message) => p256.sign(message, privateKey, { format: 'der' }),
      verify: strictEcdsaP256((publicKey, message, signature) =>
        quietly(() => p256.verify(signature, message, publicKey, { format: 'der', lowS: false })),
      ),
    },
    mlKem768: {
      keyPair: (seed) => ml_kem768.keygen(seed),
      encapsulate(publicKey, coins) {
        const { cipherText, sharedSecret } = ml_kem768.encapsulate(publicKey, coins)
        return { ciphertext: cipherText, sharedSecret }
      },
      decapsulate: (secretKey, ciphertext) => ml_kem768.decapsulate(ciphertext, secretKey),
    },
  }
}
