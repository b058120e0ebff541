/**
 * Where a client reads who is in the network, and reads it again when that has changed.
 *
 * @module
 */
import { type Crypto, Network } from '@parley/protocol'

import { ClientError } from './errors.ts'

/** The network's members, from whoever vouches for them. */
export type NetworkSource = {
  /**
   * Reads them anew.
   *
   * @throws ClientError `network_unreachable`
   * @throws Network.InvalidNetworkError
   */
  readonly read: () => Promise<Network.Network>
  /**
   * Reads what a node says, where that proves itself.
   *
   * @throws Network.InvalidNetworkError
   */
  readonly parse?: (text: string) => Promise<Network.Network>
}

/**
 * A signed network file.
 *
 * @param file its URL, or the file itself, parsed
 * @param first what was read of it already
 */
export function fileSource(
  crypto: Crypto.Crypto,
  file: string | Network.File,
  first?: unknown,
): NetworkSource {
  let fresh = first
  return {
    async read() {
      const json = fresh ?? (typeof file === 'string' ? await fetched(file) : file)
      fresh = undefined
      return Network.read(crypto, json)
    },
    parse: async (text) => Network.read(crypto, parsed(text)),
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    throw new Network.InvalidNetworkError(String(error))
  }
}

/**
 * The JSON at a URL.
 *
 * @throws ClientError `network_unreachable`
 */
export async function fetched(url: string): Promise<unknown> {
  try {
    const response = await fetch(url)
    if (!response.ok) throw new Error(`HTTP status ${response.status}`)
    return await response.json()
  } catch (cause) {
    throw new ClientError('network_unreachable', { details: url, cause })
  }
}
