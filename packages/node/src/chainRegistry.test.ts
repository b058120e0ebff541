import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { Bytes, Crypto, type Host, Network, Placement } from '@parley/protocol'
import { afterAll, aroundEach, beforeAll, describe, expect, test } from 'vitest'

import { chainNode, Endpoint, TestChain } from '../test/chain.ts'
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
  #task: (() => void) | undefined
  #scheduled = (): void => {}

  readonly clock: Host.Clock = {
    now: () => 0,
    after: (_, task) => {
      this.#task = task
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

async function open(options: Partial<ChainRegistryOptions> = {}): Promise<Registry> {
  const registry = await chainRegistry(host, {
    rpc: endpoint.url,
    registry: chain.registry,
    block: 'latest',
    cache: cache(),
    ...options,
  })
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
    const network = (await open()).network()
    expect([network.name, network.version]).toEqual(['chain test', 4])
    expect(network.nodes.map((node) => node.name).toSorted()).toEqual(
      namesOf(one, two, three, four),
    )
    const name = Bytes.toHex(two.id)
    expect(network.node(name)).toEqual({
      id: Network.nodeId(Crypto.pure, two.keyPair.publicKey),
      name,
      publicKey: two.keyPair.publicKey,
      url: two.url,
      peer: two.peer,
      since: 0,
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
    expect(JSON.parse(registry.file())).toEqual({
      chain: { id: 31_337, registry: chain.registry.toLowerCase() },
    })
  })

  test('behavior: who leaves is no member any more', async () => {
    await chain.startLeaving(one)
    expect(names(await open())).toEqual(namesOf(two))
  })

  test('behavior: an empty registry is an empty network', async () => {
    await chain.startLeaving(one)
    await chain.startLeaving(two)
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
    expect(names(registry)).toEqual(namesOf(one, three))

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
    for (const node of many) await chain.register(node)
    // The second page is asked for: now the first one is no longer true.
    const secondPage = `${100n.toString(16).padStart(64, '0')}${100n.toString(16).padStart(64, '0')}`
    let changes = 1
    endpoint.before = async (call) => {
      if (call.includes(secondPage) && changes-- > 0) await chain.startLeaving(one)
    }
    const registry = await open()
    expect(registry.network().version).toBe(104)
    expect(names(registry)).toEqual(namesOf(two, ...many))

    changes = Infinity
    let moves = 0
    endpoint.before = async (call) => {
      if (call.includes(secondPage)) await chain.move(two, `ws://move${moves++}`)
    }
    await chain.move(two, 'ws://first')
    await host.look()
    expect(moves).toBe(5)
    expect(registry.network().version).toBe(104)
    expect(host.lines).toContain('warn chain not read')
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
    for (const text of ['', '{', '{"version":1}', 'null']) {
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
