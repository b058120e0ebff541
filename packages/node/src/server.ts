/**
 * Serving what a replica holds: pages, live envelopes, envelopes by name. Whoever reads slowly is
 * read for again later; nothing is kept for them.
 *
 * @module
 */
import {
  type Envelope,
  Errors,
  type Frame,
  type Host,
  type Link,
  type Reconcile,
  type Topic,
} from '@parley/protocol'

import { keyOf } from './admission.ts'
import type { Heads } from './heads.ts'
import type { Metrics } from './metrics.ts'
import type { Registry } from './registry.ts'
import type { Replica } from './replica.ts'
import type { Store } from './store/Store.ts'
import type { KnownTopic } from './topics.ts'
import type { Turn } from './turn.ts'

/** A page: enough to keep a link busy, little enough to be dropped when its reader is slow. */
const pageMax = { items: 64, bytes: 256 * 1024 }

/** An answer to a pull is cut off here; with one more envelope it still fits a message. */
const pullBytesMax = 384 * 1024

/** Read and hashed for one request: some ten milliseconds. Who gets no more proves the rest. */
const vouchBytesMax = 8 * 1024 * 1024

/** Whether a link may read a topic; throws a WireError if not. */
export type Permission = (topic: Topic.Descriptor) => void | Promise<void>

/** Who reads: one for each link. */
export type Reader = {
  readonly permit: Permission
  /**
   * One page of a link at a time: when there is room again, all its subscriptions see it at once,
   * and would each read a page that only the first can send.
   */
  readonly turn: Turn
}

export class Server {
  readonly #host: Host.Host
  readonly #replica: Replica
  readonly #store: Store
  readonly #registry: Registry
  readonly #heads: Heads
  readonly #metrics: Metrics
  #subscriptions = 0

  constructor(options: {
    host: Host.Host
    replica: Replica
    store: Store
    registry: Registry
    heads: Heads
    metrics: Metrics
  }) {
    this.#registry = options.registry
    this.#host = options.host
    this.#replica = options.replica
    this.#store = options.store
    this.#heads = options.heads
    this.#metrics = options.metrics
  }

  /** Open subscriptions. */
  get subscriptions(): number {
    return this.#subscriptions
  }

  /**
   * Delivers everything after a position, says `caughtUp`, then goes on with what comes, until the
   * reader gives up. A topic that does not exist yet is waited for.
   *
   * @throws WireError what the reader's `permit` throws, or `cancelled` or `link_closed`
   */
  async subscribe(
    request: { topic: Uint8Array; after: number },
    call: Link.Call,
    reader: Reader,
  ): Promise<undefined> {
    const { topic } = request
    let position = request.after
    let caughtUp = false
    let isNew = false
    let wake = (): void => {}
    // Watched before the first page is read: what is stored while it is read is seen after.
    const unwatch = this.#replica.watch(topic, () => {
      isNew = true
      wake()
    })
    call.onCancel(() => wake())
    this.#subscriptions++
    try {
      while (!call.cancelled()) {
        isNew = false
        const known = await this.#replica.topic(topic)
        if (known) await reader.permit(known.descriptor)
        await call.room()
        const from = position
        const next = await reader.turn.run(() => this.#deliver(topic, from, call))
        // Nothing was read for want of room: that is not the end of the topic.
        if (next === undefined) continue
        if (next > position) {
          position = next
          continue
        }
        if (!caughtUp) {
          caughtUp = true
          await call.send({ type: 'caughtUp', position })
        }
        // `isNew` may have been set since it was cleared above, so no wake-up is lost.
        if (!isNew && !call.cancelled()) await new Promise<void>((resolve) => (wake = resolve))
      }
      return undefined
    } finally {
      unwatch()
      this.#subscriptions--
    }
  }

  /**
   * Sends a page, or as much of it as the reader takes at once.
   *
   * @returns the last position sent; `undefined` if there was no room at all
   */
  async #deliver(topic: Uint8Array, after: number, call: Link.Call): Promise<number | undefined> {
    if (!call.hasRoom()) return undefined
    const page = await this.#store.page(topic, after, pageMax)
    let position = after
    for (const item of page) {
      // The rest of the page is let go of, and read again when there is room.
      if (!call.hasRoom()) return position > after ? position : undefined
      await call.send({ type: 'delivery', position: item.position, envelope: item.envelope })
      position = item.position
      this.#metrics.delivered(1)
    }
    return position
  }

  /**
   * Delivers envelopes of a topic by name.
   *
   * @throws WireError what the reader's `permit` throws, or `cancelled` or `link_closed`
   */
  async fetch(
    request: { topic: Uint8Array; refs: readonly Envelope.Ref[] },
    call: Link.Call,
    reader: Reader,
  ): Promise<undefined> {
    const known = await this.#replica.topic(request.topic)
    if (known === undefined) return undefined
    await reader.permit(known.descriptor)
    for (const ref of request.refs) {
      await call.room()
      const [found] = await this.#store.fetch([keyOf(request.topic, ref)])
      if (found === undefined) continue
      await call.send({ type: 'delivery', position: found.position, envelope: found.envelope })
      this.#metrics.delivered(1)
    }
    return undefined
  }

  /**
   * The signed head of a topic's log.
   *
   * @throws WireError what the reader's `permit` throws, `unknown_topic` or `unknown_position`
   */
  async head(
    request: { topic: Uint8Array; position: number | undefined },
    reader: Reader,
  ): Promise<Frame.Response> {
    const known = await this.#replica.topic(request.topic)
    if (known === undefined) throw new Errors.WireError('unknown_topic')
    await reader.permit(known.descriptor)
    return { type: 'head', ...(await this.#heads.of(request.topic, request.position)) }
  }

  /** Envelopes by key, with their topics' descriptors, as many as fit: to another replica. */
  async pull(keys: readonly Uint8Array[]): Promise<Frame.Response> {
    const topics: Topic.Descriptor[] = []
    const places = new Map<KnownTopic, number>()
    const envelopes: { topic: number; envelope: Uint8Array }[] = []
    let bytes = 0
    let looked = 0
    for (; looked < keys.length && bytes < pullBytesMax; looked++) {
      const [found] = await this.#store.fetch([keys[looked]!])
      const topic = found && (await this.#replica.topic(found.topic))
      if (topic === undefined) continue
      let place = places.get(topic)
      if (place === undefined) {
        place = topics.push(topic.descriptor) - 1
        places.set(topic, place)
        bytes += topic.bytes.length
      }
      envelopes.push({ topic: place, envelope: found!.envelope })
      bytes += found!.envelope.length
    }
    return { type: 'items', looked, topics, envelopes }
  }

  /** What this replica holds of some keys, byte by byte; of what is large not all. */
  async vouch(keys: readonly Uint8Array[]): Promise<Frame.Response> {
    const { crypto } = this.#host
    const hashes: Uint8Array[] = []
    let bytes = 0
    for (let i = 0; i < keys.length && bytes < vouchBytesMax; i++)
      for (const { envelope } of await this.#store.fetch([keys[i]!])) {
        hashes.push(crypto.sha256(envelope))
        bytes += envelope.length
      }
    return { type: 'vouched', hashes }
  }

  /** Answers a round of reconciliation. */
  async reconcile(
    salt: Uint8Array,
    ranges: readonly Reconcile.AskedRange[],
  ): Promise<Frame.Response> {
    // Before it is looked: what comes after was not sent by who knew an older version.
    const { version } = this.#registry.network()
    return { type: 'summaries', version, summaries: await this.#replica.summarise(salt, ranges) }
  }
}

/** A request that this side of a link does not take. */
export function notPermitted(details: string): never {
  throw new Errors.WireError('not_permitted', { details })
}
