/**
 * What a node allows strangers to cost it. What both sides of the wire must agree on stands in
 * `Limits` of `@parley/protocol`; these are the operator's to change.
 *
 * @module
 */
import * as z from 'zod'

const count = (value: number, why: string) => z.int().min(1).default(value).describe(why)

/** A token bucket: `perSecond` in the long run, `burst` at once. */
const rate = (perSecond: number, burst: number, why: string) =>
  z
    .strictObject({
      perSecond: z.number().positive().default(perSecond),
      burst: z.number().positive().default(burst),
    })
    .prefault({})
    .describe(why)

/** Limits of one client's link. */
const link = z.strictObject({
  requests: rate(2_000, 10_000, 'A busy client pipelines a few hundred; more is a flood.'),
  bytes: rate(
    2 * 1024 * 1024,
    32 * 1024 * 1024,
    'Bytes received: a home line, and a large attachment at once.',
  ),
  reads: rate(
    4 * 1024 * 1024,
    64 * 1024 * 1024,
    'Bytes of envelopes delivered: a month of a busy account at once, then a stream.',
  ),
  envelopes: rate(500, 5_000, 'Each costs a signature check and a share of a disk sync.'),
  heads: rate(
    100,
    5_000,
    'Each may cost a signature: all topics of a client that starts, and some.',
  ),
  identityWrites: rate(
    5,
    20,
    'Unauthenticated ones, and certificates shown: each may cost a key recovery, 2 ms of the main thread.',
  ),
  newTopics: rate(0.05, 32, 'Storage is free to fill otherwise; a newcomer needs a handful.'),
  newTopicsAuthenticated: rate(
    1,
    2_000,
    'A certified device that starts many conversations, or moves house.',
  ),
  signals: rate(
    5,
    200,
    'Two devices meet by a handful; at once by all of a busy account’s friends. Each goes to n nodes.',
  ),
  handshakeMs: count(5_000, 'A link that has not said hello by then only holds memory.'),
})

/** Limits of another node's link: it carries the traffic of many clients. */
const peer = z.strictObject({
  requests: rate(50_000, 200_000, 'What a node can forward at most; more is a broken peer.'),
  newTopics: rate(500, 20_000, 'The sum of what its clients may create.'),
  signals: rate(
    2_000,
    20_000,
    'The sum of what its clients may signal to devices that listen here.',
  ),
})

const topic = z.strictObject({
  bytesMax: count(
    1024 ** 3,
    'A busy group’s month with room to spare; a film library is not mail.',
  ),
  envelopesMax: count(2_000_000, 'Bounds the index as `bytesMax` bounds the pages.'),
  inboxEnvelopesMax: count(50_000, 'Strangers write here: bounds what postage buys.'),
  identityEnvelopesMax: count(5_000, 'A hundred devices that announce anew each week of a year.'),
  sealsPerSlotMax: count(16, 'One is needed; rivals may each publish theirs. More is spam.'),
})

/** The schema of the `limits` section of a node's configuration. */
export const schema = z
  .strictObject({
    linksMax: count(10_000, 'About 30 kB of memory each.'),
    linksPerAddressMax: count(2_000, 'An office behind one address; a proxy needs it raised.'),
    link: link.prefault({}),
    peer: peer.prefault({}),
    topic: topic.prefault({}),
    walletChecks: rate(150, 300, 'Key recoveries of all links together: a third of a core.'),
    workItemsMax: count(
      8_192,
      'Envelopes between arrival and receipt: a second’s worth. Beyond it, `overloaded`.',
    ),
    workBytesMax: count(64 * 1024 * 1024, 'The same in bytes: bounds memory under large bodies.'),
    commitItemsMax: z
      .int()
      .min(1)
      .max(0xffff)
      .default(4_096)
      .describe('One disk sync carries so many: a receipt’s path stays short.'),
  })
  .prefault({})
/** A node's limits. */
export type Limits = z.output<typeof schema>
export type Rate = Limits['walletChecks']

/** The limits of a node whose operator changed none. */
export const defaults: Limits = schema.parse(undefined)
