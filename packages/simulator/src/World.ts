/**
 * A whole network: its machines, the wires between them, and what watches over them.
 *
 * @module
 */
import type { Message, Store as ClientStore } from '@parley/client'
import type { Primitives } from '@parley/mls'
import type { Store as NodeStore } from '@parley/node'
import { Bytes, Crypto, type Host, Network, Placement, Reconcile } from '@parley/protocol'

import { type Checker, Checkers } from './Checkers.ts'

import type { Liar } from './Liar.ts'
import { PacketNetwork } from './PacketNetwork.ts'
import { Random } from './Random.ts'
import { Registrar } from './Registrar.ts'
import { SimulatedClient } from './SimulatedClient.ts'
import { SimulatedNode } from './SimulatedNode.ts'
import { Trace } from './Trace.ts'
import { VirtualClock } from './VirtualClock.ts'
import { Wallet } from './Wallet.ts'

/** Bugs that a test plants, to see that they are found. */
export type Planted = {
  readonly nodeStore?: (store: NodeStore, node: string) => NodeStore
  readonly clientStore?: (store: ClientStore, client: string) => ClientStore
  readonly primitives?: (primitives: Primitives) => Primitives
  readonly tell?: (listener: (message: Message) => void) => (message: Message) => void
  /** Versions of the network are settled without confirmations. */
  readonly settlesUnconfirmed?: boolean
  /** The liar passes for honest. */
  readonly liarPasses?: boolean
  /** The bug is in every node: whoever names one is right. */
  readonly allLie?: boolean
}

export type WorldOptions = {
  seed: number
  nodes: number
  /** Wallets, each with one device at first. */
  clients: number
  /** Clocks differ by up to so much either way. */
  skewMsMax: number
  /** Lies of the first node; all are honest unless given. */
  liar?: Liar | undefined
  planted?: Planted | undefined
  /** Sees every line of the trace, and what the parts log. */
  onLine?: ((line: string) => void) | undefined
}

/** What a part logs when it sees itself that a promise did not hold. */
const broken: Readonly<Record<string, Checker>> = {
  'two commits are sealed in one slot': 'one seal a slot',
}
/** What honest parts log as errors when a disk fails. */
const expectedErrors: ReadonlySet<string> = new Set([
  'store cannot be written',
  'sweep failed',
  'evidence not kept',
])

export class World {
  readonly clock = new VirtualClock()
  readonly random: Random
  readonly trace: Trace
  readonly network: PacketNetwork
  readonly checkers: Checkers
  readonly nodes: SimulatedNode[] = []
  readonly clients: SimulatedClient[] = []
  readonly planted: Planted
  readonly #options: WorldOptions
  readonly registrar: Registrar
  readonly #keys: Random
  readonly #liars = new Set<string>()
  #nodesEver = 0

  constructor(options: WorldOptions) {
    const { seed, nodes, liar } = options
    this.#options = options
    this.planted = options.planted ?? {}
    this.random = new Random(`seed ${seed}`)
    this.trace = new Trace(this.clock, options.onLine)
    this.checkers = new Checkers((id) => this.liars().has(id))
    this.network = new PacketNetwork({
      clock: this.clock,
      random: this.random.fork('wires'),
      trace: this.trace,
      onBytes: (from, to, bytes) => this.checkers.onBytes(from, to, bytes),
    })
    this.#keys = this.random.fork('keys')
    this.registrar = new Registrar(this, this.random.fork('registrar'))
    for (let i = 0; i < nodes; i++) this.#createNode(i === 0 ? liar : undefined)
  }

  #createNode(liar?: Liar): SimulatedNode {
    const name = `node-${this.#nodesEver++}`
    const keyPair = Crypto.deriveKeyPair(this.#keys.bytes(32), 'node')
    const node = new SimulatedNode(this, { name, keyPair, skewMs: this.#skewMs(), liar })
    this.nodes.push(node)
    if (liar) this.#liars.add(Bytes.toHex(node.id))
    return node
  }

  /** Lists the first members, and starts all. */
  async start(): Promise<void> {
    await this.registrar.begin(this.nodes)
    for (const node of this.nodes) node.start()
    const wallets = this.random.fork('wallets')
    for (let i = 0; i < this.#options.clients; i++) this.addDevice(new Wallet(wallets))
  }

  /** Another node joins. */
  addNode(): Promise<void> {
    return this.registrar.join(this.#createNode())
  }

  /** A node that left goes away for good. */
  retire(node: SimulatedNode): void {
    const index = this.nodes.indexOf(node)
    if (index < 0) return
    this.nodes.splice(index, 1)
    node.crash({ powered: true })
    this.trace.add(node.name, 'is gone')
  }

  /**
   * Checks that every message that was called stored is on a quorum of some set that must have it:
   * of the one, where no change of members is under way.
   */
  async assertHeld(): Promise<void> {
    const { members } = this.registrar
    for (const { id, topic, ref } of this.checkers.stored()) {
      const key = Reconcile.keyOf(Placement.shardOf(topic), ref.sentAt, ref.id)
      const held = new Set<string>()
      for (const node of this.nodes)
        if (node.liar || (await node.disk.store.fetch([key])).length > 0)
          held.add(Bytes.toHex(node.id))
      const sets = members.setsOf(topic)
      if (!sets.some((set) => Network.isQuorumOfAll([set], (name) => held.has(name))))
        this.checkers.fail(
          'acknowledged is on a quorum',
          `${id} is at ${held.size} nodes in version ${members.version}`,
        )
    }
  }

  /** Another device of a wallet. */
  addDevice(wallet: Wallet): SimulatedClient {
    const name = `client-${this.clients.length}`
    const client = new SimulatedClient(this, { name, wallet, skewMs: this.#skewMs() })
    this.clients.push(client)
    client.start()
    return client
  }

  #skewMs(): number {
    const { skewMsMax } = this.#options
    return this.random.between(-skewMsMax, skewMsMax)
  }

  /** The machine at a URL. */
  machineAt(url: string): string {
    return new URL(url).hostname
  }

  /** Ids of nodes that lie. */
  liars(): ReadonlySet<string> {
    if (this.planted.liarPasses) return new Set()
    if (this.planted.allLie) return new Set(this.nodes.map(({ id }) => Bytes.toHex(id)))
    return this.#liars
  }

  /** Where a machine's process writes its log. */
  logOf(name: string): Host.Log {
    const { onLine } = this.#options
    const write =
      (level: string) =>
      (fields: object, message: string): void =>
        onLine?.(`${this.clock.elapsedMs.toFixed(3)} ${name} ${level}: ${message} ${show(fields)}`)
    return {
      debug: write('debug'),
      info: write('info'),
      warn: write('warn'),
      error: (fields, message) => {
        write('error')(fields, message)
        if (!expectedErrors.has(message))
          this.checkers.fail(
            broken[message] ?? 'nothing fails inside',
            `${name}: ${message} ${show(fields)}`,
          )
      },
    }
  }
}

function show(fields: object): string {
  return JSON.stringify(fields, (_, value: unknown) =>
    value instanceof Error ? (value.stack ?? String(value)) : value,
  )
}
