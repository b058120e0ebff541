import type { CipherSuite } from '../crypto/CipherSuite.ts'
import {
  confirmationTagOf,
  confirmedTranscriptHash,
  type EpochStart,
  interimTranscriptHash,
  startEpoch,
} from '../schedule/keySchedule.ts'
import type { RatchetTree } from '../tree/RatchetTree.ts'
import { treeHash } from '../tree/treeHash.ts'
import type { Extension } from '../wire/Extension.ts'
import type { GroupContext } from '../wire/GroupContext.ts'
import type { FramedContent } from '../wire/Message.ts'
import { type GroupState, withEncoding } from './GroupState.ts'

/**
 * The context a path's secrets are encrypted under: of the next epoch, but for the transcript
 * (RFC 9420 §12.4.1, §12.4.2).
 */
export function provisionalContext(
  suite: CipherSuite,
  previous: GroupContext,
  tree: RatchetTree,
  extensions: readonly Extension[],
): GroupContext {
  return {
    ...previous,
    epoch: previous.epoch + 1n,
    treeHash: treeHash(suite, tree),
    extensions: [...extensions],
  }
}

/** The secrets a commit brings into the next epoch. */
export type CommitSecrets = {
  readonly initSecret: Uint8Array
  readonly commitSecret: Uint8Array
  readonly pskSecret: Uint8Array
}

/** The epoch that a signed commit begins (RFC 9420 §8, §8.2). */
export function nextEpoch(
  suite: CipherSuite,
  interimBefore: Uint8Array,
  provisional: GroupContext,
  commit: { wireFormat: 'public' | 'private'; content: FramedContent; signature: Uint8Array },
  { initSecret, commitSecret, pskSecret }: CommitSecrets,
): Pick<
  GroupState,
  'groupContext' | 'encodedContext' | 'confirmationTag' | 'interimTranscriptHash'
> & { start: EpochStart } {
  const confirmed = confirmedTranscriptHash(suite, interimBefore, commit)
  const context = withEncoding({ ...provisional, confirmedTranscriptHash: confirmed })
  const start = startEpoch(suite, initSecret, commitSecret, pskSecret, context.encodedContext)
  const confirmationTag = confirmationTagOf(suite, start.secrets.confirmationKey, confirmed)
  return {
    ...context,
    start,
    confirmationTag,
    interimTranscriptHash: interimTranscriptHash(suite, confirmed, confirmationTag),
  }
}
