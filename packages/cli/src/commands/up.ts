/**
 * `parley up`: a whole network on this machine, for as long as the command runs.
 *
 * @module
 */
import { existsSync } from 'node:fs'
import path from 'node:path'

import { CliError, ToldError } from '../CliError.ts'
import { keepTurns } from '../registry/turns.ts'
import { defaultNetworkHome } from '../Session.ts'
import { aborted, table, type Terminal, type World } from '../Terminal.ts'
import { startChain } from '../up/chain.ts'
import { operatorKeyOf, prepareRegistry } from '../up/chainNetwork.ts'
import { type Child, startCommand } from '../up/Child.ts'
import { prepareFile } from '../up/fileNetwork.ts'
import * as NetworkHome from '../up/NetworkHome.ts'
import { assertFree, basePortDefault, findFreeBase, loopback, portsFrom } from '../up/ports.ts'
import { whenReady } from '../up/ready.ts'
import { type Visitors, visitorsOf } from '../up/visitors.ts'
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
  /** Origins of pages that may use the chain. */
  allowOrigin: readonly string[]
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

/** Between two looks at what a turn needs: taking over takes longer. */
const lookMs = 2_000

/** The chain of a network with a registry, and what keeps its turns going. */
type Chain = { url: string; child: Child; keepTurns: () => Promise<void> }

/** Starts the chain, and the registry on it with the network's nodes. */
async function startRegistry(
  options: {
    home: string
    nodes: readonly NetworkHome.LocalNode[]
    basePort: number
    port: number
    visitors: Visitors
  },
  { env, signal }: World,
  note: (text: string) => void,
  started: Started,
): Promise<Chain> {
  const chain = await startChain({
    home: path.join(options.home, 'chain'),
    port: options.port,
    visitors: options.visitors,
    searchPath: env['PATH'],
    signal,
    onStarted: (stop) => {
      started.add(stop)
    },
  })
  const { registry, operator } = await prepareRegistry({ ...options, chain })
  return {
    url: chain.url,
    child: chain.child,
    keepTurns: () => keepTurns(registry, operator, { lookMs, note, signal }),
  }
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

/** A path as a shell reads it. */
function shellWord(text: string): string {
  return /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`
}

/** The line that has other commands use a network. */
const exportLine = (networkFile: string): string =>
  `export PARLEY_NETWORK=${shellWord(networkFile)}`

/**
 * Takes the home. If it is up already, says how to use it.
 *
 * @throws CliError `home_in_use`
 */
async function lockHome(home: string, terminal: Terminal): Promise<() => void> {
  try {
    return await NetworkHome.lock(home)
  } catch (error) {
    if (!(error instanceof CliError && error.code === 'home_in_use')) throw error
    const network = NetworkHome.networkFileOf(home)
    if (!existsSync(network)) throw error
    terminal.fail(error, { network })
    terminal.note('It is up already. To use it:')
    if (!terminal.json) terminal.print({}, () => exportLine(network))
    throw new ToldError()
  }
}

/** Runs until the world's signal is aborted. */
export async function up(options: UpOptions, world: World, terminal: Terminal): Promise<void> {
  const { signal } = world
  const home = path.resolve(options.home ?? defaultNetworkHome(world.env))
  const { kind, count, base } = await planOf(options, home)
  const basePort = base === 0 ? await findFreeBase(count) : base
  const ports = portsFrom(basePort, count)

  await using started = new Started()
  started.add(await lockHome(home, terminal))
  await assertFree(ports)
  const webFolder = options.web ? await buildWeb(terminal.note, signal) : undefined
  const networkFile = NetworkHome.networkFileOf(home)
  const nodes = await NetworkHome.prepareNodes(home, ports)
  const visitors = visitorsOf(ports.web, options.allowOrigin)
  const onChain = { home, nodes, basePort, port: ports.chain, visitors }
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
          visitors,
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
        ...(home === defaultNetworkHome(world.env)
          ? []
          : [style('dim', 'Other commands use it with'), `  ${exportLine(networkFile)}`, '']),
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
  await Promise.all([aborted(signal), chain?.keepTurns()])
}
