/**
 * What a command that talks needs: the home's wallet, the network, and a client on both.
 *
 * @module
 */
import { readFile } from 'node:fs/promises'
import { homedir } from 'node:os'
import path from 'node:path'

import type { Client, Conversation } from '@parley/client'
import { Account, type ChainNetwork, type Network } from '@parley/protocol'

import { CliError } from './CliError.ts'
import { aborted, type Terminal, type World } from './Terminal.ts'
import * as Wallet from './Wallet.ts'

/** Options that every command takes. */
export type GlobalOptions = { home?: string; network?: string; json?: boolean }

/** Options of commands that may make direct links. */
export type DirectOptions = { direct?: boolean; listen?: string }

/** Those of a command's options. */
export function directOf({ direct, listen }: DirectOptions): DirectOptions {
  return {
    ...(direct === undefined ? {} : { direct }),
    ...(listen === undefined ? {} : { listen }),
  }
}

/** How long a command waits for a node to answer, and then for what it missed. */
const linkMsMax = 3_000
const catchUpMsMax = 15_000
/** How long a network file behind a URL may take. */
const fetchMsMax = 5_000
/** How long a command stays for what it and earlier ones left queued. */
const flushMsMax = 3_000

/** Where Parley keeps things unless told otherwise. */
const defaultHome = (env: World['env']): string => path.join(env['HOME'] || homedir(), '.parley')

/** Where `parley up` keeps its network unless told otherwise: never in a wallet's home. */
export const defaultNetworkHome = (env: World['env']): string =>
  path.join(defaultHome(env), 'local')

/** The wallet's home: `--home`, else `PARLEY_HOME`, else `~/.parley`. */
export function homeOf(options: GlobalOptions, env: World['env']): string {
  return path.resolve(options.home ?? (env['PARLEY_HOME'] || defaultHome(env)))
}

/** Where the network file is said to be, and whether somebody said so. */
function networkSource(
  options: GlobalOptions,
  env: World['env'],
): { source: string; given: boolean } {
  const source = options.network ?? (env['PARLEY_NETWORK'] || undefined)
  return source === undefined
    ? { source: path.join(defaultNetworkHome(env), 'network.json'), given: false }
    : { source, given: true }
}

/**
 * The network file, or what takes its place: `--network`, else `PARLEY_NETWORK`, else that of `parley up`'s default home.
 *
 * @returns `undefined` if nobody named one and `parley up` never ran
 * @throws CliError `network_unreadable`
 * @throws Network.InvalidNetworkError
 */
export async function findNetwork(
  options: GlobalOptions,
  env: World['env'],
): Promise<Network.File | ChainNetwork.Locator | undefined> {
  const { source, given } = networkSource(options, env)
  try {
    return JSON.parse(await readSource(source)) as Network.File | ChainNetwork.Locator
  } catch (error) {
    if (!given && (error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    const details = error instanceof Error ? error.message : String(error)
    throw new CliError('network_unreadable', `${source}: ${details}`, error)
  }
}

async function readSource(source: string): Promise<string> {
  if (!/^https?:\/\//.test(source)) return readFile(source, 'utf8')
  const response = await fetch(source, { signal: AbortSignal.timeout(fetchMsMax) })
  if (!response.ok) throw new Error(`HTTP status ${response.status}`)
  return response.text()
}

/**
 * Calls `work` with this home's client. Then lets what is queued leave, for a moment, and closes it,
 * whatever comes.
 *
 * @param globals `direct` allows direct links, or takes that back; `listen` is a multiaddr
 */
export async function withClient<T>(
  globals: GlobalOptions & DirectOptions,
  world: World,
  work: (client: Client) => Promise<T>,
): Promise<T> {
  const home = homeOf(globals, world.env)
  const wallet = Wallet.unlock(await Wallet.read(home), world.env['PARLEY_PASSPHRASE'])
  const network = await findNetwork(globals, world.env)
  if (network === undefined)
    throw new CliError(
      'no_network',
      'Give its file or URL with --network or PARLEY_NETWORK, or start one: parley up',
    )
  const [{ createClient }, { nodeHost, sqliteStore }] = await Promise.all([
    import('@parley/client'),
    import('@parley/client/node'),
  ])
  const { storeKey } = wallet
  const store = await sqliteStore({
    directory: home,
    ...(storeKey === undefined ? {} : { key: storeKey }),
  })
  const { direct, listen } = globals
  const client = await createClient({
    signer: wallet,
    network,
    store,
    host: nodeHost(listen === undefined ? {} : { direct: { listen: [listen] } }),
    ...(direct === undefined ? {} : { direct }),
  })
  try {
    const result = await untilAborted(world.signal, work(client))
    if (client.linkState() !== 'offline')
      await Promise.race([client.flushed({ timeoutMs: flushMsMax }), aborted(world.signal)])
    return result
  } finally {
    await client.close()
  }
}

/**
 * What `work` comes to, unless the signal is aborted first.
 *
 * @throws CliError `interrupted`
 */
function untilAborted<T>(signal: AbortSignal, work: Promise<T>): Promise<T> {
  const interrupted = aborted(signal).then(() => {
    throw new CliError('interrupted')
  })
  return Promise.race([work, interrupted])
}

/** Reads what was missed; a network out of reach is said, and what is known here is used. */
export async function catchUp(client: Client, terminal: Terminal): Promise<void> {
  try {
    await client.caughtUp({ timeoutMs: linkMsMax }).catch((error: unknown) => {
      if (client.linkState() === 'offline') throw error
      return client.caughtUp({ timeoutMs: catchUpMsMax })
    })
  } catch {
    terminal.note(`Not caught up with the network (${client.linkState()}): this is what is here.`)
  }
}

/**
 * The conversation that a person names: by its id, or by the other account.
 *
 * @throws ClientError `unknown_conversation`
 * @throws Account.InvalidAccountError
 */
export async function findConversation(client: Client, which: string): Promise<Conversation> {
  const found = /^[0-9a-f]{64}$/.test(which)
    ? await client.conversation(which)
    : (await client.conversations()).find(({ peer }) => peer === Account.from(which))
  if (found === undefined)
    throw new CliError('unknown_conversation', `There is none with ${which}.`)
  return found
}
