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
import { loopback } from './ports.ts'
import { whenReady } from './ready.ts'

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

/** Starts the chain, and waits until it answers. */
export async function startChain(options: {
  home: string
  port: number
  searchPath: string | undefined
  signal: AbortSignal
  onStarted: (child: Child) => void
}): Promise<{ child: Child; url: string }> {
  const anvil = findAnvil(options.searchPath)
  await mkdir(options.home, { recursive: true, mode: 0o700 })
  const logFile = path.join(options.home, 'anvil.log')
  const child = await startProgram(
    anvil,
    [
      `--host=${loopback}`,
      `--port=${options.port}`,
      // Its P-256 precompile lets contracts check what nodes signed.
      '--hardfork=osaka',
      `--state=${path.join(options.home, 'state.json')}`,
      `--state-interval=${stateIntervalSeconds}`,
      '--quiet',
    ],
    logFile,
  )
  options.onStarted(child)
  const url = `http://${loopback}:${options.port}`
  const request = {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'eth_chainId', params: [] }),
  }
  const failure = await whenReady(child, url, request, options.signal)
  if (failure !== undefined) throw new CliError('chain_failed', `${failure}. Its log: ${logFile}`)
  return { child, url }
}
