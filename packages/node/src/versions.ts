/**
 * Which version of the network others know, held against this node's.
 *
 * @module
 */
import { Errors } from '@parley/protocol'

import type { Registry } from './registry.ts'

/**
 * Lets in who knows this version of the network or a newer one. Who knows an older one would count
 * receipts of replicas that are none any more: whoever takes their place may have compared already.
 *
 * @throws WireError `stale_network`
 */
export function assertNotOlder(registry: Registry, version: number): void {
  const { version: own } = registry.network()
  if (version < own)
    throw new Errors.WireError('stale_network', { details: `This node knows version ${own}.` })
  // More is asked of who knows a newer one than this node knows: it is served, and the news sought.
  if (version > own) void registry.refresh()
}
