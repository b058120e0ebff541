import * as Codec from '@parley/codec'
import { extensions } from './Extension.ts'
import { field, protocolVersion } from './scalars.ts'

/** What all members of an epoch agree on (RFC 9420 §8.1). */
export const GroupContext = /* @__PURE__ */ Codec.struct({
  version: protocolVersion,
  cipherSuite: Codec.uint16,
  groupId: field,
  epoch: Codec.uint64,
  treeHash: field,
  confirmedTranscriptHash: field,
  extensions,
})
export type GroupContext = Codec.TypeOf<typeof GroupContext>
