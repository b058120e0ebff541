/**
 * From what a program calls its network to where it is read.
 *
 * @module
 */
import { ChainNetwork, type Network } from '@parley/protocol'

import type { ClientHost } from './host.ts'
import { fetched, fileSource, type NetworkSource } from './source.ts'
import type { Store } from './store/Store.ts'

/** A signed network file or a registry's locator, parsed; or the URL of one. */
export type NetworkPlace = string | Network.File | ChainNetwork.Locator

/**
 * Where a network is read.
 *
 * @param store keeps what a registry said last
 * @throws ClientError `network_unreachable` if the URL cannot be read
 * @throws Network.InvalidNetworkError for a locator that is malformed
 */
export async function sourceOf(
  host: ClientHost,
  place: NetworkPlace,
  store: Store,
): Promise<NetworkSource> {
  const json = typeof place === 'string' ? await fetched(place) : place
  const locator = ChainNetwork.locatorOf(json)
  if (locator === undefined) return fileSource(host.crypto, place as string | Network.File, json)
  // What reads chains is a third as large as the rest: those who need none do without.
  const { chainSource } = await import('./chainSource.ts')
  return chainSource(host, locator, store)
}
