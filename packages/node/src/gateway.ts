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
  Frame,
  Limits,
  Link,
  type Network,
  Topic,
} from '@parley/protocol'

import { keyOf } from './admission.ts'
import type { Listeners } from './listeners.ts'
import type { Neighbours } from './neighbours.ts'
import type { Replica, Toll } from './replica.ts'
import type { Reader, Server } from './server.ts'

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
  network: () => Network.Network
  replica: Replica
  server: Server
  neighbours: Neighbours
  listeners: Listeners
}

/** Whether a response is what the replica with this id may answer. */
type Expected = (response: Frame.Response, id: Uint8Array) => boolean
type Publish = Extract<Frame.Request, { type: 'publish' }>
type Seal = Extract<Frame.Request, { type: 'seal' }>
type Subscribe = Extract<Frame.Request, { type: 'subscribe' }>
type Fetch = Extract<Frame.Request, { type: 'fetch' }>
type Signal = Extract<Frame.Request, { type: 'signal' }>

export class Gateway {
  readonly #options: GatewayOptions

  constructor(options: GatewayOptions) {
    this.#options = options
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
    const { replica } = this.#options
    const { envelope, descriptor } = request
    // An envelope begins with its topic.
    if (envelope.length < 32) throw new Errors.WireError('bad_envelope')
    const topic = envelope.subarray(0, 32)
    const isReceipt = this.#receiptOf(topic, envelope)
    replica.work.enter(envelope.length)
    try {
      if (!replica.holds(topic)) return await this.#askAll(topic, call, request, isReceipt)
      // Checked here before it goes on, so that a flood of forgeries is one node's and not four's.
      const own = replica.admit(envelope, descriptor, 'client', toll)
      await own.catch((error: unknown) => {
        if (!(error instanceof Errors.WireError) || finalCodes.has(error.code)) throw error
      })
      return await this.#askAll(topic, call, request, isReceipt, async () => {
        const receipt = await replica.store(await own)
        return { type: 'receipt', ...receipt }
      })
    } finally {
      replica.work.leave(envelope.length)
    }
  }

  /** Asks all replicas of a topic to take part in a slot. Answers with a `vote` or `refusal` each. */
  seal(request: Seal, call: Link.Call): Promise<Frame.Response | undefined> {
    const { replica } = this.#options
    const { topic, envelope } = request
    const isVote: Expected = (response, id) =>
      response.type === 'vote' && Bytes.equal(response.node, id)
    return this.#askAll(topic, call, request, isVote, () =>
      replica.seal(topic, envelope, request.request),
    )
  }

  /**
   * Hands a signal to the nodes of the device's place: it listens at one of them, or it is not there.
   *
   * @throws WireError `unavailable` if it listens at none that can be reached
   */
  async signal(request: Signal): Promise<undefined> {
    const { self, network, neighbours, listeners } = this.#options
    const places = network().replicasOf(request.device)
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
    topic: Uint8Array,
    call: Link.Call,
    request: Publish | Seal,
    isExpected: Expected,
    own?: () => Promise<Frame.Response>,
  ): Promise<Frame.Response> {
    const { self, network, neighbours } = this.#options
    const replicas = network().replicasOf(topic)
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
        else if (own)
          own().then(answer, (error: unknown) => {
            neighbours.noteRefusal(topic, error)
            refuse(error)
          })
      }
    })
    await Promise.all(sent)
    return last
  }

  /** What is passed on is what was asked for: a client blames who brought it anything else. */
  async #ask(
    name: string,
    request: Publish | Seal,
    isExpected: (response: Frame.Response) => boolean,
  ): Promise<Frame.Response> {
    const response = await this.#options.neighbours.call(name, request, { timeoutMs: replicaMs })
    if (response === undefined || !isExpected(response))
      throw new Errors.WireError('internal', { details: 'The replica answered something else.' })
    return response
  }

  /** Everything after a position: from here, or through a replica of the topic. */
  async subscribe(request: Subscribe, call: Link.Call, reader: Reader): Promise<undefined> {
    const { replica, server } = this.#options
    if (replica.holds(request.topic)) return server.subscribe(request, call, reader)
    const { name, index } = this.#reachable(request.topic, request.after)
    const inner = { ...request, after: innerPosition(index, request.after) }
    await this.#relay({ name, request: inner, index, timeoutMs: Infinity }, call, reader)
    // The replica ended it. Its places in its log say nothing about another replica's.
    throw new Errors.WireError('unavailable')
  }

  /** Envelopes by name: from here, or through a replica of the topic. */
  async fetch(request: Fetch, call: Link.Call, reader: Reader): Promise<undefined> {
    const { replica, server } = this.#options
    if (replica.holds(request.topic)) return server.fetch(request, call, reader)
    const { name, index } = this.#reachable(request.topic)
    const timeoutMs = Limits.time.requestMs
    return this.#relay({ name, request, index, timeoutMs }, call, reader)
  }

  /** A replica of a topic that is linked: the one a position is of, else the first in order. */
  #reachable(topic: Uint8Array, position = 0): { name: string; index: number } {
    const { network, neighbours } = this.#options
    const replicas = network().replicasOf(topic)
    const last = replicas[Frame.logOf(position) - 1]
    const index =
      last !== undefined && neighbours.isUp(last.name)
        ? replicas.indexOf(last)
        : replicas.findIndex(({ name }) => neighbours.isUp(name))
    if (index < 0) throw new Errors.WireError('unavailable')
    return { name: replicas[index]!.name, index }
  }

  /** Passes on what a replica delivers, in order, at the reader's pace. */
  async #relay(
    to: { name: string; index: number; request: Subscribe | Fetch; timeoutMs: number },
    call: Link.Call,
    reader: Reader,
  ): Promise<undefined> {
    const { name, request, index, timeoutMs } = to
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
      await call.send({ ...response, position: outerPosition(index, response.position) })
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
    let descriptor: Topic.Descriptor | undefined
    await neighbours.call(
      name,
      { type: 'pull', keys },
      {
        onData: (response) => {
          if (response.type === 'item') descriptor = response.descriptor
        },
      },
    )
    if (!descriptor || !Bytes.equal(Topic.idOf(crypto, descriptor), topic))
      throw new Errors.WireError('unavailable', { details: 'The replica shows no descriptor.' })
    await reader.permit(descriptor)
  }
}

/**
 * Positions of a topic that is read through a replica carry the replica's place in the topic's set,
 * so that a cursor into one replica's log is never taken for one into another's: it then begins
 * anew, and the reader drops what it has.
 */
function outerPosition(index: number, position: number): number {
  return (index + 1) * Frame.positionsPerLog + (position % Frame.positionsPerLog)
}

function innerPosition(index: number, position: number): number {
  return Math.floor(position / Frame.positionsPerLog) === index + 1
    ? position % Frame.positionsPerLog
    : 0
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
