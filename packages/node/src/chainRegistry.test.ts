import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { Endpoint, TestChain } from '@parley/contracts/anvil'
import { Bytes, Crypto, type Host, Network, Placement } from '@parley/protocol'
import { afterAll, aroundEach, beforeAll, describe, expect, test } from 'vitest'

import { chainNode } from '../test/chain.ts'
import { until } from '../test/until.ts'
import { chainRegistry, ChainRegistryError, type ChainRegistryOptions } from './chainRegistry.ts'
import type { Registry } from './registry.ts'

const [one, two, three, four] = [1, 2, 3, 4].map(chainNode) as [
  ReturnType<typeof chainNode>,
  ReturnType<typeof chainNode>,
  ReturnType<typeof chainNode>,
  ReturnType<typeof chainNode>,
]
const names = (registry: Registry) =>
  registry
    .network()
    .nodes.map((node) => node.name)
    .toSorted()
const namesOf = (...nodes: { id: Uint8Array }[]) =>
  nodes.map(({ id }) => Bytes.toHex(id)).toSorted()

/** A host whose time passes when a test says so, and whose log can be read. */
class TestHost {
  readonly crypto = Crypto.pure
  readonly lines: string[] = []
  readonly log: Host.Log = {
    debug: () => {},
    info: (_, message) => this.lines.push(`info ${message}`),
    warn: (_, message) => this.lines.push(`warn ${message}`),
    error: (_, message) => this.lines.push(`error ${message}`),
  }
  now = 0
  /** How long it waits, from one time to the next. */
  readonly waits: number[] = []
  #task: (() => void) | undefined
  #scheduled = (): void => {}

  readonly clock: Host.Clock = {
    now: () => this.now,
    after: (ms, task) => {
      this.#task = task
      this.waits.push(ms)
      this.#scheduled()
      return () => {
        this.#task = undefined
      }
    },
  }

  get idle(): boolean {
    return this.#task === undefined
  }

  /** Begins the look that is due. */
  begin(): void {
    const task = this.#task!
    this.#task = undefined
    task()
  }

  /** One look for changes, from its beginning to its end. */
  async look(): Promise<void> {
    const ended = new Promise<void>((resolve) => {
      this.#scheduled = resolve
    })
    this.begin()
    await ended
  }
}

let chain: TestChain
let endpoint: Endpoint
let folder: string
let host: TestHost
let opened: Registry[]

beforeAll(async () => {
  chain = await TestChain.start()
  await chain.register(one)
  await chain.register(two)
}, 60_000)
afterAll(() => chain?.stop())

aroundEach(async (run) => {
  const id = await chain.client.snapshot()
  folder = await mkdtemp(join(tmpdir(), 'parley-chain-'))
  endpoint = await Endpoint.open(chain.url)
  host = new TestHost()
  opened = []
  try {
    await run()
  } finally {
    for (const registry of opened) registry.close()
    await endpoint.close()
    await rm(folder, { recursive: true })
    await chain.client.revert({ id })
  }
})

const cache = () => join(folder, 'registry.json')

const options = (): ChainRegistryOptions => ({
  rpc: endpoint.url,
  registry: chain.registry,
  block: 'latest',
  cache: cache(),
  pollMs: 12_000,
})

async function open(given: Partial<ChainRegistryOptions> = {}): Promise<Registry> {
  const registry = await chainRegistry(host, { ...options(), ...given })
  opened.push(registry)
  return registry
}

const refusal = (options?: Partial<ChainRegistryOptions>) =>
  open(options).then(
    () => 'none',
    (error: unknown) => (error instanceof ChainRegistryError ? error.details : error),
  )

describe('the network', () => {
  test('default: members are the contract’s, as any reader sees them', async () => {
    await chain.register(three)
    await chain.register(four)
    await chain.settle()
    const network = (await open()).network()
    expect([network.name, network.version]).toEqual(['chain test', 4])
    expect(network.nodes.map((node) => node.name).toSorted()).toEqual(
      namesOf(one, two, three, four),
    )
    const name = Bytes.toHex(two.id)
    expect(network.node(name)).toEqual({
      id: Network.nodeId(Crypto.pure, two.publicKey),
      name,
      publicKey: two.publicKey,
      url: two.url,
      peer: two.peer,
      since: 2,
      until: 0,
    })
    expect(network.node('00')).toBe(undefined)

    const topic = new Uint8Array(32).fill(0xab)
    const expected = Placement.rank(Crypto.pure, Placement.shardOf(topic), network.nodes).slice(
      0,
      3,
    )
    expect(network.replicasOf(topic)).toEqual(expected)
    expect(network.replicasOf(topic)).toBe(network.replicasOf(topic))
  })

  test('behavior: its id is the contract’s, whatever the version', async () => {
    const registry = await open()
    const { id, authority } = registry.network()
    expect([id.length, authority.length]).toEqual([32, 28])
    await chain.register(three)
    await host.look()
    expect(registry.network().id).toEqual(id)
    const found = { id: 31_337, registry: chain.registry.toLowerCase() }
    expect(JSON.parse(registry.file())).toEqual({ chain: found })
    const publicRpc = 'https://rpc.example'
    const serving = await chainRegistry(host, { ...options(), publicRpc })
    opened.push(serving)
    expect(JSON.parse(serving.file())).toEqual({
      chain: { ...found, rpc: publicRpc, block: 'latest' },
    })
  })

  test('behavior: who leaves is no member any more, and stores until that is settled', async () => {
    await chain.startLeaving(one)
    const registry = await open()
    const { settled, isMember } = registry.network()
    expect([settled, isMember(Bytes.toHex(one.id))]).toEqual([1, false])
    expect(names(registry)).toEqual(namesOf(one, two))
    expect(registry.network().setsOf(new Uint8Array(32))).toHaveLength(3)

    await chain.settle()
    await host.look()
    expect([registry.network().version, registry.network().settled]).toEqual([3, 3])
    expect(names(registry)).toEqual(namesOf(two))
    expect(registry.network().node(Bytes.toHex(one.id))).toMatchObject({
      url: one.url,
      since: 1,
      until: 3,
    })
    expect(registry.network().setAt(new Uint8Array(32), 1)?.nodes).toHaveLength(1)
    expect(host.lines).toEqual(['info registry changed'])
  })

  test('behavior: a registry whose members all left is an empty network', async () => {
    await chain.startLeaving(one)
    await chain.startLeaving(two)
    await chain.settle()
    const network = (await open()).network()
    expect(network.nodes).toEqual([])
    expect(network.replicasOf(new Uint8Array(32))).toEqual([])
  })
})

describe('changes', () => {
  test('default: listeners hear of each', async () => {
    const registry = await open()
    let heard = 0
    const stop = registry.onChange(() => heard++)
    await host.look()
    expect([heard, registry.network().version]).toEqual([0, 2])

    await chain.register(three)
    await host.look()
    expect([heard, registry.network().version]).toEqual([1, 3])
    expect(names(registry)).toEqual(namesOf(one, two, three))

    await chain.move(one, 'wss://elsewhere')
    await chain.startLeaving(two)
    await host.look()
    expect([heard, registry.network().version]).toEqual([2, 5])
    expect(registry.network().node(Bytes.toHex(one.id))?.url).toBe('wss://elsewhere')
    const members = registry.network().nodes.filter(({ name }) => registry.network().isMember(name))
    expect(members.map(({ name }) => name).toSorted()).toEqual(namesOf(one, three))

    stop()
    await chain.register(four)
    await host.look()
    expect([heard, registry.network().version]).toEqual([2, 6])
  })

  test('behavior: only finalised changes count unless told otherwise', async () => {
    const { client } = chain
    await client.mine({ blocks: 200 })
    const registry = await open({ block: 'finalized' })
    await chain.register(three)
    await host.look()
    expect(registry.network().version).toBe(2)
    await client.mine({ blocks: 200 })
    await host.look()
    expect(registry.network().version).toBe(3)
  })

  test('behavior: several pages are of one version', { timeout: 60_000 }, async () => {
    const many = Array.from({ length: 101 }, (_, i) => chainNode(i + 10))
    // A transaction has room for some sixty.
    for (let at = 0; at < many.length; at += 50) await chain.register(...many.slice(at, at + 50))
    // The second page is asked for: now the first one is no longer true.
    const secondPage = `${100n.toString(16).padStart(64, '0')}${100n.toString(16).padStart(64, '0')}`
    let changes = 1
    endpoint.before = async (call) => {
      if (call.includes(secondPage) && changes-- > 0) await chain.startLeaving(one)
    }
    const registry = await open()
    expect(registry.network().version).toBe(6)
    expect(registry.network().isMember(Bytes.toHex(one.id))).toBe(false)
    expect(names(registry)).toEqual(namesOf(one, two, ...many))

    changes = Infinity
    let moves = 0
    endpoint.before = async (call) => {
      if (call.includes(secondPage)) await chain.move(two, `ws://move${moves++}`)
    }
    await chain.move(two, 'ws://first')
    await host.look()
    expect(moves).toBe(5)
    expect(registry.network().version).toBe(6)
    expect(host.lines).toContain('warn chain not read')
  })
})

describe('looking when asked', () => {
  test('default: at once after a quiet second; resolves when it is done', async () => {
    const registry = await open()
    await chain.register(three)
    host.now = 5_000
    const looked = registry.refresh()
    expect(host.waits.at(-1)).toBe(0)
    host.begin()
    await looked
    expect(registry.network().version).toBe(3)
    expect(host.waits.at(-1)).toBe(12_000)
  })

  test('behavior: however many ask, the chain is asked once a second', async () => {
    const registry = await open()
    let calls = 0
    endpoint.before = async () => void calls++
    host.now = 100
    const asked = [registry.refresh(), registry.refresh(), registry.refresh()]
    expect(host.waits.slice(1)).toEqual([900, 900, 900])
    host.now = 1_000
    host.begin()
    // This one may be about what the look under way no longer sees.
    const late = registry.refresh()
    await Promise.all(asked)
    expect([calls, host.waits.at(-1)]).toEqual([1, 1_000])
    await chain.register(three)
    host.now = 2_000
    host.begin()
    await late
    expect(registry.network().version).toBe(3)
  })

  test('behavior: a look that fails, or a registry that closes, ends the wait too', async () => {
    const registry = await open()
    endpoint.state = 'down'
    const failed = registry.refresh()
    host.begin()
    await failed
    const closing = registry.refresh()
    registry.close()
    await closing
    await registry.refresh()
    expect(host.idle).toBe(true)
  })
})

describe('a chain that cannot be read', () => {
  test('default: the last known members serve, and changes are made up for', async () => {
    const registry = await open()
    endpoint.state = 'down'
    await chain.register(three)
    await host.look()
    await host.look()
    expect(names(registry)).toEqual(namesOf(one, two))
    expect(host.lines).toEqual(['warn chain not read'])

    endpoint.state = 'up'
    await host.look()
    expect(names(registry)).toEqual(namesOf(one, two, three))
    expect(host.lines.slice(1)).toEqual(['info registry changed', 'info chain read again'])
  })

  test('default: also after a restart', async () => {
    await open()
    endpoint.state = 'down'
    await chain.register(three)
    const registry = await open()
    expect(names(registry)).toEqual(namesOf(one, two))
    expect(host.lines).toEqual(['warn chain not read, last known members serve'])
    endpoint.state = 'up'
    await host.look()
    expect(names(registry)).toEqual(namesOf(one, two, three))
    expect(JSON.parse(await readFile(cache(), 'utf8'))).toMatchObject({ version: 3 })
  })

  test('error: with nothing known', async () => {
    endpoint.state = 'down'
    expect(await refusal()).toContain('HTTP request failed')
  })

  test('error: no contract, or another one, at the address', async () => {
    expect(await refusal({ registry: `0x${'11'.repeat(20)}` })).toContain('returned no data')
  })

  test('behavior: closing ends what is under way', async () => {
    const registry = await open()
    endpoint.state = 'silent'
    host.begin()
    await until('a call waits', () => endpoint.waiting === 1)
    registry.close()
    await until('the call ended', () => endpoint.waiting === 0)
    expect(host.idle).toBe(true)
    expect(host.lines).toEqual([])
  })

  test('behavior: closing between two looks ends them', async () => {
    const registry = await open()
    expect(host.idle).toBe(false)
    registry.close()
    expect(host.idle).toBe(true)
  })
})

describe('what is kept', () => {
  test('behavior: a file of no use is replaced', async () => {
    for (const text of ['', '{', '{"version":1}', 'null', '[]', '7']) {
      await writeFile(cache(), text)
      expect(names(await open())).toEqual(namesOf(one, two))
      expect(host.lines.splice(0)).toEqual(['warn kept registry state not taken'])
      expect(JSON.parse(await readFile(cache(), 'utf8'))).toMatchObject({ version: 2 })
    }
  })

  test('behavior: a disk that takes nothing stops nothing', async () => {
    const registry = await open({ cache: join(folder, 'missing', 'registry.json') })
    expect(names(registry)).toEqual(namesOf(one, two))
    expect(host.lines).toEqual(['warn registry state not kept'])
  })

  test('error: a chain that says less than is known', async () => {
    const id = await chain.client.snapshot()
    await chain.register(three)
    const registry = await open()
    await chain.client.revert({ id })
    await host.look()
    expect(registry.network().version).toBe(3)
    expect(host.lines).toEqual(['warn chain not read'])
    expect(await refusal()).toContain('lower than 3')
  })

  test('error: the state of another contract or chain', async () => {
    await open()
    const kept = JSON.parse(await readFile(cache(), 'utf8')) as object
    const other = { ...kept, registry: `0x${'11'.repeat(20)}` }
    for (const state of [other, { ...kept, chainId: 1 }]) {
      await writeFile(cache(), JSON.stringify(state))
      expect(await refusal()).toContain('the one in use is')
    }
    await writeFile(cache(), JSON.stringify(other))
    endpoint.state = 'down'
    expect(await refusal()).toContain('keeps the state of 0x1111')
  })
})
