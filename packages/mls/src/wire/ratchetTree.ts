import * as Codec from '@parley/codec'
import { wireLimits } from '../limits.ts'
import { LeafNode } from './LeafNode.ts'
import { field } from './scalars.ts'

/** An inner node of the tree (RFC 9420 §7.1). */
export const ParentNode = /* @__PURE__ */ Codec.struct({
  encryptionKey: field,
  parentHash: field,
  unmergedLeaves: Codec.vector(Codec.uint32, { countMax: wireLimits.leavesMax }),
})
export type ParentNode = Codec.TypeOf<typeof ParentNode>

/** Nodes in the order of the tree's array: leaves at even places, parents at odd ones. */
export type Nodes = readonly (LeafNode | ParentNode | undefined)[]

const leaf = /* @__PURE__ */ Codec.optional(/* @__PURE__ */ Codec.select({ leaf: [1, LeafNode] }))
const parent = /* @__PURE__ */ Codec.optional(
  /* @__PURE__ */ Codec.select({ parent: [2, ParentNode] }),
)
const bytesMax = wireLimits.extensionBytesMax

/**
 * The `ratchet_tree` extension's data (RFC 9420 §12.4.3.3). A leaf where a parent belongs is no
 * encoding of any tree, and refused here.
 */
export const RatchetTreeNodes: Codec.Codec<Nodes> = {
  bytesMax: 4 + bytesMax,
  write(writer, nodes) {
    const size = writer.lengthPrefixed(() => {
      for (const [index, node] of nodes.entries()) {
        writer.uint8(node === undefined ? 0 : 1)
        if (node === undefined) continue
        writer.uint8(index % 2 === 0 ? 1 : 2)
        if (index % 2 === 0) LeafNode.write(writer, node as LeafNode)
        else ParentNode.write(writer, node as ParentNode)
      }
    })
    if (size > bytesMax) throw new Codec.CodecError('limit', `tree takes ${size} bytes`)
  },
  read(reader) {
    const length = reader.length()
    if (length > bytesMax) throw new Codec.CodecError('limit', `tree takes ${length} bytes`)
    const body = reader.sub(length)
    const nodes: (LeafNode | ParentNode | undefined)[] = []
    while (body.remaining > 0) {
      if (nodes.length >= 2 * wireLimits.leavesMax)
        throw new Codec.CodecError('limit', `tree has more than ${wireLimits.leavesMax} leaves`)
      nodes.push(nodes.length % 2 === 0 ? leaf.read(body) : parent.read(body))
    }
    return nodes
  },
  sample: (random) =>
    Array.from({ length: random(4) * 2 }, (_, index) =>
      index % 2 === 0 ? leaf.sample(random) : parent.sample(random),
    ),
}
