import * as Codec from '@parley/codec'
import { equalTags } from '../crypto/bytes.ts'
import { ensure, MlsError } from '../MlsError.ts'
import { externalInitExport, externalKeyPair, zeros } from '../schedule/keySchedule.ts'
import { secretTree } from '../schedule/SecretTree.ts'
import { applyPath, decryptPath, hasAllRecipients, type NodeKeys } from '../tree/UpdatePath.ts'
import type { Commit, UpdatePath } from '../wire/Commit.ts'
import { GroupContext } from '../wire/GroupContext.ts'
import type { AuthenticatedContent, Sender } from '../wire/Message.ts'
import type { Proposal } from '../wire/Proposal.ts'
import { authenticateAll, type AuthenticationRequest, type ReceiveContext } from './context.ts'
import { nextEpoch, provisionalContext } from './epochs.ts'
import {
  carriedOver,
  type GroupState,
  type GroupView,
  type Member,
  toMember,
} from './GroupState.ts'
import {
  needsPath,
  resolveProposals,
  type SentProposal,
  validateLeaf,
  validateNewLeaf,
  validateProposal,
  validateProposalList,
} from './proposals.ts'
import {
  applyProposals,
  findPskSecret,
  survivingKeys,
  type Transition,
  validateResult,
} from './transition.ts'

/** What a commit changed. */
export type CommitChanges = {
  /** The committer's leaf index; of an external commit, the newcomer's. */
  readonly committer: number
  /** Whether the committer was no member before (RFC 9420 §12.4.3.2). */
  readonly external: boolean
  readonly added: readonly Member[]
  /** As they were before. */
  readonly removed: readonly Member[]
  /** Members whose leaf changed. */
  readonly updated: readonly number[]
  /** Whether the group context extensions were set. */
  readonly extensionsSet: boolean
  readonly proposals: readonly Proposal[]
}

/**
 * Sets the committer's path into the draft, and gives its leaf index and what the authentication
 * service must decide (RFC 9420 §12.4.2, §12.4.3.2).
 */
function placePath(
  state: GroupView,
  sender: Sender,
  path: UpdatePath,
  transition: Transition,
  context: ReceiveContext,
): { leafIndex: number; claims: AuthenticationRequest[] } {
  const { draft } = transition
  const { leafNode } = path
  ensure(
    leafNode.source.type === 'commit',
    'invalid_leaf_source',
    'the leaf of a path is not made for a commit',
  )
  if (sender.type === 'member') {
    const { leafIndex } = sender
    const claims = validateNewLeaf(state, leafIndex, leafNode, context)
    applyPath(state.suite, draft, leafIndex, path)
    return { leafIndex, claims }
  }
  const leafIndex = draft.addLeaf(leafNode)
  validateLeaf(state, leafIndex, leafNode, context)
  applyPath(state.suite, draft, leafIndex, path)
  const { credential, signatureKey } = leafNode
  const replaces = transition.removed[0]?.credential
  return { leafIndex, claims: [{ credential, signatureKey, replaces }] }
}

/** What a commit changes, by who made it and what it holds. */
export function changesOf(
  state: GroupView,
  transition: Transition,
  {
    committer,
    external,
    path,
    all,
  }: {
    committer: number
    external: boolean
    path: UpdatePath | undefined
    all: readonly SentProposal[]
  },
): CommitChanges {
  const added = transition.added.map(({ leafIndex, keyPackage }) =>
    toMember(leafIndex, keyPackage.leafNode),
  )
  const updated = [...transition.updated]
  if (path !== undefined && external) added.push(toMember(committer, path.leafNode))
  else if (path !== undefined) updated.push(committer)
  return {
    committer,
    external,
    added,
    removed: transition.removed,
    updated,
    extensionsSet: transition.extensions !== state.groupContext.extensions,
    proposals: all.map(({ proposal }) => proposal),
  }
}

/** The own leaf's keys after the proposals: an own Update may have been among them. */
function keysAfterProposals(
  state: GroupState,
  transition: Transition,
): { keys: Map<number, Uint8Array>; signaturePrivateKey: Uint8Array } {
  const keys = survivingKeys(state, transition.draft)
  const { signaturePrivateKey } = state
  if (!transition.updated.includes(state.ownLeafIndex)) return { keys, signaturePrivateKey }
  const { encryptionKey } = transition.draft.member(state.ownLeafIndex, 'unknown_leaf')
  const update = state.pendingUpdates.find((pending) =>
    equalTags(pending.encryptionKey, encryptionKey),
  )
  if (update === undefined) throw new MlsError('invalid_key', 'keys of an own update are missing')
  keys.set(2 * state.ownLeafIndex, update.encryptionPrivateKey)
  return { keys, signaturePrivateKey: update.signaturePrivateKey }
}

/** The init secret the next epoch starts from: an external commit brings its own (RFC 9420 §8.3). */
function initSecretOf(state: GroupState, kemOutput: Uint8Array | undefined): Uint8Array {
  if (kemOutput === undefined) return state.secrets.initSecret
  const { privateKey } = externalKeyPair(state.suite, state.secrets.externalSecret)
  return state.suite.hpke.receiveExport({ privateKey, kemOutput, ...externalInitExport })
}

/** The commit as its rules see it, before any of its secrets is touched. */
export function checkCommit(
  state: GroupView & Pick<GroupState, 'proposals'>,
  sender: Sender,
  commit: Commit,
  context: ReceiveContext,
): { all: SentProposal[]; transition: Transition; committer: number } {
  const { all, byValue } = resolveProposals(state, sender, commit.proposals)
  const claims = byValue.flatMap((sent) => validateProposal(state, sent, context))
  validateProposalList(sender, all)
  ensure(
    commit.path !== undefined || !needsPath(all),
    'path_required',
    'the commit has no path, and its proposals need one',
  )
  const transition = applyProposals(state, all)
  let committer = sender.type === 'member' ? sender.leafIndex : -1
  if (commit.path !== undefined) {
    const placed = placePath(state, sender, commit.path, transition, context)
    committer = placed.leafIndex
    claims.push(...placed.claims)
    const newcomers = new Set(transition.added.map(({ leafIndex }) => leafIndex))
    ensure(
      hasAllRecipients(transition.draft, committer, commit.path, newcomers),
      'invalid_path',
      'the path has not one secret for every recipient',
    )
  }
  validateResult(state, transition, commit.path && committer)
  authenticateAll(context, claims)
  return { all, transition, committer }
}

/**
 * Processes an authentic commit of another member or a newcomer (RFC 9420 §12.4.2).
 *
 * @throws MlsError `path_required`, `invalid_confirmation_tag`, and those of proposals and paths
 */
export function processCommit(
  state: GroupState,
  { wireFormat, content, auth }: AuthenticatedContent,
  commit: Commit,
  context: ReceiveContext,
): { state: GroupState; changes: CommitChanges } {
  const { sender } = content
  const { suite, ownLeafIndex } = state
  const { all, transition, committer } = checkCommit(state, sender, commit, context)
  const external = sender.type === 'new_member_commit'
  const changes = changesOf(state, transition, { committer, external, path: commit.path, all })
  if (transition.removed.some(({ leafIndex }) => leafIndex === ownLeafIndex))
    return { state: { ...state, status: 'removed', proposals: new Map() }, changes }

  const { draft } = transition
  const provisional = provisionalContext(suite, state.groupContext, draft, transition.extensions)
  const { keys, signaturePrivateKey } = keysAfterProposals(state, transition)
  let fresh: { keys: NodeKeys; commitSecret: Uint8Array } = {
    keys: new Map(),
    commitSecret: zeros(),
  }
  if (commit.path !== undefined)
    fresh = decryptPath(
      suite,
      draft,
      committer,
      commit.path,
      ownLeafIndex,
      keys,
      Codec.encode(GroupContext, provisional),
      new Set(transition.added.map(({ leafIndex }) => leafIndex)),
    )
  const { start, ...epoch } = nextEpoch(
    suite,
    state.interimTranscriptHash,
    provisional,
    { wireFormat, content, signature: auth.signature },
    {
      initSecret: initSecretOf(state, transition.kemOutput),
      commitSecret: fresh.commitSecret,
      pskSecret: findPskSecret(suite, state, transition.psks, context),
    },
  )
  for (const secret of [fresh.commitSecret, start.joinerSecret, start.welcomeSecret]) secret.fill(0)
  ensure(
    auth.confirmationTag !== undefined && equalTags(auth.confirmationTag, epoch.confirmationTag),
    'invalid_confirmation_tag',
    'the committer did not derive the same epoch',
  )
  return {
    changes,
    state: {
      ...carriedOver(state),
      ...epoch,
      status: transition.reinit === undefined ? 'active' : 'reinitialized',
      reinit: transition.reinit,
      tree: draft.finish(),
      signaturePrivateKey,
      nodeKeys: new Map([...keys, ...fresh.keys]),
      secrets: start.secrets,
      secretTree: secretTree(start.encryptionSecret),
    },
  }
}
