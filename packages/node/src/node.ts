/**
 * A node: its parts put together and bound to sockets and a disk.
 *
 * @module
 */
import { join } from 'node:path'

import { Bytes, Errors, type Network } from '@parley/protocol'

import type { Config } from './config.ts'
import { Core } from './core.ts'
import { files, loadKeys, metricsTokenOf, type NodeKeys } from './home.ts'
import { type NodeHost, systemHost } from './host.ts'
import { httpServer, listen, type Readiness } from './http.ts'
import { PrometheusMetrics } from './metrics.ts'
import { Peers } from './peers.ts'
import { assertNotLost, markUsed } from './operations/restore.ts'
import { openRegistry, type Registry } from './registry.ts'
import { sqliteStore } from './store/sqlite.ts'
import type { Store } from './store/Store.ts'
import { serveWebSocket } from './websocket.ts'

/** A running node. */
export type Node = {
  /** Its id in hex. */
  readonly id: string
  /** Where clients connect. */
  readonly url: string
  /** Where nodes connect: a multiaddr that ends in its peer id. */
  readonly peer: string
  readonly readiness: () => Readiness
  /** Ends in good order: finishes what was begun, says goodbye. */
  readonly close: () => Promise<void>
}

/** Thrown when the network file does not list the node. */
export class NotAMemberError extends Errors.BaseError {
  override name = 'Node.NotAMemberError'
  constructor(id: string, path: string) {
    super(`The network does not list this node.`, {
      code: 'not_a_member',
      details: `${path} has no node with the public key of ${id}.`,
    })
  }
}

type Parts = {
  config: Config
  host: NodeHost
  keys: NodeKeys
  registry: Registry
  store: Store
}

/**
 * Starts a node.
 *
 * @param host the system's, unless given
 * @param openStore the engine: SQLite, unless given
 * @throws KeyFileError, InvalidNetworkError, ChainRegistryError, NotAMemberError, OperationError,
 * StoreError or PortInUseError; nothing is left running then
 */
export async function createNode(
  config: Config,
  host: NodeHost = systemHost(),
  openStore: typeof sqliteStore = sqliteStore,
): Promise<Node> {
  const opened: (() => Promise<void> | void)[] = []
  try {
    const keys = await loadKeys(config.home)
    const registry = await openRegistry(config, host)
    opened.push(() => registry.close())
    const id = Bytes.toHex(keys.id)
    if (config.chain !== undefined) await listed(id, registry, host.log)
    else if (registry.network().node(id) === undefined)
      throw new NotAMemberError(id, config.network)
    assertNotLost(config.home)
    const store = await openStore({
      path: join(config.home, files.store),
      bytesMax: config.storageBytesMax,
    })
    opened.push(() => store.close())
    await markUsed(config.home)
    await signingBegins(host, store)
    return await run({ config, host, keys, registry, store }, opened)
  } catch (error) {
    for (const close of opened.toReversed()) await close()
    throw error
  }
}

/** Waits until a registry lists a node: its registration may take a while to be final. */
async function listed(id: string, registry: Registry, log: NodeHost['log']): Promise<void> {
  const isListed = (): boolean => registry.network().node(id) !== undefined
  if (isListed()) return
  const { version } = registry.network()
  log.warn({ id, version }, 'registry does not list this node yet: waiting')
  await new Promise<void>((resolve) => {
    const stop = registry.onChange(() => {
      if (!isListed()) return
      stop()
      resolve()
    })
  })
  log.info({ id, version: registry.network().version }, 'registry lists this node')
}

/** A restored store's node waits until what it signs cannot be what it signed before. */
async function signingBegins({ clock, log }: NodeHost, { life }: Store): Promise<void> {
  for (;;) {
    const waitMs = (life?.signsFrom ?? 0) - clock.now()
    if (waitMs <= 0) return
    log.warn({ waitMs }, 'store was restored: waiting for its time to sign')
    await new Promise<void>((resolve) => clock.after(waitMs, resolve))
  }
}

async function run(parts: Parts, opened: (() => Promise<void> | void)[]): Promise<Node> {
  const { config, host, keys, registry, store } = parts
  const id = Bytes.toHex(keys.id)
  const member = registry.network().node(id)!
  const metrics = new PrometheusMetrics()
  const core = new Core({ host, store, registry, metrics, ...keys, limits: config.limits })
  metrics.observe(core.gauges())
  const readiness = (): Readiness => {
    const reasons = core.reasons()
    return { ready: reasons.length === 0, reasons }
  }
  const http = httpServer({
    log: host.log,
    clock: host.clock,
    // Beyond the links there is room for those who ask whether it is well.
    connectionsMax: config.limits.linksMax + 256,
    readiness,
    networkFile: () => registry.file(),
    confirmation: () => core.confirmation(),
    metrics: async () => ({
      contentType: metrics.registry.contentType,
      text: await metrics.registry.metrics(),
    }),
    metricsToken: await metricsTokenOf(config.home),
    names: () => {
      const url = registry.network().node(id)?.url ?? member.url
      return [new URL(url).hostname, ...config.names]
    },
  })
  const stopAccepting = serveWebSocket(http, host, (duplex, address) =>
    core.accept(duplex, address),
  )
  const port = await listen(http, config.host, config.port ?? portOf(member))
  opened.push(() => void http.close())
  const peers = await Peers.start({
    host,
    registry,
    neighbours: core.neighbours,
    self: id,
    node: keys,
    peerKey: keys.peerKey,
    listen: config.peerListen,
  })
  core.start()
  const url = `ws://${config.host.includes(':') ? `[${config.host}]` : config.host}:${port}`
  host.log.info({ id, url, peer: peers.address }, 'node listens')
  let closing: Promise<void> | undefined
  const close = async (): Promise<void> => {
    stopAccepting()
    const closed = new Promise<void>((resolve) => http.close(() => resolve()))
    await core.drain()
    await peers.stop()
    registry.close()
    http.closeAllConnections()
    await closed
    host.log.info({ id }, 'node stopped')
  }
  return { id, url, peer: peers.address, readiness, close: () => (closing ??= close()) }
}

/** The port of a member's URL. */
function portOf(member: Network.Node): number {
  const url = new URL(member.url)
  return Number(url.port) || (url.protocol === 'wss:' ? 443 : 80)
}
