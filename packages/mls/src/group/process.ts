import { equalTags, hex } from '../crypto/bytes.ts'
import { ensure, MlsError } from '../MlsError.ts'
import { openPrivateMessage, openSenderData } from '../framing/privateMessage.ts'
import { contentToBeSigned, membershipTagOf, verifyContent } from '../framing/signature.ts'
import { proposalRef } from '../references.ts'
import { noEnd, takeKey } from '../schedule/SecretTree.ts'
import { decode } from '../wire/decode.ts'
import { extensionTypes, type ExternalSender, ExternalSenders } from '../wire/Extension.ts'
import {
  type AuthenticatedContent,
  type FramedContent,
  Message,
  type PrivateMessage,
  type PublicMessage,
  type Sender,
} from '../wire/Message.ts'
import type { Proposal } from '../wire/Proposal.ts'
import { authenticateAll, type ReceiveContext } from './context.ts'
import { ensureActive, groupExtension, type GroupState } from './GroupState.ts'
import { validateProposal } from './proposals.ts'
import { ensureGroup, epochOfMessage, signatureKeyIn, withSecretTree } from './messageEpochs.ts'
import { type CommitChanges, processCommit } from './receivedCommit.ts'

/** What a message was, and the state after it. */
export type Processed =
  | {
      readonly kind: 'application'
      readonly state: GroupState
      readonly plaintext: Uint8Array
      readonly senderLeafIndex: number
      /** The key the message was signed with: the member's in the message's epoch. */
      readonly senderSignatureKey: Uint8Array
      readonly authenticatedData: Uint8Array
      readonly epoch: bigint
    }
  | {
      readonly kind: 'proposal'
      readonly state: GroupState
      readonly proposal: Proposal
      readonly reference: Uint8Array
      readonly sender: Sender
      readonly authenticatedData: Uint8Array
    }
  | {
      readonly kind: 'commit'
      /** Of the next epoch; or, if it removed the own member, of this one, with status `removed`. */
      readonly state: GroupState
      readonly changes: CommitChanges
      readonly authenticatedData: Uint8Array
    }

/**
 * Processes a message of the group: an application message, a proposal or a commit
 * (RFC 9420 §6, §12.4.2). The bytes are copied: they may be reused.
 *
 * @throws MlsError `malformed`, `unexpected_message`, `wrong_group`, `wrong_epoch`, `own_message`,
 * `unknown_sender`, `invalid_membership_tag`, `invalid_signature`, and whatever makes a proposal
 * or commit invalid
 * @example
 * ```ts
 * import { type GroupState, processMessage, type ReceiveContext } from '@parley/mls'
 * const receive = (state: GroupState, bytes: Uint8Array, context: ReceiveContext) => {
 *   const result = processMessage(state, bytes, context)
 *   if (result.kind === 'application') console.log(result.senderLeafIndex, result.plaintext)
 *   return result.state
 * }
 * ```
 */
export function processMessage(
  state: GroupState,
  bytes: Uint8Array,
  context: ReceiveContext,
): Processed {
  const message = decode(Message, bytes.slice(), 'message')
  if (message.type === 'public') return processPublic(state, message.publicMessage, context)
  if (message.type === 'private') return processPrivate(state, message.privateMessage, context)
  throw new MlsError('unexpected_message', `a ${message.type} is no message to a group`)
}

function ensureEpoch(state: GroupState, epoch: bigint): void {
  ensure(
    epoch === state.groupContext.epoch,
    'wrong_epoch',
    `message is of epoch ${epoch}, the group is at ${state.groupContext.epoch}`,
  )
}

/** The outsider an `external_senders` entry names (RFC 9420 §12.1.8.1). */
function externalSender(state: GroupState, index: number): ExternalSender {
  const data = groupExtension(state, extensionTypes.externalSenders)
  const senders = data === undefined ? [] : decode(ExternalSenders, data, 'external senders')
  const sender = senders[index]
  ensure(sender !== undefined, 'unknown_sender', `the group has no external sender ${index}`)
  return sender
}

/** The key a public message must be signed with, by its kind of sender (RFC 9420 §6.1). */
function signatureKeyOf(state: GroupState, { sender, body }: FramedContent): Uint8Array {
  switch (sender.type) {
    case 'member':
      return state.tree.member(sender.leafIndex, 'unknown_sender').signatureKey
    case 'external':
      ensure(body.type === 'proposal', 'unexpected_content', 'external senders only propose')
      return externalSender(state, sender.senderIndex).signatureKey
    case 'new_member_proposal':
      ensure(
        body.type === 'proposal' && body.proposal.type === 'add',
        'unexpected_content',
        'newcomers only propose their own addition',
      )
      return body.proposal.keyPackage.leafNode.signatureKey
    default:
      ensure(
        body.type === 'commit' && body.commit.path !== undefined,
        'unexpected_content',
        'newcomers commit with a path',
      )
      return body.commit.path.leafNode.signatureKey
  }
}

function processPublic(
  state: GroupState,
  { content, auth, membershipTag }: PublicMessage,
  context: ReceiveContext,
): Processed {
  ensureGroup(state, content.groupId)
  ensureEpoch(state, content.epoch)
  ensureActive(state)
  // RFC 9420 §6: application data is never sent in the open.
  ensure(
    content.body.type !== 'application',
    'unexpected_content',
    'application data is not encrypted',
  )
  const { suite, secrets } = state
  const toBeSigned = contentToBeSigned('public', content, state.encodedContext)
  if (membershipTag !== undefined) {
    const tag = membershipTagOf(suite, secrets.membershipKey, toBeSigned, content, auth)
    ensure(equalTags(tag, membershipTag), 'invalid_membership_tag', 'the sender is no member')
  }
  const { sender } = content
  if (sender.type === 'member')
    ensure(sender.leafIndex !== state.ownLeafIndex, 'own_message', 'the message is one of our own')
  verifyContent(suite, signatureKeyOf(state, content), toBeSigned, auth.signature)
  return processHandshake(state, { wireFormat: 'public', content, auth }, context)
}

function processPrivate(
  state: GroupState,
  message: PrivateMessage,
  context: ReceiveContext,
): Processed {
  const epoch = epochOfMessage(state, message)
  const { suite, limits } = state
  const senderData = openSenderData(suite, message, epoch.senderDataSecret)
  const { leafIndex, generation } = senderData
  // Own messages are not opened where they were sent: their keys were deleted.
  ensure(
    leafIndex !== state.ownLeafIndex ||
      (context.opensOwn === true && message.contentType === 'application'),
    'own_message',
    'the message is one of our own',
  )
  const signatureKey = signatureKeyIn(state, epoch, leafIndex)
  const type = message.contentType === 'application' ? 'application' : 'handshake'
  const { tree, key } = takeKey(
    suite,
    epoch.secretTree,
    { leafCount: epoch.leafCount, leafIndex, type },
    { generation, until: context.keepUntil ?? noEnd },
    limits,
  )
  const { content, auth } = openPrivateMessage(suite, message, senderData, key)
  const toBeSigned = contentToBeSigned('private', content, epoch.encodedContext)
  verifyContent(suite, signatureKey, toBeSigned, auth.signature)
  const after = withSecretTree(state, message.epoch, tree)
  if (content.body.type === 'application')
    return {
      kind: 'application',
      state: after,
      plaintext: content.body.data,
      senderLeafIndex: leafIndex,
      senderSignatureKey: signatureKey,
      authenticatedData: content.authenticatedData,
      epoch: content.epoch,
    }
  ensureActive(state)
  return processHandshake(after, { wireFormat: 'private', content, auth }, context)
}

/** Proposals and commits, once authentic. */
function processHandshake(
  state: GroupState,
  signed: AuthenticatedContent,
  context: ReceiveContext,
): Processed {
  const { body, sender, authenticatedData } = signed.content
  if (body.type === 'proposal') {
    const { proposal } = body
    authenticateAll(context, validateProposal(state, { proposal, sender }, context))
    const { reference, after } = withProposal(state, signed, proposal)
    return { kind: 'proposal', state: after, proposal, reference, sender, authenticatedData }
  }
  // Application data was returned or refused before.
  ensure(body.type === 'commit', 'unexpected_content', 'expected a proposal or a commit')
  return {
    kind: 'commit',
    ...processCommit(state, signed, body.commit, context),
    authenticatedData,
  }
}

/** The state with a proposal waiting for its commit. */
export function withProposal(
  state: GroupState,
  signed: AuthenticatedContent,
  proposal: Proposal,
): { reference: Uint8Array; after: GroupState } {
  const { sender } = signed.content
  ensure(
    state.proposals.size < state.limits.proposalsMax,
    'too_many_proposals',
    `${state.proposals.size} proposals are waiting already`,
  )
  const reference = proposalRef(state.suite, signed)
  const proposals = new Map(state.proposals)
  proposals.set(hex(reference), { reference, proposal, sender })
  return { reference, after: { ...state, proposals } }
}
