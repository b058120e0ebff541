/**
 * The registry's authority, a stand-in for the contract: lists who joins and who leaves, and installs
 * a set once a quorum of it states that it holds all.
 *
 * @module
 */
import { Authority, Bytes, Crypto, Handover, Network, Placement } from '@parley/protocol'

import { crypto } from './cryptography.ts'
import type { Random } from './Random.ts'
import type { SimulatedNode } from './SimulatedNode.ts'
import type { World } from './World.ts'

/** How long news of a change takes to reach a node, on average. */
const newsMs = 500
/** How often members are asked what they hold while shards change hands. */
const lookMs = 500
/** How long a node that left stays up after others took over, on average: until its bond is free. */
const bondMs = 20_000

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
    const words = new Map<string, Handover.Said>()
    for (const node of this.current) {
      const word = await this.#wordOf(node)
      if (word !== undefined) words.set(Bytes.toHex(node.id), word)
    }
    // Members may have changed meanwhile: what was held is of another turn then.
    if (turn !== this.members.turn) return this.#settleLater()
    const pending = this.#pending()
    const taken = pending.filter((shard) => this.#isTaken(shard, words))
    if (taken.length < pending.length) {
      if (taken.length > 0) await this.#install(new Set(taken))
      return this.#settleLater()
    }
    await this.#install('all')
    for (const node of this.#world.nodes)
      if (!this.current.includes(node))
        this.#world.clock.after(this.#random.exponential(bondMs), () => void this.#release(node))
  }

  /** Shards that are to change hands. */
  #pending(): number[] {
    const { setsOfShard } = this.members
    return Array.from({ length: Placement.shards }, (_, shard) => shard).filter(
      (shard) => setsOfShard(shard).length > 1,
    )
  }

  #isTaken(shard: number, words: ReadonlyMap<string, Handover.Said>): boolean {
    const [, next] = this.members.setsOfShard(shard)
    const holds = (name: string): boolean => {
      const shards = words.get(name)?.shards
      return shards !== undefined && (shards.length === 0 || shards.includes(shard))
    }
    return this.#world.planted.installsUnheld === true || Handover.takesOver(next!, holds)
  }

  async #install(shards: 'all' | ReadonlySet<number>): Promise<void> {
    const which = shards === 'all' ? '' : ` in ${shards.size} shards`
    this.#world.trace.add('registrar', `turn ${this.members.turn} is installed${which}`)
    await this.#sign(Authority.install(this.#content!, shards))
    this.#spread()
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

  /** A node's word of what it holds in the newest turn. */
  async #wordOf(node: SimulatedNode): Promise<Handover.Said | undefined> {
    const word = await node.holds()
    if (word?.kind !== 'holds' || word.turn !== this.members.turn) return undefined
    const { id, publicKey } = node
    const author = { network: this.members.id, id, publicKey }
    return (await Handover.verify(crypto, author, word)) ? word : undefined
  }
}

function newcomerOf({ publicKey, name }: SimulatedNode): Authority.Newcomer {
  return { publicKey, url: `ws://${name}`, peer: name, boxKey: undefined }
}
