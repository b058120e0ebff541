import * as Codec from '@parley/codec'
import type { CryptoProvider } from '../src/crypto/CipherSuite.ts'
import { leafNodeToBeSigned } from '../src/wire/LeafNode.ts'
import { UpdatePath } from '../src/wire/Commit.ts'
import { GroupContext } from '../src/wire/GroupContext.ts'
import { Message } from '../src/wire/Message.ts'
import { Proposal } from '../src/wire/Proposal.ts'
import { RatchetTreeNodes } from '../src/wire/ratchetTree.ts'
import { verifyWithLabel } from '../src/crypto/labels.ts'
import { RatchetTree } from '../src/tree/RatchetTree.ts'
import { treeHash } from '../src/tree/treeHash.ts'
import { left, level, nodeCount, parent, right, root, sibling } from '../src/tree/treeMath.ts'
import {
  validateParentHashes,
  validateUniqueKeys,
  validateUnmergedLeaves,
} from '../src/tree/treeValidation.ts'
import {
  applyPath,
  ascend,
  decryptPath,
  derivePathStep,
  encryptPath,
  freshenPath,
} from '../src/tree/UpdatePath.ts'
import { bytes, is, refused, roundTrip, same, suiteOf, type Vector } from './vectorKinds.ts'
import { Commit } from '../src/wire/Commit.ts'
import { GroupSecrets } from '../src/wire/Welcome.ts'

const orNull = (condition: boolean, value: number): number | null => (condition ? value : null)

export function treeMath(vector: Vector): void {
  const { n_leaves, n_nodes } = vector
  is('node count', nodeCount(n_leaves), n_nodes)
  is('root', root(n_leaves), vector.root)
  for (let node = 0; node < n_nodes; node++) {
    const inner = level(node) > 0
    const below = node !== root(n_leaves)
    is('left', orNull(inner, left(node)), vector.left[node])
    is('right', orNull(inner, right(node)), vector.right[node])
    is('parent', orNull(below, parent(node)), vector.parent[node])
    is('sibling', orNull(below, sibling(node)), vector.sibling[node])
  }
}

const treeFrom = (text: string): RatchetTree =>
  RatchetTree.from(roundTrip('tree', RatchetTreeNodes, text))

export function treeOperations(vector: Vector, crypto: CryptoProvider): void {
  const suite = suiteOf(vector, crypto)
  const before = treeFrom(vector.tree_before)
  same('tree hash before', treeHash(suite, before), vector.tree_hash_before)
  const proposal = roundTrip('proposal', Proposal, vector.proposal)
  const draft = before.draft()
  if (proposal.type === 'add') draft.addLeaf(proposal.keyPackage.leafNode)
  else if (proposal.type === 'remove') draft.removeLeaf(proposal.removed)
  else if (proposal.type === 'update') draft.updateLeaf(vector.proposal_sender, proposal.leafNode)
  draft.shrink()
  same('tree after', Codec.encode(RatchetTreeNodes, draft.nodes()), vector.tree_after)
  same('tree hash after', treeHash(suite, draft), vector.tree_hash_after)
  same('tree hash of the base', treeHash(suite, before), vector.tree_hash_before)
}

export function treeValidation(vector: Vector, crypto: CryptoProvider): void {
  const suite = suiteOf(vector, crypto)
  const tree = treeFrom(vector.tree)
  for (const [node, hash] of vector.tree_hashes.entries())
    same(`tree hash of ${node}`, treeHash(suite, tree, node), hash)
  for (const [node, resolution] of vector.resolutions.entries())
    is(`resolution of ${node}`, tree.resolution(node).join(), resolution.join())
  const validate = (): void => {
    validateUnmergedLeaves(tree)
    validateParentHashes(suite, tree)
    validateUniqueKeys(tree)
  }
  // Only our own vectors have trees that must be refused.
  if (vector.error !== undefined) {
    refused(vector.error, validate)
    return
  }
  validate()
  for (const [leafIndex, leaf] of tree.leaves()) {
    const toBeSigned = leafNodeToBeSigned(leaf, { groupId: bytes(vector.group_id), leafIndex })
    is(
      `signature of leaf ${leafIndex}`,
      verifyWithLabel(suite, leaf.signatureKey, 'LeafNodeTBS', toBeSigned, leaf.signature),
      true,
    )
  }
}

export function treeKem(vector: Vector, crypto: CryptoProvider): void {
  const suite = suiteOf(vector, crypto)
  const tree = treeFrom(vector.ratchet_tree)
  const privateKeys = new Map<number, Map<number, Uint8Array>>()
  for (const leaf of vector.leaves_private) {
    const keys = new Map([[2 * leaf.index, bytes(leaf.encryption_priv)]])
    for (const { node, path_secret } of leaf.path_secrets)
      keys.set(node, [...ascend(suite, tree, [node], bytes(path_secret)).keys.values()][0]!)
    privateKeys.set(leaf.index, keys)
  }
  const contextWith = (hash: Uint8Array): Uint8Array =>
    Codec.encode(GroupContext, {
      version: 1,
      cipherSuite: suite.id,
      groupId: bytes(vector.group_id),
      epoch: BigInt(vector.epoch),
      treeHash: hash,
      confirmedTranscriptHash: bytes(vector.confirmed_transcript_hash),
      extensions: [],
    })
  const none = new Set<number>()
  for (const {
    sender,
    update_path,
    path_secrets,
    commit_secret,
    tree_hash_after,
  } of vector.update_paths) {
    const path = roundTrip('update path', UpdatePath, update_path)
    const draft = tree.draft()
    applyPath(suite, draft, sender, path)
    same('tree hash after', treeHash(suite, draft), tree_hash_after)
    const context = contextWith(bytes(tree_hash_after))
    for (const [leafIndex, keys] of privateKeys) {
      if (leafIndex === sender) continue
      const got = decryptPath(suite, draft, sender, path, leafIndex, keys, context, none)
      same('commit secret', got.commitSecret, commit_secret)
      const expected = derivePathStep(suite, bytes(path_secrets[leafIndex]))
      same('key of the path secret', [...got.keys.values()][0]!, expected.privateKey)
    }

    const own = tree.draft()
    const fresh = freshenPath(suite, own, sender)
    const leafNode = {
      ...tree.leaf(sender)!,
      source: { type: 'commit' as const, parentHash: fresh.leafParentHash },
    }
    own.setLeaf(sender, leafNode)
    const ownContext = contextWith(treeHash(suite, own))
    const ownPath = { leafNode, nodes: encryptPath(suite, own, fresh, ownContext, none) }
    const received = tree.draft()
    applyPath(suite, received, sender, ownPath)
    for (const [leafIndex, keys] of privateKeys) {
      if (leafIndex === sender) continue
      const got = decryptPath(suite, received, sender, ownPath, leafIndex, keys, ownContext, none)
      same('commit secret of own path', got.commitSecret, fresh.commitSecret)
    }
  }
}

/** Proposals stand in these vectors without their type: it is the name of the field. */
const proposalNumbers = {
  add_proposal: 1,
  update_proposal: 2,
  remove_proposal: 3,
  pre_shared_key_proposal: 4,
  re_init_proposal: 5,
  external_init_proposal: 6,
  group_context_extensions_proposal: 7,
}

export function messages(vector: Vector): void {
  for (const name of [
    'mls_welcome',
    'mls_group_info',
    'mls_key_package',
    'public_message_application',
    'public_message_proposal',
    'public_message_commit',
    'private_message',
  ])
    roundTrip(name, Message, vector[name])
  roundTrip('ratchet_tree', RatchetTreeNodes, vector.ratchet_tree)
  roundTrip('group_secrets', GroupSecrets, vector.group_secrets)
  roundTrip('commit', Commit, vector.commit)
  for (const [name, number] of Object.entries(proposalNumbers))
    roundTrip(name, Proposal, `000${number}${vector[name]}`)
}

export function deserialization(vector: Vector): void {
  const reader = new Codec.Reader(bytes(vector.vlbytes_header))
  is('length', reader.length(), vector.length)
  is('bytes left', reader.remaining, 0)
}
