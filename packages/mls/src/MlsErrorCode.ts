/** Why the engine refused. */
export type MlsErrorCode =
  /** Bytes are no canonical encoding of what was expected, or above a limit. */
  | 'malformed'
  /** A private or public key is no key of its algorithm. */
  | 'invalid_key'
  /** An authenticated ciphertext did not open. */
  | 'decryption_failed'
