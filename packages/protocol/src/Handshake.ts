/**
 * The handshake of a client's link: the node proves that it is the one the network lists, and the
 * device that its account certified it. Both sign fresh randomness of the other side.
 *
 * @module
 */
import * as Codec from '@parley/codec'

import * as Bytes from './Bytes.ts'
import type { Crypto, KeyPair } from './Crypto.ts'
import * as Frame from './Frame.ts'
import * as Statement from './Statement.ts'

/** What a node signs: the client's nonce, the node's challenge and time. */
export type Welcome = Codec.TypeOf<typeof Frame.welcomeBytes>

/** What a device signs: which node, and that node's challenge on this link. */
export type Challenge = Codec.TypeOf<typeof Frame.challengeBytes>

const welcomeToSign = (value: Welcome): Statement.Content => ({
  kind: 'welcome',
  body: Codec.encode(Frame.welcomeBytes, value),
})
const challengeToSign = (value: Challenge): Uint8Array =>
  Bytes.labelled('authenticate', Codec.encode(Frame.challengeBytes, value))

/** A node's answer to `hello`. */
export function signWelcome(
  crypto: Crypto,
  value: Welcome,
  signer: Statement.Signer,
): Promise<Statement.Signed> {
  return Statement.sign(crypto, signer, welcomeToSign(value))
}

/**
 * Whether this node answered this `hello`.
 *
 * @param value its `nonce` is the client's own, never what the node says; nor is the author's network
 */
export function verifyWelcome(
  crypto: Crypto,
  value: Welcome,
  signed: Statement.Signed,
  author: Statement.Author,
): Promise<boolean> {
  return Statement.verify(crypto, author, signed, welcomeToSign(value))
}

/**
 * A device's proof for `authenticate`.
 *
 * @param value `node` is the id of the node whose welcome verified: the proof serves no other
 */
export function signChallenge(
  crypto: Crypto,
  value: Challenge,
  deviceKey: KeyPair,
): Promise<Uint8Array> {
  return crypto.sign(deviceKey, challengeToSign(value))
}

/** Whether the device with this key answered this link's challenge. */
export function verifyChallenge(
  crypto: Crypto,
  value: Challenge,
  signature: Uint8Array,
  deviceKey: Uint8Array,
): Promise<boolean> {
  return crypto.verify(deviceKey, challengeToSign(value), signature)
}
