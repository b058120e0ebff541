/**
 * The network as this client sees it: two gateways where there are as many nodes, receipts verified
 * one by one, answers compared, and a node that lies named.
 *
 * @module
 */
import * as Codec from '@parley/codec'
import {
  Bytes,
  Envelope,
  Errors,
  Frame,
  type Link,
  Placement,
  Receipt,
  type Network as Members,
  type Topic,
} from '@parley/protocol'

import type { Fault, LinkState, NetworkStatus, NodeStatus } from './api.ts'
import { connect, type DeviceProof, type Gateway, ImpostorError } from './gateway.ts'
import type { ClientHost } from './host.ts'

/** How many gateways are kept: the second sees what the first leaves out, and takes over at once. */
const gatewaysKept = 2
/** First and longest pause before a node is tried again. */
const retryMsMin = 250
const retryMsMax = 15_000
/** A replica that has not answered by then is worked around. */
const answerMs = 4000
/** A node caught lying is left alone for so long, if any other can be reached. */
const distrustMs = 10 * 60_000
/** A link opened for one question is kept for the next. */
const directIdleMs = 30_000
/** Envelope ids remembered for each subscription and gateway, to notice replays. */
const deliveredKeptMax = 8192

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

/** How publishing went. */
export type Published = {
  readonly receipts: readonly Receipt.Receipt[]
  readonly replicas: number
  readonly quorum: number
}

type Attempt = { failures: number; notBefore: number; faultyUntil: number }

export class Network {
  readonly members: Members.Network
  readonly #host: ClientHost
  readonly #device: DeviceProof
  readonly #onState: (state: LinkState) => void
  readonly #onFault: (fault: Fault) => void
  readonly #verifyReceipt: ReturnType<typeof Receipt.verifier>
  readonly #gateways = new Map<string, Gateway>()
  readonly #connecting = new Set<string>()
  readonly #direct = new Map<string, Promise<Gateway>>()
  readonly #attempts = new Map<string, Attempt>()
  readonly #subscriptions = new Map<string, Subscription>()
  readonly #faults: Fault[] = []
  readonly #closing = new AbortController()
  #state: LinkState = 'connecting'
  #waiters: (() => void)[] = []
  #cancelRetry: () => void = () => {}

  constructor(options: {
    host: ClientHost
    members: Members.Network
    device: DeviceProof
    onState: (state: LinkState) => void
    onFault: (fault: Fault) => void
  }) {
    this.#host = options.host
    this.members = options.members
    this.#device = options.device
    this.#onState = options.onState
    this.#onFault = options.onFault
    this.#verifyReceipt = Receipt.verifier(options.host.crypto)
    // Different clients start with different nodes: the load spreads.
    for (const node of this.members.nodes)
      this.#attempts.set(node.name, { failures: 0, notBefore: 0, faultyUntil: 0 })
    this.#fill()
  }

  get state(): LinkState {
    return this.#state
  }

  /** Resolves when the link state, or the set of gateways, changes. */
  changed(): Promise<void> {
    return new Promise((resolve) => this.#waiters.push(resolve))
  }

  /** The nodes that store a topic, and how many of them are a quorum. */
  replicas(topic: Uint8Array): { nodes: readonly Members.Node[]; quorum: number } {
    const nodes = this.members.replicasOf(topic)
    return { nodes, quorum: Placement.quorum(nodes.length) }
  }

  close(): void {
    this.#closing.abort()
    this.#cancelRetry()
    for (const gateway of this.#gateways.values()) gateway.link.close('client_closed')
    for (const direct of this.#direct.values())
      direct.then(
        (gateway) => gateway.link.close('client_closed'),
        () => {},
      )
    this.#gateways.clear()
    this.#update()
  }

  // ---- gateways

  #fill(): void {
    this.#cancelRetry()
    if (this.#closing.signal.aborted) return
    const now = this.#host.clock.now()
    const wanted = Math.min(gatewaysKept, this.members.nodes.length)
    const order = this.#shuffled()
      .filter((node) => !this.#gateways.has(node.name) && !this.#connecting.has(node.name))
      .toSorted((a, b) => this.#rank(a) - this.#rank(b))
    // A liar is better than nobody, as what it says is verified; but it is company to no one.
    const trusted = order.filter((node) => this.#attempts.get(node.name)!.faultyUntil <= now)
    const alone = this.#gateways.size + this.#connecting.size === 0
    const unreachable = trusted.every((node) => this.#attempts.get(node.name)!.failures > 0)
    const candidates = alone && unreachable ? order : trusted
    for (const node of candidates) {
      if (this.#gateways.size + this.#connecting.size >= wanted) break
      if (this.#attempts.get(node.name)!.notBefore <= now) void this.#connect(node)
    }
    if (this.#gateways.size + this.#connecting.size < wanted) {
      const soonest = Math.min(
        ...order.map((node) => {
          const { notBefore, faultyUntil } = this.#attempts.get(node.name)!
          return candidates.includes(node) ? notBefore : Math.max(notBefore, faultyUntil)
        }),
      )
      if (soonest !== Infinity)
        this.#cancelRetry = this.#host.clock.after(Math.max(10, soonest - now), () => this.#fill())
    }
    this.#update()
  }

  #rank(node: Members.Node): number {
    const { failures, faultyUntil } = this.#attempts.get(node.name)!
    return failures + (faultyUntil > this.#host.clock.now() ? 1000 : 0)
  }

  #shuffled(): Members.Node[] {
    const weights = this.#host.random.bytes(this.members.nodes.length)
    return this.members.nodes
      .map((node, i) => ({ node, weight: weights[i]! }))
      .toSorted((a, b) => a.weight - b.weight)
      .map((entry) => entry.node)
  }

  async #connect(node: Members.Node): Promise<void> {
    this.#connecting.add(node.name)
    let gateway: Gateway | undefined
    try {
      gateway = await connect(this.#host, this.members, node, this.#device, {
        signal: this.#closing.signal,
        onClose: () => {
          if (gateway !== undefined) this.#lost(gateway)
        },
      })
      if (this.#closing.signal.aborted) return gateway.link.close('client_closed')
      this.#connecting.delete(node.name)
      this.#attempts.get(node.name)!.failures = 0
      this.#gateways.set(node.name, gateway)
      if (gateway.link.closed !== undefined) return this.#lost(gateway)
      for (const subscription of this.#subscriptions.values())
        void this.#subscribeAt(gateway, subscription)
      this.#wake()
      this.#fill()
    } catch (error) {
      this.#connecting.delete(node.name)
      this.#failed(node, error)
      this.#fill()
    }
  }

  #failed(node: Members.Node, error: unknown): void {
    const attempt = this.#attempts.get(node.name)!
    attempt.failures++
    const pause = Math.min(retryMsMax, retryMsMin * 2 ** Math.min(attempt.failures, 10))
    // Jitter: clients of a node that comes back do not all come at once.
    const jitter = 0.75 + this.#host.random.bytes(1)[0]! / 512
    attempt.notBefore = this.#host.clock.now() + pause * jitter
    if (error instanceof ImpostorError) this.fault(node, 'bad_identity', error.details ?? '')
    this.#host.log.debug({ node: node.url, error: String(error) }, 'no link to node')
  }

  #lost(gateway: Gateway): void {
    const { name } = gateway.node
    if (this.#gateways.get(name) !== gateway) return
    this.#gateways.delete(name)
    for (const subscription of this.#subscriptions.values()) {
      subscription.caughtUp.delete(name)
      subscription.delivered.delete(name)
      subscription.logs.delete(name)
    }
    const attempt = this.#attempts.get(name)!
    attempt.notBefore = Math.max(attempt.notBefore, this.#host.clock.now() + retryMsMin)
    this.#fill()
  }

  /** A gateway, as soon as there is one. Rejects with `unavailable` after `timeoutMs`. */
  async #gateway(exclude: ReadonlySet<string>, timeoutMs: number): Promise<Gateway> {
    const deadline = this.#host.clock.now() + timeoutMs
    for (;;) {
      const found = [...this.#gateways.values()].find((gateway) => !exclude.has(gateway.node.name))
      if (found) return found
      const left = deadline - this.#host.clock.now()
      if (left <= 0 || this.#closing.signal.aborted) throw new Errors.WireError('unavailable')
      await new Promise<void>((resolve) => {
        const cancel = this.#host.clock.after(left, resolve)
        this.#waiters.push(() => {
          cancel()
          resolve()
        })
      })
    }
  }

  #wake(): void {
    const waiters = this.#waiters
    this.#waiters = []
    for (const wake of waiters) wake()
  }

  /** A link to this very node: a gateway, or one opened for the purpose and kept a while. */
  #linkTo(node: Members.Node): Promise<Gateway> {
    const known = this.#gateways.get(node.name)
    if (known) return Promise.resolve(known)
    let direct = this.#direct.get(node.name)
    if (direct === undefined) {
      const opened = connect(this.#host, this.members, node, this.#device, {
        signal: this.#closing.signal,
        onClose: () => forget(),
      })
      const forget = (): void => {
        if (this.#direct.get(node.name) === opened) this.#direct.delete(node.name)
      }
      direct = opened
      this.#direct.set(node.name, direct)
      direct.then(
        (gateway) =>
          this.#host.clock.after(directIdleMs, () => {
            forget()
            gateway.link.close('idle')
          }),
        (error: unknown) => {
          forget()
          if (error instanceof ImpostorError) this.fault(node, 'bad_identity', error.details ?? '')
        },
      )
    }
    return direct
  }

  // ---- truth

  #update(): void {
    const state = this.#computeState()
    if (state === this.#state) return
    this.#state = state
    this.#onState(state)
    this.#wake()
  }

  #computeState(): LinkState {
    if (this.#closing.signal.aborted) return 'offline'
    if (this.#gateways.size === 0) {
      const tried = [...this.#attempts.values()].every((attempt) => attempt.failures > 0)
      return tried ? 'offline' : 'connecting'
    }
    for (const subscription of this.#subscriptions.values())
      if (subscription.caughtUp.size === 0) return 'catching up'
    return 'live'
  }

  /** Names a node that did what no honest node does, and leaves it. */
  fault(node: Members.Node, kind: Fault['kind'], detail: string): void {
    const fault: Fault = {
      node: node.name,
      url: node.url,
      kind,
      detail,
      at: this.#host.clock.now(),
    }
    this.#faults.push(fault)
    this.#host.log.warn({ ...fault }, 'a node misbehaved')
    const attempt = this.#attempts.get(node.name)!
    attempt.faultyUntil = this.#host.clock.now() + distrustMs
    this.#gateways.get(node.name)?.link.close('misbehaved')
    this.#onFault(fault)
  }

  /**
   * Names the signer of something bad if `via` passed it on in its name: if the signer says so
   * itself, too. If it does not, one of the two lies, and it cannot be told which.
   *
   * @param ask puts the same question; whether the answer is good
   */
  async #blame(
    signer: Members.Node,
    via: Members.Node,
    kind: Fault['kind'],
    detail: string,
    ask: (link: Link.Link) => Promise<boolean>,
  ): Promise<void> {
    if (signer.name === via.name) return this.fault(via, kind, detail)
    const { log } = this.#host
    try {
      const { link } = await this.#linkTo(signer)
      if (!(await ask(link))) this.fault(signer, kind, detail)
      else log.warn({ signer: signer.url, via: via.url, kind, detail }, 'bad answer')
    } catch (error) {
      // The signer cannot be asked now: nobody is named without reason.
      log.warn({ via: via.url, kind, detail, error: String(error) }, 'bad answer')
    }
  }

  /**
   * Names a node that delivered something bad of a topic that it stores. One that does not can only
   * pass on what a replica gave it.
   */
  blameDelivery(node: Members.Node, topic: Uint8Array, kind: Fault['kind'], detail: string): void {
    if (this.members.replicasOf(topic).includes(node)) this.fault(node, kind, detail)
    else this.#host.log.warn({ via: node.url, kind, detail }, 'bad delivery')
  }

  /** The first answer that `judge` has an opinion of; rejects if there is none. */
  async #firstOf(
    link: Link.Link,
    request: Frame.Request,
    judge: (response: Frame.Response) => Promise<boolean> | undefined,
  ): Promise<boolean> {
    let verdict: Promise<boolean> | undefined
    const onData = (response: Frame.Response): void => {
      verdict ??= judge(response)
    }
    const last = await link.call(request, { timeoutMs: answerMs + 2000, onData })
    if (last) onData(last)
    if (verdict === undefined) throw new Errors.WireError('unavailable')
    return verdict
  }

  // ---- storing

  /**
   * Stores an envelope at its topic's replicas and verifies what they sign. Resolves as soon as a
   * quorum has signed; receipts that come later go to `onReceipt`.
   *
   * @throws WireError the replicas' code if so many refuse that no quorum is possible, else
   * `unavailable` after `timeoutMs`
   */
  async publish(
    envelope: Envelope.Envelope,
    options: {
      descriptor?: Topic.Descriptor
      timeoutMs?: number
      onReceipt?: (count: number) => void
    } = {},
  ): Promise<Published> {
    const { descriptor, timeoutMs = 15_000, onReceipt = () => {} } = options
    const ref = Envelope.refOf(this.#host.crypto, envelope.content)
    const { topic } = envelope.content
    const { nodes, quorum } = this.replicas(topic)
    const receipts = new Map<string, Receipt.Receipt>()
    const refusals = new Map<string, string>()
    const request: Frame.Request = {
      type: 'publish',
      descriptor,
      envelope: Codec.encode(Envelope.codec, envelope),
    }
    let settle: () => void = () => {}
    const enough = new Promise<void>((resolve) => (settle = resolve))
    const take = async (via: Members.Node, response: Frame.Response): Promise<void> => {
      if (response.type === 'refusal') {
        refusals.set(Bytes.toHex(response.node), response.error.code)
        return
      }
      if (response.type !== 'receipt') return
      const problem = await this.#checkReceipt(response, topic, ref)
      if (problem) {
        const detail = `for envelope ${Bytes.toHex(ref.id)}`
        const signer = nodes.find((node) => Bytes.equal(node.id, response.statement.node))
        // Gateways pass on nothing else than a receipt of the replica, for the envelope.
        if (signer === undefined || problem === 'replayed_receipt')
          return this.fault(via, problem, detail)
        return this.#blame(signer, via, problem, detail, (link) =>
          this.#firstOf(link, request, (own) =>
            own.type === 'receipt' && sameNode(own.statement.node, signer)
              ? this.#checkReceipt(own, topic, ref).then((bad) => bad === undefined)
              : undefined,
          ),
        )
      }
      const name = Bytes.toHex(response.statement.node)
      if (receipts.has(name)) return
      receipts.set(name, response)
      if (receipts.size >= quorum) settle()
      onReceipt(receipts.size)
    }
    const deadline = this.#host.clock.now() + timeoutMs
    const ask = async (gateway: Gateway): Promise<void> => {
      try {
        const last = await gateway.link.call(request, {
          onData: (response) => take(gateway.node, response),
          timeoutMs: answerMs + 2000,
        })
        if (last) await take(gateway.node, last)
      } catch (error) {
        if (error instanceof Errors.WireError && !error.retryable)
          refusals.set(gateway.node.name, error.code)
      }
    }
    const tried = new Set<string>()
    while (receipts.size < quorum) {
      const left = deadline - this.#host.clock.now()
      if (left <= 0) break
      let gateway: Gateway
      try {
        gateway = await this.#gateway(tried, Math.min(left, tried.size > 0 ? 0 : left))
      } catch {
        // Every gateway was asked: ask the replicas themselves, then all over again.
        await this.#orTimeout(
          Promise.race([
            enough,
            Promise.all(
              nodes
                .filter((node) => !receipts.has(node.name))
                .map((node) => this.#linkTo(node).then(ask, () => {})),
            ),
          ]),
          Math.min(left, answerMs),
        )
        const code = this.#refused(refusals, nodes.length, quorum)
        if (receipts.size < quorum && code !== undefined) throw new Errors.WireError(code)
        tried.clear()
        if (receipts.size < quorum)
          await this.#orTimeout(
            enough,
            Math.min(500, Math.max(0, deadline - this.#host.clock.now())),
          )
        continue
      }
      tried.add(gateway.node.name)
      await this.#orTimeout(Promise.race([enough, ask(gateway)]), Math.min(left, answerMs))
      const code = this.#refused(refusals, nodes.length, quorum)
      if (receipts.size < quorum && code !== undefined) throw new Errors.WireError(code)
    }
    if (receipts.size < quorum)
      throw new Errors.WireError('unavailable', {
        details: `${receipts.size} of ${nodes.length} replicas signed; ${quorum} are needed.`,
      })
    return { receipts: [...receipts.values()], replicas: nodes.length, quorum }
  }

  /** Gives an envelope to one node; whether it signs that it has it. */
  async storesAt(
    node: Members.Node,
    envelope: Envelope.Envelope,
    descriptor: Topic.Descriptor,
  ): Promise<boolean> {
    const { topic } = envelope.content
    const ref = Envelope.refOf(this.#host.crypto, envelope.content)
    const bytes = Codec.encode(Envelope.codec, envelope)
    const { link } = await this.#linkTo(node)
    const request = { type: 'publish', descriptor, envelope: bytes } as const
    return this.#firstOf(link, request, (response) =>
      response.type === 'receipt' && sameNode(response.statement.node, node)
        ? this.#checkReceipt(response, topic, ref).then((problem) => problem === undefined)
        : undefined,
    )
  }

  /** The code, if refusals for good leave no quorum. */
  #refused(
    refusals: ReadonlyMap<string, string>,
    replicas: number,
    quorum: number,
  ): string | undefined {
    const final = [...refusals.values()].filter((code) => !new Errors.WireError(code).retryable)
    return final.length > replicas - quorum ? final[0] : undefined
  }

  async #checkReceipt(
    receipt: Receipt.Receipt,
    topic: Uint8Array,
    ref: Envelope.Ref,
  ): Promise<'forged_receipt' | 'replayed_receipt' | undefined> {
    const { statement } = receipt
    const node = this.members
      .replicasOf(topic)
      .find((replica) => Bytes.equal(replica.id, statement.node))
    if (node === undefined || !(await this.#verifyReceipt(receipt, node.publicKey)))
      return 'forged_receipt'
    if (!Bytes.equal(statement.topic, topic) || !Envelope.sameRef(statement.envelope, ref))
      return 'replayed_receipt'
    return undefined
  }

  #orTimeout(promise: Promise<unknown>, timeoutMs: number): Promise<void> {
    return new Promise((resolve) => {
      const cancel = this.#host.clock.after(timeoutMs, resolve)
      const done = (): void => {
        cancel()
        resolve()
      }
      promise.then(done, done)
    })
  }

  // ---- slots

  /** Names the caster of a bad vote, if it is to blame: `check` says whether a reply of the signer is good. */
  blameVote(
    signer: Members.Node,
    via: Members.Node,
    detail: string,
    request: Extract<Frame.Request, { type: 'seal' }>,
    check: (reply: Uint8Array) => Promise<boolean>,
  ): Promise<void> {
    return this.#blame(signer, via, 'forged_vote', detail, (link) =>
      this.#firstOf(link, request, (response) =>
        response.type === 'vote' && sameNode(response.node, signer)
          ? check(response.reply)
          : undefined,
      ),
    )
  }

  /**
   * Sends a slot request to a topic's replicas.
   *
   * @param onVote takes each reply, encoded as `Seal.reply`, with the replica it claims to be of
   * and the gateway that passed it on
   */
  async seal(
    topic: Uint8Array,
    request: Uint8Array,
    envelope: Uint8Array | undefined,
    onVote: (node: Members.Node, via: Members.Node, reply: Uint8Array) => void,
  ): Promise<void> {
    const { nodes } = this.replicas(topic)
    const answered = new Set<string>()
    const ask = async (gateway: Gateway): Promise<void> => {
      const onData = (response: Frame.Response): void => {
        if (response.type !== 'vote') return
        const node = nodes.find((replica) => Bytes.equal(replica.id, response.node))
        if (node === undefined || answered.has(node.name)) return
        answered.add(node.name)
        onVote(node, gateway.node, response.reply)
      }
      try {
        const last = await gateway.link.call(
          { type: 'seal', topic, envelope, request },
          { timeoutMs: answerMs, onData },
        )
        if (last) onData(last)
      } catch (error) {
        this.#host.log.debug({ node: gateway.node.url, error: String(error) }, 'no votes')
      }
    }
    await ask(await this.#gateway(new Set(), answerMs)).catch(() => {})
    await Promise.all(
      nodes
        .filter((node) => !answered.has(node.name))
        .map((node) => this.#linkTo(node).then(ask, () => {})),
    )
  }

  // ---- reading

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
    for (const gateway of this.#gateways.values()) void this.#subscribeAt(gateway, subscription)
    this.#update()
    return () => {
      subscription.cancelled = true
      this.#subscriptions.delete(name)
      this.#update()
    }
  }

  async #subscribeAt(gateway: Gateway, subscription: Subscription): Promise<void> {
    const { node, link } = gateway
    const { topic } = subscription
    for (let failures = 0; link.closed === undefined && !subscription.cancelled; failures++) {
      try {
        let last = await this.#startOf(node, subscription)
        const controller = new AbortController()
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
                if (this.#readsTwice(node, subscription, Frame.logOf(response.position)))
                  this.#host.clock.after(retryMsMax, () => controller.abort())
                subscription.caughtUp.add(node.name)
                this.#update()
              } else if (response.type === 'delivery') {
                const name = this.#checkDelivery(node, topic, last, delivered, response)
                if (name === undefined) return
                last = response.position
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
          this.#update()
        } else subscription.caughtUp.delete(node.name)
      }
      if (link.closed !== undefined || subscription.cancelled) return
      const pause = Math.min(10_000, 500 * 2 ** Math.min(failures, 5))
      await this.#orTimeout(new Promise(() => {}), pause)
    }
  }

  /** The replicas that gateways are, or read a topic from: numbered as logs are. */
  #logsBut(node: Members.Node, { topic, logs }: Subscription): ReadonlySet<number | undefined> {
    const replicas = this.members.replicasOf(topic)
    const others = [...this.#gateways.values()].filter((gateway) => gateway.node !== node)
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
    const replicas = this.members.replicasOf(subscription.topic)
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

  /** Notes whose log a gateway turned out to read; whether another gateway reads it, too. */
  #readsTwice(node: Members.Node, subscription: Subscription, log: number): boolean {
    const replicas = this.members.replicasOf(subscription.topic)
    if (replicas.includes(node) || replicas.length < gatewaysKept) return false
    subscription.logs.set(node.name, log)
    return this.#logsBut(node, subscription).has(log)
  }

  /** The envelope's id in hex if the delivery is plausible; else the node is named. */
  #checkDelivery(
    node: Members.Node,
    topic: Uint8Array,
    last: number,
    delivered: ReadonlySet<string>,
    response: Extract<Frame.Response, { type: 'delivery' }>,
  ): string | undefined {
    let content: Envelope.Content
    try {
      content = Codec.decode(Envelope.codec, response.envelope).content
    } catch (error) {
      this.blameDelivery(node, topic, 'malformed_envelope', String(error))
      return undefined
    }
    const name = Bytes.toHex(Envelope.idOf(this.#host.crypto, content))
    const { position } = response
    const isOld = Frame.isSameLog(position, last) && position <= last
    if (!Bytes.equal(content.topic, topic) || isOld || delivered.has(name)) {
      const detail = `envelope ${name} at position ${position}`
      this.blameDelivery(node, topic, 'replayed_envelope', detail)
      return undefined
    }
    return name
  }

  /** Gateways that follow a topic, are caught up, and have not delivered this envelope. */
  lacking(topic: Uint8Array, id: Uint8Array): Members.Node[] {
    const subscription = this.#subscriptions.get(Bytes.toHex(topic))
    if (subscription === undefined) return []
    return [...this.#gateways.values()]
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
    const { link } = await this.#linkTo(node)
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
              this.blameDelivery(node, topic, 'forged_envelope', 'it gave what was not asked for')
          } catch (error) {
            this.blameDelivery(node, topic, 'malformed_envelope', String(error))
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
    const { nodes } = this.replicas(topic)
    const order = [
      ...nodes.filter((node) => this.#gateways.has(node.name)),
      ...nodes.filter((node) => !this.#gateways.has(node.name)),
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
    const { nodes, quorum } = this.replicas(topic)
    const found = new Map<string, Uint8Array>()
    let answers = 0
    const readFrom = async (node: Members.Node): Promise<void> => {
      const { link } = await this.#linkTo(node)
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
                const name = this.#checkDelivery(node, topic, last, delivered, response)
                if (name === undefined) return
                last = response.position
                delivered.add(name)
                found.set(name, response.envelope)
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

  // ---- status

  /** Asks every node how it is. */
  async status(): Promise<NetworkStatus> {
    const nodes = await Promise.all(
      this.members.nodes.map(async (node): Promise<NodeStatus> => {
        const faults = this.#faults.filter((fault) => fault.node === node.name)
        const base = { id: node.name, url: node.url, faults }
        try {
          const gateway = await this.#linkTo(node)
          const answer = await gateway.link.call({ type: 'status' }, { timeoutMs: answerMs })
          if (answer?.type !== 'status') throw new Errors.WireError('bad_frame')
          const { version, envelopes, peers, storing } = answer
          const linked = this.#gateways.has(node.name) ? 'linked' : 'reachable'
          return {
            ...base,
            state: faults.length > 0 ? 'faulty' : linked,
            clockSkewMs: gateway.clockSkewMs,
            version,
            envelopes,
            peers,
            storing,
          }
        } catch {
          return { ...base, state: faults.length > 0 ? 'faulty' : 'unreachable' }
        }
      }),
    )
    return {
      name: this.members.name,
      id: Bytes.toHex(this.members.id),
      version: this.members.version,
      state: this.#state,
      replicas: Math.min(
        this.members.nodes.length,
        this.members.replicasOf(new Uint8Array(32)).length,
      ),
      quorum: Placement.quorum(this.members.replicasOf(new Uint8Array(32)).length),
      nodes,
    }
  }
}

function sameNode(id: Uint8Array, node: Members.Node | undefined): boolean {
  return node !== undefined && Bytes.equal(id, node.id)
}
