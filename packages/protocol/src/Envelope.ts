/**
 * Envelopes: the unit that nodes carry. Nodes see where it goes and when, never what it says.
 *
 * @module
 */
import * as Codec from '@parley/codec'

import * as Bytes from './Bytes.ts'
import { type Crypto, type KeyPair, signatureBytes } from './Crypto.ts'
import * as Limits from './Limits.ts'
import * as Topic from './Topic.ts'

/** Names an envelope, and sorts by time: what indexes, parents and reconciliation hold. */
export const ref = Codec.struct({ sentAt: Codec.uint53, id: Codec.fixed(32) })
export type Ref = Codec.TypeOf<typeof ref>

/**
 * `message` is opaque to nodes; `commit` ends an epoch if it is sealed ({@link commitBody});
 * `seal` carries the certificate that it was.
 */
export const kind = Codec.enumeration({ message: 1, commit: 2, seal: 3 })

/** What the id covers. */
export const content = Codec.struct({
  topic: Topic.id,
  kind,
  /** Which of a log's write keys signed; 0 for other topics. */
  epoch: Codec.uint53,
  /** Milliseconds since the Unix epoch. */
  sentAt: Codec.uint53,
  /** Milliseconds since the Unix epoch; nodes may forget it after. */
  expiresAt: Codec.uint53,
  body: Codec.opaque({ lengthMax: Limits.wire.bodyBytesMax }),
})
export type Content = Codec.TypeOf<typeof content>

/**
 * Why a node may take it: the write key's signature (logs), proof of work (inboxes), or nothing
 * more, where the body proves itself (identity entries, seals).
 */
export const proof = Codec.select({
  signature: [1, Codec.struct({ signature: Codec.fixed(signatureBytes) })],
  postage: [2, Codec.struct({ nonce: Codec.uint53 })],
  self: [3, Codec.struct({})],
})
export type Proof = Codec.TypeOf<typeof proof>

export const codec = Codec.struct({ content, proof })
export type Envelope = Codec.TypeOf<typeof codec>

/** The body of a `commit` envelope. */
export const commitBody = Codec.struct({
  /** The write key of the epoch this commit begins: from it on, nobody else can append. */
  nextWriter: Codec.fixed(65),
  /** The version of the network whose replicas of the topic decide the slot after this one. */
  nextVersion: Codec.uint53,
  /** The MLS commit, for members only. */
  commit: Codec.opaque({ lengthMax: Limits.wire.bodyBytesMax - 128 }),
})

/**
 * The envelope's id: SHA-256 of its labelled content. Proofs are no part of it, as ECDSA signatures
 * are malleable.
 */
export function idOf(crypto: Crypto, value: Content): Uint8Array {
  return crypto.sha256(Bytes.labelled('envelope', Codec.encode(content, value)))
}

/** The envelope's name with its time. */
export function refOf(crypto: Crypto, value: Content): Ref {
  return { sentAt: value.sentAt, id: idOf(crypto, value) }
}

/** Whether two refs name the same envelope. */
export function sameRef(a: Ref, b: Ref): boolean {
  return a.sentAt === b.sentAt && Bytes.equal(a.id, b.id)
}

const signed = (id: Uint8Array): Uint8Array => Bytes.labelled('envelope signature', id)

/** Signs content with a log's write key. */
export async function sign(crypto: Crypto, value: Content, writer: KeyPair): Promise<Envelope> {
  const signature = await crypto.sign(writer, signed(idOf(crypto, value)))
  return { content: value, proof: { type: 'signature', signature } }
}

/** Whether `writer` signed the envelope with this id. */
export function verify(
  crypto: Crypto,
  id: Uint8Array,
  signature: Uint8Array,
  writer: Uint8Array,
): Promise<boolean> {
  return crypto.verify(writer, signed(id), signature)
}

function leadingZeroBits(bytes: Uint8Array): number {
  let bits = 0
  for (const byte of bytes) {
    if (byte !== 0) return bits + Math.clz32(byte) - 24
    bits += 8
  }
  return bits
}

function postageHash(crypto: Crypto, id: Uint8Array, nonce: number): Uint8Array {
  return crypto.sha256(Bytes.labelled('postage', id, Codec.encode(Codec.uint53, nonce)))
}

/** Whether `nonce` is `bits` of work for the envelope with this id. */
export function checkPostage(crypto: Crypto, id: Uint8Array, nonce: number, bits: number): boolean {
  return leadingZeroBits(postageHash(crypto, id, nonce)) >= bits
}

/** Attempts between two looks at whether the caller gave up and whether others want the thread. */
const attemptsPerTurn = 4096

/**
 * Pays an inbox's postage by proof of work: about 2^`bits` hashes.
 *
 * @param yieldTurn awaited now and then, so that a page stays responsive; may throw to give up
 */
export async function stamp(
  crypto: Crypto,
  value: Content,
  bits: number,
  yieldTurn: () => Promise<void>,
): Promise<Envelope> {
  const id = idOf(crypto, value)
  for (let nonce = 0; ; nonce++) {
    if (checkPostage(crypto, id, nonce, bits))
      return { content: value, proof: { type: 'postage', nonce } }
    if (nonce % attemptsPerTurn === attemptsPerTurn - 1) await yieldTurn()
  }
}

/** An envelope whose body proves itself. */
export function self(value: Content): Envelope {
  return { content: value, proof: { type: 'self' } }
}
