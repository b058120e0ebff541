/**
 * Catch-up: finds what other replicas have and this one lacks, and fetches it. Runs with each node
 * that gets linked, when this node turned something away, and now and then.
 *
 * @module
 */
import {
  Bytes,
  Errors,
  type Frame,
  Link,
  type Network,
  Placement,
  Reconcile,
  type Topic,
} from '@parley/protocol'

import type { NodeHost } from './host.ts'
import type { Metrics } from './metrics.ts'
import type { Neighbours } from './neighbours.ts'
import type { Replica } from './replica.ts'
import type { Store } from './store/Store.ts'

/** How often it runs with every neighbour anyway. */
const periodMs = 60_000
/** After something was turned away: soon, but once for many. */
const soonMs = 1_000
/** Strangers can bring that about: such runs are kept a tenth of the time, and so far apart. */
const restMs = 5_000
const restFactor = 10
/** Keys asked for at once, and requests on their way at once: a pipeline of a few megabytes. */
const keysPerPull = 64
const pullsMax = 4
/** One round's answer may take a large store a while to compute. */
const roundMs = 60_000
/** What one session fetches at most; the next one goes on. */
const itemsPerSessionMax = 250_000
/** What came before the ground it stands on: tried again, so many at most, so often at most. */
const deferredMax = 10_000
const deferredRoundsMax = 64
/** Keys whose envelope is not admitted, whoever offers it: not fetched again. */
const refusedMax = 65_536

/** Refusals that may not last: the envelope is fetched again another time. */
const passing: ReadonlySet<string> = new Set<Errors.WireCode>([
  'unknown_epoch',
  'unknown_topic',
  'overloaded',
  'storage_full',
  'topic_full',
  'from_future',
  'internal',
])

type Item = { readonly descriptor: Topic.Descriptor; readonly envelope: Uint8Array }

export type CatchUpOptions = {
  host: NodeHost
  metrics: Metrics
  store: Store
  replica: Replica
  neighbours: Neighbours
  network: () => Network.Network
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
  readonly #refused = new Set<string>()
  #running = false
  #stopped = false
  #cancelTimer = (): void => {}
  #cancelSoon: (() => void) | undefined
  #notBefore = 0

  constructor(options: CatchUpOptions) {
    this.#options = options
    const { neighbours } = options
    neighbours.onUp((name) => {
      this.#done.delete(name)
      this.#schedule([name], 'all')
    })
    neighbours.onBehind((topic) => this.#soon(Placement.shardOf(topic)))
  }

  /** How many linked neighbours have been caught up with since they were linked. */
  get doneCount(): number {
    return this.#options.neighbours.names().filter((name) => this.#done.has(name)).length
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

  /** One neighbour at a time: what one gave need not be asked of the next. */
  async #run(): Promise<void> {
    const { host, neighbours } = this.#options
    this.#running = true
    const startedAt = host.clock.now()
    for (const [name, shards] of this.#waiting) {
      this.#waiting.delete(name)
      if (this.#stopped) break
      try {
        await this.#withNeighbour(name, shards)
        if (shards === 'all') this.#done.add(name)
      } catch (error) {
        if (error instanceof SessionOverError) this.#schedule([name], shards)
        else if (neighbours.isUp(name)) this.#retryLater(name, error)
      }
    }
    const tookMs = host.clock.now() - startedAt
    this.#notBefore = host.clock.now() + Math.max(restMs, restFactor * tookMs)
    this.#running = false
  }

  #retryLater(name: string, error: unknown): void {
    const { host } = this.#options
    host.log.warn({ peer: name, err: error }, 'catch-up failed')
    host.clock.after(soonMs, () => this.#schedule([name], 'all'))
  }

  async #withNeighbour(name: string, shards: 'all' | ReadonlySet<number>): Promise<void> {
    const { host, neighbours, network, store, replica } = this.#options
    const other = network().node(name)
    if (other === undefined || !neighbours.isUp(name)) return
    const deferred: Item[] = []
    let found = 0
    const salt = host.random.bytes(Reconcile.saltBytes)
    const ask = async (ranges: Reconcile.AskedRange[]): Promise<readonly Reconcile.Summary[]> => {
      const answer = await neighbours.call(
        name,
        { type: 'reconcile', salt, ranges },
        { timeoutMs: roundMs },
      )
      if (answer?.type !== 'summaries') throw new Errors.WireError('internal')
      return answer.summaries
    }
    const onMissing = async (keys: readonly Uint8Array[]): Promise<void> => {
      const wanted = keys.filter(
        (key) =>
          replica.isShared(Reconcile.shardOf(key), other.id) &&
          !this.#refused.has(Bytes.toHex(key)),
      )
      found += wanted.length
      await this.#pull(name, wanted, deferred)
      if (this.#stopped || found > itemsPerSessionMax) throw new SessionOverError()
    }
    const wanted = Reconcile.prefixesOf(
      (shard) => (shards === 'all' || shards.has(shard)) && replica.isShared(shard, other.id),
    )
    const session = { sha256: host.crypto.sha256, salt }
    await Reconcile.findMissing({ set: store.keys, session, ask, onMissing, wanted })
    await this.#retry(deferred)
    if (found > 0) host.log.info({ peer: name, envelopes: found }, 'caught up')
  }

  async #pull(name: string, keys: readonly Uint8Array[], deferred: Item[]): Promise<void> {
    const chunks: Uint8Array[][] = []
    for (let i = 0; i < keys.length; i += keysPerPull) chunks.push(keys.slice(i, i + keysPerPull))
    const next = async (): Promise<void> => {
      for (let chunk = chunks.shift(); chunk !== undefined; chunk = chunks.shift())
        await this.#pullChunk(name, chunk, deferred)
    }
    await Promise.all(Array.from({ length: pullsMax }, next))
  }

  async #pullChunk(name: string, keys: Uint8Array[], deferred: Item[]): Promise<void> {
    const { neighbours } = this.#options
    const stored: Promise<void>[] = []
    await neighbours.call(
      name,
      { type: 'pull', keys },
      {
        timeoutMs: roundMs,
        onData: (response: Frame.Response) => {
          if (response.type !== 'item') return undefined
          const done = this.#take(response, deferred)
          stored.push(done)
          return done
        },
      },
    )
    await Promise.all(stored)
  }

  async #take(item: Item, deferred: Item[]): Promise<void> {
    const code = await this.#admit(item)
    if (code === 'unknown_epoch' && deferred.length < deferredMax) deferred.push(item)
  }

  /** @returns the refusal's code, or `undefined` if it is stored */
  async #admit({ envelope, descriptor }: Item): Promise<string | undefined> {
    const { replica, metrics, host } = this.#options
    await replica.work.enterWhenFree(envelope.length)
    try {
      const admitted = await replica.admit(envelope, descriptor, 'replica')
      await replica.store(admitted)
      metrics.missing(1)
      return undefined
    } catch (error) {
      if (!(error instanceof Errors.WireError)) throw error
      if (!passing.has(error.code)) this.#refuse(envelope)
      host.log.debug({ error: Link.toFrame(error) }, 'envelope of another replica refused')
      return error.code
    } finally {
      replica.work.leave(envelope.length)
    }
  }

  #refuse(envelope: Uint8Array): void {
    const key = this.#options.replica.keyOf(envelope)
    if (key === undefined) return
    if (this.#refused.size >= refusedMax) this.#refused.clear()
    this.#refused.add(Bytes.toHex(key))
  }

  /** A seal may come before its commit, and messages before the seal of their epoch. */
  async #retry(items: readonly Item[]): Promise<void> {
    let left = items
    for (let round = 0; left.length > 0 && round < deferredRoundsMax; round++) {
      const still: Item[] = []
      for (const item of left) await this.#take(item, still)
      if (still.length === left.length) return
      left = still
    }
  }
}
