/** An AEAD of RFC 5116: 12-byte nonces, the tag at the end of the ciphertext. */
export type Aead = {
  readonly keyBytes: number
  readonly seal: (
    key: Uint8Array,
    nonce: Uint8Array,
    aad: Uint8Array,
    plaintext: Uint8Array,
  ) => Uint8Array
  /** Throws (anything) when the tag does not match. */
  readonly open: (
    key: Uint8Array,
    nonce: Uint8Array,
    aad: Uint8Array,
    ciphertext: Uint8Array,
  ) => Uint8Array
}

/** Diffie-Hellman on one curve, with the key encodings of RFC 9180 §7.1. */
export type DiffieHellman = {
  readonly publicKey: (privateKey: Uint8Array) => Uint8Array
  /** Throws (anything) on keys that are no points, of low order, or give zero. */
  readonly sharedSecret: (privateKey: Uint8Array, publicKey: Uint8Array) => Uint8Array
  /** A fresh key pair, where that is faster than deriving one from random bytes. */
  readonly generate?: () => { readonly publicKey: Uint8Array; readonly privateKey: Uint8Array }
  /** A key pair used once whose private half need not be seen: faster where keys are objects. */
  readonly ephemeral?: () => {
    readonly publicKey: Uint8Array
    readonly sharedSecret: (publicKey: Uint8Array) => Uint8Array
  }
}

/** A signature scheme, with the encodings of RFC 9420 §5.1.1. */
export type SignatureScheme = {
  readonly publicKey: (privateKey: Uint8Array) => Uint8Array
  readonly sign: (privateKey: Uint8Array, message: Uint8Array) => Uint8Array
  /** Never throws: a malformed key or signature is `false`. */
  readonly verify: (publicKey: Uint8Array, message: Uint8Array, signature: Uint8Array) => boolean
}

/** ML-KEM-768 of FIPS 203: keys from a 64-byte seed. */
export type MlKem = {
  readonly keyPair: (seed: Uint8Array) => { publicKey: Uint8Array; secretKey: Uint8Array }
  readonly encapsulate: (
    publicKey: Uint8Array,
    coins: Uint8Array,
  ) => { ciphertext: Uint8Array; sharedSecret: Uint8Array }
  readonly decapsulate: (secretKey: Uint8Array, ciphertext: Uint8Array) => Uint8Array
}

/**
 * All the cryptography the engine calls. Every function is synchronous and pure but `randomBytes`.
 * {@link noblePrimitives} has all of them; a runtime with faster ones replaces some by spreading.
 */
export type Primitives = {
  /** Bytes from the platform's cryptographic generator. */
  readonly randomBytes: (length: number) => Uint8Array
  readonly sha256: (data: Uint8Array) => Uint8Array
  readonly hmacSha256: (key: Uint8Array, data: Uint8Array) => Uint8Array
  readonly aes128Gcm: Aead
  readonly chacha20Poly1305: Aead
  readonly x25519: DiffieHellman
  readonly p256: DiffieHellman
  readonly ed25519: SignatureScheme
  readonly ecdsaP256: SignatureScheme
  readonly mlKem768: MlKem
}
