/**
 * Connections between nodes: libp2p over TCP with noise and yamux, and one long-lived stream per
 * pair of nodes. Of two nodes, the one with the lower id dials.
 *
 * @module
 */
import { setImmediate as afterThisRound } from 'node:timers'

import { noise } from '@chainsafe/libp2p-noise'
import { yamux } from '@chainsafe/libp2p-yamux'
import type { Connection, Libp2p, PrivateKey, Stream } from '@libp2p/interface'
import { tcp } from '@libp2p/tcp'
import { multiaddr, type Multiaddr } from '@multiformats/multiaddr'
import { Carrier, type Crypto, Errors, type Host, Limits, type Network } from '@parley/protocol'
import { createLibp2p } from 'libp2p'

import { PortInUseError } from './http.ts'
import type { Neighbours } from './neighbours.ts'
import { prove } from './peerProof.ts'
import type { Registry } from './registry.ts'

/** The protocol on which nodes link. */
export const protocol = '/parley/link/2'

/** The first wait after a failed dial; it doubles up to the last. */
const backoffMsMin = 100
/** A node that comes back is found in a few seconds. */
const backoffMsMax = 2_000
/** libp2p guards itself against floods of connections; all members may come at once. */
const connectionsMax = 2 * Limits.wire.nodesMax

/** Thrown when the network file's address of a node cannot be used. */
export class PeerAddressError extends Errors.BaseError {
  override name = 'Node.PeerAddressError'
  constructor(peer: string, details: string) {
    super(`The peer address ${peer} cannot be used.`, { code: 'bad_peer_address', details })
  }
}

/**
 * A member's address and peer id.
 *
 * @throws PeerAddressError
 */
function parsePeer(peer: string): { address: Multiaddr; peerId: string } {
  try {
    const address = multiaddr(peer)
    const last = address.getComponents().at(-1)
    if (last?.name === 'p2p' && last.value !== undefined) return { address, peerId: last.value }
  } catch (error) {
    throw new PeerAddressError(peer, String(error))
  }
  throw new PeerAddressError(peer, 'It does not end in /p2p/ and a peer id.')
}

export type PeersOptions = {
  host: Host.Host
  registry: Registry
  neighbours: Neighbours
  /** This node's id in hex. */
  self: string
  /** This node, for the other side to know it. */
  node: { readonly id: Uint8Array; readonly keyPair: Crypto.KeyPair }
  peerKey: PrivateKey
  /** Multiaddr to listen on; from the network file unless given. */
  listen?: string | undefined
}

/** Keeps a link to every other member. */
export class Peers {
  readonly #options: PeersOptions
  readonly #libp2p: Libp2p
  /** Nodes being dialled, each with what ends that. */
  readonly #dialling = new Map<string, () => void>()
  #stopWatching = (): void => {}
  #stopped = false

  private constructor(options: PeersOptions, libp2p: Libp2p) {
    this.#options = options
    this.#libp2p = libp2p
  }

  /**
   * Listens, and begins to dial.
   *
   * @throws PeerAddressError or PortInUseError
   */
  static async start(options: PeersOptions): Promise<Peers> {
    const { registry, self, peerKey, listen } = options
    const own = parsePeer(registry.network().node(self)!.peer)
    const address = listen ?? own.address.decapsulate('/p2p').toString()
    const isMember = (peerId: string): boolean =>
      registry.network().nodes.some((node) => isReachedAs(node, peerId))
    const libp2p = await createLibp2p({
      start: false,
      privateKey: peerKey,
      addresses: { listen: [address] },
      transports: [tcp({ dialOpts: { noDelay: true }, listenOpts: { noDelay: true } })],
      connectionEncrypters: [noise()],
      streamMuxers: [yamux()],
      // The link's own pings find out who is gone.
      connectionMonitor: { enabled: false },
      connectionManager: {
        maxConnections: connectionsMax,
        inboundConnectionThreshold: connectionsMax,
        maxIncomingPendingConnections: connectionsMax,
      },
      connectionGater: {
        denyDialMultiaddr: () => false,
        denyInboundEncryptedConnection: (peerId) => !isMember(peerId.toString()),
      },
    })
    if (libp2p.peerId.toString() !== own.peerId)
      throw new PeerAddressError(
        own.address.toString(),
        `This node's key is that of peer ${libp2p.peerId.toString()}.`,
      )
    const peers = new Peers(options, libp2p)
    await libp2p.handle(protocol, (stream, connection) => {
      // The lower id dials: anything else is a broken peer.
      const mayBe = (node: Network.Node): boolean => node.name < self
      peers.#attach(stream, connection, mayBe)
        .catch((error: unknown) => {
          options.host.log.debug({ err: error }, 'peer refused')
          stream.abort(error instanceof Error ? error : new Error('not_permitted'))
        })
        // A stream that cannot even be cut is gone.
        .catch(() => {})
    })
    try {
      await libp2p.start()
    } catch (error) {
      const port = Number(/\/tcp\/(\d+)/.exec(address)?.[1] ?? 0)
      throw isInUse(error) ? new PortInUseError(port) : error
    }
    peers.#stopWatching = registry.onChange(() => peers.#dialAll())
    peers.#dialAll()
    return peers
  }

  /** Where it listens, as a multiaddr that ends in its peer id. */
  get address(): string {
    return this.#libp2p.getMultiaddrs()[0]?.toString() ?? ''
  }

  /** Dials who is to be dialled, and forgets who is no member any more. */
  #dialAll(): void {
    const { registry, self } = this.#options
    const network = registry.network()
    for (const { name } of network.nodes)
      if (self < name && !this.#dialling.has(name)) this.#keepLinked(name)
    const dialled = new Set(network.nodes.map(({ name }) => name))
    for (const [name, end] of this.#dialling) if (!dialled.has(name)) end()
  }

  #keepLinked(name: string): void {
    const { host } = this.#options
    let failures = 0
    let ended = false
    let cancelWait = (): void => {}
    const wait = (): void => {
      const [random] = host.random.bytes(1)
      const backoffMs = Math.min(backoffMsMax, backoffMsMin * 2 ** Math.min(failures, 10))
      // Between half and all of it: nodes that lost the same peer do not come back as one.
      cancelWait = host.clock.after(backoffMs * (0.5 + random! / 512), () => void attempt())
    }
    const attempt = async (): Promise<void> => {
      try {
        const { stream, connection } = await this.#dial(name)
        const closed = await this.#attach(stream, connection, (node) => node.name === name).catch(
          (error: unknown) => {
            stream.abort(error instanceof Error ? error : new Error('not_permitted'))
            throw error
          },
        )
        failures = 0
        await closed.link
      } catch (error) {
        failures++
        host.log.debug({ peer: name, err: error }, 'peer not reached')
      }
      if (!ended && !this.#stopped) wait()
    }
    this.#dialling.set(name, () => {
      ended = true
      cancelWait()
      this.#dialling.delete(name)
    })
    void attempt()
  }

  /**
   * Takes a stream once its other side has proved which node it is. Until then the stream ends alone,
   * not its connection: a node may be listed with another's peer id.
   *
   * @param mayBe whether a node may be on the other side
   * @returns `link` resolves when the link is closed
   */
  async #attach(
    stream: Stream,
    connection: Connection,
    mayBe: (node: Network.Node) => boolean,
  ): Promise<{ link: Promise<string> }> {
    const { host, registry, neighbours, node } = this.#options
    const network = registry.network()
    const other = connection.remotePeer.toString()
    const candidates = network.nodes.filter((each) => isReachedAs(each, other) && mayBe(each))
    if (candidates.length === 0 || this.#stopped) throw new Errors.WireError('not_permitted')
    let isLink = false
    // Made and taken in one turn: what has arrived already is delivered after it.
    const duplex = Carrier.duplexOver(stream, {
      clock: host.clock,
      afterThisRound,
      onFinish() {
        if (isLink) connection.close().catch((error: Error) => connection.abort(error))
      },
    })
    const { name, begin } = await prove(duplex, {
      host,
      network: network.id,
      node,
      own: this.#libp2p.peerId.toString(),
      other,
      keyOf: (each) => candidates.find((candidate) => candidate.name === each)?.publicKey,
    })
    isLink = true
    const link = neighbours.attach(name, duplex)
    begin()
    return { link }
  }

  async #dial(name: string): Promise<{ stream: Stream; connection: Connection }> {
    const node = this.#options.registry.network().node(name)
    if (node === undefined) throw new Errors.WireError('unavailable')
    const connection = await this.#libp2p.dial(parsePeer(node.peer).address)
    return { connection, stream: await connection.newStream(protocol) }
  }

  /** Stops dialling and listening. Links are closed by their owner before. */
  async stop(): Promise<void> {
    this.#stopped = true
    this.#stopWatching()
    for (const end of this.#dialling.values()) end()
    await this.#libp2p.stop()
  }
}

function isReachedAs(node: Network.Node, peerId: string): boolean {
  return node.peer.endsWith(`/p2p/${peerId}`)
}

function isInUse(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  const parts = error instanceof AggregateError ? (error.errors as unknown[]) : []
  return (
    (error as NodeJS.ErrnoException).code === 'EADDRINUSE' ||
    error.message.includes('EADDRINUSE') ||
    isInUse(error.cause) ||
    parts.some(isInUse)
  )
}
