/**
 * `parley node register`, `move`, `leave`, `withdraw`, `status`, `settle`: a node's membership in a network
 * whose members are in a registry on chain.
 *
 * @module
 */
import { existsSync } from 'node:fs'
import { readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'

import { Config, loadKeys, type NodeKeys } from '@parley/node'
import { Bytes, ChainNetwork } from '@parley/protocol'
import { formatEther } from 'viem'

import { CliError } from '../CliError.ts'
import { collectConfirmations, httpUrl } from '../registry/confirmations.ts'
import { operatorOf } from '../registry/operator.ts'
import { type Registered, Registry } from '../registry/Registry.ts'
import { findNetwork, type GlobalOptions } from '../Session.ts'
import { table, type Terminal, type World } from '../Terminal.ts'

export type OperatorOptions = { operatorKey?: string }

/** How long a node may take to say how it is. */
const readyMsMax = 2_000
/** Between two rounds of asking the members. */
const askMs = 1_000

/** The node's home: `--home`, else `PARLEY_NODE_HOME`. */
function givenHome({ home }: GlobalOptions, env: World['env']): string | undefined {
  const given = home ?? (env['PARLEY_NODE_HOME'] || undefined)
  return given === undefined ? undefined : path.resolve(given)
}

function homeOf(globals: GlobalOptions, env: World['env']): string {
  const home = givenHome(globals, env)
  if (home === undefined) throw new CliError('usage', '--home is needed: the node’s.')
  return home
}

/** @throws CliError `no_node` if nothing is there: asking makes no keys */
function keysOf(home: string): Promise<NodeKeys> {
  if (!existsSync(path.join(home, 'node.key'))) throw new CliError('no_node', home)
  return loadKeys(home)
}

/** What a node's own configuration says of its registry. */
async function configuredLocator(home: string): Promise<ChainNetwork.Locator | undefined> {
  const { chain } = await Config.load(['--home', home], {})
  if (chain === undefined) return undefined
  const { rpc, registry, block } = chain
  return { chain: { id: await Registry.chainOf(rpc), registry, rpc, block } }
}

/** The registry of `--network` or `PARLEY_NETWORK`, else of the node's configuration, else of `parley up`. */
async function registryOf(
  globals: GlobalOptions,
  env: World['env'],
  home: string | undefined,
): Promise<Registry> {
  const isGiven = (globals.network ?? (env['PARLEY_NETWORK'] || undefined)) !== undefined
  const isNode = home !== undefined && existsSync(path.join(home, 'node.key'))
  const configured = !isGiven && isNode ? await configuredLocator(home) : undefined
  if (configured !== undefined) return Registry.connect(configured)
  const file = await findNetwork(globals, env)
  if (file === undefined)
    throw new CliError('no_network', 'Give its locator, a file or URL, with --network.')
  const locator = ChainNetwork.locatorOf(file)
  if (locator === undefined) throw new CliError('no_registry', 'Its members are in a signed file.')
  return Registry.connect(locator)
}

/** A node as commands show it. */
function nodeData(keys: NodeKeys, found: Registered) {
  const { status, operator, since, until, url, peer, withdrawableAt } = found
  return {
    id: Bytes.toHex(keys.id),
    status,
    operator,
    since,
    until,
    url,
    peer,
    withdrawableAt: withdrawableAt === 0 ? null : new Date(withdrawableAt).toISOString(),
  }
}

async function tellNode(
  registry: Registry,
  keys: NodeKeys,
  terminal: Terminal,
  next: string,
): Promise<void> {
  const data = nodeData(keys, await registry.node(keys.id))
  const { version } = await registry.facts()
  terminal.print({ ...data, version }, (style) =>
    [`Node ${data.id.slice(0, 8)} is ${style('bold', data.status)}.`, style('dim', next)].join(
      '\n',
    ),
  )
}

function assertStatus(found: Registered, expected: Registered['status'], todo: string): void {
  if (found.status !== expected)
    throw new CliError('wrong_node_status', `It is ${found.status}; ${todo}`)
}

/** Has a node follow a registry; what else its configuration says stays. */
async function configure(home: string, { chain }: ChainNetwork.Locator): Promise<void> {
  const file = path.join(home, 'node.json')
  const before = existsSync(file) ? (JSON.parse(await readFile(file, 'utf8')) as object) : {}
  const { rpc, registry, block } = chain
  const follow = { rpc, registry, ...(block === undefined ? {} : { block }) }
  await writeFile(file, `${JSON.stringify({ ...before, chain: follow }, null, 2)}\n`, {
    mode: 0o600,
  })
}

/** Makes the node's home if need be, and registers the node against the bond. */
export async function register(
  globals: GlobalOptions,
  options: OperatorOptions & { url: string; peer: string },
  world: World,
  terminal: Terminal,
): Promise<void> {
  const home = homeOf(globals, world.env)
  const operator = await operatorOf(options.operatorKey, world.env)
  const registry = await registryOf(globals, world.env, home)
  const keys = await loadKeys(home)
  const { url } = options
  const peer = peerOf(options.peer, keys.peerId)
  const found = await registry.node(keys.id)
  assertStatus(found, 'unknown', 'a key registers once.')
  await configure(home, registry.locator)
  await registry.register(operator, [{ keyPair: keys.keyPair, url, peer }])
  await tellNode(registry, keys, terminal, `Run it: parley node --home ${home}`)
}

/** Says where the node is reached from now on. */
export async function move(
  globals: GlobalOptions,
  options: OperatorOptions & { url: string; peer: string },
  world: World,
  terminal: Terminal,
): Promise<void> {
  const home = homeOf(globals, world.env)
  const keys = await keysOf(home)
  const operator = await operatorOf(options.operatorKey, world.env)
  const registry = await registryOf(globals, world.env, home)
  const { status } = await registry.node(keys.id)
  if (status !== 'active' && status !== 'leaving')
    throw new CliError('wrong_node_status', `It is ${status}; its addresses stay as they are.`)
  await registry.update(operator, keys.id, options.url, peerOf(options.peer, keys.peerId))
  await tellNode(registry, keys, terminal, 'Start it again if it listens elsewhere now.')
}

/** A multiaddr that ends in the node's peer id. */
function peerOf(peer: string, peerId: string): string {
  return peer.includes('/p2p/') ? peer : `${peer}/p2p/${peerId}`
}

/** Ends the node's membership. */
export async function leave(
  globals: GlobalOptions,
  options: OperatorOptions,
  world: World,
  terminal: Terminal,
): Promise<void> {
  const home = homeOf(globals, world.env)
  const keys = await keysOf(home)
  const operator = await operatorOf(options.operatorKey, world.env)
  const registry = await registryOf(globals, world.env, home)
  assertStatus(await registry.node(keys.id), 'active', 'only an active node can leave.')
  await registry.startLeaving(operator, keys.id)
  const { withdrawableAt } = await registry.node(keys.id)
  const from = new Date(withdrawableAt).toISOString()
  await tellNode(registry, keys, terminal, `Let it run; its bond is free from ${from} on.`)
}

/** Pays out the bond of a node that left. */
export async function withdraw(
  globals: GlobalOptions,
  options: OperatorOptions & { to?: string },
  world: World,
  terminal: Terminal,
): Promise<void> {
  const home = homeOf(globals, world.env)
  const keys = await keysOf(home)
  const operator = await operatorOf(options.operatorKey, world.env)
  const registry = await registryOf(globals, world.env, home)
  const found = await registry.node(keys.id)
  assertStatus(found, 'leaving', 'only a node that is leaving can withdraw.')
  const to = (options.to as `0x${string}` | undefined) ?? operator.address
  try {
    await registry.withdraw(operator, keys.id, to)
  } catch (error) {
    if (!(error instanceof CliError && error.code === 'bond_locked')) throw error
    const from = new Date(found.withdrawableAt).toISOString()
    throw new CliError('bond_locked', `From ${from} on.`, error)
  }
  await tellNode(registry, keys, terminal, `Its bond went to ${to}. It may be stopped.`)
}

/** What the node says of itself; `null` if it does not answer. */
async function readinessOf(url: string): Promise<{ ready: boolean; reasons: string[] } | null> {
  try {
    const response = await fetch(httpUrl({ url }, '/readyz'), {
      signal: AbortSignal.timeout(readyMsMax),
    })
    return (await response.json()) as { ready: boolean; reasons: string[] }
  } catch {
    return null
  }
}

/** Shows what the registry says of the network, and of the node if a home is given. */
export async function nodeStatus(
  globals: GlobalOptions,
  world: World,
  terminal: Terminal,
): Promise<void> {
  const home = givenHome(globals, world.env)
  const keys = home === undefined ? undefined : await keysOf(home)
  const registry = await registryOf(globals, world.env, home)
  const { chain } = registry.locator
  const facts = await registry.facts()
  const found = keys === undefined ? undefined : await registry.node(keys.id)
  const node =
    keys === undefined || found === undefined
      ? null
      : {
          ...nodeData(keys, found),
          readiness: found.url === '' ? null : await readinessOf(found.url),
        }
  terminal.print(
    {
      chain: { id: chain.id, registry: chain.registry },
      ...facts,
      bond: facts.bond.toString(),
      node,
    },
    (style) =>
      table([
        ['network', `${facts.name}, version ${facts.version}, settled ${facts.settled}`],
        ['registry', `${chain.registry} of chain ${chain.id}`],
        ['members', `${facts.members}, ${facts.replicas} replicas a topic`],
        [
          'bond',
          `${formatEther(facts.bond)} ether, free ${facts.exitDelaySeconds} s after leaving`,
        ],
        ...(node === null
          ? []
          : [
              ['node', node.id],
              ['status', style(node.status === 'active' ? 'green' : 'yellow', node.status)],
              ...(node.status === 'unknown'
                ? []
                : [
                    ['operator', node.operator],
                    ['clients at', node.url],
                    ['nodes at', node.peer],
                    ['ready', readinessText(node.readiness)],
                  ]),
              ...(node.withdrawableAt === null ? [] : [['bond free from', node.withdrawableAt]]),
            ]),
      ]),
  )
}

function readinessText(readiness: { ready: boolean; reasons: string[] } | null): string {
  if (readiness === null) return 'it does not answer'
  return readiness.ready ? 'yes' : readiness.reasons.join('; ')
}

/** Collects the members' confirmations of the current version, and settles it. */
export async function settle(
  globals: GlobalOptions,
  options: OperatorOptions & { timeout: number; force?: boolean },
  world: World,
  terminal: Terminal,
): Promise<void> {
  const { signal } = world
  const account = await operatorOf(options.operatorKey, world.env)
  const registry = await registryOf(globals, world.env, givenHome(globals, world.env))
  const tell = (confirmations: number, version: number): void =>
    terminal.print({ version, settled: version, confirmations }, () =>
      confirmations === 0
        ? `Version ${version} is settled.`
        : `Version ${version} is settled, by ${confirmations} confirmations.`,
    )
  const until = performance.now() + options.timeout
  for (;;) {
    const { version, settled, confirmationsRequired: enough } = await registry.facts()
    if (version === settled) return tell(0, version)
    const network = await registry.network()
    const confirmed = await collectConfirmations(network, { enough, signal })
    if (options.force || (enough > 0 && confirmed.length >= enough)) {
      await registry.settle(account, network.membersVersion, confirmed)
      return tell(confirmed.length, network.version)
    }
    if (signal.aborted) throw new CliError('interrupted')
    if (performance.now() >= until) {
      const names = new Set(confirmed.map(({ node }) => node.name))
      const missing = network.nodes.filter(({ name }) => network.isMember(name) && !names.has(name))
      throw new CliError(
        'not_confirmed',
        `${confirmed.length} of the ${enough} needed confirm version ${version}; not ${missing
          .map(({ name }) => name.slice(0, 8))
          .join(', ')}.`,
      )
    }
    await delay(askMs, undefined, { signal }).catch(() => {})
  }
}
