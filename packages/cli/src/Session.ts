/**
 * What a command that talks needs: the home's wallet, the network, and a client on both.
 *
 * @module
 */
import { readFile } from 'node:fs/promises'
import { homedir } from 'node:os'
import path from 'node:path'

import type { Client, Conversation, Message } from '@parley/client'
import { Account, type Network } from '@parley/protocol'

import { CliError } from './CliError.ts'
import type { Terminal, World } from './Terminal.ts'
import * as Wallet from './Wallet.ts'

/** Options that every command takes. */
export type GlobalOptions = { home?: string; network?: string; json?: boolean }

/** How long a command waits for a node to answer, and then for what it missed. */
const linkMsMax = 3_000
const catchUpMsMax = 15_000
/** How long a network file behind a URL may take. */
const fetchMsMax = 5_000
/** How long a command lets queued messages leave. */
const flushMsMax = 3_000
/** Where queued messages are looked for: so many conversations, so far back in each. */
const flushConversationsMax = 100
const flushMessagesMax = 50

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
 * The network file: `--network`, else `PARLEY_NETWORK`, else that of `parley up`'s default home.
 *
 * @returns `undefined` if nobody named one and `parley up` never ran
 * @throws CliError `network_unreadable`
 * @throws Network.InvalidNetworkError
 */
export async function findNetwork(
  options: GlobalOptions,
  env: World['env'],
): Promise<Network.File | undefined> {
  const { source, given } = networkSource(options, env)
  try {
    return JSON.parse(await readSource(source)) as Network.File
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

/** Calls `work` with this home's client, and closes it whatever comes. */
export async function withClient<T>(
  globals: GlobalOptions,
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
  const [{ createClient }, { sqliteStore }] = await Promise.all([
    import('@parley/client'),
    import('@parley/client/node'),
  ])
  const { storeKey } = wallet
  const store = await sqliteStore({
    directory: home,
    ...(storeKey === undefined ? {} : { key: storeKey }),
  })
  const client = await createClient({ signer: wallet, network, store })
  try {
    return await untilAborted(world.signal, work(client))
  } finally {
    await client.close()
  }
}

/**
 * What `work` comes to, unless the signal is aborted first.
 *
 * @throws CliError `interrupted`
 */
async function untilAborted<T>(signal: AbortSignal, work: Promise<T>): Promise<T> {
  const interrupted = Promise.withResolvers<never>()
  const interrupt = (): void => interrupted.reject(new CliError('interrupted'))
  if (signal.aborted) interrupt()
  signal.addEventListener('abort', interrupt)
  try {
    return await Promise.race([work, interrupted.promise])
  } finally {
    signal.removeEventListener('abort', interrupt)
  }
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

/** Lets messages that earlier commands left queued leave, for a moment. */
export async function flush(client: Client): Promise<void> {
  const conversations = (await client.conversations()).slice(0, flushConversationsMax)
  const queued = new Set<string>()
  for (const { id, peerJoined } of conversations)
    for (const message of await client.messages(id, { limit: flushMessagesMax }))
      if (message.own && isQueued(message) && peerJoined !== false) queued.add(message.id)
  if (queued.size === 0) return
  await new Promise<void>((resolve) => {
    const timer = setTimeout(resolve, flushMsMax)
    const settle = (message: Message): void => {
      if (isQueued(message)) return
      queued.delete(message.id)
      if (queued.size > 0) return
      clearTimeout(timer)
      resolve()
    }
    client.on('message', settle)
    // Those that left before anybody listened.
    for (const id of queued)
      void client.message(id).then((message) => message !== undefined && settle(message))
  })
}

function isQueued({ state }: Message): boolean {
  return state === 'sending' || state === 'waiting'
}
