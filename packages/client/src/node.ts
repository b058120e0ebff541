/**
 * What Node adds: a store on disk, and direct links over libp2p.
 *
 * @module
 */
import type { Host } from '@parley/protocol'

import type { Libp2pOptions } from './direct/libp2p.ts'
import { type ClientHost, globalHost } from './host.ts'

export { sqliteStore } from './store/sqlite.ts'
export type { Libp2pOptions } from './direct/libp2p.ts'

/**
 * The world as Node gives it: what a client needs to allow direct links.
 *
 * @example
 * ```ts
 * import { createClient, type Signer } from '@parley/client'
 * import { nodeHost } from '@parley/client/node'
 * declare const signer: Signer
 * const network = 'http://127.0.0.1:4400/network.json'
 * const host = nodeHost({ direct: { listen: ['/ip4/0.0.0.0/tcp/4500'] } })
 * const client = await createClient({ signer, network, host, direct: true })
 * ```
 */
export function nodeHost(options: { log?: Host.Log; direct?: Libp2pOptions } = {}): ClientHost {
  const { log, direct } = options
  return {
    ...globalHost(log ? { log } : {}),
    direct: async (given) => {
      const { openLibp2p } = await import('./direct/libp2p.ts')
      return openLibp2p(given, direct)
    },
  }
}
