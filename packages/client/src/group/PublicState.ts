/**
 * The public state of a conversation's group: all by which a commit is judged. It holds no secret of
 * the group, so members, devices that come back and those who join later judge alike.
 *
 * @module
 */
import * as Codec from '@parley/codec'
import { groupExtension, type Member, members, type PublicGroup } from '@parley/mls'
import { Account, Bytes, Committers, type Crypto, Topic } from '@parley/protocol'

import * as Agreed from './Agreed.ts'
import * as Leaf from './Leaf.ts'

/** How many commits are remembered, to bound what one account's devices may do in a day. */
export const recentMax = 256

/** What is agreed beside the group itself. */
export const ledger = Codec.struct({
  topic: Topic.id,
  /** The slot that the next commit decides. */
  slot: Codec.uint53,
  /** The highest time of a commit so far: it never goes back, whoever's clock does. */
  time: Codec.uint53,
  /** Leaves whose account key is older than its account's floor have no place any more. */
  floors: Codec.vector(Codec.struct({ account: Account.codec, keyIssuedAt: Codec.uint53 }), {
    countMax: 2,
  }),
  /** The last commits, by whose device and when. */
  recent: Codec.vector(Codec.struct({ account: Account.codec, at: Codec.uint53 }), {
    countMax: recentMax,
  }),
})
export type Ledger = Codec.TypeOf<typeof ledger>

/** An immutable value. */
export type PublicState = { readonly group: PublicGroup; readonly ledger: Ledger }

/** The state of a group that was just made, before its first commit. */
export function first(group: PublicGroup, topic: Uint8Array, time: number): PublicState {
  return { group, ledger: { topic, slot: 0, time, floors: [], recent: [] } }
}

const hashed = Codec.struct({
  context: Codec.opaque({ lengthMax: 1 << 20 }),
  interim: Codec.opaque({ lengthMax: 255 }),
  ledger,
})

/** Names a public state: 32 bytes. The tree is in the context by its hash. */
export function hashOf(crypto: Pick<Crypto.Crypto, 'sha256'>, state: PublicState): Uint8Array {
  const { encodedContext: context, interimTranscriptHash: interim } = state.group
  const bytes = Codec.encode(hashed, { context, interim, ledger: state.ledger })
  return crypto.sha256(Bytes.labelled('public state', bytes))
}

/**
 * What the members agree on.
 *
 * @throws CodecError if it is missing, or of a version that is not known here
 */
export function agreedOf({ group }: PublicState): Agreed.Agreed {
  return Codec.decode(Agreed.codec, groupExtension(group, Agreed.extensionType) ?? new Uint8Array())
}

/** Members with what their leaves say; one whose leaf cannot be read has no slot key. */
export function leavesOf({
  group,
}: PublicState): { member: Member; leaf: Leaf.Leaf | undefined }[] {
  return members(group).map((member) => ({ member, leaf: Leaf.of(member) }))
}

/** Who may end the next slot: each device with its slot key. */
export function committersOf(
  crypto: Pick<Crypto.Crypto, 'sha256'>,
  state: PublicState,
): Committers.Committers {
  const entries = leavesOf(state).flatMap(({ leaf }) =>
    leaf === undefined ? [] : [{ key: leaf.slotKey, class: 'commits' as const }],
  )
  return Committers.of(crypto, agreedOf(state).pad, entries)
}
