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
          sealsMax: Codec.uint32,
        }),
      ),
    }),
  ],
  register: [2, Codec.struct({ topic: id, slot: Codec.uint53, state: blob })],
  revoke: [3, Codec.struct({ account: Codec.utf8({ lengthMax: 1024 }), device: id })],
  evidence: [4, Codec.struct({ id, node: id, foundAt: Codec.uint53, bytes: blob })],
})
const writes = Codec.vector(write, { countMax: 0x10_0000, bytesMax })

/** A batch as bytes of its own, to be transferred. */
export function encode(batch: readonly Write[]): Uint8Array {
  return Codec.encode(writes, batch as Write[])
}

export function decode(bytes: Uint8Array): Write[] {
  return Codec.decode(writes, bytes)
}

const statuses = ['stored', 'known', 'full'] as const

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
