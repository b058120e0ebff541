import { readFile } from 'node:fs/promises'
import { join } from 'node:path'

import { Endpoint, TestChain } from '@parley/contracts/anvil'
import { registryReader } from '@parley/contracts/reader'
import { Bytes, ChainNetwork, type Network, Placement } from '@parley/protocol'
import { afterAll, aroundEach, beforeAll, expect, test } from 'vitest'

import { registrant } from '../test/chain.ts'
import { Client, crypto, Log } from '../test/client.ts'
import { TestNetwork } from '../test/network.ts'
import { until } from '../test/until.ts'
import * as Config from './config.ts'
import { loadKeys } from './home.ts'
import { systemHost } from './host.ts'
import { createNode, type Node } from './node.ts'

let chain: TestChain
let endpoint: Endpoint
let homes: TestNetwork
beforeAll(async () => {
  chain = await TestChain.start()
}, 60_000)
afterAll(() => chain?.stop())

// Each test has an empty registry, and two homes whose nodes follow it.
aroundEach(async (run) => {
  const id = await chain.client.snapshot()
  endpoint = await Endpoint.open(chain.url)
  homes = await TestNetwork.prepare(2, {
    chain: { rpc: endpoint.url, registry: chain.registry, block: 'latest', pollMs: 1_000 },
  })
  try {
    await run()
  } finally {
    await homes.close()
    await endpoint.close()
    await chain.client.revert({ id })
  }
})

const entryOf = async (index: number) => {
  const { keyPair } = await loadKeys(homes.homes[index]!)
  return registrant(keyPair, homes.content.nodes[index]!)
}

/** The network as any reader of the contract sees it. */
async function readNetwork(): Promise<Network.Network> {
  const reader = registryReader({ rpc: chain.url, registry: chain.registry, block: 'latest' })
  return ChainNetwork.of(crypto, await reader.state())
}

/** Starts a node whose log can be read. */
async function startWith(index: number, lines: string[]): Promise<Node> {
  const log = (_: object, message: string): void => void lines.push(message)
  const host = systemHost({ debug: () => {}, info: log, warn: log, error: log })
  const node = await createNode(await Config.load(['--home', homes.homes[index]!], {}), host)
  homes.nodes[index] = node
  return node
}

test('default: nodes that the registry lists store and say which registry it is', async () => {
  await chain.register(await entryOf(0), await entryOf(1))
  await homes.startNode(0)
  await homes.startNode(1)
  await until('both have met', () => [0, 1].every((i) => homes.nodes[i]!.readiness().ready))
  const network = await readNetwork()
  const client = await Client.connect(homes.urls[0]!, network)
  const log = new Log()
  const answers = await client.publish(await log.envelope(), log.descriptor)
  expect(answers.map(({ type }) => type)).toEqual(['receipt', 'receipt'])
  client.close()
  const response = await fetch(`${homes.urls[0]!.replace('ws', 'http')}/network.json`)
  expect(await response.json()).toEqual({ chain: { id: 31_337, registry: chain.registry } })
})

test('default: one that is not listed yet waits, and says so', async () => {
  await chain.register(await entryOf(0))
  await homes.startNode(0)
  const lines: string[] = []
  const starting = startWith(1, lines)
  await until('it waits', () => lines.length > 0)
  expect(lines).toEqual(['registry does not list this node yet: waiting'])
  await chain.register(await entryOf(1))
  const node = await starting
  expect(lines.slice(1, 3)).toEqual(['registry changed', 'registry lists this node'])
  await until('both have met', () => node.readiness().ready)
  // The other one learnt of it too.
  await until('it is dialled', () => homes.nodes[0]!.readiness().ready)
  const network = await readNetwork()
  expect([network.version, network.settled, network.nodes.length]).toEqual([2, 1, 2])
  expect(Placement.quorum(network.nodes.length)).toBe(2)
})

test('behavior: one that left still starts and serves; without its chain too', async () => {
  const [first, second] = [await entryOf(0), await entryOf(1)]
  await chain.register(first, second)
  await homes.startNode(0)
  await homes.stopNode(0)
  await chain.startLeaving(first)
  await homes.startNode(0)
  const kept = JSON.parse(await readFile(join(homes.homes[0]!, 'registry.json'), 'utf8')) as object
  expect(kept).toMatchObject({ version: 2, nodes: [{ until: 2 }, { until: 0 }] })
  await homes.stopNode(0)
  endpoint.state = 'down'
  const lines: string[] = []
  const node = await startWith(0, lines)
  expect(lines[0]).toBe('chain not read, last known members serve')
  expect(node.id).toBe(Bytes.toHex(first.id))
  const client = await Client.connect(homes.urls[0]!, await readNetwork())
  expect(await client.ask({ type: 'status' })).toMatchObject([{ type: 'status' }])
  client.close()
})
