/**
 * Upkeep: envelopes go whose time is over, and those of shards that others store by now.
 *
 * @module
 */
import { type Host, type Network, Placement } from '@parley/protocol'

import type { Metrics } from './metrics.ts'
import type { Registry } from './registry.ts'
import type { Store } from './store/Store.ts'

/** Envelopes looked at in one step: a few milliseconds of the store's thread. */
const stepItems = 5_000
/** A step each so often goes through a million envelopes in half an hour. */
const stepMs = 10_000
/**
 * Who stores a shard no more keeps it for so long after that was settled: for readers that have not
 * heard of it, and for those who settled too soon.
 */
const releaseMs = 3_600_000

export type UpkeepOptions = {
  host: Host.Host
  store: Store
  registry: Registry
  metrics: Metrics
  /** The node's id in hex. */
  self: string
}

export class Upkeep {
  readonly #options: UpkeepOptions
  #cancel = (): void => {}
  #stopped = false
  /** The network as it is since `at`. */
  #seen: { readonly network: Network.Network; readonly at: number } | undefined

  constructor(options: UpkeepOptions) {
    this.#options = options
  }

  /** Does a step now and then, until it is stopped. */
  start(): void {
    const { host } = this.#options
    this.#cancel = host.clock.after(stepMs, () => {
      this.#step()
        .catch((error: unknown) => host.log.error({ err: error }, 'sweep failed'))
        .finally(() => {
          if (!this.#stopped) this.start()
        })
    })
  }

  stop(): void {
    this.#stopped = true
    this.#cancel()
  }

  async #step(): Promise<void> {
    const { host, store, metrics } = this.#options
    metrics.swept(await store.sweep(host.clock.now(), stepItems))
    const shards = this.#released()
    if (shards.length > 0 && !this.#stopped) metrics.swept(await store.release(shards, stepItems))
  }

  /** Shards that this node stores no more, once others surely do. */
  #released(): number[] {
    const { host, registry, self } = this.#options
    const now = host.clock.now()
    const network = registry.network()
    if (this.#seen?.network !== network) this.#seen = { network, at: now }
    // Who has left serves what it has until its operator stops it.
    const rests = network.settled === network.version && network.isMember(self)
    if (!rests || now - this.#seen.at < releaseMs) return []
    const all = Array.from({ length: Placement.shards }, (_, shard) => shard)
    return all.filter(
      (shard) => !network.replicasOf(Placement.topicOf(shard)).some(({ name }) => name === self),
    )
  }
}
