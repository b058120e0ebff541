/**
 * What a flood costs a node, and what an honest client notices of it.
 *
 * @module
 */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'

import { Client, Device, Log } from '../client.ts'
import { TestNetwork } from '../network.ts'
import { NodeProcess } from '../process.ts'

const attacker = new URL('attacker.ts', import.meta.url).pathname
/** A flood has begun by then. */
const warmUpMs = 700
/** Clock ticks a second, by which Linux counts CPU time. */
const ticks = 100

/** What was seen of one flood. */
export type Measure = {
  /** What became of what was tried; `none`: it was granted. */
  readonly outcomes: Readonly<Record<string, number>>
  readonly tried: number
  readonly refused: number
  /** Milliseconds from an honest envelope to its receipt: the median, and nine of ten. */
  readonly p50: number
  readonly p90: number
  /** Bytes the node's memory grew by at most. */
  readonly memory: number
  /** Share of one core that the node used. */
  readonly cpu: number
  /** Bytes that the node's store grew by. */
  readonly stored: number
}

/** A node of its own, told apart by IP addresses, with an honest client. */
export class Subject implements AsyncDisposable {
  readonly #network: TestNetwork
  readonly #node: NodeProcess
  readonly #honest: Client
  readonly #log = new Log()

  private constructor(network: TestNetwork, node: NodeProcess, honest: Client) {
    this.#network = network
    this.#node = node
    this.#honest = honest
  }

  static async start(): Promise<Subject> {
    const network = await TestNetwork.prepare(1, { limits: { addressesBy: 'ip' } })
    const node = await NodeProcess.start(network.homes[0]!)
    const honest = await Client.connect(network.urls[0]!, network.network)
    await honest.authenticate(await Device.create())
    return new Subject(network, node, honest)
  }

  async #write(): Promise<number> {
    const bytes = await this.#log.bytes()
    const start = performance.now()
    await this.#honest.receipt(bytes, this.#log.descriptor)
    return performance.now() - start
  }

  /** Seconds of CPU that the node has used. */
  async #cpu(): Promise<number> {
    const stat = await readFile(`/proc/${this.#node.child.pid!}/stat`, 'utf8')
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    return (Number(fields[11]) + Number(fields[12])) / ticks
  }

  async #stored(): Promise<number> {
    const [status] = await this.#honest.ask({ type: 'status' })
    return status?.type === 'status' ? status.envelopes : 0
  }

  /**
   * Writes one envelope after another for a while, beside a flood.
   *
   * @param flood its name; none if it is not given
   */
  async measure(forMs: number, flood?: string): Promise<Measure> {
    const [home] = this.#network.homes
    const args = [this.#network.urls[0]!, this.#network.content.nodes[0]!.peer]
    const child =
      flood === undefined
        ? undefined
        : spawn(
            process.execPath,
            ['--conditions=source', attacker, flood, ...args, join(home!, 'network.json')],
            { stdio: ['pipe', 'pipe', 'inherit'] },
          )
    const said: Buffer[] = []
    child?.stdout.on('data', (data: Buffer) => said.push(data))
    // The flood's program takes its time to start; from its first link on it is one.
    await pause(child ? warmUpMs : 0)
    const [cpu, memory, stored] = [
      await this.#cpu(),
      await this.#node.memory(),
      await this.#stored(),
    ]
    const times: number[] = []
    let memoryMax = memory
    const start = performance.now()
    while (performance.now() - start < forMs) {
      times.push(await this.#write())
      memoryMax = Math.max(memoryMax, await this.#node.memory())
      await pause(20)
    }
    const seconds = (performance.now() - start) / 1_000
    const used = ((await this.#cpu()) - cpu) / seconds
    const grown = (await this.#stored()) - stored - times.length
    if (child) {
      child.stdin.end()
      await once(child, 'close')
    }
    const outcomes = JSON.parse(Buffer.concat(said).toString() || '{}') as Record<string, number>
    const tried = Object.values(outcomes).reduce((sum, count) => sum + count, 0)
    const sorted = times.toSorted((a, b) => a - b)
    const at = (share: number): number => sorted[Math.floor(share * (sorted.length - 1))]!
    return {
      outcomes,
      tried,
      refused: tried - (outcomes['none'] ?? 0),
      p50: at(0.5),
      p90: at(0.9),
      memory: memoryMax - memory,
      cpu: used,
      stored: grown,
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#honest.close()
    await this.#node.kill('SIGKILL')
    await this.#network.close()
  }
}
