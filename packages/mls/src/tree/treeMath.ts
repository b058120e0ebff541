/**
 * Arithmetic on the array form of a full binary tree: leaves at even places, parents at odd ones
 * (RFC 9420 Appendix C).
 *
 * @module
 */

/** How far above the leaves a node stands. */
export function level(node: number): number {
  if (node % 2 === 0) return 0
  return 31 - Math.clz32(~node & (node + 1))
}

/** Places in the array of a tree with so many leaves, a power of two. */
export function nodeCount(leafCount: number): number {
  return leafCount === 0 ? 0 : 2 * leafCount - 1
}

/** The root of a tree with so many leaves, a power of two. */
export function root(leafCount: number): number {
  return leafCount - 1
}

/** The left child of a parent. */
export function left(node: number): number {
  return node ^ (1 << (level(node) - 1))
}

/** The right child of a parent. */
export function right(node: number): number {
  return node ^ (3 << (level(node) - 1))
}

/** The node above; meaningless for the root. */
export function parent(node: number): number {
  const k = level(node)
  return (node | (1 << k)) & ~(1 << (k + 1))
}

/** The other child of a node's parent; meaningless for the root. */
export function sibling(node: number): number {
  const above = parent(node)
  return node < above ? right(above) : left(above)
}

/** The nodes above a node, the root last. */
export function directPath(node: number, leafCount: number): number[] {
  const top = root(leafCount)
  const path: number[] = []
  for (let at = node; at !== top;) {
    at = parent(at)
    path.push(at)
  }
  return path
}

/** The first leaf (by leaf index) below a node, and the one after its last. */
export function leafRange(node: number): { start: number; end: number } {
  const width = 1 << level(node)
  const start = (node - (width - 1)) / 2
  return { start, end: start + width }
}

/** Whether a leaf (by leaf index) is below a node, or the node itself. */
export function covers(node: number, leafIndex: number): boolean {
  const { start, end } = leafRange(node)
  return leafIndex >= start && leafIndex < end
}
