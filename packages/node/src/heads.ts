/**
 * The heads of this node's logs, signed when somebody asks, and once for all who ask the same.
 *
 * @module
 */
import { Bytes, Errors, type Frame, Head, type Host, type Statement } from '@parley/protocol'

import type { Store } from './store/Store.ts'

/** Heads kept signed, about half a kilobyte each: those of the topics of a busy hour. */
const signedKeptMax = 4_096

export class Heads {
  readonly #host: Host.Host
  readonly #store: Store
  readonly #signer: Statement.Signer
  readonly #signed = new Map<string, Promise<Head.Head>>()

  constructor(options: { host: Host.Host; store: Store; signer: Statement.Signer }) {
    this.#host = options.host
    this.#store = options.store
    this.#signer = options.signer
  }

  /**
   * The signed head of a topic's log. What it says is on disk, as everything that can be read.
   *
   * @param position of an envelope that is held, or where the log begins; its end unless given
   * @throws WireError `unknown_topic` or `unknown_position`
   */
  async of(topic: Uint8Array, position: number | undefined): Promise<HeadResponse> {
    const point = await this.#store.head(topic, position)
    if (point === undefined)
      throw new Errors.WireError(position === undefined ? 'unknown_topic' : 'unknown_position')
    return { type: 'head', ...(await this.#sign(topic, point)), link: undefined }
  }

  /**
   * The signed head at the first envelope at a position or after it, with the one before it: what
   * shows whether something else stands there.
   *
   * @throws WireError `unknown_position`
   */
  async link(topic: Uint8Array, position: number): Promise<HeadResponse> {
    const link = await this.#store.link(topic, position)
    if (link === undefined) throw new Errors.WireError('unknown_position')
    const [head, before] = await Promise.all([
      this.#sign(topic, link.after),
      this.#sign(topic, link.before),
    ])
    return { type: 'head', ...head, link: { before, last: link.last } }
  }

  #sign(topic: Uint8Array, point: Head.Point): Promise<Head.Head> {
    const name = `${Bytes.toHex(topic)} ${point.position}`
    let head = this.#signed.get(name)
    if (head === undefined) {
      if (this.#signed.size >= signedKeptMax) this.#signed.delete(this.#signed.keys().next().value!)
      head = Head.sign(this.#host.crypto, { topic, ...point }, this.#signer)
      this.#signed.set(name, head)
    }
    return head
  }
}

type HeadResponse = Extract<Frame.Response, { type: 'head' }>
