/**
 * A node without its carriers: everything that decides something, over an injected host, store and
 * duplexes. Production binds sockets and a disk to it, a simulation virtual ones.
 *
 * @module
 */
import {
  Confirmation,
  type Crypto,
  type Frame,
  type Host,
  type Network,
  Bytes,
  Placement,
} from '@parley/protocol'

import { CatchUp } from './catchup.ts'
import { Gateway } from './gateway.ts'
import { Heads } from './heads.ts'
import type { NodeHost } from './host.ts'
import type { Limits as NodeLimits } from './limits.ts'
import { Listeners } from './listeners.ts'
import type { Gauges, Metrics } from './metrics.ts'
import { Neighbours } from './neighbours.ts'
import type { Registry } from './registry.ts'
import { Replica } from './replica.ts'
import { Server } from './server.ts'
import { Session, type SessionContext } from './session.ts'
import type { Revoke, Store } from './store/Store.ts'
import { Upkeep } from './upkeep.ts'
import { nodeVersion } from './version.ts'
import { Versions } from './versions.ts'
import { Witness } from './witness.ts'

export type CoreOptions = {
  host: NodeHost
  store: Store
  registry: Registry
  keyPair: Crypto.KeyPair
  /** 32 bytes: `Network.nodeId` of the public key. */
  id: Uint8Array
  limits: NodeLimits
  metrics: Metrics
}

/** A member's confirmation of a version. */
export type Confirmed = Confirmation.Statement & {
  /** Whose, 32 bytes. */
  readonly id: Uint8Array
  readonly signature: Uint8Array
}

/** A node that nobody is reachable from stops waiting for them. */
const aloneMs = 10_000

export class Core {
  readonly replica: Replica
  readonly server: Server
  readonly neighbours: Neighbours
  readonly catchUp: CatchUp
  readonly #options: CoreOptions
  readonly #upkeep: Upkeep
  readonly #context: SessionContext
  readonly #sessions = new Map<Session, string>()
  readonly #perAddress = new Map<string, number>()
  #draining = false
  #startedAt = 0
  #caughtUp = false

  constructor(options: CoreOptions) {
    const { host, store, registry, limits, metrics, keyPair, id } = options
    const node = { id, keyPair }
    const network = (): Network.Network => registry.network()
    const status = (): Frame.Response => this.status()
    this.#options = options
    const witness = new Witness({
      host,
      network,
      keep: (evidence) => this.replica.keep(evidence),
    })
    this.replica = new Replica({
      host,
      limits,
      store,
      node,
      network,
      metrics,
      witness,
      onRevoked: (revoke) => this.#revoked(revoke),
    })
    const { replica } = this
    const heads = new Heads({ host, store, node })
    this.server = new Server({ host, replica, store, registry, heads, metrics })
    const { server } = this
    const listeners = new Listeners()
    const versions = new Versions(registry, host.clock)
    this.neighbours = new Neighbours({
      host,
      limits,
      metrics,
      replica,
      server,
      listeners,
      versions,
      status,
      self: id,
    })
    this.catchUp = new CatchUp({
      host,
      metrics,
      store,
      replica,
      neighbours: this.neighbours,
      registry,
      self: id,
    })
    this.#upkeep = new Upkeep({ host, store, registry, metrics, self: Bytes.toHex(id) })
    const gateway = new Gateway({
      self: Bytes.toHex(id),
      crypto: host.crypto,
      registry,
      versions,
      replica,
      server,
      neighbours: this.neighbours,
      listeners,
      witness,
    })
    this.#context = {
      host,
      limits,
      metrics,
      node,
      registry,
      gateway,
      listeners,
      store,
      walletChecks: replica.walletChecks,
      status,
      isDraining: () => this.#draining,
    }
  }

  /** Starts what runs by itself: catch-up, and what the store is to hold no more. */
  start(): void {
    const { host } = this.#options
    this.#startedAt = host.clock.now()
    this.catchUp.start()
    this.#upkeep.start()
  }

  /**
   * Takes a client's connection, or closes it if there are too many.
   *
   * @param address whom it counts towards
   */
  accept(duplex: Host.Duplex, address: string): void {
    const { linksMax, linksPerAddressMax } = this.#options.limits
    const fromAddress = this.#perAddress.get(address) ?? 0
    if (this.#draining) return duplex.close('draining')
    if (this.#sessions.size >= linksMax) return duplex.close('overloaded')
    if (fromAddress >= linksPerAddressMax) return duplex.close('quota_exceeded')
    this.#perAddress.set(address, fromAddress + 1)
    const session: Session = new Session(this.#context, duplex, () => this.#left(session, address))
    this.#sessions.set(session, address)
  }

  #left(session: Session, address: string): void {
    this.#sessions.delete(session)
    const rest = this.#perAddress.get(address)! - 1
    if (rest > 0) this.#perAddress.set(address, rest)
    else this.#perAddress.delete(address)
  }

  /** A revoked device reads no more, on links it has open too. */
  #revoked({ account, device }: Revoke): void {
    for (const session of this.#sessions.keys())
      if (session.device?.account === account && Bytes.equal(session.device.id, device))
        session.close('not_permitted', 'The device is revoked.')
  }

  status(): Extract<Frame.Response, { type: 'status' }> {
    const { id, host, store } = this.#options
    const { envelopes, topics } = store.stats()
    return {
      type: 'status',
      node: id,
      version: nodeVersion,
      time: host.clock.now(),
      envelopes,
      topics,
      links: this.#sessions.size,
      peers: this.neighbours.names().length,
      storing: this.replica.failure === undefined && !this.#draining,
    }
  }

  /** What keeps it from serving well; nothing if it is ready. */
  reasons(): string[] {
    const { host, registry, id } = this.#options
    const network = registry.network()
    const reasons: string[] = []
    if (this.#draining) reasons.push('draining: the node is shutting down')
    if (!network.isMember(Bytes.toHex(id)))
      reasons.push('membership: the node is no member of the network')
    const { failure } = this.replica
    if (failure !== undefined) reasons.push(`storage: ${failure}`)
    // With a quorum but itself it has what was acknowledged while it was away.
    const needed = Placement.quorum(network.replicasOf(id).length) - 1
    const { doneCount } = this.catchUp
    if (doneCount < needed && !this.#caughtUp) {
      const linked = this.neighbours.names().length
      const waitedMs = host.clock.now() - this.#startedAt
      // Alone it serves what it has: its clients see from the receipts that there is no quorum.
      if (linked > 0 || waitedMs < aloneMs)
        reasons.push(`catch-up: done with ${doneCount} of ${needed} nodes, ${linked} are linked`)
    } else this.#caughtUp = true
    return reasons
  }

  /**
   * Its word that it holds all that the members of its version of the network are to store, once it
   * does. It is for the version they came with: an update of an address makes it no new question.
   */
  async confirmation(): Promise<Confirmed | undefined> {
    const { host, registry, id, keyPair } = this.#options
    if (!this.catchUp.holdsAll) return undefined
    const { id: network, membersVersion: version } = registry.network()
    const signature = await Confirmation.sign(host.crypto, { network, version }, keyPair)
    return { id, network, version, signature }
  }

  gauges(): Gauges {
    const { store } = this.#options
    return {
      links: () => this.#sessions.size,
      peers: () => this.neighbours.names().length,
      subscriptions: () => this.server.subscriptions,
      workItems: () => this.replica.work.items,
      workBytes: () => this.replica.work.bytes,
      storedEnvelopes: () => store.stats().envelopes,
      storedTopics: () => store.stats().topics,
      storedBytes: () => store.stats().bytes,
    }
  }

  /**
   * Ends in good order: takes nothing new, finishes what was begun, says goodbye, closes the store.
   */
  async drain(): Promise<void> {
    this.#draining = true
    this.#upkeep.stop()
    this.catchUp.stop()
    await this.replica.drain()
    for (const session of this.#sessions.keys()) session.close('draining')
    this.neighbours.close('draining')
    await this.#options.store.close()
  }
}
