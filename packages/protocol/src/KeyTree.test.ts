import { sha256 } from '@noble/hashes/sha2.js'
import { seeded } from '@parley/codec/attack'
import { expect, test } from 'vitest'

import * as Bytes from './Bytes.ts'
import { KeyTree, type Node, type Prefix, type Range, rangeOf } from './KeyTree.ts'
import { keyOf } from './Reconcile.ts'

/** Keys that can be added and taken away. */
class Keys {
  readonly held = new Map<string, Uint8Array>()
  readonly tree = new KeyTree(sha256, (range) => this.#read(range))
  /** How many keys were read. */
  reads = 0
  /** Runs after each page. */
  onPage = (): void => {}

  async *#read({ from, to }: Range): AsyncIterable<Uint8Array[]> {
    const pageMax = 500
    let start = from
    for (;;) {
      const page = this.within({ from: start, to }).slice(0, pageMax + 1)
      const next = page.length > pageMax ? page.pop() : undefined
      this.reads += page.length
      yield page
      this.onPage()
      if (next === undefined) return
      start = next
    }
  }

  within({ from, to }: Range): Uint8Array[] {
    return [...this.held.values()]
      .filter((key) => Bytes.compare(from, key) <= 0 && Bytes.compare(key, to) < 0)
      .toSorted(Bytes.compare)
  }

  add(key: Uint8Array): void {
    this.held.set(Bytes.toHex(key), key)
    this.tree.changed(key)
  }

  remove(key: Uint8Array): void {
    this.held.delete(Bytes.toHex(key))
    this.tree.changed(key)
  }

  /** What a tree says that begins now. */
  fresh(prefixes: readonly Prefix[]): Promise<(Node | undefined)[]> {
    return new KeyTree(sha256, (range) => this.#read(range)).nodes(prefixes)
  }
}

/** Few shards and times, so that keys share much; ids that an adversary may have ground. */
function randomKey(random: (below: number) => number): Uint8Array {
  const id = Uint8Array.from({ length: 32 }, () => random(256))
  if (random(4) === 0) id.fill(0, 0, random(32))
  return keyOf(random(3) * 100, 1_700_000_000_000 + random(2) * random(2 ** 30), id)
}

const everyPrefixOf = (key: Uint8Array): Prefix[] =>
  Array.from({ length: 85 }, (_, length) => Bytes.toHex(key).slice(0, length))

test('the range of a prefix holds the keys that begin with it and no others', () => {
  const hex = (range: Range): string[] => [Bytes.toHex(range.from), Bytes.toHex(range.to)]
  expect(hex(rangeOf(''))).toEqual(['0'.repeat(84), 'f'.repeat(84)])
  expect(hex(rangeOf('0'))).toEqual(['0'.repeat(84), `1${'0'.repeat(83)}`])
  expect(hex(rangeOf('0f'))).toEqual([`0f${'0'.repeat(82)}`, `1${'0'.repeat(83)}`])
  expect(hex(rangeOf('0a9'))).toEqual([`0a9${'0'.repeat(81)}`, `0aa${'0'.repeat(81)}`])
})

test('a prefix has the keys that begin with it, whatever else there is', async () => {
  const random = seeded(1)
  const keys = new Keys()
  for (let i = 0; i < 3_000; i++) keys.add(randomKey(random))
  for (const key of [...keys.held.values()].filter((_, i) => i % 300 === 0)) {
    const prefixes = [...everyPrefixOf(key), ...everyPrefixOf(randomKey(random))]
    const nodes = await keys.tree.nodes(prefixes)
    for (const [i, prefix] of prefixes.entries()) {
      const alone = new Keys()
      for (const each of keys.within(rangeOf(prefix))) alone.add(each)
      const [whole] = await alone.tree.nodes([''])
      expect([prefix, nodes[i]]).toEqual([prefix, whole])
      expect(nodes[i]?.count ?? 0).toBe(alone.held.size)
    }
  }
})

test('after any changes it says what a tree says that begins now', async () => {
  for (let seed = 1; seed <= 6; seed++) {
    const random = seeded(seed)
    const keys = new Keys()
    for (let round = 0; round < 30; round++) {
      const changes = random(3) === 0 ? random(2_000) : random(20)
      for (let i = 0; i < changes; i++)
        if (random(5) > 0 || keys.held.size === 0) keys.add(randomKey(random))
        else keys.remove([...keys.held.values()][random(keys.held.size)]!)
      // Now and then nearly all of it goes, as in a sweep.
      if (random(6) === 0)
        for (const key of keys.held.values()) if (random(50) > 0) keys.remove(key)
      const prefixes = ['', ...everyPrefixOf(randomKey(random))]
      expect([seed, round, await keys.tree.nodes(prefixes)]).toEqual([
        seed,
        round,
        await keys.fresh(prefixes),
      ])
    }
  }
})

test('what changes while it is read is in the next answer', async () => {
  const random = seeded(7)
  const keys = new Keys()
  for (let i = 0; i < 3_000; i++) keys.add(randomKey(random))
  const left = Array.from({ length: 200 }, () => randomKey(random))
  keys.onPage = () => {
    for (const key of left.splice(0, 20)) {
      keys.add(key)
      keys.remove(keys.held.values().next().value!)
    }
  }
  for (let looks = 0; looks < 20; looks++) await keys.tree.nodes([''])
  expect(left).toEqual([])
  expect(await keys.tree.nodes([''])).toEqual(await keys.fresh(['']))
})

test('one change in many keys costs the reading of few', async () => {
  const random = seeded(9)
  const keys = new Keys()
  for (let i = 0; i < 20_000; i++)
    keys.add(keyOf(random(4096), random(2 ** 30), sha256(Uint8Array.of(i >> 8, i & 255))))
  await keys.tree.nodes([''])
  expect(keys.reads).toBe(20_000)
  keys.reads = 0
  await keys.tree.nodes([''])
  expect(keys.reads).toBe(0)
  keys.add(randomKey(random))
  await keys.tree.nodes([''])
  expect(keys.reads).toBeLessThan(300)
})

test('a read that fails is made up for', async () => {
  const random = seeded(11)
  const keys = new Keys()
  for (let i = 0; i < 2_000; i++) keys.add(randomKey(random))
  let pages = 0
  keys.onPage = () => {
    if (++pages === 3) throw new Error('disk')
  }
  await expect(keys.tree.nodes([''])).rejects.toThrow('disk')
  expect(await keys.tree.nodes([''])).toEqual(await keys.fresh(['']))
})
