/**
 * Reading from nodes: topics followed at every gateway over reconnects, envelopes by name, and what
 * nodes deliver held against what they should.
 *
 * @module
 */
import * as Codec from '@parley/codec'
import { Bytes, Envelope, Errors, type Frame, Network } from '@parley/protocol'

import type { Gateway } from './gateway.ts'
import { answerMs, type Gateways, gatewaysKept, hedgeMs, retryMsMax } from './gateways.ts'
import type { Heads } from './heads.ts'
import type { ClientHost } from './host.ts'

/** Envelope ids remembered for each subscription and gateway, to notice replays. */
const deliveredKeptMax = 8192

/** Nodes keep less than this of an identity; a liar could send for ever. */
const readAllMax = 6000

/** What a subscription delivers. */
export type Delivery = {
  /** The gateway it came from. */
  readonly from: Network.Node
  /** The replica whose log it is in, and its position there. */
  readonly replica: Network.Node
  readonly position: number
  readonly envelope: Uint8Array
}

/** Takes what a subscription delivers. Its promise holds back the node. */
export type OnDelivery = (delivery: Delivery) => Promise<void>

type Subscription = {
  readonly topic: Uint8Array
  readonly after: (replica: string) => Promise<number>
  readonly onDelivery: OnDelivery
  /** Gateways that have delivered all they hold. */
  readonly caughtUp: Set<string>
  /** By gateway: what it has delivered on its present link. */
  readonly delivered: Map<string, Set<string>>
  /** By gateway: what is read through it. */
  readonly reads: Map<string, LogRead>
  cancelled: boolean
}

/** How the reading of a replica's log through a gateway goes. */
type LogRead = {
  readonly replica: Network.Node
  /** Whether anything came since it was looked at last. */
  heard: boolean
  caughtUp: boolean
  /** Ends it, for another to begin at once. */
  end: () => void
}

export class Reading {
  readonly #host: ClientHost
  readonly #gateways: Gateways
  readonly #heads: Heads
  readonly #onChange: () => void
  readonly #subscriptions = new Map<string, Subscription>()

  /**
   * @param onChange told when {@link caughtUp} may have changed
   */
  constructor(host: ClientHost, gateways: Gateways, heads: Heads, onChange: () => void) {
    this.#host = host
    this.#gateways = gateways
    this.#heads = heads
    this.#onChange = onChange
  }

  /** Whether every topic was read to its end at some gateway. */
  get caughtUp(): boolean {
    for (const subscription of this.#subscriptions.values())
      if (subscription.caughtUp.size === 0) return false
    return true
  }

  /** Follows everything at a new gateway, too. */
  begin(gateway: Gateway): void {
    for (const subscription of this.#subscriptions.values())
      void this.#subscribeAt(gateway, subscription)
  }

  /** Forgets what a lost gateway had delivered. */
  end({ node }: Gateway): void {
    this.#heads.end(node)
    for (const { caughtUp, delivered, reads } of this.#subscriptions.values()) {
      caughtUp.delete(node.name)
      delivered.delete(node.name)
      reads.delete(node.name)
    }
  }

  /** The members changed: a topic is read from those who store it now. */
  follow(): void {
    for (const { topic, reads } of this.#subscriptions.values())
      for (const { replica, end } of reads.values())
        if (!this.#replicasOf(topic).some(({ name }) => name === replica.name)) end()
  }

  #replicasOf(topic: Uint8Array): readonly Network.Node[] {
    return this.#gateways.members.replicasOf(topic)
  }

  /**
   * Follows a topic at every gateway, over reconnects, until cancelled.
   *
   * @param after the position of a replica's log up to which all is processed
   */
  subscribe(
    topic: Uint8Array,
    after: (replica: string) => Promise<number>,
    onDelivery: OnDelivery,
  ): () => void {
    const name = Bytes.toHex(topic)
    const subscription: Subscription = {
      topic,
      after,
      onDelivery,
      caughtUp: new Set(),
      delivered: new Map(),
      reads: new Map(),
      cancelled: false,
    }
    this.#subscriptions.set(name, subscription)
    for (const gateway of this.#gateways.all()) void this.#subscribeAt(gateway, subscription)
    this.#onChange()
    return () => {
      subscription.cancelled = true
      this.#subscriptions.delete(name)
      this.#onChange()
    }
  }

  async #subscribeAt(gateway: Gateway, subscription: Subscription): Promise<void> {
    const { node, link } = gateway
    const { topic } = subscription
    let avoid: string | undefined
    for (let failures = 0; link.closed === undefined && !subscription.cancelled; failures++) {
      const controller = new AbortController()
      const replica = this.#choose(node, subscription, avoid)
      const isRelayed = replica.name !== node.name
      const read: LogRead = { replica, heard: false, caughtUp: false, end: () => {} }
      let ended = false
      read.end = (): void => {
        ended = true
        controller.abort()
      }
      subscription.reads.set(node.name, read)
      if (isRelayed) this.#watchRead(node, subscription, read, controller.signal)
      try {
        let last = await subscription.after(replica.name)
        const delivered = new Set<string>()
        subscription.delivered.set(node.name, delivered)
        await link.call(
          { type: 'subscribe', topic, replica: replica.id, after: last },
          {
            timeoutMs: Infinity,
            signal: controller.signal,
            onData: (response) => {
              if (subscription.cancelled) throw new Errors.WireError('cancelled')
              read.heard = true
              if (response.type === 'caughtUp') {
                failures = 0
                avoid = undefined
                read.caughtUp = true
                subscription.caughtUp.add(node.name)
                this.#heads.caughtUp({ topic, via: node, log: replica })
                this.#onChange()
              } else if (response.type === 'delivery') {
                const ref = this.#checkDelivery(node, topic, last, delivered, response)
                if (ref === undefined) return
                const name = Bytes.toHex(ref.id)
                last = response.position
                this.#heads.delivered({ topic, via: node, log: replica }, last, ref)
                if (delivered.size >= deliveredKeptMax)
                  delivered.delete(delivered.values().next().value!)
                delivered.add(name)
                const { position, envelope } = response
                return subscription.onDelivery({ from: node, replica, position, envelope })
              }
              return undefined
            },
          },
        )
      } catch (error) {
        if (error instanceof Errors.WireError && error.code === 'unknown_topic') {
          // Nothing was ever written there: that is all there is to read.
          subscription.caughtUp.add(node.name)
          this.#onChange()
        } else subscription.caughtUp.delete(node.name)
      }
      if (isRelayed && !read.heard) avoid = replica.name
      controller.abort()
      if (link.closed !== undefined || subscription.cancelled) return
      if (ended) continue
      const pause = Math.min(10_000, 500 * 2 ** Math.min(failures, 5))
      await this.#gateways.orTimeout(new Promise(() => {}), pause)
    }
  }

  /** The replicas that other gateways are, or read a topic from. */
  #readElsewhere(node: Network.Node, { topic, reads }: Subscription): ReadonlySet<string> {
    const replicas = new Set(this.#replicasOf(topic).map(({ name }) => name))
    const others = this.#gateways.all().filter((gateway) => gateway.node.name !== node.name)
    return new Set(
      others.flatMap(({ node: { name } }) =>
        replicas.has(name) ? name : (reads.get(name)?.replica.name ?? []),
      ),
    )
  }

  /**
   * Whose log a gateway is asked for: its own, or where it is no replica of the topic, that of one
   * that no other gateway reads, so that a replica that withholds something does not do it to both.
   *
   * @param avoid what did not work
   */
  #choose(node: Network.Node, subscription: Subscription, avoid: string | undefined): Network.Node {
    const replicas = this.#replicasOf(subscription.topic)
    if (replicas.length === 0 || replicas.some(({ name }) => name === node.name)) return node
    const read = this.#readElsewhere(node, subscription)
    const free = replicas.filter(({ name }) => !read.has(name) && name !== avoid)
    const candidates = free.length > 0 ? free : replicas
    const known = candidates.find(
      ({ name }) => name === subscription.reads.get(node.name)?.replica.name,
    )
    const [random] = this.#host.random.bytes(1)
    return known ?? candidates[random! % candidates.length]!
  }

  /**
   * Reads another log where the one that a gateway reads gives nothing, or is one that another
   * gateway reads, or is, by now.
   */
  #watchRead(
    node: Network.Node,
    subscription: Subscription,
    read: LogRead,
    signal: AbortSignal,
  ): void {
    if (this.#replicasOf(subscription.topic).length < gatewaysKept) return
    this.#host.clock.after(read.caughtUp ? retryMsMax : answerMs, () => {
      if (signal.aborted) return
      const isStalled = !read.caughtUp && !read.heard
      // Gateways come and go: now and then it is looked at anew.
      if (isStalled || this.#readElsewhere(node, subscription).has(read.replica.name))
        return read.end()
      if (!read.caughtUp) read.heard = false
      this.#watchRead(node, subscription, read, signal)
    })
  }

  /** The envelope's name if the delivery is plausible; else the node is named. */
  #checkDelivery(
    node: Network.Node,
    topic: Uint8Array,
    last: number,
    delivered: ReadonlySet<string>,
    response: Extract<Frame.Response, { type: 'delivery' }>,
  ): Envelope.Ref | undefined {
    let content: Envelope.Content
    try {
      content = Codec.decode(Envelope.codec, response.envelope).content
    } catch (error) {
      this.#gateways.blameDelivery(node, topic, 'malformed_envelope', String(error))
      return undefined
    }
    const ref = Envelope.refOf(this.#host.crypto, content)
    const name = Bytes.toHex(ref.id)
    const { position } = response
    if (!Bytes.equal(content.topic, topic) || position <= last || delivered.has(name)) {
      const detail = `envelope ${name} at position ${position}`
      this.#gateways.blameDelivery(node, topic, 'replayed_envelope', detail)
      return undefined
    }
    return ref
  }

  /** Gateways that follow a topic, are caught up, and have not delivered this envelope. */
  lacking(topic: Uint8Array, id: Uint8Array): Network.Node[] {
    const subscription = this.#subscriptions.get(Bytes.toHex(topic))
    if (subscription === undefined) return []
    return this.#gateways
      .all()
      .map((gateway) => gateway.node)
      .filter(
        (node) =>
          subscription.caughtUp.has(node.name) &&
          subscription.delivered.get(node.name)?.has(Bytes.toHex(id)) === false,
      )
  }

  /**
   * Envelopes by name from one node. What it sends that was not asked for names it.
   *
   * @returns those it has, by id in hex
   */
  async fetchFrom(
    node: Network.Node,
    topic: Uint8Array,
    refs: readonly Envelope.Ref[],
  ): Promise<Map<string, Uint8Array>> {
    const wanted = new Set(refs.map((ref) => Bytes.toHex(ref.id)))
    const found = new Map<string, Uint8Array>()
    const { link } = await this.#gateways.linkTo(node)
    await link.call(
      { type: 'fetch', topic, refs: [...refs] },
      {
        timeoutMs: answerMs,
        onData: (response) => {
          if (response.type !== 'delivery') return
          try {
            const { content } = Codec.decode(Envelope.codec, response.envelope)
            const name = Bytes.toHex(Envelope.idOf(this.#host.crypto, content))
            if (wanted.has(name)) found.set(name, response.envelope)
            else
              this.#gateways.blameDelivery(
                node,
                topic,
                'forged_envelope',
                'it gave what was not asked for',
              )
          } catch (error) {
            this.#gateways.blameDelivery(node, topic, 'malformed_envelope', String(error))
          }
        },
      },
    )
    return found
  }

  /** Envelopes by name from whichever replica has them, gateways first. */
  async fetch(
    topic: Uint8Array,
    refs: readonly Envelope.Ref[],
  ): Promise<Map<string, { envelope: Uint8Array; from: Network.Node }>> {
    const found = new Map<string, { envelope: Uint8Array; from: Network.Node }>()
    const nodes = this.#replicasOf(topic)
    const order = [
      ...nodes.filter((node) => this.#gateways.has(node)),
      ...nodes.filter((node) => !this.#gateways.has(node)),
    ]
    const missing = (): Envelope.Ref[] => refs.filter((ref) => !found.has(Bytes.toHex(ref.id)))
    const ask = async (node: Network.Node): Promise<void> => {
      try {
        for (const [name, envelope] of await this.fetchFrom(node, topic, missing()))
          found.set(name, { envelope, from: node })
      } catch (error) {
        this.#host.log.debug({ node: node.url, error: String(error) }, 'could not fetch')
      }
    }
    // Who keeps the question waiting is not waited for alone.
    const asked: Promise<void>[] = []
    const all = Promise.withResolvers<void>()
    for (const node of order) {
      const done = ask(node)
      asked.push(done.then(() => (missing().length === 0 ? all.resolve() : undefined)))
      await this.#gateways.orTimeout(Promise.race([done, all.promise]), hedgeMs)
      if (missing().length === 0) break
    }
    if (missing().length > 0) await Promise.race([all.promise, Promise.all(asked)])
    return found
  }

  /**
   * Everything a topic holds, from a quorum of each set that must hold it (so that one that withholds
   * hides nothing): for short topics such as identities.
   *
   * @throws WireError `unavailable` if fewer than a quorum answer
   */
  async readAll(topic: Uint8Array): Promise<Uint8Array[]> {
    const { members } = this.#gateways
    const nodes = members.replicasOf(topic)
    const found = new Map<string, Uint8Array>()
    const answered = new Set<string>()
    const isEnough = (): boolean =>
      Network.isQuorumOfAll(members.setsOf(topic), (name) => answered.has(name))
    const readFrom = async (node: Network.Node): Promise<void> => {
      const { link } = await this.#gateways.linkTo(node)
      const controller = new AbortController()
      const delivered = new Set<string>()
      let last = 0
      try {
        await link.call(
          { type: 'subscribe', topic, replica: node.id, after: 0 },
          {
            signal: controller.signal,
            timeoutMs: answerMs,
            onData: (response) => {
              if (response.type === 'caughtUp') {
                answered.add(node.name)
                controller.abort()
              } else if (response.type === 'delivery') {
                const ref = this.#checkDelivery(node, topic, last, delivered, response)
                if (ref === undefined) return
                const name = Bytes.toHex(ref.id)
                last = response.position
                delivered.add(name)
                if (delivered.size > readAllMax) controller.abort()
                else found.set(name, response.envelope)
              }
            },
          },
        )
      } catch (error) {
        if (error instanceof Errors.WireError && error.code === 'unknown_topic')
          answered.add(node.name)
        else if (!controller.signal.aborted) throw error
      }
    }
    await new Promise<void>((resolve) => {
      let left = nodes.length
      if (left === 0) resolve()
      for (const node of nodes)
        void readFrom(node)
          .catch((error: unknown) =>
            this.#host.log.debug({ node: node.url, error: String(error) }, 'could not read'),
          )
          .then(() => {
            left--
            if (isEnough() || left === 0) resolve()
          })
    })
    if (!isEnough())
      throw new Errors.WireError('unavailable', {
        details: `${answered.size} of ${nodes.length} replicas answered: no quorum.`,
      })
    return [...found.values()]
  }
}
