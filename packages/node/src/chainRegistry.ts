/**
 * The network's members from a registry contract. What was last read is kept on disk: while the
 * chain cannot be read, the network goes on with the members it knew.
 *
 * @module
 */
import { readFile, rename, writeFile } from 'node:fs/promises'

import { Errors, type Host } from '@parley/protocol'

import { chainNetwork, type ChainState, stateSchema } from './chainNetwork.ts'
import { chainReader, type ChainSource } from './chainReader.ts'
import type { Registry } from './registry.ts'

/** About a block of the slower chains: members come and go by the day. */
const pollMsDefault = 12_000

/** How a registry contract is followed. */
export type ChainRegistryOptions = ChainSource & {
  /** File that keeps the last state read. */
  readonly cache: string
  /** Milliseconds between two looks for changes. */
  readonly pollMs?: number
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

/** The state kept from before: none if there is no file, or no use in it. */
async function readCache(path: string, log: Host.Log): Promise<ChainState | undefined> {
  try {
    return stateSchema.parse(JSON.parse(await readFile(path, 'utf8')))
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT')
      log.warn({ err: error, path }, 'kept registry state not taken')
    return undefined
  }
}

/** Replaces the file at once: whoever reads it finds the old state or the new one. */
async function writeCache(path: string, state: ChainState): Promise<void> {
  const next = `${path}.next`
  await writeFile(next, `${JSON.stringify(state, null, 2)}\n`)
  await rename(next, path)
}

/** @throws ChainRegistryError unless `next` can follow `state` */
function assertFollows(state: ChainState, next: ChainState): void {
  const { chainId, registry, version } = state
  if (next.chainId !== chainId || next.registry !== registry)
    throw new ChainRegistryError(
      `It is ${next.registry} of chain ${next.chainId}; the one in use is ${registry} of chain ${chainId}.`,
    )
  if (next.version < version)
    throw new ChainRegistryError(
      `Its version is ${next.version}, lower than ${version}, the one in use.`,
    )
}

/**
 * Follows a registry contract. A change counts if it is of the same contract and of a higher
 * version; while there is none to be had, the last one counts, also after a restart.
 *
 * @throws ChainRegistryError if the contract cannot be read and nothing is kept, or if what is kept
 * is another contract's, or newer than what the chain says
 */
export async function chainRegistry(
  host: Pick<Host.Host, 'clock' | 'crypto' | 'log'>,
  options: ChainRegistryOptions,
): Promise<Registry> {
  const { cache, pollMs = pollMsDefault } = options
  const { clock, crypto, log } = host
  const listeners = new Set<() => void>()
  const reader = chainReader(options)

  async function keep(state: ChainState): Promise<void> {
    try {
      await writeCache(cache, state)
    } catch (error) {
      log.warn({ err: error, path: cache }, 'registry state not kept')
    }
  }

  async function first(): Promise<ChainState> {
    const kept = await readCache(cache, log)
    let read: ChainState
    try {
      read = await reader.state()
    } catch (error) {
      const details = error instanceof Error ? error.message : String(error)
      if (kept === undefined) throw new ChainRegistryError(details, error)
      if (kept.registry !== options.registry.toLowerCase())
        throw new ChainRegistryError(`${cache} keeps the state of ${kept.registry}.`, error)
      log.warn({ err: error, version: kept.version }, 'chain not read, last known members serve')
      return kept
    }
    if (kept !== undefined) assertFollows(kept, read)
    await keep(read)
    return read
  }

  let state = await first().catch((error: unknown) => {
    reader.close()
    throw error
  })
  let network = chainNetwork(crypto, state)
  let closed = false
  let failing = false
  let cancelWait = (): void => {}

  async function look(): Promise<void> {
    if ((await reader.version()) === state.version) return
    const next = await reader.state()
    assertFollows(state, next)
    if (closed) return
    state = next
    network = chainNetwork(crypto, state)
    log.info({ version: state.version }, 'registry changed')
    for (const listener of listeners) listener()
    await keep(state)
  }

  async function poll(): Promise<void> {
    cancelWait()
    try {
      await look()
      if (failing) log.info({ version: state.version }, 'chain read again')
      failing = false
    } catch (error) {
      // Once for each outage: it may last, and nothing depends on it at once.
      if (!failing && !closed) log.warn({ err: error }, 'chain not read')
      failing = true
    }
    wait()
  }

  function wait(): void {
    if (!closed) cancelWait = clock.after(pollMs, () => void poll())
  }

  wait()
  return {
    network: () => network,
    // No file is signed here: who joins reads the same contract.
    file: () => JSON.stringify({ chain: { id: state.chainId, registry: state.registry } }),
    onChange(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    refresh: poll,
    close() {
      closed = true
      cancelWait()
      reader.close()
    },
  }
}
