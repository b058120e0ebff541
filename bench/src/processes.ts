/**
 * Servers and load generators as processes of their own, on free loopback ports.
 *
 * @module
 */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { createServer } from 'node:net'
import { createInterface } from 'node:readline'

/** A port that is free now. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  server.close()
  await once(server, 'close')
  if (address === null || typeof address === 'string') throw new Error('no port')
  return address.port
}

/** Whether a command is installed. */
export function isInstalled(command: string): boolean {
  // Debian puts servers where ordinary users' PATH may not look.
  const env = { ...process.env, PATH: `${process.env['PATH']}:/usr/sbin` }
  return spawnSync('which', [command], { env }).status === 0
}

/** Servers that run: they end with the benchmark, however it ends. */
const running = new Set<ChildProcess>()
process.on('exit', () => {
  for (const child of running) child.kill('SIGKILL')
})
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => process.exit(1))

/** A process that ends with the benchmark. */
export class Server implements AsyncDisposable {
  readonly #child: ChildProcess

  constructor(command: string, args: readonly string[], more: Record<string, string> = {}) {
    const env = { ...process.env, PATH: `${process.env['PATH']}:/usr/sbin`, ...more }
    this.#child = spawn(command, args, { env, stdio: ['ignore', 'ignore', 'ignore'] })
    running.add(this.#child)
    this.#child.once('exit', () => running.delete(this.#child))
  }

  kill(signal: NodeJS.Signals): Promise<unknown> {
    const ended = once(this.#child, 'exit')
    this.#child.kill(signal)
    return ended
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#child.exitCode === null && this.#child.signalCode === null) await this.kill('SIGTERM')
  }
}

/** Tries until it works: a server takes a moment to listen. */
export async function untilItWorks<T>(attempt: () => Promise<T>, timeoutMs = 20_000): Promise<T> {
  const deadline = Date.now() + timeoutMs
  for (;;) {
    try {
      return await attempt()
    } catch (error) {
      if (Date.now() > deadline) throw error
      await new Promise((resolve) => setTimeout(resolve, 20))
    }
  }
}

/**
 * Runs a module of this folder in a process of its own, with one argument, and takes the JSON it
 * prints last.
 */
export async function runModule<T>(name: string, argument: object): Promise<T> {
  const child = spawn(
    process.execPath,
    [
      '--conditions=source',
      '--disable-warning=ExperimentalWarning',
      new URL(`./${name}`, import.meta.url).pathname,
      JSON.stringify(argument),
    ],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  )
  let last = ''
  for await (const line of createInterface({ input: child.stdout })) last = line
  if (child.exitCode === null) await once(child, 'exit')
  if (child.exitCode !== 0) throw new Error(`${name} ended with ${child.exitCode}`)
  return JSON.parse(last) as T
}

/**
 * Keeps `depth` calls running until `count` are done.
 *
 * @returns calls a second, over all but the first tenth
 */
export async function closedLoop(
  count: number,
  depth: number,
  call: (index: number) => Promise<unknown>,
): Promise<number> {
  const warm = Math.floor(count / 10)
  let next = 0
  let done = 0
  let started = 0
  const worker = async (): Promise<void> => {
    while (next < count) {
      await call(next++)
      if (++done === warm) started = performance.now()
    }
  }
  await Promise.all(Array.from({ length: depth }, worker))
  return ((count - warm) / (performance.now() - started)) * 1000
}

/** Calls before those that are timed. */
export const warm = 20

/** How long each of `count` calls took, one after the other, in milliseconds. */
export async function timesOf(count: number, call: () => Promise<unknown>): Promise<number[]> {
  const times: number[] = []
  for (let i = 0; i < count + warm; i++) {
    const started = performance.now()
    await call()
    if (i >= warm) times.push(performance.now() - started)
  }
  return times
}
