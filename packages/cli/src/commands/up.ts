/**
 * `parley up`: a whole network on this machine, for as long as the command runs.
 *
 * @module
 */
import path from 'node:path'

import { CliError } from '../CliError.ts'
import { defaultNetworkHome } from '../Session.ts'
import { aborted, table, type Terminal, type World } from '../Terminal.ts'
import { startChain } from '../up/chain.ts'
import { operatorKeyOf, prepareRegistry } from '../up/chainNetwork.ts'
import { type Child, startCommand } from '../up/Child.ts'
import { prepareFile } from '../up/fileNetwork.ts'
import * as NetworkHome from '../up/NetworkHome.ts'
import { assertFree, basePortDefault, findFreeBase, loopback, portsFrom } from '../up/ports.ts'
import { whenReady } from '../up/ready.ts'
import { keepSettled } from '../up/settling.ts'
import { buildWeb, serveWeb } from '../up/web.ts'

/** The replica set that tolerates one fault. */
const nodesDefault = 4

export type UpOptions = {
  home?: string
  nodes?: number
  /** 0 picks a free block. */
  port?: number
  web: boolean
  /** Whether members are in a registry on chain; else in a signed file. */
  chain: boolean
}

/** Ends what was started, the last first. */
class Started {
  readonly #stops: (() => Promise<void>)[] = []

  add(stop: () => void | Promise<void>): void {
    this.#stops.push(async () => stop())
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const stop of this.#stops.toReversed()) await stop()
  }
}

/** How a stopped node is started again. */
const restartCommand = (node: NetworkHome.LocalNode): string => `parley node --home ${node.home}`

async function startNode(
  node: NetworkHome.LocalNode,
  children: Map<NetworkHome.LocalNode, Child>,
  signal: AbortSignal,
): Promise<void> {
  const logFile = path.join(node.home, 'node.log')
  const child = await startCommand(['node', '--home', node.home], logFile)
  children.set(node, child)
  const failure = await whenReady(child, node.readyUrl, {}, signal)
  if (failure !== undefined)
    throw new CliError('node_failed', `${node.name}: ${failure}. Its log: ${logFile}`)
}

/** The chain of a network with a registry, and what settles its versions. */
type Chain = { url: string; child: Child; keepSettled: () => Promise<void> }

/** Starts the chain, and the registry on it with the network's nodes. */
async function startRegistry(
  options: {
    home: string
    nodes: readonly NetworkHome.LocalNode[]
    basePort: number
    port: number
  },
  { env, signal }: World,
  note: (text: string) => void,
  started: Started,
): Promise<Chain> {
  const { child, url } = await startChain({
    home: path.join(options.home, 'chain'),
    port: options.port,
    searchPath: env['PATH'],
    signal,
    onStarted: (child) => {
      started.add(child.stop)
    },
  })
  const { registry, operator } = await prepareRegistry({ ...options, rpc: url })
  return { url, child, keepSettled: () => keepSettled(registry, operator, { note, signal }) }
}

/** What the network of a home is to be like. */
async function planOf(
  options: UpOptions,
  home: string,
): Promise<{ kind: NetworkHome.Existing['kind']; count: number; base: number }> {
  const before = await NetworkHome.existing(home)
  const count = options.nodes ?? before?.nodes ?? nodesDefault
  if (before !== undefined && before.nodes !== count)
    throw new CliError(
      'home_mismatch',
      `${home} holds ${before.nodes} nodes. Use another --home for ${count}.`,
    )
  if (before?.kind === 'chain' && !options.chain)
    throw new CliError(
      'home_mismatch',
      `${home} holds a network with a registry on chain. Use another --home for one without.`,
    )
  const kind = before?.kind ?? (options.chain ? 'chain' : 'file')
  return { kind, count, base: options.port ?? before?.basePort ?? basePortDefault }
}

/** Runs until the world's signal is aborted. */
export async function up(options: UpOptions, world: World, terminal: Terminal): Promise<void> {
  const { signal } = world
  const home = path.resolve(options.home ?? defaultNetworkHome(world.env))
  const { kind, count, base } = await planOf(options, home)
  const basePort = base === 0 ? await findFreeBase(count) : base
  const ports = portsFrom(basePort, count)
  await assertFree(ports)

  await using started = new Started()
  started.add(await NetworkHome.lock(home))
  const webFolder = options.web ? await buildWeb(terminal.note, signal) : undefined
  const networkFile = NetworkHome.networkFileOf(home)
  const nodes = await NetworkHome.prepareNodes(home, ports)
  const onChain = { home, nodes, basePort, port: ports.chain }
  const chain =
    kind === 'chain' ? await startRegistry(onChain, world, terminal.note, started) : undefined
  if (chain === undefined) await prepareFile(home, nodes)

  const children = new Map<NetworkHome.LocalNode, Child>()
  started.add(async () => {
    await Promise.all([...children.values()].map((child) => child.stop()))
  })
  // All together: a node is ready once it has met the others. One that fails ends the others' wait.
  const failing = new AbortController()
  const starting = AbortSignal.any([signal, failing.signal])
  const starts = nodes.map((node) => startNode(node, children, starting))
  for (const start of starts) start.catch((error: unknown) => failing.abort(error))
  await Promise.allSettled(starts)
  if (failing.signal.aborted) throw failing.signal.reason
  const web =
    webFolder === undefined
      ? undefined
      : await serveWeb({
          folder: webFolder,
          port: ports.web,
          networkFile,
          connections:
            chain === undefined
              ? nodes.map((node) => node.url)
              : // More nodes may join.
                [`ws://${loopback}:*`, chain.url],
        })
  if (web !== undefined) started.add(web.close)

  terminal.print(
    {
      ready: true,
      network: networkFile,
      nodes: nodes.map((node) => ({
        id: node.id,
        url: node.url,
        pid: children.get(node)!.pid,
        home: node.home,
      })),
      chain: chain?.url ?? null,
      web: web?.url ?? null,
    },
    (style) =>
      [
        style('bold', 'The network is up.'),
        '',
        table([
          ['  web app', web?.url ?? 'not started (--no-web)'],
          ['  network', networkFile],
          ['  chain', chain?.url ?? 'not started: members are in a signed file'],
          ...(chain === undefined ? [] : [['  operator', operatorKeyOf(home)]]),
          ...nodes.map((node) => [
            `  ${node.name}`,
            `${node.url}  pid ${children.get(node)!.pid}  ${node.id.slice(0, 8)}`,
          ]),
        ]),
        '',
        style('dim', 'A node that stops stays down; start it again with'),
        ...nodes.map((node) => style('dim', `  ${restartCommand(node)}`)),
        style('dim', 'Ctrl-C ends it all.'),
      ].join('\n'),
  )

  for (const [node, child] of children)
    void child.ended.then((how) => {
      if (!signal.aborted)
        terminal.note(`${node.name} ended (${how}). Start it again: ${restartCommand(node)}`)
    })
  void chain?.child.ended.then((how) => {
    if (!signal.aborted) terminal.note(`The chain ended (${how}).`)
  })
  await Promise.all([aborted(signal), chain?.keepSettled()])
}
