import * as Codec from '@parley/codec'
import { Credential } from './Credential.ts'
import { Capabilities, extensions } from './Extension.ts'
import { field } from './scalars.ts'

const contentFields = {
  encryptionKey: field,
  signatureKey: field,
  credential: Credential,
  capabilities: Capabilities,
  source: Codec.select({
    key_package: [1, Codec.struct({ notBefore: Codec.uint64, notAfter: Codec.uint64 })],
    update: [2, Codec.struct({})],
    commit: [3, Codec.struct({ parentHash: field })],
  }),
  extensions,
}

/** All of a leaf that its signature covers but the place it stands at (RFC 9420 §7.2). */
export const LeafNodeContent = /* @__PURE__ */ Codec.struct(contentFields)
export type LeafNodeContent = Codec.TypeOf<typeof LeafNodeContent>

/** A member's leaf (RFC 9420 §7.2). */
export const LeafNode = /* @__PURE__ */ Codec.struct({ ...contentFields, signature: field })
export type LeafNode = Codec.TypeOf<typeof LeafNode>

/** A leaf in memory of its own: one that shares its message's would keep all of that alive. */
export function ownedLeaf(leaf: LeafNode): LeafNode {
  return Codec.decode(LeafNode, Codec.encode(LeafNode, leaf))
}

const LeafPlace = /* @__PURE__ */ Codec.struct({ groupId: field, leafIndex: Codec.uint32 })

/** `LeafNodeTBS` (RFC 9420 §7.2): a leaf not from a key package is bound to its group and place. */
export function leafNodeToBeSigned(
  leaf: LeafNodeContent,
  place: { groupId: Uint8Array; leafIndex: number } | undefined,
): Uint8Array {
  const writer = new Codec.Writer(512)
  LeafNodeContent.write(writer, leaf)
  if (leaf.source.type !== 'key_package' && place !== undefined) LeafPlace.write(writer, place)
  return writer.finish()
}
