/**
 * The links to nodes: two gateways where there are as many nodes, kept through failures, and a node
 * that lies named and left.
 *
 * @module
 */
import { Errors, type Frame, type Link, type Network as Members } from '@parley/protocol'

import type { Fault } from './api.ts'
import { connect, type DeviceProof, type Gateway, ImpostorError } from './gateway.ts'
import type { ClientHost } from './host.ts'

/** How many gateways are kept: the second sees what the first leaves out, and takes over at once. */
export const gatewaysKept = 2
/** First and longest pause before a node is tried again. */
const retryMsMin = 250
export const retryMsMax = 15_000
/** A replica that has not answered by then is worked around. */
export const answerMs = 4000
/** A gateway that keeps a question waiting for so long is not waited for alone. */
export const hedgeMs = 1000
/** A node caught lying is left alone for so long, if any other can be reached. */
const distrustMs = 10 * 60_000
/** A link opened for one question is kept for the next. */
const directIdleMs = 30_000

type Attempt = { failures: number; notBefore: number; faultyUntil: number }

export type GatewaysOptions = {
  host: ClientHost
  /** Who is in the network now. */
  members: () => Members.Network
  device: DeviceProof
  onFault: (fault: Fault) => void
  onGateway: (gateway: Gateway) => void
  onLost: (gateway: Gateway) => void
  /** The set of gateways, or what is known of nodes, changed. */
  onChange: () => void
}

export class Gateways {
  readonly #members: () => Members.Network
  readonly #host: ClientHost
  readonly #device: DeviceProof
  readonly #onFault: (fault: Fault) => void
  readonly #onGateway: (gateway: Gateway) => void
  readonly #onLost: (gateway: Gateway) => void
  readonly #onChange: () => void
  readonly #gateways = new Map<string, Gateway>()
  readonly #connecting = new Set<string>()
  readonly #direct = new Map<string, Promise<Gateway>>()
  readonly #attempts = new Map<string, Attempt>()
  readonly #faults: Fault[] = []
  readonly #closing = new AbortController()
  #waiters: (() => void)[] = []
  #cancelRetry: () => void = () => {}

  constructor(options: GatewaysOptions) {
    this.#host = options.host
    this.#members = options.members
    this.#device = options.device
    this.#onFault = options.onFault
    this.#onGateway = options.onGateway
    this.#onLost = options.onLost
    this.#onChange = options.onChange
  }

  /** Who is in the network now. */
  get members(): Members.Network {
    return this.#members()
  }

  /** Those who may be gateways: who left serves no newcomers. */
  get #eligible(): Members.Node[] {
    const { nodes, isMember } = this.members
    return nodes.filter((node) => isMember(node.name))
  }

  #attempt({ name }: Pick<Members.Node, 'name'>): Attempt {
    let attempt = this.#attempts.get(name)
    if (attempt === undefined) {
      attempt = { failures: 0, notBefore: 0, faultyUntil: 0 }
      this.#attempts.set(name, attempt)
    }
    return attempt
  }

  /** The members changed: leaves gateways that are none any more, and looks for others. */
  follow(): void {
    for (const [name, gateway] of this.#gateways)
      if (!this.members.isMember(name)) gateway.link.close('left')
    this.#fill()
  }

  /** Begins to connect. */
  start(): void {
    this.#fill()
  }

  /** The gateways there are now. */
  all(): readonly Gateway[] {
    return [...this.#gateways.values()]
  }

  /** Whether a node is a gateway now. */
  has(node: Members.Node): boolean {
    return this.#gateways.has(node.name)
  }

  get closed(): boolean {
    return this.#closing.signal.aborted
  }

  /** Whether every node was tried, and none could be reached. */
  get allFailed(): boolean {
    return this.#eligible.every((node) => this.#attempt(node).failures > 0)
  }

  /** What a node was caught at. */
  faultsOf(node: Members.Node): Fault[] {
    return this.#faults.filter((fault) => fault.node === node.name)
  }

  /** Resolves at the next {@link wake}. */
  changed(): Promise<void> {
    return new Promise((resolve) => this.#waiters.push(resolve))
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
    this.#onChange()
  }

  #fill(): void {
    this.#cancelRetry()
    if (this.#closing.signal.aborted) return
    const now = this.#host.clock.now()
    const wanted = Math.min(gatewaysKept, this.#eligible.length)
    const order = this.#shuffled()
      .filter((node) => !this.#gateways.has(node.name) && !this.#connecting.has(node.name))
      .toSorted((a, b) => this.#rank(a) - this.#rank(b))
    // A liar is better than nobody, as what it says is verified; but it is company to no one.
    const trusted = order.filter((node) => this.#attempt(node).faultyUntil <= now)
    const alone = this.#gateways.size + this.#connecting.size === 0
    const unreachable = trusted.every((node) => this.#attempt(node).failures > 0)
    const candidates = alone && unreachable ? order : trusted
    for (const node of candidates) {
      if (this.#gateways.size + this.#connecting.size >= wanted) break
      if (this.#attempt(node).notBefore <= now) void this.#connect(node)
    }
    if (this.#gateways.size + this.#connecting.size < wanted) {
      const soonest = Math.min(
        ...order.map((node) => {
          const { notBefore, faultyUntil } = this.#attempt(node)
          return candidates.includes(node) ? notBefore : Math.max(notBefore, faultyUntil)
        }),
      )
      if (soonest !== Infinity)
        this.#cancelRetry = this.#host.clock.after(Math.max(10, soonest - now), () => this.#fill())
    }
    this.#onChange()
  }

  #rank(node: Members.Node): number {
    const { failures, faultyUntil } = this.#attempt(node)
    return failures + (faultyUntil > this.#host.clock.now() ? 1000 : 0)
  }

  #shuffled(): Members.Node[] {
    const nodes = this.#eligible
    const weights = this.#host.random.bytes(nodes.length)
    return nodes
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
      this.#attempt(node).failures = 0
      this.#gateways.set(node.name, gateway)
      if (gateway.link.closed !== undefined) return this.#lost(gateway)
      this.#onGateway(gateway)
      this.wake()
      this.#fill()
    } catch (error) {
      this.#connecting.delete(node.name)
      this.#failed(node, error)
      this.#fill()
    }
  }

  #failed(node: Members.Node, error: unknown): void {
    const attempt = this.#attempt(node)
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
    this.#onLost(gateway)
    const attempt = this.#attempt(gateway.node)
    attempt.notBefore = Math.max(attempt.notBefore, this.#host.clock.now() + retryMsMin)
    this.#fill()
  }

  /** A gateway, as soon as there is one. Rejects with `unavailable` after `timeoutMs`. */
  async any(exclude: ReadonlySet<string>, timeoutMs: number): Promise<Gateway> {
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

  /** A gateway did not answer: others are asked before it from now on. */
  demote(gateway: Gateway): void {
    const { name } = gateway.node
    if (this.#gateways.get(name) !== gateway) return
    this.#gateways.delete(name)
    this.#gateways.set(name, gateway)
  }

  /** What each gateway has for the network's file. */
  networkFiles(): Promise<string>[] {
    return this.all().map(async ({ link }) => {
      const answer = await link.call({ type: 'network' }, { timeoutMs: answerMs })
      if (answer?.type !== 'network') throw new Errors.WireError('bad_frame')
      return answer.file
    })
  }

  wake(): void {
    const waiters = this.#waiters
    this.#waiters = []
    for (const wake of waiters) wake()
  }

  /** A link to this very node: a gateway, or one opened for the purpose and kept a while. */
  linkTo(node: Members.Node): Promise<Gateway> {
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
        ({ link }) => {
          const closeWhenIdle = (): void => {
            this.#host.clock.after(directIdleMs, () => {
              if (link.asking > 0) return closeWhenIdle()
              forget()
              link.close('idle')
            })
          }
          closeWhenIdle()
        },
        (error: unknown) => {
          forget()
          if (error instanceof ImpostorError) this.fault(node, 'bad_identity', error.details ?? '')
        },
      )
    }
    return direct
  }

  /** Takes up what nodes were caught at before: what is proved is not forgotten. */
  remember(faults: readonly Fault[]): void {
    for (const fault of faults) {
      this.#faults.push(fault)
      this.#attempt({ name: fault.node }).faultyUntil = Infinity
    }
  }

  /**
   * Names a node that did what no honest node does, and leaves it.
   *
   * @param evidence that proves it, encoded: it is never trusted again
   */
  fault(node: Members.Node, kind: Fault['kind'], detail: string, evidence?: Uint8Array): void {
    const fault: Fault = {
      node: node.name,
      url: node.url,
      kind,
      detail,
      at: this.#host.clock.now(),
      ...(evidence === undefined ? {} : { evidence }),
    }
    this.#faults.push(fault)
    const { url, at } = fault
    const proved = evidence !== undefined
    this.#host.log.warn({ node: node.name, url, kind, detail, at, proved }, 'a node misbehaved')
    const attempt = this.#attempt(node)
    const until = proved ? Infinity : this.#host.clock.now() + distrustMs
    attempt.faultyUntil = Math.max(attempt.faultyUntil, until)
    this.#gateways.get(node.name)?.link.close('misbehaved')
    this.#onFault(fault)
  }

  /**
   * Names the signer of something bad if `via` passed it on in its name: if the signer says so
   * itself, too. If it does not, one of the two lies, and it cannot be told which.
   *
   * @param ask puts the same question; whether the answer is good
   */
  async blame(
    signer: Members.Node,
    via: Members.Node,
    kind: Fault['kind'],
    detail: string,
    ask: (link: Link.Link) => Promise<boolean>,
  ): Promise<void> {
    if (signer.name === via.name) return this.fault(via, kind, detail)
    const { log } = this.#host
    try {
      const { link } = await this.linkTo(signer)
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
    if (this.members.replicasOf(topic).some(({ name }) => name === node.name))
      this.fault(node, kind, detail)
    else this.#host.log.warn({ via: node.url, kind, detail }, 'bad delivery')
  }

  /** The first answer that `judge` has an opinion of; rejects if there is none. */
  async firstOf(
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

  /** Resolves when the promise has settled, or the time is over. */
  orTimeout(promise: Promise<unknown>, timeoutMs: number): Promise<void> {
    return new Promise((resolve) => {
      const cancel = this.#host.clock.after(timeoutMs, resolve)
      const done = (): void => {
        cancel()
        resolve()
      }
      promise.then(done, done)
    })
  }
}
