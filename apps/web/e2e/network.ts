/**
 * A whole local network, as its users start it: `parley up`.
 *
 * @module
 */
import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'

const parley = fileURLToPath(new URL('../../../packages/cli/bin/parley.js', import.meta.url))

const execute = promisify(execFile)

type Ready = {
  readonly ready: true
  readonly web: string
  readonly nodes: readonly {
    readonly id: string
    readonly url: string
    readonly pid: number
    readonly home: string
  }[]
}

export type LocalNetwork = {
  readonly web: string
  /** Ends every node that runs, as a power cut would. */
  readonly killNodes: () => void
  /** Starts every node again; they are up when a client is live. */
  readonly startNodes: () => void
  /** A home of its own for a wallet at the command line: runs `parley` in it. */
  readonly home: () => Promise<(...args: string[]) => Promise<Record<string, unknown>[]>>
  readonly stop: () => Promise<void>
}

/** The first line of JSON a command prints. */
function firstLine(child: ChildProcess): Promise<Record<string, unknown>> {
  return new Promise((resolve, reject) => {
    let log = ''
    child.stderr!.on('data', (text: Buffer) => (log = (log + text.toString()).slice(-4_000)))
    createInterface(child.stdout!).once('line', (line) => resolve(JSON.parse(line)))
    child.once('error', reject)
    child.once('exit', (code) => reject(new Error(`parley ended with ${code}.\n${log}`)))
  })
}

const ended = (child: ChildProcess) =>
  new Promise<void>((resolve) => {
    if (child.exitCode !== null || child.signalCode !== null) resolve()
    else child.once('exit', () => resolve())
  })

const run = (args: readonly string[], output: 'pipe' | 'ignore') =>
  spawn(process.execPath, [parley, ...args], { stdio: ['ignore', output, output] })

export async function startNetwork(): Promise<LocalNetwork> {
  const home = await mkdtemp(path.join(tmpdir(), 'parley-web-'))
  const up = run(['up', '--json', '--nodes', '4', '--port', '0', '--home', home], 'pipe')
  const { web, nodes } = (await firstLine(up)) as Ready
  let restarted: ChildProcess[] = []
  return {
    web,
    killNodes() {
      if (restarted.length === 0) for (const { pid } of nodes) process.kill(pid, 'SIGKILL')
      for (const child of restarted) child.kill('SIGKILL')
    },
    startNodes() {
      restarted = nodes.map((node) => run(['node', '--home', node.home], 'ignore'))
    },
    async home() {
      const wallet = await mkdtemp(path.join(home, 'wallet-'))
      const args = ['--json', '--home', wallet, '--network', `${web}/network.json`]
      return async (...command) => {
        const { stdout } = await execute(process.execPath, [parley, ...command, ...args]).catch(
          (error: Error & { stdout: string }) => {
            throw new Error(`parley ${command[0]}: ${error.stdout}`, { cause: error })
          },
        )
        return stdout
          .trim()
          .split('\n')
          .map((line) => JSON.parse(line) as Record<string, unknown>)
      }
    },
    async stop() {
      for (const child of [...restarted, up]) child.kill('SIGTERM')
      await Promise.all([...restarted, up].map(ended))
      await rm(home, { recursive: true, force: true })
    },
  }
}
