import * as Codec from '@parley/codec'
import { empty } from '../crypto/bytes.ts'
import type { CryptoProvider } from '../crypto/CipherSuite.ts'
import { contentToBeSigned, signContent } from '../framing/signature.ts'
import { type FramedContent, Message, type Sender } from '../wire/Message.ts'
import type { Proposal } from '../wire/Proposal.ts'
import type { OwnKeyPackage } from './keyPackages.ts'

/** What an outsider knows of the group it proposes to. */
export type OutsideView = {
  readonly crypto: CryptoProvider
  readonly cipherSuite: number
  readonly groupId: Uint8Array
  readonly epoch: bigint
}

function proposeAs(
  sender: Sender,
  view: OutsideView,
  proposal: Proposal,
  signaturePrivateKey: Uint8Array,
): Uint8Array {
  const suite = view.crypto.cipherSuite(view.cipherSuite)
  const content: FramedContent = {
    groupId: view.groupId,
    epoch: view.epoch,
    sender,
    authenticatedData: empty,
    body: { type: 'proposal', proposal },
  }
  const toBeSigned = contentToBeSigned('public', content, empty)
  const signature = signContent(suite, signaturePrivateKey, toBeSigned)
  return Codec.encode(Message, {
    type: 'public',
    publicMessage: {
      content,
      auth: { signature, confirmationTag: undefined },
      membershipTag: undefined,
    },
  })
}

/**
 * A proposal of an outsider that the group lists in `external_senders` (RFC 9420 §12.1.8): an
 * MLSMessage for the members, one of whom may commit it.
 *
 * @example
 * ```ts
 * import { type OutsideView, proposeAsExternalSender } from '@parley/mls'
 * const evict = (view: OutsideView, removed: number, signaturePrivateKey: Uint8Array) =>
 *   proposeAsExternalSender(view, { type: 'remove', removed }, { senderIndex: 0, signaturePrivateKey })
 * ```
 */
export function proposeAsExternalSender(
  view: OutsideView,
  proposal: Exclude<Proposal, { type: 'update' | 'external_init' }>,
  sender: { senderIndex: number; signaturePrivateKey: Uint8Array },
): Uint8Array {
  return proposeAs(
    { type: 'external', senderIndex: sender.senderIndex },
    view,
    proposal,
    sender.signaturePrivateKey,
  )
}

/**
 * A client's own request to be added (RFC 9420 §12.1.8): an MLSMessage for the members.
 *
 * @example
 * ```ts
 * import { type OutsideView, type OwnKeyPackage, proposeOwnAddition } from '@parley/mls'
 * const knock = (view: OutsideView, own: OwnKeyPackage) => proposeOwnAddition(view, own)
 * ```
 */
export function proposeOwnAddition(view: OutsideView, own: OwnKeyPackage): Uint8Array {
  return proposeAs(
    { type: 'new_member_proposal' },
    view,
    { type: 'add', keyPackage: own.keyPackage },
    own.secrets.signaturePrivateKey,
  )
}
