/**
 * Catch-up: finds what other replicas have and this one lacks, and fetches it. Runs with each node
 * that gets linked, when this node turned something away, and now and then.
 *
 * @module
 */
import { Errors, type Network, Placement, Reconcile } from '@parley/protocol'

import type { NodeHost } from './host.ts'
import { Intake, Refused } from './intake.ts'
import type { Metrics } from './metrics.ts'
import type { Neighbours } from './neighbours.ts'
import type { Registry } from './registry.ts'
import type { Replica } from './replica.ts'
import type { Settling } from './settling.ts'
import type { Store } from './store/Store.ts'

/** How often it runs with every neighbour anyway. */
const periodMs = 60_000
/** After something was turned away: soon, but once for many. */
const soonMs = 1_000
/** Strangers can bring that about: such runs are kept a tenth of the time, and so far apart. */
const restMs = 5_000
const restFactor = 10
/** One round's answer may take a large store a while to compute. */
const roundMs = 60_000
/** A neighbour that says nothing for so long holds up nobody else: the next one is asked beside it. */
const stallMs = 2_000
/** What one session fetches at most; the next one goes on. */
const itemsPerSessionMax = 250_000

export type CatchUpOptions = {
  host: NodeHost
  metrics: Metrics
  store: Store
  replica: Replica
  neighbours: Neighbours
  registry: Registry
  settling: Settling
}

/** Signals that a session has fetched its share. */
class SessionOverError extends Error {}

export class CatchUp {
  readonly #options: CatchUpOptions
  /** Nodes it ran with to the end since they were linked. */
  readonly #done = new Set<string>()
  /** Nodes to run with, and in which shards: all of them, unless some are named. */
  readonly #waiting = new Map<string, 'all' | Set<number>>()
  /** Shards in which something was turned away. */
  #behind = new Set<number>()
  readonly #refused = new Refused()
  readonly #shared = new Map<string, { network: Network.Network; prefixes: Reconcile.Prefix[] }>()
  readonly #inSession = new Set<string>()
  #running = false
  #stopped = false
  #cancelTimer = (): void => {}
  #cancelSoon: (() => void) | undefined
  #notBefore = 0

  constructor(options: CatchUpOptions) {
    this.#options = options
    const { neighbours, registry } = options
    neighbours.onUp((name) => {
      this.#done.delete(name)
      this.#schedule([name], 'all')
    })
    let { turn } = registry.network()
    registry.onChange(() => {
      const network = registry.network()
      // Who takes over of a turn has compared already.
      if (network.turn !== turn) this.#schedule(neighbours.names(), 'all')
      turn = network.turn
    })
    neighbours.onBehind((topic) => this.#soon(Placement.shardOf(topic)))
  }

  /** How many linked neighbours have been caught up with since they were linked. */
  get doneCount(): number {
    return this.#options.neighbours.names().filter((name) => this.#done.has(name)).length
  }

  /** Runs in some shards with a neighbour. */
  with(name: string, shards: ReadonlySet<number>): void {
    this.#schedule([name], shards)
  }

  /** Begins the periodic runs. */
  start(): void {
    const { host, neighbours } = this.#options
    this.#cancelTimer = host.clock.after(periodMs, () => {
      this.#schedule(neighbours.names(), 'all')
      this.start()
    })
  }

  /** Runs in a shard with every neighbour in a moment. */
  #soon(shard: number): void {
    const { host, neighbours } = this.#options
    this.#behind.add(shard)
    const delayMs = Math.max(soonMs, this.#notBefore - host.clock.now())
    this.#cancelSoon ??= host.clock.after(delayMs, () => {
      this.#cancelSoon = undefined
      const shards = this.#behind
      this.#behind = new Set()
      this.#schedule(neighbours.names(), shards)
    })
  }

  stop(): void {
    this.#stopped = true
    this.#cancelTimer()
    this.#cancelSoon?.()
    this.#waiting.clear()
  }

  #schedule(names: readonly string[], shards: 'all' | ReadonlySet<number>): void {
    if (this.#stopped) return
    for (const name of names) {
      const known = this.#waiting.get(name)
      const all = shards === 'all' || known === 'all'
      this.#waiting.set(name, all ? 'all' : new Set([...(known ?? []), ...shards]))
    }
    if (!this.#running) void this.#run()
  }

  /**
   * One neighbour at a time, while it answers: what one gave need not be asked of the next.
   */
  async #run(): Promise<void> {
    const { host } = this.#options
    this.#running = true
    let tookMs = 0
    for (const [name, shards] of this.#waiting) {
      this.#waiting.delete(name)
      if (this.#stopped) break
      // It has not answered since it was asked last.
      if (this.#inSession.has(name)) this.#later(name, shards)
      else {
        const startedAt = host.clock.now()
        const pulse = { at: startedAt }
        const isOver = await this.#untilStalled(this.#session(name, shards, pulse), pulse)
        // To wait costs nothing.
        if (isOver) tookMs += host.clock.now() - startedAt
      }
    }
    this.#notBefore = host.clock.now() + Math.max(restMs, restFactor * tookMs)
    this.#running = false
  }

  async #session(
    name: string,
    shards: 'all' | ReadonlySet<number>,
    pulse: { at: number },
  ): Promise<void> {
    const { host, neighbours, settling } = this.#options
    this.#inSession.add(name)
    // Of now: what is fenced later may store more before that.
    const fencedAt = settling.fencesOf(name)
    try {
      const came = await this.#withNeighbour(name, shards, pulse)
      if (came === 'more') this.#later(name, shards)
      if (came === 'all') settling.compared(name, shards, fencedAt)
      if (shards === 'all' && (came === 'all' || came === 'some')) this.#done.add(name)
      if (came === 'some' && settling.isUnderWay) this.#later(name, shards, restMs)
    } catch (error) {
      if (!neighbours.isUp(name)) return
      host.log.warn({ peer: name, err: error }, 'catch-up failed')
      this.#later(name, 'all')
    } finally {
      this.#inSession.delete(name)
    }
  }

  /** Whether a session is over; or not, when its neighbour has said nothing for a while. */
  #untilStalled(session: Promise<void>, pulse: { readonly at: number }): Promise<boolean> {
    const { clock } = this.#options.host
    return new Promise((resolve) => {
      let cancel = (): void => {}
      const look = (): void => {
        const leftMs = pulse.at + stallMs - clock.now()
        if (leftMs <= 0) resolve(false)
        else cancel = clock.after(leftMs, look)
      }
      look()
      void session.then(() => {
        cancel()
        resolve(true)
      })
    })
  }

  #later(name: string, shards: 'all' | ReadonlySet<number>, delayMs = soonMs): void {
    this.#options.host.clock.after(delayMs, () => this.#schedule([name], shards))
  }

  /** What to compare with a node: of all shards it is the same until the network changes. */
  #sharedWith(other: Network.Node, shards: 'all' | ReadonlySet<number>): Reconcile.Prefix[] {
    const { replica, registry } = this.#options
    const isShared = (shard: number): boolean => replica.isShared(shard, other.id)
    if (shards !== 'all')
      return Reconcile.prefixesOf((shard) => shards.has(shard) && isShared(shard))
    const network = registry.network()
    const known = this.#shared.get(other.name)
    if (known?.network === network) return known.prefixes
    const prefixes = Reconcile.prefixesOf(isShared)
    this.#shared.set(other.name, { network, prefixes })
    return prefixes
  }

  /**
   * @returns `all` if this node has now what the other had, `some` if something of it could not be
   * taken now, `more` if there is more to get from it, `gone` if it is gone
   */
  async #withNeighbour(
    name: string,
    shards: 'all' | ReadonlySet<number>,
    pulse: { at: number },
  ): Promise<'all' | 'some' | 'more' | 'gone'> {
    const { host, neighbours, registry, store, replica, settling } = this.#options
    const network = registry.network()
    const other = network.node(name)
    if (other === undefined || !neighbours.isUp(name)) return 'gone'
    let found = 0
    const intake = new Intake({
      ...this.#options,
      refused: this.#refused,
      from: name,
      isStopped: () => this.#stopped,
      onHeard: () => (pulse.at = host.clock.now()),
    })
    const salt = host.random.bytes(Reconcile.saltBytes)
    const ask = async (ranges: Reconcile.AskedRange[]): Promise<readonly Reconcile.Summary[]> => {
      const answer = await neighbours.call(
        name,
        { type: 'reconcile', salt, ranges },
        { timeoutMs: roundMs },
      )
      if (answer?.type !== 'summaries') throw new Errors.WireError('internal')
      pulse.at = host.clock.now()
      settling.answered(name)
      return answer.summaries
    }
    const onMissing = async (keys: readonly Uint8Array[]): Promise<void> => {
      const wanted = keys.filter(
        (key) =>
          replica.isShared(Reconcile.shardOf(key), other.id) && !this.#refused.has(name, key),
      )
      found += wanted.length
      await intake.add(wanted)
      if (this.#stopped || found > itemsPerSessionMax) throw new SessionOverError()
    }
    const wanted = this.#sharedWith(other, shards)
    const session = { sha256: host.crypto.sha256, salt }
    let isOver = true
    try {
      await Reconcile.findMissing({ set: store.keys, session, ask, onMissing, wanted })
    } catch (error) {
      // What it had found is still being taken in.
      await intake.rest()
      if (!(error instanceof SessionOverError)) throw error
      isOver = false
    }
    const isWhole = await intake.finish()
    if (found > 0) host.log.info({ peer: name, envelopes: found }, 'caught up')
    // Who offers ever more of what cannot be stored must not keep this node busy.
    if ((!isOver || !isWhole) && intake.stored > 0) return 'more'
    return !isOver || !isWhole || intake.turnedAway ? 'some' : 'all'
  }
}
