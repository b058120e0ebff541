/**
 * The registry's authority, a stand-in for the contract: lists who joins and who leaves, and settles
 * a version once all members but f confirm it, as the contract does.
 *
 * @module
 */
import { Bytes, Confirmation, Crypto, Network, Placement } from '@parley/protocol'

import { crypto } from './cryptography.ts'
import type { Random } from './Random.ts'
import type { SimulatedNode } from './SimulatedNode.ts'
import type { World } from './World.ts'

/** How long news of a change takes to reach a node, on average. */
const newsMs = 500
/** How often confirmations are collected while a change is under way. */
const lookMs = 500
/** How long a node that left stays up after that is settled, on average: until its bond is free. */
const bondMs = 20_000
/** Replicas of a topic. */
const replicas = 4

export class Registrar {
  readonly #world: World
  readonly #random: Random
  readonly #authority: Crypto.KeyPair
  readonly #entries = new Map<SimulatedNode, { since: number; until: number }>()
  #version = 0
  #settled = 1
  #file: Network.File | undefined
  #members: Network.Network | undefined
  #looking = false

  constructor(world: World, random: Random) {
    this.#world = world
    this.#random = random
    this.#authority = Crypto.deriveKeyPair(random.bytes(32), 'authority')
  }

  /** The signed network file. */
  get file(): Network.File {
    return this.#file!
  }

  /** The network as the newest file has it. */
  get members(): Network.Network {
    return this.#members!
  }

  /** Nodes that are members now. */
  get current(): SimulatedNode[] {
    return [...this.#entries].filter(([, { until }]) => until === 0).map(([node]) => node)
  }

  /** Lists the first members; they all know at once. */
  async begin(nodes: readonly SimulatedNode[]): Promise<void> {
    this.#version = 1
    for (const node of nodes) this.#entries.set(node, { since: 1, until: 0 })
    await this.#sign()
    for (const node of nodes) node.members.take(this.members, this.file)
  }

  /** A node joins: it knows at once, the others one after the other. */
  async join(node: SimulatedNode): Promise<void> {
    this.#entries.set(node, { since: ++this.#version, until: 0 })
    await this.#sign()
    node.members.take(this.members, this.file)
    node.start()
    this.#spread()
    this.#settleLater()
  }

  /** A node leaves; it stays up until its bond is free. */
  async leave(node: SimulatedNode): Promise<void> {
    this.#entries.get(node)!.until = ++this.#version
    this.#world.trace.add('registrar', `${node.name} leaves`)
    await this.#sign()
    this.#spread()
    this.#settleLater()
  }

  async #sign(): Promise<void> {
    const content: Network.Content = {
      name: 'simulated',
      version: this.#version,
      settled: this.#settled,
      replicas,
      authority: this.#authority.publicKey,
      nodes: [...this.#entries].map(([{ name, publicKey }, versions]) => ({
        publicKey,
        url: `ws://${name}`,
        peer: name,
        ...versions,
      })),
    }
    this.#file = await Network.sign(crypto, content, this.#authority)
    this.#members = await Network.read(crypto, this.#file)
    await this.#world.assertHeld()
  }

  /** Tells every node, in its own time. */
  #spread(): void {
    const { members, file } = this
    for (const node of this.#world.nodes)
      this.#world.clock.after(this.#random.exponential(newsMs), () =>
        node.members.take(members, file),
      )
  }

  #settleLater(): void {
    if (this.#looking) return
    this.#looking = true
    this.#world.clock.after(lookMs, () => {
      this.#looking = false
      this.#settle().catch((error: unknown) =>
        this.#world.checkers.fail('nothing fails inside', `not settled: ${String(error)}`),
      )
    })
  }

  async #settle(): Promise<void> {
    const version = this.#version
    const current = this.current
    let confirmed = 0
    for (const node of current) if (await this.#confirms(node, version)) confirmed++
    const faultsMax = Placement.faultsMax(Math.min(replicas, current.length))
    const enough = this.#world.planted.settlesUnconfirmed ? 0 : current.length - faultsMax
    if (version !== this.#version || confirmed < enough) return this.#settleLater()
    this.#settled = version
    this.#world.trace.add('registrar', `version ${version} is settled`)
    await this.#sign()
    this.#spread()
    for (const [node, { until }] of this.#entries)
      if (until !== 0 && until <= version && this.#world.nodes.includes(node))
        this.#world.clock.after(this.#random.exponential(bondMs), () => this.#world.retire(node))
  }

  async #confirms(node: SimulatedNode, version: number): Promise<boolean> {
    const word = await node.confirmation()
    if (word?.version !== version) return false
    const { network, signature } = word
    return (
      Bytes.equal(network, this.members.id) &&
      Confirmation.verify(crypto, { network, version }, signature, node.publicKey)
    )
  }
}
