/**
 * Intake: takes in envelopes that other replicas hold and this one lacks. Several neighbours are
 * asked at once, and each envelope is either vouched for by enough of them or proved here.
 *
 * `f + 1` replicas of one set that hold the same bytes prove as much as a signature: one of them is
 * honest, and admitted them. See docs/decisions/0018-vouched-envelopes.md.
 *
 * @module
 */
import { Errors, type Frame, Link, Placement, Reconcile, type Topic } from '@parley/protocol'

import type { Admitted, Source } from './admission.ts'
import type { NodeHost } from './host.ts'
import type { Metrics } from './metrics.ts'
import type { Neighbours } from './neighbours.ts'
import type { Replica } from './replica.ts'

/** Keys asked for at once, and so many times at once: a pipeline of a few megabytes. */
const keysPerPull = 512
const pullsMax = 6
/** Who was found to hold something, and takes longer to give it, ends the session. */
const pullMs = 30_000
/** Others that take longer to help are done without for the rest of the session. */
const helpMs = 3_000
/** What came before the ground it stands on is kept until the end: so much of it at most. */
const deferredBytesMax = 32 * 1024 * 1024
/** Epochs of a topic that one answer, or the end, may go through; the next session goes on. */
const stepsMax = 256
/** Envelopes that are not admitted, by who offered them: not fetched from there again. */
const refusedMax = 65_536

/** Refusals that may not last: the envelope is fetched again another time. */
const passing: ReadonlySet<string> = new Set<Errors.WireCode>([
  'unknown_epoch',
  'unknown_topic',
  'overloaded',
  'topic_full',
  'from_future',
  'stale_network',
  'internal',
])

type Item = {
  readonly from: string
  readonly descriptor: Topic.Descriptor
  readonly envelope: Uint8Array
  /** `vouched` if enough replicas hold the very same bytes. */
  readonly source: Source
}

/** Who can be asked about some keys. */
type Holders = {
  /** Names, without this node's. */
  readonly names: readonly string[]
  /** How many must hold the same, besides the one it is fetched from. */
  readonly vouchersMin: number
}

/** What was refused, for all sessions of a node. */
export class Refused {
  readonly #names = new Set<string>()

  has(from: string, key: Uint8Array): boolean {
    return this.#names.has(from + nameOf(key))
  }

  add(from: string, key: Uint8Array): void {
    if (this.#names.size >= refusedMax) this.#names.clear()
    this.#names.add(from + nameOf(key))
  }
}

export type IntakeOptions = {
  host: NodeHost
  metrics: Metrics
  replica: Replica
  neighbours: Neighbours
  refused: Refused
  /** Who said that it holds what is asked for. */
  from: string
  /** Whether the node is about to close its store: nothing more is written then. */
  isStopped: () => boolean
  /** Told whenever a neighbour has answered. */
  onHeard: () => void
}

/** The intake of one session with a neighbour. */
export class Intake {
  readonly #options: IntakeOptions
  readonly #pulls = new Set<Promise<void>>()
  /** Who did not answer. */
  readonly #silent = new Set<string>()
  #failure: { readonly error: unknown } | undefined
  #turn = 0
  /** Resolves when all that was asked for up to now has been taken in. */
  #before: Promise<void> = Promise.resolve()
  readonly #deferred: Item[] = []
  #deferredBytes = 0
  #turnedAway = false
  #stored = 0

  constructor(options: IntakeOptions) {
    this.#options = options
  }

  /**
   * Fetches and stores envelopes. Resolves when there is room for more, before these are stored.
   *
   * @throws what went wrong with these or earlier ones
   */
  async add(keys: readonly Uint8Array[]): Promise<void> {
    for (const [holders, own] of this.#grouped(keys))
      for (let i = 0; i < own.length; i += keysPerPull) {
        while (this.#pulls.size >= pullsMax) await Promise.race(this.#pulls)
        this.#assertWell()
        this.#begin(own.slice(i, i + keysPerPull), holders)
      }
  }

  /**
   * Resolves when everything is stored that can be.
   *
   * @returns whether nothing was left for want of room
   * @throws what went wrong
   */
  async finish(): Promise<boolean> {
    await this.rest()
    this.#assertWell()
    const left = await this.#storeInSteps(this.#deferred)
    if (left.length > 0) this.#turnedAway = true
    return this.#deferredBytes <= deferredBytesMax
  }

  /** Whether something was not stored that may be another time. */
  get turnedAway(): boolean {
    return this.#turnedAway
  }

  /** How many envelopes it has stored. */
  get stored(): number {
    return this.#stored
  }

  /** Resolves when nothing is on its way any more. */
  async rest(): Promise<void> {
    await Promise.all(this.#pulls)
  }

  #assertWell(): void {
    if (this.#failure) throw this.#failure.error
  }

  #begin(keys: readonly Uint8Array[], holders: Holders): void {
    const before = this.#before
    const pull: Promise<void> = this.#pull(keys, holders, before)
      .catch((error: unknown) => {
        this.#failure ??= { error }
      })
      .finally(() => this.#pulls.delete(pull))
    this.#pulls.add(pull)
    this.#before = Promise.all([before, pull]).then(() => {})
  }

  /** Keys by who can be asked about them now: those of a shard are held by the same nodes. */
  #grouped(keys: readonly Uint8Array[]): Iterable<[Holders, Uint8Array[]]> {
    const groups = new Map<string, [Holders, Uint8Array[]]>()
    const ofShard = new Map<number, [Holders, Uint8Array[]]>()
    for (const key of keys) {
      const shard = Reconcile.shardOf(key)
      let group = ofShard.get(shard)
      if (group === undefined) {
        const holders = this.#holdersOf(shard)
        const name = holders.names.join()
        group = groups.get(name) ?? [holders, []]
        groups.set(name, group)
        ofShard.set(shard, group)
      }
      group[1].push(key)
    }
    return groups.values()
  }

  #holdersOf(shard: number): Holders {
    const { replica, neighbours, from } = this.#options
    // Oldest first: who has just joined holds little.
    for (const set of replica.setsOf(shard).toReversed()) {
      const names = set.nodes.map(({ name }) => name).filter((name) => neighbours.isUp(name))
      // Never on the word of one, even where the network withstands no fault at all.
      const vouchersMin = Math.max(1, Placement.faultsMax(set.nodes.length))
      if (names.includes(from) && names.length > vouchersMin) return { names, vouchersMin }
    }
    return { names: [from], vouchersMin: Infinity }
  }

  /** Everything from one holder; what it lacks from the one that named it. */
  async #pull(
    keys: readonly Uint8Array[],
    { names, vouchersMin }: Holders,
    before: Promise<void>,
  ): Promise<void> {
    const { from } = this.#options
    const heard = names.filter((name) => name === from || !this.#silent.has(name))
    const turn = this.#turn++
    const inTurn = heard.map((_, i) => heard[(turn + i) % heard.length]!)
    const [source, ...others] = inTurn as [string, ...string[]]
    const vouchers = others.slice(0, vouchersMin)
    const vouched = this.#vouched(keys, vouchers.length === vouchersMin ? vouchers : [])
    if (source === from) return void (await this.#fetch(from, keys, vouched, before))
    const lacking = await this.#fetch(source, keys, vouched, before).catch(() => {
      this.#silent.add(source)
      return keys
    })
    // Nobody vouches for what they deliver themselves.
    const byOthers = vouchers.includes(from) ? Promise.resolve(new Set<string>()) : vouched
    await this.#fetch(from, lacking, byOthers, before)
  }

  /** Hashes of envelopes that all of some holders hold. */
  async #vouched(
    keys: readonly Uint8Array[],
    vouchers: readonly string[],
  ): Promise<ReadonlySet<string>> {
    const { neighbours } = this.#options
    const hashes = await Promise.all(
      vouchers.map(async (name) => {
        const request: Frame.Request = { type: 'vouch', keys: [...keys] }
        // Who cannot vouch is done without: it is proved here then.
        const answer = await neighbours
          .call(name, request, { timeoutMs: helpMs })
          .catch(() => void this.#silent.add(name))
        this.#options.onHeard()
        return new Set(answer?.type === 'vouched' ? answer.hashes.map(nameOf) : [])
      }),
    )
    const [first = new Set<string>(), ...rest] = hashes
    return rest.length === 0
      ? first
      : new Set([...first].filter((hash) => rest.every((other) => other.has(hash))))
  }

  /** @returns those that were not delivered, or not as they should be */
  async #fetch(
    name: string,
    keys: readonly Uint8Array[],
    vouching: Promise<ReadonlySet<string>>,
    before: Promise<void>,
  ): Promise<readonly Uint8Array[]> {
    const { neighbours, host, from, onHeard } = this.#options
    const lacking = new Map(keys.map((key) => [nameOf(key), key]))
    let left = keys
    while (left.length > 0) {
      const request: Frame.Request = { type: 'pull', keys: [...left] }
      const timeoutMs = name === from ? pullMs : helpMs
      const answer = await neighbours.call(name, request, { timeoutMs })
      onHeard()
      if (answer?.type !== 'items' || answer.looked === 0)
        throw new Errors.WireError('bad_frame', { details: 'It answers a pull with nothing.' })
      left = left.slice(answer.looked)
      const vouched = await vouching
      const items = answer.envelopes.map(({ topic, envelope }): Item => {
        const descriptor = answer.topics[topic]
        if (descriptor === undefined)
          throw new Errors.WireError('bad_frame', { details: 'An item is of no topic.' })
        const isVouched = vouched.size > 0 && vouched.has(nameOf(host.crypto.sha256(envelope)))
        return { from: name, descriptor, envelope, source: isVouched ? 'vouched' : 'replica' }
      })
      await this.#take(items, lacking, before)
    }
    return [...lacking.values()]
  }

  /** Stores what it can; what stands on something that has not come yet is kept for later. */
  async #take(
    items: readonly Item[],
    lacking: Map<string, Uint8Array>,
    before: Promise<void>,
  ): Promise<void> {
    let left = await this.#work(items, () => this.#store(items, lacking))
    if (left.length === 0) return
    // What it stands on may be in what was asked for earlier.
    await before
    left = await this.#work(left, () => this.#storeInSteps(left, lacking))
    for (const item of left) this.#defer(item, lacking)
  }

  /** Within the bounds of the node's work. */
  async #work<T>(items: readonly Item[], work: () => Promise<T>): Promise<T> {
    const { replica } = this.#options
    const bytes = items.reduce((sum, { envelope }) => sum + envelope.length, 0)
    await replica.work.enterWhenFree(bytes)
    try {
      return await work()
    } finally {
      replica.work.leave(bytes)
    }
  }

  /** A seal may come before its commit, and messages before the seal of their epoch. */
  async #storeInSteps(
    items: readonly Item[],
    lacking?: Map<string, Uint8Array>,
  ): Promise<readonly Item[]> {
    let left = items
    for (let round = 0; left.length > 0 && round < stepsMax; round++) {
      const still = await this.#store(left, lacking)
      if (still.length === left.length) break
      left = still
    }
    return left
  }

  #defer(item: Item, lacking: Map<string, Uint8Array>): void {
    const key = this.#options.replica.keyOf(item.envelope)
    if (key === undefined || !lacking.delete(nameOf(key))) return
    this.#deferredBytes += item.envelope.length
    // A view would keep the whole answer's bytes.
    if (this.#deferredBytes <= deferredBytesMax)
      this.#deferred.push({ ...item, envelope: item.envelope.slice() })
  }

  /**
   * @param lacking what was asked for; what is dealt with is taken out
   * @returns those that may be admitted once others are
   */
  async #store(
    items: readonly Item[],
    lacking?: Map<string, Uint8Array>,
  ): Promise<readonly Item[]> {
    const { replica, metrics, isStopped } = this.#options
    const later: Item[] = []
    const tried = await Promise.all(items.map((item) => this.#admit(item, later)))
    const admitted = tried.filter((each) => each !== undefined)
    // What was not asked for is not this node's to store.
    const wanted = lacking ? admitted.filter(({ key }) => lacking.delete(nameOf(key))) : admitted
    if (wanted.length > 0 && !isStopped()) {
      const statuses = await replica.storeAll(wanted)
      const stored = statuses.filter((status) => status === 'stored').length
      this.#stored += stored
      metrics.missing(stored)
    }
    return later
  }

  async #admit(item: Item, later: Item[]): Promise<Admitted | undefined> {
    const { replica, host, refused } = this.#options
    const { envelope, descriptor, source, from } = item
    try {
      return await replica.admit(envelope, descriptor, source)
    } catch (error) {
      if (!(error instanceof Errors.WireError)) throw error
      // Nothing of the rest can be stored either.
      if (error.code === 'storage_full') throw error
      if (error.code === 'unknown_epoch') later.push(item)
      else if (passing.has(error.code)) this.#turnedAway = true
      else {
        const key = replica.keyOf(envelope)
        if (key) refused.add(from, key)
      }
      host.log.debug({ error: Link.toFrame(error) }, 'envelope of another replica refused')
      return undefined
    }
  }
}

function nameOf(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('latin1')
}
