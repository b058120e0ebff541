import * as Codec from '@parley/codec'
import { expect, test } from 'vitest'

import * as Bytes from '../Bytes.ts'
import * as Crypto from '../Crypto.ts'
import * as Handover from '../Handover.ts'
import type { Node, ReplicaSet } from '../Network.ts'

const setOf = (...names: string[]): ReplicaSet => ({
  nodes: names.map((name) => ({ name }) as Node),
  quorum: 3,
})
const installed = setOf('a', 'b', 'c', 'd')
const pending = setOf('c', 'd', 'e', 'f')
const change = (turn: number, left = 1, draw = turn): Handover.Change => ({
  turn,
  draw,
  installed,
  pending,
  left,
})
const among =
  (...names: string[]) =>
  (name: string): boolean =>
    names.includes(name)

test('default: a fence goes up once enough are ready, and comes down when its turn is over', () => {
  expect(Handover.mustFence(Handover.open, change(2), among('c', 'd'))).toBe(false)
  // Who is not to take over does not count.
  expect(Handover.mustFence(Handover.open, change(2), among('a', 'b', 'c', 'd'))).toBe(false)
  expect(Handover.mustFence(Handover.open, change(2), among('c', 'd', 'e'))).toBe(true)
  const fence = Handover.fenced(Handover.open, change(2))
  expect(fence).toEqual({ turn: 2, draw: 2, failed: 0 })
  expect(Handover.mustFence(fence, change(2), among('c', 'd', 'e'))).toBe(false)
  expect(Handover.carried(fence, { turn: 2, installed: 1 })).toEqual(fence)
  expect(Handover.carried(fence, { turn: 3, installed: 1 })).toEqual({
    turn: 0,
    draw: 2,
    failed: 1,
  })
  expect(Handover.carried(fence, { turn: 2, installed: 2 })).toEqual(Handover.open)
  expect(Handover.refuses(fence, 1)).toBe(true)
  expect(Handover.refuses(fence, 2)).toBe(false)
  expect(Codec.decode(Handover.fence, Codec.encode(Handover.fence, fence))).toEqual(fence)
})

test('behavior: of a draw that failed, the fence goes up later and later', () => {
  const enough = among('c', 'd', 'e')
  let fence = Handover.open
  const lefts: number[] = []
  for (let turn = 2; turn < 9; turn++) {
    const left = [1, 1 / 2, 1 / 4, 1 / 8, 1 / 16, 1 / 24].find((share) =>
      Handover.mustFence(fence, change(turn, share, 2), enough),
    )!
    lefts.push(left)
    fence = Handover.carried(Handover.fenced(fence, change(turn, left, 2)), {
      turn: turn + 1,
      installed: 1,
    })
  }
  expect(lefts).toEqual([1, 1 / 2, 1 / 4, 1 / 8, 1 / 16, 1 / 24, 1 / 24])
  // A new draw is a new beginning.
  expect(Handover.mustFence(fence, change(9, 1, 9), enough)).toBe(true)
})

test('default: who compared with a quorum is ready; with one that was fenced, it holds all', () => {
  let successor = Handover.entered(Handover.beginning, 2)
  for (const name of ['a', 'b']) successor = Handover.compared(successor, { name, fencedAt: 0 })
  expect(Handover.isReady(successor, change(2))).toBe(false)
  successor = Handover.compared(successor, { name: 'c', fencedAt: 2 })
  expect(Handover.isReady(successor, change(2))).toBe(true)
  expect(Handover.holdsAll(successor, change(2))).toBe(false)
  for (const name of ['a', 'b']) successor = Handover.compared(successor, { name, fencedAt: 2 })
  expect(Handover.holdsAll(successor, change(2))).toBe(true)
  // All of it is for this turn alone.
  const next = Handover.entered(successor, 3)
  expect([Handover.isReady(next, change(3)), Handover.holdsAll(next, change(3))]).toEqual([
    false,
    false,
  ])
})

test('default: a set that does not let go is named in the second half of the time it has', () => {
  const stuck = (left: number, fenced: string[], failed = 0): boolean =>
    Handover.isStuck(change(2, left), {
      failed,
      isReady: among('c', 'd', 'e'),
      isFenced: among(...fenced),
    })
  expect(stuck(0.6, ['a', 'b'])).toBe(false)
  expect(stuck(0.5, ['a', 'b'])).toBe(true)
  expect(stuck(0.5, ['a', 'b', 'c'])).toBe(false)
  expect(stuck(0.5, ['a', 'b'], 1)).toBe(false)
  expect(stuck(0.25, ['a', 'b'], 1)).toBe(true)
  expect(Handover.leftMax(9)).toBe(1 / 24)
})

test('default: stored is what q of the installed set signed unfenced, or q of both', () => {
  const stored = (sets: readonly ReplicaSet[], fences: Record<string, number>): boolean =>
    Handover.isStored(sets, (name) => fences[name])
  expect(stored([installed], { a: 0, b: 0, c: 0 })).toBe(true)
  expect(stored([installed], { a: 0, b: 0, c: 2 })).toBe(false)
  expect(stored([installed, pending], { a: 0, b: 0, d: 0 })).toBe(true)
  expect(stored([installed, pending], { a: 0, b: 2, c: 2, d: 0 })).toBe(false)
  expect(stored([installed, pending], { b: 2, c: 2, d: 0, e: 0 })).toBe(true)
  expect(stored([], { a: 0 })).toBe(false)
  expect(Handover.takesOver(pending, among('c', 'd'))).toBe(false)
  expect(Handover.takesOver(pending, among('c', 'd', 'f'))).toBe(true)
})

test('default: a statement is of one network, node, kind, turn and list of shards', async () => {
  const keyPair = Crypto.deriveKeyPair(new Uint8Array(32), 'node')
  const [network, id] = [new Uint8Array(32).fill(1), new Uint8Array(32).fill(2)]
  const author = { network, id, publicKey: keyPair.publicKey }
  const signer = { network, id, keyPair, serial: () => 9 }
  const value = { kind: 'holds', turn: 7, shards: [1, 258] } as const
  const said = await Handover.sign(Crypto.pure, signer, { ...value, shards: [...value.shards] })
  const verify = (altered: object, of: object = {}): Promise<boolean> =>
    Handover.verify(Crypto.pure, { ...author, ...of }, { ...said, ...altered })
  expect(await verify({})).toBe(true)
  for (const altered of [
    { kind: 'ready' },
    { turn: 8 },
    { shards: [1] },
    { shards: [] },
    { serial: 8 },
  ])
    expect(await verify(altered)).toBe(false)
  expect(await verify({}, { network: id })).toBe(false)
  expect(await verify({}, { id: network })).toBe(false)
  // What the registry's contract hashes: eight bytes of the turn, two of the list's length, two a shard.
  const body = Bytes.fromHex('0000000000000007000400010102')
  const { sha256, verify: check } = Crypto.pure
  const toSign = Bytes.labelled(
    'holds',
    network,
    id,
    Bytes.fromHex('0000000000000009'),
    sha256(body),
  )
  expect(await check(keyPair.publicKey, toSign, said.signature)).toBe(true)
})
