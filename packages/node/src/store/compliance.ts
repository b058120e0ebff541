/**
 * What every store does, as cases to run: an engine is one if it passes all of them.
 *
 * @module
 */
import assert from 'node:assert/strict'

import { Bytes, Crypto, Head, Reconcile } from '@parley/protocol'

import { sha256 } from '../host.ts'
import { evidencePerNodeMax } from './evidence.ts'
import type { Append, Store } from './Store.ts'

/** A case: run it on a fresh, empty store. */
export type Case = { readonly name: string; readonly run: (store: Store) => Promise<void> }

const fill = (length: number, byte: number): Uint8Array => new Uint8Array(length).fill(byte)
const topicA = fill(32, 1)
const topicB = fill(32, 2)
const noLimit = { items: 1000, bytes: 1e9 }

/** An append of an envelope that is `size` bytes of `n`. */
function append(n: number, change: Partial<Append> & { size?: number } = {}): Append {
  const { size = 100, ...rest } = change
  const topic = change.topic ?? topicA
  return {
    type: 'append',
    topic,
    descriptor: fill(10, topic[0]!),
    key: Reconcile.keyOf(topic[0]! << 4, 1000 + n, fill(32, n)),
    receivedAt: 5000 + n,
    expiresAt: 100_000 + n,
    envelope: fill(size, n),
    bytesMax: 1e9,
    countMax: 1e6,
    seal: undefined,
    ...rest,
  }
}

async function keysOf(store: Store, range?: Partial<Reconcile.Range>): Promise<Uint8Array[]> {
  const keys: Uint8Array[] = []
  const whole = { from: Reconcile.keyMin, to: Reconcile.keyMax, ...range }
  for await (const page of store.keys.keys(whole)) keys.push(...page)
  return keys
}

const bytesOf = (value: Uint8Array | undefined): number[] => [...(value ?? [])]

export const cases: readonly Case[] = [
  {
    name: 'an empty store has nothing',
    async run(store) {
      assert.equal(await store.topic(topicA), undefined)
      assert.equal(await store.epoch(topicA, 1), undefined)
      assert.equal(await store.register(topicA, 0), undefined)
      assert.deepEqual(await store.page(topicA, 0, noLimit), [])
      assert.deepEqual(await store.fetch([fill(42, 1)]), [])
      assert.deepEqual(await keysOf(store), [])
      assert.deepEqual(store.stats(), { envelopes: 0, topics: 0, bytes: 0 })
      assert.equal(await store.sweep(1e9, 100), 0)
    },
  },
  {
    name: 'positions count from 1 in each topic, in the order of writing',
    async run(store) {
      const outcomes = await store.commit([
        append(3),
        append(1),
        append(7, { topic: topicB }),
        append(2),
      ])
      assert.deepEqual(
        outcomes.map((o) => [o.status, o.position]),
        [
          ['stored', 1],
          ['stored', 2],
          ['stored', 1],
          ['stored', 3],
        ],
      )
      const page = await store.page(topicA, 0, noLimit)
      assert.deepEqual(
        page.map((item) => [item.position, item.envelope[0]]),
        [
          [1, 3],
          [2, 1],
          [3, 2],
        ],
      )
      assert.deepEqual(bytesOf((await store.topic(topicB))?.descriptor), bytesOf(fill(10, 2)))
      assert.deepEqual(store.stats(), { envelopes: 4, topics: 2, bytes: 400 })
    },
  },
  {
    name: 'a known envelope keeps its place and time, in one batch and in later ones',
    async run(store) {
      const [first, again] = await store.commit([append(1), append(1, { receivedAt: 9999 })])
      assert.deepEqual(first, { status: 'stored', position: 1, receivedAt: 5001 })
      assert.deepEqual(again, { status: 'known', position: 1, receivedAt: 5001 })
      const [later] = await store.commit([append(1, { receivedAt: 9999 })])
      assert.deepEqual(later, { status: 'known', position: 1, receivedAt: 5001 })
      assert.equal(store.stats().envelopes, 1)
    },
  },
  {
    name: 'a full topic takes no more, and still knows what it has',
    async run(store) {
      const limits = { countMax: 2, bytesMax: 250 }
      const outcomes = await store.commit([
        append(1, limits),
        append(2, { ...limits, size: 200 }),
        append(3, limits),
        append(4, limits),
        append(1, limits),
        append(5, { ...limits, topic: topicB, size: 300 }),
      ])
      assert.deepEqual(
        outcomes.map((o) => o.status),
        ['stored', 'full', 'stored', 'full', 'known', 'full'],
      )
      assert.equal(await store.topic(topicB), undefined)
      assert.deepEqual(store.stats(), { envelopes: 2, topics: 1, bytes: 200 })
    },
  },
  {
    name: 'pages are bounded by items and by bytes, and hold at least one item',
    async run(store) {
      await store.commit([1, 2, 3, 4].map((n) => append(n)))
      const positions = async (after: number, items: number, bytes: number) =>
        (await store.page(topicA, after, { items, bytes })).map((item) => item.position)
      assert.deepEqual(await positions(0, 2, 1e9), [1, 2])
      assert.deepEqual(await positions(2, 10, 1e9), [3, 4])
      assert.deepEqual(await positions(0, 10, 250), [1, 2])
      assert.deepEqual(await positions(0, 10, 1), [1])
      assert.deepEqual(await positions(4, 10, 1e9), [])
      assert.deepEqual(await positions(2 ** 50, 10, 1e9), [])
    },
  },
  {
    name: 'envelopes of any size come back as they were',
    async run(store) {
      const sizes = [1, 300, 1024, 5_000, 600_000]
      await store.commit(sizes.map((size, i) => append(i + 1, { size })))
      const found = await store.fetch(sizes.map((_, i) => append(i + 1).key))
      assert.deepEqual(
        found.map((item) => [item.envelope.length, item.envelope.at(-1)]),
        sizes.map((size, i) => [size, i + 1]),
      )
    },
  },
  {
    name: 'fetch finds by key across topics, in the order asked, and leaves out the rest',
    async run(store) {
      await store.commit([append(1), append(2, { topic: topicB }), append(3)])
      const found = await store.fetch([
        append(3).key,
        append(9).key,
        append(2, { topic: topicB }).key,
      ])
      assert.deepEqual(
        found.map((item) => [item.topic[0], item.position, item.envelope[0]]),
        [
          [1, 2, 3],
          [2, 1, 2],
        ],
      )
    },
  },
  {
    name: 'keys come in order, within half-open ranges, and it is known which are lacking',
    async run(store) {
      await store.commit([5, 1, 3, 2, 4].map((n) => append(n)))
      const key = (n: number): Uint8Array => append(n).key
      assert.deepEqual(
        (await keysOf(store)).map((k) => k.at(-1)),
        [1, 2, 3, 4, 5],
      )
      const range = { from: key(2), to: key(4) }
      assert.deepEqual(
        (await keysOf(store, range)).map((k) => k.at(-1)),
        [2, 3],
      )
      assert.deepEqual(
        (await store.keys.lacking([key(4), key(6), key(1), key(0)])).map((k) => k.at(-1)),
        [6, 0],
      )
    },
  },
  {
    name: 'many keys come in pages, none twice, none left out',
    async run(store) {
      const count = 40_000
      const keyOf = (n: number): Uint8Array => {
        const id = new Uint8Array(32)
        new DataView(id.buffer).setUint32(0, n)
        return Reconcile.keyOf(16, n % 977, id)
      }
      for (let n = 0; n < count; n += 4_000)
        await store.commit(
          Array.from({ length: 4_000 }, (_, i) => append(1, { key: keyOf(n + i), size: 1 })),
        )
      const keys = await keysOf(store)
      assert.equal(keys.length, count)
      assert.equal(new Set(keys.map((k) => k.join())).size, count)
    },
  },
  {
    name: 'digests are those of the keys held, whatever came and went',
    async run(store) {
      const keyOf = (n: number): Uint8Array => {
        const id = new Uint8Array(32)
        new DataView(id.buffer).setUint32(8, n)
        return Reconcile.keyOf(16 + (n % 5), n % 7, id)
      }
      const prefixes = ['', '0', '0010', '0013', Bytes.toHex(keyOf(3)), 'f']
      const agrees = async (count: number): Promise<void> => {
        const fresh = new Reconcile.KeyTree(sha256, store.keys.keys)
        const nodes = await store.keys.nodes(prefixes)
        assert.deepEqual(nodes, await fresh.nodes(prefixes))
        assert.equal(nodes[0]?.count ?? 0, count)
      }
      await agrees(0)
      const appends = Array.from({ length: 2_000 }, (_, n) =>
        append(1, { key: keyOf(n), size: 1, expiresAt: n + 1 }),
      )
      await store.commit(appends.slice(0, 1_000))
      await agrees(1_000)
      for (const more of appends.slice(1_000, 1_010)) await store.commit([more])
      await store.commit(appends)
      await agrees(2_000)
      let removed = 0
      while (removed < 1_700) {
        removed += await store.sweep(1_700, 300)
        await agrees(2_000 - removed)
      }
      await store.commit(appends.slice(500, 510))
      await agrees(310)
    },
  },
  {
    name: 'a seal begins an epoch; later seals of the slot are kept up to a limit',
    async run(store) {
      const seal = (writer: number) => ({
        epoch: 1,
        writer: fill(65, writer),
        version: writer,
        certificate: fill(9, writer),
        sealsMax: 2,
      })
      const outcomes = await store.commit([
        append(1),
        append(2, { seal: seal(7) }),
        append(3, { seal: seal(8) }),
        append(4, { seal: seal(9) }),
        append(2, { seal: seal(7) }),
      ])
      assert.deepEqual(
        outcomes.map((o) => o.status),
        ['stored', 'stored', 'stored', 'full', 'known'],
      )
      assert.equal((await store.topic(topicA))?.epoch, 1)
      const epoch = await store.epoch(topicA, 1)
      assert.deepEqual(bytesOf(epoch?.writer), bytesOf(fill(65, 7)))
      assert.deepEqual(bytesOf(epoch?.certificate), bytesOf(fill(9, 7)))
      assert.equal(epoch?.version, 7)
      assert.equal(epoch?.startedAt, 5002)
      assert.equal(await store.epoch(topicA, 2), undefined)
    },
  },
  {
    name: 'heads hash each log in order, at its end and at what is held',
    async run(store) {
      const hashOf = (...names: number[]): Uint8Array =>
        names.reduce((before, n) => {
          const ref = { sentAt: 1000 + n, id: fill(32, n) }
          return Head.link(Crypto.pure, before, ref)
        }, Head.empty)
      const assertHead = async (
        position: number | undefined,
        expected: number[] | undefined,
      ): Promise<void> => {
        const head = await store.head(topicA, position)
        if (expected === undefined) return assert.equal(head, undefined)
        assert.equal(head?.position, expected.length)
        assert.deepEqual(bytesOf(head?.hash), bytesOf(hashOf(...expected)))
      }
      await assertHead(undefined, undefined)
      await assertHead(0, undefined)
      await store.commit([append(3), append(1, { expiresAt: 7 }), append(3)])
      await store.commit([append(9, { topic: topicB }), append(2, { expiresAt: 7 })])
      await assertHead(undefined, [3, 1, 2])
      await assertHead(3, [3, 1, 2])
      await assertHead(2, [3, 1])
      await assertHead(1, [3])
      await assertHead(0, [])
      await assertHead(4, undefined)
      // What is swept is in the hashes that follow; it is not asked for by itself.
      assert.equal(await store.sweep(7, 100), 2)
      await assertHead(2, undefined)
      await assertHead(3, [3, 1, 2])
      await store.commit([append(4)])
      await assertHead(undefined, [3, 1, 2, 4])
      await assertHead(3, undefined)
      await assertHead(1, [3])
    },
  },
  {
    name: 'evidence is kept once, in the order found, and a few pieces against each node',
    async run(store) {
      const put = (n: number, node: number) =>
        ({
          type: 'evidence',
          id: fill(32, n),
          node: fill(32, node),
          foundAt: 100 + n,
          bytes: fill(n, n),
        }) as const
      assert.deepEqual(await store.evidence(), [])
      await store.commit([put(9, 1), put(9, 1), put(2, 2)])
      const many = Array.from({ length: evidencePerNodeMax + 3 }, (_, i) => put(20 + i, 1))
      await store.commit(many)
      const kept = await store.evidence()
      assert.deepEqual(
        kept.map(({ id, node, foundAt, bytes }) => [id[0], node[0], foundAt, bytes.length]),
        [
          [9, 1, 109, 9],
          [2, 2, 102, 2],
          ...many
            .slice(0, evidencePerNodeMax - 1)
            .map(({ id, foundAt, bytes }) => [id[0], 1, foundAt, bytes.length]),
        ],
      )
    },
  },
  {
    name: 'registers are replaced, each slot on its own',
    async run(store) {
      await store.commit([
        append(1),
        { type: 'register', topic: topicA, slot: 0, state: fill(3, 1) },
        { type: 'register', topic: topicA, slot: 1, state: fill(3, 2) },
      ])
      await store.commit([{ type: 'register', topic: topicA, slot: 0, state: fill(4, 3) }])
      assert.deepEqual(bytesOf(await store.register(topicA, 0)), [3, 3, 3, 3])
      assert.deepEqual(bytesOf(await store.register(topicA, 1)), [2, 2, 2])
      assert.equal(await store.register(topicB, 0), undefined)
    },
  },
  {
    name: 'revocations are of an account and a device together',
    async run(store) {
      const device = fill(32, 5)
      const revoke = { type: 'revoke', account: 'eip155:1:0xaa', device } as const
      await store.commit([revoke, revoke])
      assert.equal(await store.isRevoked('eip155:1:0xaa', device), true)
      assert.equal(await store.isRevoked('eip155:1:0xbb', device), false)
      assert.equal(await store.isRevoked('eip155:1:0xaa', fill(32, 6)), false)
    },
  },
  {
    name: 'sweeping removes what is over, in steps, and frees the topic',
    async run(store) {
      await store.commit([1, 2, 3, 4, 5].map((n) => append(n, { expiresAt: n * 10 })))
      let removed = 0
      for (let i = 0; i < 4; i++) removed += await store.sweep(30, 2)
      assert.equal(removed, 3)
      assert.deepEqual(
        (await store.page(topicA, 0, noLimit)).map((item) => item.position),
        [4, 5],
      )
      assert.deepEqual(store.stats(), { envelopes: 2, topics: 1, bytes: 200 })
      assert.equal((await keysOf(store)).length, 2)
      const limits = { countMax: 3, bytesMax: 300 }
      const [next, full] = await store.commit([append(6, limits), append(7, limits)])
      assert.deepEqual([next?.status, next?.position], ['stored', 6])
      assert.equal(full?.status, 'full')
    },
  },
  {
    name: 'releasing shards removes their envelopes in steps, and keeps what was signed',
    async run(store) {
      const shardOf = (topic: Uint8Array): number => topic[0]! << 4
      const seal = {
        epoch: 1,
        writer: fill(65, 7),
        version: 1,
        certificate: fill(9, 7),
        sealsMax: 2,
      }
      await store.commit([
        ...[1, 2, 3, 4, 5].map((n) => append(n)),
        append(6, { seal }),
        { type: 'register', topic: topicA, slot: 1, state: fill(3, 1) },
        ...[1, 2].map((n) => append(n, { topic: topicB })),
      ])
      assert.equal(await store.release([], 10), 0)
      assert.equal(await store.release([7, 9], 10), 0)
      const shards = [7, shardOf(topicA), 4095]
      assert.equal(await store.release(shards, 4), 4)
      assert.deepEqual(store.stats(), { envelopes: 4, topics: 2, bytes: 400 })
      assert.equal(await store.release(shards, 4), 2)
      assert.equal(await store.release(shards, 4), 0)
      assert.deepEqual(await store.page(topicA, 0, noLimit), [])
      assert.deepEqual(await store.keys.lacking([append(1).key]), [append(1).key])
      assert.equal((await store.page(topicB, 0, noLimit)).length, 2)
      const [whole, released] = await store.keys.nodes(['', '0010'])
      assert.deepEqual([whole?.count, released], [2, undefined])
      // If the shard comes back, no position is given out twice and no vote is forgotten.
      assert.deepEqual(bytesOf(await store.register(topicA, 1)), [1, 1, 1])
      assert.equal((await store.topic(topicA))?.epoch, 1)
      assert.deepEqual(bytesOf((await store.epoch(topicA, 1))?.writer), bytesOf(fill(65, 7)))
      const [again] = await store.commit([append(3)])
      assert.deepEqual([again?.status, again?.position], ['stored', 7])
    },
  },
]
