import type { Proposal } from '../wire/Proposal.ts'
import { type LeafChanges, renewLeaf } from './commit.ts'
import { authenticateAll, type SendContext } from './context.ts'
import { ensureActive, type GroupState } from './GroupState.ts'
import { withProposal } from './process.ts'
import { validateProposal } from './proposals.ts'
import { protectOwn, type SendOptions, signOwn } from './sending.ts'

export type Proposed = {
  readonly state: GroupState
  /** An MLSMessage. */
  readonly message: Uint8Array
  /** What a commit will refer to it by. */
  readonly reference: Uint8Array
}

function send(
  state: GroupState,
  proposal: Proposal,
  options: SendOptions,
  context: SendContext,
): Proposed {
  ensureActive(state)
  const signed = signOwn(state, { type: 'proposal', proposal }, options)
  const { wireFormat, content, signature } = signed
  authenticateAll(context, validateProposal(state, { proposal, sender: content.sender }, context))
  const auth = { signature, confirmationTag: undefined }
  const { message, secretTree } = protectOwn(state, signed, auth, options)
  const { reference, after } = withProposal(state, { wireFormat, content, auth }, proposal)
  return { state: { ...after, secretTree }, message, reference }
}

/**
 * Proposes a change, to be committed by any member (RFC 9420 §12.1).
 *
 * @throws MlsError whatever makes the proposal invalid
 * @example
 * ```ts
 * import { type GroupState, propose, type SendContext } from '@parley/mls'
 * const leave = (state: GroupState, context: SendContext) =>
 *   propose(state, { type: 'remove', removed: state.ownLeafIndex }, {}, context)
 * ```
 */
export function propose(
  state: GroupState,
  proposal: Exclude<Proposal, { type: 'update' | 'external_init' }>,
  options: SendOptions,
  context: SendContext,
): Proposed {
  return send(state, proposal, options, context)
}

/**
 * Proposes a fresh own leaf (RFC 9420 §12.1.2): its private keys wait in the state for the commit.
 *
 * @example
 * ```ts
 * import { type GroupState, proposeUpdate, type SendContext } from '@parley/mls'
 * const refresh = (state: GroupState, context: SendContext) => proposeUpdate(state, {}, {}, context)
 * ```
 */
export function proposeUpdate(
  state: GroupState,
  changes: LeafChanges,
  options: SendOptions,
  context: SendContext,
): Proposed {
  const keys = state.suite.hpke.generateKeyPair()
  const { leaf, signaturePrivateKey } = renewLeaf(
    state,
    { type: 'update' },
    keys.publicKey,
    changes,
  )
  const proposed = send(state, { type: 'update', leafNode: leaf }, options, context)
  const update = {
    encryptionKey: keys.publicKey,
    encryptionPrivateKey: keys.privateKey,
    signaturePrivateKey,
  }
  return {
    ...proposed,
    state: { ...proposed.state, pendingUpdates: [...state.pendingUpdates, update] },
  }
}
