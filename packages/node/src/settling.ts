/**
 * How shards change hands here: this node's fences, what it states, and what the others stated. The
 * rules are `Handover`'s; this is what drives them.
 *
 * @module
 */
import * as Codec from '@parley/codec'
import { Bytes, Handover, type Network, Placement, type Statement } from '@parley/protocol'

import type { NodeHost } from './host.ts'
import type { Neighbours } from './neighbours.ts'
import type { Registry } from './registry.ts'
import type { PutFence, Store } from './store/Store.ts'

type Kind = Handover.Said['kind']

/** While shards change hands, so many times a turn it is looked what is due, and the others are asked. */
const looksPerTurn = 40
/** However short or long a turn is. */
const lookMsMin = 1_000
const lookMsMax = 60_000
/** The others are told of what is new at once, but once for what comes together. */
const soonMs = 50
/** Who has not answered by then is asked again anyway. */
const answerMs = 5_000
/** An hour of a day: so long it is waited for a quorum that answers at all. */
const patience = 1 / 24

export type SettlingOptions = {
  host: NodeHost
  registry: Registry
  store: Store
  neighbours: () => Neighbours
  signer: Statement.Signer
  write: (fences: readonly PutFence[]) => Promise<unknown>
  /** A node of an installed set is fenced in these shards: now it is to be compared with. */
  onFenced: (name: string, shards: ReadonlySet<number>) => void
}

/**
 * Shards that the same set hands over to the same set: they change hands alike. This node is of one of
 * the two, or of both.
 */
type Group = {
  readonly change: Omit<Handover.Change, 'left'>
  readonly hands: boolean
  readonly takes: boolean
  /** Ascending. */
  shards: readonly number[]
  /** One for all: they are fenced together. */
  fence: Handover.Fence
  /** Whether that fence is on disk. */
  isKept: boolean
  successor: Handover.Successor
  /** What this node states of them. */
  readonly states: Set<Kind>
}

/** What a node stated, and of which groups it is. */
type Heard = { readonly said: Handover.Said; readonly covers: (group: Group) => boolean }

export class Settling {
  readonly #options: SettlingOptions
  /** Resolves when what is on disk is read. */
  readonly #ready: Promise<void>
  readonly #self: string
  readonly #fences = new Map<number, Handover.Fence>()
  readonly #heard = new Map<string, Map<Kind, Heard>>()
  /** Who answered anything in the newest turn. */
  readonly #answered = new Set<string>()
  #said: Promise<readonly Handover.Said[]> | undefined
  #turn = 0
  #drawn = 0
  #groups: readonly Group[] = []
  #isLooking = false
  #cancelLook = (): void => {}
  #cancelTell: (() => void) | undefined
  #stopped = false

  constructor(options: SettlingOptions) {
    this.#options = options
    this.#self = Bytes.toHex(options.signer.id)
    this.#ready = this.#load()
    options.registry.onChange(() => this.#enter())
  }

  async #load(): Promise<void> {
    const { store, registry, host } = this.#options
    const network = registry.network()
    try {
      for (const { shard, state } of await store.fences())
        this.#fences.set(shard, Codec.decode(Handover.fence, state))
      // A store that was set back may have lost one.
      if (store.life !== undefined) this.#fenceAll(network)
    } catch (error) {
      host.log.warn({ err: error }, 'fences are not known')
      this.#fenceAll(network)
    }
    this.#enter()
  }

  /** A fence that is lost is answered as one that stands: whoever counts receipts asks for more then. */
  #fenceAll({ turn, drawOf }: Network.Network): void {
    for (let shard = 0; shard < Placement.shards; shard++)
      this.#fences.set(shard, { turn, draw: drawOf(shard), failed: 0 })
  }

  stop(): void {
    this.#stopped = true
    this.#cancelLook()
    this.#cancelTell?.()
  }

  /** The turn at which this node is fenced for a topic, 0 if it is not: once that is known. */
  async fences(): Promise<(topic: Uint8Array) => number> {
    await this.#ready
    return (topic) => this.#fences.get(Placement.shardOf(topic))?.turn ?? 0
  }

  /** What a node has said of its fences, as of now: it may be asked later. */
  fencesOf(name: string): (group: Group) => number {
    const heard = this.#heard.get(name)?.get('fence')
    return (group) => (heard?.covers(group) === true ? heard.said.turn : 0)
  }

  /**
   * This node took in all that another one holds.
   *
   * @param fencedAt what {@link fencesOf} said when that began
   */
  compared(
    name: string,
    shards: 'all' | ReadonlySet<number>,
    fencedAt: (group: Group) => number,
  ): void {
    for (const group of this.#groups)
      if (group.takes && (shards === 'all' || group.shards.every((shard) => shards.has(shard))))
        group.successor = Handover.compared(group.successor, { name, fencedAt: fencedAt(group) })
    this.#lookLater(0)
  }

  /** Whether this node has something to hand over or to take over. */
  get isUnderWay(): boolean {
    return this.#groups.length > 0
  }

  /** Something came from a node. */
  answered(name: string): void {
    this.#answered.add(name)
  }

  /** Takes what another node states, and says what this one does. */
  async exchange(name: string, said: readonly Handover.Said[]): Promise<readonly Handover.Said[]> {
    await this.#ready
    await this.#hear(name, said)
    return this.said()
  }

  /** What this node states of the newest turn. */
  said(): Promise<readonly Handover.Said[]> {
    this.#said ??= this.#sign()
    return this.#said
  }

  /**
   * Its word that it holds all that it is to store in the newest turn, or what of it; `undefined` if
   * nothing.
   */
  async holds(): Promise<Handover.Said | undefined> {
    await this.#ready
    const { registry } = this.#options
    const { turn, drawn, isMember } = registry.network()
    if (drawn !== turn || !isMember(this.#self)) return undefined
    return (await this.said()).find(({ kind }) => kind === 'holds')
  }

  // ---- a turn

  /** What is known of the network is new. */
  #enter(): void {
    const network = this.#options.registry.network()
    const { turn, drawn } = network
    for (const [shard, fence] of this.#fences) {
      const { turn: installed } = network.installedOfShard(shard)
      this.#fences.set(shard, Handover.carried(fence, { turn, installed }))
    }
    const isPending = (shard: number): boolean => network.setsOfShard(shard).length > 1
    if (turn === this.#turn && drawn === this.#drawn) {
      for (const group of this.#groups) group.shards = group.shards.filter(isPending)
      this.#groups = this.#groups.filter(({ shards }) => shards.length > 0)
    } else {
      if (turn !== this.#turn) {
        this.#heard.clear()
        this.#answered.clear()
      }
      this.#turn = turn
      this.#drawn = drawn
      this.#groups = this.#grouped(network)
    }
    this.#said = undefined
    this.#lookLater(0)
  }

  #grouped(network: Network.Network): readonly Group[] {
    const { turn } = network
    const groups = new Map<string, Group & { shards: number[] }>()
    const has = ({ nodes }: Network.ReplicaSet): boolean =>
      nodes.some(({ name }) => name === this.#self)
    for (let shard = 0; shard < Placement.shards; shard++) {
      const [installed, pending] = network.setsOfShard(shard)
      if (installed === undefined || pending === undefined) continue
      const [hands, takes] = [has(installed), has(pending)]
      if (!hands && !takes) continue
      const draw = network.drawOf(shard)
      const fence = this.#fences.get(shard) ?? Handover.open
      const name = [namesOf(installed), namesOf(pending), draw, ...Object.values(fence)].join(' ')
      const group = groups.get(name)
      if (group !== undefined) group.shards.push(shard)
      else
        groups.set(name, {
          change: { turn, draw, installed, pending },
          hands,
          takes,
          shards: [shard],
          fence,
          isKept: fence.turn === turn,
          successor: Handover.entered(Handover.beginning, turn),
          states: new Set(),
        })
    }
    return [...groups.values()]
  }

  #lookLater(delayMs: number): void {
    if (this.#stopped) return
    this.#cancelLook()
    this.#cancelLook = this.#options.host.clock.after(delayMs, () => void this.#lookNow())
  }

  async #lookNow(): Promise<void> {
    // What is being looked for ends with another look.
    if (this.#isLooking) return
    this.#isLooking = true
    try {
      await this.#look()
    } catch (error) {
      this.#options.host.log.warn({ err: error }, 'hand-over is tried again')
      this.#lookLater(lookMsMin)
    }
    this.#isLooking = false
  }

  get #left(): number {
    const { registry, host } = this.#options
    const { openedAt, parameters } = registry.network()
    const turnMs = parameters.turnSeconds * 1000
    return (openedAt + turnMs - host.clock.now()) / turnMs
  }

  /** Does what is due. */
  async #look(): Promise<void> {
    await this.#ready
    const left = this.#left
    const before = this.#groups.reduce((sum, { states }) => sum + states.size, 0)
    const toKeep: Group[] = []
    for (const group of this.#groups) {
      const change = { ...group.change, left }
      if (group.hands) {
        this.#hand(group, change)
        if (group.isKept) group.states.add('fence')
        else if (group.fence.turn === change.turn) toKeep.push(group)
      }
      if (group.takes) this.#take(group, change)
    }
    if (toKeep.length > 0) {
      await this.#keep(toKeep)
      return this.#lookLater(0)
    }
    if (this.#groups.reduce((sum, { states }) => sum + states.size, 0) > before) {
      this.#said = undefined
      this.#tellSoon()
      // What it states itself may be what was missing.
      return this.#lookLater(0)
    }
    if (this.#groups.length === 0) return
    const { turnSeconds } = this.#options.registry.network().parameters
    const lookMs = (turnSeconds * 1000) / looksPerTurn
    this.#lookLater(Math.min(lookMsMax, Math.max(lookMsMin, lookMs)))
    this.#tellSoon()
  }

  #hand(group: Group, change: Handover.Change): void {
    const isReady = (name: string): boolean => this.#has(name, 'ready', group)
    if (!Handover.mustFence(group.fence, change, isReady)) return
    group.fence = Handover.fenced(group.fence, change)
    // From now on receipts say so; others are told once it is on disk.
    for (const shard of group.shards) this.#fences.set(shard, group.fence)
  }

  async #keep(groups: readonly Group[]): Promise<void> {
    const writes = groups.flatMap(({ shards, fence }) => {
      const state = Codec.encode(Handover.fence, fence)
      return shards.map((shard): PutFence => ({ type: 'fence', shard, state }))
    })
    await this.#options.write(writes)
    for (const group of groups) group.isKept = true
  }

  #take(group: Group, change: Handover.Change): void {
    const { states } = group
    // What this node stored itself it has.
    if (group.hands) {
      const fencedAt = group.isKept ? change.turn : 0
      group.successor = Handover.compared(group.successor, { name: this.#self, fencedAt })
    }
    const { nodes, quorum } = change.installed
    const isHeard =
      nodes.filter(({ name }) => name === this.#self || this.#answered.has(name)).length >= quorum
    const isLate = !isHeard && change.left <= 1 - patience
    if (isLate || Handover.isReady(group.successor, change)) states.add('ready')
    if (Handover.holdsAll(group.successor, change)) states.add('holds')
    const isStuck = Handover.isStuck(change, {
      failed: change.turn - change.draw,
      isReady: (name) => this.#has(name, 'ready', group),
      isFenced: (name) => this.#has(name, 'fence', group),
    })
    if (states.has('ready') && isStuck) states.add('stuck')
  }

  /** Whether a node, this one or another, stated something of these shards. */
  #has(name: string, kind: Kind, group: Group): boolean {
    if (name === this.#self) return group.states.has(kind)
    return this.#heard.get(name)?.get(kind)?.covers(group) ?? false
  }

  // ---- what is said

  async #sign(): Promise<readonly Handover.Said[]> {
    const { host, signer } = this.#options
    const turn = this.#turn
    const all = kinds.flatMap((kind) => {
      const mine = this.#groups.filter(({ hands, takes }) => (kind === 'fence' ? hands : takes))
      const stated = mine.filter(({ states }) => states.has(kind))
      // Who has nothing to take over holds all that it is to store.
      if (stated.length === mine.length && (mine.length > 0 || kind === 'holds'))
        return [{ kind, turn, shards: [] }]
      const shards = stated.flatMap((group) => group.shards).toSorted((a, b) => a - b)
      return shards.length === 0 ? [] : [{ kind, turn, shards }]
    })
    return Promise.all(all.map((each) => Handover.sign(host.crypto, signer, each)))
  }

  async #hear(name: string, said: readonly Handover.Said[]): Promise<void> {
    const { host, registry, signer } = this.#options
    this.#answered.add(name)
    const node = registry.network().node(name)
    if (node === undefined) return
    const author = { network: signer.network, id: node.id, publicKey: node.publicKey }
    for (const each of said) {
      const known = this.#heard.get(name)?.get(each.kind)
      if (each.turn !== this.#turn || (known && isSame(known.said, each))) continue
      if (!(await Handover.verify(host.crypto, author, each)) || each.turn !== this.#turn) continue
      const heard = this.#heard.get(name) ?? new Map<Kind, Heard>()
      this.#heard.set(name, heard)
      heard.set(each.kind, heardOf(each))
      if (each.kind === 'fence') this.#compare(name)
      this.#lookLater(0)
    }
  }

  /** Shards that a node is fenced in, and this one takes over: now it can be told what there is. */
  #compare(name: string): void {
    const fresh = this.#groups.filter(
      (group) =>
        group.takes &&
        !group.successor.holding.has(name) &&
        this.#has(name, 'fence', group) &&
        group.change.installed.nodes.some((node) => node.name === name),
    )
    if (fresh.length > 0)
      this.#options.onFenced(name, new Set(fresh.flatMap(({ shards }) => shards)))
  }

  #tellSoon(): void {
    if (this.#stopped) return
    this.#cancelTell ??= this.#options.host.clock.after(soonMs, () => {
      this.#cancelTell = undefined
      void this.#tell()
    })
  }

  /** Everybody who hands over or takes over with this node is told, and asked. */
  async #tell(): Promise<void> {
    const neighbours = this.#options.neighbours()
    const others = new Set<string>()
    for (const { change } of this.#groups)
      for (const { nodes } of [change.installed, change.pending])
        for (const { name } of nodes) if (neighbours.isUp(name)) others.add(name)
    others.delete(this.#self)
    const statements = [...(await this.said())]
    for (const name of others)
      neighbours
        .call(name, { type: 'settling', statements }, { timeoutMs: answerMs })
        .then((answer) =>
          answer?.type === 'settling' ? this.#hear(name, answer.statements) : undefined,
        )
        .catch((error: unknown) =>
          this.#options.host.log.debug({ peer: name, error: String(error) }, 'not told'),
        )
  }
}

const kinds: readonly Kind[] = ['ready', 'fence', 'holds', 'stuck']

/** A set's name, whatever the order in which it was drawn. */
function namesOf({ nodes }: Network.ReplicaSet): string {
  return nodes
    .map(({ name }) => name)
    .toSorted()
    .join()
}

/** A statement that lists no shards is of all that are its node's. */
function heardOf(said: Handover.Said): Heard {
  const shards = new Set(said.shards)
  const known = new WeakMap<Group, boolean>()
  const covers = (group: Group): boolean => {
    if (shards.size === 0) return true
    const answer = known.get(group) ?? group.shards.every((shard) => shards.has(shard))
    known.set(group, answer)
    return answer
  }
  return { said, covers }
}

function isSame(one: Handover.Said, other: Handover.Said): boolean {
  return one.serial === other.serial && Bytes.equal(one.signature, other.signature)
}
