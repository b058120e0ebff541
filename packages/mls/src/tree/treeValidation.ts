import { equal } from '../crypto/bytes.ts'
import type { CipherSuite } from '../crypto/CipherSuite.ts'
import { ensure } from '../MlsError.ts'
import type { LeafNode } from '../wire/LeafNode.ts'
import type { ParentNode } from '../wire/ratchetTree.ts'
import type { RatchetTree } from './RatchetTree.ts'
import { parentHash } from './treeHash.ts'
import { covers, left, level, parent, right } from './treeMath.ts'

function parentHashOf(tree: RatchetTree, node: number): Uint8Array | undefined {
  const slot = tree.at(node)
  if (slot === undefined) return undefined
  if (level(node) > 0) return (slot as ParentNode).parentHash
  const { source } = slot as LeafNode
  return source.type === 'commit' ? source.parentHash : undefined
}

/**
 * Whether a parent is chained to a node below one of its children (RFC 9420 §7.9.2): some node D
 * in that child's resolution holds its parent hash, and the rest of that resolution is exactly
 * the parent's unmerged leaves on that side.
 */
function isParentHashValid(suite: CipherSuite, tree: RatchetTree, node: number): boolean {
  const slot = tree.parentNode(node)!
  for (const [child, sibling] of [
    [left(node), right(node)],
    [right(node), left(node)],
  ] as const) {
    const unmerged = new Set(
      slot.unmergedLeaves.filter((leaf) => covers(child, leaf)).map((leaf) => 2 * leaf),
    )
    const resolution = tree.resolution(child)
    if (resolution.length !== unmerged.size + 1) continue
    const others = resolution.filter((entry) => !unmerged.has(entry))
    if (others.length !== 1) continue
    const held = parentHashOf(tree, others[0]!)
    if (held !== undefined && equal(held, parentHash(suite, tree, slot, sibling))) return true
  }
  return false
}

/**
 * Every parent of the tree was set by an update path of one of the members below it (RFC 9420 §7.9.2).
 *
 * @throws MlsError `invalid_parent_hash`
 */
export function validateParentHashes(suite: CipherSuite, tree: RatchetTree): void {
  for (let node = 1; node < tree.nodeCount; node += 2)
    ensure(
      tree.at(node) === undefined || isParentHashValid(suite, tree, node),
      'invalid_parent_hash',
      `node ${node} is not chained to a leaf`,
    )
}

/**
 * Unmerged leaves are members below their node, in rising order, and unmerged at every node
 * between (RFC 9420 §7.1, §12.4.3.1).
 *
 * @throws MlsError `invalid_unmerged_leaves`
 */
export function validateUnmergedLeaves(tree: RatchetTree): void {
  // Sets, since a list may have thousands of leaves, each looked up at every level below.
  const listed = new Map<number, ReadonlySet<number>>()
  for (let node = 1; node < tree.nodeCount; node += 2) {
    const slot = tree.parentNode(node)
    if (slot !== undefined) listed.set(node, new Set(slot.unmergedLeaves))
  }
  for (const node of listed.keys()) {
    const slot = tree.parentNode(node)!
    let previous = -1
    for (const leaf of slot.unmergedLeaves) {
      ensure(
        leaf > previous && covers(node, leaf) && tree.leaf(leaf) !== undefined,
        'invalid_unmerged_leaves',
        `node ${node} lists leaf ${leaf}`,
      )
      previous = leaf
      for (let at = parent(2 * leaf); at !== node; at = parent(at)) {
        const between = listed.get(at)
        ensure(
          between === undefined || between.has(leaf),
          'invalid_unmerged_leaves',
          `node ${at} does not list leaf ${leaf}, node ${node} above it does`,
        )
      }
    }
  }
}

/** Finds the first byte string that is there twice, by a hash of its first bytes. */
class KeySet {
  readonly #byStart = new Map<number, Uint8Array[]>()

  /** False if the key was there. */
  add(key: Uint8Array): boolean {
    // Keys are uniformly distributed, but for the P-256 prefix byte.
    const start = (key[1]! << 24) ^ (key[2]! << 16) ^ (key[3]! << 8) ^ key[4]!
    const same = this.#byStart.get(start)
    if (same === undefined) {
      this.#byStart.set(start, [key])
      return true
    }
    if (same.some((other) => equal(other, key))) return false
    same.push(key)
    return true
  }
}

/**
 * No encryption key stands at two nodes, and no signature key at two leaves (RFC 9420 §7.3, §12.4.2).
 *
 * @throws MlsError `duplicate_encryption_key`, `duplicate_signature_key`
 */
export function validateUniqueKeys(tree: RatchetTree): void {
  const encryption = new KeySet()
  const signature = new KeySet()
  for (let node = 0; node < tree.nodeCount; node++) {
    const slot = tree.at(node)
    if (slot === undefined) continue
    ensure(
      encryption.add(slot.encryptionKey),
      'duplicate_encryption_key',
      `the encryption key of node ${node} is in the tree twice`,
    )
    if (node % 2 === 0)
      ensure(
        signature.add((slot as LeafNode).signatureKey),
        'duplicate_signature_key',
        `the signature key of leaf ${node / 2} is in the tree twice`,
      )
  }
}
