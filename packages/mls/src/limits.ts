/**
 * Sizes above which bytes are refused before anything is allocated or computed for them. Every
 * number is far above what honest groups use and low enough to bound one message's cost.
 */
export const wireLimits = {
  /** Keys, ids, tags, hashes, signatures: the longest in use is an X-Wing public key, 1,216 bytes. */
  fieldBytesMax: 0xffff,
  /** A credential: room for a chain of X.509 certificates or a wallet's certificate. */
  credentialBytesMax: 0x1_0000,
  /** Extensions of one list: more than any profile defines. */
  extensionsMax: 256,
  /** One extension's data: a `ratchet_tree` of 10,000 X-Wing members takes 30 MB. */
  extensionBytesMax: 0x400_0000,
  /** Entries of a capabilities list: each is two bytes, GREASE included. */
  capabilitiesMax: 1024,
  /** Leaves of a tree, and so members, proposals of a commit and joiners of a welcome. */
  leavesMax: 0x1_0000,
  /** Levels of the largest tree: 2^16 leaves. */
  levelsMax: 16,
  /** Application data, and every ciphertext. */
  contentBytesMax: 0x400_0000,
} as const
