/**
 * Catch-up: finds what other replicas have and this one lacks, and fetches it. Runs with each node
 * that gets linked, when this node turned something away, and now and then.
 *
 * @module
 */
import { Bytes, Errors, Placement, Reconcile } from '@parley/protocol'

import type { NodeHost } from './host.ts'
import { Intake, Refused } from './intake.ts'
import type { Metrics } from './metrics.ts'
import { holdsAll } from './confirmation.ts'
import type { Neighbours } from './neighbours.ts'
import type { Registry } from './registry.ts'
import type { Replica } from './replica.ts'
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
  /** 32 bytes: this node's id. */
  self: Uint8Array
}

/** Signals that a session has fetched its share. */
class SessionOverError extends Error {}

export class CatchUp {
  readonly #options: CatchUpOptions
  /** Nodes it ran with to the end since they were linked, and the version both knew then. */
  readonly #done = new Map<string, number>()
  /** Nodes to run with, and in which shards: all of them, unless some are named. */
  readonly #waiting = new Map<string, 'all' | Set<number>>()
  /** Shards in which something was turned away. */
  #behind = new Set<number>()
  readonly #refused = new Refused()
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
    registry.onChange(() => this.#schedule(neighbours.names(), 'all'))
    neighbours.onBehind((topic) => this.#soon(Placement.shardOf(topic)))
  }

  /** How many linked neighbours have been caught up with since they were linked. */
  get doneCount(): number {
    return this.#options.neighbours.names().filter((name) => this.#done.has(name)).length
  }

  /**
   * Whether this node holds all that members of earlier versions held, as far as this version has it
   * store that.
   */
  get holdsAll(): boolean {
    const { registry, self } = this.#options
    const network = registry.network()
    const done = (name: string): boolean => (this.#done.get(name) ?? -1) >= network.membersVersion
    return holdsAll(network, Bytes.toHex(self), done)
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
    const { host, neighbours } = this.#options
    this.#inSession.add(name)
    try {
      const version = await this.#withNeighbour(name, shards, pulse)
      if (version === 'more') this.#later(name, shards)
      else if (shards === 'all' && version !== 'gone') this.#compared(name, version)
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

  /** While a change of members is under way: who did not know of it is asked again before long. */
  #compared(name: string, version: number): void {
    const { settled, membersVersion } = this.#options.registry.network()
    this.#done.set(name, version)
    if (settled < membersVersion && version < membersVersion) this.#later(name, 'all', restMs)
  }

  /**
   * @returns the version of the network that both knew all the while, or -1 if something that the
   * other has could not be taken now; `more` if there is more to get from it, `gone` if it is gone
   */
  async #withNeighbour(
    name: string,
    shards: 'all' | ReadonlySet<number>,
    pulse: { at: number },
  ): Promise<number | 'more' | 'gone'> {
    const { host, neighbours, registry, store, replica } = this.#options
    const network = registry.network()
    const other = network.node(name)
    if (other === undefined || !neighbours.isUp(name)) return 'gone'
    let { version } = network
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
      version = Math.min(version, answer.version)
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
    const wanted = Reconcile.prefixesOf(
      (shard) => (shards === 'all' || shards.has(shard)) && replica.isShared(shard, other.id),
    )
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
    if (!isOver || !isWhole) return -1
    return intake.turnedAway ? -1 : version
  }
}
