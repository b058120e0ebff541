/**
 * Who is in the network, as one node knows it: a stand-in for the chain's registry, whose changes
 * reach nodes one after the other.
 *
 * @module
 */
import type { Registry } from '@parley/node'
import { Network } from '@parley/protocol'

export class MemberList implements Registry {
  readonly #listeners = new Set<() => void>()
  #network: Network.Network | undefined
  #file = ''

  network(): Network.Network {
    return this.#network!
  }

  file(): string {
    return this.#file
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
  take(network: Network.Network, file: Network.File): void {
    if (this.#network && !Network.isNewer(network, this.#network)) return
    this.#network = network
    this.#file = JSON.stringify(file)
    for (const listener of this.#listeners) listener()
  }
}
