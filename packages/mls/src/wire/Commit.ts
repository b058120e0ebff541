import * as Codec from '@parley/codec'
import { wireLimits } from '../limits.ts'
import { LeafNode } from './LeafNode.ts'
import { ProposalOrRef } from './Proposal.ts'
import { field, HpkeCiphertext } from './scalars.ts'

/** One node of an {@link UpdatePath}: its new key, and its secret for each node below its sibling. */
export const UpdatePathNode = /* @__PURE__ */ Codec.struct({
  encryptionKey: field,
  encryptedPathSecret: Codec.vector(HpkeCiphertext, {
    countMax: wireLimits.leavesMax,
    bytesMax: wireLimits.contentBytesMax,
  }),
})
export type UpdatePathNode = Codec.TypeOf<typeof UpdatePathNode>

/** A committer's new leaf and direct path (RFC 9420 §7.6). */
export const UpdatePath = /* @__PURE__ */ Codec.struct({
  leafNode: LeafNode,
  nodes: Codec.vector(UpdatePathNode, {
    countMax: wireLimits.levelsMax,
    bytesMax: wireLimits.contentBytesMax,
  }),
})
export type UpdatePath = Codec.TypeOf<typeof UpdatePath>

/** RFC 9420 §12.4. */
export const Commit = /* @__PURE__ */ Codec.struct({
  proposals: Codec.vector(ProposalOrRef, {
    countMax: wireLimits.leavesMax,
    bytesMax: wireLimits.contentBytesMax,
  }),
  path: Codec.optional(UpdatePath),
})
export type Commit = Codec.TypeOf<typeof Commit>
