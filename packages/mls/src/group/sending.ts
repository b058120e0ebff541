import * as Codec from '@parley/codec'
import { empty } from '../crypto/bytes.ts'
import { sealPrivateMessage } from '../framing/privateMessage.ts'
import { contentToBeSigned, membershipTagOf, signContent } from '../framing/signature.ts'
import { nextKey, type SecretTree } from '../schedule/SecretTree.ts'
import { type AuthData, type Body, type FramedContent, Message } from '../wire/Message.ts'
import type { GroupState } from './GroupState.ts'

/** How a message is sent; the defaults hide all that can be hidden. */
export type SendOptions = {
  /** Sent with the message, authenticated and readable by anyone. */
  readonly authenticatedData?: Uint8Array
  /** `private` unless given. Application messages are always private. */
  readonly wireFormat?: 'public' | 'private'
  /** Zeros after the content of a private message, so that its length tells less. */
  readonly padding?: number
}

/** Content of the own member in this epoch, signed. */
export function signOwn(
  state: GroupState,
  body: Body,
  options: SendOptions,
): {
  wireFormat: 'public' | 'private'
  content: FramedContent
  toBeSigned: Uint8Array
  signature: Uint8Array
} {
  const { groupId, epoch } = state.groupContext
  const wireFormat = options.wireFormat ?? 'private'
  const content: FramedContent = {
    groupId,
    epoch,
    sender: { type: 'member', leafIndex: state.ownLeafIndex },
    authenticatedData: options.authenticatedData ?? empty,
    body,
  }
  const toBeSigned = contentToBeSigned(wireFormat, content, state.encodedContext)
  const signature = signContent(state.suite, state.signaturePrivateKey, toBeSigned)
  return { wireFormat, content, toBeSigned, signature }
}

/** The message that carries own content, and the secret tree after its key was used. */
export function protectOwn(
  state: GroupState,
  signed: ReturnType<typeof signOwn>,
  auth: AuthData,
  options: SendOptions,
): { message: Uint8Array; secretTree: SecretTree } {
  const { suite, secrets, ownLeafIndex } = state
  const { content, toBeSigned } = signed
  if (signed.wireFormat === 'public') {
    const tag = membershipTagOf(suite, secrets.membershipKey, toBeSigned, content, auth)
    const message = Codec.encode(Message, {
      type: 'public',
      publicMessage: { content, auth, membershipTag: tag },
    })
    return { message, secretTree: state.secretTree }
  }
  const ratchet = content.body.type === 'application' ? 'application' : 'handshake'
  const next = nextKey(suite, state.secretTree, state.tree.leafCount, ownLeafIndex, ratchet)
  const privateMessage = sealPrivateMessage(suite, content, auth, {
    senderDataSecret: secrets.senderDataSecret,
    leafIndex: ownLeafIndex,
    generation: next.generation,
    key: next.key,
    padding: options.padding ?? 0,
  })
  next.key.key.fill(0)
  return {
    message: Codec.encode(Message, { type: 'private', privateMessage }),
    secretTree: next.tree,
  }
}
