/**
 * The peers that can be run here, each started for a section of the benchmark and ended after it.
 *
 * @module
 */
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { freePort, isInstalled, runModule, Server, untilItWorks } from './processes.ts'

/** What is asked of a peer. */
export type Work = {
  what: 'publish' | 'drain' | 'latency' | 'acknowledge'
  count: number
  bytes: number
  depth: number
}

/** A peer's figures: a rate, or the latencies. */
export type Figures = { perSecond: number; times: number[] }

/** A peer that runs, or `undefined` in place of what is not installed. */
export type Peer = {
  readonly name: string
  readonly run: ((work: Work) => Promise<Figures>) | undefined
}

/** Waits until something listens on a port. */
export async function listening(port: number, timeoutMs?: number): Promise<void> {
  await untilItWorks(
    () =>
      new Promise<void>((resolve, reject) => {
        const socket = connect(port, '127.0.0.1')
        socket.once('connect', () => {
          socket.destroy()
          resolve()
        })
        socket.once('error', reject)
      }),
    timeoutMs,
  )
}

/** Starts the peers, runs `section` with them, and ends them. */
export async function withPeers<T>(section: (peers: readonly Peer[]) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'parley-peers-'))
  const servers: Server[] = []
  const start = async (
    name: string,
    command: string,
    args: (port: number) => Promise<string[]> | string[],
    module: string,
  ): Promise<Peer> => {
    if (!isInstalled(command)) return { name, run: undefined }
    const port = await freePort()
    servers.push(new Server(command, await args(port)))
    await listening(port)
    return { name, run: (work) => runModule<Figures>(module, { port, ...work }) }
  }
  try {
    return await section([
      await start(
        'jetstream',
        'nats-server',
        (port) => ['-a', '127.0.0.1', '-p', String(port), '-js', '-sd', join(folder, 'nats')],
        'peers/jetstream.ts',
      ),
      await start(
        'mosquitto',
        'mosquitto',
        async (port) => {
          const file = join(folder, 'mosquitto.conf')
          const lines = [
            `listener ${port} 127.0.0.1`,
            'allow_anonymous true',
            'user root',
            'persistence true',
            `persistence_location ${folder}/`,
            'max_queued_messages 0',
            'max_inflight_messages 256',
          ]
          await writeFile(file, `${lines.join('\n')}\n`)
          return ['-c', file]
        },
        'peers/mosquitto.ts',
      ),
    ])
  } finally {
    await Promise.all(servers.map((server) => server[Symbol.asyncDispose]()))
    await rm(folder, { recursive: true, force: true })
  }
}

/** Each peer's figure for some work; `null` for those that are not installed. */
export async function figures(
  peers: readonly Peer[],
  work: Work,
  pick: (figures: Figures) => number,
): Promise<Record<string, number | null>> {
  const out: Record<string, number | null> = {}
  for (const { name, run } of peers) out[name] = run ? pick(await run(work)) : null
  return out
}
