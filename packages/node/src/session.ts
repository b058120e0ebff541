/**
 * One client's link: who it is, what it may do, and how much of it.
 *
 * @module
 */
import {
  type Account,
  Bucket,
  Bytes,
  Certificate,
  type Crypto,
  Errors,
  Frame,
  Handshake,
  type Host,
  Limits,
  Link,
  type Topic,
} from '@parley/protocol'

import type { Opened } from './admission.ts'
import type { Gateway } from './gateway.ts'
import type { Limits as NodeLimits, Rate } from './limits.ts'
import type { Listeners } from './listeners.ts'
import type { Metrics } from './metrics.ts'
import type { Registry } from './registry.ts'
import type { Reader } from './server.ts'
import type { Store } from './store/Store.ts'
import { Turn } from './turn.ts'
import type { WalletChecks } from './walletChecks.ts'

/** What all sessions of a node share. */
export type SessionContext = {
  host: Host.Host
  limits: NodeLimits
  metrics: Metrics
  node: { readonly id: Uint8Array; readonly keyPair: Crypto.KeyPair }
  registry: Registry
  gateway: Gateway
  listeners: Listeners
  store: Store
  walletChecks: WalletChecks
  status: () => Frame.Response
  isDraining: () => boolean
}

/** A device that proved itself on a link. */
export type Device = { readonly account: Account.Account; readonly id: Uint8Array }

/** A message costs the receiver this much however short it is. */
const messageOverheadBytes = 64

export class Session {
  readonly #context: SessionContext
  readonly #link: Link.Link
  readonly #challenge: Uint8Array
  readonly #requests: Bucket.Bucket
  readonly #bytes: Bucket.Bucket
  readonly #envelopes: Bucket.Bucket
  readonly #identityWrites: Bucket.Bucket
  readonly #reads: Bucket.Bucket
  readonly #signals: Bucket.Bucket
  readonly #heads: Bucket.Bucket
  readonly #reader: Reader = { permit: (topic) => this.#permit(topic), turn: new Turn() }
  #newTopics: Bucket.Bucket
  #greeted = false
  #device: Device | undefined
  #bytesMissing = 0
  #open = 0
  #subscriptions = 0
  #listening = false

  constructor(context: SessionContext, duplex: Host.Duplex, onClose: (code: string) => void) {
    const { host, limits } = context
    const bucket = (rate: Rate): Bucket.Bucket => new Bucket.Bucket(host.clock, rate)
    this.#context = context
    this.#challenge = host.random.bytes(32)
    this.#requests = bucket(limits.link.requests)
    this.#bytes = bucket(limits.link.bytes)
    this.#envelopes = bucket(limits.link.envelopes)
    this.#identityWrites = bucket(limits.link.identityWrites)
    this.#newTopics = bucket(limits.link.newTopics)
    this.#reads = bucket(limits.link.reads)
    this.#signals = bucket(limits.link.signals)
    this.#heads = bucket(limits.link.heads)
    const cancelDeadline = host.clock.after(limits.link.handshakeMs, () => {
      if (!this.#greeted) this.#link.close('hello_required', 'No hello came in time.')
    })
    this.#link = new Link.Link({
      duplex,
      clock: host.clock,
      requestsMax: Limits.link.requestsMax + Limits.link.subscriptionsMax,
      handler: (request, call) => this.#handle(request, call),
      onInternalError: (error) => host.log.error({ err: error }, 'request failed'),
      onClose: (code) => {
        cancelDeadline()
        onClose(code)
      },
    })
    this.#countBytes(duplex)
  }

  /** The device that proved itself, if one did. */
  get device(): Device | undefined {
    return this.#device
  }

  close(code: Errors.WireCode, details = ''): void {
    this.#link.close(code, details)
  }

  /** Accounts for what arrives before it is looked at; who goes on regardless is cut off. */
  #countBytes(duplex: Host.Duplex): void {
    const receive = duplex.onMessage
    const { burst } = this.#context.limits.link.bytes
    duplex.onMessage = (message) => {
      this.#bytesMissing = this.#bytes.charge(message.length + messageOverheadBytes)
      if (this.#bytesMissing > burst) this.#link.close('quota_exceeded', 'Too many bytes.')
      else receive(message)
    }
  }

  async #handle(request: Frame.Request, call: Link.Call): Promise<Frame.Response | undefined> {
    const isSubscription =
      request.type === 'subscribe' || request.type === 'changes' || request.type === 'listen'
    this.#open += isSubscription ? 0 : 1
    this.#subscriptions += isSubscription ? 1 : 0
    try {
      this.#admit(request)
      return await this.#answer(request, call)
    } catch (error) {
      if (error instanceof Errors.WireError && error.code !== 'cancelled')
        this.#context.metrics.refused(error.code)
      throw error
    } finally {
      this.#open -= isSubscription ? 0 : 1
      this.#subscriptions -= isSubscription ? 1 : 0
    }
  }

  #admit(request: Frame.Request): void {
    if (this.#bytesMissing > 0) {
      const { perSecond } = this.#context.limits.link.bytes
      const retryAfterMs = Math.ceil((this.#bytesMissing * 1000) / perSecond)
      throw new Errors.WireError('quota_exceeded', { details: 'Too many bytes.', retryAfterMs })
    }
    this.#requests.spend('requests')
    if (!this.#greeted && request.type !== 'hello') throw new Errors.WireError('hello_required')
    if (this.#open > Limits.link.requestsMax) throw new Errors.WireError('too_many_requests')
    if (this.#subscriptions > Limits.link.subscriptionsMax)
      throw new Errors.WireError('too_many_subscriptions')
    if (this.#context.isDraining()) throw new Errors.WireError('draining')
  }

  #answer(request: Frame.Request, call: Link.Call): Promise<Frame.Response | undefined> {
    const { gateway, status } = this.#context
    switch (request.type) {
      case 'hello':
        return this.#hello(request)
      case 'authenticate':
        return this.#authenticate(request)
      case 'publish':
        this.#envelopes.spend('envelopes')
        return gateway.publish(request, call, (opened) => this.#toll(opened))
      case 'seal':
        this.#envelopes.spend('envelopes')
        return gateway.seal(request, call)
      case 'subscribe':
        return gateway.subscribe(request, this.#paced(call), this.#reader)
      case 'fetch':
        return gateway.fetch(request, this.#paced(call), this.#reader)
      case 'signal':
        this.#proven()
        this.#signals.spend('signals')
        return gateway.signal(request)
      case 'listen':
        return this.#listen(call)
      case 'network':
        return this.#network(call)
      case 'changes':
        return this.#changes(call)
      case 'head':
        this.#heads.spend('heads')
        return gateway.head(request, this.#reader)
      case 'reconcile':
      case 'pull':
      case 'vouch':
        throw new Errors.WireError('not_permitted', {
          details: 'Only nodes of the network reconcile.',
        })
      case 'status':
        break
    }
    return Promise.resolve(status())
  }

  /** The network's file: it may be large, so it is read at the pace of all that is. */
  async #network(call: Link.Call): Promise<Frame.Response> {
    await this.#paced(call).room()
    const file = this.#context.registry.file()
    this.#reads.charge(file.length)
    return { type: 'network', file }
  }

  /** The version of the network, now and after each change, until the link gives up. */
  async #changes(call: Link.Call): Promise<undefined> {
    const { registry } = this.#context
    let wake = (): void => {}
    let isNew = true
    const unwatch = registry.onChange(() => {
      isNew = true
      wake()
    })
    call.onCancel(() => wake())
    try {
      while (!call.cancelled()) {
        if (!isNew) await new Promise<void>((resolve) => (wake = resolve))
        isNew = false
        const { version, settled } = registry.network()
        if (!call.cancelled()) await call.send({ type: 'change', version, settled })
      }
      return undefined
    } finally {
      unwatch()
    }
  }

  async #hello(request: Extract<Frame.Request, { type: 'hello' }>): Promise<Frame.Response> {
    const { host, node, registry } = this.#context
    if (this.#greeted) throw new Errors.WireError('bad_frame', { details: 'Hello was said.' })
    if (request.version !== Frame.version)
      throw new Errors.WireError('wrong_network', {
        details: `This node speaks version ${Frame.version} of the protocol.`,
      })
    const { id } = registry.network()
    if (!Bytes.equal(request.network, id)) throw new Errors.WireError('wrong_network')
    this.#greeted = true
    const time = host.clock.now()
    const challenge = this.#challenge
    const welcome = { network: id, nonce: request.nonce, challenge, time }
    const signature = await Handshake.signWelcome(host.crypto, welcome, node.keyPair)
    return { type: 'welcome', node: node.id, time, challenge, signature }
  }

  async #authenticate(
    request: Extract<Frame.Request, { type: 'authenticate' }>,
  ): Promise<undefined> {
    const { host, node, walletChecks, store, limits } = this.#context
    const { certificate } = request.certificate
    const { account, deviceKey } = certificate
    const challenge = { node: node.id, challenge: this.#challenge }
    // The cheap check first: a stranger should not cost the node a key recovery.
    if (!(await Handshake.verifyChallenge(host.crypto, challenge, request.signature, deviceKey)))
      throw new Errors.WireError('bad_challenge')
    if (this.#device === undefined) this.#identityWrites.spend('certificates')
    if (!walletChecks.certificate(request.certificate))
      throw new Errors.WireError('bad_certificate')
    const id = Certificate.deviceId(host.crypto, deviceKey)
    if (await store.isRevoked(account, id))
      throw new Errors.WireError('not_permitted', { details: 'The device is revoked.' })
    // More topics are allowed once for a link, however often it proves itself.
    if (this.#device === undefined)
      this.#newTopics = new Bucket.Bucket(host.clock, limits.link.newTopicsAuthenticated)
    this.#device = { account, id }
    return undefined
  }

  /** The device that proved itself; signals are between such only. */
  #proven(): Device {
    if (this.#device === undefined) throw new Errors.WireError('unauthenticated')
    return this.#device
  }

  async #listen(call: Link.Call): Promise<undefined> {
    const { id } = this.#proven()
    if (this.#listening)
      throw new Errors.WireError('too_many_subscriptions', { details: 'The link listens already.' })
    this.#listening = true
    try {
      return await this.#context.listeners.listen(id, call)
    } finally {
      this.#listening = false
    }
  }

  /** The same call, at the pace that the link may read. */
  #paced(call: Link.Call): Link.Call {
    const { clock } = this.#context.host
    return {
      ...call,
      hasRoom: () => call.hasRoom() && this.#reads.waitMs(1) === 0,
      room: async () => {
        for (;;) {
          await call.room()
          const waitMs = this.#reads.waitMs(1)
          if (waitMs === 0) return
          await new Promise<void>((resolve) => clock.after(waitMs, resolve))
        }
      },
      send: (response) => {
        if (response.type === 'delivery') this.#reads.charge(response.envelope.length)
        return call.send(response)
      },
    }
  }

  /** What an envelope counts towards, once it is known what it is. */
  #toll({ topic }: Opened): void {
    if (topic.descriptor.type === 'identity' && this.#device === undefined)
      this.#identityWrites.spend('identity entries')
    if (!topic.stored) this.#newTopics.spend('new topics')
  }

  /** Inboxes are their account's: what strangers wrote is read by its certified devices only. */
  async #permit(topic: Topic.Descriptor): Promise<void> {
    if (topic.type !== 'inbox') return
    if (this.#device === undefined) throw new Errors.WireError('unauthenticated')
    const { account, id } = this.#device
    if (account !== topic.account) throw new Errors.WireError('not_permitted')
    if (await this.#context.store.isRevoked(account, id))
      throw new Errors.WireError('not_permitted', { details: 'The device is revoked.' })
  }
}
