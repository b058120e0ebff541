/**
 * Signals over nodes: listens where others look for this device, and sends.
 *
 * @module
 */
import {
  Bucket,
  Bytes,
  Certificate,
  Errors,
  Limits,
  type Network as Members,
} from '@parley/protocol'

import type { Gateway } from '../gateway.ts'
import { background, type Session } from '../session.ts'
import * as Signal from './signal.ts'

/** A link that fails is replaced by another; it is looked for after so long. */
const relistenMs = 1_000
/** Each costs a key agreement, whoever sent it. */
const opened: Bucket.Rate = { perSecond: 20, burst: 200 }
/** Signals remembered, so that none is heard twice: more than come while one is fresh. */
const heardMax = 4096

export type SignallingEvents = {
  /** Whose signals are heard, by the device's id in hex; `undefined`: nobody's. */
  readonly certificateOf: (device: string) => Certificate.Certificate | undefined
  readonly onSignal: (device: string, said: Signal.Said) => void
  /** This device can be signalled again, after it could not. */
  readonly onListening: () => void
}

export class Signalling {
  readonly #session: Session
  readonly #events: SignallingEvents
  readonly #opened: Bucket.Bucket
  /** Nodes listened at, by name. */
  readonly #listening = new Set<string>()
  /** Signals heard, by id, each with its time. */
  readonly #heard = new Map<string, number>()
  readonly #closing = new AbortController()
  #last: Promise<void> = Promise.resolve()

  constructor(session: Session, events: SignallingEvents) {
    this.#session = session
    this.#events = events
    this.#opened = new Bucket.Bucket(session.host.clock, opened)
  }

  /** Begins to listen. */
  start(): void {
    background(this.#session, 'does not listen for signals', async () => {
      while (!this.#closing.signal.aborted) {
        this.#listenAll()
        await this.#session.network.changed()
      }
    })
  }

  close(): void {
    this.#closing.abort()
  }

  /** The nodes where others look for this device. */
  #places(): readonly Members.Node[] {
    const { network, device } = this.#session
    return network.members.replicasOf(Bytes.fromHex(device.id))
  }

  #listenAll(): void {
    const { network } = this.#session
    const places = new Set(this.#places().map((node) => node.name))
    for (const gateway of network.gateways) if (places.has(gateway.node.name)) this.#listen(gateway)
    // In a large network no gateway may be such a place: a link of its own then.
    if (this.#listening.size === 0 && network.gateways.length > 0)
      background(this.#session, 'no place to listen at', () => this.#listenAnywhere())
  }

  async #listenAnywhere(): Promise<void> {
    for (const node of this.#places()) {
      try {
        const gateway = await this.#session.network.linkTo(node)
        if (this.#listening.size === 0) this.#listen(gateway)
        return
      } catch {
        // The next one.
      }
    }
    this.#again()
  }

  #again(): void {
    this.#session.host.clock.after(relistenMs, () => {
      if (!this.#closing.signal.aborted) this.#listenAll()
    })
  }

  #listen({ node, link }: Gateway): void {
    if (this.#listening.has(node.name) || link.closed !== undefined) return
    const isFirst = this.#listening.size === 0
    this.#listening.add(node.name)
    const done = (): void => {
      this.#listening.delete(node.name)
      if (this.#listening.size === 0) this.#again()
    }
    link
      .call(
        { type: 'listen' },
        {
          timeoutMs: Infinity,
          signal: this.#closing.signal,
          onData: (response) => {
            if (response.type === 'signal') this.#take(response.body.slice())
          },
        },
      )
      .then(done, done)
    if (isFirst) this.#events.onListening()
  }

  /** One after the other, as they were sent: signatures are checked elsewhere, in no fixed order. */
  #take(body: Uint8Array): void {
    if (this.#opened.take() > 0) return
    this.#last = this.#last.then(() =>
      this.#hear(body).catch((error: unknown) =>
        this.#session.host.log.error({ error: String(error) }, 'a signal was not heard'),
      ),
    )
  }

  async #hear(body: Uint8Array): Promise<void> {
    const { host, device } = this.#session
    const value = Signal.open(host.primitives, body, device.inboxSecret)
    if (value === undefined) return
    const { from, to, at, id, said } = value.content
    const now = host.clock.now()
    if (Bytes.toHex(to) !== device.id || Math.abs(now - at) > Limits.time.futureMsMax) return
    const name = Bytes.toHex(from)
    const certificate = this.#events.certificateOf(name)
    if (certificate === undefined || this.#heard.has(Bytes.toHex(id))) return
    if (!(await Signal.verify(host.crypto, value, certificate.deviceKey))) return
    this.#remember(Bytes.toHex(id), at, now)
    this.#events.onSignal(name, said)
  }

  #remember(id: string, at: number, now: number): void {
    this.#heard.set(id, at)
    if (this.#heard.size <= heardMax) return
    for (const [other, heardAt] of this.#heard)
      if (now - heardAt > Limits.time.futureMsMax) this.#heard.delete(other)
    // No friend signals that much: the bucket above lets through fewer while one is fresh.
    if (this.#heard.size > heardMax) this.#heard.delete(this.#heard.keys().next().value!)
  }

  /**
   * Tells a device something, if it listens.
   *
   * @throws WireError `unavailable` if it does not, or no gateway can be reached
   */
  async send(to: Certificate.Certificate, said: Signal.Said): Promise<void> {
    const { host, network, device } = this.#session
    const id = Certificate.deviceId(host.crypto, to.deviceKey)
    const content: Signal.Content = {
      from: Bytes.fromHex(device.id),
      to: id,
      at: host.clock.now(),
      id: host.random.bytes(16),
      said,
    }
    const keys = { device: device.deviceKey, inboxKey: to.inboxKey }
    const body = await Signal.seal(host, content, keys)
    // Any of them first: one that loses signals is not asked each time.
    const { gateways } = network
    const from = host.random.bytes(1)[0]!
    let failure = new Errors.WireError('unavailable')
    for (let i = 0; i < gateways.length; i++) {
      const { link } = gateways[(from + i) % gateways.length]!
      try {
        await link.call({ type: 'signal', device: id, body })
        return
      } catch (error) {
        if (!(error instanceof Errors.WireError)) throw error
        failure = error
      }
    }
    throw failure
  }
}
