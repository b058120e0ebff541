import * as Codec from '@parley/codec'
import { Authority, Bytes, Envelope, Handover, type Network, Seal } from '@parley/protocol'
import { expect, test } from 'vitest'

import { codeOf, crypto, keyPair, Log, random } from '../test/client.ts'
import { Cores, networkOf, settle, TestRegistry } from '../test/cores.ts'
import { systemHost } from './host.ts'
import { Settling } from './settling.ts'
import { memoryStore } from './store/memory.ts'

/** Five nodes of which the fifth is no member yet; then it takes the place of the first. */
async function fiveCores(): Promise<{
  cores: Cores
  during: Network.Network
  after: Network.Network
}> {
  const cores = await Cores.create({ count: 5, members: 4 })
  const content = cores.turn(cores.content, { join: [4], leave: [0] })
  return {
    cores,
    during: networkOf(content),
    after: networkOf(Authority.install(content, 'all')),
  }
}

/** The turn in which a node states that it holds all it is to store. */
const holds = async (cores: Cores, index: number): Promise<number | undefined> => {
  const said = await cores.cores[index]!.settling.holds()
  return said?.shards.length === 0 ? said.turn : undefined
}

/** Lets what is due in a while be done. */
const pass = async (cores: Cores): Promise<void> => {
  cores.clock.advance(100)
  await settle()
}

test('default: a newcomer takes over what it must hold, says so, and is one of a quorum', async () => {
  const { cores, during, after } = await fiveCores()
  for (const [a, b] of [0, 1, 2, 3].flatMap((a) => [1, 2, 3].map((b) => [a, b] as const)))
    if (a < b) cores.link(a, b)
  const client = await cores.connect(1)
  const log = new Log()
  for (let i = 0; i < 20; i++) await client.publish(await log.envelope(), log.descriptor)
  expect(await holds(cores, 1)).toBe(1)

  for (const registry of cores.registries) registry.take(during)
  // A change has nobody hold all of it that knows of nothing but its own word.
  expect(await holds(cores, 4)).toBeUndefined()
  for (const i of [0, 1, 2, 3]) cores.link(i, 4)
  while ((await holds(cores, 4)) !== 2) await pass(cores)
  expect(during.setsOf(log.id)[1]!.nodes.map(({ name }) => name)).toContain(cores.name(4))
  expect(cores.stores[4]!.stats().envelopes).toBe(20)
  for (const i of [1, 2, 3]) while ((await holds(cores, i)) !== 2) await pass(cores)
  // Who left holds nothing of this turn.
  expect(await holds(cores, 0)).toBeUndefined()
  const word = (await cores.cores[4]!.settling.holds())!
  const { publicKey } = cores.keys[4]!
  const author = { network: cores.network.id, id: cores.id(4), publicKey }
  expect(await Handover.verify(crypto, author, word)).toBe(true)

  for (const registry of cores.registries) registry.take(after)
  expect(cores.cores[0]!.reasons()).toContain('membership: the node is no member of the network')
})

test('behavior: what is signed says how it is fenced, until another set is installed', async () => {
  const { cores, during, after } = await fiveCores()
  cores.linkAll()
  const client = await cores.connect(1)
  const log = new Log()
  const fences = async (turn: number): Promise<Record<string, number>> => {
    const envelope = await log.bytes()
    const { descriptor } = log
    const answers = await client.ask({ type: 'publish', version: turn, descriptor, envelope })
    const said = answers.flatMap((answer) =>
      answer.type === 'receipt'
        ? [[Bytes.toHex(answer.statement.node), answer.statement.fence] as const]
        : [],
    )
    return Object.fromEntries(said)
  }
  const of = (fence: (index: number) => number, ...indices: number[]): Record<string, number> =>
    Object.fromEntries(indices.map((i) => [cores.name(i), fence(i)]))
  expect(await fences(1)).toEqual(of(() => 0, 0, 1, 2, 3))
  for (const registry of cores.registries) registry.take(during)
  while ((await cores.stores[0]!.fences()).length === 0) await pass(cores)
  for (const i of [1, 2, 3, 4]) while ((await holds(cores, i)) !== 2) await pass(cores)
  // All of the installed set are fenced by now, the newcomer is not.
  expect(await fences(2)).toEqual(of((i) => (i === 4 ? 0 : 2), 0, 1, 2, 3, 4))
  for (const registry of cores.registries) registry.take(after)
  expect(await fences(2)).toEqual(of(() => 0, 1, 2, 3, 4))
})

test('behavior: a fence outlives its node, and ends with its turn', async () => {
  const { cores, during } = await fiveCores()
  cores.linkAll()
  for (const registry of cores.registries) registry.take(during)
  while ((await cores.stores[1]!.fences()).length === 0) await pass(cores)
  const topic = new Log().id
  const again = (network: Network.Network, store = cores.stores[1]!): Promise<number> => {
    const settling = new Settling({
      host: { ...systemHost(), clock: cores.clock },
      registry: new TestRegistry(network),
      store,
      signer: cores.cores[1]!.signer,
      neighbours: () => cores.cores[1]!.neighbours,
      write: () => Promise.resolve(),
      onFenced: () => {},
    })
    return settling.fences().then((of) => of(topic))
  }
  expect(await again(during)).toBe(2)
  const next = cores.turn(cores.turn(cores.content, { join: [4], leave: [0] }), {})
  expect(await again(networkOf(next))).toBe(0)
  // A store that was set back may have lost it.
  const back = { base: 1, signsFrom: 0, remembersFrom: 0 }
  expect(await again(during, { ...memoryStore(), life: back })).toBe(2)
})

test('behavior: to hold all it takes a quorum of the installed set, each fenced at this turn', async () => {
  const { cores, during } = await fiveCores()
  for (const i of [1, 2, 3, 4]) cores.registries[i]!.take(during)
  for (const [a, b] of [
    [1, 2],
    [1, 3],
    [2, 3],
  ] as const)
    cores.link(a, b)
  // The one that left still knows the turn before: what it says now proves nothing.
  cores.link(0, 4)
  cores.link(1, 4)
  for (let i = 0; i < 10; i++) await pass(cores)
  expect(await holds(cores, 4)).toBeUndefined()
  cores.link(2, 4)
  for (let i = 0; i < 10; i++) await pass(cores)
  expect(await holds(cores, 4)).toBeUndefined()
  cores.link(3, 4)
  while ((await holds(cores, 4)) === undefined) await pass(cores)
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
  // Of a slot that is not open: nobody takes it, and all are asked.
  const body = { type: 'advance', view: 1 } as const
  const content = { topic: log.id, slot: 1, set: random(), body }
  const signed = await Seal.signRequest(crypto, content, log.writer)
  const request = Codec.encode(Seal.request, signed)
  const ask = (version: number) =>
    client.ask({ type: 'seal', topic: log.id, version, envelope: undefined, request })
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
    { type: 'change', turn: 1, revision: 1 },
    { type: 'change', turn: 2, revision: 2 },
  ])
  expect(await client.ask({ type: 'network' })).toEqual([{ type: 'network', file: '{"turn":2}' }])
  stop.abort()
  expect(await codeOf(news)).toBe('cancelled')
})

test('behavior: what others store by now is released, an hour after that is settled', async () => {
  const cores = await Cores.create({ count: 6, members: 4 })
  const after = networkOf(Authority.install(cores.turn(cores.content, { join: [4, 5] }), 'all'))
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
  const cores = await Cores.create({
    limits: { purses: { delivered: { holder: { stranger: reads } } } },
  })
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

test('error: nobody votes for a commit that hands the next slot to a set that is not installed', async () => {
  const cores = await Cores.create({ count: 6, members: 4 })
  cores.linkAll()
  const client = await cores.connect(3)
  const log = new Log()
  await client.publish(await log.envelope(), log.descriptor)
  // Two of the four left: the other two still decide slot 0 with them.
  let content = Authority.install(cores.turn(cores.content, { join: [4], leave: [0] }), 'all')
  content = Authority.install(cores.turn(content, { join: [5], leave: [1] }), 'all')
  content = cores.turn(content, {})
  for (const registry of cores.registries) registry.take(networkOf(content))
  const vote = async (nextVersion: number): Promise<string[]> => {
    const body = Codec.encode(Envelope.commitBody, {
      nextWriter: keyPair().publicKey,
      nextVersion,
      commit: random(),
    })
    const commit = await log.envelope({ kind: 'commit', body })
    const replicas = cores.network.nodes
    const { topic, slot, set } = Seal.slotOf(crypto, {
      network: cores.network.id,
      topic: log.id,
      slot: 0,
      replicas,
    })
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
  expect(await vote(4)).toEqual(refused)
  // The installed one; one slot's voters keep to what they said first.
  expect(await vote(3)).toEqual(['vote', 'vote', 'vote', 'vote'])
})
