/**
 * Who is in the network: a file signed by its authority says so here; a registry on chain stands
 * behind the same interface.
 *
 * @module
 */
import { watch } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'

import { Bytes, type Host, Network } from '@parley/protocol'

import type { Config } from './config.ts'
import { files } from './home.ts'
import type { NodeHost } from './host.ts'

/** The network's members, now and as they change. */
export type Registry = {
  readonly network: () => Network.Network
  /** The signed file, or where the registry is, as JSON text for those who join. */
  readonly file: () => string
  /** Calls `listener` after each change; the function returned ends that. */
  readonly onChange: (listener: () => void) => () => void
  /** Looks for changes now; resolves when that is done, whatever it brought. */
  readonly refresh: () => Promise<void>
  readonly close: () => void
}

/**
 * A registry from a signed network file, read anew when the file changes. A changed file counts if
 * it is valid, of the same network, and of a higher version; else the log says why not.
 *
 * @throws InvalidNetworkError if the file cannot be read now
 */
export async function fileRegistry(
  host: Pick<Host.Host, 'crypto' | 'log'>,
  path: string,
): Promise<Registry> {
  const listeners = new Set<() => void>()
  const read = async (): Promise<{ network: Network.Network; text: string }> => {
    try {
      const text = await readFile(path, 'utf8')
      return { network: await Network.read(host.crypto, JSON.parse(text) as unknown), text }
    } catch (error) {
      if (error instanceof Network.InvalidNetworkError) throw error
      throw new Network.InvalidNetworkError(error instanceof Error ? error.message : path)
    }
  }
  let current = await read()
  const reload = async (): Promise<void> => {
    try {
      const next = await read()
      const { version, settled } = current.network
      if (next.network.version === version && next.network.settled === settled) return
      if (!Bytes.equal(next.network.id, current.network.id))
        throw new Network.InvalidNetworkError('It is of another network.')
      if (!Network.isNewer(next.network, current.network))
        throw new Network.InvalidNetworkError('Its version is lower than the one in use.')
      current = next
      host.log.info({ version: next.network.version }, 'network file changed')
      for (const listener of listeners) listener()
    } catch (error) {
      host.log.warn({ err: error, path }, 'network file not taken')
    }
  }
  // The directory is watched, not the file: editors and `rename` put a new file in its place.
  let reading = Promise.resolve()
  const watcher = watch(dirname(path), (_, name) => {
    if (name === basename(path)) reading = reading.then(reload)
  })
  watcher.on('error', (error) => host.log.warn({ err: error, path }, 'network file not watched'))
  watcher.unref()
  return {
    network: () => current.network,
    file: () => current.text,
    onChange(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    refresh: () => (reading = reading.then(reload)),
    close: () => watcher.close(),
  }
}

/** A registry that never changes: for tests and simulations. */
export function fixedRegistry(network: Network.Network, file = ''): Registry {
  return {
    network: () => network,
    file: () => file,
    onChange: () => () => {},
    refresh: () => Promise.resolve(),
    close: () => {},
  }
}

/**
 * The registry that a node's configuration names: a contract on chain, or a signed file.
 *
 * @throws InvalidNetworkError or ChainRegistryError
 */
export async function openRegistry(config: Config, host: NodeHost): Promise<Registry> {
  if (config.chain === undefined) return fileRegistry(host, config.network)
  // What reads chains takes a while to load: those who need none start without.
  const { chainRegistry } = await import('./chainRegistry.ts')
  return chainRegistry(host, { ...config.chain, cache: join(config.home, files.registry) })
}
