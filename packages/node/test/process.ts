/** Nodes as processes of their own. */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import { createInterface } from 'node:readline'

const main = new URL('../src/main.ts', import.meta.url).pathname

export class NodeProcess {
  readonly child: ChildProcess
  readonly exited: Promise<number | null>
  readonly stderr: string[] = []

  constructor(args: readonly string[], flags: readonly string[] = []) {
    this.child = spawn(process.execPath, ['--conditions=source', ...flags, main, ...args], {
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    this.child.stderr!.on('data', (data: Buffer) => this.stderr.push(data.toString()))
    this.exited = once(this.child, 'exit').then(([code]) => code as number | null)
  }

  /**
   * Runs a node and waits until it listens.
   *
   * @param flags for Node, before the node's program
   */
  static async start(home: string, flags: readonly string[] = []): Promise<NodeProcess> {
    const node = new NodeProcess(['--home', home], flags)
    const lines = createInterface({ input: node.child.stdout! })
    const line = await Promise.race([once(lines, 'line'), node.exited])
    lines.close()
    if (!Array.isArray(line)) throw new Error(`the node ended: ${node.stderr.join('')}`)
    return node
  }

  async kill(signal: NodeJS.Signals): Promise<number | null> {
    this.child.kill(signal)
    return this.exited
  }

  /** Resident memory in bytes. */
  async memory(): Promise<number> {
    const status = await readFile(`/proc/${this.child.pid!}/status`, 'utf8')
    return Number(/VmRSS:\s+(\d+) kB/.exec(status)![1]) * 1024
  }
}
