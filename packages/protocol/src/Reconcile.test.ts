import { sha256 } from '@noble/hashes/sha2.js'
import * as Codec from '@parley/codec'
import { expect, test } from 'vitest'

import * as Bytes from './Bytes.ts'
import * as Limits from './Limits.ts'
import * as Placement from './Placement.ts'
import * as Reconcile from './Reconcile.ts'

function setOf(keys: readonly Uint8Array[]): Reconcile.KeySet {
  const order = keys.toSorted(Bytes.compare)
  const held = new Set(order.map(Bytes.toHex))
  const startOf = (key: Uint8Array): number => {
    let low = 0
    for (let high = order.length; low < high;) {
      const middle = (low + high) >> 1
      if (Bytes.compare(order[middle]!, key) < 0) low = middle + 1
      else high = middle
    }
    return low
  }
  const read: Reconcile.KeySet['keys'] = async function* ({ from, to }) {
    yield order.slice(startOf(from), startOf(to))
  }
  const tree = new Reconcile.KeyTree(sha256, read)
  return {
    keys: read,
    nodes: (prefixes) => tree.nodes(prefixes),
    lacking: (asked) => Promise.resolve(asked.filter((key) => !held.has(Bytes.toHex(key)))),
  }
}

const session: Reconcile.Session = { sha256, salt: new Uint8Array(16).fill(3) }
const keyOf = (shard: number, i: number): Uint8Array =>
  Reconcile.keyOf(shard, 1_000 + i, new Uint8Array(32).fill(i))
/** Keys as they come: each of another envelope. */
const someKeys = (count: number): Uint8Array[] =>
  Array.from({ length: count }, (_, i) => {
    const id = sha256(Uint8Array.of(i >> 16, i >> 8, i))
    return Reconcile.keyOf((id[5]! << 4) | (id[6]! >> 4), 1_700_000_000_000 + 7_919 * i, id)
  })

type Found = { keys: Uint8Array[]; rounds: number; bytes: number }

/** What `mine` finds that `theirs` has, with what it took: all that was said, encoded. */
async function find(
  mine: Reconcile.KeySet,
  theirs: Reconcile.KeySet,
  wanted?: readonly Reconcile.Prefix[],
): Promise<Found> {
  const keys: Uint8Array[] = []
  let bytes = 0
  const rounds = await Reconcile.findMissing({
    set: mine,
    session,
    async ask(ranges) {
      const summaries = await Reconcile.summarise(theirs, session, ranges)
      bytes += Codec.encode(Reconcile.ranges, ranges).length
      const said = Codec.encode(Reconcile.summaries, summaries)
      bytes += said.length
      return Codec.decode(Reconcile.summaries, said)
    },
    onMissing: async (found) => void keys.push(...found),
    ...(wanted && { wanted }),
  })
  return { keys: keys.toSorted(Bytes.compare), rounds, bytes }
}

test('many shards are compared in few rounds, and nothing outside them', async () => {
  const shards = new Set(Array.from({ length: 100 }, (_, i) => 3 * i))
  const theirs = setOf([...shards].flatMap((shard) => [keyOf(shard, 1), keyOf(shard + 1, 2)]))
  const mine = setOf([...shards].filter((shard) => shard % 2 === 0).map((shard) => keyOf(shard, 1)))
  const wanted = Reconcile.prefixesOf((shard) => shards.has(shard))
  const { keys, rounds } = await find(mine, theirs, wanted)
  const missing = [...shards].filter((shard) => shard % 2 === 1).map((shard) => keyOf(shard, 1))
  expect(keys).toEqual(missing.toSorted(Bytes.compare))
  expect(rounds).toBe(1)
})

test('prefixes cover the shards asked for, and as much as they can at once', () => {
  expect(Reconcile.prefixesOf(() => true)).toEqual(['0'])
  expect(Reconcile.prefixesOf(() => false)).toEqual([])
  expect(Reconcile.prefixesOf((shard) => shard >> 4 === 0xab)).toEqual(['0ab'])
  const has = (shard: number): boolean => shard % 7 !== 3 || shard > 3_000
  const prefixes = Reconcile.prefixesOf(has)
  for (let shard = 0; shard < Placement.shards; shard++) {
    const key = Bytes.toHex(keyOf(shard, 0))
    expect(prefixes.filter((prefix) => key.startsWith(prefix)).length).toBe(has(shard) ? 1 : 0)
  }
})

test('a difference in a large set is found with traffic in proportion to it', async () => {
  const all = someKeys(30_000)
  const theirs = setOf(all)
  const bytes: number[] = []
  for (const count of [0, 1, 10, 100]) {
    const missing = all.slice(0, count).toSorted(Bytes.compare)
    const found = await find(setOf(all.slice(count)), theirs)
    expect(found.keys).toEqual(missing)
    bytes.push(found.bytes)
  }
  expect(bytes[0]).toBeLessThan(20)
  expect(bytes[1]).toBeLessThan(1_500)
  expect(bytes[3]).toBeLessThan(100 * 800)
})

test('each side finds what the other has, and nothing else', async () => {
  const all = someKeys(6_000)
  const mine = all.filter((_, i) => i % 3 !== 0)
  const theirs = all.filter((_, i) => i % 5 !== 0)
  const lacked = all.filter((_, i) => i % 3 === 0 && i % 5 !== 0).toSorted(Bytes.compare)
  expect((await find(setOf(mine), setOf(theirs))).keys).toEqual(lacked)
  expect((await find(setOf([]), setOf(all))).keys).toEqual(all.toSorted(Bytes.compare))
  expect((await find(setOf(all), setOf([]))).keys).toEqual([])
})

test('who holds nothing gets all names in few rounds, each answer below a message', async () => {
  const all = someKeys(40_000)
  const { keys, rounds, bytes } = await find(setOf([]), setOf(all))
  expect(keys.length).toBe(all.length)
  expect(rounds).toBeLessThan(12)
  expect(bytes).toBeLessThan(all.length * 60)
  expect(Reconcile.summaries.bytesMax).toBeLessThan(Limits.wire.messageBytesMax)
})

test('error: a liar can neither end a session early nor keep it up forever', async () => {
  const mine = setOf(someKeys(50))
  const lie = (answer: (asked: readonly Reconcile.AskedRange[]) => Reconcile.Summary[]) =>
    Reconcile.findMissing({
      set: mine,
      session,
      ask: (asked) => Promise.resolve(answer(asked)),
      onMissing: () => Promise.resolve(),
    })
  const refused = { code: 'bad_frame' }
  await expect(lie(() => [])).rejects.toMatchObject(refused)
  await expect(lie((asked) => [...asked, {}].map(() => ({ type: 'same' })))).rejects.toMatchObject(
    refused,
  )
  const tags = [new Uint8Array(8)]
  // Of something else, of what was asked again, and ever deeper.
  for (const stemOf of [() => '1', () => 'f'.repeat(84)])
    await expect(
      lie((asked) => asked.map(({ prefix }) => ({ type: 'parts', stem: stemOf() + prefix, tags }))),
    ).rejects.toMatchObject(refused)
  const many = Array.from({ length: 16 }, () => new Uint8Array(8))
  await expect(
    lie(([first]) => [{ type: 'parts', stem: first!.prefix, tags: many }]),
  ).rejects.toMatchObject(refused)
})

test('a listed key outside of what was asked is passed over', async () => {
  const found: Uint8Array[] = []
  const inside = keyOf(1, 1)
  await Reconcile.findMissing({
    set: setOf([]),
    session,
    ask: () => Promise.resolve([{ type: 'keys', keys: [keyOf(2, 2), inside] }]),
    onMissing: async (keys) => void found.push(...keys),
    wanted: Reconcile.prefixesOf((shard) => shard === 1),
  })
  expect(found).toEqual([inside])
})
