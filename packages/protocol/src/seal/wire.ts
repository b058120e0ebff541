/** What seals are made of, on the wire and on disk. */
import * as Codec from '@parley/codec'

import * as Bytes from '../Bytes.ts'
import { type Crypto, type KeyPair, signatureBytes } from '../Crypto.ts'
import * as Envelope from '../Envelope.ts'
import * as Limits from '../Limits.ts'
import * as Topic from '../Topic.ts'

const id = Codec.fixed(32)
const signature = Codec.fixed(signatureBytes)
const view = Codec.uint32

/** A value in a slot: the `commit` envelope that would end the epoch. */
export const value: Codec.Codec<Envelope.Ref> = Envelope.ref
export type Value = Envelope.Ref

/** A value in a view. */
const vote = Codec.struct({ view, value })

/** One replica's signature; what it signed follows from where it stands. */
export const signer = Codec.struct({ node: id, signature })
export type Signer = Codec.TypeOf<typeof signer>
const signers = Codec.vector(signer, { countMax: Limits.wire.replicasMax })

/** A committed value, proved by a quorum's signatures of `prepared`. */
export const lock = Codec.struct({ view, value, signatures: signers })
export type Lock = Codec.TypeOf<typeof lock>

const status = Codec.struct({
  view,
  /** What it last committed. */
  lock: Codec.optional(lock),
  /** What it prepared in view 0. */
  first: Codec.optional(value),
})

/** What a replica states: its one vote of a view, its one commitment, or what it enters a view with. */
export const body = Codec.select({
  prepared: [1, vote],
  committed: [2, vote],
  status: [3, status],
})
export type Body = Codec.TypeOf<typeof body>
export type Status = Codec.TypeOf<typeof status>

const context = { topic: Topic.id, slot: Codec.uint53, set: id }

/** A statement with the replica's signature (see {@link statementBytes} for what that covers). */
export const statement = Codec.struct({ node: id, ...context, body, signature })
export type Statement = Codec.TypeOf<typeof statement>

/**
 * What is signed. A lock counts by its view and value only: its signatures prove themselves, and
 * any other quorum's would prove the same. So one statement has one signed form, and two that
 * differ in it are evidence.
 */
const signed = Codec.struct({
  node: id,
  ...context,
  body: Codec.select({
    prepared: [1, vote],
    committed: [2, vote],
    status: [3, Codec.struct({ view, lock: Codec.optional(vote), first: Codec.optional(value) })],
  }),
})

/** The bytes a replica signs for a statement. */
export function statementBytes(content: Omit<Statement, 'signature'>): Uint8Array {
  return Bytes.labelled('seal statement', Codec.encode(signed, content))
}

/** Signs a statement with a node's key. */
export async function signStatement(
  crypto: Crypto,
  content: Omit<Statement, 'signature'>,
  nodeKey: KeyPair,
): Promise<Statement> {
  return { ...content, signature: await crypto.sign(nodeKey, statementBytes(content)) }
}

/** A `status` in a bundle: view, topic, slot and set are the request's. */
export const bundled = Codec.struct({
  node: id,
  lock: Codec.optional(lock),
  first: Codec.optional(value),
  signature,
})
export type Bundled = Codec.TypeOf<typeof bundled>

/** What a client asks of a replica; signed by the topic's write key of epoch = slot. */
export const requestContent = Codec.struct({
  ...context,
  body: Codec.select({
    /** `bundle` is empty in view 0. */
    prepare: [
      1,
      Codec.struct({
        view,
        value,
        bundle: Codec.vector(bundled, { countMax: Limits.wire.replicasMax }),
      }),
    ],
    /** `signatures` are a quorum's of `prepared`. */
    commit: [2, Codec.struct({ view, value, signatures: signers })],
    advance: [3, Codec.struct({ view })],
  }),
})
export type RequestContent = Codec.TypeOf<typeof requestContent>
export const request = Codec.struct({ content: requestContent, signature })
export type Request = Codec.TypeOf<typeof request>

/** The bytes a client signs for a request. */
export function requestBytes(content: RequestContent): Uint8Array {
  return Bytes.labelled('seal request', Codec.encode(requestContent, content))
}

/**
 * Signs a request.
 *
 * @param writer the log's write key of epoch = slot
 */
export async function signRequest(
  crypto: Crypto,
  content: RequestContent,
  writer: KeyPair,
): Promise<Request> {
  return { content, signature: await crypto.sign(writer, requestBytes(content)) }
}

/**
 * A seal: the proof that a slot holds a value for good. `fast`: every replica prepared it in
 * view 0. `slow`: a quorum committed it in one view. It is the body of a `seal` envelope.
 */
export const certificate = Codec.struct({
  ...context,
  value,
  view,
  path: Codec.enumeration({ fast: 1, slow: 2 }),
  signatures: signers,
})
export type Certificate = Codec.TypeOf<typeof certificate>

/**
 * What a replica answers: its view with its statements there (all that matter to the request), or
 * the certificate if the slot is sealed.
 */
export const reply = Codec.select({
  state: [1, Codec.struct({ view, statements: Codec.vector(statement, { countMax: 3 }) })],
  sealed: [2, Codec.struct({ certificate })],
})
export type Reply = Codec.TypeOf<typeof reply>

/** Two signed statements of one replica that an honest one never makes. */
export const evidence = Codec.struct({ one: statement, other: statement })
export type Evidence = Codec.TypeOf<typeof evidence>

/**
 * What a replica keeps for a slot, on disk before any reply leaves. `prepared` and `committed` are
 * of the current view; `status` is what it entered the view with (none in view 0).
 */
export const register = Codec.select({
  v1: [
    1,
    Codec.struct({
      set: id,
      view,
      status: Codec.optional(status),
      prepared: Codec.optional(value),
      committed: Codec.optional(value),
      first: Codec.optional(value),
      lock: Codec.optional(lock),
    }),
  ],
})
export type Register = Codec.TypeOf<typeof register>

declare const verified: unique symbol
/** Something whose signatures have been checked. */
export type Verified<T> = T & { readonly [verified]: true }
