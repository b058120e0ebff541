import * as Codec from '@parley/codec'
import { externalKeyPair } from '../schedule/keySchedule.ts'
import { signGroupInfo } from '../schedule/welcomeSecrets.ts'
import { type Extension, extensionTypes, ExternalPub } from '../wire/Extension.ts'
import { Message } from '../wire/Message.ts'
import { RatchetTreeNodes } from '../wire/ratchetTree.ts'
import type { GroupInfo } from '../wire/Welcome.ts'
import { ensureActive, type GroupState } from './GroupState.ts'

/** What a group info holds besides the group context. */
export type GroupInfoOptions = {
  /** The whole tree; true unless given. Without it the reader needs {@link ratchetTree} another way. */
  readonly ratchetTree?: boolean
  /** The key that lets its reader join by itself (RFC 9420 §12.4.3.2); true unless given. */
  readonly externalPub?: boolean
  /** More extensions of the application's own. */
  readonly extensions?: readonly Extension[]
}

/** The public tree, as the `ratchet_tree` extension holds it (RFC 9420 §12.4.3.3). */
export function ratchetTree(state: GroupState): Uint8Array {
  return Codec.encode(RatchetTreeNodes, state.tree.nodes())
}

/** A signed description of the epoch. */
export function groupInfoOf(state: GroupState, options: GroupInfoOptions = {}): GroupInfo {
  const { suite, groupContext, confirmationTag, ownLeafIndex } = state
  const extensions: Extension[] = [...(options.extensions ?? [])]
  if (options.ratchetTree !== false)
    extensions.push({ extensionType: extensionTypes.ratchetTree, data: ratchetTree(state) })
  if (options.externalPub !== false) {
    const { publicKey } = externalKeyPair(suite, state.secrets.externalSecret)
    extensions.push({
      extensionType: extensionTypes.externalPub,
      data: Codec.encode(ExternalPub, { externalPub: publicKey }),
    })
  }
  return signGroupInfo(suite, state.signaturePrivateKey, {
    groupContext,
    extensions,
    confirmationTag,
    signer: ownLeafIndex,
  })
}

/**
 * A signed description of the epoch as an MLSMessage, for outsiders who may join by an external
 * commit (RFC 9420 §12.4.3.2).
 *
 * @example
 * ```ts
 * import { createGroupInfo, type GroupState } from '@parley/mls'
 * const publish = (state: GroupState) => createGroupInfo(state, { ratchetTree: true })
 * ```
 */
export function createGroupInfo(state: GroupState, options: GroupInfoOptions = {}): Uint8Array {
  ensureActive(state)
  return Codec.encode(Message, { type: 'group_info', groupInfo: groupInfoOf(state, options) })
}
