import * as Codec from '@parley/codec'
import type { CipherSuite } from '../crypto/CipherSuite.ts'
import { ensure, MlsError } from '../MlsError.ts'
import { type MessageKey, senderDataKey } from '../schedule/SecretTree.ts'
import { Commit } from '../wire/Commit.ts'
import { decode } from '../wire/decode.ts'
import {
  type AuthData,
  type Body,
  contentType,
  type ContentType,
  type FramedContent,
  PrivateMessage,
  readAuthData,
  SenderData,
  writeAuthData,
} from '../wire/Message.ts'
import { Proposal } from '../wire/Proposal.ts'
import { content as contentBytes, field } from '../wire/scalars.ts'

type Header = Pick<PrivateMessage, 'groupId' | 'epoch' | 'contentType' | 'authenticatedData'>

const SenderDataAad = /* @__PURE__ */ Codec.struct({
  groupId: field,
  epoch: Codec.uint64,
  contentType,
})
const ContentAad = /* @__PURE__ */ Codec.struct({
  groupId: field,
  epoch: Codec.uint64,
  contentType,
  authenticatedData: contentBytes,
})

function writeBody(writer: Codec.Writer, body: Body): void {
  if (body.type === 'application') contentBytes.write(writer, body.data)
  else if (body.type === 'proposal') Proposal.write(writer, body.proposal)
  else Commit.write(writer, body.commit)
}

function readBody(reader: Codec.Reader, type: ContentType): Body {
  if (type === 'application') return { type, data: contentBytes.read(reader) }
  if (type === 'proposal') return { type, proposal: Proposal.read(reader) }
  return { type, commit: Commit.read(reader) }
}

/** `PrivateMessageContent` (RFC 9420 §6.3.1) with so many zeros after it. */
function encodeInner(body: Body, auth: AuthData, padding: number): Uint8Array {
  const writer = new Codec.Writer(512 + padding)
  writeBody(writer, body)
  writeAuthData(writer, body.type, auth)
  writer.bytes(new Uint8Array(padding))
  return writer.finish()
}

function decodeInner(bytes: Uint8Array, type: ContentType): { body: Body; auth: AuthData } {
  try {
    const reader = new Codec.Reader(bytes)
    const body = readBody(reader, type)
    const auth = readAuthData(reader, type)
    // RFC 9420 §6.3.1: padding must be zeros.
    let nonZero = 0
    for (const byte of reader.bytes(reader.remaining)) nonZero |= byte
    ensure(nonZero === 0, 'invalid_padding', 'padding holds a byte that is not zero')
    return { body, auth }
  } catch (cause) {
    if (!(cause instanceof Codec.CodecError)) throw cause
    throw new MlsError('malformed', `message content: ${cause.message}`, { cause })
  }
}

function guardedNonce(nonce: Uint8Array, reuseGuard: Uint8Array): Uint8Array {
  const guarded = nonce.slice()
  for (let i = 0; i < 4; i++) guarded[i]! ^= reuseGuard[i]!
  return guarded
}

/**
 * Encrypts a signed content (RFC 9420 §6.3).
 *
 * @param padding zeros to add after the content
 */
export function sealPrivateMessage(
  suite: CipherSuite,
  content: FramedContent,
  auth: AuthData,
  options: {
    senderDataSecret: Uint8Array
    leafIndex: number
    generation: number
    key: MessageKey
    padding: number
  },
): PrivateMessage {
  const { groupId, epoch, authenticatedData, body } = content
  const header: Header = { groupId, epoch, contentType: body.type, authenticatedData }
  const reuseGuard = suite.randomBytes(4)
  const ciphertext = suite.aead.seal(
    options.key.key,
    guardedNonce(options.key.nonce, reuseGuard),
    Codec.encode(ContentAad, header),
    encodeInner(body, auth, options.padding),
  )
  const senderData = { leafIndex: options.leafIndex, generation: options.generation, reuseGuard }
  const { key, nonce } = senderDataKey(suite, options.senderDataSecret, ciphertext)
  const encryptedSenderData = suite.aead.seal(
    key,
    nonce,
    Codec.encode(SenderDataAad, header),
    Codec.encode(SenderData, senderData),
  )
  return { ...header, encryptedSenderData, ciphertext }
}

function open(
  suite: CipherSuite,
  key: Uint8Array,
  nonce: Uint8Array,
  aad: Uint8Array,
  ciphertext: Uint8Array,
  what: string,
): Uint8Array {
  try {
    return suite.aead.open(key, nonce, aad, ciphertext)
  } catch (cause) {
    throw new MlsError('decryption_failed', `${what} does not open`, { cause })
  }
}

/** Decrypts who sent a message, and under which key (RFC 9420 §6.3.2). */
export function openSenderData(
  suite: CipherSuite,
  message: PrivateMessage,
  senderDataSecret: Uint8Array,
): SenderData {
  const { key, nonce } = senderDataKey(suite, senderDataSecret, message.ciphertext)
  const aad = Codec.encode(SenderDataAad, message)
  const bytes = open(suite, key, nonce, aad, message.encryptedSenderData, 'sender data')
  return decode(SenderData, bytes, 'sender data')
}

/** Decrypts a message's content (RFC 9420 §6.3.1). The signature is still to be checked. */
export function openPrivateMessage(
  suite: CipherSuite,
  message: PrivateMessage,
  senderData: SenderData,
  { key, nonce }: MessageKey,
): { content: FramedContent; auth: AuthData } {
  const { groupId, epoch, authenticatedData } = message
  const bytes = open(
    suite,
    key,
    guardedNonce(nonce, senderData.reuseGuard),
    Codec.encode(ContentAad, message),
    message.ciphertext,
    'message',
  )
  const { body, auth } = decodeInner(bytes, message.contentType)
  return {
    content: {
      groupId,
      epoch,
      sender: { type: 'member', leafIndex: senderData.leafIndex },
      authenticatedData,
      body,
    },
    auth,
  }
}
