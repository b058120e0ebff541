import * as Codec from '@parley/codec'
import { equal } from '../crypto/bytes.ts'
import type { CryptoProvider } from '../crypto/CipherSuite.ts'
import { contentToBeSigned, verifyContent } from '../framing/signature.ts'
import { ensure } from '../MlsError.ts'
import { confirmedTranscriptHash, interimTranscriptHash } from '../schedule/keySchedule.ts'
import { RatchetTree } from '../tree/RatchetTree.ts'
import { treeHash } from '../tree/treeHash.ts'
import type { Commit } from '../wire/Commit.ts'
import { decode } from '../wire/decode.ts'
import { GroupContext } from '../wire/GroupContext.ts'
import { type FramedContent, Message, type PublicMessage } from '../wire/Message.ts'
import { RatchetTreeNodes } from '../wire/ratchetTree.ts'
import type { ReceiveContext } from './context.ts'
import { provisionalContext } from './epochs.ts'
import {
  type GroupState,
  type GroupView,
  type Member,
  toMember,
  withEncoding,
} from './GroupState.ts'
import { changesOf, checkCommit, type CommitChanges } from './receivedCommit.ts'

/**
 * All of an epoch that is no secret: what whoever sees a group's commits in the open follows it by.
 * An immutable value.
 */
export type PublicGroup = GroupView & Pick<GroupState, 'encodedContext' | 'interimTranscriptHash'>

/** What a commit in the open was, and the group after it as far as that is public. */
export type Observed = {
  readonly group: PublicGroup
  readonly changes: CommitChanges
  readonly authenticatedData: Uint8Array
  /** The committer's leaf as it signed: before its own path; a newcomer's is the one it brings. */
  readonly author: Member
  readonly hasPath: boolean
}

/** The public side of a member's state. */
export function publicGroup(state: GroupState): PublicGroup {
  const { suite, groupContext, encodedContext, tree, interimTranscriptHash: interim } = state
  return { suite, groupContext, encodedContext, tree, interimTranscriptHash: interim }
}

const encoded = Codec.struct({
  context: Codec.opaque({ lengthMax: GroupContext.bytesMax }),
  interim: Codec.opaque({ lengthMax: 255 }),
  tree: Codec.opaque({ lengthMax: RatchetTreeNodes.bytesMax }),
})

/** A public group as bytes: context, interim transcript hash and tree. */
export function encodePublicGroup(group: PublicGroup): Uint8Array {
  return Codec.encode(encoded, {
    context: group.encodedContext,
    interim: group.interimTranscriptHash,
    tree: Codec.encode(RatchetTreeNodes, group.tree.nodes()),
  })
}

/**
 * Reads a public group. Its tree belongs to its context; nothing else of it is checked, as all that
 * it says must be believed for another reason: it came from the own disk, or its hash is known.
 *
 * @throws MlsError `malformed`, `wrong_tree_hash`
 */
export function decodePublicGroup(bytes: Uint8Array, crypto: CryptoProvider): PublicGroup {
  const value = decode(encoded, bytes.slice(), 'public group')
  const groupContext = decode(GroupContext, value.context, 'group context')
  const tree = RatchetTree.from(decode(RatchetTreeNodes, value.tree, 'ratchet tree'))
  const suite = crypto.cipherSuite(groupContext.cipherSuite)
  ensure(
    equal(treeHash(suite, tree), groupContext.treeHash),
    'wrong_tree_hash',
    "the ratchet tree is not the group's",
  )
  return { suite, ...withEncoding(groupContext), tree, interimTranscriptHash: value.interim }
}

/** The leaf that signed a commit: a member's, or the one a newcomer brings. */
function authorOf(group: PublicGroup, { sender }: FramedContent, commit: Commit): Member {
  if (sender.type === 'member')
    return toMember(sender.leafIndex, group.tree.member(sender.leafIndex, 'unknown_sender'))
  ensure(
    sender.type === 'new_member_commit' && commit.path !== undefined,
    'unexpected_content',
    'only members commit, and newcomers with a path',
  )
  return toMember(-1, commit.path.leafNode)
}

function commitIn(group: PublicGroup, { content }: PublicMessage): Commit {
  const { groupContext } = group
  ensure(equal(content.groupId, groupContext.groupId), 'wrong_group', 'message is of another group')
  ensure(
    content.epoch === groupContext.epoch,
    'wrong_epoch',
    `message is of epoch ${content.epoch}, the group is at ${groupContext.epoch}`,
  )
  ensure(content.body.type === 'commit', 'unexpected_content', 'expected a commit')
  return content.body.commit
}

/**
 * Follows a commit in the open without any secret of the group: checks all of RFC 9420 §12.4.2
 * that needs none (signatures, leaves, keys, tree and parent hashes, the number of ciphertexts). All
 * who see the commit come to the same answer, members or not. What only members can tell (path
 * secrets, membership and confirmation tag) is not judged; proposals stand in the commit itself.
 *
 * @throws MlsError `malformed`, `unexpected_message`, `unexpected_content`, `wrong_group`,
 * `wrong_epoch`, `unknown_sender`, `invalid_signature`, `unknown_proposal`, and whatever makes a
 * proposal or commit invalid
 * @example
 * ```ts
 * import { observeCommit, type PublicGroup, type ReceiveContext } from '@parley/mls'
 * const follow = (group: PublicGroup, commits: Uint8Array[], context: ReceiveContext) =>
 *   commits.reduce((at, commit) => observeCommit(at, commit, context).group, group)
 * ```
 */
export function observeCommit(
  group: PublicGroup,
  bytes: Uint8Array,
  context: ReceiveContext,
): Observed {
  const message = decode(Message, bytes.slice(), 'message')
  ensure(message.type === 'public', 'unexpected_message', `a ${message.type} is no open commit`)
  const { content, auth } = message.publicMessage
  const commit = commitIn(group, message.publicMessage)
  const author = authorOf(group, content, commit)
  const toBeSigned = contentToBeSigned('public', content, group.encodedContext)
  verifyContent(group.suite, author.signatureKey, toBeSigned, auth.signature)
  // Nobody but members knows what was proposed before: a reference finds nothing.
  const view = { ...group, proposals: new Map<string, never>() }
  const { all, transition, committer } = checkCommit(view, content.sender, commit, context)
  const external = content.sender.type === 'new_member_commit'
  const { suite } = group
  const provisional = provisionalContext(
    suite,
    group.groupContext,
    transition.draft,
    transition.extensions,
  )
  const confirmed = confirmedTranscriptHash(suite, group.interimTranscriptHash, {
    wireFormat: 'public',
    content,
    signature: auth.signature,
  })
  ensure(auth.confirmationTag !== undefined, 'malformed', 'a commit has a confirmation tag')
  return {
    group: {
      suite,
      ...withEncoding({ ...provisional, confirmedTranscriptHash: confirmed }),
      tree: transition.draft.finish(),
      interimTranscriptHash: interimTranscriptHash(suite, confirmed, auth.confirmationTag),
    },
    changes: changesOf(group, transition, { committer, external, path: commit.path, all }),
    authenticatedData: content.authenticatedData,
    author: external ? toMember(committer, author.leafNode) : author,
    hasPath: commit.path !== undefined,
  }
}
