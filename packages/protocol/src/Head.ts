/**
 * Heads: what a node's log of a topic is, signed. The log is hashed as a chain, envelope by
 * envelope, so one hash says which envelopes stand at which positions up to it. A node that shows
 * two readers different logs signs two heads for one position, or lies to one of them about what it
 * delivered; each reader finds that out by itself, by hashing what was delivered.
 *
 * @module
 */
import * as Codec from '@parley/codec'

import * as Bytes from './Bytes.ts'
import { type Crypto, type KeyPair, signatureBytes } from './Crypto.ts'
import * as Envelope from './Envelope.ts'
import * as Topic from './Topic.ts'

/** What a node states. */
export const statement = Codec.struct({
  node: Codec.fixed(32),
  topic: Topic.id,
  /** The position of the last envelope that the hash covers, or where the log begins. */
  position: Codec.uint53,
  /** The hash of the chain up to there: see {@link link}. */
  hash: Codec.fixed(32),
})
export type Statement = Codec.TypeOf<typeof statement>

export const codec = Codec.struct({ statement, signature: Codec.fixed(signatureBytes) })
export type Head = Codec.TypeOf<typeof codec>

/** The end of a chain. */
export type Point = {
  readonly position: number
  /** 32 bytes. */
  readonly hash: Uint8Array
}

/** The hash of a log in which nothing stands yet. */
export const empty: Uint8Array = new Uint8Array(32)

/**
 * The hash of a chain with one more envelope.
 *
 * @param before the hash up to the envelope before it; {@link empty} for the first one
 * @param ref the envelope's name, encoded or not
 */
export function link(
  crypto: Pick<Crypto, 'sha256'>,
  before: Uint8Array,
  ref: Envelope.Ref | Uint8Array,
): Uint8Array {
  const name = ref instanceof Uint8Array ? ref : Codec.encode(Envelope.ref, ref)
  return crypto.sha256(Bytes.labelled('log link', before, name))
}

const toSign = (value: Statement): Uint8Array =>
  Bytes.labelled('log head', Codec.encode(statement, value))

/** Signs a head with the node's key. */
export async function sign(crypto: Crypto, value: Statement, nodeKey: KeyPair): Promise<Head> {
  return { statement: value, signature: await crypto.sign(nodeKey, toSign(value)) }
}

/** Whether the node with this key signed the head. */
export function verify(crypto: Crypto, head: Head, nodeKey: Uint8Array): Promise<boolean> {
  return crypto.verify(nodeKey, toSign(head.statement), head.signature)
}
