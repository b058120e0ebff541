import * as Codec from '@parley/codec'
import { wireLimits } from '../limits.ts'
import { extensions } from './Extension.ts'
import { GroupContext } from './GroupContext.ts'
import { PreSharedKeyId } from './Proposal.ts'
import { content, field, HpkeCiphertext } from './scalars.ts'

const groupInfoFields = {
  groupContext: GroupContext,
  extensions,
  confirmationTag: field,
  signer: Codec.uint32,
}

/** `GroupInfoTBS` (RFC 9420 §12.4.3). */
export const GroupInfoContent = /* @__PURE__ */ Codec.struct(groupInfoFields)
export type GroupInfoContent = Codec.TypeOf<typeof GroupInfoContent>

/** What a newcomer needs to know of a group (RFC 9420 §12.4.3). */
export const GroupInfo = /* @__PURE__ */ Codec.struct({ ...groupInfoFields, signature: field })
export type GroupInfo = Codec.TypeOf<typeof GroupInfo>

export const preSharedKeys: Codec.Codec<PreSharedKeyId[]> = /* @__PURE__ */ Codec.vector(
  PreSharedKeyId,
  { countMax: 1024, bytesMax: wireLimits.extensionBytesMax },
)

/** What one joiner must keep secret (RFC 9420 §12.4.3.1). */
export const GroupSecrets = /* @__PURE__ */ Codec.struct({
  joinerSecret: field,
  pathSecret: Codec.optional(field),
  psks: preSharedKeys,
})
export type GroupSecrets = Codec.TypeOf<typeof GroupSecrets>

/** RFC 9420 §12.4.3.1. */
export const Welcome = /* @__PURE__ */ Codec.struct({
  cipherSuite: Codec.uint16,
  secrets: Codec.vector(Codec.struct({ newMember: field, encryptedGroupSecrets: HpkeCiphertext }), {
    countMax: wireLimits.leavesMax,
    bytesMax: wireLimits.contentBytesMax,
  }),
  encryptedGroupInfo: content,
})
export type Welcome = Codec.TypeOf<typeof Welcome>
