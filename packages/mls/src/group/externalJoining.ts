import * as Codec from '@parley/codec'
import { empty } from '../crypto/bytes.ts'
import type { CryptoProvider } from '../crypto/CipherSuite.ts'
import type { KeyPair } from '../crypto/Kem.ts'
import { contentToBeSigned, signContent } from '../framing/signature.ts'
import { ensure, MlsError } from '../MlsError.ts'
import { externalInitExport, interimTranscriptHash } from '../schedule/keySchedule.ts'
import { secretTree } from '../schedule/SecretTree.ts'
import { encryptPath, freshenPath } from '../tree/UpdatePath.ts'
import type { Credential } from '../wire/Credential.ts'
import { decode } from '../wire/decode.ts'
import { type Extension, extensionTypes, ExternalPub, findExtension } from '../wire/Extension.ts'
import { GroupContext } from '../wire/GroupContext.ts'
import type { LeafNodeContent } from '../wire/LeafNode.ts'
import { type FramedContent, Message } from '../wire/Message.ts'
import type { Proposal } from '../wire/Proposal.ts'
import type { GroupInfo } from '../wire/Welcome.ts'
import type { SendContext } from './context.ts'
import { nextEpoch, provisionalContext } from './epochs.ts'
import { defaultLimits, type GroupLimits, type GroupState, withEncoding } from './GroupState.ts'
import { type TreeTrust, validateGroup } from './joining.ts'
import { capabilitiesOf, type CapabilityOptions } from './keyPackages.ts'
import { signLeaf } from './leafNodes.ts'
import { validateProposal, validateProposalList } from './proposals.ts'
import { applyProposals, findPskSecret, validateResult } from './transition.ts'

export type ExternalJoinOptions = TreeTrust & {
  readonly crypto: CryptoProvider
  /** The group info, an MLSMessage. */
  readonly groupInfo: Uint8Array
  /** The tree, if the group info does not bring it. */
  readonly ratchetTree?: Uint8Array
  readonly credential: Credential
  readonly signatureKeyPair: KeyPair
  readonly capabilities?: CapabilityOptions
  readonly leafExtensions?: readonly Extension[]
  /** The leaf of an earlier self, to be removed by the same commit (RFC 9420 §12.2). */
  readonly replaces?: number
  readonly psks?: readonly Extract<Proposal, { type: 'psk' }>['psk'][]
  readonly authenticatedData?: Uint8Array
  readonly limits?: Partial<GroupLimits>
}

function decodeGroupInfo(bytes: Uint8Array): GroupInfo {
  const message = decode(Message, bytes.slice(), 'group info')
  if (message.type !== 'group_info')
    throw new MlsError('unexpected_message', `a ${message.type} is no group info`)
  return message.groupInfo
}

/**
 * Joins a group without an invitation: an external commit (RFC 9420 §12.4.3.2). The commit is
 * public by nature; the state is not to be used before the group accepted it.
 *
 * @throws MlsError `external_pub_missing`, and whatever makes a tree or its leaves invalid
 * @example
 * ```ts
 * import { type CryptoProvider, joinExternal, type KeyPair, type SendContext } from '@parley/mls'
 * const rejoin = (
 *   crypto: CryptoProvider,
 *   groupInfo: Uint8Array,
 *   signatureKeyPair: KeyPair,
 *   context: SendContext,
 * ) =>
 *   joinExternal(
 *     { crypto, groupInfo, signatureKeyPair, credential: { type: 'basic', identity: Uint8Array.of(1) } },
 *     context,
 *   )
 * ```
 */
export function joinExternal(
  options: ExternalJoinOptions,
  context: SendContext,
): { state: GroupState; commit: Uint8Array } {
  const { credential, signatureKeyPair } = options
  const groupInfo = decodeGroupInfo(options.groupInfo)
  const suite = options.crypto.cipherSuite(groupInfo.groupContext.cipherSuite)
  const view = validateGroup(suite, groupInfo, options.ratchetTree, options, context)
  const { groupContext } = view
  const data = findExtension(groupInfo.extensions, extensionTypes.externalPub)
  ensure(data !== undefined, 'external_pub_missing', 'the group info has no external_pub')
  const { externalPub } = decode(ExternalPub, data, 'external_pub')
  const init = suite.hpke.sendExport({ publicKey: externalPub, ...externalInitExport })

  const proposals: Proposal[] = [
    { type: 'external_init', kemOutput: init.kemOutput },
    ...(options.psks ?? []).map((psk) => ({ type: 'psk' as const, psk })),
  ]
  if (options.replaces !== undefined) proposals.push({ type: 'remove', removed: options.replaces })
  const sender = { type: 'new_member_commit' as const }
  const sent = proposals.map((proposal) => ({ proposal, sender }))
  for (const one of sent) validateProposal(view, one, context)
  validateProposalList(sender, sent)

  const transition = applyProposals(view, sent)
  const { draft } = transition
  const encryption = suite.hpke.generateKeyPair()
  const content: LeafNodeContent = {
    encryptionKey: encryption.publicKey,
    signatureKey: signatureKeyPair.publicKey,
    credential,
    capabilities: capabilitiesOf(suite, credential, options.capabilities),
    source: { type: 'commit', parentHash: empty },
    extensions: [...(options.leafExtensions ?? [])],
  }
  const ownLeafIndex = draft.addLeaf({ ...content, signature: empty })
  const fresh = freshenPath(suite, draft, ownLeafIndex)
  const leaf = signLeaf(
    suite,
    signatureKeyPair.privateKey,
    { ...content, source: { type: 'commit', parentHash: fresh.leafParentHash } },
    { groupId: groupContext.groupId, leafIndex: ownLeafIndex },
  )
  draft.setLeaf(ownLeafIndex, leaf)
  validateResult(view, transition, ownLeafIndex)
  const provisional = provisionalContext(suite, groupContext, draft, transition.extensions)
  const pathContext = Codec.encode(GroupContext, provisional)
  const path = {
    leafNode: leaf,
    nodes: encryptPath(suite, draft, fresh, pathContext, new Set()),
  }

  const framed: FramedContent = {
    groupId: groupContext.groupId,
    epoch: groupContext.epoch,
    sender,
    authenticatedData: options.authenticatedData ?? empty,
    body: {
      type: 'commit',
      commit: {
        proposals: proposals.map((proposal) => ({ type: 'proposal', proposal })),
        path,
      },
    },
  }
  const { encodedContext } = withEncoding(groupContext)
  const toBeSigned = contentToBeSigned('public', framed, encodedContext)
  const signature = signContent(suite, signatureKeyPair.privateKey, toBeSigned)
  const { start, ...epoch } = nextEpoch(
    suite,
    interimTranscriptHash(suite, groupContext.confirmedTranscriptHash, groupInfo.confirmationTag),
    provisional,
    { wireFormat: 'public', content: framed, signature },
    {
      initSecret: init.secret,
      commitSecret: fresh.commitSecret,
      pskSecret: findPskSecret(suite, undefined, transition.psks, context),
    },
  )
  const commit = Codec.encode(Message, {
    type: 'public',
    publicMessage: {
      content: framed,
      auth: { signature, confirmationTag: epoch.confirmationTag },
      membershipTag: undefined,
    },
  })
  return {
    commit,
    state: {
      suite,
      limits: { ...defaultLimits, ...options.limits },
      status: 'active',
      ...epoch,
      tree: draft.finish(),
      ownLeafIndex,
      signaturePrivateKey: signatureKeyPair.privateKey,
      nodeKeys: new Map([...fresh.keys, [2 * ownLeafIndex, encryption.privateKey]]),
      secrets: start.secrets,
      secretTree: secretTree(start.encryptionSecret),
      proposals: new Map(),
      pendingUpdates: [],
      pastEpochs: [],
      resumptionPsks: [],
      reinit: undefined,
    },
  }
}
