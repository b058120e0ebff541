/**
 * A link: numbered streams of requests and answers over a duplex, pipelined, with credit so that a
 * slow reader is waited for, and all frames of a turn in one write.
 *
 * @module
 */
import * as Codec from '@parley/codec'

import { WireError } from './Errors.ts'
import * as Frame from './Frame.ts'
import type { Clock, Duplex, Signal } from './Host.ts'
import * as Limits from './Limits.ts'

/** One request being answered. */
export type Call = {
  /**
   * Sends one answer; resolves when there is room for the next. Rejects with `cancelled` or
   * `link_closed` when nobody will read it.
   */
  readonly send: (response: Frame.Response) => Promise<void>
  /** Whether `send` would go at once. */
  readonly hasRoom: () => boolean
  /**
   * Resolves when `send` would go at once: who has much to send reads it from its store after, and
   * holds nothing for a slow reader meanwhile. Rejects as `send` does.
   */
  readonly room: () => Promise<void>
  /** Whether the opener is gone or gave up. */
  readonly cancelled: () => boolean
  /** Runs once, when the opener gives up or the link closes. */
  readonly onCancel: (listener: () => void) => void
}

/** Answers a request. What it returns is the last answer; what it throws is sent as a coded error. */
export type Handler = (request: Frame.Request, call: Call) => Promise<Frame.Response | undefined>

type Outgoing = {
  readonly onData: (response: Frame.Response) => void | Promise<void>
  readonly settle: (result: Frame.Response | undefined, error?: WireError) => void
  received: number
}

type Incoming = {
  credit: number
  cancelled: boolean
  /** Senders that wait for credit. */
  waiters: (() => void)[]
  readonly listeners: (() => void)[]
}

export type LinkOptions = {
  duplex: Duplex
  clock: Clock
  handler: Handler
  /** Called once, with the reason's code. */
  onClose?: (code: string) => void
  /** Told of errors that are not coded: the other side sees `internal` only. */
  onInternalError?: (error: unknown) => void
  requestsMax?: number
}

/** One end of a link. */
export class Link {
  readonly #duplex: Duplex
  readonly #clock: Clock
  readonly #handler: Handler
  readonly #onClose: (code: string) => void
  readonly #onInternalError: (error: unknown) => void
  readonly #requestsMax: number
  readonly #outgoing = new Map<number, Outgoing>()
  readonly #incoming = new Map<number, Incoming>()
  #nextStream = 1
  #highestIncoming = 0
  #batch = new Codec.Writer(1024)
  #flushing = false
  #closed: string | undefined
  #lastHeardMs: number
  #stalledSinceMs: number | undefined
  #cancelTimer: () => void = () => {}
  #drainWaiters: (() => void)[] = []

  constructor(options: LinkOptions) {
    this.#duplex = options.duplex
    this.#clock = options.clock
    this.#handler = options.handler
    this.#onClose = options.onClose ?? (() => {})
    this.#onInternalError = options.onInternalError ?? (() => {})
    this.#requestsMax = options.requestsMax ?? Limits.link.requestsMax
    this.#lastHeardMs = this.#clock.now()
    this.#duplex.onMessage = (message) => this.#receive(message)
    this.#duplex.onDrain = () => this.#drained()
    this.#duplex.onClose = () => this.#finish('link_closed')
    this.#watch()
  }

  /** The code of the reason it closed, or `undefined` while it is open. */
  get closed(): string | undefined {
    return this.#closed
  }

  /** Own requests not answered yet. */
  get asking(): number {
    return this.#outgoing.size
  }

  /** Requests of the other side being answered now. */
  get answering(): number {
    return this.#incoming.size
  }

  /**
   * Sends a request.
   *
   * @param options `onData` takes each answer before the last (its promise holds back the sender);
   * `timeoutMs` bounds the whole call (15 s unless given; `Infinity` for subscriptions)
   * @returns the last answer, if it carries one
   * @throws WireError with the other side's code, or `timeout`, `cancelled`, `link_closed`
   */
  call(
    request: Frame.Request,
    options: {
      onData?: (response: Frame.Response) => void | Promise<void>
      signal?: Signal
      timeoutMs?: number
    } = {},
  ): Promise<Frame.Response | undefined> {
    const { onData = () => {}, signal, timeoutMs = Limits.time.requestMs } = options
    return new Promise((resolve, reject) => {
      if (this.#closed !== undefined) return reject(new WireError('link_closed'))
      if (signal?.aborted) return reject(new WireError('cancelled'))
      const stream = this.#nextStream++
      let cancelTimer = (): void => {}
      const settle: Outgoing['settle'] = (result, error) => {
        if (!this.#outgoing.delete(stream)) return
        cancelTimer()
        signal?.removeEventListener('abort', abort)
        if (error) reject(error)
        else resolve(result)
      }
      const giveUp = (code: 'cancelled' | 'timeout'): void => {
        this.#write({ type: 'cancel', stream })
        settle(undefined, new WireError(code))
      }
      const abort = (): void => giveUp('cancelled')
      this.#outgoing.set(stream, { onData, settle, received: 0 })
      if (timeoutMs !== Infinity)
        cancelTimer = this.#clock.after(timeoutMs, () => giveUp('timeout'))
      signal?.addEventListener('abort', abort)
      try {
        this.#write({ type: 'open', stream, request })
      } catch (error) {
        // The caller's value does not fit its codec: the link itself is fine.
        this.#outgoing.delete(stream)
        cancelTimer()
        signal?.removeEventListener('abort', abort)
        reject(error)
      }
    })
  }

  /** Closes the link, telling the other side why. */
  close(code: string, details = ''): void {
    if (this.#closed !== undefined) return
    this.#write({ type: 'goaway', error: { code, details, retryAfterMs: 0 } })
    this.#flush()
    this.#duplex.close(code)
    this.#finish(code)
  }

  #finish(code: string): void {
    if (this.#closed !== undefined) return
    this.#closed = code
    this.#cancelTimer()
    for (const outgoing of this.#outgoing.values())
      outgoing.settle(undefined, new WireError('link_closed', { details: code }))
    for (const incoming of this.#incoming.values()) this.#cancelIncoming(incoming)
    this.#incoming.clear()
    this.#drained()
    this.#onClose(code)
  }

  #watch(): void {
    this.#cancelTimer = this.#clock.after(Limits.time.pingMs, () => {
      if (this.#closed !== undefined) return
      const now = this.#clock.now()
      if (now - this.#lastHeardMs >= Limits.time.idleMs) return this.close('idle')
      if (this.#stalledSinceMs !== undefined && now - this.#stalledSinceMs >= Limits.link.stallMs)
        return this.close('slow_consumer')
      this.#write({ type: 'ping', nonce: now >>> 0 })
      this.#watch()
    })
  }

  #write(frame: Frame.Frame): void {
    if (this.#closed !== undefined) return
    const bytes = Codec.encode(Frame.frame, frame)
    if (this.#batch.offset + bytes.length + 4 > Limits.wire.messageBytesMax) this.#flush()
    this.#batch.length(bytes.length)
    this.#batch.bytes(bytes)
    if (this.#flushing) return
    this.#flushing = true
    // At the end of this turn: frames written by then leave together.
    void Promise.resolve().then(() => this.#flush())
  }

  #flush(): void {
    this.#flushing = false
    if (this.#batch.offset === 0 || this.#closed !== undefined) return
    const message = this.#batch.finish()
    this.#batch = new Codec.Writer(1024)
    this.#duplex.send(message)
    const buffered = this.#duplex.bufferedBytes()
    if (buffered > Limits.link.bufferedBytesMax) {
      // Telling it why would only queue behind what it does not read.
      this.#duplex.close('slow_consumer')
      this.#finish('slow_consumer')
    } else if (buffered > Limits.link.bufferedBytesHigh) this.#stalledSinceMs ??= this.#clock.now()
  }

  #drained(): void {
    this.#stalledSinceMs = undefined
    const waiters = this.#drainWaiters
    this.#drainWaiters = []
    for (const wake of waiters) wake()
  }

  #receive(message: Uint8Array): void {
    if (this.#closed !== undefined) return
    this.#lastHeardMs = this.#clock.now()
    if (message.length > Limits.wire.messageBytesMax) return this.close('frame_too_large')
    try {
      const reader = new Codec.Reader(message)
      while (reader.remaining > 0) {
        const body = reader.sub(reader.length())
        const frame = Frame.frame.read(body)
        if (body.remaining > 0) throw new Codec.CodecError('trailing', 'bytes after the frame')
        this.#handle(frame)
        if (this.#closed !== undefined) return
      }
    } catch (error) {
      if (!(error instanceof Codec.CodecError)) this.#onInternalError(error)
      this.close('bad_frame', error instanceof Codec.CodecError ? error.message : '')
    }
  }

  #handle(frame: Frame.Frame): void {
    switch (frame.type) {
      case 'open':
        return this.#open(frame.stream, frame.request)
      case 'data':
        return this.#data(frame.stream, frame.response)
      case 'end':
        return this.#outgoing.get(frame.stream)?.settle(frame.response)
      case 'fail': {
        const { code, details, retryAfterMs } = frame.error
        return this.#outgoing
          .get(frame.stream)
          ?.settle(undefined, new WireError(code, { details, retryAfterMs }))
      }
      case 'cancel': {
        const incoming = this.#incoming.get(frame.stream)
        if (incoming) this.#cancelIncoming(incoming)
        return
      }
      case 'credit': {
        const incoming = this.#incoming.get(frame.stream)
        if (incoming) {
          incoming.credit = Math.min(incoming.credit + frame.items, Limits.link.creditItems)
          this.#wake(incoming)
        }
        return
      }
      case 'ping':
        return this.#write({ type: 'pong', nonce: frame.nonce })
      case 'pong':
        return
      case 'goaway':
        this.#duplex.close(frame.error.code)
        return this.#finish(frame.error.code)
    }
  }

  #data(stream: number, response: Frame.Response): void {
    const outgoing = this.#outgoing.get(stream)
    if (outgoing === undefined) return
    const done = (): void => {
      // Credit goes back in halves of the window: few frames, and the sender never runs dry.
      outgoing.received++
      if (outgoing.received >= Limits.link.creditItems / 2) {
        this.#write({ type: 'credit', stream, items: outgoing.received })
        outgoing.received = 0
      }
    }
    const failed = (error: unknown): void => {
      this.#onInternalError(error)
      this.#write({ type: 'cancel', stream })
      outgoing.settle(undefined, new WireError('internal', { cause: error }))
    }
    try {
      const pending = outgoing.onData(response)
      if (pending === undefined) done()
      else pending.then(done, failed)
    } catch (error) {
      failed(error)
    }
  }

  #wake(incoming: Incoming): void {
    const { waiters } = incoming
    incoming.waiters = []
    for (const wake of waiters) wake()
  }

  #cancelIncoming(incoming: Incoming): void {
    if (incoming.cancelled) return
    incoming.cancelled = true
    this.#wake(incoming)
    for (const listener of incoming.listeners.splice(0)) listener()
  }

  #open(stream: number, request: Frame.Request): void {
    // Numbers only rise, so a stream cannot be opened twice.
    if (stream <= this.#highestIncoming) return this.close('bad_frame', 'stream number reused')
    this.#highestIncoming = stream
    if (this.#incoming.size >= this.#requestsMax)
      return this.#fail(stream, new WireError('too_many_requests'))
    const incoming: Incoming = {
      credit: Limits.link.creditItems,
      cancelled: false,
      waiters: [],
      listeners: [],
    }
    this.#incoming.set(stream, incoming)
    const drained = (): boolean => this.#duplex.bufferedBytes() <= Limits.link.bufferedBytesHigh
    const hasRoom = (): boolean => !incoming.cancelled && incoming.credit > 0 && drained()
    const room = async (): Promise<void> => {
      while (!incoming.cancelled && incoming.credit === 0)
        await new Promise<void>((resolve) => incoming.waiters.push(resolve))
      while (!incoming.cancelled && !drained())
        await new Promise<void>((resolve) => this.#drainWaiters.push(resolve))
      if (incoming.cancelled)
        throw new WireError(this.#closed === undefined ? 'cancelled' : 'link_closed')
    }
    const call: Call = {
      cancelled: () => incoming.cancelled,
      onCancel: (listener) => {
        if (incoming.cancelled) listener()
        else incoming.listeners.push(listener)
      },
      hasRoom,
      room,
      send: async (response) => {
        await room()
        incoming.credit--
        this.#write({ type: 'data', stream, response })
      },
    }
    this.#handler(request, call).then(
      (last) => {
        if (this.#incoming.delete(stream) && !incoming.cancelled)
          this.#write({ type: 'end', stream, response: last })
      },
      (error: unknown) => {
        if (this.#incoming.delete(stream) && !incoming.cancelled) this.#fail(stream, error)
      },
    )
  }

  #fail(stream: number, error: unknown): void {
    const coded = error instanceof WireError ? error : new WireError('internal')
    if (coded !== error) this.#onInternalError(error)
    this.#write({ type: 'fail', stream, error: toFrame(coded) })
  }
}

/** An error as it goes on the wire. */
export function toFrame(error: WireError): Frame.Error {
  // A character takes at most three bytes per UTF-16 unit; cutting may split a pair, so mend it.
  const details = (error.details ?? '')
    .slice(0, Math.floor(Limits.wire.errorDetailsBytesMax / 3))
    .toWellFormed()
  return { code: error.code, details, retryAfterMs: error.retryAfterMs }
}
