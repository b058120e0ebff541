/** Networks of real nodes on ephemeral ports, for tests. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { type Crypto, Network } from '@parley/protocol'

import * as Config from '../src/config.ts'
import { initNode, metricsTokenOf } from '../src/home.ts'
import { createNode, type Node } from '../src/node.ts'
import { crypto, keyPair } from './client.ts'

/** Ports that were free a moment ago, all different. */
export async function freePorts(count: number): Promise<number[]> {
  const servers = await Promise.all(
    Array.from({ length: count }, async () => {
      const server = createServer()
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
      return server
    }),
  )
  const ports = servers.map((server) => (server.address() as { port: number }).port)
  await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))))
  return ports
}

/** A node's figures, as Prometheus reads them. */
export async function metricsOf(home: string, url: string): Promise<string> {
  const headers = { authorization: `Bearer ${await metricsTokenOf(home)}` }
  return (await fetch(`${url.replace('ws', 'http')}/metrics`, { headers })).text()
}

export class TestNetwork {
  readonly homes: readonly string[]
  readonly urls: readonly string[]
  readonly network: Network.Network
  readonly content: Network.Content
  readonly authority: Crypto.KeyPair
  readonly nodes: (Node | undefined)[] = []
  readonly #folder: string

  private constructor(parts: {
    folder: string
    homes: string[]
    network: Network.Network
    content: Network.Content
    authority: Crypto.KeyPair
  }) {
    this.#folder = parts.folder
    this.homes = parts.homes
    this.network = parts.network
    this.content = parts.content
    this.authority = parts.authority
    this.urls = parts.network.nodes.map((node) => node.url)
  }

  /** Homes and a signed network file; no node runs yet. */
  static async prepare(count: number, config: object = {}, replicas = 4): Promise<TestNetwork> {
    const folder = await mkdtemp(join(tmpdir(), 'parley-node-'))
    const ports = await freePorts(2 * count)
    const homes = Array.from({ length: count }, (_, i) => join(folder, `node${i}`))
    const authority = keyPair()
    const nodes = await Promise.all(
      homes.map(async (home, i) => {
        const { publicKey, peerId } = await initNode(home, { logLevel: 'silent', ...config })
        return {
          publicKey,
          url: `ws://127.0.0.1:${ports[2 * i]}`,
          peer: `/ip4/127.0.0.1/tcp/${ports[2 * i + 1]}/p2p/${peerId}`,
          since: 1,
          until: 0,
        }
      }),
    )
    const content: Network.Content = {
      name: 'test',
      version: 1,
      settled: 1,
      replicas,
      authority: authority.publicKey,
      nodes,
    }
    const file = await Network.sign(crypto, content, authority)
    for (const home of homes) await writeFile(join(home, 'network.json'), JSON.stringify(file))
    const network = await Network.read(crypto, file)
    return new TestNetwork({ folder, homes, network, content, authority })
  }

  /** Signs a newer file that lists these nodes. */
  async relist(nodes: Network.Content['nodes']): Promise<void> {
    const content = { ...this.content, version: this.content.version + 1, nodes }
    const file = await Network.sign(crypto, content, this.authority)
    for (const home of this.homes) await writeFile(join(home, 'network.json'), JSON.stringify(file))
  }

  /** A network that runs. */
  static async start(count: number, config: object = {}): Promise<TestNetwork> {
    const network = await TestNetwork.prepare(count, config)
    for (let i = 0; i < count; i++) await network.startNode(i)
    return network
  }

  async startNode(index: number): Promise<Node> {
    const node = await createNode(await Config.load(['--home', this.homes[index]!], {}))
    this.nodes[index] = node
    return node
  }

  async stopNode(index: number): Promise<void> {
    const node = this.nodes[index]
    this.nodes[index] = undefined
    await node?.close()
  }

  async close(): Promise<void> {
    await Promise.all(this.nodes.map((_, i) => this.stopNode(i)))
    await rm(this.#folder, { recursive: true })
  }
}
