/**
 * What travels on a link. Either side opens numbered streams with a request; the other side answers
 * with any number of `data` frames and one `end` or `fail`.
 *
 * @module
 */
import * as Codec from '@parley/codec'

import * as Certificate from './Certificate.ts'
import { signatureBytes } from './Crypto.ts'
import * as Envelope from './Envelope.ts'
import * as Head from './Head.ts'
import * as Limits from './Limits.ts'
import * as Receipt from './Receipt.ts'
import * as Reconcile from './Reconcile.ts'
import * as Topic from './Topic.ts'

/** The version of this protocol: both sides of a link must speak the same. */
export const version = 2

/** An encoded envelope: kept as received, so that nodes neither re-encode nor change it. */
const envelopeBytes = Codec.opaque({ lengthMax: Envelope.codec.bytesMax })

/** A slot request or reply (`Seal.request`, `Seal.reply`): a bundle of 31 statuses with locks fits. */
const sealBytes = Codec.opaque({ lengthMax: 256 * 1024 })

/** What one device signals to another: sealed for it, so that nodes see its size alone. */
const signalBytes = Codec.opaque({ lengthMin: 1, lengthMax: Limits.wire.signalBytesMax })

/** An error as it crosses the wire; see `Errors.wireCodes`. */
export const error = Codec.struct({
  code: Codec.utf8({ lengthMax: 64 }),
  details: Codec.utf8({ lengthMax: Limits.wire.errorDetailsBytesMax }),
  retryAfterMs: Codec.uint32,
})
export type Error = Codec.TypeOf<typeof error>

const keys = Codec.vector(Reconcile.key, { countMax: Limits.wire.keysPerPullMax })

/** What one side asks of the other. */
export const request = Codec.select({
  /** The first request of a client's link. Answered by `welcome`. */
  hello: [
    1,
    Codec.struct({ version: Codec.uint16, network: Codec.fixed(32), nonce: Codec.fixed(32) }),
  ],
  /** Proves a certified device: it signs {@link challengeBytes}. */
  authenticate: [
    2,
    Codec.struct({ certificate: Certificate.signed, signature: Codec.fixed(signatureBytes) }),
  ],
  /**
   * Stores an envelope at the topic's replicas; `descriptor` creates the topic. Answered by a
   * `receipt` or `refusal` for each replica, as they come. A node that is asked by another node
   * answers for itself alone.
   */
  publish: [
    3,
    Codec.struct({
      /** The version of the network by which the publisher counts receipts. */
      version: Codec.uint53,
      descriptor: Codec.optional(Topic.descriptor),
      envelope: envelopeBytes,
    }),
  ],
  /**
   * Everything after a position of a replica's log of a topic, then what comes, until cancelled. A
   * node that is not the replica passes on what that one delivers.
   */
  subscribe: [4, Codec.struct({ topic: Topic.id, replica: Codec.fixed(32), after: Codec.uint53 })],
  /** Envelopes by name; those the node lacks are left out. */
  fetch: [
    5,
    Codec.struct({
      topic: Topic.id,
      refs: Codec.vector(Envelope.ref, { countMax: Limits.wire.refsPerFetchMax }),
    }),
  ],
  /** Asks the replicas that decide a slot to take part. Answered by a `vote` or `refusal` each. */
  seal: [
    6,
    Codec.struct({
      topic: Topic.id,
      /** The version of the network whose replicas of the topic decide the slot. */
      version: Codec.uint53,
      /** The commit envelope the request is for, where a replica may not have it yet. */
      envelope: Codec.optional(envelopeBytes),
      request: sealBytes,
    }),
  ],
  /** Node to node: what do you hold in these ranges? */
  reconcile: [7, Codec.struct({ salt: Reconcile.salt, ranges: Reconcile.ranges })],
  /** Node to node: envelopes by key, with their topics' descriptors. Answered by `items`. */
  pull: [8, Codec.struct({ keys })],
  /** How the node is. */
  status: [9, Codec.struct({})],
  /** Who is in the network, as this node has it. */
  network: [10, Codec.struct({})],
  /** Which version of the network this node has, now and after each change, until cancelled. */
  changes: [11, Codec.struct({})],
  /**
   * Hands something to another device that listens now, or to nobody: it is never stored. Asked of a
   * gateway it goes to the nodes of the device's place; a node that is asked by another node hands it
   * to the devices that listen at it.
   */
  signal: [13, Codec.struct({ device: Codec.fixed(32), body: signalBytes })],
  /** Node to node: which of these do you hold, and in which bytes? Answered by `vouched`. */
  vouch: [15, Codec.struct({ keys })],
  /**
   * The signed head of a replica's log of a topic: at its end, or at a position of an envelope that
   * is still there. A gateway asks the replica that is named.
   */
  head: [
    12,
    Codec.struct({
      topic: Topic.id,
      node: Codec.fixed(32),
      position: Codec.optional(Codec.uint53),
    }),
  ],
  /** What is signalled to the device that proved itself on this link, until cancelled. */
  listen: [16, Codec.struct({})],
})
export type Request = Codec.TypeOf<typeof request>

/** What is answered. */
export const response = Codec.select({
  /** The node proves that it is the one the network lists: it signs {@link welcomeBytes}. */
  welcome: [
    1,
    Codec.struct({
      node: Codec.fixed(32),
      /** The node's clock, milliseconds since the Unix epoch. */
      time: Codec.uint53,
      challenge: Codec.fixed(32),
      signature: Codec.fixed(signatureBytes),
    }),
  ],
  receipt: [2, Receipt.codec],
  /** A replica did not do what was asked, or the gateway could not reach it. */
  refusal: [3, Codec.struct({ node: Codec.fixed(32), error })],
  delivery: [4, Codec.struct({ position: Codec.uint53, envelope: envelopeBytes })],
  /** All up to `position` was delivered; what follows is live. */
  caughtUp: [5, Codec.struct({ position: Codec.uint53 })],
  vote: [6, Codec.struct({ node: Codec.fixed(32), reply: sealBytes })],
  summaries: [
    7,
    Codec.struct({
      /** The version of the network that the node knew when it looked. */
      version: Codec.uint53,
      summaries: Reconcile.summaries,
    }),
  ],
  /** Those of the keys asked for that are held, as many as fit. */
  items: [
    8,
    Codec.struct({
      /** How many of the keys were looked at, in the order asked: the rest is asked for again. */
      looked: Codec.uint16,
      topics: Codec.vector(Topic.descriptor, { countMax: Limits.wire.keysPerPullMax }),
      envelopes: Codec.vector(
        Codec.struct({
          /** Its place in `topics`. */
          topic: Codec.uint16,
          envelope: envelopeBytes,
        }),
        { countMax: Limits.wire.keysPerPullMax },
      ),
    }),
  ],
  status: [
    9,
    Codec.struct({
      node: Codec.fixed(32),
      version: Codec.utf8({ lengthMax: 64 }),
      time: Codec.uint53,
      envelopes: Codec.uint53,
      topics: Codec.uint53,
      links: Codec.uint32,
      /** Other nodes it is linked to. */
      peers: Codec.uint16,
      storing: Codec.boolean,
    }),
  ],
  /** The signed network file, or where its registry is on chain: JSON. */
  network: [10, Codec.struct({ file: Codec.utf8({ lengthMax: Limits.wire.networkFileBytesMax }) })],
  change: [11, Codec.struct({ version: Codec.uint53, settled: Codec.uint53 })],
  signal: [13, Codec.struct({ body: signalBytes })],
  /** SHA-256 of the encoded envelopes that are held, proofs included. */
  vouched: [
    15,
    Codec.struct({
      hashes: Codec.vector(Codec.fixed(32), { countMax: Limits.wire.keysPerPullMax }),
    }),
  ],
  head: [12, Head.codec],
})
export type Response = Codec.TypeOf<typeof response>

/** A frame. `stream` numbers are chosen by the side that opens, and never reused on a link. */
export const frame = Codec.select({
  open: [1, Codec.struct({ stream: Codec.uint32, request })],
  data: [2, Codec.struct({ stream: Codec.uint32, response })],
  end: [3, Codec.struct({ stream: Codec.uint32, response: Codec.optional(response) })],
  fail: [4, Codec.struct({ stream: Codec.uint32, error })],
  cancel: [5, Codec.struct({ stream: Codec.uint32 })],
  /** The opener has room for so many more `data` frames. */
  credit: [6, Codec.struct({ stream: Codec.uint32, items: Codec.uint32 })],
  ping: [7, Codec.struct({ nonce: Codec.uint32 })],
  pong: [8, Codec.struct({ nonce: Codec.uint32 })],
  /** The last frame: why the link is closed. */
  goaway: [9, Codec.struct({ error })],
})
export type Frame = Codec.TypeOf<typeof frame>

/** What a node signs to prove itself to a client. */
export const welcomeBytes = Codec.struct({
  network: Codec.fixed(32),
  nonce: Codec.fixed(32),
  challenge: Codec.fixed(32),
  time: Codec.uint53,
})

/** What a device signs to prove itself to a node: bound to the node, so that it cannot be relayed. */
export const challengeBytes = Codec.struct({
  node: Codec.fixed(32),
  challenge: Codec.fixed(32),
})
