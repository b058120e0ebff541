import * as Codec from '@parley/codec'
import { equal } from '../crypto/bytes.ts'
import type { CipherSuite } from '../crypto/CipherSuite.ts'
import { ensure } from '../MlsError.ts'
import { type EpochSecrets, exporter } from '../schedule/keySchedule.ts'
import type { RatchetLimits, SecretTree } from '../schedule/SecretTree.ts'
import type { RatchetTree } from '../tree/RatchetTree.ts'
import type { NodeKeys } from '../tree/UpdatePath.ts'
import type { Credential } from '../wire/Credential.ts'
import { findExtension } from '../wire/Extension.ts'
import { GroupContext } from '../wire/GroupContext.ts'
import type { LeafNode } from '../wire/LeafNode.ts'
import type { Sender } from '../wire/Message.ts'
import type { Proposal } from '../wire/Proposal.ts'

/** What a state keeps, and for how long. */
export type GroupLimits = RatchetLimits & {
  /** Epochs that ended whose application messages still open. */
  readonly pastEpochsMax: number
  /** Epochs that ended whose resumption secrets can be used as PSKs (RFC 9420 §8.6). */
  readonly resumptionPsksMax: number
  /** Proposals waiting for a commit. */
  readonly proposalsMax: number
}

/**
 * - `forwardMax` 1,024: a sender is followed so far beyond the first message that is still waited for;
 *   stepping that far takes some 30 ms. What is further ahead waits until the gap is filled, or
 *   {@link settleGenerations} says that nobody waits for it any more.
 * - `skippedMax` 16,384: unused keys of one sender, 0.8 MB. They end with time, not by being many:
 *   see {@link forgetOldKeys}.
 * - `pastEpochsMax` 4: a message may cross four commits on its way. An application that knows when
 *   nothing of an epoch can come any more sets a higher one, and uses {@link forgetPastEpochs}.
 * - `resumptionPsksMax` 4: as for past epochs.
 * - `proposalsMax` 1,024: what members propose between two commits; bounds memory.
 */
export const defaultLimits: GroupLimits = {
  forwardMax: 1024,
  skippedMax: 16_384,
  pastEpochsMax: 4,
  resumptionPsksMax: 4,
  proposalsMax: 1024,
}

/** A proposal received or made, waiting for the commit that refers to it. */
export type PendingProposal = {
  readonly reference: Uint8Array
  readonly proposal: Proposal
  readonly sender: Sender
}

/** What is left of an epoch that ended: enough to open its application messages. */
export type PastEpoch = {
  readonly epoch: bigint
  readonly encodedContext: Uint8Array
  readonly senderDataSecret: Uint8Array
  readonly secretTree: SecretTree
  readonly leafCount: number
  /** By leaf index. */
  readonly signatureKeys: readonly (Uint8Array | undefined)[]
}

/** Private keys of an own Update proposal, used if it is committed. */
export type PendingUpdate = {
  readonly encryptionKey: Uint8Array
  readonly encryptionPrivateKey: Uint8Array
  readonly signaturePrivateKey: Uint8Array
}

/**
 * One member's view of a group in one epoch. An immutable value: every operation gives a new one
 * that shares what did not change, and one that throws leaves the old as it was. It holds
 * private keys; treat it as one.
 */
export type GroupState = {
  readonly suite: CipherSuite
  readonly limits: GroupLimits
  /** `removed` and `reinitialized` states can still open messages, and do nothing else. */
  readonly status: 'active' | 'removed' | 'reinitialized'
  readonly groupContext: GroupContext
  /** `groupContext` encoded: it is signed with every message. */
  readonly encodedContext: Uint8Array
  readonly tree: RatchetTree
  readonly ownLeafIndex: number
  readonly signaturePrivateKey: Uint8Array
  readonly nodeKeys: NodeKeys
  readonly secrets: EpochSecrets
  readonly secretTree: SecretTree
  readonly confirmationTag: Uint8Array
  readonly interimTranscriptHash: Uint8Array
  /** By their reference in hexadecimal, in the order they came. */
  readonly proposals: ReadonlyMap<string, PendingProposal>
  readonly pendingUpdates: readonly PendingUpdate[]
  /** Newest first. */
  readonly pastEpochs: readonly PastEpoch[]
  /** Of epochs that ended, newest first. */
  readonly resumptionPsks: readonly { readonly epoch: bigint; readonly secret: Uint8Array }[]
  /** The ReInit that ended this group (RFC 9420 §11.2), when `status` is `reinitialized`. */
  readonly reinit: Extract<Proposal, { type: 'reinit' }> | undefined
}

/** The public side of an epoch: all that a member to be knows of it. */
export type GroupView = Pick<GroupState, 'suite' | 'groupContext' | 'tree'>

/** A member as applications see it. */
export type Member = {
  readonly leafIndex: number
  readonly credential: Credential
  readonly signatureKey: Uint8Array
  readonly leafNode: LeafNode
}

/**
 * All members, in the order of their leaves.
 *
 * @example
 * ```ts
 * import { type GroupState, members } from '@parley/mls'
 * const names = (state: GroupState) => members(state).map(({ credential }) => credential)
 * ```
 */
export function members(state: GroupView): Member[] {
  return Array.from(state.tree.leaves(), ([leafIndex, leaf]) => toMember(leafIndex, leaf))
}

/** The member at a leaf index, if there is one. */
export function member(state: GroupState, leafIndex: number): Member | undefined {
  const leaf = state.tree.leaf(leafIndex)
  return leaf && toMember(leafIndex, leaf)
}

export function toMember(leafIndex: number, leafNode: LeafNode): Member {
  const { credential, signatureKey } = leafNode
  return { leafIndex, credential, signatureKey, leafNode }
}

/** The epoch the group is in. */
export function epoch(state: GroupState): bigint {
  return state.groupContext.epoch
}

/** The group's id. */
export function groupId(state: GroupState): Uint8Array {
  return state.groupContext.groupId
}

/** The data of a group context extension, if the group has it. */
export function groupExtension(state: GroupView, extensionType: number): Uint8Array | undefined {
  return findExtension(state.groupContext.extensions, extensionType)
}

/** A value all members of the epoch share and nobody else can know (RFC 9420 §8.7). */
export function epochAuthenticator(state: GroupState): Uint8Array {
  return state.secrets.epochAuthenticator
}

/**
 * A secret for the application's own use, bound to the epoch (RFC 9420 §8.5).
 *
 * @example
 * ```ts
 * import { exportSecret, type GroupState } from '@parley/mls'
 * const writeKey = (state: GroupState) => exportSecret(state, 'example write key', new Uint8Array(), 32)
 * ```
 */
export function exportSecret(
  state: GroupState,
  label: string,
  context: Uint8Array,
  length: number,
): Uint8Array {
  return exporter(state.suite, state.secrets.exporterSecret, label, context, length)
}

/** @throws MlsError `not_active` if the own member was removed, or the group ended by a reinit. */
export function ensureActive(state: GroupState): void {
  ensure(state.status === 'active', 'not_active', `the group is ${state.status} here`)
}

/** The epoch as the next one will keep it. */
export function pastEpochOf(state: GroupState): PastEpoch {
  return {
    epoch: state.groupContext.epoch,
    encodedContext: state.encodedContext,
    senderDataSecret: state.secrets.senderDataSecret,
    secretTree: state.secretTree,
    leafCount: state.tree.leafCount,
    signatureKeys: Array.from(
      { length: state.tree.leafCount },
      (_, leafIndex) => state.tree.leaf(leafIndex)?.signatureKey,
    ),
  }
}

/** What the state of the next epoch takes over from this one. */
export function carriedOver(
  state: GroupState,
): Pick<
  GroupState,
  | 'suite'
  | 'limits'
  | 'status'
  | 'ownLeafIndex'
  | 'proposals'
  | 'pendingUpdates'
  | 'pastEpochs'
  | 'resumptionPsks'
  | 'reinit'
> {
  const { limits, groupContext, secrets } = state
  const resumption = { epoch: groupContext.epoch, secret: secrets.resumptionPsk }
  return {
    suite: state.suite,
    limits,
    status: 'active',
    ownLeafIndex: state.ownLeafIndex,
    proposals: new Map(),
    pendingUpdates: [],
    pastEpochs: [pastEpochOf(state), ...state.pastEpochs].slice(0, limits.pastEpochsMax),
    resumptionPsks: [resumption, ...state.resumptionPsks].slice(0, limits.resumptionPsksMax),
    reinit: undefined,
  }
}

/**
 * The state after the own commit was accepted: `committed` is what {@link commit} gave for
 * `current`, or for an earlier state of the same epoch. Keys used in the meantime stay used.
 *
 * @throws MlsError `wrong_epoch` if `committed` does not follow `current`
 * @example
 * ```ts
 * import { adoptCommit, commit, type GroupState, type SendContext } from '@parley/mls'
 * const rotate = async (
 *   state: () => GroupState,
 *   context: SendContext,
 *   order: (commit: Uint8Array) => Promise<void>,
 * ) => {
 *   const pending = commit(state(), { proposals: [] }, context)
 *   await order(pending.commit)
 *   return adoptCommit(state(), pending.state)
 * }
 * ```
 */
export function adoptCommit(current: GroupState, committed: GroupState): GroupState {
  const [past, ...older] = committed.pastEpochs
  ensure(
    equal(current.groupContext.groupId, committed.groupContext.groupId) &&
      current.groupContext.epoch + 1n === committed.groupContext.epoch,
    'wrong_epoch',
    `epoch ${committed.groupContext.epoch} does not follow ${current.groupContext.epoch}`,
  )
  if (past === undefined) return committed
  return {
    ...committed,
    pastEpochs: [{ ...past, secretTree: current.secretTree }, ...current.pastEpochs].slice(
      0,
      older.length + 1,
    ),
  }
}

/** A group context with its encoding. */
export function withEncoding(
  groupContext: GroupContext,
): Pick<GroupState, 'groupContext' | 'encodedContext'> {
  return { groupContext, encodedContext: Codec.encode(GroupContext, groupContext) }
}
