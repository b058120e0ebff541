import { sha256 } from '@noble/hashes/sha2.js'
import { expect, test } from 'vitest'

import * as Bytes from './Bytes.ts'
import * as Reconcile from './Reconcile.ts'

const hasher: Reconcile.Hasher = () => sha256.create()

function setOf(keys: readonly Uint8Array[]): Reconcile.KeySet {
  const order = keys.toSorted(Bytes.compare)
  const within = ({ from, to }: Reconcile.Range): Uint8Array[] =>
    order.filter((key) => Bytes.compare(from, key) <= 0 && Bytes.compare(key, to) < 0)
  return {
    count: (range) => Promise.resolve(within(range).length),
    async *keys(range) {
      yield within(range)
    },
  }
}

const keyOf = (shard: number, i: number): Uint8Array =>
  Reconcile.keyOf(shard, 1_000 + i, new Uint8Array(32).fill(i))

const rangeOf = (shard: number): Reconcile.Range => ({
  from: Reconcile.keyOf(shard, 0, new Uint8Array(32)),
  to: Reconcile.keyOf(shard + 1, 0, new Uint8Array(32)),
})

test('many ranges are compared in few rounds, and nothing outside them', async () => {
  const shards = Array.from({ length: 100 }, (_, i) => 3 * i)
  const theirs = setOf(shards.flatMap((shard) => [keyOf(shard, 1), keyOf(shard + 1, 2)]))
  const mine = setOf(shards.filter((shard) => shard % 2 === 0).map((shard) => keyOf(shard, 1)))
  const found: Uint8Array[] = []
  const rounds = await Reconcile.findMissing(
    mine,
    hasher,
    (asked) => Reconcile.summarise(theirs, hasher, asked),
    async (keys) => void found.push(...keys),
    shards.map(rangeOf),
  )
  const missing = shards.filter((shard) => shard % 2 === 1).map((shard) => keyOf(shard, 1))
  expect(found.toSorted(Bytes.compare)).toEqual(missing)
  expect(rounds).toBe(2)
})

test('a difference in a large set is found with traffic in proportion to it', async () => {
  const all = Array.from({ length: 20_000 }, (_, i) =>
    Reconcile.keyOf(7, i, sha256(Uint8Array.of(i >> 8, i & 255))),
  )
  const missing = all.filter((_, i) => i % 4_001 === 17)
  const mine = setOf(all.filter((key) => !missing.includes(key)))
  const found: Uint8Array[] = []
  let listed = 0
  await Reconcile.findMissing(
    mine,
    hasher,
    async (asked) => {
      const answers = await Reconcile.summarise(setOf(all), hasher, asked)
      for (const answer of answers) listed += answer.type === 'keys' ? answer.keys.length : 1
      return answers
    },
    async (keys) => void found.push(...keys),
  )
  expect(found.toSorted(Bytes.compare)).toEqual(missing)
  expect(listed).toBeLessThan(missing.length * (Reconcile.listMax + 3 * Reconcile.fanOut))
})
