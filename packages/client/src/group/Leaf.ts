/**
 * What a member's leaf says beside its credential: the key with which it may end a slot.
 *
 * @module
 */
import * as Codec from '@parley/codec'
import type { Member } from '@parley/mls'

/** The LeafNode extension that holds it (private use, RFC 9420 §17.3). */
export const extensionType = 0xf0a2

/** Versioned, as {@link Agreed.codec} is. */
export const codec = Codec.select({
  v1: [
    1,
    Codec.struct({
      /** P-256, 65 bytes, drawn anew with each new leaf node: who commits with it is known by it. */
      slotKey: Codec.fixed(65),
      /** When the leaf node was made, milliseconds since the Unix epoch. */
      at: Codec.uint53,
    }),
  ],
})
export type Leaf = Codec.TypeOf<typeof codec>

/** What a member's leaf says; `undefined` if it says nothing that can be read. */
export function of(member: Member): Leaf | undefined {
  const found = member.leafNode.extensions.filter((one) => one.extensionType === extensionType)
  if (found.length !== 1) return undefined
  try {
    return Codec.decode(codec, found[0]!.data)
  } catch {
    return undefined
  }
}
