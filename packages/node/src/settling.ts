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

/** A shard that this node hands over, takes over, or both. */
type Shard = {
  readonly change: Omit<Handover.Change, 'left'>
  /** Whether this node is of the installed set, and of the one that is to take over. */
  readonly hands: boolean
  readonly takes: boolean
  successor: Handover.Successor
}

/** What a node stated of the newest turn, by what it is about. */
type Stated = Map<Kind, Handover.Said>

export class Settling {
  readonly #options: SettlingOptions
  /** Resolves when what is on disk is read. */
  readonly #ready: Promise<void>
  readonly #self: string
  readonly #fences = new Map<number, Handover.Fence>()
  /** Shards whose fence is on disk, at the newest turn. */
  readonly #fenced = new Set<number>()
  readonly #heard = new Map<string, Stated>()
  /** Who answered anything in the newest turn. */
  readonly #answered = new Set<string>()
  readonly #own: Record<Kind, Set<number>> = newOwn()
  #said: Promise<readonly Handover.Said[]> | undefined
  #turn = 0
  #shards = new Map<number, Shard>()
  #looking: Promise<void> | undefined
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
  fencesOf(name: string): (shard: number) => number {
    const said = this.#heard.get(name)?.get('fence')
    return (shard) => (said !== undefined && names(said, shard) ? said.turn : 0)
  }

  /**
   * This node took in all that another one holds.
   *
   * @param fencedAt what {@link fencesOf} said when that began
   */
  compared(
    name: string,
    shards: 'all' | ReadonlySet<number>,
    fencedAt: (shard: number) => number,
  ): void {
    for (const [shard, each] of this.#shards)
      if (each.takes && (shards === 'all' || shards.has(shard)))
        each.successor = Handover.compared(each.successor, { name, fencedAt: fencedAt(shard) })
    this.#lookLater(0)
  }

  /** Whether this node has something to hand over or to take over. */
  get isUnderWay(): boolean {
    return this.#shards.size > 0
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
    const { turn } = network
    const isNew = turn !== this.#turn
    if (isNew) {
      this.#turn = turn
      for (const kind of kinds) this.#own[kind].clear()
      this.#heard.clear()
      this.#answered.clear()
    }
    for (const [shard, fence] of this.#fences) {
      const { turn: installed } = network.installedOf(Placement.topicOf(shard))
      this.#fences.set(shard, Handover.carried(fence, { turn, installed }))
    }
    this.#fenced.clear()
    const before = this.#shards
    this.#shards = new Map()
    for (let shard = 0; shard < Placement.shards; shard++) {
      const [installed, pending] = network.setsOfShard(shard)
      if (installed === undefined || pending === undefined) continue
      const has = ({ nodes }: Network.ReplicaSet): boolean =>
        nodes.some(({ name }) => name === this.#self)
      const [hands, takes] = [has(installed), has(pending)]
      if (!hands && !takes) continue
      const change = { turn, draw: network.drawOf(shard), installed, pending }
      const known = before.get(shard)?.successor ?? Handover.beginning
      this.#shards.set(shard, { change, hands, takes, successor: Handover.entered(known, turn) })
      if (this.#fences.get(shard)?.turn === turn) this.#fenced.add(shard)
    }
    this.#said = undefined
    this.#lookLater(0)
  }

  #lookLater(delayMs: number): void {
    if (this.#stopped) return
    const { clock } = this.#options.host
    this.#cancelLook()
    this.#cancelLook = clock.after(delayMs, () => {
      this.#looking ??= this.#look()
        .catch((error: unknown) =>
          this.#options.host.log.warn({ err: error }, 'hand-over is tried again'),
        )
        .finally(() => (this.#looking = undefined))
    })
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
    const fences: PutFence[] = []
    const isNew = { ready: false, fence: false, holds: false, stuck: false }
    const state = (kind: Kind, shard: number): void => {
      if (this.#own[kind].has(shard)) return
      this.#own[kind].add(shard)
      isNew[kind] = true
    }
    for (const [shard, each] of this.#shards) {
      const change = { ...each.change, left }
      const fence = this.#fences.get(shard) ?? Handover.open
      const isReady = (name: string): boolean => this.#has(name, 'ready', shard)
      if (each.hands && Handover.mustFence(fence, change, isReady)) {
        const next = Handover.fenced(fence, change)
        // From now on receipts say so; it is told once it is on disk.
        this.#fences.set(shard, next)
        fences.push({ type: 'fence', shard, state: Codec.encode(Handover.fence, next) })
      } else if (each.hands && this.#fenced.has(shard)) state('fence', shard)
      if (each.takes) this.#take(shard, each, change, state)
    }
    if (fences.length > 0) {
      await this.#options.write(fences)
      for (const { shard } of fences) this.#fenced.add(shard)
      return this.#lookLater(0)
    }
    if (Object.values(isNew).some(Boolean)) {
      this.#said = undefined
      this.#tellSoon()
      // What it states itself may be what was missing.
      return this.#lookLater(0)
    }
    if (this.#shards.size > 0) {
      const { turnSeconds } = this.#options.registry.network().parameters
      const lookMs = (turnSeconds * 1000) / looksPerTurn
      this.#lookLater(Math.min(lookMsMax, Math.max(lookMsMin, lookMs)))
      this.#tellSoon()
    }
  }

  #take(
    shard: number,
    each: Shard,
    change: Handover.Change,
    state: (kind: Kind, shard: number) => void,
  ): void {
    // What this node stored itself it has.
    if (each.hands && (this.#fenced.has(shard) || !each.successor.compared.has(this.#self))) {
      const fencedAt = this.#fenced.has(shard) ? change.turn : 0
      each.successor = Handover.compared(each.successor, { name: this.#self, fencedAt })
    }
    const { nodes, quorum } = change.installed
    const isHeard =
      nodes.filter(({ name }) => name === this.#self || this.#answered.has(name)).length >= quorum
    if (Handover.isReady(each.successor, change) || (!isHeard && change.left <= 1 - patience))
      state('ready', shard)
    if (Handover.holdsAll(each.successor, change)) state('holds', shard)
    const isStuck = Handover.isStuck(change, {
      failed: change.turn - change.draw,
      isReady: (name) => this.#has(name, 'ready', shard),
      isFenced: (name) => this.#has(name, 'fence', shard),
    })
    if (this.#own.ready.has(shard) && isStuck) state('stuck', shard)
  }

  /** Whether a node, this one or another, stated something of a shard. */
  #has(name: string, kind: Kind, shard: number): boolean {
    if (name === this.#self) return this.#own[kind].has(shard)
    const said = this.#heard.get(name)?.get(kind)
    return said !== undefined && names(said, shard)
  }

  // ---- what is said

  async #sign(): Promise<readonly Handover.Said[]> {
    const { host, signer } = this.#options
    const turn = this.#turn
    const all = kinds.flatMap((kind) => {
      const isMine = ({ hands, takes }: Shard): boolean => (kind === 'fence' ? hands : takes)
      const mine = [...this.#shards].filter(([, shard]) => isMine(shard))
      const own = this.#own[kind]
      const isWhole = mine.every(([shard]) => own.has(shard))
      // Who has nothing to take over holds all that it is to store.
      if (isWhole && (mine.length > 0 || kind === 'holds')) return [{ kind, turn, shards: [] }]
      return own.size === 0 ? [] : [{ kind, turn, shards: [...own].toSorted((a, b) => a - b) }]
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
      if (each.turn !== this.#turn) continue
      const known = this.#heard.get(name)?.get(each.kind)
      if (known !== undefined && isSame(known, each)) continue
      if (!(await Handover.verify(host.crypto, author, each)) || each.turn !== this.#turn) continue
      const stated = this.#heard.get(name) ?? new Map<Kind, Handover.Said>()
      this.#heard.set(name, stated)
      stated.set(each.kind, each)
      if (each.kind === 'fence') this.#compare(name, each)
      this.#lookLater(0)
    }
  }

  /** Shards that a node is fenced in, and this one takes over: now it can be told what there is. */
  #compare(name: string, said: Handover.Said): void {
    const fresh = [...this.#shards].filter(
      ([shard, { takes, change, successor }]) =>
        takes &&
        names(said, shard) &&
        !successor.holding.has(name) &&
        change.installed.nodes.some((each) => each.name === name),
    )
    if (fresh.length > 0) this.#options.onFenced(name, new Set(fresh.map(([shard]) => shard)))
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
    for (const { change } of this.#shards.values())
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

const newOwn = (): Record<Kind, Set<number>> => ({
  ready: new Set(),
  fence: new Set(),
  holds: new Set(),
  stuck: new Set(),
})

/** Whether a statement is of a shard: of all of its node's, if it names none. */
function names({ shards }: Handover.Said, shard: number): boolean {
  return shards.length === 0 || shards.includes(shard)
}

function isSame(one: Handover.Said, other: Handover.Said): boolean {
  return one.serial === other.serial && Bytes.equal(one.signature, other.signature)
}
