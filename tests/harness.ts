/**
 * Whole networks for tests: real processes of the real command, in homes of their own.
 *
 * @module
 */
import { type ChildProcessByStdio, spawn } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { createInterface } from 'node:readline'
import type { Readable, Writable } from 'node:stream'
import { setTimeout as delay } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'

const launcher = fileURLToPath(new URL('../packages/cli/bin/parley.js', import.meta.url))

/** Between two looks at something that tells nobody when it changes. */
const pollMs = 20

/** How a command ended, and what it said. */
export type Outcome = { exitCode: number | null; stdout: string; stderr: string }

/** A node, as `parley up` announces it. */
export type TestNode = { id: string; url: string; pid: number; home: string }

/** What `parley up` announces. */
export type Ready = {
  ready: true
  network: string
  nodes: TestNode[]
  /** `null` without a registry on chain. */
  chain: string | null
  web: string | null
}

/** Waits until `look` finds something; the test's own time limit ends it. */
export async function eventually<T>(look: () => Promise<T | undefined>): Promise<T> {
  for (;;) {
    const found = await look()
    if (found !== undefined) return found
    await delay(pollMs)
  }
}

/** A running command. */
export class Command implements AsyncDisposable {
  readonly #process: ChildProcessByStdio<Writable, Readable, Readable>
  readonly #lines: string[] = []
  #waiting: (() => void)[] = []
  #stderr = ''
  /** Resolves when it has ended. */
  readonly ended: Promise<Outcome>

  constructor(args: readonly string[], env: Record<string, string>) {
    this.#process = spawn(process.execPath, [launcher, ...args], {
      env: { ...process.env, ...env },
      stdio: ['pipe', 'pipe', 'pipe'],
    })
    // A command that ends before it has read all is the test's to judge.
    this.#process.stdin.on('error', () => {})
    createInterface({ input: this.#process.stdout }).on('line', (line) => {
      this.#lines.push(line)
      this.#wake()
    })
    this.#process.stderr.setEncoding('utf8').on('data', (text: string) => {
      this.#stderr += text
      this.#wake()
    })
    this.ended = new Promise((resolve, reject) => {
      this.#process.once('error', reject)
      this.#process.once('close', (exitCode) => {
        this.#wake()
        const stdout = this.#lines.map((line) => `${line}\n`).join('')
        resolve({ exitCode, stdout, stderr: this.#stderr })
      })
    })
  }

  get pid(): number {
    return this.#process.pid!
  }

  get stdin(): Writable {
    return this.#process.stdin
  }

  /** Lines of stdout so far. */
  get lines(): readonly string[] {
    return this.#lines
  }

  get stderr(): string {
    return this.#stderr
  }

  /** Goes away as a reader does, like `head`. */
  closeStdout(): void {
    this.#process.stdout.destroy()
  }

  kill(signal: NodeJS.Signals): void {
    this.#process.kill(signal)
  }

  #wake(): void {
    for (const wake of this.#waiting.splice(0)) wake()
  }

  /** Looks again each time the command says something. Throws if it ends without it. */
  async saying<T>(look: () => T | undefined): Promise<T> {
    for (;;) {
      const found = look()
      if (found !== undefined) return found
      if (this.#process.exitCode !== null || this.#process.signalCode !== null) {
        const { exitCode, stdout, stderr } = await this.ended
        const last = look()
        if (last !== undefined) return last
        throw new Error(`The command ended (${exitCode}).\n${stdout}\n${stderr}`)
      }
      await new Promise<void>((wake) => this.#waiting.push(wake))
    }
  }

  /** The line of stdout with this number, from 0, once it is there. */
  line(index: number): Promise<string> {
    return this.saying(() => this.#lines[index])
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.kill('SIGTERM')
    await this.ended
  }
}

/** A whole network in a temporary folder. */
export class TestNetwork implements AsyncDisposable {
  readonly folder: string
  readonly ready: Ready
  readonly #up: Command
  /** Nodes started by hand, by their index. */
  readonly #restarted = new Map<number, Command>()
  #homes = 0

  private constructor(folder: string, up: Command, ready: Ready) {
    this.folder = folder
    this.#up = up
    this.ready = ready
  }

  /** Starts `parley up` on free ports, and waits until it is ready. */
  static async start(
    options: { nodes?: number; web?: boolean; chain?: boolean } = {},
  ): Promise<TestNetwork> {
    const folder = await mkdtemp(path.join(tmpdir(), 'parley-test-'))
    const up = new Command(
      [
        'up',
        '--json',
        '--port=0',
        `--home=${path.join(folder, 'network')}`,
        ...(options.nodes === undefined ? [] : ['--nodes', String(options.nodes)]),
        ...(options.web ? [] : ['--no-web']),
        ...(options.chain === false ? ['--no-chain'] : []),
      ],
      {},
    )
    try {
      return new TestNetwork(folder, up, JSON.parse(await up.line(0)) as Ready)
    } catch (error) {
      await up[Symbol.asyncDispose]()
      await rm(folder, { recursive: true })
      throw error
    }
  }

  /** A folder for one more wallet. */
  newHome(): string {
    return path.join(this.folder, `home-${++this.#homes}`)
  }

  /** Starts a command in a wallet's home. */
  command(home: string, args: readonly string[]): Command {
    const network = this.ready.network
    return new Command([...args, '--json'], { PARLEY_HOME: home, PARLEY_NETWORK: network })
  }

  /** Runs a command in a wallet's home. */
  async run(home: string, args: readonly string[], stdin = ''): Promise<Outcome> {
    const command = this.command(home, args)
    command.stdin.end(stdin)
    return command.ended
  }

  /** Runs a command that must succeed: what it printed, parsed. */
  async ok<T = Record<string, unknown>>(
    home: string,
    args: readonly string[],
    stdin = '',
  ): Promise<T[]> {
    const { exitCode, stdout, stderr } = await this.run(home, args, stdin)
    if (exitCode !== 0) throw new Error(`parley ${args.join(' ')}: ${exitCode}\n${stdout}${stderr}`)
    return stdout
      .split('\n')
      .filter(Boolean)
      .map((line) => JSON.parse(line) as T)
  }

  /** Makes a wallet that has joined. */
  async newWallet(): Promise<{ home: string; address: string; account: string }> {
    const home = this.newHome()
    const [made] = await this.ok<{ address: string; account: string }>(home, ['id', 'new'])
    return { home, ...made! }
  }

  /** Makes a wallet that no network has heard of yet. */
  async newStranger(): Promise<{ home: string; address: string; account: string }> {
    const home = this.newHome()
    const env = { HOME: this.folder, PARLEY_HOME: home, PARLEY_NETWORK: '' }
    const { stdout } = await new Command(['id', 'new', '--json'], env).ended
    return { home, ...(JSON.parse(stdout) as { address: string; account: string }) }
  }

  /** Kills a node with SIGKILL, and waits until it is gone. */
  async kill(index: number): Promise<void> {
    const restarted = this.#restarted.get(index)
    if (restarted !== undefined) {
      restarted.kill('SIGKILL')
      await restarted.ended
      this.#restarted.delete(index)
      return
    }
    const before = this.#up.stderr.length
    process.kill(this.ready.nodes[index]!.pid, 'SIGKILL')
    await this.#up.saying(() =>
      this.#up.stderr.slice(before).includes(`node-${index + 1} ended`) ? true : undefined,
    )
  }

  /** Starts a killed node again, by hand as its operator would, and waits until it is ready. */
  async restart(index: number): Promise<void> {
    const { home, url } = this.ready.nodes[index]!
    this.#restarted.set(index, new Command(['node', '--home', home], {}))
    const readyUrl = new URL('/readyz', url.replace(/^ws/, 'http'))
    await eventually(async () => {
      const response = await fetch(readyUrl).catch(() => undefined)
      return response?.ok ? true : undefined
    })
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all(
      [this.#up, ...this.#restarted.values()].map((it) => it[Symbol.asyncDispose]()),
    )
    await rm(this.folder, { recursive: true })
  }
}
