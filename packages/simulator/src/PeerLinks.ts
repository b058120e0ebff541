/**
 * Who links whom among nodes: what `Peers` of the node package does over libp2p, over simulated
 * wires. Of two nodes, the one with the lower id dials, again and again.
 *
 * @module
 */
import type { Core, Registry } from '@parley/node'

import type { Host } from '@parley/protocol'

import type { Life } from './Life.ts'
import type { PacketNetwork } from './PacketNetwork.ts'

const backoffMsMin = 100
const backoffMsMax = 2_000

export type PeerLinksOptions = {
  life: Life
  network: PacketNetwork
  core: Core
  registry: Registry
  /** This node's id in hex. */
  self: string
  /** What its own end of a link is wrapped in. */
  wrap: (duplex: Host.Duplex) => Host.Duplex
}

export class PeerLinks {
  readonly #options: PeerLinksOptions
  readonly #dialling = new Set<string>()

  constructor(options: PeerLinksOptions) {
    this.#options = options
    options.registry.onChange(() => this.dialAll())
  }

  /** Dials whom it is to dial and does not yet. */
  dialAll(): void {
    const { registry, self } = this.#options
    for (const { name } of registry.network().nodes)
      if (self < name && !this.#dialling.has(name)) {
        this.#dialling.add(name)
        void this.#keepLinked(name)
      }
  }

  async #keepLinked(name: string): Promise<void> {
    const { life, network, core, registry, wrap } = this.#options
    for (let failures = 0; ;) {
      const member = registry.network().node(name)
      if (member === undefined) break
      try {
        const duplex = await network.dial(life, member.peer)
        failures = 0
        await core.neighbours.attach(name, wrap(duplex))
      } catch {
        failures++
      }
      const pauseMs = Math.min(backoffMsMax, backoffMsMin * 2 ** Math.min(failures, 10))
      const [random] = life.host.random.bytes(1)
      const jitter = 0.5 + random! / 512
      await new Promise<void>((resolve) => life.host.clock.after(pauseMs * jitter, resolve))
    }
    this.#dialling.delete(name)
  }
}
