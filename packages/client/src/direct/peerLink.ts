/**
 * A direct link: envelopes to and from one device, which is trusted no more than a node.
 *
 * @module
 */
import { Bucket, Errors, type Frame, type Host, Link } from '@parley/protocol'

/** Envelopes on their way at once; what does not fit goes by the nodes alone, as all does. */
const inFlightMax = 64
/** What a device may send: somebody who writes, and an attachment now and then. */
const taken = {
  envelopes: { perSecond: 50, burst: 500 },
  bytes: { perSecond: 512 * 1024, burst: 8 * 1024 * 1024 },
} satisfies Record<string, Bucket.Rate>
/** Half of it is sent: however a network bunches it, an honest device is below what is taken. */
const sent = {
  envelopes: { perSecond: 25, burst: 250 },
  bytes: { perSecond: 256 * 1024, burst: 4 * 1024 * 1024 },
} satisfies Record<string, Bucket.Rate>
/** A message costs the receiver this much however short it is. */
const messageOverheadBytes = 64
/** So much waits for a peer that reads slowly; a person's messages are a fraction of it. */
const queuedBytesMax = 1024 * 1024

/** Refusals after which nothing is taken any more: no honest device earns them. */
export const misbehaved: ReadonlySet<string> = new Set<Errors.WireCode>([
  'bad_frame',
  'frame_too_large',
  'bad_envelope',
  'bad_signature',
  'too_large',
  'not_permitted',
  'quota_exceeded',
])

export type PeerLinkOptions = {
  duplex: Host.Duplex
  clock: Host.Clock
  log: Host.Log
  /** Takes an encoded envelope; throws WireError if it is refused. */
  take: (envelope: Uint8Array) => Promise<void>
  /** Told once, with the reason's code. */
  onClose: (code: string) => void
}

export class PeerLink {
  readonly #link: Link.Link
  readonly #options: PeerLinkOptions
  readonly #taken: Bucket.Bucket
  readonly #sent: { readonly envelopes: Bucket.Bucket; readonly bytes: Bucket.Bucket }
  #inFlight = 0

  constructor(options: PeerLinkOptions) {
    const { duplex, clock, log, onClose } = options
    this.#options = options
    this.#taken = new Bucket.Bucket(clock, taken.envelopes)
    this.#sent = {
      envelopes: new Bucket.Bucket(clock, sent.envelopes),
      bytes: new Bucket.Bucket(clock, sent.bytes),
    }
    this.#link = new Link.Link({
      duplex,
      clock,
      requestsMax: inFlightMax,
      handler: (request) => this.#handle(request),
      onClose,
      onInternalError: (error) => log.error({ error: String(error) }, 'direct link failed'),
    })
    const bytes = new Bucket.Bucket(clock, taken.bytes)
    const receive = duplex.onMessage
    duplex.onMessage = (message) => {
      if (bytes.charge(message.length + messageOverheadBytes) > 0)
        this.#link.close('quota_exceeded', 'Too many bytes.')
      else receive(message)
    }
  }

  /** Sends an encoded envelope, unless the other side is behind. */
  push(envelope: Uint8Array): void {
    const { envelopes, bytes } = this.#sent
    const { duplex } = this.#options
    if (this.#inFlight >= inFlightMax || duplex.bufferedBytes() > queuedBytesMax) return
    if (envelopes.waitMs(1) > 0 || bytes.waitMs(envelope.length) > 0) return
    envelopes.charge(1)
    bytes.charge(envelope.length + messageOverheadBytes)
    this.#inFlight++
    this.#link
      .call({ type: 'publish', version: 0, descriptor: undefined, envelope })
      .catch((error: unknown) =>
        this.#options.log.debug({ error: String(error) }, 'not taken directly'),
      )
      .finally(() => this.#inFlight--)
  }

  close(code: string): void {
    this.#link.close(code)
  }

  async #handle(request: Frame.Request): Promise<undefined> {
    try {
      if (request.type !== 'publish' || request.descriptor !== undefined)
        throw new Errors.WireError('not_permitted', { details: 'Envelopes only.' })
      this.#taken.spend('envelopes')
      await this.#options.take(request.envelope.slice())
    } catch (error) {
      if (error instanceof Errors.WireError && misbehaved.has(error.code))
        this.#link.close(error.code, error.details)
      throw error
    }
    return undefined
  }
}
