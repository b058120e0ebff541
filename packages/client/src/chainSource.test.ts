import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'

import { Endpoint, type Registrant, TestChain } from '@parley/contracts/anvil'
import { Bytes, ChainNetwork, Crypto, Network } from '@parley/protocol'
import { afterAll, aroundEach, beforeAll, describe, expect, test } from 'vitest'

import { chainSource } from './chainSource.ts'
import { globalHost } from './host.ts'
import { sourceOf } from './sourceOf.ts'
import { memoryDatabase, memoryStore } from './store/memory.ts'

const crypto = Crypto.pure
const [one, two, three] = [1, 2, 3].map((number): Registrant => {
  const keyPair = Crypto.deriveKeyPair(new Uint8Array(32).fill(number), 'chain source tests')
  return {
    publicKey: keyPair.publicKey,
    url: `ws://node${number}`,
    peer: `/dns/node${number}/tcp/1`,
    sign: (message) => crypto.sign(keyPair, message),
  }
}) as [Registrant, Registrant, Registrant]

let chain: TestChain
let endpoint: Endpoint
let database: ReturnType<typeof memoryDatabase>
let lines: string[]
beforeAll(async () => {
  chain = await TestChain.start()
  await chain.register(one, two)
}, 60_000)
afterAll(() => chain?.stop())
aroundEach(async (run) => {
  const id = await chain.client.snapshot()
  endpoint = await Endpoint.open(chain.url)
  database = memoryDatabase()
  lines = []
  try {
    await run()
  } finally {
    await endpoint.close()
    await chain.client.revert({ id })
  }
})

const log = (_: object, message: string): void => void lines.push(message)
const host = () => globalHost({ log: { debug: log, info: log, warn: log, error: log } })
const locator = (): ChainNetwork.Locator => ({
  chain: { id: 31_337, registry: chain.registry, rpc: endpoint.url, block: 'latest' },
})
const open = (place = locator()) => chainSource(host(), place, memoryStore(database))
const urls = (network: Network.Network) => network.nodes.map(({ url }) => url)
const refusal = (reading: Promise<unknown>) =>
  reading.then(
    () => 'none',
    (error: unknown) => (error as { code: string }).code,
  )

describe('a registry on chain', () => {
  test('default: its members, and what changed when it is read again', async () => {
    const source = open()
    const network = await source.read()
    expect([network.name, network.version, network.settled]).toEqual(['chain test', 1, 1])
    expect(urls(network)).toEqual([one.url, two.url])
    expect(await source.read()).toBe(network)

    await chain.register(three)
    const next = await source.read()
    expect(urls(next)).toEqual([one.url, two.url, three.url])
    expect([next.version, next.settled]).toEqual([2, 1])
    await chain.settle()
    expect((await source.read()).settled).toBe(2)
  })

  test('behavior: what is unchanged costs one call', async () => {
    const source = open()
    await source.read()
    let calls = 0
    endpoint.before = async () => void calls++
    await source.read()
    expect(calls).toBe(1)
  })

  test('default: the last known members serve while the chain is out of reach', async () => {
    await open().read()
    endpoint.state = 'down'
    const source = open()
    const kept = await source.read()
    expect(urls(kept)).toEqual([one.url, two.url])
    expect(lines).toEqual(['chain not read, last known members serve'])
    // Who reads again wants to know more.
    expect(await refusal(source.read())).toBe('network_unreachable')
    endpoint.state = 'up'
    await chain.register(three)
    expect((await source.read()).version).toBe(2)
  })

  test('behavior: a chain that is set back tells nothing new', async () => {
    const id = await chain.client.snapshot()
    await chain.register(three)
    const source = open()
    const network = await source.read()
    await chain.client.revert({ id })
    expect(await source.read()).toBe(network)
    expect((await open().read()).version).toBe(2)
  })

  test('behavior: what was kept of another registry, or is damaged, is not taken', async () => {
    await open().read()
    endpoint.state = 'down'
    const registry = `0x${'11'.repeat(20)}`
    const elsewhere = { chain: { ...locator().chain, registry } }
    expect(await refusal(open(elsewhere).read())).toBe('network_unreachable')
    const store = memoryStore(database)
    await store.write([{ key: 'registry', value: Bytes.fromText('{') }])
    expect(await refusal(open().read())).toBe('network_unreachable')
    expect(lines).toContain('kept registry state not taken')
  })

  test('error: out of reach with nothing known; the endpoint is not named', async () => {
    endpoint.state = 'down'
    const error = await open()
      .read()
      .catch((caught: unknown) => caught)
    expect(error).toMatchObject({ code: 'network_unreachable' })
    expect((error as Error).message).not.toContain(endpoint.url)
  })

  test('error: another chain than the locator says, or no registry', async () => {
    const { chain: found } = locator()
    expect(await refusal(open({ chain: { ...found, id: 1 } }).read())).toBe('invalid_network')
    const nothing = { chain: { ...found, registry: `0x${'11'.repeat(20)}` } }
    expect(await refusal(open(nothing).read())).toBe('network_unreachable')
  })
})

describe('where a network is read', () => {
  let server: Server
  let answers: unknown[]
  let url: string
  aroundEach(async (run) => {
    answers = []
    server = createServer((_, response) => response.end(JSON.stringify(answers.shift())))
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/network.json`
    try {
      await run()
    } finally {
      server.close()
    }
  })
  const authority = Crypto.deriveKeyPair(new Uint8Array(32), 'authority')
  const file = (version: number): Promise<Network.File> =>
    Network.sign(
      crypto,
      {
        name: 'file',
        version,
        settled: 1,
        replicas: 1,
        authority: authority.publicKey,
        nodes: [{ publicKey: one.publicKey, url: one.url, peer: one.peer, since: 1, until: 0 }],
      },
      authority,
    )
  const sourced = async (place: Parameters<typeof sourceOf>[1]) =>
    (await sourceOf(host(), place, memoryStore(database))).read()

  test('default: a locator, itself or at a URL', async () => {
    expect((await sourced(locator())).name).toBe('chain test')
    answers = [locator()]
    expect((await sourced(url)).name).toBe('chain test')
  })

  test('default: a signed file, itself or at a URL, which is read again', async () => {
    expect((await sourced(await file(1))).name).toBe('file')
    answers = [await file(1), await file(2)]
    const source = await sourceOf(host(), url, memoryStore(database))
    expect((await source.read()).version).toBe(1)
    expect((await source.read()).version).toBe(2)
    expect(answers).toEqual([])
  })

  test('error: neither, or a locator that names no endpoint', async () => {
    answers = [{}, { chain: { id: 1, registry: chain.registry } }]
    expect(await refusal(sourced(url))).toBe('invalid_network')
    expect(await refusal(sourced(url))).toBe('invalid_network')
    expect(await refusal(sourced('http://127.0.0.1:1/network.json'))).toBe('network_unreachable')
  })
})
