import { openSenderData } from '../framing/privateMessage.ts'
import { ensure, MlsError } from '../MlsError.ts'
import {
  forgetOldKeys as withoutOldKeys,
  noEnd,
  ratchetState,
  type RatchetPlace,
  settleBelow,
  stepTo,
} from '../schedule/SecretTree.ts'
import { decode } from '../wire/decode.ts'
import { type ContentType, Message } from '../wire/Message.ts'
import type { GroupState } from './GroupState.ts'
import { epochOfMessage, messageEpoch, signatureKeyIn, withSecretTree } from './messageEpochs.ts'

/** Where a message stands among its sender's, as its sender data says. */
export type Inspected = {
  readonly epoch: bigint
  readonly contentType: ContentType
  readonly leafIndex: number
  readonly generation: number
  /** Whether it is of the own leaf. */
  readonly own: boolean
  /**
   * - `ready`: its key is there, or some steps ahead
   * - `too_far`: it is further ahead of what is still waited for than the limit
   * - `consumed`: its key was used
   */
  readonly key: 'ready' | 'too_far' | 'consumed'
  /** The sender's first generation whose key was not derived: what lies between was not seen. */
  readonly next: number
  /** The sender's lowest generation that is still waited for. */
  readonly lowest: number
}

/** A generation of a sender's application messages. */
export type Generation = {
  readonly epoch: bigint
  readonly leafIndex: number
  readonly generation: number
}

/**
 * Says whose a private message is and whether its key is there. Only its sender data is opened: no
 * ratchet moves. Members alone can make sender data, yet nothing says that the content opens.
 *
 * @throws MlsError `malformed`, `unexpected_message`, `wrong_group`, `wrong_epoch`,
 * `decryption_failed`, `unknown_sender`
 * @example
 * ```ts
 * import { type GroupState, inspectMessage } from '@parley/mls'
 * const isReady = (state: GroupState, bytes: Uint8Array) => inspectMessage(state, bytes).key === 'ready'
 * ```
 */
export function inspectMessage(state: GroupState, bytes: Uint8Array): Inspected {
  const message = decode(Message, bytes.slice(), 'message')
  if (message.type !== 'private')
    throw new MlsError('unexpected_message', `a ${message.type} message has no sender data`)
  const { privateMessage } = message
  const epoch = epochOfMessage(state, privateMessage)
  const { leafIndex, generation } = openSenderData(
    state.suite,
    privateMessage,
    epoch.senderDataSecret,
  )
  signatureKeyIn(state, epoch, leafIndex)
  const { contentType } = privateMessage
  const type = contentType === 'application' ? contentType : 'handshake'
  const ratchet = ratchetState(epoch.secretTree, { leafCount: epoch.leafCount, leafIndex, type })
  const isNear = generation - ratchet.lowest <= state.limits.forwardMax
  return {
    epoch: privateMessage.epoch,
    contentType,
    leafIndex,
    generation,
    own: leafIndex === state.ownLeafIndex,
    key: ratchet.has(generation) ? (isNear ? 'ready' : 'too_far') : 'consumed',
    next: ratchet.generation,
    lowest: ratchet.lowest,
  }
}

function placeOf(
  state: GroupState,
  { epoch, leafIndex }: Pick<Generation, 'epoch' | 'leafIndex'>,
): { tree: GroupState['secretTree']; place: RatchetPlace } {
  const { secretTree: tree, leafCount } = messageEpoch(state, epoch)
  ensure(leafIndex < leafCount, 'unknown_sender', `no member has leaf index ${leafIndex}`)
  return { tree, place: { leafCount, leafIndex, type: 'application' } }
}

/**
 * Derives the keys of a sender up to a generation and keeps them, also if the message they are for
 * does not open: nobody can make a reader step twice.
 *
 * @param until seconds since 1970 after which what is stepped over cannot come any more
 * @throws MlsError `wrong_epoch`, `unknown_sender`, `generation_too_far`
 * @example
 * ```ts
 * import { type Generation, type GroupState, stepRatchet } from '@parley/mls'
 * const reach = (state: GroupState, at: Generation) => stepRatchet(state, at, 2_000_000_000)
 * ```
 */
export function stepRatchet(state: GroupState, at: Generation, until: number = noEnd): GroupState {
  const { tree, place } = placeOf(state, at)
  const target = { generation: at.generation, until }
  const after = stepTo(state.suite, tree, place, target, state.limits)
  return withSecretTree(state, at.epoch, after)
}

/**
 * Waits no more for what is missing of a sender below a generation, so that later ones can be
 * reached; what comes nevertheless still opens.
 *
 * @throws MlsError `wrong_epoch`, `unknown_sender`
 * @example
 * ```ts
 * import { type Generation, type GroupState, settleGenerations } from '@parley/mls'
 * const goOn = (state: GroupState, below: Generation) => settleGenerations(state, below)
 * ```
 */
export function settleGenerations(state: GroupState, below: Generation): GroupState {
  const { tree, place } = placeOf(state, below)
  const after = settleBelow(state.suite, tree, place, below.generation)
  return withSecretTree(state, below.epoch, after)
}

/**
 * Forgets unused keys of messages that cannot come any more.
 *
 * @param now seconds since 1970
 * @returns the state itself if there were none
 */
export function forgetOldKeys(state: GroupState, now: number): GroupState {
  const secretTree = withoutOldKeys(state.secretTree, now)
  const pastEpochs = state.pastEpochs.map((past) => {
    const tree = withoutOldKeys(past.secretTree, now)
    return tree === past.secretTree ? past : { ...past, secretTree: tree }
  })
  const isSame =
    secretTree === state.secretTree && pastEpochs.every((past, i) => past === state.pastEpochs[i])
  return isSame ? state : { ...state, secretTree, pastEpochs }
}

/**
 * Forgets epochs that ended: nothing of them opens any more.
 *
 * @returns the state itself if there were none
 */
export function forgetPastEpochs(
  state: GroupState,
  isOver: (epoch: bigint) => boolean,
): GroupState {
  const pastEpochs = state.pastEpochs.filter(({ epoch }) => !isOver(epoch))
  return pastEpochs.length === state.pastEpochs.length ? state : { ...state, pastEpochs }
}
