import { expect, test } from 'vitest'

import * as Authority from './Authority.ts'
import * as Bytes from './Bytes.ts'
import * as Crypto from './Crypto.ts'
import * as Network from './Network.ts'
import * as Placement from './Placement.ts'

const crypto = Crypto.pure
const keys = Array.from({ length: 24 }, (_, i) =>
  Crypto.deriveKeyPair(new Uint8Array(32).fill(i + 1), 'node'),
)
const authority = Crypto.deriveKeyPair(new Uint8Array(32), 'authority')
const entropyOf = (turn: number): Uint8Array =>
  crypto.sha256(Bytes.labelled('test', Uint8Array.of(turn)))

const newcomer = (i: number): Authority.Newcomer => ({
  publicKey: keys[i]!.publicKey,
  url: `ws://${i}`,
  peer: `/memory/${i}`,
  boxKey: undefined,
})

const beginOf = (count: number, parameters: Partial<Network.Parameters> = {}): Network.Content =>
  Authority.begin({
    name: 'test',
    authority: authority.publicKey,
    nodes: Array.from({ length: count }, (_, i) => newcomer(i)),
    entropy: entropyOf(1),
    now: 1_000,
    parameters,
  })

function turnOf(
  content: Network.Content,
  { join = [], leave = [] }: { join?: number[]; leave?: number[] },
): Network.Content {
  return Authority.open(content, {
    join: join.map(newcomer),
    leave: ({ url }) => leave.some((i) => url === `ws://${i}`),
    entropy: entropyOf(content.turn + 1),
    now: 2_000,
  })
}

const networkOf = (content: Network.Content): Network.Network =>
  Network.of(crypto, { ...content, id: new Uint8Array(32), seenAt: 0 })

const urls = (nodes: readonly Network.Node[]): string[] => nodes.map(({ url }) => url).toSorted()
const some = Array.from({ length: 72 }, (_, i) => Placement.topicOf(i * 64))

test('default: a network at rest has one set for each topic', () => {
  const network = networkOf(beginOf(4))
  for (const topic of some) {
    expect(network.setsOf(topic)).toHaveLength(1)
    expect(network.setsOf(topic)[0]!.quorum).toBe(3)
    expect(urls(network.replicasOf(topic))).toEqual(urls(network.nodes))
    expect(network.setAt(topic, 1)!.nodes).toEqual(network.setsOf(topic)[0]!.nodes)
    expect(network.setAt(topic, 2)).toBeUndefined()
    expect(network.installedOf(topic)).toEqual({ turn: 1, before: 1 })
  }
})

test('behavior: a set is the largest 3f+1 of the members, and by table', () => {
  const sizes = (count: number, replicas = { first: 7, second: 13 }): number[] => {
    const network = networkOf(beginOf(count, { replicas }))
    return [0, 4096].map((shard) => network.setsOfShard(shard)[0]!.nodes.length)
  }
  expect(sizes(1)).toEqual([1, 1])
  expect(sizes(3)).toEqual([1, 1])
  expect(sizes(4)).toEqual([4, 4])
  expect(sizes(6)).toEqual([4, 4])
  expect(sizes(7)).toEqual([7, 7])
  expect(sizes(12)).toEqual([7, 10])
  expect(sizes(20)).toEqual([7, 13])
})

test('behavior: members share the shards evenly', () => {
  const network = networkOf(beginOf(20))
  const held = new Map<string, number>()
  for (let shard = 0; shard < Placement.shards; shard++)
    for (const { url } of network.setsOfShard(shard)[0]!.nodes)
      held.set(url, (held.get(url) ?? 0) + 1)
  const mean = (4 * Placement.shards) / 20
  for (const count of held.values()) expect(Math.abs(count - mean)).toBeLessThan(0.15 * mean)
})

test('behavior: a turn alters who is to take over, and never makes it more than two sets', () => {
  let content = turnOf(beginOf(6), { join: [6], leave: [0] })
  for (let i = 0; i < 3; i++) content = turnOf(content, { join: [7 + i], leave: [1 + i] })
  const network = networkOf(content)
  let altered = 0
  for (const topic of some) {
    const [own, next, ...more] = network.setsOf(topic)
    expect(more).toEqual([])
    expect(own).toEqual(network.setAt(topic, 1))
    if (next === undefined) continue
    altered++
    expect(next).toEqual(network.setAt(topic, 5))
    for (const node of next.nodes) expect(network.isMember(node.name)).toBe(true)
  }
  expect(altered).toBeGreaterThan(60)
  const after = networkOf(Authority.install(content, 'all'))
  for (const topic of some) {
    expect(after.setsOf(topic)).toEqual([network.setAt(topic, 5)])
    expect(after.installedOf(topic)).toEqual({ turn: 5, before: 1 })
  }
})

test('behavior: of several classes a turn draws one, and those shards that lost a member', () => {
  const content = turnOf(beginOf(16, { classes: 8 }), {})
  const network = networkOf(content)
  const drawn = Array.from({ length: Placement.shards }, (_, shard) => shard).filter(
    (shard) => network.setsOfShard(shard).length > 1,
  )
  // Class 2 of 8, in both tables.
  expect(new Set(drawn.map((shard) => Placement.classOf(shard, 8)))).toEqual(new Set([2]))
  expect([drawn[0]! >= 1024, drawn.at(-1)! < 4096 + 192]).toEqual([true, true])
  const left = networkOf(turnOf(beginOf(16, { classes: 8 }), { leave: [3] }))
  for (let shard = 0; shard < Placement.shards; shard += 7) {
    const [own, next] = left.setsOfShard(shard)
    if (Placement.classOf(shard, 8) === 2) continue
    const lost = own!.nodes.some(({ url }) => url === 'ws://3')
    expect(next !== undefined).toBe(lost)
    // Who left is followed by the next pick: the others stay.
    if (lost) expect(own!.nodes.filter((node) => next!.nodes.includes(node))).toHaveLength(3)
  }
})

test('behavior: who takes a free seat is picked from the next draw on only', () => {
  const first = turnOf(beginOf(8, { classes: 8 }), { leave: [2] })
  const again = turnOf(first, { join: [9] })
  expect(again.nodes.at(-1)).toMatchObject({ seat: 2, since: 3 })
  const network = networkOf(again)
  for (let shard = 0; shard < Placement.shards; shard += 5) {
    const has = network
      .setAt(Placement.topicOf(shard), 3)!
      .nodes.some(({ url }) => url === 'ws://9')
    if (Placement.classOf(shard, 8) !== 3) expect(has).toBe(false)
  }
})

test('behavior: a turn that is not drawn yet has nobody take over', () => {
  const content = turnOf(beginOf(6), { join: [6], leave: [0] })
  const network = networkOf({ ...content, draws: content.draws.slice(0, 1) })
  for (const topic of some) expect(network.setsOf(topic)).toHaveLength(1)
  expect(network.isMember(network.nodes.find(({ url }) => url === 'ws://6')!.name)).toBe(true)
})

test('behavior: shards are installed one by one, each with what was before', () => {
  const second = turnOf(beginOf(8), { join: [8], leave: [0] })
  const content = Authority.install(second, new Set([5]))
  expect(content.installed).toEqual([{ shard: 5, turn: 2, before: 1 }])
  const third = Authority.install(turnOf(content, {}), 'all')
  const network = networkOf(third)
  expect(network.installedOf(Placement.topicOf(5))).toEqual({ turn: 3, before: 2 })
  expect(network.installedOf(Placement.topicOf(6))).toEqual({ turn: 3, before: 1 })
})

test('behavior: who left is known, and stands beside the members while an installed set names it', () => {
  const during = turnOf(beginOf(5), { leave: [0] })
  const network = networkOf(during)
  const gone = network.nodes.find(({ url }) => url === 'ws://0')!
  expect(network.isMember(gone.name)).toBe(false)
  const after = networkOf(Authority.install(during, 'all'))
  expect(urls(after.nodes)).toEqual(['ws://1', 'ws://2', 'ws://3', 'ws://4'])
  expect(after.node(gone.name)?.url).toBe('ws://0')
})

test('behavior: a set decides while the bonds of a quorum of it answer for that', () => {
  const content = beginOf(4)
  const topic = some[0]!
  const can = (statuses: readonly Network.Node['status'][], turn = 1): boolean | undefined =>
    Network.canDecide(
      networkOf({
        ...content,
        nodes: content.nodes.map((node, i) => ({ ...node, status: statuses[i] ?? 'bound' })),
      }),
      topic,
      { turn, now: 0 },
    )
  expect(can([])).toBe(true)
  expect(can(['slashed'])).toBe(true)
  expect(can(['slashed', 'withdrawn'])).toBe(false)
  expect(can([], 2)).toBeUndefined()
  const [node] = networkOf(content).nodes
  expect(Network.counts({ ...node!, boundUntil: 10 }, 9)).toBe(true)
  expect(Network.counts({ ...node!, boundUntil: 10 }, 10)).toBe(false)
  expect(Network.counts(undefined, 0)).toBe(false)
})

test('behavior: an old state counts nothing, sooner where a set lets nobody take over', () => {
  const content = beginOf(4, { viewSecondsMax: 100, stalledViewSecondsMax: 10 })
  const network = Network.of(crypto, {
    ...content,
    stalls: [{ shard: 7, count: 4 }],
    id: new Uint8Array(32),
    seenAt: 1_000,
  })
  expect(Network.isFresh(network, 6, 101_000)).toBe(true)
  expect(Network.isFresh(network, 6, 101_001)).toBe(false)
  expect(Network.isFresh(network, 7, 11_000)).toBe(true)
  expect(Network.isFresh(network, 7, 11_001)).toBe(false)
  expect(Network.isFresh(networkOf(beginOf(4)), 7, 1e15)).toBe(true)
})

test('behavior: a quorum of all is one of each set, and of nobody there is none', () => {
  const during = networkOf(turnOf(beginOf(4), { join: [4], leave: [0] }))
  const sets = during.setsOf(some[0]!)
  const [old, newest] = sets.map(({ nodes }) => nodes.map(({ name }) => name))
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
  const content = Authority.install(turnOf(beginOf(6), { join: [6], leave: [0] }), new Set([5]))
  const file = await Network.sign(crypto, content, authority)
  const network = await Network.read(crypto, JSON.parse(JSON.stringify(file)))
  expect([network.turn, network.revision]).toEqual([2, 3])
  expect(urls(network.nodes)).toEqual(urls(networkOf(content).nodes))
  const altered = [
    { ...file, revision: 4 },
    { ...file, installed: [] },
    { ...file, draws: file.draws.map((each) => ({ ...each, entropy: '00'.repeat(32) })) },
  ]
  for (const other of altered)
    await expect(Network.read(crypto, other)).rejects.toThrow(Network.InvalidNetworkError)
  await expect(Network.read(crypto, { ...file, nodes: 'none' })).rejects.toThrow(
    Network.InvalidNetworkError,
  )
})

test.each<[string, Partial<Network.Content>]>([
  ['turns that are to come', { floor: { turn: 2, before: 1 } }],
  ['an order of turns', { floor: { turn: 1, before: 2 } }],
  ['classes that cut shards', { parameters: { ...Authority.local, classes: 3 } }],
  ['no replicas', { parameters: { ...Authority.local, replicas: { first: 0, second: 4 } } }],
  ['a draw of nobody', { draws: [{ turn: 1, entropy: entropyOf(1), seats: 0 }] }],
  ['a draw that is to come', { draws: [{ turn: 2, entropy: entropyOf(1), seats: 4 }] }],
  ['a member that is to come', { nodes: [{ ...beginOf(1).nodes[0]!, since: 2 }] }],
  ['a member twice', { nodes: [beginOf(1).nodes[0]!, beginOf(1).nodes[0]!] }],
])('error: no network has %s', (_, wrong) => {
  expect(() => networkOf({ ...beginOf(4), ...wrong })).toThrow(Network.InvalidNetworkError)
})

test('behavior: the newer of two states is of more changes', () => {
  expect(Network.isNewer({ revision: 3 }, { revision: 2 })).toBe(true)
  expect(Network.isNewer({ revision: 2 }, { revision: 2 })).toBe(false)
})
