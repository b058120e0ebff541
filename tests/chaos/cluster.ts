/**
 * Node processes whose every line can be made bad: between two nodes, and between clients and a node.
 *
 * @module
 */
import { type ChildProcess, spawn } from 'node:child_process'
import { randomInt } from 'node:crypto'
import { once } from 'node:events'
import { openSync, closeSync } from 'node:fs'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'

import { initNode } from '@parley/node'
import { Bytes, Crypto, Network } from '@parley/protocol'

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
  readonly members: Network.Network
  readonly #options: ClusterOptions
  readonly #seats: readonly Seat[]
  readonly #authority: Crypto.KeyPair
  readonly #processes: (ChildProcess | undefined)[] = []
  readonly #states: State[]
  /** Lines between nodes, by dialler and target; of clients, by crew and node. */
  readonly #peerLines: Map<string, Proxy>
  readonly #clientLines: Map<string, Proxy>

  private constructor(
    options: ClusterOptions,
    own: {
      folder: string
      seats: readonly Seat[]
      authority: Crypto.KeyPair
      members: Network.Network
      peerLines: Map<string, Proxy>
      clientLines: Map<string, Proxy>
    },
  ) {
    this.#options = options
    this.folder = own.folder
    this.members = own.members
    this.#seats = own.seats
    this.#authority = own.authority
    this.#peerLines = own.peerLines
    this.#clientLines = own.clientLines
    this.#states = own.seats.map(() => ({ is: 'down', since: 0 }))
    // However this process ends, they end with it.
    process.once('exit', this.#killAll)
  }

  static async start(options: ClusterOptions): Promise<Cluster> {
    const folder = await mkdtemp(path.join(tmpdir(), 'parley-chaos-'))
    const seats: Seat[] = []
    const held: (() => Promise<void>)[] = []
    for (let i = 0; i < options.nodes; i++) {
      const home = path.join(folder, `node-${i}`)
      const [{ port, free }, { port: peerPort, free: freePeer }] = [
        await holdPort(),
        await holdPort(),
      ]
      held.push(free, freePeer)
      const { publicKey, peerId } = await initNode(home, {
        network: 'network.json',
        port,
        peerListen: `/ip4/127.0.0.1/tcp/${peerPort}`,
        logLevel: 'warn',
      })
      seats.push({ home, publicKey, peerId, port, peerPort })
    }
    const { random } = options
    const peerLines = new Map<string, Proxy>()
    const clientLines = new Map<string, Proxy>()
    for (const [to, seat] of seats.entries()) {
      for (let from = 0; from < seats.length; from++)
        if (from !== to) peerLines.set(`${from} ${to}`, await Proxy.start(seat.peerPort, random))
      for (let crew = 0; crew < options.crews; crew++)
        clientLines.set(`${crew} ${to}`, await Proxy.start(seat.port, random))
    }
    const authority = Crypto.deriveKeyPair(
      crypto.getRandomValues(new Uint8Array(32)),
      'network authority',
    )
    const lines = { seats, authority, peerLines, clientLines }
    const members = await Network.read(Crypto.pure, await fileFor(options, lines, {}))
    const cluster = new Cluster(options, { folder, members, ...lines })
    await Promise.all(held.map((free) => free()))
    try {
      await Promise.all(
        seats.map(async ({ home }, node) => {
          const file = await fileFor(options, lines, { node })
          await writeFile(path.join(home, 'network.json'), JSON.stringify(file))
          cluster.launch(node)
        }),
      )
      await cluster.ready()
      return cluster
    } catch (error) {
      await cluster[Symbol.asyncDispose]()
      throw error
    }
  }

  readonly #killAll = (): void => {
    for (const child of this.#processes) child?.kill('SIGKILL')
  }

  get size(): number {
    return this.#seats.length
  }

  /** The signed network file as a crew of clients sees it. */
  fileFor(crew: number): Promise<Network.File> {
    const own = {
      seats: this.#seats,
      authority: this.#authority,
      peerLines: this.#peerLines,
      clientLines: this.#clientLines,
    }
    return fileFor(this.#options, own, { crew })
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

  /** Waits until every process that runs says it is ready: linked, and caught up. */
  async ready(): Promise<void> {
    await Promise.all(
      this.#seats.map(async ({ port }, node) => {
        if (this.#states[node]!.is !== 'up') return
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
    for (let node = 0; node < this.size; node++) this.resume(node)
  }

  async [Symbol.asyncDispose](): Promise<void> {
    process.off('exit', this.#killAll)
    await Promise.all(this.#seats.map(async (_, node) => this.#processes[node] && this.kill(node)))
    const all = [...this.#peerLines.values(), ...this.#clientLines.values()]
    await Promise.all(all.map((line) => line[Symbol.asyncDispose]()))
    await rm(this.folder, { recursive: true })
  }
}

/** The network file for a node, a crew of clients, or nobody in particular: of the same members. */
function fileFor(
  { replicas, crews }: ClusterOptions,
  own: {
    seats: readonly Seat[]
    authority: Crypto.KeyPair
    peerLines: Map<string, Proxy>
    clientLines: Map<string, Proxy>
  },
  { node, crew }: { node?: number; crew?: number },
): Promise<Network.File> {
  const portFor = (to: number, { port }: Seat): number =>
    crew === undefined ? port : own.clientLines.get(`${crew} ${to}`)!.port
  const peerPortFor = (to: number, { peerPort }: Seat): number =>
    node === undefined || node === to ? peerPort : own.peerLines.get(`${node} ${to}`)!.port
  if (crew !== undefined && crew >= crews) throw new Error(`there is no crew ${crew}`)
  const content = {
    name: 'chaos',
    version: 1,
    settled: 1,
    replicas,
    authority: own.authority.publicKey,
    nodes: own.seats.map((seat, to) => ({
      publicKey: seat.publicKey,
      url: `ws://127.0.0.1:${portFor(to, seat)}`,
      peer: `/ip4/127.0.0.1/tcp/${peerPortFor(to, seat)}/p2p/${seat.peerId}`,
      since: 1,
      until: 0,
    })),
  }
  return Network.sign(Crypto.pure, content, own.authority)
}
