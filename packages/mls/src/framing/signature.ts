import * as Codec from '@parley/codec'
import type { CipherSuite } from '../crypto/CipherSuite.ts'
import { signWithLabel, verifyWithLabel } from '../crypto/labels.ts'
import { ensure } from '../MlsError.ts'
import { type AuthData, FramedContent, wireFormats, writeAuthData } from '../wire/Message.ts'

/**
 * `FramedContentTBS` (RFC 9420 §6.1): what a message's signature covers.
 *
 * @param groupContext the encoded context of the message's epoch
 */
export function contentToBeSigned(
  wireFormat: 'public' | 'private',
  content: FramedContent,
  groupContext: Uint8Array,
): Uint8Array {
  const writer = new Codec.Writer(512 + groupContext.length)
  writer.uint16(1)
  writer.uint16(wireFormats[wireFormat])
  FramedContent.write(writer, content)
  const { type } = content.sender
  if (type === 'member' || type === 'new_member_commit') writer.bytes(groupContext)
  return writer.finish()
}

/** Signs a message's content (RFC 9420 §6.1). */
export function signContent(
  suite: CipherSuite,
  privateKey: Uint8Array,
  toBeSigned: Uint8Array,
): Uint8Array {
  return signWithLabel(suite, privateKey, 'FramedContentTBS', toBeSigned)
}

/**
 * Checks a message's signature (RFC 9420 §6.1).
 *
 * @throws MlsError `invalid_signature`
 */
export function verifyContent(
  suite: CipherSuite,
  publicKey: Uint8Array,
  toBeSigned: Uint8Array,
  signature: Uint8Array,
): void {
  ensure(
    verifyWithLabel(suite, publicKey, 'FramedContentTBS', toBeSigned, signature),
    'invalid_signature',
    'the message is not signed by its sender',
  )
}

/** The tag that shows a public message's sender to be a member (RFC 9420 §6.2). */
export function membershipTagOf(
  suite: CipherSuite,
  membershipKey: Uint8Array,
  toBeSigned: Uint8Array,
  content: FramedContent,
  auth: AuthData,
): Uint8Array {
  const writer = new Codec.Writer(toBeSigned.length + 256)
  writer.bytes(toBeSigned)
  writeAuthData(writer, content.body.type, auth)
  return suite.hmac(membershipKey, writer.finish())
}
