/**
 * The embedded chain: anvil, with its state kept in the home.
 *
 * @module
 */
import { accessSync, constants } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import { createRequire } from 'node:module'
import path from 'node:path'

import { CliError } from '../CliError.ts'
import { type Child, startProgram } from './Child.ts'
import { findHiddenPlace } from './ports.ts'
import { whenReady } from './ready.ts'
import { ask, serveFilter } from './rpcFilter.ts'
import type { Visitors } from './visitors.ts'

/** How much of the chain a power cut may take. */
const stateIntervalSeconds = 30

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK)
    return true
  } catch {
    return false
  }
}

/** The anvil that was installed along, or the one on `PATH`. */
function findAnvil(searchPath: string | undefined): string {
  const candidates = (searchPath ?? '').split(path.delimiter).map((dir) => path.join(dir, 'anvil'))
  try {
    candidates.unshift(
      createRequire(import.meta.url).resolve('@foundry-rs/anvil-linux-amd64/bin/anvil'),
    )
  } catch {
    // An optional package: it exists for some systems only.
  }
  const found = candidates.find(isExecutable)
  if (found === undefined)
    throw new CliError(
      'chain_missing',
      'Reinstall with optional dependencies (npm ci), put Foundry’s anvil on PATH, or run with --no-chain.',
    )
  return found
}

/** A chain that runs. */
export type LocalChain = {
  readonly child: Child
  /** What programs and allowed pages use: reads, and transactions that are signed. */
  readonly url: string
  /** Gives an account ether. */
  readonly grant: (address: string, wei: bigint) => Promise<void>
}

/**
 * Starts the chain, and waits until it answers. It does what it is told by whoever reaches it, so it
 * listens where no browser goes, holds no keys, and is used through a filter.
 */
export async function startChain(options: {
  home: string
  port: number
  visitors: Visitors
  searchPath: string | undefined
  signal: AbortSignal
  onStarted: (stop: () => Promise<void>) => void
}): Promise<LocalChain> {
  const anvil = findAnvil(options.searchPath)
  await mkdir(options.home, { recursive: true, mode: 0o700 })
  const logFile = path.join(options.home, 'anvil.log')
  const endpoint = await findHiddenPlace()
  const child = await startProgram(
    anvil,
    [
      `--host=${endpoint.host}`,
      `--port=${endpoint.port}`,
      '--no-cors',
      '--accounts=0',
      // Its P-256 precompile lets contracts check what nodes signed.
      '--hardfork=osaka',
      `--state=${path.join(options.home, 'state.json')}`,
      `--state-interval=${stateIntervalSeconds}`,
      '--quiet',
    ],
    logFile,
  )
  options.onStarted(child.stop)
  const { url, close } = await serveFilter({ ...options, endpoint })
  options.onStarted(close)
  const request = {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'eth_chainId', params: [] }),
  }
  const failure = await whenReady(child, url, request, options.signal)
  if (failure !== undefined) throw new CliError('chain_failed', `${failure}. Its log: ${logFile}`)
  return {
    child,
    url,
    async grant(address, wei) {
      const params = [address, `0x${wei.toString(16)}`]
      const call = { jsonrpc: '2.0', id: 1, method: 'anvil_setBalance', params } as const
      const { error } = JSON.parse(await ask(endpoint, call)) as { error?: { message: string } }
      if (error !== undefined) throw new CliError('chain_failed', error.message)
    },
  }
}
