/**
 * What a device says of direct links, inside a conversation: the consent of its side.
 *
 * @module
 */
import * as Codec from '@parley/codec'

/** The content type; its body is {@link codec}. Never shown. */
export const type = 'parley/direct:1.0'

export const codec = Codec.struct({
  /** Whether the device allows direct links with the members of the conversation. */
  allows: Codec.boolean,
  /** Whether the others are to say theirs again: the writer has not heard it. */
  asks: Codec.boolean,
  /** What carries its links. */
  transport: Codec.utf8({ lengthMax: 32 }),
  /** Who it is there: links of nobody else are taken for its. */
  address: Codec.opaque({ lengthMax: 128 }),
})
export type Statement = Codec.TypeOf<typeof codec>
