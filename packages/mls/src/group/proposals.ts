import * as Codec from '@parley/codec'
import { equal, hex } from '../crypto/bytes.ts'
import { hashBytes } from '../crypto/CipherSuite.ts'
import { ensure, MlsError } from '../MlsError.ts'
import type { LeafNode } from '../wire/LeafNode.ts'
import type { Sender } from '../wire/Message.ts'
import {
  PreSharedKeyId,
  type Proposal,
  type ProposalOrRef,
  type PskUsage,
} from '../wire/Proposal.ts'
import type { AuthenticationRequest, ReceiveContext } from './context.ts'
import type { GroupState, GroupView } from './GroupState.ts'
import { validateKeyPackage } from './keyPackages.ts'
import {
  validateContextExtensions,
  validateExtensionList,
  validateLeafCapabilities,
  validateLifetime,
  verifyLeafSignature,
} from './leafNodes.ts'

/** A proposal of a commit, with who made it. */
export type SentProposal = { readonly proposal: Proposal; readonly sender: Sender }

/** What outsiders in the `external_senders` extension may propose (RFC 9420 §12.1.8). */
const externalTypes = new Set<Proposal['type']>([
  'add',
  'remove',
  'psk',
  'reinit',
  'group_context_extensions',
])

/**
 * Who may send which proposal outside a commit (RFC 9420 §12.1.8, §12.2).
 *
 * @throws MlsError `proposal_not_allowed`
 */
function validateSender({ proposal, sender }: SentProposal): void {
  const allowed =
    sender.type === 'member'
      ? proposal.type !== 'external_init'
      : sender.type === 'external'
        ? externalTypes.has(proposal.type)
        : sender.type === 'new_member_proposal'
          ? proposal.type === 'add'
          : proposal.type === 'external_init' ||
            proposal.type === 'remove' ||
            proposal.type === 'psk'
  ensure(allowed, 'proposal_not_allowed', `${sender.type} may not propose ${proposal.type}`)
}

/**
 * An updated leaf can follow the one it replaces (RFC 9420 §7.3, §12.1.2).
 *
 * @throws MlsError `unchanged_encryption_key`, and those of the leaf
 */
export function validateNewLeaf(
  state: GroupView,
  leafIndex: number,
  leaf: LeafNode,
  context: ReceiveContext,
): AuthenticationRequest[] {
  const previous = state.tree.member(leafIndex, 'unknown_leaf')
  ensure(
    !equal(previous.encryptionKey, leaf.encryptionKey),
    'unchanged_encryption_key',
    'the new leaf has the encryption key of the old one',
  )
  validateLeaf(state, leafIndex, leaf, context)
  return changedClaim(previous, leaf)
}

/** Asks the authentication service only about what it has not decided already. */
function changedClaim(previous: LeafNode, leaf: LeafNode): AuthenticationRequest[] {
  const { credential, signatureKey } = leaf
  const unchanged =
    equal(previous.signatureKey, signatureKey) && sameCredential(previous.credential, credential)
  return unchanged ? [] : [{ credential, signatureKey, replaces: previous.credential }]
}

function sameCredential(a: LeafNode['credential'], b: LeafNode['credential']): boolean {
  if (a.type === 'basic' && b.type === 'basic') return equal(a.identity, b.identity)
  if (a.type === 'x509' && b.type === 'x509')
    return (
      a.certificates.length === b.certificates.length &&
      a.certificates.every((certificate, index) => equal(certificate, b.certificates[index]!))
    )
  return false
}

/** Signature, capabilities and lifetime of a leaf for a place in the group (RFC 9420 §7.3). */
export function validateLeaf(
  state: GroupView,
  leafIndex: number,
  leaf: LeafNode,
  context: ReceiveContext,
): void {
  validateLeafCapabilities(leaf, state.suite.id)
  if (context.now !== undefined) validateLifetime(leaf, context.now)
  verifyLeafSignature(state.suite, leaf, { groupId: state.groupContext.groupId, leafIndex })
}

/**
 * A PSK proposal can be used in the group (RFC 9420 §8.4, §12.1.4).
 *
 * @throws MlsError `invalid_psk_nonce`, `invalid_psk_usage`
 */
function validatePsk(psk: PreSharedKeyId, usage: PskUsage): void {
  ensure(
    psk.nonce.length === hashBytes,
    'invalid_psk_nonce',
    `the nonce of a PSK has ${psk.nonce.length} bytes, not ${hashBytes}`,
  )
  ensure(
    psk.key.type === 'external' || psk.key.usage === 'application' || psk.key.usage === usage,
    'invalid_psk_usage',
    'PSKs for reinit and branch belong in the first epoch of the new group',
  )
}

/**
 * What can be checked of a proposal by itself, its signatures included (RFC 9420 §12.1).
 *
 * @param usage of resumption PSKs that is allowed besides `application`
 * @returns claims for the authentication service
 */
export function validateProposal(
  state: GroupView,
  sent: SentProposal,
  context: ReceiveContext,
  usage: PskUsage = 'application',
): AuthenticationRequest[] {
  validateSender(sent)
  const { proposal, sender } = sent
  switch (proposal.type) {
    case 'add': {
      const { credential, signatureKey } = proposal.keyPackage.leafNode
      validateKeyPackage(state.suite, proposal.keyPackage, context)
      return [{ credential, signatureKey, replaces: undefined }]
    }
    case 'update': {
      ensure(sender.type === 'member', 'proposal_not_allowed', 'only members update')
      ensure(
        proposal.leafNode.source.type === 'update',
        'invalid_leaf_source',
        'the leaf of an update is not made for one',
      )
      return validateNewLeaf(state, sender.leafIndex, proposal.leafNode, context)
    }
    case 'remove':
      state.tree.member(proposal.removed, 'unknown_leaf')
      return []
    case 'psk':
      validatePsk(proposal.psk, usage)
      return []
    case 'reinit':
      // RFC 9420 §12.1.5: never to an older version; this engine has one version only.
      ensure(proposal.version === 1, 'invalid_reinit', `reinit to version ${proposal.version}`)
      validateExtensionList(proposal.extensions)
      return []
    case 'group_context_extensions':
      return validateContextExtensions(proposal.extensions)
    default:
      return []
  }
}

/** The proposals of a commit, references resolved, with who sent each (RFC 9420 §12.4.2). */
export function resolveProposals(
  state: Pick<GroupState, 'proposals'>,
  committer: Sender,
  listed: readonly ProposalOrRef[],
): { all: SentProposal[]; byValue: SentProposal[] } {
  const byValue: SentProposal[] = []
  const all = listed.map((entry) => {
    if (entry.type === 'proposal') {
      const sent = { proposal: entry.proposal, sender: committer }
      byValue.push(sent)
      return sent
    }
    // RFC 9420 §12.4.3.2: a newcomer cannot know what was proposed inside the group.
    ensure(
      committer.type === 'member',
      'reference_in_external_commit',
      'an external commit refers to a proposal',
    )
    const pending = state.proposals.get(hex(entry.reference))
    ensure(pending !== undefined, 'unknown_proposal', 'the commit refers to a proposal not seen')
    return pending
  })
  return { all, byValue }
}

/** The leaf a proposal changes, if it changes one. */
function changedLeaf({ proposal, sender }: SentProposal): number | undefined {
  if (proposal.type === 'remove') return proposal.removed
  if (proposal.type === 'update' && sender.type === 'member') return sender.leafIndex
  return undefined
}

function ensureOnce(values: readonly unknown[], code: MlsError['code'], message: string): void {
  ensure(new Set(values).size === values.length, code, message)
}

/**
 * The proposals can stand together in one commit (RFC 9420 §12.2). That members commit no external
 * init is seen already in each proposal's sender.
 *
 * @throws MlsError `update_by_committer`, `removes_committer`, `duplicate_leaf_change`,
 * `duplicate_psk`, `duplicate_group_context_extensions`, `reinit_not_alone`,
 * `invalid_external_commit`
 */
export function validateProposalList(committer: Sender, proposals: readonly SentProposal[]): void {
  const of = (type: Proposal['type']): SentProposal[] =>
    proposals.filter(({ proposal }) => proposal.type === type)
  const changed = proposals.map(changedLeaf).filter((leaf) => leaf !== undefined)
  ensureOnce(changed, 'duplicate_leaf_change', 'a leaf is updated or removed twice')
  const psks = proposals.flatMap(({ proposal }) =>
    proposal.type === 'psk' ? [hex(Codec.encode(PreSharedKeyId, proposal.psk))] : [],
  )
  ensureOnce(psks, 'duplicate_psk', 'a PSK is used twice')
  ensure(
    of('group_context_extensions').length <= 1,
    'duplicate_group_context_extensions',
    'the group context extensions are set twice',
  )
  ensure(
    of('reinit').length === 0 || proposals.length === 1,
    'reinit_not_alone',
    'a reinit is committed with other proposals',
  )
  if (committer.type === 'new_member_commit') {
    const others = proposals.length - of('external_init').length - of('remove').length
    ensure(
      of('external_init').length === 1 && of('remove').length <= 1 && others === of('psk').length,
      'invalid_external_commit',
      'an external commit has one external init, at most one remove, and PSKs',
    )
    return
  }
  if (committer.type !== 'member') return
  for (const sent of proposals) {
    if (changedLeaf(sent) !== committer.leafIndex) continue
    if (sent.proposal.type === 'update')
      throw new MlsError('update_by_committer', 'the committer updates itself by a proposal')
    throw new MlsError('removes_committer', 'the committer removes itself')
  }
}

/** Whether a commit of these proposals must have a path (RFC 9420 §12.4). */
export function needsPath(proposals: readonly SentProposal[]): boolean {
  return (
    proposals.length === 0 ||
    proposals.some(
      ({ proposal }) =>
        proposal.type !== 'add' && proposal.type !== 'psk' && proposal.type !== 'reinit',
    )
  )
}
