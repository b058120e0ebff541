/**
 * A chain of its own for a test: anvil on a free port of the loopback.
 *
 * @module
 */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { accessSync, constants } from 'node:fs'
import { createRequire } from 'node:module'
import path from 'node:path'
import { createInterface } from 'node:readline'

const { resolve } = createRequire(import.meta.url)

function findAnvil(): string {
  const candidates = (process.env['PATH'] ?? '')
    .split(path.delimiter)
    .map((folder) => path.join(folder, 'anvil'))
  try {
    candidates.unshift(resolve('@foundry-rs/anvil-linux-amd64/bin/anvil'))
  } catch {
    // An optional package: it exists for some systems only.
  }
  const found = candidates.find((file) => {
    try {
      accessSync(file, constants.X_OK)
      return true
    } catch {
      return false
    }
  })
  if (found === undefined)
    throw new Error(
      'This needs anvil: install with optional dependencies (npm ci), or put Foundry’s anvil on PATH.',
    )
  return found
}

/** The rules of a chain: `osaka` has the P256VERIFY precompile, `cancun` does not. */
export type Hardfork = 'cancun' | 'osaka'

/** A running anvil. */
export type Anvil = { readonly url: string; readonly stop: () => Promise<void> }

function listeningUrl(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    // Read to the end: anvil writes a line for each call, and must not wait for a reader.
    const lines = createInterface({ input: child.stdout! })
    lines.on('line', (line) => {
      const address = /Listening on ([\d.]+:\d+)/u.exec(line)?.[1]
      if (address !== undefined) resolve(`http://${address}`)
    })
    lines.on('close', () => reject(new Error('anvil ended before it listened.')))
  })
}

/** Starts anvil; the caller stops it. */
export async function startAnvil(hardfork: Hardfork): Promise<Anvil> {
  const child = spawn(
    findAnvil(),
    ['--host=127.0.0.1', '--port=0', `--hardfork=${hardfork}`, '--enable-tx-gas-limit'],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  )
  const exited = once(child, 'exit')
  const url = await listeningUrl(child)
  return {
    url,
    stop: async () => {
      child.kill()
      await exited
    },
  }
}
