import * as Codec from '@parley/codec'
import { expect } from 'vitest'
import { signWithLabel } from '../src/crypto/labels.ts'
import { contentToBeSigned, membershipTagOf } from '../src/framing/signature.ts'
import { protectOwn, signOwn } from '../src/group/sending.ts'
import {
  type CryptoProvider,
  encodeState,
  type GroupState,
  type OwnKeyPackage,
  processMessage,
  type ReceiveContext,
} from '../src/index.ts'
import type { Commit } from '../src/wire/Commit.ts'
import { KeyPackageContent } from '../src/wire/KeyPackage.ts'
import { type LeafNodeContent, leafNodeToBeSigned } from '../src/wire/LeafNode.ts'
import { type Body, type FramedContent, Message, type Sender } from '../src/wire/Message.ts'
import type { Proposal } from '../src/wire/Proposal.ts'
import { code, context, keyPackageOf } from './party.ts'

/** A message of a member with whatever content, signed, tagged and encrypted as it should be. */
export function forge(
  state: GroupState,
  body: Body,
  wireFormat: 'public' | 'private' = 'public',
): Uint8Array {
  const signed = signOwn(state, body, { wireFormat })
  const confirmationTag = body.type === 'commit' ? new Uint8Array(32) : undefined
  const auth = { signature: signed.signature, confirmationTag }
  return protectOwn(state, signed, auth, { wireFormat }).message
}

export function forgeCommit(
  state: GroupState,
  proposals: readonly Proposal[],
  path?: Commit['path'],
): Uint8Array {
  return forge(state, {
    type: 'commit',
    commit: {
      proposals: proposals.map((proposal) => ({ type: 'proposal', proposal })),
      path,
    },
  })
}

export function forgeProposal(state: GroupState, proposal: Proposal): Uint8Array {
  return forge(state, { type: 'proposal', proposal })
}

/** A public message of any kind of sender, signed with any key. */
export function forgeAs(
  state: GroupState,
  sender: Sender,
  body: Body,
  signaturePrivateKey: Uint8Array,
): Uint8Array {
  const { suite, groupContext, secrets } = state
  const { groupId, epoch } = groupContext
  const content: FramedContent = {
    groupId,
    epoch,
    sender,
    authenticatedData: new Uint8Array(),
    body,
  }
  const toBeSigned = contentToBeSigned('public', content, state.encodedContext)
  const auth = {
    signature: signWithLabel(suite, signaturePrivateKey, 'FramedContentTBS', toBeSigned),
    confirmationTag: body.type === 'commit' ? new Uint8Array(32) : undefined,
  }
  const membershipTag =
    sender.type === 'member'
      ? membershipTagOf(suite, secrets.membershipKey, toBeSigned, content, auth)
      : undefined
  return Codec.encode(Message, { type: 'public', publicMessage: { content, auth, membershipTag } })
}

/** A key package with whatever contents, signed as it should be. */
export function forgeKeyPackage(
  crypto: CryptoProvider,
  changes: {
    leaf?: Partial<LeafNodeContent>
    keyPackage?: Partial<KeyPackageContent>
    name?: string
  },
): OwnKeyPackage {
  const own = keyPackageOf(crypto, changes.name ?? 'forged')
  const suite = crypto.cipherSuite(1)
  const { signaturePrivateKey } = own.secrets
  const sign = (label: string, bytes: Uint8Array) =>
    signWithLabel(suite, signaturePrivateKey, label, bytes)
  const leaf = { ...own.keyPackage.leafNode, ...changes.leaf }
  const leafNode = { ...leaf, signature: sign('LeafNodeTBS', leafNodeToBeSigned(leaf, undefined)) }
  const content = { ...own.keyPackage, leafNode, ...changes.keyPackage }
  const signature = sign('KeyPackageTBS', Codec.encode(KeyPackageContent, content))
  return { ...own, keyPackage: { ...content, signature } }
}

/** Expects a message to be refused with a code, and the state to be as it was. */
export function refuses(
  state: GroupState,
  message: Uint8Array,
  expected: string,
  using: ReceiveContext = context,
): void {
  const before = encodeState(state)
  expect(() => processMessage(state, message, using)).toThrow(code(expected))
  expect(encodeState(state)).toEqual(before)
}
