import { noise } from '@chainsafe/libp2p-noise'
import { yamux } from '@chainsafe/libp2p-yamux'
import { generateKeyPair } from '@libp2p/crypto/keys'
import type { Libp2p, PrivateKey } from '@libp2p/interface'
import { tcp } from '@libp2p/tcp'
import { multiaddr } from '@multiformats/multiaddr'
import { Bytes } from '@parley/protocol'
import { createLibp2p } from 'libp2p'
import { afterEach, expect, test } from 'vitest'

import { Client, codeOf, keyPair, Log } from '../test/client.ts'
import { TestNetwork } from '../test/network.ts'
import { until } from '../test/until.ts'
import { fixedRegistry } from './registry.ts'
import { loadKeys } from './home.ts'
import { Peers } from './peers.ts'
import type { Neighbours } from './neighbours.ts'
import { systemHost } from './host.ts'

let network: TestNetwork
const closing: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const close of closing.splice(0)) await close()
  await network.close()
})

async function stranger(privateKey?: PrivateKey): Promise<Libp2p> {
  const libp2p = await createLibp2p({
    privateKey: privateKey ?? (await generateKeyPair('Ed25519')),
    addresses: { listen: [] },
    transports: [tcp()],
    connectionEncrypters: [noise()],
    streamMuxers: [yamux()],
    connectionGater: { denyDialMultiaddr: () => false },
  })
  closing.push(() => libp2p.stop() as Promise<void>)
  return libp2p
}

const linked = (index: number, count: number): Promise<void> =>
  until(`node ${index} has ${count} peers`, async () => {
    const client = await Client.connect(network.urls[index]!, network.network)
    const [status] = await client.ask({ type: 'status' })
    client.close()
    return status?.type === 'status' && status.peers === count
  })

test('two nodes: the other’s receipt too, and links again after a restart', async () => {
  network = await TestNetwork.start(2)
  await linked(0, 1)
  const client = await Client.connect(network.urls[0]!, network.network)
  const log = new Log()
  const types = async (): Promise<string[]> =>
    (await client.publish(await log.bytes(), log.descriptor)).map((answer) => answer.type)
  expect(await types()).toEqual(['receipt', 'receipt'])
  await network.stopNode(1)
  await linked(0, 0)
  expect((await types()).toSorted()).toEqual(['receipt', 'refusal'])
  await network.startNode(1)
  await linked(0, 1)
  const other = await Client.connect(network.urls[1]!, network.network)
  await until('it caught up', async () => (await other.read(log.id)).length === 2)
  client.close()
  other.close()
})

test('envelopes of half a megabyte pass, many at once', async () => {
  network = await TestNetwork.start(2)
  await linked(0, 1)
  const client = await Client.connect(network.urls[0]!, network.network)
  const log = new Log({ bodyBytesMax: 512 * 1024 })
  const publish = async (): Promise<number> => {
    const body = new Uint8Array(500 * 1024)
    const answers = await client.publish(await log.bytes({ body }), log.descriptor)
    return answers.filter((answer) => answer.type === 'receipt').length
  }
  const counts = await Promise.all(Array.from({ length: 24 }, publish))
  expect(counts).toEqual(counts.map(() => 2))
  client.close()
})

test('who is no member gets no link', async () => {
  network = await TestNetwork.start(1)
  const address = multiaddr(network.content.nodes[0]!.peer)
  const libp2p = await stranger()
  expect(await codeOf(libp2p.dialProtocol(address, '/parley/link/2'))).not.toBe('none')
})

test('a node that is listed with another one’s peer id takes nobody’s place', async () => {
  network = await TestNetwork.prepare(2)
  const [one, two] = network.content.nodes
  // Impostors stand before and after the others, and dial or are dialled, whatever their ids are.
  const impostors = Array.from({ length: 6 }, (_, i) => ({
    ...(i % 2 === 0 ? one! : two!),
    publicKey: keyPair().publicKey,
  }))
  await network.relist([...impostors.slice(3), one!, two!, ...impostors.slice(0, 3)])
  await network.startNode(0)
  await network.startNode(1)
  await linked(0, 1)
  await linked(1, 1)
  // Whoever tries in an impostor's name meanwhile does not cost the two their link.
  const [first, second] = await Promise.all([0, 1].map((i) => loadKeys(network.homes[i]!)))
  const lower = Bytes.toHex(first!.id) < Bytes.toHex(second!.id) ? first! : second!
  const to = network.content.nodes[lower === first ? 1 : 0]!
  const again = await stranger(lower.peerKey)
  const stream = await again.dialProtocol(multiaddr(to.peer), '/parley/link/2')
  stream.send(Uint8Array.of(0, 0, 0, 1, 0))
  await until('it is cut', () => stream.status !== 'open')
  await linked(0, 1)
  await linked(1, 1)
})

test('a member that dials out of turn, or sends nonsense, loses its connection', async () => {
  network = await TestNetwork.prepare(2)
  const names = network.network.nodes.map((node) => node.name)
  const lower = names[0]! < names[1]! ? 0 : 1
  const dial = async (from: number, to: number) => {
    await network.startNode(to)
    const { peerKey } = await loadKeys(network.homes[from]!)
    const libp2p = await stranger(peerKey)
    const address = multiaddr(network.content.nodes[to]!.peer)
    return libp2p.dialProtocol(address, '/parley/link/2')
  }
  const outOfTurn = await dial(1 - lower, lower)
  await until('it is cut', () => outOfTurn.status !== 'open')
  const liar = await dial(lower, 1 - lower)
  liar.send(Uint8Array.of(0xff, 0xff, 0xff, 0xff))
  await until('it is cut', () => liar.status !== 'open')
})

test('an address that is not the node’s is refused at the start', async () => {
  network = await TestNetwork.prepare(2)
  const { peerKey, ...node } = await loadKeys(network.homes[0]!)
  const options = {
    node,
    host: systemHost(),
    registry: fixedRegistry(network.network),
    neighbours: {} as Neighbours,
    peerKey,
  }
  const start = (index: number, listen?: string): Promise<string> =>
    codeOf(Peers.start({ ...options, self: network.network.nodes[index]!.name, listen }))
  expect(await start(1)).toBe('bad_peer_address')
  const nodes = network.network.nodes.map((node) => ({ ...node, peer: '/ip4/127.0.0.1/tcp/1' }))
  const bad = { ...network.network, node: () => nodes[0] }
  expect(
    await codeOf(Peers.start({ ...options, registry: fixedRegistry(bad), self: nodes[0]!.name })),
  ).toBe('bad_peer_address')
})
