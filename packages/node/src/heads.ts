/**
 * The heads of this node's logs, signed when somebody asks, and once for all who ask the same.
 *
 * @module
 */
import { Bytes, type Crypto, Errors, Head, type Host } from '@parley/protocol'

import type { Store } from './store/Store.ts'

/** Heads kept signed, about half a kilobyte each: those of the topics of a busy hour. */
const signedKeptMax = 4_096

export class Heads {
  readonly #host: Host.Host
  readonly #store: Store
  readonly #node: { readonly id: Uint8Array; readonly keyPair: Crypto.KeyPair }
  readonly #signed = new Map<string, Promise<Head.Head>>()

  constructor(options: {
    host: Host.Host
    store: Store
    node: { readonly id: Uint8Array; readonly keyPair: Crypto.KeyPair }
  }) {
    this.#host = options.host
    this.#store = options.store
    this.#node = options.node
  }

  /**
   * The signed head of a topic's log. What it says is on disk, as everything that can be read.
   *
   * @param position of an envelope that is held, or where the log begins; its end unless given
   * @throws WireError `unknown_topic` or `unknown_position`
   */
  async of(topic: Uint8Array, position: number | undefined): Promise<Head.Head> {
    const point = await this.#store.head(topic, position)
    if (point === undefined)
      throw new Errors.WireError(position === undefined ? 'unknown_topic' : 'unknown_position')
    const name = `${Bytes.toHex(topic)} ${point.position}`
    let head = this.#signed.get(name)
    if (head === undefined) {
      if (this.#signed.size >= signedKeptMax) this.#signed.delete(this.#signed.keys().next().value!)
      const { id, keyPair } = this.#node
      head = Head.sign(this.#host.crypto, { node: id, topic, ...point }, keyPair)
      this.#signed.set(name, head)
    }
    return head
  }
}
