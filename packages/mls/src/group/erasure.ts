import type { Ratchet, SecretTree } from '../schedule/SecretTree.ts'
import type { GroupState } from './GroupState.ts'

function* ratchetSecrets(ratchet: Ratchet): Generator<Uint8Array> {
  yield ratchet.secret
  for (const { key, nonce } of ratchet.skipped.values()) {
    yield key
    yield nonce
  }
}

/** The secrets of a tree that are not in a subtree `kept` shares. */
function* treeSecrets(tree: SecretTree, kept: SecretTree | undefined): Generator<Uint8Array> {
  if (tree === kept) return
  if (tree.kind === 'secret') yield tree.secret
  else if (tree.kind === 'inner') {
    const below = kept?.kind === 'inner' ? kept : undefined
    yield* treeSecrets(tree.left, below?.left)
    yield* treeSecrets(tree.right, below?.right)
  } else {
    yield* ratchetSecrets(tree.handshake)
    yield* ratchetSecrets(tree.application)
  }
}

/** The secrets of a state, but for the parts of secret trees that `kept` shares. */
function* stateSecrets(state: GroupState, kept: GroupState): Generator<Uint8Array> {
  yield state.signaturePrivateKey
  yield* state.nodeKeys.values()
  yield* Object.values(state.secrets)
  for (const { secret } of state.resumptionPsks) yield secret
  for (const update of state.pendingUpdates) {
    yield update.encryptionPrivateKey
    yield update.signaturePrivateKey
  }
  const keptTrees = new Map(kept.pastEpochs.map((past) => [past.epoch, past.secretTree]))
  keptTrees.set(kept.groupContext.epoch, kept.secretTree)
  yield* treeSecrets(state.secretTree, keptTrees.get(state.groupContext.epoch))
  for (const past of state.pastEpochs) {
    yield past.senderDataSecret
    yield* treeSecrets(past.secretTree, keptTrees.get(past.epoch))
  }
}

/**
 * Overwrites the secrets of a state that another one does not share, once that one is stored: for
 * forward secrecy, consumed keys must not stay in memory until they are collected. The erased
 * state cannot be used again; `kept` is as it was. Signature keys are the caller's own, and stay.
 *
 * @example
 * ```ts
 * import { eraseSecrets, type GroupState, processMessage, type ReceiveContext } from '@parley/mls'
 * const receive = (state: GroupState, bytes: Uint8Array, context: ReceiveContext) => {
 *   const after = processMessage(state, bytes, context).state
 *   eraseSecrets(state, after)
 *   return after
 * }
 * ```
 */
export function eraseSecrets(state: GroupState, kept: GroupState): void {
  const shared = new Set(stateSecrets(kept, state))
  shared.add(state.signaturePrivateKey)
  for (const { signaturePrivateKey } of state.pendingUpdates) shared.add(signaturePrivateKey)
  for (const secret of stateSecrets(state, kept)) if (!shared.has(secret)) secret.fill(0)
}
