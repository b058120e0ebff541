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
import type { Crypto } from './Crypto.ts'
import * as Envelope from './Envelope.ts'
import * as Signing from './Statement.ts'
import * as Topic from './topic/Topic.ts'

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

export const codec = Codec.struct({ statement, ...Signing.signedFields })
export type Head = Codec.TypeOf<typeof codec>

/** The end of a chain, or a place in it. */
export type Point = {
  readonly position: number
  /** 32 bytes. */
  readonly hash: Uint8Array
}

/** The hash of a log in which nothing stands yet. */
export const empty: Uint8Array = new Uint8Array(32)

/** An envelope in a log. */
export type Entry = {
  readonly position: number
  /** Its name, encoded or not. */
  readonly ref: Envelope.Ref | Uint8Array
}

const link = Codec.struct({ before: Codec.fixed(32), from: Codec.uint53, to: Codec.uint53 })

/**
 * A chain with one more envelope. Positions rise with gaps, so both are hashed: one link says that
 * nothing stands between them.
 *
 * @param before the chain up to the envelope before it; where the log begins, its hash is {@link empty}
 */
export function follow(
  crypto: Pick<Crypto, 'sha256'>,
  before: Point,
  { position, ref }: Entry,
): Point {
  const name = ref instanceof Uint8Array ? ref : Codec.encode(Envelope.ref, ref)
  const places = Codec.encode(link, { before: before.hash, from: before.position, to: position })
  return { position, hash: crypto.sha256(Bytes.labelled('log link', places, name)) }
}

const body = Codec.struct({ topic: Topic.id, position: Codec.uint53, hash: Codec.fixed(32) })

const toSign = (value: Statement): Signing.Content => ({
  kind: 'log head',
  body: Codec.encode(body, value),
})

/** Signs a head with the key of the node whose log it is. */
export async function sign(
  crypto: Crypto,
  point: Omit<Statement, 'node'>,
  signer: Signing.Signer,
): Promise<Head> {
  const value = { ...point, node: signer.id }
  return { statement: value, ...(await Signing.sign(crypto, signer, toSign(value))) }
}

/** Whether the node signed the head as its own. */
export async function verify(crypto: Crypto, head: Head, author: Signing.Author): Promise<boolean> {
  if (!Bytes.equal(head.statement.node, author.id)) return false
  return Signing.verify(crypto, author, head, toSign(head.statement))
}
