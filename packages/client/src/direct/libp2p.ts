/**
 * Direct links between programs: libp2p over TCP, with noise and yamux, and over QUIC where a program
 * brings it along.
 *
 * @module
 */
import { setImmediate as afterThisRound } from 'node:timers'

import { noise } from '@chainsafe/libp2p-noise'
import { yamux } from '@chainsafe/libp2p-yamux'
import { generateKeyPairFromSeed } from '@libp2p/crypto/keys'
import type { Connection, Libp2p, PeerId, Stream } from '@libp2p/interface'
import { tcp } from '@libp2p/tcp'
import { multiaddr, type Multiaddr } from '@multiformats/multiaddr'
import * as Codec from '@parley/codec'
import { Bytes, Carrier, Errors, type Host } from '@parley/protocol'
import { createLibp2p } from 'libp2p'

import type { Encounter, Meeting, Transport, TransportOptions } from './Transport.ts'

/** Where a program listens for direct links. */
export type Libp2pOptions = {
  /** Multiaddrs to listen on; a free TCP port of every interface unless given. */
  readonly listen?: readonly string[]
  /** Multiaddrs told to friends in place of those listened on: what a router forwards. */
  readonly announce?: readonly string[]
  /**
   * Transports beside TCP: `[quic()]` of `@chainsafe/libp2p-quic`, say, whose native code is not there
   * for every platform. It is listened on if `listen` names it: `/ip4/0.0.0.0/udp/0/quic-v1`.
   */
  readonly transports?: NonNullable<Libp2pInit['transports']>
}

type Libp2pInit = NonNullable<Parameters<typeof createLibp2p>[0]>

const protocol = '/parley/direct/1'
/** All friends may come at once; beyond it is a flood. */
const connectionsMax = 256
const dialMs = 5_000

/** What addresses of friends are made of. */
const dialled = new Set(['ip4', 'ip6'].flatMap((ip) => [`${ip}/tcp`, `${ip}/udp/quic-v1`]))

/** How a device is reached: multiaddrs without its peer id. */
export const reachCodec: Codec.Codec<string[]> = Codec.vector(Codec.utf8({ lengthMax: 128 }), {
  countMax: 16,
  bytesMax: 960,
})

/** The addresses of what a friend says that are plain IP addresses: nothing else is dialled. */
export function addressesOf(reach: Uint8Array): Multiaddr[] {
  let texts: string[]
  try {
    texts = Codec.decode(reachCodec, reach)
  } catch {
    return []
  }
  return texts.flatMap((text) => {
    try {
      const address = multiaddr(text)
      const names = address.getComponents().map(({ name }) => name)
      return dialled.has(names.join('/')) ? [address] : []
    } catch {
      return []
    }
  })
}

/** What of addresses fits, as a friend is told it. */
export function reachOf(addresses: readonly string[]): Uint8Array {
  let fitting: string[] = []
  for (const address of addresses) {
    const next = [...fitting, address]
    const size = next.reduce((sum, text) => sum + text.length + 2, 0)
    if (next.length > 16 || address.length > 128 || size > 900) break
    fitting = next
  }
  return Codec.encode(reachCodec, fitting)
}

const bytesOf = (peer: PeerId): Uint8Array => peer.toMultihash().bytes

function duplexOf(clock: Host.Clock, stream: Stream, connection: Connection): Host.Duplex {
  const onFinish = (): void => {
    connection.close().catch((error: Error) => connection.abort(error))
  }
  return Carrier.duplexOver(stream, { clock, afterThisRound, onFinish })
}

/** Listens for friends. */
export async function openLibp2p(
  given: TransportOptions,
  options: Libp2pOptions = {},
): Promise<Transport> {
  const { clock, seed, admits, onIncoming } = given
  const libp2p = await createLibp2p({
    start: false,
    privateKey: await generateKeyPairFromSeed('Ed25519', seed),
    addresses: {
      listen: [...(options.listen ?? ['/ip4/0.0.0.0/tcp/0', '/ip6/::/tcp/0'])],
      announce: [...(options.announce ?? [])],
    },
    transports: [
      tcp({ dialOpts: { noDelay: true }, listenOpts: { noDelay: true } }),
      ...(options.transports ?? []),
    ],
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
      denyInboundEncryptedConnection: (peer) => !admits(bytesOf(peer)),
    },
  })
  await libp2p.handle(protocol, (stream, connection) => {
    onIncoming(bytesOf(connection.remotePeer), duplexOf(clock, stream, connection))
  })
  await libp2p.start()
  const reach = (): Uint8Array =>
    reachOf(libp2p.getMultiaddrs().map((address) => address.decapsulate('/p2p').toString()))
  return {
    name: 'libp2p',
    address: bytesOf(libp2p.peerId),
    reach,
    meet: (meeting) => meet(libp2p, clock, meeting, reach),
    close: async () => libp2p.stop(),
  }
}

/** The side that begins dials; if it cannot get through, it asks the other side to. */
function meet(
  libp2p: Libp2p,
  clock: Host.Clock,
  meeting: Meeting,
  reach: () => Uint8Array,
): Encounter {
  const stop = new AbortController()
  const dial = async (to: Uint8Array): Promise<void> => {
    const late = new AbortController()
    const cancelTimer = clock.after(dialMs, () => late.abort())
    const signal = AbortSignal.any([stop.signal, late.signal])
    try {
      const { stream, connection } = await connect(libp2p, meeting.address, to, signal)
      meeting.onDuplex(duplexOf(clock, stream, connection))
    } finally {
      cancelTimer()
    }
  }
  if (meeting.begins)
    dial(meeting.reach).catch(() => {
      if (!stop.signal.aborted) meeting.send(reach())
    })
  return {
    receive: (body) => {
      if (!meeting.begins) dial(body).catch(meeting.onFail)
    },
    close: () => stop.abort(),
  }
}

async function connect(
  libp2p: Libp2p,
  peer: Uint8Array,
  reach: Uint8Array,
  signal: AbortSignal,
): Promise<{ stream: Stream; connection: Connection }> {
  const addresses = addressesOf(reach)
  if (addresses.length === 0) throw new Errors.WireError('unavailable')
  const connection = await libp2p.dial(addresses, { signal })
  try {
    // Noise proved who it is; that it is the friend is what was announced.
    if (!Bytes.equal(bytesOf(connection.remotePeer), peer))
      throw new Errors.WireError('not_permitted')
    return { connection, stream: await connection.newStream(protocol, { signal }) }
  } catch (error) {
    connection.abort(error as Error)
    throw error
  }
}
