import * as Codec from '@parley/codec'
import type { KeyPair } from '../crypto/Kem.ts'
import { keyPackageRef } from '../references.ts'
import { type EpochStart, zeros } from '../schedule/keySchedule.ts'
import { secretTree } from '../schedule/SecretTree.ts'
import { sealGroupInfo, sealGroupSecrets, welcomeInfo } from '../schedule/welcomeSecrets.ts'
import { covers } from '../tree/treeMath.ts'
import { encryptPath, type FreshPath, freshenPath, type NodeKeys } from '../tree/UpdatePath.ts'
import type { UpdatePath } from '../wire/Commit.ts'
import type { Credential } from '../wire/Credential.ts'
import type { Extension } from '../wire/Extension.ts'
import { GroupContext } from '../wire/GroupContext.ts'
import type { LeafNode } from '../wire/LeafNode.ts'
import { Message, type Sender } from '../wire/Message.ts'
import type { Proposal, ProposalOrRef, PskUsage } from '../wire/Proposal.ts'
import { committable } from './committable.ts'
import { authenticateAll, type SendContext } from './context.ts'
import { nextEpoch, provisionalContext } from './epochs.ts'
import { type GroupInfoOptions, groupInfoOf } from './groupInfo.ts'
import { carriedOver, ensureActive, type GroupState } from './GroupState.ts'
import { capabilitiesOf, type CapabilityOptions } from './keyPackages.ts'
import { signLeaf } from './leafNodes.ts'
import { needsPath, resolveProposals, validateProposal, validateProposalList } from './proposals.ts'
import { protectOwn, type SendOptions, signOwn } from './sending.ts'
import {
  applyProposals,
  findPskSecret,
  survivingKeys,
  type Transition,
  validateResult,
} from './transition.ts'

/** What of the own leaf changes with a path or an update; its encryption key always does. */
export type LeafChanges = {
  readonly credential?: Credential
  readonly signatureKeyPair?: KeyPair
  readonly capabilities?: CapabilityOptions
  readonly extensions?: readonly Extension[]
}

export type CommitOptions = SendOptions & {
  /** Proposals by value. */
  readonly proposals?: readonly Proposal[]
  /**
   * Proposals sent before, by their references. All that wait and can be committed unless given;
   * of several for one leaf a removal goes first, then the latest update.
   */
  readonly references?: readonly Uint8Array[]
  /** A path even if the proposals do not need one: fresh keys for the committer and everyone's secret. */
  readonly forcePath?: boolean
  /** Changes of the own leaf; they need a path. */
  readonly leaf?: LeafChanges
  /** What a welcome says of the group; with the tree in it unless `ratchetTree` is false. */
  readonly welcome?: GroupInfoOptions
}

export type Committed = {
  /** The next epoch. Not to be used before the commit is accepted: see {@link adoptCommit}. */
  readonly state: GroupState
  /** The commit, an MLSMessage. */
  readonly commit: Uint8Array
  /** One MLSMessage for all who are added, or nothing if nobody is. */
  readonly welcome: Uint8Array | undefined
}

/** The own leaf with a fresh encryption key, signed for its place. */
export function renewLeaf(
  state: GroupState,
  source: LeafNode['source'],
  encryptionKey: Uint8Array,
  changes: LeafChanges,
): { leaf: LeafNode; signaturePrivateKey: Uint8Array } {
  const { suite, ownLeafIndex } = state
  const { signature: _, ...previous } = state.tree.member(ownLeafIndex, 'not_active')
  const signaturePrivateKey = changes.signatureKeyPair?.privateKey ?? state.signaturePrivateKey
  const credential = changes.credential ?? previous.credential
  const content = {
    ...previous,
    encryptionKey,
    signatureKey: changes.signatureKeyPair?.publicKey ?? previous.signatureKey,
    credential,
    capabilities:
      changes.capabilities === undefined
        ? previous.capabilities
        : capabilitiesOf(suite, credential, changes.capabilities),
    source,
    extensions: changes.extensions === undefined ? previous.extensions : [...changes.extensions],
  }
  const place = { groupId: state.groupContext.groupId, leafIndex: ownLeafIndex }
  return { leaf: signLeaf(suite, signaturePrivateKey, content, place), signaturePrivateKey }
}

type OwnPath = {
  readonly fresh: FreshPath
  readonly path: UpdatePath
  readonly keys: NodeKeys
  readonly signaturePrivateKey: Uint8Array
}

function makePath(state: GroupState, transition: Transition, changes: LeafChanges): OwnPath {
  const { suite, ownLeafIndex } = state
  const { draft } = transition
  const fresh = freshenPath(suite, draft, ownLeafIndex)
  const leafKeys = suite.hpke.generateKeyPair()
  const { leaf, signaturePrivateKey } = renewLeaf(
    state,
    { type: 'commit', parentHash: fresh.leafParentHash },
    leafKeys.publicKey,
    changes,
  )
  draft.setLeaf(ownLeafIndex, leaf)
  const provisional = provisionalContext(suite, state.groupContext, draft, transition.extensions)
  const newcomers = new Set(transition.added.map(({ leafIndex }) => leafIndex))
  const context = Codec.encode(GroupContext, provisional)
  return {
    fresh,
    path: { leafNode: leaf, nodes: encryptPath(suite, draft, fresh, context, newcomers) },
    keys: new Map([...fresh.keys, [2 * ownLeafIndex, leafKeys.privateKey]]),
    signaturePrivateKey,
  }
}

/**
 * Commits proposals: makes the message that ends this epoch, and the state of the next one
 * (RFC 9420 §12.4.1). The given state stays good until the commit is accepted.
 *
 * @throws MlsError whatever makes the proposals invalid
 * @example
 * ```ts
 * import { commit, type GroupState, type KeyPackage, type SendContext } from '@parley/mls'
 * const add = (state: GroupState, keyPackage: KeyPackage, context: SendContext) =>
 *   commit(state, { proposals: [{ type: 'add', keyPackage }] }, context)
 * ```
 */
export function commit(state: GroupState, options: CommitOptions, context: SendContext): Committed {
  return commitWith(state, options, context, 'application')
}

/** A commit whose resumption PSKs may be of one more usage. */
export function commitWith(
  state: GroupState,
  options: CommitOptions,
  context: SendContext,
  usage: PskUsage,
): Committed {
  ensureActive(state)
  const { suite, ownLeafIndex } = state
  const values = options.proposals ?? []
  const references = options.references ?? committable(state, values)
  const listed: ProposalOrRef[] = [
    ...references.map((reference) => ({ type: 'reference' as const, reference })),
    ...values.map((proposal) => ({ type: 'proposal' as const, proposal })),
  ]
  const committer: Sender = { type: 'member', leafIndex: ownLeafIndex }
  const { all, byValue } = resolveProposals(state, committer, listed)
  const claims = byValue.flatMap((sent) => validateProposal(state, sent, context, usage))
  validateProposalList(committer, all)
  authenticateAll(context, claims)

  const transition = applyProposals(state, all)
  const withPath = options.forcePath === true || options.leaf !== undefined || needsPath(all)
  const own = withPath ? makePath(state, transition, options.leaf ?? {}) : undefined
  validateResult(state, transition, own && ownLeafIndex)

  const signed = signOwn(
    state,
    { type: 'commit', commit: { proposals: listed, path: own?.path } },
    options,
  )
  const next = nextEpoch(
    suite,
    state.interimTranscriptHash,
    provisionalContext(suite, state.groupContext, transition.draft, transition.extensions),
    signed,
    {
      initSecret: state.secrets.initSecret,
      commitSecret: own?.fresh.commitSecret ?? zeros(),
      pskSecret: findPskSecret(suite, state, transition.psks, context),
    },
  )
  const { start, ...epoch } = next
  const auth = { signature: signed.signature, confirmationTag: epoch.confirmationTag }
  const { message, secretTree: used } = protectOwn(state, signed, auth, options)
  const after: GroupState = {
    ...carriedOver({ ...state, secretTree: used }),
    ...epoch,
    status: transition.reinit === undefined ? 'active' : 'reinitialized',
    reinit: transition.reinit,
    tree: transition.draft.finish(),
    signaturePrivateKey: own?.signaturePrivateKey ?? state.signaturePrivateKey,
    nodeKeys: new Map([...survivingKeys(state, transition.draft), ...(own?.keys ?? [])]),
    secrets: start.secrets,
    secretTree: secretTree(start.encryptionSecret),
  }
  const welcome =
    transition.added.length === 0
      ? undefined
      : makeWelcome(after, start, transition, own?.fresh, options.welcome)
  const spent = [start.joinerSecret, start.welcomeSecret, own?.fresh.commitSecret]
  for (const secret of spent) secret?.fill(0)
  for (const { pathSecret } of own?.fresh.steps ?? []) pathSecret.fill(0)
  return { state: after, commit: message, welcome }
}

/** The welcome for those a commit adds (RFC 9420 §12.4.3.1). */
function makeWelcome(
  after: GroupState,
  start: EpochStart,
  transition: Transition,
  fresh: FreshPath | undefined,
  options: GroupInfoOptions = {},
): Uint8Array {
  const { suite } = after
  const groupInfo = groupInfoOf(after, { externalPub: false, ...options })
  const encryptedGroupInfo = sealGroupInfo(suite, start.welcomeSecret, groupInfo)
  const info = welcomeInfo(suite, encryptedGroupInfo)
  const secrets = transition.added.map(({ leafIndex, keyPackage }) => {
    const step = fresh?.steps.find(({ node }) => covers(node, leafIndex))
    return {
      newMember: keyPackageRef(suite, keyPackage),
      encryptedGroupSecrets: sealGroupSecrets(suite, keyPackage.initKey, info, {
        joinerSecret: start.joinerSecret,
        pathSecret: step?.pathSecret,
        psks: [...transition.psks],
      }),
    }
  })
  return Codec.encode(Message, {
    type: 'welcome',
    welcome: { cipherSuite: suite.id, secrets, encryptedGroupInfo },
  })
}
