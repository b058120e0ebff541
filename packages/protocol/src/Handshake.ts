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

/** What a node signs: which network, the client's nonce, the node's challenge and time. */
export type Welcome = Codec.TypeOf<typeof Frame.welcomeBytes>

/** What a device signs: which node, and that node's challenge on this link. */
export type Challenge = Codec.TypeOf<typeof Frame.challengeBytes>

const welcomeToSign = (value: Welcome): Uint8Array =>
  Bytes.labelled('welcome', Codec.encode(Frame.welcomeBytes, value))
const challengeToSign = (value: Challenge): Uint8Array =>
  Bytes.labelled('authenticate', Codec.encode(Frame.challengeBytes, value))

/**
 * A node's answer to `hello`.
 *
 * @param nodeKey the key the network lists for the node
 */
export function signWelcome(crypto: Crypto, value: Welcome, nodeKey: KeyPair): Promise<Uint8Array> {
  return crypto.sign(nodeKey, welcomeToSign(value))
}

/**
 * Whether the node with this key answered this `hello`.
 *
 * @param value its `network` and `nonce` are the client's own, never what the node says
 */
export function verifyWelcome(
  crypto: Crypto,
  value: Welcome,
  signature: Uint8Array,
  nodeKey: Uint8Array,
): Promise<boolean> {
  return crypto.verify(nodeKey, welcomeToSign(value), signature)
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
