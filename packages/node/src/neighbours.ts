/**
 * The links to other nodes: one each. Who opens and carries them is not known here (libp2p in
 * production, memory in simulations).
 *
 * @module
 */
import { Bucket, Bytes, Errors, Frame, type Host, Link, type Topic } from '@parley/protocol'

import type { Limits as NodeLimits } from './limits.ts'
import type { Listeners } from './listeners.ts'
import type { Metrics } from './metrics.ts'
import type { Replica } from './replica.ts'
import { notPermitted, type Reader, type Server } from './server.ts'
import { Turn } from './turn.ts'
import type { Versions } from './versions.ts'

export type NeighboursOptions = {
  host: Host.Host
  limits: NodeLimits
  metrics: Metrics
  replica: Replica
  server: Server
  listeners: Listeners
  versions: Versions
  status: () => Frame.Response
  /** This node's id, 32 bytes. */
  self: Uint8Array
}

/** What belongs to one link. */
type Quota = {
  readonly requests: Bucket.Bucket
  readonly newTopics: Bucket.Bucket
  readonly signals: Bucket.Bucket
  readonly reader: Reader
  /** A round may look at everything that is stored: one at a time for each node. */
  readonly reconciling: Turn
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
    const quota: Quota = {
      requests: new Bucket.Bucket(host.clock, limits.peer.requests),
      newTopics: new Bucket.Bucket(host.clock, limits.peer.newTopics),
      signals: new Bucket.Bucket(host.clock, limits.peer.signals),
      // Another node may read what this one holds for its clients, inboxes too: it sees
      // ciphertext only, and has the right to store it all.
      reader: { permit: () => {}, turn: new Turn() },
      reconciling: new Turn(),
    }
    return new Promise((resolve) => {
      const link = new Link.Link({
        duplex,
        clock: host.clock,
        // A node forwards for all its clients: the work is bounded by the node's own limits.
        requestsMax: limits.workItemsMax,
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
    const { server, replica, metrics } = this.#options
    try {
      quota.requests.spend('requests')
      switch (request.type) {
        case 'publish':
          return await this.#publish(request, quota)
        case 'seal':
          return await replica.seal(request.topic, request.envelope, request.request)
        // Another node may read what this one holds for its clients, inboxes too: it sees
        // ciphertext only, and has the right to store it all.
        case 'subscribe':
          return await server.subscribe(request, call, quota.reader)
        case 'fetch':
          return await server.fetch(request, call, quota.reader)
        case 'head':
          return await this.#head(request)
        case 'reconcile':
          return await quota.reconciling.run(() => server.reconcile(request.salt, request.ranges))
        case 'pull':
          return await server.pull(request.keys)
        case 'vouch':
          return await server.vouch(request.keys)
        case 'signal':
          quota.signals.spend('signals')
          this.#options.listeners.deliver(request)
          return undefined
        case 'listen':
          return notPermitted('Devices listen, nodes do not.')
        case 'hello':
        case 'authenticate':
        case 'network':
        case 'changes':
          return notPermitted(
            'Nodes prove themselves by their connection, and read the registry themselves.',
          )
        case 'status':
          break
      }
      return this.#options.status()
    } catch (error) {
      if (error instanceof Errors.WireError) metrics.refused(error.code)
      // An envelope begins with its topic.
      if (request.type === 'publish') this.noteRefusal(request.envelope.subarray(0, 32), error)
      if (request.type === 'seal') this.noteRefusal(request.topic, error)
      throw error
    }
  }

  /** For this node alone: the asking node asks the other replicas itself. */
  async #publish(
    request: Extract<Frame.Request, { type: 'publish' }>,
    quota: Quota,
  ): Promise<Frame.Response> {
    const { replica, versions } = this.#options
    await versions.hear(request.version)
    versions.assertNotOlder(request.version)
    const receipt = await replica.publish(
      request.envelope,
      request.descriptor,
      'client',
      (opened) => {
        if (!replica.holds(opened.topic.id)) notPermitted('This node is no replica of the topic.')
        if (!opened.topic.stored) quota.newTopics.spend('new topics')
      },
    )
    // A receipt is for what was stored while the version held: another may compare already.
    versions.assertNotOlder(request.version)
    return { type: 'receipt', ...receipt }
  }

  /** Of an inbox nothing is said: the asking node cannot tell for whom it asks. */
  #head(request: Extract<Frame.Request, { type: 'head' }>): Promise<Frame.Response> {
    const { server, self } = this.#options
    if (!Bytes.equal(request.node, self)) notPermitted('It is another node’s log.')
    const permit = (topic: Topic.Descriptor): void => {
      if (topic.type === 'inbox') notPermitted('Ask the replica yourself.')
    }
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
