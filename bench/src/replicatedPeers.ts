/**
 * Peers that replicate: three servers of each on this machine, as many as one failure takes.
 *
 * @module
 */
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { type Figures, listening, type Peer } from './peers.ts'
import { freePort, isInstalled, runModule, Server } from './processes.ts'

const servers = 3

/** Starts the peers, runs `section` with them, and ends them. */
export async function withReplicatedPeers<T>(
  section: (peers: readonly Peer[]) => Promise<T>,
): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'parley-peers-'))
  await using started = new Started()
  try {
    return await section([await jetstream(folder, started), await rabbitmq(folder, started)])
  } finally {
    await started[Symbol.asyncDispose]()
    await rm(folder, { recursive: true, force: true })
  }
}

class Started implements AsyncDisposable {
  readonly #servers: Server[] = []

  run(command: string, args: readonly string[], env: Record<string, string> = {}): void {
    this.#servers.push(new Server(command, args, env))
  }

  async [Symbol.asyncDispose](): Promise<void> {
    // Not one after the other: the last ones would look for their quorum.
    await Promise.all(this.#servers.splice(0).map((server) => server[Symbol.asyncDispose]()))
  }
}

const ports = (): Promise<number[]> => Promise.all(Array.from({ length: servers }, freePort))

/**
 * JetStream, a stream on three servers (R=3, file store): acknowledged once a majority has it. This
 * generation syncs to disk every two minutes, not before it acknowledges.
 */
async function jetstream(folder: string, started: Started): Promise<Peer> {
  const name = 'jetstream R3'
  if (!isInstalled('nats-server')) return { name, run: undefined }
  const clients = await ports()
  const routes = await ports()
  for (let i = 0; i < servers; i++)
    started.run('nats-server', [
      '--addr=127.0.0.1',
      `--port=${clients[i]}`,
      `--name=server-${i}`,
      '--jetstream',
      `--store_dir=${join(folder, `nats-${i}`)}`,
      '--cluster_name=bench',
      `--cluster=nats://127.0.0.1:${routes[i]}`,
      `--routes=${routes.map((port) => `nats://127.0.0.1:${port}`).join()}`,
    ])
  for (const port of clients) await listening(port)
  const [port] = clients
  return {
    name,
    run: (work) => runModule<Figures>('peers/jetstream.ts', { port, replicas: servers, ...work }),
  }
}

/** Where Debian keeps the scripts that do not change to another user. */
const rabbitmqFolder = '/usr/lib/rabbitmq/bin'

/** RabbitMQ, a quorum queue on three nodes: confirmed once a majority has synced it to disk. */
async function rabbitmq(folder: string, started: Started): Promise<Peer> {
  const name = 'rabbitmq quorum'
  const command = join(rabbitmqFolder, 'rabbitmq-server')
  if (!existsSync(command)) return { name, run: undefined }
  const clients = await ports()
  const distribution = await ports()
  const names = clients.map((_, i) => `bench${i}@localhost`)
  const config = join(folder, 'rabbitmq.conf')
  const members = names.map(
    (each, i) => `cluster_formation.classic_config.nodes.${i + 1} = ${each}`,
  )
  await writeFile(
    config,
    ['cluster_formation.peer_discovery_backend = classic_config', ...members, ''].join('\n'),
  )
  await writeFile(join(folder, 'plugins'), '[].')
  const mapper = String(await freePort())
  // The one that knows the others' ports; by itself it would stay behind.
  started.run('epmd', ['-port', mapper, '-address', '127.0.0.1'])
  const env = (i: number): Record<string, string> => ({
    HOME: folder,
    ERL_EPMD_PORT: mapper,
    RABBITMQ_NODENAME: names[i]!,
    RABBITMQ_NODE_IP_ADDRESS: '127.0.0.1',
    RABBITMQ_NODE_PORT: String(clients[i]),
    RABBITMQ_DIST_PORT: String(distribution[i]),
    RABBITMQ_CONFIG_FILE: config,
    RABBITMQ_ENABLED_PLUGINS_FILE: join(folder, 'plugins'),
    RABBITMQ_MNESIA_BASE: join(folder, `rabbitmq-${i}`),
    RABBITMQ_LOG_BASE: join(folder, `rabbitmq-${i}`),
    RABBITMQ_PID_FILE: join(folder, `rabbitmq-${i}.pid`),
  })
  await writeFile(join(folder, '.erlang.cookie'), 'bench', { mode: 0o400 })
  for (let i = 0; i < servers; i++) started.run(command, [], env(i))
  for (const port of clients) await listening(port, 60_000)
  // A queue has as many replicas as there are members when it is made.
  const awaited = spawnSync(
    join(rabbitmqFolder, 'rabbitmqctl'),
    ['-n', names[0]!, 'await_online_nodes', String(servers), '--timeout', '60'],
    { env: { ...process.env, ...env(0) } },
  )
  if (awaited.status !== 0) throw new Error(`RabbitMQ forms no cluster: ${String(awaited.stderr)}`)
  const [port] = clients
  return {
    name,
    run: (work) => runModule<Figures>('peers/rabbitmq.ts', { port, replicas: servers, ...work }),
  }
}
