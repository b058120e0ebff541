/**
 * Floods: what strangers do to a node, one for each thing that it has little of. Each comes from many
 * addresses at once and goes on until it is told to stop, as fast as it is let.
 *
 * @module
 */
import { once } from 'node:events'
import { connect } from 'node:net'
import { setImmediate as turn } from 'node:timers/promises'

import * as Codec from '@parley/codec'
import {
  Envelope,
  type Errors,
  type Frame,
  Identity,
  type Network,
  Seal,
  Topic,
} from '@parley/protocol'

import { Client, codeOf, crypto, Device, dial, host, Log, random } from '../client.ts'

/** Where to, and how it is counted. */
export type Aim = {
  readonly url: string
  readonly peer: string
  readonly network: Network.Network
  readonly stopped: () => boolean
  /** Counts what was tried, and what became of it: `none`, or a code. */
  readonly count: (outcome: string) => void
}

/** Addresses of one flood: one network of strangers, and another. */
const addresses = 24
const addressOf = (i: number): string => `127.${66 + (i % 2)}.9.${1 + (i % addresses)}`

/** What became of a request: a refusal may stand in its answer too. */
async function outcomeOf(asked: Promise<Frame.Response[]>): Promise<string> {
  try {
    const last = (await asked).at(-1)
    return last?.type === 'refusal' ? last.error.code : 'none'
  } catch (error) {
    return (error as Errors.WireError).code
  }
}

/** What a link says when it ends, where nothing else says it. */
const ended = 'link_closed'

/** `each` on links of many addresses, each opened anew when it ends. */
async function onLinks(
  aim: Aim,
  each: (client: Client, from: string) => Promise<string>,
): Promise<void> {
  const lane = async (i: number): Promise<void> => {
    let client: Client | undefined
    while (!aim.stopped()) {
      await turn()
      if (client === undefined || client.link.closed !== undefined) {
        client = await Client.connect(aim.url, aim.network, addressOf(i)).catch(() => undefined)
        if (client === undefined) aim.count('overloaded')
        continue
      }
      aim.count(await each(client, addressOf(i)))
    }
    client?.close()
  }
  await Promise.all(Array.from({ length: addresses }, (_, i) => lane(i)))
}

const log = new Log()

/** Makes the flood's own topic, whose writer it is. */
async function made(aim: Aim): Promise<void> {
  const client = await Client.connect(aim.url, aim.network, addressOf(0))
  await codeOf(client.receipt(await log.bytes(), log.descriptor))
  client.close()
}

/** A request to decide a slot of the flood's own topic, all of whose other signatures are noise. */
async function noise(network: Network.Network): Promise<Uint8Array> {
  const replicas = network.replicasOf(log.id)
  const value = { sentAt: 1, id: random() }
  const signed = ({ id }: { id: Uint8Array }) => ({ node: id, serial: 1, signature: random(64) })
  const sorted = replicas.toSorted((a, b) => Buffer.compare(a.id, b.id))
  const quorum = sorted.slice(0, Math.max(1, Math.ceil((2 * sorted.length) / 3)))
  const lock = { view: 0, value, signatures: quorum.map(signed) }
  const bundle = quorum.map((node) => ({ ...signed(node), lock, first: undefined }))
  const { id } = network
  const { set } = Seal.slotOf(crypto, { network: id, topic: log.id, slot: 0, replicas })
  const body = { type: 'prepare', view: 1, value, bundle } as const
  const content = { topic: log.id, slot: 0, set, body }
  return Codec.encode(Seal.request, await Seal.signRequest(crypto, content, log.writer))
}

/** A revocation whose times are right, and whose wallet is another. */
async function forged(): Promise<[Topic.Descriptor, Envelope.Envelope]> {
  const { account } = await Device.create()
  const entry = { ...(await Device.create()).walletRevocation(), account }
  return [Topic.identity(account, 0), Identity.envelopeOf(crypto, entry, 0)]
}

export const floods: Readonly<Record<string, (aim: Aim) => Promise<void>>> = {
  /** Links that say nothing, as many as there may be. */
  async links(aim) {
    const open: { close: (reason: string) => void }[] = []
    const lane = async (i: number): Promise<void> => {
      while (!aim.stopped()) {
        const duplex = await dial(aim.url, addressOf(i)).catch(() => undefined)
        aim.count(duplex === undefined ? 'overloaded' : 'none')
        if (duplex) open.push(duplex)
        await turn()
      }
    }
    await Promise.all(Array.from({ length: addresses }, (_, i) => lane(i)))
    for (const duplex of open) duplex.close('done')
  },

  /** Messages of a megabyte that stop one byte before their end. */
  async unfinished(aim) {
    const header = Buffer.from([0x82, 0xff, 0, 0, 0, 0, 0, 0x0f, 0xff, 0xff, 0, 0, 0, 0])
    const part = Buffer.concat([header, Buffer.alloc(1024 * 1024 - 2)])
    const lane = async (i: number): Promise<void> => {
      while (!aim.stopped()) {
        const duplex = await dial(aim.url, addressOf(i)).catch(() => undefined)
        if (duplex === undefined) {
          aim.count('overloaded')
          await turn()
          continue
        }
        const closed = once(duplex.socket, 'close')
        Reflect.get(duplex.socket, '_socket').write(part)
        const [, reason] = (await closed) as [number, Buffer]
        aim.count(reason.toString() === '' ? ended : reason.toString())
      }
    }
    await Promise.all(Array.from({ length: addresses }, (_, i) => lane(i)))
  },

  /** Status asked for, thousands at once. */
  requests: (aim) =>
    onLinks(aim, async (client) => {
      const all = Array.from({ length: 200 }, () => codeOf(client.ask({ type: 'status' })))
      const codes = await Promise.all(all)
      for (const code of codes.slice(1)) aim.count(code)
      return codes[0]!
    }),

  /** Topics followed that need not exist. */
  follows: (aim) =>
    onLinks(aim, async (client) => {
      const replica = aim.network.nodes[0]!.id
      const all = Array.from({ length: 100 }, () =>
        codeOf(
          client.link.call(
            { type: 'subscribe', topic: random(), replica, after: 0 },
            { timeoutMs: 500 },
          ),
        ),
      )
      const codes = await Promise.all(all)
      // Those that stand time out here.
      for (const code of codes) aim.count(code === 'timeout' ? 'none' : code)
      return 'none'
    }),

  /** Revocations that no wallet signed: each costs a key recovery. */
  wallets: (aim) =>
    onLinks(aim, async (client) => {
      const [topic, envelope] = await forged()
      return codeOf(client.publish(envelope, topic))
    }),

  /** Requests to decide a slot that show noise. */
  async seals(aim) {
    await made(aim)
    await onLinks(aim, async (client) => {
      const request = await noise(aim.network)
      const asked = { topic: log.id, version: 1, envelope: undefined, request }
      return outcomeOf(client.ask({ type: 'seal', ...asked }))
    })
  },

  /** Signed heads of a log. */
  heads: (aim) =>
    onLinks(aim, (client) => {
      const node = aim.network.nodes[0]!.id
      return codeOf(
        client.ask({ type: 'head', topic: log.id, node, position: undefined, link: false }),
      )
    }),

  /** The network's file over HTTP, each time on a new connection. */
  async http(aim) {
    const { port } = new URL(aim.url)
    const lane = async (i: number): Promise<void> => {
      while (!aim.stopped()) {
        const socket = connect({
          port: Number(port),
          host: '127.0.0.1',
          localAddress: addressOf(i),
        })
        let answer = ''
        socket
          .on('error', () => {})
          .on('data', (data: Buffer) => (answer += data.toString('latin1')))
        socket.write('GET /network.json HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n')
        await new Promise((resolve) => socket.once('close', resolve))
        const status = /^HTTP\/1.1 (\d+)/.exec(answer)?.[1] ?? ended
        aim.count(status === '200' ? 'none' : status)
      }
    }
    await Promise.all(Array.from({ length: addresses }, (_, i) => lane(i)))
  },

  /** Encrypted handshakes at the nodes' port, begun and left. */
  async handshakes(aim) {
    const [, , , , port] = aim.peer.split('/')
    const hello = Buffer.from('\x13/multistream/1.0.0\n\x07/noise\n', 'latin1')
    const lane = async (i: number): Promise<void> => {
      while (!aim.stopped()) {
        const socket = connect({
          port: Number(port),
          host: '127.0.0.1',
          localAddress: addressOf(i),
        })
        let bytes = 0
        socket
          .on('error', () => {})
          .on('data', (data: Buffer) => {
            bytes += data.length
            // It has answered the key with its own.
            if (bytes > 60) socket.destroy()
          })
        socket.write(Buffer.concat([hello, Buffer.from([0, 32]), random(32)]))
        await new Promise((resolve) => socket.once('close', resolve))
        aim.count(bytes > 60 ? 'none' : ended)
      }
    }
    await Promise.all(Array.from({ length: addresses }, (_, i) => lane(i)))
  },

  /** Bodies of 40 kB into one topic. */
  stored: (aim) =>
    onLinks(aim, async (client) =>
      codeOf(client.receipt(await log.bytes({ body: random(40_000) }), log.descriptor)),
    ),

  /** Topics made, each with an envelope that is soon over. */
  topics: (aim) =>
    onLinks(aim, async (client) => {
      const one = new Log()
      const expiresAt = host.clock.now() + 2_000
      return codeOf(client.receipt(await one.bytes({ expiresAt }), one.descriptor))
    }),
}
