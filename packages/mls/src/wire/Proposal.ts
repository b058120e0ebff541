import * as Codec from '@parley/codec'
import { extensions } from './Extension.ts'
import { KeyPackage } from './KeyPackage.ts'
import { LeafNode } from './LeafNode.ts'
import { field } from './scalars.ts'

/** `ResumptionPSKUsage` (RFC 9420 §8.4). */
export const pskUsage = /* @__PURE__ */ Codec.enumeration({ application: 1, reinit: 2, branch: 3 })
export type PskUsage = Codec.TypeOf<typeof pskUsage>

/** Which pre-shared key, and the nonce that makes its use unique (RFC 9420 §8.4). */
export const PreSharedKeyId = /* @__PURE__ */ Codec.struct({
  key: Codec.select({
    external: [1, Codec.struct({ pskId: field })],
    resumption: [2, Codec.struct({ usage: pskUsage, groupId: field, epoch: Codec.uint64 })],
  }),
  nonce: field,
})
export type PreSharedKeyId = Codec.TypeOf<typeof PreSharedKeyId>

/** Proposal types by name (RFC 9420 §17.4). */
export const proposalTypes = {
  add: 0x0001,
  update: 0x0002,
  remove: 0x0003,
  psk: 0x0004,
  reinit: 0x0005,
  external_init: 0x0006,
  group_context_extensions: 0x0007,
} as const

/** A change to a group (RFC 9420 §12.1). Other types have no known shape and are refused. */
export const Proposal = /* @__PURE__ */ Codec.select(
  {
    add: [proposalTypes.add, Codec.struct({ keyPackage: KeyPackage })],
    update: [proposalTypes.update, Codec.struct({ leafNode: LeafNode })],
    remove: [proposalTypes.remove, Codec.struct({ removed: Codec.uint32 })],
    psk: [proposalTypes.psk, Codec.struct({ psk: PreSharedKeyId })],
    reinit: [
      proposalTypes.reinit,
      Codec.struct({
        groupId: field,
        // Any: which versions can follow is for the rules to say (RFC 9420 §12.1.5).
        version: Codec.uint16,
        cipherSuite: Codec.uint16,
        extensions,
      }),
    ],
    external_init: [proposalTypes.external_init, Codec.struct({ kemOutput: field })],
    group_context_extensions: [
      proposalTypes.group_context_extensions,
      Codec.struct({ extensions }),
    ],
  },
  Codec.uint16,
)
export type Proposal = Codec.TypeOf<typeof Proposal>

/** A proposal, or the reference to one sent before (RFC 9420 §12.4). */
export const ProposalOrRef = /* @__PURE__ */ Codec.select({
  proposal: [1, Codec.struct({ proposal: Proposal })],
  reference: [2, Codec.struct({ reference: field })],
})
export type ProposalOrRef = Codec.TypeOf<typeof ProposalOrRef>
