/**
 * A node without its carriers: everything that decides something, over an injected host, store and
 * duplexes. Production binds sockets and a disk to it, a simulation virtual ones.
 *
 * @module
 */
import {
  type Account,
  type Crypto,
  Errors,
  type Frame,
  Handshake,
  type Host,
  type Network,
  Bytes,
  Placement,
  type Statement,
} from '@parley/protocol'

import { CatchUp } from './catchup.ts'
import { Gateway } from './gateway.ts'
import { Heads } from './heads.ts'
import type { NodeHost } from './host.ts'
import type { Limits as NodeLimits } from './limits.ts'
import { Listeners } from './listeners.ts'
import type { Gauges, Metrics } from './metrics.ts'
import { Neighbours } from './neighbours.ts'
import { Ages } from './purses/Ages.ts'
import { type Bearer, Purses } from './purses/Purses.ts'
import type { Registry } from './registry.ts'
import { Replica } from './replica.ts'
import { Server } from './server.ts'
import { Session, type SessionContext } from './session.ts'
import { Settling } from './settling.ts'
import type { Store } from './store/Store.ts'
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

/** What a node says to prove that it has its key. */
export type Welcomed = Omit<Handshake.Welcome, 'nonce'> & Statement.Signed

/** A node that nobody is reachable from stops waiting for them. */
const aloneMs = 10_000

export class Core {
  readonly replica: Replica
  readonly server: Server
  readonly neighbours: Neighbours
  readonly catchUp: CatchUp
  /** What this node does and states while shards change hands. */
  readonly settling: Settling
  readonly purses: Purses
  /** This node as it signs. */
  readonly signer: Statement.Signer
  readonly #options: CoreOptions
  readonly #upkeep: Upkeep
  readonly #context: SessionContext
  readonly #sessions = new Map<Session, Bearer>()
  #draining = false
  #startedAt = 0
  #caughtUp = false

  constructor(options: CoreOptions) {
    const { host, store, registry, limits, metrics, keyPair, id } = options
    const signer: Statement.Signer = {
      network: registry.network().id,
      id,
      keyPair,
      serial: () => store.stats().serial,
    }
    const network = (): Network.Network => registry.network()
    const status = (): Frame.Response => this.status()
    this.#options = options
    this.purses = new Purses(host.clock, limits.purses)
    this.signer = signer
    const witness = new Witness({
      host,
      network,
      keep: (evidence) => this.replica.keep(evidence),
    })
    this.settling = new Settling({
      host,
      registry,
      store,
      signer,
      neighbours: () => this.neighbours,
      write: (fences) => this.replica.fence(fences),
      onFenced: (name, shards) => this.catchUp.with(name, shards),
    })
    this.replica = new Replica({
      host,
      settling: this.settling,
      limits,
      store,
      signer,
      network,
      metrics,
      witness,
      onAccount: (account) => this.#follow(account),
    })
    const { replica } = this
    const heads = new Heads({ host, store, signer })
    this.server = new Server({ host, replica, store, registry, heads, metrics })
    const { server } = this
    const listeners = new Listeners()
    const versions = new Versions(registry, host.clock)
    const { settling } = this
    this.neighbours = new Neighbours({
      host,
      limits,
      purses: this.purses,
      metrics,
      replica,
      server,
      listeners,
      versions,
      settling,
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
      settling,
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
      signer,
      registry,
      gateway,
      listeners,
      accounts: replica.accounts,
      walletChecks: replica.walletChecks,
      purses: this.purses,
      ages: new Ages({
        clock: host.clock,
        knownAfterMs: limits.knownAfterMs,
        since: (account) => gateway.accountSince(account),
      }),
      rules: replica.rules,
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
   * Whose a client's connection is to be.
   *
   * @param address whom it counts towards
   * @throws WireError `draining`, or `overloaded` if there are too many
   */
  enter(address: string): Bearer {
    if (this.#draining) throw new Errors.WireError('draining')
    const bearer = this.purses.bearer(this.purses.stranger(address))
    bearer.hold('links', 1, () => this.#overloaded(bearer))
    return bearer
  }

  /**
   * Takes a client's connection, or closes it if there is no room.
   *
   * @param whose what {@link enter} gave, or an address
   */
  accept(duplex: Host.Duplex, whose: Bearer | string): void {
    let bearer: Bearer
    try {
      bearer = typeof whose === 'string' ? this.enter(whose) : whose
    } catch (error) {
      if (!(error instanceof Errors.WireError)) throw error
      return duplex.close(error.code)
    }
    const session: Session = new Session(this.#context, duplex, {
      bearer,
      onClose: () => {
        this.#sessions.delete(session)
        bearer.close()
      },
    })
    this.#sessions.set(session, bearer)
  }

  /** A link gives way to others': whoever has most of them has one less. */
  #overloaded(bearer: Bearer): void {
    for (const [session, each] of this.#sessions) if (each === bearer) session.close('overloaded')
  }

  /** A device that was signed out reads no more, on links it has open too. */
  #follow(account: Account.Account): void {
    for (const session of this.#sessions.keys())
      if (session.device?.account === account) void session.review()
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
    const needed = Placement.quorum(network.placesOf(id).length) - 1
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

  /** Its word that it is itself: as on a link, but for whoever only wants to know where it is. */
  async welcome(nonce: Uint8Array): Promise<Welcomed> {
    const { crypto, clock, random } = this.#options.host
    const said = { challenge: random.bytes(32), time: clock.now() }
    const signed = await Handshake.signWelcome(crypto, { nonce, ...said }, this.signer)
    return { ...said, ...signed }
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
    this.settling.stop()
    await this.replica.drain()
    for (const session of this.#sessions.keys()) session.close('draining')
    this.neighbours.close('draining')
    await this.#options.store.close()
  }
}
