/**
 * What a commit says of itself, as its authenticated data: signed by its author, and read by all who
 * judge it.
 *
 * @module
 */
import * as Codec from '@parley/codec'

/**
 * Why something may be removed by anyone: proof that its account wants it so. The bytes are the entry
 * of the account's identity log that says it.
 */
export const warrant = Codec.select({
  /** Another account key took the place of the leaf's. */
  key: [1, Codec.struct({ entry: Codec.opaque({ lengthMax: 16 * 1024 }) })],
  /** The device was revoked. */
  revoked: [2, Codec.struct({ entry: Codec.opaque({ lengthMax: 16 * 1024 }) })],
})
export type Warrant = Codec.TypeOf<typeof warrant>

/** An author who removes more devices than this does it in two commits. */
const warrantsMax = 32

/** Versioned, as {@link Agreed.codec} is. */
export const codec = Codec.select({
  v1: [
    1,
    Codec.struct({
      /** Milliseconds since the Unix epoch: the envelope's `sentAt`. */
      at: Codec.uint53,
      /** The hash of the public state that it changes. */
      before: Codec.fixed(32),
      warrants: Codec.vector(warrant, { countMax: warrantsMax, bytesMax: 256 * 1024 }),
    }),
  ],
})
export type Act = Codec.TypeOf<typeof codec>
