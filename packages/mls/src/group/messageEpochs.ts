import { equal } from '../crypto/bytes.ts'
import { ensure } from '../MlsError.ts'
import type { SecretTree } from '../schedule/SecretTree.ts'
import type { PrivateMessage } from '../wire/Message.ts'
import type { GroupState, PastEpoch } from './GroupState.ts'

/** What opens the messages of an epoch: of the one the group is in, or of one that ended. */
export type MessageEpoch = Pick<
  PastEpoch,
  'encodedContext' | 'senderDataSecret' | 'secretTree' | 'leafCount'
> & {
  /** Of an epoch that ended; the members now are in the tree. */
  readonly signatureKeys: PastEpoch['signatureKeys'] | undefined
}

/** @throws MlsError `wrong_group` */
export function ensureGroup(state: GroupState, groupId: Uint8Array): void {
  ensure(equal(groupId, state.groupContext.groupId), 'wrong_group', 'message is of another group')
}

/**
 * The epoch of the group's messages with this number.
 *
 * @throws MlsError `wrong_epoch` if it is to come, or its keys are gone
 */
export function messageEpoch(state: GroupState, epoch: bigint): MessageEpoch {
  if (epoch === state.groupContext.epoch)
    return {
      encodedContext: state.encodedContext,
      senderDataSecret: state.secrets.senderDataSecret,
      secretTree: state.secretTree,
      leafCount: state.tree.leafCount,
      signatureKeys: undefined,
    }
  const past = state.pastEpochs.find((one) => one.epoch === epoch)
  ensure(
    past !== undefined,
    'wrong_epoch',
    `message is of epoch ${epoch}, the group is at ${state.groupContext.epoch}`,
  )
  return past
}

/**
 * The epoch a private message is of.
 *
 * @throws MlsError `wrong_group`, `wrong_epoch`
 */
export function epochOfMessage(state: GroupState, message: PrivateMessage): MessageEpoch {
  ensureGroup(state, message.groupId)
  const found = messageEpoch(state, message.epoch)
  ensure(
    message.epoch === state.groupContext.epoch || message.contentType === 'application',
    'wrong_epoch',
    `a ${message.contentType} of an epoch that ended`,
  )
  return found
}

/** @throws MlsError `unknown_sender` */
export function signatureKeyIn(
  state: GroupState,
  epoch: MessageEpoch,
  leafIndex: number,
): Uint8Array {
  const key = epoch.signatureKeys
    ? epoch.signatureKeys[leafIndex]
    : state.tree.leaf(leafIndex)?.signatureKey
  ensure(key !== undefined, 'unknown_sender', `no member has leaf index ${leafIndex}`)
  return key
}

/** The state with an epoch's secret tree as it is now. */
export function withSecretTree(
  state: GroupState,
  epoch: bigint,
  secretTree: SecretTree,
): GroupState {
  if (epoch === state.groupContext.epoch) return { ...state, secretTree }
  return {
    ...state,
    pastEpochs: state.pastEpochs.map((past) =>
      past.epoch === epoch ? { ...past, secretTree } : past,
    ),
  }
}
