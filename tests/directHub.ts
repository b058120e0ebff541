/**
 * Direct links in memory, with a test in the middle: it sees what they carry, and sends what it likes
 * in the name of either side.
 *
 * @module
 */
import type { ClientHost } from '@parley/client'
import { Bytes, Duplex, type Host } from '@parley/protocol'

type OpenTransport = NonNullable<ClientHost['direct']>

/** A link that was made, as the side that did not begin it sees it. */
export type Tapped = {
  /** Messages in the name of the side that began. */
  readonly fromBeginner: (message: Uint8Array) => void
  /** Messages in the name of the other. */
  readonly toBeginner: (message: Uint8Array) => void
  /** Cuts it, as a cable is cut. */
  readonly cut: () => void
}

export class Hub {
  readonly #members = new Map<string, Parameters<OpenTransport>[0]>()
  readonly links: Tapped[] = []
  /** What links carried, of both sides. */
  readonly carried: Uint8Array[] = []

  /** What a client of this hub is given as its host's `direct`. */
  readonly open: OpenTransport = (options) => {
    const address = options.seed.slice()
    const name = Bytes.toHex(address)
    this.#members.set(name, options)
    return Promise.resolve({
      name: 'memory',
      address,
      reach: () => Uint8Array.of(1),
      meet: ({ address: other, begins, onDuplex, onFail }) => {
        if (begins)
          queueMicrotask(() => {
            const member = this.#members.get(Bytes.toHex(other))
            if (!member?.admits(address)) return onFail(new Error('nobody there'))
            const [near, far] = this.#pair()
            onDuplex(near)
            member.onIncoming(address, far)
          })
        return { receive: () => {}, close: () => {} }
      },
      close: () => {
        // Another run of the device may be there now.
        if (this.#members.get(name) === options) this.#members.delete(name)
        return Promise.resolve()
      },
    })
  }

  #pair(): [Host.Duplex, Host.Duplex] {
    const [near, far] = Duplex.pair((message) => this.carried.push(message.slice()))
    this.links.push({
      fromBeginner: (message) => far.onMessage(message),
      toBeginner: (message) => near.onMessage(message),
      cut: () => near.close('link_closed'),
    })
    return [near, far]
  }
}
