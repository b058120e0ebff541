/**
 * The links to other nodes: one each. Who opens and carries them is not known here (libp2p in
 * production, memory in simulations).
 *
 * @module
 */
import { Bytes, Errors, Frame, type Host, Link, type Topic } from '@parley/protocol'

import type { Limits as NodeLimits } from './limits.ts'
import type { Listeners } from './listeners.ts'
import type { Metrics } from './metrics.ts'
import type { Bearer, Purses } from './purses/Purses.ts'
import type { Replica } from './replica.ts'
import {
  type Asked,
  type Lane,
  type NodeSide,
  notPermitted,
  type RequestRule,
  ruleOf,
} from './requests.ts'
import type { Server } from './server.ts'
import { Turn } from './turn.ts'
import type { Settling } from './settling.ts'
import type { Versions } from './versions.ts'

export type NeighboursOptions = {
  host: Host.Host
  limits: NodeLimits
  purses: Purses
  metrics: Metrics
  replica: Replica
  server: Server
  listeners: Listeners
  versions: Versions
  settling: Settling
  status: () => Frame.Response
  /** This node's id, 32 bytes. */
  self: Uint8Array
}

/** What belongs to one link. */
type Quota = {
  /** A member answers for what its clients have it bring. */
  readonly bearer: Bearer
  readonly side: NodeSide
  /** Open requests, by lane. */
  readonly open: Record<Lane, number>
}

export class Neighbours {
  readonly #options: NeighboursOptions
  readonly #links = new Map<string, Link.Link>()
  readonly #upListeners = new Set<(name: string) => void>()
  readonly #behindListeners = new Set<(topic: Uint8Array) => void>()

  constructor(options: NeighboursOptions) {
    this.#options = options
  }

  /** Names (ids in hex) of the nodes linked now. */
  names(): string[] {
    return [...this.#links.keys()]
  }

  isUp(name: string): boolean {
    return this.#links.has(name)
  }

  /** Calls `listener` with each node that gets linked. */
  onUp(listener: (name: string) => void): void {
    this.#upListeners.add(listener)
  }

  /** Calls `listener` with the topic of each refusal that shows this node to be behind. */
  onBehind(listener: (topic: Uint8Array) => void): void {
    this.#behindListeners.add(listener)
  }

  /** Notes what this node answered about a topic, for {@link onBehind}. */
  noteRefusal(topic: Uint8Array, error: unknown): void {
    if (error instanceof Errors.WireError && behindCodes.has(error.code))
      for (const listener of this.#behindListeners) listener(topic)
  }

  /**
   * Takes a connection to a node whose identity is proved. A connection there was to the same node
   * is closed: the other side has lost it.
   *
   * @returns resolves with the reason's code when the link is closed
   */
  attach(name: string, duplex: Host.Duplex): Promise<string> {
    const { host, limits } = this.#options
    const quota = this.#quota(name)
    return new Promise((resolve) => {
      const link = new Link.Link({
        duplex,
        clock: host.clock,
        // A node forwards for all its clients: what it may have open is bounded by lanes.
        requestsMax: Object.values(limits.lanes).reduce((sum, most) => sum + most, 0),
        handler: (request, call) => this.#handle(request, call, quota),
        onInternalError: (error) => host.log.error({ err: error, peer: name }, 'request failed'),
        onClose: (code) => {
          if (this.#links.get(name) === link) this.#links.delete(name)
          host.log.info({ peer: name, code }, 'peer link closed')
          resolve(code)
        },
      })
      this.#links.get(name)?.close('link_closed', 'replaced')
      this.#links.set(name, link)
      host.log.info({ peer: name }, 'peer link open')
      for (const listener of this.#upListeners) listener(name)
    })
  }

  #quota(name: string): Quota {
    const { purses, server, replica, listeners, status, settling } = this.#options
    const bearer = purses.bearer(purses.member(name))
    const permit = (topic: Topic.Descriptor): Promise<void> | void =>
      replica.rules.of(topic).assertMayRead(topic, { type: 'replica' })
    return {
      bearer,
      open: { own: 0, seals: 0, writes: 0, pages: 0 },
      side: {
        server,
        replica,
        listeners,
        status,
        reader: { permit, turn: new Turn() },
        reconciling: new Turn(),
        spend: (what, amount) => bearer.spend(what, amount),
        publish: (request) => this.#publish(request, bearer),
        settling: async ({ statements }) => ({
          type: 'settling',
          statements: [...(await settling.exchange(name, statements))],
        }),
        head: (request) => this.#head(request),
      },
    }
  }

  /**
   * Asks another node.
   *
   * @throws WireError `unavailable` if it is not linked, else as `Link.call`
   */
  call(
    name: string,
    request: Frame.Request,
    options: Parameters<Link.Link['call']>[1] = {},
  ): Promise<Frame.Response | undefined> {
    const link = this.#links.get(name)
    if (link === undefined) return Promise.reject(new Errors.WireError('unavailable'))
    return link.call(request, options)
  }

  /** Closes all links, telling the other sides why. */
  close(code: string): void {
    for (const link of this.#links.values()) link.close(code)
  }

  async #handle(
    request: Frame.Request,
    call: Link.Call,
    quota: Quota,
  ): Promise<Frame.Response | undefined> {
    const { metrics, limits } = this.#options
    const { lane, node }: RequestRule<typeof request.type> = ruleOf(request)
    quota.open[lane]++
    try {
      quota.bearer.spend('asks')
      if (quota.open[lane] > limits.lanes[lane])
        throw new Errors.WireError('too_many_requests', { details: `Of the lane ${lane}.` })
      return await node(quota.side, request, call)
    } catch (error) {
      if (error instanceof Errors.WireError) metrics.refused(error.code)
      // An envelope begins with its topic.
      if (request.type === 'publish') this.noteRefusal(request.envelope.subarray(0, 32), error)
      if (request.type === 'seal') this.noteRefusal(request.topic, error)
      throw error
    } finally {
      quota.open[lane]--
    }
  }

  /** For this node alone: the asking node asks the other replicas itself. */
  async #publish(request: Asked<'publish'>, bearer: Bearer): Promise<Frame.Response> {
    const { replica, versions } = this.#options
    await versions.hear(request.version)
    versions.assertNotOlder(request.version)
    const receipt = await replica.publish(request.envelope, request.descriptor, 'client', {
      open: (opened) => {
        // It may be one soon, or was: one of the two knows an older network.
        if (!replica.holds(opened.topic.id))
          throw new Errors.WireError('stale_network', {
            details: 'This node is no replica of the topic.',
          })
        if (!opened.topic.stored) bearer.spend('topics')
      },
      wallet: {
        pay: () => {
          // Who brought many false ones waits for all.
          if (bearer.waitMs('falseWalletChecks') > 0) bearer.spend('falseWalletChecks')
          bearer.spend('memberWalletChecks')
        },
        wasFalse: () => void bearer.charge('falseWalletChecks', 1),
      },
    })
    // A receipt is for what was stored while the version held: another may compare already.
    versions.assertNotOlder(request.version)
    return { type: 'receipt', ...receipt }
  }

  /** The asking node does not tell for whom it asks. */
  #head(request: Asked<'head'>): Promise<Frame.Response> {
    const { server, self, replica } = this.#options
    if (!Bytes.equal(request.node, self)) notPermitted('It is another node’s log.')
    const permit = (topic: Topic.Descriptor): Promise<void> | void =>
      replica.rules.of(topic).assertMayRead(topic, { type: 'relay' })
    return server.head(request, { permit, turn: new Turn() })
  }
}

/** What a replica answers that missed something or had to turn something away. */
const behindCodes: ReadonlySet<string> = new Set<Errors.WireCode>([
  'unknown_topic',
  'unknown_epoch',
  'overloaded',
  'storage_full',
])
