/**
 * What a node allows strangers to cost it. What both sides of the wire must agree on stands in
 * `Limits` of `@parley/protocol`; these are the operator's to change.
 *
 * @module
 */
import * as z from 'zod'

import * as purses from './purses/table.ts'

const count = (value: number, why: string) => z.int().min(1).default(value).describe(why)

/** Requests of another node's link that are open at once, by what they are about. */
const lanes = z.strictObject({
  own: count(1_024, 'Comparing, pulling and seeing how it is: a few at a time, and some to spare.'),
  seals: count(1_024, 'A slot’s requests take milliseconds: a second’s worth of a busy network.'),
  writes: count(
    4_096,
    'Envelopes between arrival and receipt: most of what a node takes on at all.',
  ),
  pages: count(8_192, 'What clients of the other node read and follow here.'),
})

const topic = z.strictObject({
  bytesMax: count(
    1024 ** 3,
    'A busy group’s month with room to spare; a film library is not mail.',
  ),
  envelopesMax: count(2_000_000, 'Bounds the index as `bytesMax` bounds the pages.'),
  slots: z
    .strictObject({
      envelopesMax: count(16_384, 'Commits and seals of a busy year.'),
      bytesMax: count(256 * 1024 ** 2, 'The same in bytes; the largest has half a megabyte.'),
    })
    .prefault({})
    .describe('Room for commits and seals beside that of messages, which no message takes.'),
  inboxBytesMax: count(
    32 * 1024 ** 2,
    'Strangers write here, and each device of the account reads it all.',
  ),
  inboxEnvelopesMax: count(50_000, 'Strangers write here: bounds what postage buys.'),
})

/** The schema of the `limits` section of a node's configuration. */
export const schema = z
  .strictObject({
    purses: purses.schema.describe(
      'What each client, each network of theirs and all together may cost.',
    ),
    addressesBy: z
      .enum(['auto', 'ip', 'connection'])
      .default('auto')
      .describe(
        'Who an address is. `connection`: each for itself, which `auto` takes for this machine in a network on it.',
      ),
    handshakeMs: count(5_000, 'A link that has not said hello by then only holds memory.'),
    knownAfterMs: z
      .int()
      .min(0)
      .default(7 * 24 * 3_600_000)
      .describe('Age from which an account counts as known. On one machine all are, at once.'),
    lanes: lanes
      .prefault({})
      .describe('What is open at once on a link between nodes. No lane takes up another’s.'),
    topic: topic.prefault({}),
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

/** The limits of a node whose operator changed none. */
export const defaults: Limits = schema.parse(undefined)
