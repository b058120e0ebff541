/**
 * Networks of real node processes, in temporary homes.
 *
 * @module
 */
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { initNode } from '@parley/node'
import { Crypto, Network } from '@parley/protocol'

import { freePort, Server, untilItWorks } from './processes.ts'

const main = new URL('../../packages/cli/bin/parley.js', import.meta.url).pathname

/** What an operator allows a trusted load generator. */
const unlimited = { perSecond: 1e9, burst: 1e9 }
const config = {
  logLevel: 'error',
  limits: {
    link: { requests: unlimited, bytes: unlimited, reads: unlimited, envelopes: unlimited },
  },
}

/** A running network. */
export class BenchNetwork implements AsyncDisposable {
  readonly folder: string
  readonly file: Network.File
  readonly #homes: string[]
  readonly #servers: Server[] = []

  private constructor(folder: string, homes: string[], file: Network.File) {
    this.folder = folder
    this.#homes = homes
    this.file = file
  }

  static async start(nodes: number): Promise<BenchNetwork> {
    const folder = await mkdtemp(join(tmpdir(), 'parley-bench-'))
    const homes = Array.from({ length: nodes }, (_, i) => join(folder, `node-${i + 1}`))
    const authority = Crypto.deriveKeyPair(crypto.getRandomValues(new Uint8Array(32)), 'authority')
    const members = []
    for (const home of homes) {
      const { publicKey, peerId } = await initNode(home)
      members.push({
        publicKey,
        url: `ws://127.0.0.1:${await freePort()}`,
        peer: `/ip4/127.0.0.1/tcp/${await freePort()}/p2p/${peerId}`,
        since: 1,
        until: 0,
      })
      await writeFile(
        join(home, 'node.json'),
        JSON.stringify({ ...config, network: '../network.json' }),
      )
    }
    const file = await Network.sign(
      Crypto.pure,
      {
        name: 'bench',
        version: 1,
        settled: 1,
        replicas: 4,
        authority: authority.publicKey,
        nodes: members,
      },
      authority,
    )
    await writeFile(join(folder, 'network.json'), JSON.stringify(file))
    const network = new BenchNetwork(folder, homes, file)
    for (let i = 0; i < nodes; i++) network.launch(i)
    for (let i = 0; i < nodes; i++) await network.ready(i)
    return network
  }

  /** Starts a node's process. */
  launch(index: number): void {
    this.#servers[index] = new Server(process.execPath, [
      main,
      'node',
      '--home',
      this.#homes[index]!,
    ])
  }

  /** Waits until a node says that it is ready. */
  ready(index: number): Promise<void> {
    return untilItWorks(async () => {
      const url = new URL('/readyz', this.file.nodes[index]!.url.replace('ws:', 'http:'))
      const response = await fetch(url)
      if (!response.ok) throw new Error(await response.text())
    }, 60_000)
  }

  kill(index: number): Promise<unknown> {
    return this.#servers[index]!.kill('SIGKILL')
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all(this.#servers.map((server) => server[Symbol.asyncDispose]()))
    await rm(this.folder, { recursive: true })
  }
}
