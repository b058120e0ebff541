import * as Codec from '@parley/codec'
import { Bytes, Confirmation, Envelope, type Network, Placement, Seal } from '@parley/protocol'
import { expect, test } from 'vitest'

import { codeOf, crypto, keyPair, Log, random } from '../test/client.ts'
import { Cores, settle } from '../test/cores.ts'

const stays = { since: 1, until: 0 }
const joins = { since: 2, until: 0 }
const leaves = { since: 1, until: 2 }

/** Five nodes of which the fifth is no member yet; its registry says so too. */
async function fiveCores(): Promise<{
  cores: Cores
  before: Network.Network
  during: Network.Network
  after: Network.Network
}> {
  const cores = await Cores.create({ count: 5 })
  const four = Array.from({ length: 4 }, () => stays)
  const before = cores.networkAt(1, 1, [...four, { since: 1, until: 0 }].slice(0, 4))
  const during = cores.networkAt(2, 1, [...four.slice(1), leaves, joins].toSorted(byUntil))
  const after = cores.networkAt(2, 2, [...four.slice(1), leaves, joins].toSorted(byUntil))
  for (const registry of cores.registries) registry.take(before)
  return { cores, before, during, after }
}

/** The first node is the one that leaves, the last the one that joins. */
const byUntil = (
  a: { since: number; until: number },
  b: { since: number; until: number },
): number => b.until - a.until || a.since - b.since

const confirms = async (cores: Cores, index: number): Promise<number | undefined> =>
  (await cores.cores[index]!.confirmation())?.version

test('default: a newcomer takes over what it must hold, then confirms, and is one of a quorum', async () => {
  const { cores, during, after } = await fiveCores()
  for (const [a, b] of [0, 1, 2, 3].flatMap((a) => [1, 2, 3].map((b) => [a, b] as const)))
    if (a < b) cores.link(a, b)
  const client = await cores.connect(1)
  const log = new Log()
  for (let i = 0; i < 20; i++) await client.publish(await log.envelope(), log.descriptor)
  expect(await confirms(cores, 1)).toBe(1)

  for (const registry of cores.registries) registry.take(during)
  // What is under way has nobody confirm that knows of nothing but its own word.
  expect(await confirms(cores, 4)).toBeUndefined()
  for (const i of [0, 1, 2, 3]) cores.link(i, 4)
  while ((await confirms(cores, 4)) === undefined) await settle()
  const newest = during.setsOf(log.id)[0]!.nodes.map(({ name }) => name)
  expect(newest).toContain(cores.name(4))
  expect(cores.stores[4]!.stats().envelopes).toBe(20)
  for (const i of [1, 2, 3]) while ((await confirms(cores, i)) !== 2) await settle()
  // Who left confirms nothing.
  expect(await confirms(cores, 0)).toBeUndefined()
  const word = (await cores.cores[4]!.confirmation())!
  expect(await Confirmation.verify(crypto, word, word.signature, cores.keys[4]!.publicKey)).toBe(
    true,
  )

  for (const registry of cores.registries) registry.take(after)
  expect(cores.cores[0]!.reasons()).toContain('membership: the node is no member of the network')
})

test('behavior: a confirmation needs a quorum of the earlier set, at this version', async () => {
  const { cores, during } = await fiveCores()
  for (const i of [1, 2, 3, 4]) cores.registries[i]!.take(during)
  // The one that left still knows the version before: what it says now proves nothing.
  cores.link(0, 4)
  cores.link(1, 4)
  await settle()
  expect(await confirms(cores, 4)).toBeUndefined()
  cores.link(2, 4)
  await settle()
  expect(await confirms(cores, 4)).toBeUndefined()
  cores.link(3, 4)
  while ((await confirms(cores, 4)) === undefined) await settle()
})

test('error: who counts by an older version is refused, also by what is on its way', async () => {
  const { cores, during } = await fiveCores()
  cores.linkAll()
  const client = await cores.connect(1)
  const log = new Log()
  const publish = async (version: number) =>
    client.ask({
      type: 'publish',
      version,
      descriptor: log.descriptor,
      envelope: await log.bytes(),
    })
  expect((await publish(1)).map(({ type }) => type)).toEqual(Array(4).fill('receipt'))
  // Its gateway knows of the change.
  cores.registries[1]!.take(during)
  expect(await codeOf(publish(1))).toBe('stale_network')
  // Who knows more than a node is served by it, and the node looks for the news.
  const answers = await publish(2)
  const types = answers.map(({ type }) => type)
  // The newcomer does not know of itself yet.
  expect(types.toSorted()).toEqual([...Array(4).fill('receipt'), 'refusal'])
  expect(cores.registries[2]!.refreshed).toBe(1)
  await publish(2)
  expect(cores.registries[2]!.refreshed).toBe(1)
})

test('error: a slot is decided by its version’s replicas, and by no version that is to come', async () => {
  const { cores, during } = await fiveCores()
  cores.linkAll()
  const client = await cores.connect(1)
  const log = new Log()
  await client.publish(await log.envelope(), log.descriptor)
  for (const registry of cores.registries) registry.take(during)
  const ask = (version: number) =>
    client.ask({
      type: 'seal',
      topic: log.id,
      version,
      envelope: undefined,
      request: Bytes.fromText('?'),
    })
  const named = (await ask(1)).map((answer) =>
    answer.type === 'refusal' ? Bytes.toHex(answer.node) : answer.type,
  )
  expect(named.toSorted()).toEqual([0, 1, 2, 3].map((i) => cores.name(i)).toSorted())
  expect(await codeOf(ask(3))).toBe('stale_network')
})

test('behavior: clients hear of changes, and get the file', async () => {
  const { cores, during } = await fiveCores()
  const client = await cores.connect(1)
  const heard: unknown[] = []
  const stop = new AbortController()
  const news = client.link.call(
    { type: 'changes' },
    { timeoutMs: Infinity, signal: stop.signal, onData: (response) => void heard.push(response) },
  )
  await settle()
  cores.registries[1]!.take(during)
  await settle()
  expect(heard).toEqual([
    { type: 'change', version: 1, settled: 1 },
    { type: 'change', version: 2, settled: 1 },
  ])
  expect(await client.ask({ type: 'network' })).toEqual([
    { type: 'network', file: '{"version":2}' },
  ])
  stop.abort()
  expect(await codeOf(news)).toBe('cancelled')
})

test('behavior: what others store by now is released, an hour after that is settled', async () => {
  const cores = await Cores.create({ count: 6 })
  const four = Array.from({ length: 4 }, () => stays)
  const after = cores.networkAt(2, 2, [...four, joins, joins])
  for (const registry of cores.registries) registry.take(cores.networkAt(1, 1, four))
  cores.linkAll()
  const client = await cores.connect(1)
  const logs = Array.from({ length: 24 }, () => new Log())
  const expiresAt = cores.clock.now() + 24 * 3_600_000
  for (const log of logs) await client.publish(await log.envelope({ expiresAt }), log.descriptor)
  for (const registry of cores.registries) registry.take(after)
  const mine = logs.filter((log) =>
    after.replicasOf(log.id).some(({ name }) => name === cores.name(1)),
  )
  expect(mine.length).toBeLessThan(logs.length)
  cores.cores[1]!.start()
  const held = (index: number): number => cores.stores[index]!.stats().envelopes
  for (let minutes = 0; minutes < 59; minutes++) {
    cores.clock.advance(60_000)
    await settle()
  }
  expect(held(1)).toBe(logs.length)
  for (let minutes = 0; minutes < 3; minutes++) {
    cores.clock.advance(60_000)
    await settle()
  }
  expect(held(1)).toBe(mine.length)
  // Topics stay known: how far their positions went, and how it voted.
  expect(cores.stores[1]!.stats().topics).toBe(logs.length)
})

test('error: the file is given no faster than a link may read', async () => {
  const reads = { perSecond: 1, burst: 1 }
  const cores = await Cores.create({ limits: { link: { reads } } })
  const client = await cores.connect()
  await client.ask({ type: 'network' })
  let second = false
  const asked = client.ask({ type: 'network' }).then(() => (second = true))
  await settle()
  expect(second).toBe(false)
  // Thirteen bytes, one a second: sooner than the question times out.
  cores.clock.advance(14_000)
  expect(await asked).toBe(true)
})

test('every shard has a topic', () => {
  for (const shard of [0, 1, 17, 4095])
    expect(Placement.shardOf(Placement.topicOf(shard))).toBe(shard)
})

test('error: nobody votes for a commit that hands the next slot to who has left', async () => {
  const cores = await Cores.create({ count: 6 })
  const four = Array.from({ length: 4 }, () => stays)
  for (const registry of cores.registries) registry.take(cores.networkAt(1, 1, four))
  cores.linkAll()
  const client = await cores.connect(3)
  const log = new Log()
  await client.publish(await log.envelope(), log.descriptor)
  // Two of the four left: the other two still decide slot 0 with them.
  const left = (until: number) => ({ since: 1, until })
  const later = cores.networkAt(5, 5, [left(2), left(3), stays, stays, joins, joins])
  for (const registry of cores.registries) registry.take(later)
  const vote = async (nextVersion: number): Promise<string[]> => {
    const body = Codec.encode(Envelope.commitBody, {
      nextWriter: keyPair().publicKey,
      nextVersion,
      commit: random(),
    })
    const commit = await log.envelope({ kind: 'commit', body })
    const replicas = cores.networkAt(1, 1, four).nodes
    const { topic, slot, set } = Seal.slotOf(crypto, { topic: log.id, slot: 0, replicas })
    const value = Envelope.refOf(crypto, commit.content)
    const content = { topic, slot, set, body: { type: 'prepare', view: 0, value, bundle: [] } }
    const request = await Seal.signRequest(crypto, content as Seal.RequestContent, log.writer)
    const answers = await client.ask({
      type: 'seal',
      topic,
      version: 1,
      envelope: Codec.encode(Envelope.codec, commit),
      request: Codec.encode(Seal.request, request),
    })
    return answers.map((answer) => (answer.type === 'refusal' ? answer.error.code : answer.type))
  }
  const refused = ['stale_network', 'stale_network', 'stale_network', 'stale_network']
  expect(await vote(1)).toEqual(refused)
  expect(await vote(6)).toEqual(refused)
  expect(await vote(4)).toEqual(['vote', 'vote', 'vote', 'vote'])
})
