/** What each kind of topic says of itself. */
import type * as Codec from '@parley/codec'

/** What an envelope is; see `Envelope.kind`. */
export type Envelopes = 'message' | 'commit' | 'seal'

/**
 * One kind of topic.
 *
 * @template D what its descriptors say
 */
export type TopicKind<D> = {
  /** The body of its descriptors. */
  readonly descriptor: Codec.Codec<D>
  /** The table and shard it asks for, as the first bits of its id; `undefined` if its hash says them. */
  readonly place: (descriptor: D) => number | undefined
  /** The largest body an envelope may have, in bytes. */
  readonly bodyBytesMax: (descriptor: D) => number
  /** How long after it was sent an envelope of this kind may expire, in seconds. */
  readonly retentionSeconds: (descriptor: D, kind: Envelopes) => number
}
