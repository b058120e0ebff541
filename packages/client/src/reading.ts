/**
 * Reading from nodes: topics followed at every gateway over reconnects, envelopes by name, and what
 * nodes deliver held against what they should.
 *
 * @module
 */
import * as Codec from '@parley/codec'
import { Bytes, Envelope, Errors, Frame, type Network as Members } from '@parley/protocol'

import type { Gateway } from './gateway.ts'
import { answerMs, type Gateways, gatewaysKept, retryMsMax } from './gateways.ts'
import type { Heads, Source } from './heads.ts'
import type { ClientHost } from './host.ts'
import { replicasOf } from './publishing.ts'

/** Envelope ids remembered for each subscription and gateway, to notice replays. */
const deliveredKeptMax = 8192

/** Nodes keep less than this of an identity; a liar could send for ever. */
const readAllMax = 6000

/** Takes what a subscription delivers. Its promise holds back the node. */
export type OnDelivery = (
  from: Members.Node,
  position: number,
  envelope: Uint8Array,
) => Promise<void>

type Subscription = {
  readonly topic: Uint8Array
  readonly after: (node: string) => Promise<number>
  readonly onDelivery: OnDelivery
  /** Gateways that have delivered all they hold. */
  readonly caughtUp: Set<string>
  /** By gateway: what it has delivered on its present link. */
  readonly delivered: Map<string, Set<string>>
  /** By gateway: whose log it reads. */
  readonly logs: Map<string, number>
  cancelled: boolean
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
    for (const { caughtUp, delivered, logs } of this.#subscriptions.values()) {
      caughtUp.delete(node.name)
      delivered.delete(node.name)
      logs.delete(node.name)
    }
  }

  /**
   * Follows a topic at every gateway, over reconnects, until cancelled.
   *
   * @param after the position of a node's log up to which all is processed
   */
  subscribe(
    topic: Uint8Array,
    after: (node: string) => Promise<number>,
    onDelivery: OnDelivery,
  ): () => void {
    const name = Bytes.toHex(topic)
    const subscription: Subscription = {
      topic,
      after,
      onDelivery,
      caughtUp: new Set(),
      delivered: new Map(),
      logs: new Map(),
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
    for (let failures = 0; link.closed === undefined && !subscription.cancelled; failures++) {
      const controller = new AbortController()
      try {
        let last = await this.#startOf(node, subscription)
        const delivered = new Set<string>()
        subscription.delivered.set(node.name, delivered)
        await link.call(
          { type: 'subscribe', topic, after: last },
          {
            timeoutMs: Infinity,
            signal: controller.signal,
            onData: (response) => {
              if (subscription.cancelled) throw new Errors.WireError('cancelled')
              if (response.type === 'caughtUp') {
                failures = 0
                this.#watchLog(node, subscription, Frame.logOf(response.position), controller)
                subscription.caughtUp.add(node.name)
                this.#heads.caughtUp(this.#sourceOf(node, topic, response.position))
                this.#onChange()
              } else if (response.type === 'delivery') {
                const ref = this.#checkDelivery(node, topic, last, delivered, response)
                if (ref === undefined) return
                const name = Bytes.toHex(ref.id)
                last = response.position
                const source = this.#sourceOf(node, topic, last)
                this.#heads.delivered(source, last % Frame.positionsPerLog, ref)
                if (delivered.size >= deliveredKeptMax)
                  delivered.delete(delivered.values().next().value!)
                delivered.add(name)
                return subscription.onDelivery(node, response.position, response.envelope)
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
      controller.abort()
      if (link.closed !== undefined || subscription.cancelled) return
      const pause = Math.min(10_000, 500 * 2 ** Math.min(failures, 5))
      await this.#gateways.orTimeout(new Promise(() => {}), pause)
    }
  }

  /** The replicas that gateways are, or read a topic from: numbered as logs are. */
  #logsBut(node: Members.Node, { topic, logs }: Subscription): ReadonlySet<number | undefined> {
    const replicas = this.#gateways.members.replicasOf(topic)
    const others = this.#gateways.all().filter((gateway) => gateway.node !== node)
    return new Set(
      others.map(({ node: other }) =>
        replicas.includes(other) ? replicas.indexOf(other) + 1 : logs.get(other.name),
      ),
    )
  }

  /**
   * Where to read on. A gateway that stores no replica of a topic reads another's log: one that no
   * other gateway reads, so that a replica that withholds something does not do it to both.
   */
  async #startOf(node: Members.Node, subscription: Subscription): Promise<number> {
    const replicas = this.#gateways.members.replicasOf(subscription.topic)
    const after = await subscription.after(node.name)
    if (replicas.includes(node)) return after
    const read = this.#logsBut(node, subscription)
    const free = replicas.map((_, i) => i + 1).filter((log) => !read.has(log))
    const [random] = this.#host.random.bytes(1)
    const known = Frame.logOf(after)
    const log = free.includes(known) ? known : (free[random! % free.length] ?? 1)
    subscription.logs.set(node.name, log)
    return log === known ? after : log * Frame.positionsPerLog
  }

  /** Reads another log as soon as another gateway reads, or is, the one a gateway reads. */
  #watchLog(
    node: Members.Node,
    subscription: Subscription,
    log: number,
    controller: AbortController,
  ): void {
    const replicas = this.#gateways.members.replicasOf(subscription.topic)
    if (replicas.includes(node) || replicas.length < gatewaysKept) return
    subscription.logs.set(node.name, log)
    this.#host.clock.after(retryMsMax, () => {
      if (controller.signal.aborted) return
      // Gateways come and go: now and then it is looked at anew.
      if (this.#logsBut(node, subscription).has(log)) controller.abort()
      else this.#watchLog(node, subscription, log, controller)
    })
  }

  /** Whose log a position is of. */
  #sourceOf(via: Members.Node, topic: Uint8Array, position: number): Source {
    const log = Frame.logOf(position)
    const replica = this.#gateways.members.replicasOf(topic)[log - 1]
    return { topic, via, log: log === 0 ? via : (replica ?? via) }
  }

  /** The envelope's name if the delivery is plausible; else the node is named. */
  #checkDelivery(
    node: Members.Node,
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
    const isOld = Frame.isSameLog(position, last) && position <= last
    if (!Bytes.equal(content.topic, topic) || isOld || delivered.has(name)) {
      const detail = `envelope ${name} at position ${position}`
      this.#gateways.blameDelivery(node, topic, 'replayed_envelope', detail)
      return undefined
    }
    return ref
  }

  /** Gateways that follow a topic, are caught up, and have not delivered this envelope. */
  lacking(topic: Uint8Array, id: Uint8Array): Members.Node[] {
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
    node: Members.Node,
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
  ): Promise<Map<string, { envelope: Uint8Array; from: Members.Node }>> {
    const found = new Map<string, { envelope: Uint8Array; from: Members.Node }>()
    const { nodes } = replicasOf(this.#gateways.members, topic)
    const order = [
      ...nodes.filter((node) => this.#gateways.has(node)),
      ...nodes.filter((node) => !this.#gateways.has(node)),
    ]
    for (const node of order) {
      const missing = refs.filter((ref) => !found.has(Bytes.toHex(ref.id)))
      if (missing.length === 0) break
      try {
        for (const [name, envelope] of await this.fetchFrom(node, topic, missing))
          found.set(name, { envelope, from: node })
      } catch (error) {
        this.#host.log.debug({ node: node.url, error: String(error) }, 'could not fetch')
      }
    }
    return found
  }

  /**
   * Everything a topic holds, from a quorum of its replicas together (so that one that withholds
   * hides nothing): for short topics such as identities.
   *
   * @throws WireError `unavailable` if fewer than a quorum answer
   */
  async readAll(topic: Uint8Array): Promise<Uint8Array[]> {
    const { nodes, quorum } = replicasOf(this.#gateways.members, topic)
    const found = new Map<string, Uint8Array>()
    let answers = 0
    const readFrom = async (node: Members.Node): Promise<void> => {
      const { link } = await this.#gateways.linkTo(node)
      const controller = new AbortController()
      const delivered = new Set<string>()
      let last = 0
      try {
        await link.call(
          { type: 'subscribe', topic, after: 0 },
          {
            signal: controller.signal,
            timeoutMs: answerMs,
            onData: (response) => {
              if (response.type === 'caughtUp') {
                answers++
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
        if (error instanceof Errors.WireError && error.code === 'unknown_topic') answers++
        else if (!controller.signal.aborted) throw error
      }
    }
    await new Promise<void>((resolve) => {
      let left = nodes.length
      for (const node of nodes)
        void readFrom(node)
          .catch((error: unknown) =>
            this.#host.log.debug({ node: node.url, error: String(error) }, 'could not read'),
          )
          .then(() => {
            left--
            if (answers >= quorum || left === 0) resolve()
          })
    })
    if (answers < quorum)
      throw new Errors.WireError('unavailable', {
        details: `${answers} of ${nodes.length} replicas answered; ${quorum} are needed.`,
      })
    return [...found.values()]
  }
}
