/**
 * A local network whose members stand in a registry on its own chain.
 *
 * @module
 */
import { randomBytes } from 'node:crypto'
import { readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'

import { Bytes, ChainNetwork } from '@parley/protocol'
import { createClient, http, parseEther } from 'viem'
import { getBalance, getChainId, sendTransaction, waitForTransactionReceipt } from 'viem/actions'
import type { PrivateKeyAccount } from 'viem/accounts'

import { CliError } from '../CliError.ts'
import { accountOf } from '../registry/operator.ts'
import { deploy, Registry } from '../registry/Registry.ts'
import { parseSecretKey } from '../Wallet.ts'
import * as NetworkHome from './NetworkHome.ts'

const bond = parseEther('1')
/** Long enough for nodes to take over what one that leaves held, short enough to be tried out. */
const exitDelaySeconds = 600
/** What the operator is given: bonds for more nodes than it can run. */
const funds = parseEther('1000')
/** What nodes wait between two looks: the chain is their own, and people wait for them. */
const pollMs = 1_000

/** The key that deploys the registry and posts the nodes' bonds; it is worth nothing elsewhere. */
export const operatorKeyOf = (home: string): string => path.join(home, 'operator.key')

async function operatorOf(home: string): Promise<PrivateKeyAccount> {
  const file = operatorKeyOf(home)
  try {
    await writeFile(file, `0x${randomBytes(32).toString('hex')}\n`, { mode: 0o600, flag: 'wx' })
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
  }
  return accountOf(parseSecretKey(await readFile(file, 'utf8')))
}

/** Gives the operator of anvil's own ether, if it has little. */
async function fund({ address }: PrivateKeyAccount, rpc: string): Promise<number> {
  const client = createClient({ transport: http(rpc), pollingInterval: 50 })
  if ((await getBalance(client, { address })) < funds / 2n) {
    const [rich] = await client.request({ method: 'eth_accounts' })
    const sent = { account: rich!, to: address, value: funds, chain: null } as const
    await waitForTransactionReceipt(client, { hash: await sendTransaction(client, sent) })
  }
  return getChainId(client)
}

/** The newest version that a node of the home has seen. */
async function versionSeen(nodes: readonly NetworkHome.LocalNode[]): Promise<number> {
  const states = await Promise.all(
    nodes.map(({ home }) => NetworkHome.readJson(path.join(home, 'registry.json'))),
  )
  return Math.max(0, ...states.map((state) => (state as { version?: number })?.version ?? 0))
}

/**
 * The registry of the home's network file.
 *
 * @throws CliError `chain_lost`
 */
async function foundAgain(
  { chain }: ChainNetwork.Locator,
  rpc: string,
  nodes: readonly NetworkHome.LocalNode[],
): Promise<Registry> {
  const lost = (details: string, cause?: unknown): CliError =>
    new CliError(
      'chain_lost',
      `${details} Put back chain/state.json, or use another --home for a new network.`,
      cause,
    )
  let registry: Registry
  try {
    registry = await Registry.connect({ chain: { ...chain, rpc } })
  } catch (error) {
    if (!(error instanceof CliError && error.code === 'registry_missing')) throw error
    throw lost(`The registry ${chain.registry} is gone.`, error)
  }
  const [{ version }, seen] = [await registry.facts(), await versionSeen(nodes)]
  if (version < seen)
    throw lost(`The registry is at version ${version}; the nodes have seen version ${seen}.`)
  return registry
}

/** Registers nodes that are new, and tells where the others are if they moved. */
async function enlist(
  registry: Registry,
  operator: PrivateKeyAccount,
  nodes: readonly NetworkHome.LocalNode[],
): Promise<void> {
  const known = await Promise.all(
    nodes.map(async (node) => {
      const id = Bytes.fromHex(node.id)
      return { node, id, registered: await registry.node(id) }
    }),
  )
  const fresh = known.filter(({ registered }) => registered.status === 'unknown')
  if (fresh.length > 0)
    await registry.register(
      operator,
      fresh.map(({ node }) => node),
    )
  for (const { node, id, registered } of known) {
    const isBonded = registered.status === 'active' || registered.status === 'leaving'
    const hasMoved = registered.url !== node.url || registered.peer !== node.peer
    if (isBonded && hasMoved) await registry.update(operator, id, node.url, node.peer)
  }
}

/** The network's registry, deployed if this home has none yet, with its nodes in it. */
export async function prepareRegistry(options: {
  home: string
  nodes: readonly NetworkHome.LocalNode[]
  basePort: number
  /** The chain's endpoint. */
  rpc: string
}): Promise<{ registry: Registry; operator: PrivateKeyAccount }> {
  const { home, nodes, basePort, rpc } = options
  const networkFile = NetworkHome.networkFileOf(home)
  const operator = await operatorOf(home)
  const chainId = await fund(operator, rpc)
  const before = ChainNetwork.locatorOf(await NetworkHome.readJson(networkFile))
  let registry: Registry
  if (before === undefined) {
    const replicas = NetworkHome.replicasDefault
    const settings = { name: 'local', replicas, bond, exitDelaySeconds }
    const address = await deploy(rpc, operator, settings)
    const chain = { id: chainId, registry: address, rpc, block: 'latest' } as const
    registry = await Registry.connect({ chain })
  } else registry = await foundAgain(before, rpc, nodes)
  await enlist(registry, operator, nodes)
  const { chain } = registry.locator
  const { block } = chain
  for (const node of nodes)
    await NetworkHome.configure(node, {
      chain: { rpc, registry: chain.registry, block, pollMs, publicRpc: rpc },
    })
  await NetworkHome.keep(home, { nodes: nodes.length, basePort })
  if (before?.chain.rpc !== rpc) await NetworkHome.writeJson(networkFile, registry.locator)
  return { registry, operator }
}
