import * as Codec from '@parley/codec'
import { empty } from '../crypto/bytes.ts'
import type { CipherSuite } from '../crypto/CipherSuite.ts'
import { LeafNode } from '../wire/LeafNode.ts'
import { ParentNode } from '../wire/ratchetTree.ts'
import { field } from '../wire/scalars.ts'
import type { RatchetTree } from './RatchetTree.ts'
import { leafRange, left, level, right } from './treeMath.ts'

function leafHash(suite: CipherSuite, leafIndex: number, leaf: LeafNode | undefined): Uint8Array {
  const writer = new Codec.Writer(512)
  writer.uint8(1)
  writer.uint32(leafIndex)
  writer.uint8(leaf === undefined ? 0 : 1)
  if (leaf !== undefined) LeafNode.write(writer, leaf)
  return suite.hash(writer.finish())
}

function parentHashInput(
  suite: CipherSuite,
  node: ParentNode | undefined,
  leftHash: Uint8Array,
  rightHash: Uint8Array,
): Uint8Array {
  const writer = new Codec.Writer(256)
  writer.uint8(2)
  writer.uint8(node === undefined ? 0 : 1)
  if (node !== undefined) ParentNode.write(writer, node)
  field.write(writer, leftHash)
  field.write(writer, rightHash)
  return suite.hash(writer.finish())
}

/** The hash of the subtree below a node (RFC 9420 §7.8). What was computed once is kept with the tree. */
export function treeHash(suite: CipherSuite, tree: RatchetTree, node = tree.root): Uint8Array {
  const known = tree.hashes[node]
  if (known !== undefined) return known
  const hash =
    level(node) === 0
      ? leafHash(suite, node / 2, tree.leaf(node / 2))
      : parentHashInput(
          suite,
          tree.parentNode(node),
          treeHash(suite, tree, left(node)),
          treeHash(suite, tree, right(node)),
        )
  tree.hashes[node] = hash
  return hash
}

/** Those of the leaves, in rising order, that are below a node. */
function leavesBelow(node: number, leaves: readonly number[]): readonly number[] {
  const { start, end } = leafRange(node)
  return leaves.slice(firstAtLeast(leaves, start), firstAtLeast(leaves, end))
}

function firstAtLeast(leaves: readonly number[], bound: number): number {
  let [low, high] = [0, leaves.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if (leaves[middle]! < bound) low = middle + 1
    else high = middle
  }
  return low
}

/**
 * The tree hash of a subtree as it was before the given leaves were added: they are blank, and on
 * no list of unmerged leaves (RFC 9420 §7.9). Only the paths to those leaves are hashed anew.
 *
 * @param unmerged leaf indices in rising order
 */
export function originalTreeHash(
  suite: CipherSuite,
  tree: RatchetTree,
  node: number,
  unmerged: readonly number[],
): Uint8Array {
  const inside = leavesBelow(node, unmerged)
  if (inside.length === 0) return treeHash(suite, tree, node)
  if (level(node) === 0) return leafHash(suite, node / 2, undefined)
  const slot = tree.parentNode(node)
  const removed = new Set(inside)
  return parentHashInput(
    suite,
    slot && {
      ...slot,
      unmergedLeaves: slot.unmergedLeaves.filter((leaf) => !removed.has(leaf)),
    },
    originalTreeHash(suite, tree, left(node), inside),
    originalTreeHash(suite, tree, right(node), inside),
  )
}

const ParentHashInput = /* @__PURE__ */ Codec.struct({
  encryptionKey: field,
  parentHash: field,
  originalSiblingTreeHash: field,
})

/** The parent hash that the child of `parent` opposite to `sibling` holds (RFC 9420 §7.9). */
export function parentHash(
  suite: CipherSuite,
  tree: RatchetTree,
  parent: ParentNode,
  sibling: number,
): Uint8Array {
  const originalSiblingTreeHash = originalTreeHash(suite, tree, sibling, parent.unmergedLeaves)
  return suite.hash(
    Codec.encode(ParentHashInput, {
      encryptionKey: parent.encryptionKey,
      parentHash: parent.parentHash,
      originalSiblingTreeHash,
    }),
  )
}

/** The parent hash of the root, which has no parent. */
export const rootParentHash: Uint8Array = empty
