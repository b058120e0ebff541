/**
 * Writes as one block of bytes: what goes to the store's thread is moved there, not cloned.
 *
 * @module
 */
import * as Codec from '@parley/codec'

import type { Outcome, Write } from './Store.ts'

// Both ends are this process; the limits are the format's, not a stranger's.
const bytesMax = 0x3fff_ffff
const blob = Codec.opaque({ lengthMax: 2 * 1024 * 1024 })
const id = Codec.fixed(32)

const register = Codec.struct({ topic: id, slot: Codec.uint53, state: blob })
const along = Codec.select({ register: [1, register] })
const placeBytes = Codec.opaque({ lengthMax: 64 })
const place = Codec.struct({
  name: placeBytes,
  order: placeBytes,
  generation: placeBytes,
  begins: Codec.boolean,
  room: Codec.uint8,
  countMax: Codec.uint32,
  keeps: Codec.enumeration({ latest: 1, earliest: 2 }),
})

const write = Codec.select({
  append: [
    1,
    Codec.struct({
      topic: id,
      descriptor: blob,
      key: Codec.fixed(42),
      receivedAt: Codec.uint53,
      expiresAt: Codec.uint53,
      envelope: blob,
      bytesMax: Codec.uint53,
      countMax: Codec.uint53,
      seal: Codec.optional(
        Codec.struct({
          epoch: Codec.uint53,
          writer: blob,
          version: Codec.uint53,
          certificate: blob,
        }),
      ),
      along: Codec.vector(along, { countMax: 2 }),
      place: Codec.optional(place),
    }),
  ],
  register: [2, register],
  evidence: [3, Codec.struct({ id, node: id, foundAt: Codec.uint53, bytes: blob })],
  fence: [4, Codec.struct({ shard: Codec.uint16, state: blob })],
})
const writes = Codec.vector(write, { countMax: 0x10_0000, bytesMax })

/** A batch as bytes of its own, to be transferred. */
export function encode(batch: readonly Write[]): Uint8Array {
  // Vectors are typed as they are read, and written from what is only read.
  return Codec.encode(writes, batch as Codec.TypeOf<typeof writes>)
}

export function decode(bytes: Uint8Array): Write[] {
  return Codec.decode(writes, bytes)
}

const statuses = ['stored', 'known', 'full', 'superseded'] as const

/** Outcomes as numbers, three each. */
export function packOutcomes(outcomes: readonly Outcome[]): Float64Array<ArrayBuffer> {
  const out = new Float64Array(outcomes.length * 3)
  for (const [i, outcome] of outcomes.entries()) {
    out[3 * i] = statuses.indexOf(outcome.status)
    out[3 * i + 1] = outcome.position
    out[3 * i + 2] = outcome.receivedAt
  }
  return out
}

export function unpackOutcomes(packed: Float64Array): Outcome[] {
  return Array.from({ length: packed.length / 3 }, (_, i) => ({
    status: statuses[packed[3 * i]!]!,
    position: packed[3 * i + 1]!,
    receivedAt: packed[3 * i + 2]!,
  }))
}
