import * as Codec from '@parley/codec'
import { Commit } from './Commit.ts'
import { KeyPackage } from './KeyPackage.ts'
import { Proposal } from './Proposal.ts'
import { content, field, protocolVersion } from './scalars.ts'
import { GroupInfo, Welcome } from './Welcome.ts'

/** RFC 9420 §6. */
export const contentTypes = { application: 1, proposal: 2, commit: 3 } as const
export const contentType = /* @__PURE__ */ Codec.enumeration(contentTypes)
export type ContentType = Codec.TypeOf<typeof contentType>

/** `WireFormat` numbers (RFC 9420 §6). */
export const wireFormats = {
  public: 1,
  private: 2,
  welcome: 3,
  group_info: 4,
  key_package: 5,
} as const

/** Who sent a message (RFC 9420 §6). */
export const Sender = /* @__PURE__ */ Codec.select({
  member: [1, Codec.struct({ leafIndex: Codec.uint32 })],
  external: [2, Codec.struct({ senderIndex: Codec.uint32 })],
  new_member_proposal: [3, Codec.struct({})],
  new_member_commit: [4, Codec.struct({})],
})
export type Sender = Codec.TypeOf<typeof Sender>

/** A message's content with its type (RFC 9420 §6). */
export const Body = /* @__PURE__ */ Codec.select({
  application: [contentTypes.application, Codec.struct({ data: content })],
  proposal: [contentTypes.proposal, Codec.struct({ proposal: Proposal })],
  commit: [contentTypes.commit, Codec.struct({ commit: Commit })],
})
export type Body = Codec.TypeOf<typeof Body>

/** RFC 9420 §6. */
export const FramedContent = /* @__PURE__ */ Codec.struct({
  groupId: field,
  epoch: Codec.uint64,
  sender: Sender,
  authenticatedData: content,
  body: Body,
})
export type FramedContent = Codec.TypeOf<typeof FramedContent>

/** The signature, and on commits the confirmation tag (RFC 9420 §6.1). */
export type AuthData = { signature: Uint8Array; confirmationTag: Uint8Array | undefined }

export function writeAuthData(writer: Codec.Writer, type: ContentType, auth: AuthData): void {
  field.write(writer, auth.signature)
  if ((type === 'commit') !== (auth.confirmationTag !== undefined))
    throw new Codec.CodecError('invalid', 'commits and only commits have a confirmation tag')
  if (auth.confirmationTag !== undefined) field.write(writer, auth.confirmationTag)
}

export function readAuthData(reader: Codec.Reader, type: ContentType): AuthData {
  return {
    signature: field.read(reader),
    confirmationTag: type === 'commit' ? field.read(reader) : undefined,
  }
}

/** A signed content and the wire format the signature is for (RFC 9420 §6.1). */
export type AuthenticatedContent = {
  wireFormat: 'public' | 'private'
  content: FramedContent
  auth: AuthData
}

/** RFC 9420 §6.1. */
export const AuthenticatedContent: Codec.Codec<AuthenticatedContent> = {
  bytesMax: 2 + FramedContent.bytesMax + 2 * field.bytesMax,
  write(writer, value) {
    writer.uint16(wireFormats[value.wireFormat])
    FramedContent.write(writer, value.content)
    writeAuthData(writer, value.content.body.type, value.auth)
  },
  read(reader) {
    const format = reader.uint16()
    if (format !== wireFormats.public && format !== wireFormats.private)
      throw new Codec.CodecError('invalid', `wire format ${format} carries no content`)
    const framed = FramedContent.read(reader)
    return {
      wireFormat: format === wireFormats.public ? 'public' : 'private',
      content: framed,
      auth: readAuthData(reader, framed.body.type),
    }
  },
  sample: (random) => {
    const { content: framed, auth } = PublicMessage.sample(random)
    return { wireFormat: random(2) === 0 ? 'public' : 'private', content: framed, auth }
  },
}

/** A message in the open: signed, and tagged if a member sent it (RFC 9420 §6.2). */
export type PublicMessage = {
  content: FramedContent
  auth: AuthData
  membershipTag: Uint8Array | undefined
}

/** RFC 9420 §6.2. */
export const PublicMessage: Codec.Codec<PublicMessage> = {
  bytesMax: FramedContent.bytesMax + 3 * field.bytesMax,
  write(writer, value) {
    FramedContent.write(writer, value.content)
    writeAuthData(writer, value.content.body.type, value.auth)
    if ((value.content.sender.type === 'member') !== (value.membershipTag !== undefined))
      throw new Codec.CodecError('invalid', 'members and only members have a membership tag')
    if (value.membershipTag !== undefined) field.write(writer, value.membershipTag)
  },
  read(reader) {
    const framed = FramedContent.read(reader)
    return {
      content: framed,
      auth: readAuthData(reader, framed.body.type),
      membershipTag: framed.sender.type === 'member' ? field.read(reader) : undefined,
    }
  },
  sample(random) {
    const framed = FramedContent.sample(random)
    return {
      content: framed,
      auth: {
        signature: field.sample(random),
        confirmationTag: framed.body.type === 'commit' ? field.sample(random) : undefined,
      },
      membershipTag: framed.sender.type === 'member' ? field.sample(random) : undefined,
    }
  },
}

/** An encrypted message (RFC 9420 §6.3). */
export const PrivateMessage = /* @__PURE__ */ Codec.struct({
  groupId: field,
  epoch: Codec.uint64,
  contentType,
  authenticatedData: content,
  encryptedSenderData: field,
  ciphertext: content,
})
export type PrivateMessage = Codec.TypeOf<typeof PrivateMessage>

/** Who sent an encrypted message, and under which key (RFC 9420 §6.3.2). */
export const SenderData = /* @__PURE__ */ Codec.struct({
  leafIndex: Codec.uint32,
  generation: Codec.uint32,
  reuseGuard: Codec.fixed(4),
})
export type SenderData = Codec.TypeOf<typeof SenderData>

const formats = /* @__PURE__ */ Codec.select(
  {
    public: [
      wireFormats.public,
      Codec.map(
        PublicMessage,
        (publicMessage) => ({ publicMessage }),
        (value) => value.publicMessage,
      ),
    ],
    private: [wireFormats.private, Codec.struct({ privateMessage: PrivateMessage })],
    welcome: [wireFormats.welcome, Codec.struct({ welcome: Welcome })],
    group_info: [wireFormats.group_info, Codec.struct({ groupInfo: GroupInfo })],
    key_package: [wireFormats.key_package, Codec.struct({ keyPackage: KeyPackage })],
  },
  Codec.uint16,
)

/** `MLSMessage` (RFC 9420 §6): everything that travels. */
export const Message: Codec.Codec<Codec.TypeOf<typeof formats>> = {
  bytesMax: 2 + formats.bytesMax,
  write(writer, value) {
    protocolVersion.write(writer, 1)
    formats.write(writer, value)
  },
  read(reader) {
    protocolVersion.read(reader)
    return formats.read(reader)
  },
  sample: formats.sample,
}
export type Message = Codec.TypeOf<typeof Message>
