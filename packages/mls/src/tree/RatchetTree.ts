import type { LeafNode } from '../wire/LeafNode.ts'
import type { ParentNode } from '../wire/ratchetTree.ts'
import { type MlsErrorCode } from '../MlsErrorCode.ts'
import { ensure } from '../MlsError.ts'
import { directPath, left, level, nodeCount, right, root } from './treeMath.ts'

type Slot = LeafNode | ParentNode | undefined

/**
 * A group's ratchet tree (RFC 9420 §7), always full: its leaf count is a power of two. Immutable;
 * a change is made on a {@link TreeDraft}, which shares every node it does not touch.
 */
export class RatchetTree {
  protected slots: Slot[]
  /** Tree hashes known so far, by node. A cache: filled by `treeHash`, emptied along changes. */
  readonly hashes: (Uint8Array | undefined)[]

  protected constructor(slots: Slot[], hashes: (Uint8Array | undefined)[]) {
    this.slots = slots
    this.hashes = hashes
  }

  /** The tree whose array is given; blank places after its end are added. */
  static from(nodes: readonly Slot[]): RatchetTree {
    const slots = [...nodes]
    let leafCount = 1
    while (nodeCount(leafCount) < slots.length) leafCount *= 2
    while (slots.length < nodeCount(leafCount)) slots.push(undefined)
    return new RatchetTree(slots, [])
  }

  get leafCount(): number {
    return (this.slots.length + 1) / 2
  }

  get root(): number {
    return root(this.leafCount)
  }

  get nodeCount(): number {
    return this.slots.length
  }

  /** Whatever stands at a place of the array. */
  at(node: number): Slot {
    return this.slots[node]
  }

  /** The leaf with that leaf index, unless it is blank or beyond the tree. */
  leaf(leafIndex: number): LeafNode | undefined {
    return this.slots[2 * leafIndex] as LeafNode | undefined
  }

  /** The leaf with that leaf index. */
  member(leafIndex: number, code: MlsErrorCode): LeafNode {
    const leaf = this.leaf(leafIndex)
    ensure(leaf !== undefined, code, `no member has leaf index ${leafIndex}`)
    return leaf
  }

  parentNode(node: number): ParentNode | undefined {
    return this.slots[node] as ParentNode | undefined
  }

  /** All members, in the order of their leaves. */
  *leaves(): Generator<[leafIndex: number, leaf: LeafNode]> {
    for (let index = 0; index < this.leafCount; index++) {
      const leaf = this.leaf(index)
      if (leaf !== undefined) yield [index, leaf]
    }
  }

  /** The nodes that together cover every member below a node (RFC 9420 §4.1.1). */
  resolution(node: number, into: number[] = []): number[] {
    const slot = this.slots[node]
    if (slot !== undefined) {
      into.push(node)
      if (node % 2 === 1)
        for (const leaf of (slot as ParentNode).unmergedLeaves) into.push(2 * leaf)
    } else if (level(node) > 0) {
      this.resolution(left(node), into)
      this.resolution(right(node), into)
    }
    return into
  }

  /** Whether no member is below a node: its resolution is empty. */
  isEmpty(node: number): boolean {
    if (this.slots[node] !== undefined) return false
    return level(node) === 0 || (this.isEmpty(left(node)) && this.isEmpty(right(node)))
  }

  /**
   * The direct path of a leaf without the nodes whose child off the path is empty, with that
   * child (RFC 9420 §4.1.2).
   */
  filteredPath(leafIndex: number): { node: number; copath: number }[] {
    const path: { node: number; copath: number }[] = []
    let below = 2 * leafIndex
    for (const node of directPath(below, this.leafCount)) {
      const copath = below < node ? right(node) : left(node)
      if (!this.isEmpty(copath)) path.push({ node, copath })
      below = node
    }
    return path
  }

  /** The array of the `ratchet_tree` extension: nothing blank at its end (RFC 9420 §12.4.3.3). */
  nodes(): readonly Slot[] {
    let length = this.slots.length
    while (length > 0 && this.slots[length - 1] === undefined) length--
    return this.slots.slice(0, length)
  }

  draft(): TreeDraft {
    return TreeDraft.of(this)
  }
}

/** A tree being changed: a copy of its base's array, sharing the nodes. */
export class TreeDraft extends RatchetTree {
  /** No leaf before this one is blank. */
  #full = 0

  static of(tree: RatchetTree): TreeDraft {
    return new TreeDraft([...(tree as TreeDraft).slots], [...tree.hashes])
  }

  /** The tree as it is now; the draft must not be changed afterwards. */
  finish(): RatchetTree {
    return this
  }

  #touch(node: number): void {
    this.hashes[node] = undefined
    for (const above of directPath(node, this.leafCount)) this.hashes[above] = undefined
  }

  setParent(node: number, value: ParentNode | undefined): void {
    this.slots[node] = value
    this.#touch(node)
  }

  setLeaf(leafIndex: number, leaf: LeafNode | undefined): void {
    this.slots[2 * leafIndex] = leaf
    if (leaf === undefined && leafIndex < this.#full) this.#full = leafIndex
    this.#touch(2 * leafIndex)
  }

  blankPath(leafIndex: number): void {
    for (const node of directPath(2 * leafIndex, this.leafCount)) this.slots[node] = undefined
    this.#touch(2 * leafIndex)
  }

  /** Puts a newcomer at the leftmost blank leaf, growing the tree if there is none (RFC 9420 §7.7, §12.1.1). */
  addLeaf(leaf: LeafNode): number {
    let leafIndex = this.#full
    while (leafIndex < this.leafCount && this.leaf(leafIndex) !== undefined) leafIndex++
    this.#full = leafIndex + 1
    if (leafIndex === this.leafCount) this.#grow()
    this.slots[2 * leafIndex] = leaf
    for (const node of directPath(2 * leafIndex, this.leafCount)) {
      const slot = this.parentNode(node)
      if (slot === undefined) continue
      const after = slot.unmergedLeaves.findIndex((other) => other > leafIndex)
      const at = after === -1 ? slot.unmergedLeaves.length : after
      this.slots[node] = {
        ...slot,
        unmergedLeaves: slot.unmergedLeaves.toSpliced(at, 0, leafIndex),
      }
    }
    this.#touch(2 * leafIndex)
    return leafIndex
  }

  /** RFC 9420 §12.1.2. */
  updateLeaf(leafIndex: number, leaf: LeafNode): void {
    this.setLeaf(leafIndex, leaf)
    this.blankPath(leafIndex)
  }

  /** RFC 9420 §12.1.3, without the shrinking: that follows when all removals are done. */
  removeLeaf(leafIndex: number): void {
    this.setLeaf(leafIndex, undefined)
    this.blankPath(leafIndex)
  }

  /** Halves the tree as long as its right half is empty (RFC 9420 §7.7). */
  shrink(): void {
    while (this.leafCount > 1 && this.isEmpty(right(this.root))) {
      const length = nodeCount(this.leafCount / 2)
      this.slots.length = length
      this.hashes.length = Math.min(this.hashes.length, length)
    }
    this.#full = Math.min(this.#full, this.leafCount)
  }

  #grow(): void {
    const length = nodeCount(this.leafCount * 2)
    while (this.slots.length < length) this.slots.push(undefined)
  }
}
