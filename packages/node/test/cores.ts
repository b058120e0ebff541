/** Nodes without carriers: memory stores, duplexes in memory, a clock that tests move. */
import { Bytes, type Crypto, Duplex, type Host, Network } from '@parley/protocol'

import { Core } from '../src/core.ts'
import { type NodeHost, systemHost } from '../src/host.ts'
import { schema, type Limits } from '../src/limits.ts'
import { type Metrics, noMetrics } from '../src/metrics.ts'
import type { Registry } from '../src/registry.ts'
import { memoryStore } from '../src/store/memory.ts'
import type { Store } from '../src/store/Store.ts'
import { Client, crypto, keyPair } from './client.ts'

/** A clock that stands still until it is told to go. It begins at the system's time. */
export class ManualClock implements Host.Clock {
  #now = systemHost().clock.now()
  #timers: { at: number; task: () => void }[] = []

  now = (): number => this.#now

  after = (delayMs: number, task: () => void): (() => void) => {
    const timer = { at: this.#now + delayMs, task }
    this.#timers.push(timer)
    return () => {
      this.#timers = this.#timers.filter((other) => other !== timer)
    }
  }

  /** Goes on, and runs what is due meanwhile, in order. */
  advance(ms: number): void {
    const end = this.#now + ms
    for (;;) {
      const due = this.#timers.filter((timer) => timer.at <= end)
      const next = due.toSorted((a, b) => a.at - b.at)[0]
      if (next === undefined) break
      this.#timers = this.#timers.filter((timer) => timer !== next)
      this.#now = Math.max(this.#now, next.at)
      next.task()
    }
    this.#now = end
  }
}

/** Lets everything that is under way come to rest, signatures in the thread pool included. */
export async function settle(): Promise<void> {
  for (let i = 0; i < 20; i++) {
    await crypto.verify(new Uint8Array(65), new Uint8Array(), new Uint8Array(64))
    await new Promise((resolve) => setImmediate(resolve))
  }
}

/** What one node knows of the network: a test tells it of changes. */
export class TestRegistry implements Registry {
  readonly #listeners = new Set<() => void>()
  #network: Network.Network
  /** How often it was asked to look for changes. */
  refreshed = 0

  constructor(network: Network.Network) {
    this.#network = network
  }

  network(): Network.Network {
    return this.#network
  }

  file(): string {
    return JSON.stringify({ version: this.#network.version })
  }

  onChange(listener: () => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  refresh(): Promise<void> {
    this.refreshed++
    return Promise.resolve()
  }

  close(): void {}

  take(network: Network.Network): void {
    this.#network = network
    for (const listener of this.#listeners) listener()
  }
}

export type CoresOptions = {
  count?: number
  replicas?: number
  limits?: object
  store?: (index: number) => Store
  metrics?: Partial<Metrics>
  /** What differs from the system's host. */
  host?: (index: number) => Partial<NodeHost>
}

/** Cores of one network, not linked yet. */
export class Cores {
  readonly clock = new ManualClock()
  readonly network: Network.Network
  readonly keys: readonly Crypto.KeyPair[]
  readonly cores: readonly Core[]
  readonly stores: readonly Store[]
  readonly registries: readonly TestRegistry[]

  private constructor(
    network: Network.Network,
    keys: readonly Crypto.KeyPair[],
    options: CoresOptions,
  ) {
    this.network = network
    this.keys = keys
    const host: NodeHost = { ...systemHost(), clock: this.clock }
    const limits: Limits = schema.parse(options.limits ?? {})
    this.stores = keys.map((_, i) => options.store?.(i) ?? memoryStore())
    this.registries = keys.map(() => new TestRegistry(network))
    this.cores = keys.map(
      (keyPair, i) =>
        new Core({
          host: { ...host, ...options.host?.(i) },
          limits,
          keyPair,
          store: this.stores[i]!,
          registry: this.registries[i]!,
          id: Network.nodeId(crypto, keyPair.publicKey),
          metrics: { ...noMetrics, ...options.metrics },
        }),
    )
  }

  static async create(options: CoresOptions = {}): Promise<Cores> {
    const keys = Array.from({ length: options.count ?? 1 }, keyPair)
    const authority = keyPair()
    const nodes = keys.map(({ publicKey }, i) => ({
      publicKey,
      url: `ws://node${i}`,
      peer: `/memory/${i}`,
      since: 1,
      until: 0,
    }))
    const content = { name: 'test', version: 1, settled: 1, authority: authority.publicKey, nodes }
    const file = await Network.sign(
      crypto,
      { ...content, replicas: options.replicas ?? 4 },
      authority,
    )
    return new Cores(await Network.read(crypto, file), keys, options)
  }

  /** The network in another version, in which these nodes are members, by their index. */
  networkAt(
    version: number,
    settled: number,
    members: readonly { since: number; until: number }[],
  ): Network.Network {
    const { id, name, authority } = this.network
    const nodes = members.map((versions, i) => ({
      publicKey: this.keys[i]!.publicKey,
      url: `ws://node${i}`,
      peer: `/memory/${i}`,
      ...versions,
    }))
    return Network.of(crypto, { id, name, authority, version, settled, replicas: 4, nodes })
  }

  get core(): Core {
    return this.cores[0]!
  }

  id(index: number): Uint8Array {
    return Network.nodeId(crypto, this.keys[index]!.publicKey)
  }

  name(index: number): string {
    return Bytes.toHex(this.id(index))
  }

  /** Links two cores; closing what is returned cuts them. */
  link(a: number, b: number): Host.Duplex {
    const [one, other] = Duplex.pair()
    void this.cores[a]!.neighbours.attach(this.name(b), one)
    void this.cores[b]!.neighbours.attach(this.name(a), other)
    return one
  }

  linkAll(): void {
    for (let a = 0; a < this.cores.length; a++)
      for (let b = a + 1; b < this.cores.length; b++) this.link(a, b)
  }

  /** A client's link that has not said hello. */
  dial(index = 0, address = 'test'): Client {
    const [near, far] = Duplex.pair()
    const client = new Client(near, this.network, this.clock)
    this.cores[index]!.accept(far, address)
    return client
  }

  async connect(index = 0): Promise<Client> {
    const client = this.dial(index)
    await client.hello()
    return client
  }
}
