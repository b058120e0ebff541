/** Why the engine refused. Sections are of RFC 9420. */
export type MlsErrorCode =
  /** Bytes are no canonical encoding of what was expected, or above a limit (§2.1). */
  | 'malformed'
  /** A private or public key is no key of its algorithm. */
  | 'invalid_key'
  /** An authenticated ciphertext did not open. */
  | 'decryption_failed'
  /** The provider does not have the cipher suite (§5.1). */
  | 'unsupported_cipher_suite'
  /** A signature does not verify (§5.1.2, §6.1, §7.3, §10.1, §12.4.3). */
  | 'invalid_signature'
  /** A ratchet has sent all the messages its counter can number (§9.1). */
  | 'generation_exhausted'
  /** The message's key was used or dropped: a replay, or too late (§9.2). */
  | 'generation_consumed'
  /** The message is further ahead of its sender's ratchet than the limit (§15.3). */
  | 'generation_too_far'
  /** A path has the wrong number of nodes or ciphertexts, or nothing for this member (§7.5, §12.4.2). */
  | 'invalid_path'
  /** A path secret does not give the public keys of its path (§12.4.2). */
  | 'path_secret_mismatch'
  /** A parent hash is not what it must be (§7.9.2). */
  | 'invalid_parent_hash'
  /** A leaf is of another source than its place asks for (§7.3). */
  | 'invalid_leaf_source'
  /** Unmerged leaves are not what a tree can have (§7.1, §12.4.3.1). */
  | 'invalid_unmerged_leaves'
  /** An encryption key stands at two nodes (§7.3, §12.4.2). */
  | 'duplicate_encryption_key'
  /** A signature key stands at two leaves (§7.3). */
  | 'duplicate_signature_key'
  /** The padding of a private message is not all zeros (§6.3.1). */
  | 'invalid_padding'
