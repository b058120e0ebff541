/**
 * The registry's authority, a stand-in for the contract: lists who joins and who leaves, and settles
 * a version once all members but f confirm it, as the contract does.
 *
 * @module
 */
import { Authority, Bytes, Confirmation, Crypto, Network, Placement } from '@parley/protocol'

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
  #content: Network.Content | undefined
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

  /** Whether the newest turn's sets hold all shards. */
  get isInstalled(): boolean {
    const { floor, turn } = this.#content!
    return floor.turn === turn
  }

  /** Nodes that are members now. */
  get current(): SimulatedNode[] {
    return this.#world.nodes.filter(({ id }) => this.members.isMember(Bytes.toHex(id)))
  }

  /** Lists the first members; they all know at once. */
  async begin(nodes: readonly SimulatedNode[]): Promise<void> {
    const content = Authority.begin({
      name: 'simulated',
      authority: this.#authority.publicKey,
      nodes: nodes.map(newcomerOf),
      entropy: this.#random.bytes(32),
      now: Math.floor(this.#world.clock.now),
    })
    await this.#sign(content)
    for (const node of nodes) node.members.take(this.members, this.file)
  }

  /** A node joins: it knows at once, the others one after the other. */
  async join(node: SimulatedNode): Promise<void> {
    await this.#open({ join: [newcomerOf(node)] })
    node.members.take(this.members, this.file)
    node.start()
  }

  /** A node leaves; it stays up until its bond is free. */
  async leave(node: SimulatedNode): Promise<void> {
    this.#world.trace.add('registrar', `${node.name} leaves`)
    await this.#open({ leave: ({ peer }) => peer === node.name })
  }

  async #open(change: Pick<Parameters<typeof Authority.open>[1], 'join' | 'leave'>): Promise<void> {
    const entropy = this.#random.bytes(32)
    const now = Math.floor(this.#world.clock.now)
    await this.#sign(Authority.open(this.#content!, { ...change, entropy, now }))
    this.#spread()
    this.#settleLater()
  }

  async #sign(content: Network.Content): Promise<void> {
    this.#content = content
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
    const { turn } = this.members
    const { current } = this
    let confirmed = 0
    for (const node of current) if (await this.#confirms(node, turn)) confirmed++
    const faultsMax = Placement.faultsMax(Math.min(replicas, current.length))
    const enough = this.#world.planted.settlesUnconfirmed ? 0 : current.length - faultsMax
    if (turn !== this.members.turn || confirmed < enough) return this.#settleLater()
    this.#world.trace.add('registrar', `turn ${turn} is installed`)
    await this.#sign(Authority.install(this.#content!, 'all'))
    this.#spread()
    for (const node of this.#world.nodes)
      if (!this.current.includes(node))
        this.#world.clock.after(this.#random.exponential(bondMs), () => void this.#release(node))
  }

  /** A node that left takes out its bond, and goes away. */
  async #release(node: SimulatedNode): Promise<void> {
    if (!this.#world.nodes.includes(node)) return
    this.#world.retire(node)
    const content = this.#content!
    const nodes = content.nodes.map((entry) =>
      entry.peer === node.name ? { ...entry, status: 'withdrawn' as const } : entry,
    )
    await this.#sign({ ...content, revision: content.revision + 1, nodes })
    this.#spread()
  }

  async #confirms(node: SimulatedNode, turn: number): Promise<boolean> {
    const word = await node.confirmation()
    if (word?.turn !== turn) return false
    const { id, publicKey } = node
    return Confirmation.verify(crypto, { network: this.members.id, id, publicKey }, word)
  }
}

function newcomerOf({ publicKey, name }: SimulatedNode): Authority.Newcomer {
  return { publicKey, url: `ws://${name}`, peer: name, boxKey: undefined }
}
