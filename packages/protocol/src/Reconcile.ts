/**
 * Range-based set reconciliation between replicas: who lacks what is found with traffic in
 * proportion to the difference, not to the set. Ranges are compared by SHA-256 over their keys in
 * order (no sums and no XOR: those an adversary can steer).
 *
 * @module
 */
import * as Codec from '@parley/codec'

import * as Bytes from './Bytes.ts'
import * as Limits from './Limits.ts'

/**
 * Where an envelope stands in a replica's order: shard (2 bytes), time (8), id (32), all
 * big-endian, so that bytes compare as keys do.
 */
export const key = Codec.fixed(42)

/** Every key is at or above it. */
export const keyMin: Uint8Array = new Uint8Array(42)
/** Every key is below it: shards end at 4095. */
export const keyMax: Uint8Array = new Uint8Array(42).fill(0xff)

/** The key of an envelope. */
export function keyOf(shard: number, sentAt: number, id: Uint8Array): Uint8Array {
  const out = new Uint8Array(42)
  const view = new DataView(out.buffer)
  view.setUint16(0, shard)
  view.setUint32(2, Math.floor(sentAt / 2 ** 32))
  view.setUint32(6, sentAt >>> 0)
  out.set(id, 10)
  return out
}

/** Half-open: `from` ≤ key < `to`. */
export const range = Codec.struct({ from: key, to: key })
export type Range = Codec.TypeOf<typeof range>

/** What the other side says of a range: its keys if they are few, else a digest of them. */
export const summary = Codec.select({
  keys: [1, Codec.struct({ from: key, to: key, keys: Codec.vector(key, { countMax: 64 }) })],
  digest: [2, Codec.struct({ from: key, to: key, count: Codec.uint53, digest: Codec.fixed(32) })],
})
export type Summary = Codec.TypeOf<typeof summary>

/** A range with no more keys is listed, not split. */
export const listMax = 64
/** A larger one is split into so many. */
export const fanOut = 16

export const ranges = Codec.vector(range, { countMax: Limits.wire.rangesPerRoundMax })
export const summaries = Codec.vector(summary, {
  countMax: Limits.wire.rangesPerRoundMax * fanOut,
})

/** A replica's keys, in order. Reads only; both calls are bounded by what they return. */
export type KeySet = {
  /** How many keys are in the range. */
  readonly count: (range: Range) => Promise<number>
  /** The range's keys, ascending, in pages. */
  readonly keys: (range: Range) => AsyncIterable<readonly Uint8Array[]>
}

/** The digest of keys in order. */
type Sha256 = {
  update: (bytes: Uint8Array) => unknown
  digest: () => Uint8Array
}

/** What reconciliation needs of the host. */
export type Hasher = () => Sha256

/**
 * Answers one round: each range as a list, or split into 16 digests.
 */
export async function summarise(
  set: KeySet,
  hasher: Hasher,
  asked: readonly Range[],
): Promise<Summary[]> {
  const out: Summary[] = []
  for (const { from, to } of asked) {
    const count = await set.count({ from, to })
    if (count <= listMax) {
      const keys: Uint8Array[] = []
      for await (const page of set.keys({ from, to })) keys.push(...page)
      // The set may have grown between the two reads.
      if (keys.length <= listMax) {
        out.push({ type: 'keys', from, to, keys })
        continue
      }
    }
    const size = Math.ceil(count / fanOut)
    let start = from
    let hash = hasher()
    let held = 0
    let parts = 0
    for await (const page of set.keys({ from, to }))
      for (const next of page) {
        if (held === size && parts < fanOut - 1) {
          out.push({ type: 'digest', from: start, to: next, count: held, digest: hash.digest() })
          start = next
          hash = hasher()
          held = 0
          parts++
        }
        hash.update(next)
        held++
      }
    out.push({ type: 'digest', from: start, to, count: held, digest: hash.digest() })
  }
  return out
}

async function digestOf(
  set: KeySet,
  hasher: Hasher,
  asked: Range,
): Promise<{ count: number; digest: Uint8Array }> {
  const hash = hasher()
  let count = 0
  for await (const page of set.keys(asked))
    for (const next of page) {
      hash.update(next)
      count++
    }
  return { count, digest: hash.digest() }
}

/**
 * Finds the keys the other side has and this one lacks.
 *
 * @param ask sends one round of at most 64 ranges and returns the other side's summaries
 * @param onMissing called with each batch found, as it is found; it is awaited, so that fetching
 * sets the pace
 * @param wanted the ranges to compare, disjoint; everything unless given
 * @returns how many rounds were asked
 */
export async function findMissing(
  set: KeySet,
  hasher: Hasher,
  ask: (ranges: Range[]) => Promise<readonly Summary[]>,
  onMissing: (keys: Uint8Array[]) => Promise<void>,
  wanted: Iterable<Range> = [{ from: keyMin, to: keyMax }],
): Promise<number> {
  let rounds = 0
  const open: Range[] = [...wanted]
  while (open.length > 0) {
    // Depth first: the list of open ranges stays short whatever the other side answers.
    const asked = open.splice(-Limits.wire.rangesPerRoundMax)
    rounds++
    for (const answer of await ask(asked)) {
      const { from, to } = answer
      // Answers must lie within a range that was asked, and shrink, or a liar could keep us busy.
      const parent = asked.find(
        (r) => Bytes.compare(r.from, from) <= 0 && Bytes.compare(to, r.to) <= 0,
      )
      if (parent === undefined || Bytes.compare(from, to) >= 0) continue
      if (answer.type === 'keys') {
        const mine = new Set<string>()
        for await (const page of set.keys({ from, to }))
          for (const next of page) mine.add(Bytes.toHex(next))
        const missing = answer.keys.filter(
          (next) =>
            Bytes.compare(from, next) <= 0 &&
            Bytes.compare(next, to) < 0 &&
            !mine.has(Bytes.toHex(next)),
        )
        if (missing.length > 0) await onMissing(missing)
      } else {
        const own = await digestOf(set, hasher, { from, to })
        if (own.count === answer.count && Bytes.equal(own.digest, answer.digest)) continue
        const whole = Bytes.equal(parent.from, from) && Bytes.equal(parent.to, to)
        if (answer.count > 0 && !whole) open.push({ from, to })
      }
    }
  }
  return rounds
}
