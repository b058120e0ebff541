import { hex } from '../crypto/bytes.ts'
import type { CipherSuite } from '../crypto/CipherSuite.ts'
import { ensure } from '../MlsError.ts'
import { pskSecretOf } from '../schedule/keySchedule.ts'
import type { TreeDraft } from '../tree/RatchetTree.ts'
import { directPath } from '../tree/treeMath.ts'
import { validateUniqueKeys } from '../tree/treeValidation.ts'
import type { Extension } from '../wire/Extension.ts'
import { ownedLeaf } from '../wire/LeafNode.ts'
import type { KeyPackage } from '../wire/KeyPackage.ts'
import type { PreSharedKeyId, Proposal } from '../wire/Proposal.ts'
import type { ReceiveContext } from './context.ts'
import { type GroupState, type GroupView, type Member, toMember } from './GroupState.ts'
import { validateCredentialTypes, validateLeafSupports } from './leafNodes.ts'
import type { SentProposal } from './proposals.ts'

/** What a commit's proposals do to a group, before its path. */
export type Transition = {
  readonly draft: TreeDraft
  readonly extensions: readonly Extension[]
  readonly added: readonly { leafIndex: number; keyPackage: KeyPackage }[]
  readonly removed: readonly Member[]
  readonly updated: readonly number[]
  readonly psks: readonly PreSharedKeyId[]
  readonly kemOutput: Uint8Array | undefined
  readonly reinit: Extract<Proposal, { type: 'reinit' }> | undefined
}

/** Applies proposals in the order of RFC 9420 §12.3. */
export function applyProposals(state: GroupView, proposals: readonly SentProposal[]): Transition {
  const draft = state.tree.draft()
  let extensions: readonly Extension[] = state.groupContext.extensions
  const updated: number[] = []
  const removed: Member[] = []
  const added: { leafIndex: number; keyPackage: KeyPackage }[] = []
  const psks: PreSharedKeyId[] = []
  let kemOutput: Uint8Array | undefined
  let reinit: Transition['reinit']
  for (const { proposal, sender } of proposals) {
    if (proposal.type === 'group_context_extensions') extensions = proposal.extensions
    else if (proposal.type === 'update' && sender.type === 'member') {
      draft.updateLeaf(sender.leafIndex, ownedLeaf(proposal.leafNode))
      updated.push(sender.leafIndex)
    } else if (proposal.type === 'psk') psks.push(proposal.psk)
    else if (proposal.type === 'external_init') ({ kemOutput } = proposal)
    else if (proposal.type === 'reinit') reinit = proposal
  }
  for (const { proposal } of proposals)
    if (proposal.type === 'remove') {
      removed.push(toMember(proposal.removed, state.tree.member(proposal.removed, 'unknown_leaf')))
      draft.removeLeaf(proposal.removed)
    }
  draft.shrink()
  for (const { proposal } of proposals)
    if (proposal.type === 'add') {
      const { keyPackage } = proposal
      added.push({ leafIndex: draft.addLeaf(ownedLeaf(keyPackage.leafNode)), keyPackage })
    }
  return { draft, extensions, added, removed, updated, psks, kemOutput, reinit }
}

/**
 * What must hold of the tree after a commit's proposals and path (RFC 9420 §7.3, §12.2): keys
 * are unique, every new leaf supports the group's extensions, and new extensions suit everyone.
 */
export function validateResult(
  state: GroupView,
  transition: Transition,
  pathLeafIndex: number | undefined,
): void {
  const { draft, extensions } = transition
  validateUniqueKeys(draft)
  validateCredentialTypes(draft)
  if (extensions !== state.groupContext.extensions) {
    for (const [, leaf] of draft.leaves()) validateLeafSupports(leaf, extensions)
    return
  }
  const changed = [...transition.added.map(({ leafIndex }) => leafIndex), ...transition.updated]
  if (pathLeafIndex !== undefined) changed.push(pathLeafIndex)
  for (const leafIndex of changed)
    validateLeafSupports(draft.member(leafIndex, 'unknown_leaf'), extensions)
}

/**
 * The secret of the PSKs a commit or welcome names (RFC 9420 §8.4).
 *
 * @param state where resumption PSKs of the own group are found, for a member
 * @throws MlsError `unknown_psk`
 */
export function findPskSecret(
  suite: CipherSuite,
  state: GroupState | undefined,
  psks: readonly PreSharedKeyId[],
  context: ReceiveContext,
): Uint8Array {
  return pskSecretOf(
    suite,
    psks.map((id) => {
      const secret = (state && ownResumptionPsk(state, id)) ?? context.psk?.(id)
      ensure(secret !== undefined, 'unknown_psk', 'a pre-shared key is not known')
      return { id, secret }
    }),
  )
}

function ownResumptionPsk(state: GroupState, { key }: PreSharedKeyId): Uint8Array | undefined {
  if (key.type !== 'resumption' || hex(key.groupId) !== hex(state.groupContext.groupId))
    return undefined
  if (key.epoch === state.groupContext.epoch) return state.secrets.resumptionPsk
  return state.resumptionPsks.find(({ epoch }) => epoch === key.epoch)?.secret
}

/** The private keys that are still of a node of the tree: the others are forgotten. */
export function survivingKeys(state: GroupState, draft: TreeDraft): Map<number, Uint8Array> {
  const keys = new Map<number, Uint8Array>()
  const own = 2 * state.ownLeafIndex
  for (const node of [own, ...directPath(own, draft.leafCount)]) {
    const key = state.nodeKeys.get(node)
    // A node whose public key is still the same object was not touched by the commit.
    if (key !== undefined && draft.at(node)?.encryptionKey === state.tree.at(node)?.encryptionKey)
      keys.set(node, key)
  }
  return keys
}
