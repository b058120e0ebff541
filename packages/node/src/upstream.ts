/**
 * Logs of other nodes, as clients of this one follow them: one row at the replica for each log,
 * however many follow it, which tells what is new. What a reader is behind is read in pages.
 *
 * @module
 */
import { Errors, Follower, Frame, type Topic } from '@parley/protocol'

import type { Page, Source } from './follows.ts'
import type { Neighbours } from './neighbours.ts'

/** A replica that takes longer has failed somewhere. */
const replicaMs = 5_000
/** The newest envelopes of a log are kept for those who are at its end. */
const recentMax = { items: 16, bytes: 64 * 1024 }

type Recent = { readonly before: number; readonly position: number; readonly envelope: Uint8Array }

/** One log of another node. */
class RemoteLog {
  readonly listeners = new Set<() => void>()
  /** What the topic is, once that is known here. */
  descriptor: Topic.Descriptor | undefined
  failure: Errors.WireError | undefined
  tail: number | undefined
  #recent: Recent[] = []
  #bytes = 0

  reached(position: number): void {
    this.tail = position
    this.#tell()
  }

  take(position: number, envelope: Uint8Array): void {
    if (this.tail === undefined) return
    // A view would keep the whole message it came in.
    this.#recent.push({ before: this.tail, position, envelope: envelope.slice() })
    this.#bytes += envelope.length
    while (this.#recent.length > recentMax.items || this.#bytes > recentMax.bytes)
      this.#bytes -= this.#recent.shift()!.envelope.length
    this.tail = position
    this.#tell()
  }

  fail(error: Errors.WireError): void {
    this.failure = error
    this.#tell()
  }

  /** What is after a position, if that is all at hand. */
  recent(after: number): readonly Recent[] | undefined {
    if (this.tail !== undefined && after >= this.tail) return []
    const first = this.#recent.findIndex(({ position }) => position > after)
    return first >= 0 && this.#recent[first]!.before <= after
      ? this.#recent.slice(first)
      : undefined
  }

  #tell(): void {
    for (const listener of this.listeners) listener()
  }
}

/** Asks whether a topic may be read. */
export type Permit = (descriptor: Topic.Descriptor) => void | Promise<void>

export class Upstream {
  readonly #neighbours: Neighbours
  /** What the topic of an envelope is, as its replica says it; what it says is checked. */
  readonly #describe: (
    replica: string,
    topic: Uint8Array,
    envelope: Uint8Array,
  ) => Promise<Topic.Descriptor>
  readonly #followers = new Map<string, Follower.Follower>()
  readonly #logs = new Map<string, { log: RemoteLog; drop: () => void }>()

  constructor(options: {
    neighbours: Neighbours
    describe: (
      replica: string,
      topic: Uint8Array,
      envelope: Uint8Array,
    ) => Promise<Topic.Descriptor>
  }) {
    this.#neighbours = options.neighbours
    this.#describe = options.describe
  }

  /** Logs of other nodes that are followed now. */
  get size(): number {
    return this.#logs.size
  }

  /**
   * A log of another node, for one reader.
   *
   * @param asked `descriptor` only where it is known to be the topic's
   */
  source(
    replica: { readonly name: string; readonly id: Uint8Array },
    asked: { readonly topic: Uint8Array; readonly descriptor: Topic.Descriptor | undefined },
    permit: Permit,
  ): Source {
    const topic = asked.topic.slice()
    const name = `${replica.name} ${Buffer.from(topic).toString('latin1')}`
    let isPermitted = false
    // The same for as long as it is read: when it ends, so does its reader.
    let own: RemoteLog | undefined
    const logOf = (): RemoteLog => (own ??= this.#log(name, replica, { ...asked, topic }))
    const endOf = (log: RemoteLog): number | undefined => {
      if (log.failure) throw log.failure
      return log.tail
    }
    return {
      watch: (listener) => {
        const log = logOf()
        log.descriptor ??= asked.descriptor
        log.listeners.add(listener)
        return () => {
          log.listeners.delete(listener)
          if (log.listeners.size === 0) this.#forget(name, log)
        }
      },
      tail: async () => endOf(logOf()),
      page: async (after) => {
        const log = logOf()
        if (endOf(log) === undefined) return undefined
        const recent = log.recent(after)
        const page = recent
          ? { items: recent, isEnd: true }
          : await this.read(replica, topic, after)
        const [first] = page.items
        if (first !== undefined && !isPermitted) {
          log.descriptor ??= await this.#describe(replica.name, topic, first.envelope)
          await permit(log.descriptor)
          isPermitted = true
        }
        // What came while the page was read is read next.
        const isEnd = page.isEnd && (page.items.at(-1)?.position ?? after) >= log.tail!
        return { items: page.items, isEnd: isEnd || page.items.length === 0 }
      },
    }
  }

  /**
   * A page of another node's log.
   *
   * @throws WireError
   */
  async read(
    replica: { readonly name: string; readonly id: Uint8Array },
    topic: Uint8Array,
    after: number,
  ): Promise<Page> {
    const request = { type: 'read', topic, replica: replica.id, after } as const
    const answer = await this.#neighbours.call(replica.name, request, { timeoutMs: replicaMs })
    if (answer?.type !== 'envelopes')
      throw new Errors.WireError('internal', { details: 'The replica answered something else.' })
    return answer
  }

  #log(
    name: string,
    replica: { readonly name: string; readonly id: Uint8Array },
    asked: { readonly topic: Uint8Array; readonly descriptor: Topic.Descriptor | undefined },
  ): RemoteLog {
    const known = this.#logs.get(name)
    if (known !== undefined) return known.log
    const log = new RemoteLog()
    const { ended, drop } = this.#follower(replica.name).follow({
      ...asked,
      replica: replica.id,
      after: Frame.fromTail,
      onTail: (position) => log.reached(position),
      onNews: (position, envelope) => log.take(position, envelope),
    })
    this.#logs.set(name, { log, drop })
    void ended.then((error) => {
      if (this.#logs.get(name)?.log === log) this.#logs.delete(name)
      // The link to the replica closed, not the client's.
      log.fail(error.code === 'link_closed' ? new Errors.WireError('unavailable') : error)
    })
    return log
  }

  #forget(name: string, log: RemoteLog): void {
    const known = this.#logs.get(name)
    if (known?.log !== log) return
    this.#logs.delete(name)
    known.drop()
  }

  #follower(name: string): Follower.Follower {
    let follower = this.#followers.get(name)
    if (follower === undefined) {
      follower = new Follower.Follower((request, options) =>
        this.#neighbours.call(name, request, options),
      )
      this.#followers.set(name, follower)
    }
    return follower
  }
}
