/**
 * Who is in the network, as one node knows it: a stand-in for the chain's registry, whose changes
 * reach nodes one after the other.
 *
 * @module
 */
import type { Registry } from '@parley/node'
import type { Network } from '@parley/protocol'

export class MemberList implements Registry {
  readonly #listeners = new Set<() => void>()
  #network: Network.Network | undefined

  network(): Network.Network {
    return this.#network!
  }

  /** Nobody asks a simulated node for the file. */
  file(): string {
    return ''
  }

  onChange(listener: () => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  /** News comes by itself. */
  refresh(): Promise<void> {
    return Promise.resolve()
  }

  close(): void {
    this.#listeners.clear()
  }

  /** The list changed. */
  take(network: Network.Network): void {
    if (this.#network && this.#network.version >= network.version) return
    this.#network = network
    for (const listener of this.#listeners) listener()
  }
}
