/** Nodes without carriers: memory stores, duplexes in memory, a clock that tests move. */
import {
  Authority,
  Bytes,
  type Crypto,
  Duplex,
  type Host,
  Network,
  type Statement,
} from '@parley/protocol'

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

const much = { perSecond: 1e9, burst: 1e9 }
/**
 * What a test that is not about purses need not think of: its clients are strangers that make many
 * topics, follow many, and have many wallets.
 */
const roomy = {
  ...Object.fromEntries(
    [
      'asks',
      'topics',
      'stored',
      'envelopes',
      'authentications',
      'walletChecks',
      'heads',
      'sealChecks',
    ].map((row) => [row, { holder: { stranger: much, new: much }, prefix: much }]),
  ),
  links: { holder: { stranger: 1_024 } },
  requests: {
    link: { stranger: 1_024, new: 1_024 },
    holder: { stranger: 4_096, new: 4_096 },
    prefix: 4_096,
  },
  follows: { link: { stranger: 2_048 }, holder: { stranger: 4_096 } },
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
    return JSON.stringify({ turn: this.#network.turn })
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

/** The network of what its authority would sign. */
export function networkOf(content: Network.Content): Network.Network {
  return Network.of(crypto, { ...content, id: new Uint8Array(32).fill(7), seenAt: 0 })
}

const entropyOf = (turn: number): Uint8Array => crypto.sha256(Bytes.fromText(`turn ${turn}`))

const newcomerOf = ({ publicKey }: Crypto.KeyPair, index: number): Authority.Newcomer => ({
  publicKey,
  url: `ws://node${index}`,
  peer: `/memory/${index}`,
  boxKey: undefined,
})

export type CoresOptions = {
  count?: number
  /** How many of them are members at first: all, unless given. */
  members?: number
  replicas?: number
  limits?: { purses?: object } & Record<string, unknown>
  store?: (index: number) => Store
  metrics?: Partial<Metrics>
  /** What differs from the system's host. */
  host?: (index: number) => Partial<NodeHost>
}

/** Cores of one network, not linked yet. */
export class Cores {
  readonly clock = new ManualClock()
  readonly network: Network.Network
  readonly content: Network.Content
  readonly keys: readonly Crypto.KeyPair[]
  readonly cores: readonly Core[]
  readonly stores: readonly Store[]
  readonly registries: readonly TestRegistry[]

  private constructor(
    content: Network.Content,
    keys: readonly Crypto.KeyPair[],
    options: CoresOptions,
  ) {
    this.content = content
    this.network = networkOf(content)
    this.keys = keys
    const host: NodeHost = { ...systemHost(), clock: this.clock }
    const limits: Limits = schema.parse({
      ...options.limits,
      purses: { ...roomy, ...options.limits?.purses },
    })
    this.stores = keys.map((_, i) => options.store?.(i) ?? memoryStore())
    this.registries = keys.map(() => new TestRegistry(this.network))
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

  static create(options: CoresOptions = {}): Promise<Cores> {
    const { count = 1, members = count, replicas = 4 } = options
    const keys = Array.from({ length: count }, keyPair)
    const content = Authority.begin({
      name: 'test',
      authority: keyPair().publicKey,
      nodes: keys.slice(0, members).map(newcomerOf),
      entropy: entropyOf(1),
      now: systemHost().clock.now(),
      parameters: { replicas: { first: replicas, second: replicas } },
    })
    return Promise.resolve(new Cores(content, keys, options))
  }

  /** The network after a turn in which these nodes join and leave, by their index. */
  turn(content: Network.Content, change: { join?: number[]; leave?: number[] }): Network.Content {
    const { join = [], leave = [] } = change
    return Authority.open(content, {
      join: join.map((i) => newcomerOf(this.keys[i]!, i)),
      leave: ({ url }) => leave.some((i) => url === `ws://node${i}`),
      entropy: entropyOf(content.turn + 1),
      now: this.clock.now(),
    })
  }

  get core(): Core {
    return this.cores[0]!
  }

  id(index: number): Uint8Array {
    return Network.nodeId(crypto, this.keys[index]!.publicKey)
  }

  /** A node as it signs. */
  signer(index: number): Statement.Signer {
    const [id, keyPair] = [this.id(index), this.keys[index]!]
    return { network: this.network.id, id, keyPair, serial: () => 1 }
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
