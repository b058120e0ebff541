/**
 * The network's members from a registry contract. What was last read is kept on disk: while the
 * chain cannot be read, the network goes on with the members it knew.
 *
 * @module
 */
import { readFile, rename, writeFile } from 'node:fs/promises'

import { registryReader, type RegistrySource } from '@parley/contracts/reader'
import { ChainNetwork, Errors, type Host, type Network } from '@parley/protocol'

import type { Registry } from './registry.ts'

/** However many ask for a look, the endpoint is asked no more often: it may count what it answers. */
const looksApartMs = 1_000

/** How a registry contract is followed. */
export type ChainRegistryOptions = RegistrySource & {
  /** File that keeps the last state read. */
  readonly cache: string
  /** Milliseconds between two looks for changes. */
  readonly pollMs: number
  /** The chain's endpoint for clients that join by what the node serves them; none unless given. */
  readonly publicRpc?: string | undefined
}

/** Thrown when a registry contract cannot be followed. */
export class ChainRegistryError extends Errors.BaseError {
  override name = 'Node.ChainRegistryError'
  constructor(details: string, cause?: unknown) {
    super('The registry on chain cannot be followed.', {
      code: 'bad_chain_registry',
      details,
      cause,
    })
  }
}

/** A state and the network it makes. */
type Known = { readonly state: ChainNetwork.State; readonly network: Network.Network }

function knownOf(crypto: Host.Host['crypto'], json: unknown): Known {
  // What makes a network is a state.
  return { network: ChainNetwork.of(crypto, json), state: json as ChainNetwork.State }
}

/** What was kept from before: nothing if there is no file, or no use in it. */
async function readCache(
  path: string,
  { crypto, log }: Pick<Host.Host, 'crypto' | 'log'>,
): Promise<Known | undefined> {
  try {
    return knownOf(crypto, JSON.parse(await readFile(path, 'utf8')))
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT')
      log.warn({ err: error, path }, 'kept registry state not taken')
    return undefined
  }
}

/** Replaces the file at once: whoever reads it finds the old state or the new one. */
async function writeCache(path: string, state: ChainNetwork.State): Promise<void> {
  const next = `${path}.next`
  await writeFile(next, `${JSON.stringify(state, null, 2)}\n`)
  await rename(next, path)
}

/** @throws ChainRegistryError unless `next` can follow `state` */
function assertFollows(state: ChainNetwork.State, next: ChainNetwork.State): void {
  const { chainId, registry, version, settled } = state
  if (next.chainId !== chainId || next.registry !== registry)
    throw new ChainRegistryError(
      `It is ${next.registry} of chain ${next.chainId}; the one in use is ${registry} of chain ${chainId}.`,
    )
  if (next.version < version)
    throw new ChainRegistryError(
      `Its version is ${next.version}, lower than ${version}, the one in use.`,
    )
  if (next.settled < settled)
    throw new ChainRegistryError(
      `Its settled version is ${next.settled}, lower than ${settled}, the one in use.`,
    )
}

/**
 * Follows a registry contract. A change counts if it is of the same contract and of no lower
 * version; while there is none to be had, the last one counts, also after a restart.
 *
 * @throws ChainRegistryError if the contract cannot be read and nothing is kept, or if what is kept
 * is another contract's, or newer than what the chain says
 */
export async function chainRegistry(
  host: Pick<Host.Host, 'clock' | 'crypto' | 'log'>,
  options: ChainRegistryOptions,
): Promise<Registry> {
  const { block, cache, pollMs, publicRpc } = options
  const { clock, crypto, log } = host
  const listeners = new Set<() => void>()
  const reader = registryReader(options)

  async function keep(state: ChainNetwork.State): Promise<void> {
    try {
      await writeCache(cache, state)
    } catch (error) {
      log.warn({ err: error, path: cache }, 'registry state not kept')
    }
  }

  async function first(): Promise<Known> {
    const kept = await readCache(cache, host)
    let read: Known
    try {
      read = knownOf(crypto, await reader.state())
    } catch (error) {
      const details = error instanceof Error ? error.message : String(error)
      if (kept === undefined) throw new ChainRegistryError(details, error)
      const { registry, version } = kept.state
      if (registry !== options.registry.toLowerCase())
        throw new ChainRegistryError(`${cache} keeps the state of ${registry}.`, error)
      log.warn({ err: error, version }, 'chain not read, last known members serve')
      return kept
    }
    if (kept !== undefined) assertFollows(kept.state, read.state)
    await keep(read.state)
    return read
  }

  let { state, network } = await first().catch((error: unknown) => {
    reader.close()
    throw error
  })
  let closed = false
  let failing = false
  let cancelWait = (): void => {}
  let lastLook = clock.now()
  let looking = false
  /** Those who asked for a look, after the last one began. */
  const asking: (() => void)[] = []

  async function look(): Promise<void> {
    const head = await reader.head()
    if (head.version === state.version && head.settled === state.settled) return
    const next = knownOf(crypto, await reader.state())
    assertFollows(state, next.state)
    if (closed) return
    ;({ state, network } = next)
    const { version, settled } = state
    log.info({ version, settled }, 'registry changed')
    for (const listener of listeners) listener()
    await keep(state)
  }

  async function poll(): Promise<void> {
    looking = true
    lastLook = clock.now()
    const served = asking.splice(0)
    try {
      await look()
      if (failing) log.info({ version: state.version }, 'chain read again')
      failing = false
    } catch (error) {
      // Once for each outage: it may last, and nothing depends on it at once.
      if (!failing && !closed) log.warn({ err: error }, 'chain not read')
      failing = true
    }
    looking = false
    wait()
    for (const resolve of served) resolve()
  }

  /** Until the next look is due. */
  function wait(): void {
    cancelWait()
    if (closed) return
    const waitMs = lastLook + (asking.length > 0 ? looksApartMs : pollMs) - clock.now()
    cancelWait = clock.after(Math.max(0, waitMs), () => void poll())
  }

  wait()
  return {
    network: () => network,
    // No file is signed here: who joins reads the same contract.
    file: () =>
      JSON.stringify({
        chain: {
          id: state.chainId,
          registry: state.registry,
          ...(publicRpc === undefined ? {} : { rpc: publicRpc, block }),
        },
      }),
    onChange(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    async refresh() {
      if (closed) return
      const looked = new Promise<void>((resolve) => asking.push(resolve))
      // A look that is under way may have read before what is asked about: another follows it.
      if (!looking) wait()
      await looked
    },
    close() {
      closed = true
      cancelWait()
      reader.close()
      for (const resolve of asking.splice(0)) resolve()
    },
  }
}
