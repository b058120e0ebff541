import { keccak_256 } from '@noble/hashes/sha3.js'
import { expect, test } from 'vitest'

import * as Bytes from './Bytes.ts'
import * as Placement from './Placement.ts'

const entropy = Uint8Array.from({ length: 32 }, (_, i) => i)

test('default: every shard has a topic, and what is no topic is of the first table', () => {
  for (let shard = 0; shard < Placement.shards; shard++)
    expect(Placement.shardOf(Placement.topicOf(shard))).toBe(shard)
  const id = Uint8Array.of(0x7f, 0xff, ...new Uint8Array(30))
  expect([Placement.shardOf(id), Placement.shardOfOther(id)]).toEqual([4096 + 511, 4095])
})

test('default: picks are the words of a hash, the lowest first', () => {
  const shard = 4100
  const input = Bytes.concat(entropy, new Uint8Array(32))
  input.set([shard >> 8, shard & 0xff], 46)
  const words = (round: number): number[] => {
    input[63] = round
    const view = new DataView(keccak_256(input).buffer)
    return Array.from({ length: 8 }, (_, i) => view.getUint32(4 * (7 - i)))
  }
  const seats = [...new Set([...words(0), ...words(1), ...words(2)].map((word) => word % 10))]
  const draw = { turn: 1, entropy, seats: 10 }
  const picked = Placement.pick(shard, draw, { countMax: 7, at: (seat) => seat })
  expect(picked).toEqual(seats.slice(0, 7))
})

test('behavior: seats that do not count are passed over, and what remains is 3f+1', () => {
  const draw = { turn: 1, entropy, seats: 12 }
  const all = Placement.pick(3, draw, { countMax: 12, at: (seat) => seat })
  expect(all).toHaveLength(10)
  const odd = (seat: number): number | undefined => (seat % 2 === 1 ? seat : undefined)
  const some = Placement.pick(3, draw, { countMax: 7, at: odd })
  expect(some).toHaveLength(4)
  expect(some).toEqual(Placement.pick(3, draw, { countMax: 7, eligible: 6, at: odd }))
  expect(some.every((seat) => seat % 2 === 1)).toBe(true)
  expect(Placement.pick(3, draw, { countMax: 7, at: () => undefined })).toEqual([])
})

test('behavior: a turn draws one class, the first turn all', () => {
  const drawn = (turn: number): number[] =>
    [0, 1, 2, 3].map((each) => Placement.drawnIn(turn, each, 4))
  expect(drawn(1)).toEqual([1, 1, 1, 1])
  expect(drawn(2)).toEqual([1, 1, 2, 1])
  expect(drawn(5)).toEqual([4, 5, 2, 3])
  expect([1, 2, 3].map((turn) => Placement.drawnIn(turn, 0, 1))).toEqual([1, 2, 3])
})

test('behavior: a class has as many shards of each table as any other', () => {
  const counts = new Map<string, number>()
  for (let shard = 0; shard < Placement.shards; shard++) {
    const name = `${Placement.tableOf(shard)} ${Placement.classOf(shard, 64)}`
    counts.set(name, (counts.get(name) ?? 0) + 1)
  }
  expect(new Set([...counts].map(([name, count]) => `${name[0]} ${count}`))).toEqual(
    new Set(['0 64', '1 8']),
  )
})
