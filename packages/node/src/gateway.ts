/**
 * The gateway: asks the replicas of a topic on behalf of a client's link, and streams back what
 * each of them says.
 *
 * @module
 */
import * as Codec from '@parley/codec'
import {
  Bytes,
  type Crypto,
  Envelope,
  Errors,
  type Frame,
  Limits,
  Link,
  type Network,
  Topic,
} from '@parley/protocol'

import { keyOf } from './admission.ts'
import type { Listeners } from './listeners.ts'
import type { Neighbours } from './neighbours.ts'
import type { Registry } from './registry.ts'
import type { Replica, Toll } from './replica.ts'
import type { Reader, Server } from './server.ts'
import type { Versions } from './versions.ts'
import type { Witness } from './witness.ts'

/** A replica that takes longer is reported as late; what it stores later counts nonetheless. */
const replicaMs = 5_000

/** Refusals that no other replica would decide differently: nothing is forwarded after them. */
const finalCodes: ReadonlySet<string> = new Set<Errors.WireCode>([
  'bad_envelope',
  'bad_descriptor',
  'bad_signature',
  'bad_postage',
  'bad_identity',
  'bad_retention',
  'too_large',
  'quota_exceeded',
  'overloaded',
])

export type GatewayOptions = {
  /** This node's id in hex. */
  self: string
  crypto: Crypto.Crypto
  registry: Registry
  versions: Versions
  replica: Replica
  server: Server
  neighbours: Neighbours
  listeners: Listeners
  witness: Witness
}

/** Whether a response is what the replica with this id may answer. */
type Expected = (response: Frame.Response, id: Uint8Array) => boolean
type Publish = Extract<Frame.Request, { type: 'publish' }>
type Seal = Extract<Frame.Request, { type: 'seal' }>
type Subscribe = Extract<Frame.Request, { type: 'subscribe' }>
type Fetch = Extract<Frame.Request, { type: 'fetch' }>
type Signal = Extract<Frame.Request, { type: 'signal' }>
type Head = Extract<Frame.Request, { type: 'head' }>

export class Gateway {
  readonly #options: GatewayOptions

  constructor(options: GatewayOptions) {
    this.#options = options
  }

  get #network(): Network.Network {
    return this.#options.registry.network()
  }

  /**
   * Publishes an envelope at all replicas of its topic. Answers with a `receipt` or `refusal` of
   * each, as they come.
   *
   * @param toll what the link accounts for, once it is known what the envelope is
   * @throws WireError if it is refused here in a way no other replica would decide differently
   */
  async publish(
    request: Publish,
    call: Link.Call,
    toll: Toll,
  ): Promise<Frame.Response | undefined> {
    const { replica, versions } = this.#options
    const { envelope, descriptor, version } = request
    await versions.hear(version)
    versions.assertNotOlder(version)
    // An envelope begins with its topic.
    if (envelope.length < 32) throw new Errors.WireError('bad_envelope')
    const topic = envelope.subarray(0, 32)
    const isReceipt = this.#receiptOf(topic, envelope)
    replica.work.enter(envelope.length)
    try {
      const nodes = this.#network.replicasOf(topic)
      if (!replica.holds(topic)) return await this.#askAll(nodes, call, request, isReceipt)
      // Checked here before it goes on, so that a flood of forgeries is one node's and not four's.
      const own = replica.admit(envelope, descriptor, 'client', toll)
      await own.catch((error: unknown) => {
        if (!(error instanceof Errors.WireError) || finalCodes.has(error.code)) throw error
      })
      return await this.#askAll(nodes, call, request, isReceipt, async () => {
        try {
          const receipt = await replica.store(await own)
          // A receipt is for what was stored while the version held: another may compare already.
          versions.assertNotOlder(version)
          return { type: 'receipt', ...receipt }
        } catch (error) {
          this.#options.neighbours.noteRefusal(topic, error)
          throw error
        }
      })
    } finally {
      replica.work.leave(envelope.length)
    }
  }

  /** Asks those who decide a slot to take part in it. Answers with a `vote` or `refusal` each. */
  async seal(request: Seal, call: Link.Call): Promise<Frame.Response | undefined> {
    const { replica, versions, neighbours } = this.#options
    const { topic, envelope, version } = request
    await versions.hear(version)
    const set = this.#network.setAt(topic, version)
    if (set === undefined) throw new Errors.WireError('stale_network')
    const isVote: Expected = (response, id) =>
      response.type === 'vote' && Bytes.equal(response.node, id)
    return this.#askAll(set.nodes, call, request, isVote, async () => {
      try {
        return await replica.seal(topic, envelope, request.request)
      } catch (error) {
        neighbours.noteRefusal(topic, error)
        throw error
      }
    })
  }

  /**
   * Hands a signal to the nodes of the device's place: it listens at one of them, or it is not there.
   *
   * @throws WireError `unavailable` if it listens at none that can be reached
   */
  async signal(request: Signal): Promise<undefined> {
    const { self, neighbours, listeners } = this.#options
    const places = this.#network.replicasOf(request.device)
    await Promise.any(
      places.map(async ({ name }) => {
        if (name === self) listeners.deliver(request)
        else await neighbours.call(name, request, { timeoutMs: replicaMs })
      }),
    ).catch(() => {
      throw new Errors.WireError('unavailable')
    })
    return undefined
  }

  /** What a replica may answer to an envelope: a receipt of its own, for this one. */
  #receiptOf(topic: Uint8Array, envelope: Uint8Array): Expected {
    const ref = refOf(this.#options.crypto, envelope)
    return (response, id) =>
      response.type === 'receipt' &&
      Bytes.equal(response.statement.node, id) &&
      Bytes.equal(response.statement.topic, topic) &&
      Envelope.sameRef(response.statement.envelope, ref)
  }

  /** Each replica's answer as it comes; the last one ends the call. */
  async #askAll(
    replicas: readonly Network.Node[],
    call: Link.Call,
    request: Publish | Seal,
    isExpected: Expected,
    own?: () => Promise<Frame.Response>,
  ): Promise<Frame.Response> {
    const { self } = this.#options
    if (replicas.length === 0) throw new Errors.WireError('unavailable')
    const sent: Promise<void>[] = []
    const last = await new Promise<Frame.Response>((resolve) => {
      let left = replicas.length
      const answer = (response: Frame.Response): void => {
        left--
        if (left === 0) resolve(response)
        // Who gave up has no use for it, but what is stored stays stored.
        else sent.push(call.send(response).catch(() => {}))
      }
      for (const { name, id } of replicas) {
        const refuse = (error: unknown): void => answer(refusal(id, error))
        if (name !== self)
          this.#ask(name, request, (response) => isExpected(response, id)).then(answer, refuse)
        else if (own) own().then(answer, refuse)
      }
    })
    await Promise.all(sent)
    return last
  }

  /** What is passed on is what was asked for: a client blames who brought it anything else. */
  async #ask(
    name: string,
    request: Publish | Seal | Head,
    isExpected: (response: Frame.Response) => boolean,
  ): Promise<Frame.Response> {
    const response = await this.#options.neighbours.call(name, request, { timeoutMs: replicaMs })
    if (response === undefined || !isExpected(response))
      throw new Errors.WireError('internal', { details: 'The replica answered something else.' })
    this.#options.witness.response(response)
    return response
  }

  /** The signed head of the log of the replica that is named: this node, or another. */
  head(request: Head, reader: Reader): Promise<Frame.Response> {
    const { self, server } = this.#options
    const name = Bytes.toHex(request.node)
    if (name === self) return server.head(request, reader)
    const { topic, node, position } = request
    return this.#ask(name, request, (response) => {
      if (response.type !== 'head') return false
      const { statement } = response
      const isAsked = Bytes.equal(statement.node, node) && Bytes.equal(statement.topic, topic)
      return isAsked && (position === undefined || statement.position === position)
    })
  }

  /** Everything after a position of a replica's log: from here, or through that replica. */
  async subscribe(request: Subscribe, call: Link.Call, reader: Reader): Promise<undefined> {
    const { self, server } = this.#options
    const name = Bytes.toHex(request.replica)
    if (name === self) return server.subscribe(request, call, reader)
    // Links to other nodes are for what clients of the network need.
    if (!this.#network.replicasOf(request.topic).some((replica) => replica.name === name))
      throw new Errors.WireError('not_permitted', { details: 'It is no replica of the topic.' })
    await this.#relay({ name, request, timeoutMs: Infinity }, call, reader)
    // The replica ended it.
    throw new Errors.WireError('unavailable')
  }

  /** Envelopes by name: from here, or through a replica of the topic. */
  async fetch(request: Fetch, call: Link.Call, reader: Reader): Promise<undefined> {
    const { replica, server, neighbours } = this.#options
    if (replica.holds(request.topic)) return server.fetch(request, call, reader)
    const near = this.#network.replicasOf(request.topic).find(({ name }) => neighbours.isUp(name))
    if (near === undefined) throw new Errors.WireError('unavailable')
    return this.#relay({ name: near.name, request, timeoutMs: Limits.time.requestMs }, call, reader)
  }

  /** Passes on what a replica delivers, in order, at the reader's pace. */
  async #relay(
    to: { name: string; request: Subscribe | Fetch; timeoutMs: number },
    call: Link.Call,
    reader: Reader,
  ): Promise<undefined> {
    const { name, request, timeoutMs } = to
    const stop = new AbortController()
    const failed = Promise.withResolvers<never>()
    call.onCancel(() => fail(new Errors.WireError('cancelled')))
    let permitted: Promise<void> | undefined
    let tail = Promise.resolve()
    const pass = async (response: Frame.Response): Promise<void> => {
      if (stop.signal.aborted) return
      if (response.type !== 'delivery' && response.type !== 'caughtUp') return
      if (response.type === 'delivery')
        await (permitted ??= this.#permit(name, request.topic, response.envelope, reader))
      await call.send(response)
    }
    const fail = (error: unknown): void => {
      // In this order: the reason is what ends the call, not that it ends.
      failed.reject(error)
      stop.abort()
    }
    const onData = (response: Frame.Response): Promise<void> =>
      (tail = tail.then(() => pass(response)).catch(fail))
    try {
      const { neighbours } = this.#options
      const relayed = neighbours.call(name, request, { timeoutMs, signal: stop.signal, onData })
      await Promise.race([relayed, failed.promise])
      await Promise.race([tail, failed.promise])
      return undefined
    } finally {
      stop.abort()
    }
  }

  /** Learns from the replica what a topic is that is not held here, and whether it may be read. */
  async #permit(
    name: string,
    topic: Uint8Array,
    envelope: Uint8Array,
    reader: Reader,
  ): Promise<void> {
    const { neighbours, crypto } = this.#options
    const keys = [keyOf(topic, refOf(crypto, envelope))]
    const answer = await neighbours.call(name, { type: 'pull', keys })
    const descriptor = answer?.type === 'items' ? answer.topics[0] : undefined
    if (!descriptor || !Bytes.equal(Topic.idOf(crypto, descriptor), topic))
      throw new Errors.WireError('unavailable', { details: 'The replica shows no descriptor.' })
    await reader.permit(descriptor)
  }
}

function refOf(crypto: Crypto.Crypto, bytes: Uint8Array): Envelope.Ref {
  try {
    return Envelope.refOf(crypto, Codec.decode(Envelope.codec, bytes).content)
  } catch (error) {
    if (!(error instanceof Codec.CodecError)) throw error
    throw new Errors.WireError('bad_envelope', { details: error.message })
  }
}

function refusal(node: Uint8Array, error: unknown): Frame.Response {
  const coded = error instanceof Errors.WireError ? error : new Errors.WireError('internal')
  // The link to the replica closed, not the client's.
  const code = coded.code === 'link_closed' ? new Errors.WireError('unavailable') : coded
  return { type: 'refusal', node, error: Link.toFrame(code) }
}
