import { expect, test } from 'vitest'

import * as Bytes from '../Bytes.ts'
import { pure } from '../Crypto.ts'
import * as Topic from './Topic.ts'

const account = 'eip155:1:0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed'
const log = (change: Partial<Topic.Log> = {}): Topic.Descriptor => ({
  type: 'log',
  writer: new Uint8Array(65).fill(1),
  version: 1,
  shard: 0,
  born: 20_000,
  retentionSeconds: 3600,
  bodyBytesMax: 1024,
  salt: new Uint8Array(32),
  ...change,
})
/** The first 16 bits of a topic's id. */
const placeOf = (descriptor: Topic.Descriptor): number => {
  const id = Topic.idOf(pure, descriptor)
  return (id[0]! << 8) | id[1]!
}

test('a log stands where it says, in either table', () => {
  for (const shard of [0, 4, 0x1230, 0x3ffc]) expect(placeOf(log({ shard })) & ~3).toBe(shard)
  for (const shard of [0x4000, 0x4020, 0x5a60, 0x7fe0])
    expect(placeOf(log({ shard })) & ~0x1f).toBe(shard)
  // What is below is the hash's: another salt, another id.
  const ids = Array.from({ length: 32 }, (_, i) =>
    Bytes.toHex(Topic.idOf(pure, log({ shard: 4, salt: new Uint8Array(32).fill(i) }))),
  )
  expect(new Set(ids).size).toBe(32)
})

test('other topics stand where their hash says, in the first table', () => {
  const places = Array.from({ length: 64 }, (_, i) =>
    placeOf({ type: 'inbox', account, retentionSeconds: i, postageBits: 0 }),
  )
  expect(places.every((place) => place >> 14 === 0)).toBe(true)
  expect(new Set(places.map((place) => place >> 2)).size).toBeGreaterThan(60)
})

test('no place but those of the two tables is sound', () => {
  for (const shard of [0, 0x3ffc, 0x4000, 0x7fe0]) expect(Topic.isSound(log({ shard }))).toBe(true)
  for (const shard of [1, 2, 0x4001, 0x4010, 0x8000, 0xc000])
    expect(Topic.isSound(log({ shard }))).toBe(false)
  expect(Topic.isSound(Topic.identity(account, 0))).toBe(true)
})

test('a fresh log is born today, in a shard that is drawn', () => {
  const now = Date.UTC(2030, 0, 2, 23, 59)
  const random = { bytes: (length: number) => new Uint8Array(length).fill(0xff) }
  const wanted = { writer: new Uint8Array(65), version: 1, retentionSeconds: 1, bodyBytesMax: 1 }
  const made = Topic.fresh(random, now, wanted)
  expect(made).toMatchObject({ shard: 0x3ffc, born: Date.UTC(2030, 0, 2) / 86_400_000 })
  expect(Topic.isSound(made)).toBe(true)
})
