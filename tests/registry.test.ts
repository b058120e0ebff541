import { existsSync } from 'node:fs'
import { readFile, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import path from 'node:path'

import { afterAll, beforeAll, expect, test } from 'vitest'

import type { Hex } from '@parley/contracts'
import { registryReader } from '@parley/contracts/reader'
import { ChainNetwork } from '@parley/protocol'

import { Command, eventually, TestNetwork } from './harness.ts'

let network: TestNetwork
beforeAll(async () => {
  network = await TestNetwork.start()
})
afterAll(() => network[Symbol.asyncDispose]())

type NodeData = {
  id: string
  status: string
  since: number
  until: number
  url: string
  peer: string
  withdrawableAt: string | null
  version: number
}
type Status = {
  version: number
  settled: number
  members: number
  bond: string
  node: (NodeData & { readiness: { ready: boolean } | null }) | null
}
type ClientStatus = { version: number; nodes: { id: string; url: string; state: string }[] }
type Failure = { error: { code: string; message: string } }

/** Two ports that were free a moment ago. */
async function freePorts(): Promise<[number, number]> {
  const servers = [createServer(), createServer()]
  const ports: number[] = []
  for (const server of servers) {
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    ports.push((server.address() as { port: number }).port)
  }
  for (const server of servers) server.close()
  return ports as [number, number]
}

/** The registry of the test's network. */
async function locator() {
  const json: unknown = JSON.parse(await readFile(network.ready.network, 'utf8'))
  const { chain } = ChainNetwork.locatorOf(json)!
  return { ...chain, registry: chain.registry as Hex }
}

/** A command about a node, on the network of the test. */
function nodeCommand(args: readonly string[]): Command {
  const operatorKey = path.join(network.folder, 'network', 'operator.key')
  const isReading = args[0] === 'status'
  return new Command(
    ['node', ...args, '--json', ...(isReading ? [] : ['--operator-key', operatorKey])],
    { PARLEY_NETWORK: network.ready.network, PARLEY_OPERATOR_KEY: '' },
  )
}

async function ok<T>(...args: string[]): Promise<T> {
  const { exitCode, stdout, stderr } = await nodeCommand(args).ended
  if (exitCode !== 0) throw new Error(`parley node ${args.join(' ')}: ${stdout}${stderr}`)
  return JSON.parse(stdout) as T
}

async function refusal(...args: string[]): Promise<string> {
  const { exitCode, stdout } = await nodeCommand(args).ended
  expect(exitCode).toBe(1)
  return (JSON.parse(stdout) as Failure).error.code
}

test('a fifth node joins a network that is up, and leaves it', { timeout: 300_000 }, async () => {
  const home = path.join(network.folder, 'fifth')
  const [alice, bob] = [await network.newWallet(), await network.newWallet()]
  await network.ok(alice.home, ['send', '--to', bob.address, 'before'])

  expect(await ok<Status>('status')).toMatchObject({
    version: 1,
    settled: 1,
    members: 4,
    bond: '1000000000000000000',
    node: null,
  })
  expect(await refusal('status', '--home', home)).toBe('no_node')
  expect(existsSync(home)).toBe(false)

  const [port, peerPort] = await freePorts()
  const url = `ws://127.0.0.1:${port}`
  const peer = `/ip4/127.0.0.1/tcp/${peerPort}`
  const register = ['register', '--home', home, '--url', url, '--peer', peer]
  const registered = await ok<NodeData>(...register)
  expect(registered).toMatchObject({
    id: expect.stringMatching(/^[0-9a-f]{64}$/),
    status: 'active',
    since: 2,
    until: 0,
    url,
    peer: expect.stringMatching(new RegExp(`^${peer}/p2p/12D3Koo`)),
    version: 2,
  })
  expect(await refusal(...register)).toBe('wrong_node_status')

  await using fifth = new Command(['node', '--home', home], {})
  expect(JSON.parse(await fifth.line(0))).toMatchObject({ listening: true, id: registered.id })
  await eventually(async () => {
    const response = await fetch(`http://127.0.0.1:${port}/readyz`)
    return response.ok ? true : undefined
  })
  expect(await ok<Status>('status', '--home', home)).toMatchObject({
    node: { id: registered.id, status: 'active', readiness: { ready: true, reasons: [] } },
  })

  // It and the others confirm that it has taken over what it is to store; parley up settles that.
  const reader = registryReader(await locator())
  const settled = (version: number): Promise<true> =>
    eventually(async () => ((await reader.head()).settled === version ? true : undefined))
  await settled(2)

  // A client sees it, and that all nodes see each other.
  const seen = await eventually(async () => {
    const [status] = await network.ok<ClientStatus>(alice.home, ['status'])
    const all = status!.nodes.every(({ state }) => state === 'linked' || state === 'reachable')
    return all ? status : undefined
  })
  expect(seen.version).toBe(2)
  expect(seen.nodes.map(({ id }) => id)).toContain(registered.id)
  expect(seen.nodes).toHaveLength(5)
  await network.ok(alice.home, ['send', '--to', bob.address, 'with five'])

  expect(await refusal('withdraw', '--home', home)).toBe('wrong_node_status')
  const left = await ok<NodeData>('leave', '--home', home)
  expect(left).toMatchObject({ status: 'leaving', since: 2, until: 3, version: 3 })
  expect(Date.parse(left.withdrawableAt!)).toBeGreaterThan(0)
  expect(await refusal('leave', '--home', home)).toBe('wrong_node_status')
  expect(await refusal('withdraw', '--home', home)).toBe('bond_locked')
  expect(await ok<Status>('status')).toMatchObject({ version: 3, members: 4 })
  // The others take over what it held: then it is needed no more.
  await settled(3)
  fifth.kill('SIGKILL')
  await fifth.ended
  const texts = async (reader: string, other: string): Promise<string[]> =>
    (await network.ok<{ text: string }>(reader, ['read', other])).map(({ text }) => text)
  expect(await texts(bob.home, alice.address)).toEqual(['before', 'with five'])
  await network.ok(bob.home, ['send', '--to', alice.address, 'it goes on'])
  expect(await texts(alice.home, bob.address)).toEqual(['before', 'with five', 'it goes on'])
})

test('error: what has no registry, no key, or another operator', async () => {
  const chain = await locator()
  const codeOf = async (env: Record<string, string>, ...args: string[]): Promise<string> => {
    const { exitCode, stdout } = await new Command(['node', ...args, '--json'], {
      PARLEY_OPERATOR_KEY: '',
      ...env,
    }).ended
    expect(exitCode).toBe(1)
    return (JSON.parse(stdout) as Failure).error.code
  }
  const home = network.ready.nodes[0]!.home
  const stranger = { PARLEY_OPERATOR_KEY: '11'.repeat(32) }
  expect(await codeOf({}, 'leave', '--home', home)).toBe('no_operator_key')
  expect(await codeOf({ PARLEY_OPERATOR_KEY: 'x' }, 'leave', '--home', home)).toBe('invalid_key')
  // The home's own configuration says which registry it is.
  expect(await codeOf(stranger, 'leave', '--home', home)).toBe('not_operator')
  expect(
    await codeOf(
      stranger,
      'register',
      '--network',
      network.ready.network,
      '--home',
      path.join(network.folder, 'poor'),
      '--url',
      'ws://127.0.0.1:1',
      '--peer',
      '/ip4/127.0.0.1/tcp/1',
    ),
  ).toBe('insufficient_funds')
  const elsewhere = async (changed: object): Promise<string> => {
    const file = path.join(network.folder, 'elsewhere.json')
    await writeFile(file, JSON.stringify({ chain: { ...chain, ...changed } }))
    return codeOf({}, 'status', '--network', file)
  }
  expect(await elsewhere({ id: 1 })).toBe('wrong_chain')
  expect(await elsewhere({ registry: `0x${'11'.repeat(20)}` })).toBe('registry_missing')
  expect(await elsewhere({ rpc: 'http://127.0.0.1:1' })).toBe('chain_unreachable')
})
