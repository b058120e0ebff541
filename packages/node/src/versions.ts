/**
 * Which version of the network others know, held against this node's.
 *
 * @module
 */
import { Errors, type Host } from '@parley/protocol'

import type { Registry } from './registry.ts'

/** Strangers may claim any version: the registry is looked at for it so often at most. */
const lookMsMin = 1_000

export class Versions {
  readonly #registry: Registry
  readonly #clock: Host.Clock
  #notBefore = 0

  constructor(registry: Registry, clock: Host.Clock) {
    this.#registry = registry
    this.#clock = clock
  }

  /**
   * Lets in who knows this version of the network or a newer one. Who knows an older one would count
   * receipts of replicas that are none any more: whoever takes their place may have compared already.
   *
   * @throws WireError `stale_network`
   */
  assertNotOlder(version: number): void {
    const { version: own } = this.#registry.network()
    if (version < own)
      throw new Errors.WireError('stale_network', { details: `This node knows version ${own}.` })
  }

  /** Somebody knows this version: if it is news, the registry is looked at. */
  async hear(version: number): Promise<void> {
    const now = this.#clock.now()
    if (version <= this.#registry.network().version || now < this.#notBefore) return
    this.#notBefore = now + lookMsMin
    await this.#registry.refresh()
  }
}
