import { expect, test } from 'vitest'

import * as Confirmation from './Confirmation.ts'
import * as Crypto from './Crypto.ts'
import * as Network from './Network.ts'
import * as Placement from './Placement.ts'

const crypto = Crypto.pure
const keys = Array.from({ length: 8 }, (_, i) =>
  Crypto.deriveKeyPair(new Uint8Array(32).fill(i + 1), 'node'),
)
const authority = Crypto.deriveKeyPair(new Uint8Array(32), 'authority')

type Versions = { since: number; until: number }

function contentOf(version: number, settled: number, nodes: readonly Versions[]): Network.Content {
  return {
    name: 'test',
    version,
    settled,
    replicas: 4,
    authority: authority.publicKey,
    nodes: nodes.map((versions, i) => ({
      publicKey: keys[i]!.publicKey,
      url: `ws://${i}`,
      peer: `/memory/${i}`,
      ...versions,
    })),
  }
}

const networkOf = (...args: Parameters<typeof contentOf>): Network.Network =>
  Network.of(crypto, { ...contentOf(...args), id: new Uint8Array(32) })

const urls = (nodes: readonly Network.Node[]): string[] => nodes.map(({ url }) => url).toSorted()
const first: Versions[] = Array.from({ length: 4 }, () => ({ since: 1, until: 0 }))
const fifth = { since: 2, until: 0 }

test('default: a network at rest has one set for each topic', () => {
  const network = networkOf(1, 1, first)
  const topic = new Uint8Array(32)
  expect(network.setsOf(topic)).toHaveLength(1)
  expect(network.setsOf(topic)[0]!.quorum).toBe(3)
  expect(urls(network.replicasOf(topic))).toEqual(urls(network.nodes))
  expect(network.setAt(topic, 1)!.nodes).toEqual(network.setsOf(topic)[0]!.nodes)
  expect(network.setAt(topic, 2)).toBeUndefined()
})

test('behavior: while a change is under way both sets count, in the shards it alters', () => {
  const before = networkOf(1, 1, first)
  const during = networkOf(2, 1, [...first, fifth])
  const after = networkOf(2, 2, [...first, fifth])
  let altered = 0
  for (let shard = 0; shard < 64; shard++) {
    const topic = Placement.topicOf(shard * 64)
    const old = before.setsOf(topic)[0]!
    const [newest, ...earlier] = during.setsOf(topic)
    expect(urls(newest!.nodes)).toEqual(urls(after.setsOf(topic)[0]!.nodes))
    expect(urls(during.setAt(topic, 1)!.nodes)).toEqual(urls(old.nodes))
    if (urls(newest!.nodes).join() === urls(old.nodes).join()) expect(earlier).toEqual([])
    else {
      altered++
      expect(earlier.map(({ nodes }) => urls(nodes))).toEqual([urls(old.nodes)])
      expect(during.replicasOf(topic)).toHaveLength(5)
    }
  }
  // Four of five nodes store each topic: the fifth is among them in about four of five shards.
  expect(altered).toBeGreaterThan(40)
  expect(altered).toBeLessThan(62)
})

test('behavior: who left stores until that is settled, and is known after', () => {
  const left = first.map((versions, i) => (i === 0 ? { ...versions, until: 3 } : versions))
  const during = networkOf(3, 2, [...left, fifth])
  const name = during.nodes.find(({ url }) => url === 'ws://0')!.name
  expect(during.isMember(name)).toBe(false)
  const after = networkOf(3, 3, [...left, fifth])
  expect(urls(after.nodes)).toEqual(['ws://1', 'ws://2', 'ws://3', 'ws://4'])
  expect(after.node(name)?.url).toBe('ws://0')
  expect(after.isMember(name)).toBe(false)
  expect(urls(after.setAt(new Uint8Array(32), 1)!.nodes)).toContain('ws://0')
})

test('behavior: versions between that differ count too', () => {
  // The sixth joined in version 3 and left in version 4.
  const nodes = [...first, fifth, { since: 3, until: 4 }]
  const network = networkOf(4, 2, nodes)
  const seen = new Set<number>()
  for (let shard = 0; shard < 64; shard++)
    seen.add(network.setsOf(Placement.topicOf(shard * 64)).length)
  expect(seen).toEqual(new Set([1, 2]))
  expect(urls(network.nodes)).toContain('ws://5')
})

test('behavior: a quorum of all is one of each set, and of nobody there is none', () => {
  const during = networkOf(2, 1, [...first, fifth])
  const shard = Array.from({ length: 64 }, (_, i) => Placement.topicOf(i * 64)).find(
    (topic) => during.setsOf(topic).length === 2,
  )!
  const sets = during.setsOf(shard)
  const [newest, old] = sets.map(({ nodes }) => nodes.map(({ name }) => name))
  const gone = old!.find((name) => !newest!.includes(name))!
  const come = newest!.find((name) => !old!.includes(name))!
  const both = old!.filter((name) => name !== gone)
  const isQuorum = (...names: string[]): boolean =>
    Network.isQuorumOfAll(sets, (name) => names.includes(name))
  expect(isQuorum(...both)).toBe(true)
  expect(isQuorum(...both.slice(1), gone)).toBe(false)
  expect(isQuorum(...both.slice(1), come)).toBe(false)
  expect(isQuorum(...both.slice(1), come, gone)).toBe(true)
  expect(Network.isQuorumOfAll([], () => true)).toBe(false)
})

test('default: a file is read as it was signed, and no other', async () => {
  const content = contentOf(2, 1, [...first, fifth])
  const file = await Network.sign(crypto, content, authority)
  const network = await Network.read(crypto, JSON.parse(JSON.stringify(file)))
  expect([network.version, network.settled, network.nodes.length]).toEqual([2, 1, 5])
  await expect(Network.read(crypto, { ...file, settled: 2 })).rejects.toMatchObject({
    code: 'invalid_network',
  })
})

test.each([
  ['settled above its version', contentOf(1, 2, first)],
  ['a member of a version to come', contentOf(1, 1, [...first, fifth])],
  ['a member that left before it came', contentOf(3, 1, [{ since: 3, until: 2 }])],
  [
    'a node twice',
    { ...contentOf(1, 1, first), nodes: [0, 0].map(() => contentOf(1, 1, first).nodes[0]!) },
  ],
])('error: %s', async (_, content) => {
  const file = await Network.sign(crypto, content, authority)
  await expect(Network.read(crypto, file)).rejects.toMatchObject({ code: 'invalid_network' })
})

test('a confirmation is of one node, network and version', async () => {
  const statement = { network: new Uint8Array(32).fill(1), version: 7 }
  const signature = await Confirmation.sign(crypto, statement, keys[0]!)
  const verify = (change: Partial<Confirmation.Statement>, key = keys[0]!.publicKey) =>
    Confirmation.verify(crypto, { ...statement, ...change }, signature, key)
  expect(await verify({})).toBe(true)
  expect(await verify({ version: 8 })).toBe(false)
  expect(await verify({ network: new Uint8Array(32) })).toBe(false)
  expect(await verify({}, keys[1]!.publicKey)).toBe(false)
})
