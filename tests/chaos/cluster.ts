/**
 * Node processes whose every line can be made bad: between two nodes, and between clients and a node.
 *
 * @module
 */
import { type ChildProcess, spawn } from 'node:child_process'
import { randomInt } from 'node:crypto'
import { once } from 'node:events'
import { openSync, closeSync } from 'node:fs'
import { mkdtemp, rename, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'

import { initNode } from '@parley/node'
import { Bytes, Confirmation, Crypto, Network, Placement } from '@parley/protocol'

import { eventually } from '../harness.ts'
import { Proxy, type Weather } from './proxy.ts'

const launcher = fileURLToPath(new URL('../../packages/cli/bin/parley.js', import.meta.url))

/** Below those that systems hand out by themselves: nobody takes one before its node does. */
const portMin = 15_000
const portMax = 30_000

/** A port, held until it is wanted. */
async function holdPort(): Promise<{ port: number; free: () => Promise<void> }> {
  for (;;) {
    const port = randomInt(portMin, portMax)
    const server = createServer()
    try {
      server.listen(port, '127.0.0.1')
      await once(server, 'listening')
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'EADDRINUSE') continue
      throw error
    }
    const free = async (): Promise<void> => {
      server.close()
      await once(server, 'close')
    }
    return { port, free }
  }
}

/** Of one node: what is the same whoever looks at it. */
type Seat = {
  readonly home: string
  readonly publicKey: Uint8Array
  readonly peerId: string
  readonly port: number
  readonly peerPort: number
  /** The versions of the network in which it is a member. */
  readonly since: number
  readonly until: number
}

/** Whether a process runs, and since when it is so. */
type State = { readonly is: 'up' | 'paused' | 'down'; readonly since: number }

export type ClusterOptions = {
  nodes: number
  replicas: number
  /** Groups of clients: each reaches the nodes over lines of its own. */
  crews: number
  /** At least 0, less than 1: for jitter. */
  random: () => number
}

export class Cluster implements AsyncDisposable {
  readonly folder: string
  readonly #options: ClusterOptions
  readonly #authority = Crypto.deriveKeyPair(
    crypto.getRandomValues(new Uint8Array(32)),
    'network authority',
  )
  readonly #seats: Seat[] = []
  readonly #processes: (ChildProcess | undefined)[] = []
  readonly #states: State[] = []
  /** Lines between nodes, by dialler and target; of clients, by crew and node. */
  readonly #peerLines = new Map<string, Proxy>()
  readonly #clientLines = new Map<string, Proxy>()
  #version = 1
  #settled = 1
  #members: Network.Network | undefined

  private constructor(options: ClusterOptions, folder: string) {
    this.#options = options
    this.folder = folder
    // However this process ends, they end with it.
    process.once('exit', this.#killAll)
  }

  static async start(options: ClusterOptions): Promise<Cluster> {
    const folder = await mkdtemp(path.join(tmpdir(), 'parley-chaos-'))
    const cluster = new Cluster(options, folder)
    try {
      const free = []
      for (let i = 0; i < options.nodes; i++) free.push(await cluster.#takeSeat())
      await Promise.all(free.map((release) => release()))
      await cluster.#publish()
      for (let node = 0; node < options.nodes; node++) cluster.launch(node)
      await cluster.ready()
      return cluster
    } catch (error) {
      await cluster[Symbol.asyncDispose]()
      throw error
    }
  }

  /** The network as its newest file has it. */
  get members(): Network.Network {
    return this.#members!
  }

  /** Nodes that are members now, by number. */
  get current(): number[] {
    return [...this.#seats.keys()].filter((node) => this.#seats[node]!.until === 0)
  }

  /** Prepares a node's home, and the lines to it and from it; returns what frees its ports. */
  async #takeSeat(): Promise<() => Promise<void>> {
    const { crews, random } = this.#options
    const to = this.#seats.length
    const home = path.join(this.folder, `node-${to}`)
    const held = [await holdPort(), await holdPort()] as const
    const [{ port }, { port: peerPort }] = held
    const { publicKey, peerId } = await initNode(home, {
      network: 'network.json',
      port,
      peerListen: `/ip4/127.0.0.1/tcp/${peerPort}`,
      logLevel: 'warn',
    })
    for (const [other, seat] of this.#seats.entries()) {
      this.#peerLines.set(`${other} ${to}`, await Proxy.start(peerPort, random))
      this.#peerLines.set(`${to} ${other}`, await Proxy.start(seat.peerPort, random))
    }
    for (let crew = 0; crew < crews; crew++)
      this.#clientLines.set(`${crew} ${to}`, await Proxy.start(port, random))
    const since = this.#version
    this.#seats.push({ home, publicKey, peerId, port, peerPort, since, until: 0 })
    this.#states.push({ is: 'down', since: 0 })
    return async () => {
      await Promise.all(held.map(({ free }) => free()))
    }
  }

  /** Gives every node the newest network file: each one of its own, signed by the same authority. */
  async #publish(): Promise<void> {
    this.#members = await Network.read(Crypto.pure, await this.fileFor(0))
    await Promise.all(
      this.#seats.map(async ({ home }, node) => {
        const file = path.join(home, 'network.json')
        await writeFile(`${file}.new`, JSON.stringify(await this.fileFor(0, node)))
        await rename(`${file}.new`, file)
      }),
    )
  }

  /** A node joins; resolves when it runs. */
  async add(): Promise<void> {
    this.#version++
    const release = await this.#takeSeat()
    await release()
    await this.#publish()
    this.launch(this.size - 1)
  }

  /** A node leaves; it stays up until that is settled. */
  async remove(node: number): Promise<void> {
    this.#version++
    this.#seats[node] = { ...this.#seats[node]!, until: this.#version }
    await this.#publish()
  }

  /** Waits until the members have taken over, and settles the newest version. */
  async settle(): Promise<void> {
    if (this.#settled === this.#version) return
    const { current } = this
    const faultsMax = Placement.faultsMax(this.#options.replicas)
    await eventually(async () => {
      const confirmed = await Promise.all(current.map((node) => this.#confirms(node)))
      return confirmed.filter(Boolean).length >= current.length - faultsMax || undefined
    })
    this.#settled = this.#version
    await this.#publish()
    for (const [node, { until }] of this.#seats.entries()) if (until !== 0) await this.kill(node)
  }

  async #confirms(node: number): Promise<boolean> {
    const { port, publicKey } = this.#seats[node]!
    const signal = AbortSignal.timeout(5_000)
    const response = await fetch(`http://127.0.0.1:${port}/confirmation`, { signal }).catch(
      () => {},
    )
    if (!response?.ok) return false
    const { version, signature } = (await response.json()) as { version: number; signature: string }
    const said = { network: this.members.id, version }
    return (
      version === this.#version &&
      Confirmation.verify(Crypto.pure, said, Bytes.fromHex(signature), publicKey)
    )
  }

  readonly #killAll = (): void => {
    for (const child of this.#processes) child?.kill('SIGKILL')
  }

  get size(): number {
    return this.#seats.length
  }

  /**
   * The signed network file as a crew of clients sees it, or a node: of the same members, each behind
   * the lines of whoever reads it.
   */
  fileFor(crew: number, node?: number): Promise<Network.File> {
    const peerPortFor = (to: number, { peerPort }: Seat): number =>
      node === undefined || node === to ? peerPort : this.#peerLines.get(`${node} ${to}`)!.port
    const content = {
      name: 'chaos',
      version: this.#version,
      settled: this.#settled,
      replicas: this.#options.replicas,
      authority: this.#authority.publicKey,
      nodes: this.#seats.map((seat, to) => ({
        publicKey: seat.publicKey,
        url: `ws://127.0.0.1:${this.#clientLines.get(`${crew} ${to}`)!.port}`,
        peer: `/ip4/127.0.0.1/tcp/${peerPortFor(to, seat)}/p2p/${seat.peerId}`,
        since: seat.since,
        until: seat.until,
      })),
    }
    return Network.sign(Crypto.pure, content, this.#authority)
  }

  /** A node's own address for clients, past all lines. */
  urlOf(node: number): string {
    return `ws://127.0.0.1:${this.#seats[node]!.port}`
  }

  /** The number of a node by its id in hex. */
  indexOf(name: string): number {
    return this.#seats.findIndex(
      ({ publicKey }) => Bytes.toHex(Network.nodeId(Crypto.pure, publicKey)) === name,
    )
  }

  /** Since when a node's process could not have answered anybody; `undefined` if it can. */
  silentSince(node: number): number | undefined {
    const { is, since } = this.#states[node]!
    return is === 'up' ? undefined : since
  }

  /** Starts a node's process. */
  launch(node: number): void {
    const { home } = this.#seats[node]!
    const log = openSync(path.join(home, 'node.log'), 'a')
    this.#processes[node] = spawn(process.execPath, [launcher, 'node', '--home', home], {
      stdio: ['ignore', log, log],
    })
    closeSync(log)
    this.#states[node] = { is: 'up', since: Date.now() }
  }

  /** Kills a node's process as a power cut does. */
  async kill(node: number): Promise<void> {
    const child = this.#processes[node]!
    if (child.exitCode !== null || child.signalCode !== null) return
    const ended = once(child, 'exit')
    child.kill('SIGKILL')
    await ended
    this.#note(node, 'down')
  }

  /** Stops a node's process, links and all, as a machine does that swaps. */
  pause(node: number): void {
    this.#processes[node]!.kill('SIGSTOP')
    this.#note(node, 'paused')
  }

  /** Runs again what was paused or killed. */
  resume(node: number): void {
    const { is } = this.#states[node]!
    if (is === 'down') this.launch(node)
    if (is !== 'paused') return
    this.#states[node] = { is: 'up', since: Date.now() }
    this.#processes[node]!.kill('SIGCONT')
  }

  #note(node: number, is: 'paused' | 'down'): void {
    // A paused one that is killed was silent before already.
    const { is: before, since } = this.#states[node]!
    this.#states[node] = { is, since: before === 'up' ? Date.now() : since }
  }

  /** Waits until every member that runs says it is ready: linked, and caught up. */
  async ready(): Promise<void> {
    await Promise.all(
      this.current.map(async (node) => {
        if (this.#states[node]!.is !== 'up') return
        const { port } = this.#seats[node]!
        await eventually(async () => {
          const child = this.#processes[node]!
          if (child.exitCode !== null) throw new Error(`node ${node} ended (${child.exitCode})`)
          const signal = AbortSignal.timeout(5_000)
          const response = await fetch(`http://127.0.0.1:${port}/readyz`, { signal }).catch(
            () => {},
          )
          return response?.ok ? true : undefined
        })
      }),
    )
  }

  /** All lines, each with its ends: nodes by number, crews by name. */
  *lines(): Iterable<{ from: number | 'clients'; to: number; line: Proxy }> {
    for (const [name, line] of this.#peerLines) {
      const [from, to] = name.split(' ').map(Number)
      yield { from: from!, to: to!, line }
    }
    for (const [name, line] of this.#clientLines)
      yield { from: 'clients', to: Number(name.split(' ')[1]), line }
  }

  /** Makes the weather on all lines of a node; the way to it and the way from it may differ. */
  weatherAt(node: number, weather: Partial<Weather>): void {
    for (const { from, to, line } of this.lines()) {
      if (to === node) line.set(weather)
      // On the lines it dials the two ways are the other way round.
      if (from === node)
        line.set({
          ...weather,
          stalledTo: weather.stalledFrom ?? false,
          stalledFrom: weather.stalledTo ?? false,
        })
    }
  }

  /** Makes all lines fair, and runs every process. */
  heal(): void {
    for (const { line } of this.lines()) line.set({})
    // Who left stays away.
    const stays = ({ until }: Seat): boolean => until === 0 || until > this.#settled
    for (const [node, seat] of this.#seats.entries()) if (stays(seat)) this.resume(node)
  }

  async [Symbol.asyncDispose](): Promise<void> {
    process.off('exit', this.#killAll)
    await Promise.all(this.#seats.map(async (_, node) => this.#processes[node] && this.kill(node)))
    const all = [...this.#peerLines.values(), ...this.#clientLines.values()]
    await Promise.all(all.map((line) => line[Symbol.asyncDispose]()))
    await rm(this.folder, { recursive: true })
  }
}
