import { equal } from '../crypto/bytes.ts'
import { type CipherSuite, hashBytes } from '../crypto/CipherSuite.ts'
import {
  decryptWithLabel,
  deriveSecret,
  encryptionInfo,
  encryptWithLabel,
} from '../crypto/labels.ts'
import { ensure, MlsError } from '../MlsError.ts'
import type { UpdatePath } from '../wire/Commit.ts'
import { ownedLeaf } from '../wire/LeafNode.ts'
import type { RatchetTree, TreeDraft } from './RatchetTree.ts'
import { parentHash, rootParentHash } from './treeHash.ts'
import { covers } from './treeMath.ts'

/** Private keys of the nodes a member knows: its leaf and nodes above it, by node. */
export type NodeKeys = ReadonlyMap<number, Uint8Array>

/** A node's key pair and the path secret above it, from its path secret (RFC 9420 §7.4). */
export function derivePathStep(
  suite: CipherSuite,
  pathSecret: Uint8Array,
): { publicKey: Uint8Array; privateKey: Uint8Array; next: Uint8Array } {
  const nodeSecret = deriveSecret(suite, pathSecret, 'node')
  const keys = suite.hpke.deriveKeyPair(nodeSecret)
  nodeSecret.fill(0)
  return { ...keys, next: deriveSecret(suite, pathSecret, 'path') }
}

/** One node of a path being made: its secret is for the members below `copath`. */
type PathStep = { node: number; copath: number; pathSecret: Uint8Array }

/** A path set into a tree, not yet encrypted. */
export type FreshPath = {
  steps: readonly PathStep[]
  /** Private keys of the path's parents. */
  keys: NodeKeys
  commitSecret: Uint8Array
  /** The parent hash the committer's new leaf must hold. */
  leafParentHash: Uint8Array
}

/** Sets parents along a path and gives the parent hash of the leaf below them (RFC 9420 §7.9). */
function setPath(
  suite: CipherSuite,
  draft: TreeDraft,
  leafIndex: number,
  path: readonly { node: number; copath: number; encryptionKey: Uint8Array }[],
): Uint8Array {
  draft.blankPath(leafIndex)
  let hash = rootParentHash
  for (const { node, copath, encryptionKey } of path.toReversed()) {
    const slot = { encryptionKey, parentHash: hash, unmergedLeaves: [] }
    draft.setParent(node, slot)
    hash = parentHash(suite, draft, slot, copath)
  }
  return hash
}

/** Draws fresh secrets for a leaf's path and sets their public keys into the tree (RFC 9420 §7.5). */
export function freshenPath(suite: CipherSuite, draft: TreeDraft, leafIndex: number): FreshPath {
  const steps: PathStep[] = []
  const keys = new Map<number, Uint8Array>()
  const publics: { node: number; copath: number; encryptionKey: Uint8Array }[] = []
  let pathSecret = suite.randomBytes(hashBytes)
  for (const { node, copath } of draft.filteredPath(leafIndex)) {
    const step = derivePathStep(suite, pathSecret)
    steps.push({ node, copath, pathSecret })
    keys.set(node, step.privateKey)
    publics.push({ node, copath, encryptionKey: step.publicKey })
    pathSecret = step.next
  }
  return {
    steps,
    keys,
    commitSecret: pathSecret,
    leafParentHash: setPath(suite, draft, leafIndex, publics),
  }
}

/** The nodes a path secret is encrypted to: who was added by the same commit gets a welcome. */
function recipients(
  tree: RatchetTree,
  copath: number,
  newcomers: ReadonlySet<number>,
): readonly number[] {
  return tree.resolution(copath).filter((node) => node % 2 === 1 || !newcomers.has(node / 2))
}

/** Encrypts a fresh path's secrets for the other members (RFC 9420 §7.6). */
export function encryptPath(
  suite: CipherSuite,
  tree: RatchetTree,
  path: FreshPath,
  groupContext: Uint8Array,
  newcomers: ReadonlySet<number>,
): UpdatePath['nodes'] {
  const info = encryptionInfo(suite, 'UpdatePathNode', groupContext)
  return path.steps.map(({ node, copath, pathSecret }) => ({
    encryptionKey: tree.parentNode(node)!.encryptionKey,
    encryptedPathSecret: recipients(tree, copath, newcomers).map((recipient) =>
      encryptWithLabel(suite, tree.at(recipient)!.encryptionKey, info, pathSecret),
    ),
  }))
}

/**
 * Sets the public part of a received path into the tree (RFC 9420 §7.5, §12.4.2).
 *
 * @throws MlsError `invalid_path` if it has not one node per node of the filtered direct path,
 * `invalid_parent_hash` if its leaf does not chain to them (§7.9.2).
 */
export function applyPath(
  suite: CipherSuite,
  draft: TreeDraft,
  leafIndex: number,
  path: UpdatePath,
): void {
  const filtered = draft.filteredPath(leafIndex)
  ensure(
    filtered.length === path.nodes.length,
    'invalid_path',
    `path has ${path.nodes.length} nodes, ${filtered.length} belong there`,
  )
  const hash = setPath(
    suite,
    draft,
    leafIndex,
    filtered.map((step, index) => ({
      ...step,
      encryptionKey: path.nodes[index]!.encryptionKey.slice(),
    })),
  )
  ensure(
    path.leafNode.source.type === 'commit',
    'invalid_leaf_source',
    'the leaf of a path is not made for a commit',
  )
  ensure(
    equal(path.leafNode.source.parentHash, hash),
    'invalid_parent_hash',
    'the leaf does not hold the parent hash of its path',
  )
  draft.setLeaf(leafIndex, ownedLeaf(path.leafNode))
}

/**
 * Derives from a path secret the private keys of its node and all above on the path
 * (RFC 9420 §7.4), checking each against the tree. The path secret is overwritten.
 *
 * @throws MlsError `path_secret_mismatch`
 */
export function ascend(
  suite: CipherSuite,
  tree: RatchetTree,
  nodes: readonly number[],
  pathSecret: Uint8Array,
): { keys: NodeKeys; commitSecret: Uint8Array } {
  const keys = new Map<number, Uint8Array>()
  let secret = pathSecret
  for (const node of nodes) {
    const step = derivePathStep(suite, secret)
    const slot = tree.parentNode(node)
    ensure(
      slot !== undefined && equal(step.publicKey, slot.encryptionKey),
      'path_secret_mismatch',
      `path secret of node ${node} does not give its public key`,
    )
    keys.set(node, step.privateKey)
    secret.fill(0)
    secret = step.next
  }
  return { keys, commitSecret: secret }
}

/**
 * Decrypts what a received path holds for one member (RFC 9420 §7.5, §12.4.2). The public part
 * must be applied already.
 *
 * @throws MlsError `invalid_path` if it holds nothing for the member, `decryption_failed`,
 * `path_secret_mismatch`
 */
export function decryptPath(
  suite: CipherSuite,
  tree: RatchetTree,
  sender: number,
  path: UpdatePath,
  receiver: number,
  keys: NodeKeys,
  groupContext: Uint8Array,
  newcomers: ReadonlySet<number>,
): { keys: NodeKeys; commitSecret: Uint8Array } {
  const filtered = tree.filteredPath(sender)
  const index = filtered.findIndex(({ node }) => covers(node, receiver))
  const { copath } = filtered[index]!
  const targets = recipients(tree, copath, newcomers)
  const sealed = path.nodes[index]!.encryptedPathSecret
  ensure(
    sealed.length === targets.length,
    'invalid_path',
    `node has ${sealed.length} secrets for ${targets.length} recipients`,
  )
  const position = targets.findIndex((node) => keys.has(node))
  const privateKey = keys.get(targets[position] ?? -1)
  if (privateKey === undefined)
    throw new MlsError('invalid_path', `path holds no secret for leaf ${receiver}`)
  const pathSecret = decryptWithLabel(
    suite,
    privateKey,
    'UpdatePathNode',
    groupContext,
    sealed[position]!,
  )
  return ascend(
    suite,
    tree,
    filtered.slice(index).map(({ node }) => node),
    pathSecret,
  )
}

/** Whether all nodes of the path have the number of ciphertexts their resolution asks for. */
export function hasAllRecipients(
  tree: RatchetTree,
  sender: number,
  path: UpdatePath,
  newcomers: ReadonlySet<number>,
): boolean {
  return tree
    .filteredPath(sender)
    .every(
      ({ copath }, index) =>
        path.nodes[index]!.encryptedPathSecret.length ===
        recipients(tree, copath, newcomers).length,
    )
}
