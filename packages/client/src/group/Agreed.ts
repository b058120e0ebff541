/**
 * What all members of a conversation's group agree on: it stands in the GroupContext, so nobody is in
 * the group who thinks otherwise.
 *
 * @module
 */
import * as Codec from '@parley/codec'
import { Account } from '@parley/protocol'

/** The GroupContext extension that holds it (private use, RFC 9420 §17.3). */
export const extensionType = 0xf0a1

/** Versioned: software that does not know a version stays out of the group, and never guesses. */
export const codec = Codec.select({
  v1: [
    1,
    Codec.struct({
      /** Which rules judge commits: those of `step`, or none that this software knows. */
      rules: Codec.uint8,
      /** The conversation's id: the hash of its accounts. */
      conversation: Codec.fixed(32),
      /** `self`: one account's devices. `direct`: those of two accounts. */
      kind: Codec.enumeration({ self: 1, direct: 2 }),
      /** Only members know it: what is derived from it tells others nothing. */
      pad: Codec.fixed(32),
      /** The accounts whose devices may be members, each once. */
      pair: Codec.vector(Account.codec, { countMin: 1, countMax: 2 }),
    }),
  ],
})
export type Agreed = Codec.TypeOf<typeof codec>

/** The rules of `step` as they are here. */
export const rules = 1
