/**
 * `parley node register`, `move`, `leave`, `withdraw`, `status`, `settle`, `keep`: a node's membership in a
 * network whose members are in a registry on chain.
 *
 * @module
 */
import { existsSync } from 'node:fs'
import { readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'

import { Config, loadKeys, type NodeKeys } from '@parley/node'
import { Bytes, ChainNetwork, Crypto } from '@parley/protocol'
import { formatEther } from 'viem'

import { CliError } from '../CliError.ts'
import { httpUrl } from '../registry/confirmations.ts'
import { operatorOf } from '../registry/operator.ts'
import { assertReachable } from '../registry/reach.ts'
import { type Registered, Registry } from '../registry/Registry.ts'
import { keepTurns, settleOnce } from '../registry/turns.ts'
import { findNetwork, type GlobalOptions } from '../Session.ts'
import { table, type Terminal, type World } from '../Terminal.ts'

export type OperatorOptions = { operatorKey?: string }

/** How long a node may take to say how it is. */
const readyMsMax = 2_000
/** Between two rounds of asking the members. */
const askMs = 1_000
/** Between two looks at what a turn needs: one lasts a day. */
const keepMs = 60_000

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
  const { turn } = await registry.facts()
  terminal.print({ ...data, turn }, (style) =>
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

/** The id of the network of a registry. */
function networkOf({ locator }: Registry): Uint8Array {
  const { id: chainId, registry } = locator.chain
  return ChainNetwork.idOf(Crypto.pure, { chainId, registry })
}

/** Makes the node's home if need be, and enters the node into the queue with its bond. */
export async function register(
  globals: GlobalOptions,
  options: OperatorOptions & { url: string; peer: string },
  world: World,
  terminal: Terminal,
): Promise<void> {
  const home = homeOf(globals, world.env)
  const { url } = options
  const operator = await operatorOf(options.operatorKey, world.env)
  const registry = await registryOf(globals, world.env, home)
  const keys = await loadKeys(home)
  const peer = peerOf(options.peer, keys.peerId)
  const found = await registry.node(keys.id)
  assertStatus(found, 'unknown', 'a key registers once.')
  await configure(home, registry.locator)
  // A bond is for a node that others can reach.
  await assertReachable({ keys, home, url, network: networkOf(registry) })
  await registry.enter(operator, { keyPair: keys.keyPair, url, peer })
  await tellNode(
    registry,
    keys,
    terminal,
    `One of the next turns makes it a member. Run it: parley node --home ${home}`,
  )
}

/** Says where the node is reached from now on. */
export async function move(
  globals: GlobalOptions,
  options: OperatorOptions & { url: string; peer: string },
  world: World,
  terminal: Terminal,
): Promise<void> {
  const home = homeOf(globals, world.env)
  const { url } = options
  const keys = await keysOf(home)
  const peer = peerOf(options.peer, keys.peerId)
  const operator = await operatorOf(options.operatorKey, world.env)
  const registry = await registryOf(globals, world.env, home)
  const { status } = await registry.node(keys.id)
  if (!['waiting', 'member', 'leaving', 'left'].includes(status))
    throw new CliError('wrong_node_status', `It is ${status}; its addresses stay as they are.`)
  await registry.update(operator, keys.id, url, peer)
  await tellNode(registry, keys, terminal, 'Start it again if it listens elsewhere now.')
}

/**
 * A multiaddr that ends in the node's peer id.
 *
 * @throws CliError `usage` if it ends in another's: nobody would reach the node there
 */
function peerOf(peer: string, peerId: string): string {
  const [at, id = peerId] = peer.split('/p2p/')
  if (id !== peerId) throw new CliError('usage', `--peer names ${id}; this node is ${peerId}.`)
  return `${at}/p2p/${peerId}`
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
  const { status } = await registry.node(keys.id)
  if (status === 'waiting') {
    await registry.cancel(operator, keys.id)
    return tellNode(registry, keys, terminal, 'Its bond came back; the fee did not.')
  }
  if (status !== 'member')
    throw new CliError('wrong_node_status', `It is ${status}; only a member can leave.`)
  await registry.startLeaving(operator, keys.id)
  const { exitDelaySeconds } = await registry.facts()
  const next = `One of the next turns ends its membership. Let it run; its bond is free ${exitDelaySeconds} s after that.`
  await tellNode(registry, keys, terminal, next)
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
  assertStatus(found, 'left', 'only a node that has left can withdraw.')
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
      fee: facts.fee.toString(),
      node,
    },
    (style) =>
      table([
        ['network', `${facts.name}, turn ${facts.turn}${facts.drawn ? '' : ', not drawn yet'}`],
        ['registry', `${chain.registry} of chain ${chain.id}`],
        [
          'members',
          `${facts.members}, ${facts.waiting} waiting; ${facts.replicas.first} or ${facts.replicas.second} replicas a topic`,
        ],
        [
          'bond',
          `${formatEther(facts.bond)} ether, free ${facts.exitDelaySeconds} s after leaving; entering costs ${formatEther(facts.fee)} ether`,
        ],
        ...(node === null
          ? []
          : [
              ['node', node.id],
              ['status', style(node.status === 'member' ? 'green' : 'yellow', node.status)],
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

/** Collects the members' confirmations of the newest turn, and shows them the registry. */
export async function settle(
  globals: GlobalOptions,
  options: OperatorOptions & { timeout: number },
  world: World,
  terminal: Terminal,
): Promise<void> {
  const { signal } = world
  const account = await operatorOf(options.operatorKey, world.env)
  const registry = await registryOf(globals, world.env, givenHome(globals, world.env))
  const until = performance.now() + options.timeout
  for (;;) {
    const { turn, installed, pending, missing } = await settleOnce(registry, account, signal)
    if (pending === 0)
      return terminal.print({ turn, installed, pending }, () => `Turn ${turn} is settled.`)
    if (signal.aborted) throw new CliError('interrupted')
    if (performance.now() >= until)
      throw new CliError(
        'not_confirmed',
        `${pending} shards of turn ${turn} are pending; not confirmed by ${missing
          .map((name) => name.slice(0, 8))
          .join(', ')}.`,
      )
    await delay(askMs, undefined, { signal }).catch(() => {})
  }
}

/** Keeps the network's turns going, with the node's part in the rotation if its home is given. */
export async function keep(
  globals: GlobalOptions,
  options: OperatorOptions,
  world: World,
  terminal: Terminal,
): Promise<void> {
  const { signal } = world
  const home = givenHome(globals, world.env)
  const account = await operatorOf(options.operatorKey, world.env)
  const registry = await registryOf(globals, world.env, home)
  const self = home === undefined ? undefined : Bytes.toHex((await keysOf(home)).id)
  const note = (text: string): void => terminal.print({ did: text }, () => text)
  await keepTurns(registry, account, { self, lookMs: keepMs, note, signal })
}
