/**
 * A node to be shown odd inputs: a process of its own, and a member beside it whose keys the fuzz
 * holds, so that it gets as far as members do.
 *
 * @module
 */
import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { setImmediate as afterThisRound } from 'node:timers'

import { noise } from '@chainsafe/libp2p-noise'
import { yamux } from '@chainsafe/libp2p-yamux'
import type { Connection, Libp2p, Stream } from '@libp2p/interface'
import { tcp } from '@libp2p/tcp'
import { multiaddr } from '@multiformats/multiaddr'
import * as Codec from '@parley/codec'
import { Bytes, Carrier, Frame } from '@parley/protocol'
import { createLibp2p } from 'libp2p'

import { loadKeys, type NodeKeys } from '../../src/home.ts'
import { prove } from '../../src/peerProof.ts'
import { protocol } from '../../src/peers.ts'
import { Client, host, random } from '../client.ts'
import { TestNetwork } from '../network.ts'
import { NodeProcess } from '../process.ts'
import type { Input } from './Input.ts'

/** A node answers odd input at once or not at all; what is left open then is cut. */
const patienceMs = 250
/** An honest client is answered within this, or the node is as good as gone. */
const healthMs = 10_000

const upgrade = [
  'GET / HTTP/1.1',
  'Host: 127.0.0.1',
  'Upgrade: websocket',
  'Connection: Upgrade',
  'Sec-WebSocket-Version: 13',
  'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==',
  '\r\n',
].join('\r\n')

/** Each input comes from an address of its own: none meets what another has used up. */
function anyAddress(): string {
  const [a, b, c] = random(3)
  return `127.${a}.${b}.${1 + (c! % 254)}`
}

export class Target {
  readonly #network: TestNetwork
  readonly #index: number
  readonly #keys: { readonly own: NodeKeys; readonly member: NodeKeys }
  readonly #flags: readonly string[]
  #node: NodeProcess
  #libp2p: Libp2p

  private constructor(parts: {
    network: TestNetwork
    index: number
    keys: { own: NodeKeys; member: NodeKeys }
    flags: readonly string[]
    node: NodeProcess
    libp2p: Libp2p
  }) {
    this.#network = parts.network
    this.#index = parts.index
    this.#keys = parts.keys
    this.#flags = parts.flags
    this.#node = parts.node
    this.#libp2p = parts.libp2p
  }

  /**
   * Starts a node.
   *
   * @param flags for Node, before the node's program
   */
  static async start(flags: readonly string[] = []): Promise<Target> {
    const network = await TestNetwork.prepare(2, { logLevel: 'error' })
    // The lower id dials, so the other one is there to be dialled.
    const [first, second] = network.network.nodes
    const index = first!.name < second!.name ? 1 : 0
    const [own, member] = await Promise.all(
      [index, 1 - index].map((each) => loadKeys(network.homes[each]!)),
    )
    const node = await NodeProcess.start(network.homes[index]!, flags)
    const libp2p = await createLibp2p({
      privateKey: member!.peerKey,
      addresses: { listen: [] },
      transports: [tcp()],
      connectionEncrypters: [noise()],
      streamMuxers: [yamux()],
      connectionGater: { denyDialMultiaddr: () => false },
    })
    return new Target({ network, index, keys: { own: own!, member: member! }, flags, node, libp2p })
  }

  /** What the node logged as errors: nothing a stranger does is one. */
  get complaints(): string {
    return this.#node.stderr.join('')
  }

  /** Starts the node anew where it ended, and forgets what it complained of. */
  async restart(): Promise<void> {
    await this.#node.kill('SIGKILL')
    this.#node = await NodeProcess.start(this.#network.homes[this.#index]!, this.#flags)
  }

  /** What is wrong with the node; `undefined` if it is well and serves. */
  async fault(): Promise<string | undefined> {
    const { child } = this.#node
    const late = Promise.withResolvers<string>()
    const cancel = host.clock.after(healthMs, () =>
      late.resolve('an honest client is not answered'),
    )
    const served = async (): Promise<string | undefined> => {
      const client = await Client.connect(this.#url, this.#network.network)
      await client.ask({ type: 'status' })
      client.close()
      return undefined
    }
    const fault = await Promise.race([served().catch(String), late.promise])
    cancel()
    const ended = child.exitCode === null ? undefined : `the node ended with ${child.exitCode}`
    const all = [ended, fault, this.complaints === '' ? undefined : this.complaints]
    const said = all.filter((each) => each !== undefined)
    return said.length === 0 ? undefined : said.join('\n')
  }

  get #url(): string {
    return this.#network.urls[this.#index]!
  }

  get #peer(): string {
    return this.#network.content.nodes[this.#index]!.peer
  }

  /** Shows the node an input. Resolves when the node has answered, hung up, or let it wait. */
  async show({ door, pieces }: Input): Promise<void> {
    // Whatever the node does with it is right, as long as the node is well after.
    try {
      if (door === 'member' || door === 'proved') return await this.#showMember(door, pieces)
      const port = door === 'peer' ? this.#peer.split('/')[4] : new URL(this.#url).port
      const socket = connect({ port: Number(port), host: '127.0.0.1', localAddress: anyAddress() })
      // The node hangs up in the midst of it.
      socket.on('error', () => {})
      socket.setNoDelay(true)
      const closed = new Promise<void>((resolve) => socket.once('close', () => resolve()))
      const cut = host.clock.after(patienceMs, () => socket.destroy())
      if (door === 'link' || door === 'greeted') await Promise.race([opened(socket), closed])
      if (door === 'greeted') socket.write(this.#hello())
      for (const piece of pieces) {
        socket.write(piece)
        await new Promise((resolve) => afterThisRound(resolve))
      }
      socket.resume().end()
      await closed
      cut()
    } catch {
      // As above.
    }
  }

  /** The first request of a link, as one masked WebSocket frame; its mask is zero. */
  #hello(): Uint8Array {
    const { id } = this.#network.network
    const request = { type: 'hello', version: Frame.version, network: id, nonce: random() } as const
    const frame = Codec.encode(Frame.frame, { type: 'open', stream: 1, request })
    const writer = new Codec.Writer()
    writer.length(frame.length)
    writer.bytes(frame)
    const message = writer.finish()
    return Bytes.concat(Uint8Array.of(0x82, 0x80 | message.length, 0, 0, 0, 0), message)
  }

  async #showMember(door: 'member' | 'proved', pieces: readonly Uint8Array[]): Promise<void> {
    const options = { signal: AbortSignal.timeout(healthMs) }
    const connection = await this.#libp2p.dial(multiaddr(this.#peer), options)
    const stream = await connection.newStream(protocol, options)
    const gone = new Promise<void>((resolve) => {
      stream.addEventListener('close', () => resolve())
      host.clock.after(patienceMs, resolve)
    })
    try {
      if (door === 'proved') await this.#prove(stream, connection)
      for (const piece of pieces) stream.send(piece)
      await gone
    } finally {
      stream.abort(new Error('done'))
    }
  }

  async #prove(stream: Stream, connection: Connection): Promise<void> {
    const { own, member } = this.#keys
    const duplex = Carrier.duplexOver(stream, {
      clock: host.clock,
      afterThisRound,
      onFinish: () => {},
    })
    await prove(duplex, {
      host,
      network: this.#network.network.id,
      node: member,
      own: this.#libp2p.peerId.toString(),
      other: connection.remotePeer.toString(),
      keyOf: () => own.keyPair.publicKey,
    })
  }

  async close(): Promise<void> {
    await this.#libp2p.stop()
    await this.#node.kill('SIGKILL')
    await this.#network.close()
  }
}

/** Resolves when the socket is a WebSocket. */
async function opened(socket: Socket): Promise<void> {
  socket.write(upgrade)
  // Its answer is one packet; an error rejects.
  await once(socket, 'data')
}
