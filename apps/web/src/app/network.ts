/**
 * Which network to join: the file beside the app, or the one `?network=` names. The last one read is
 * kept, so that the app starts with everything it has when its own server is out of reach.
 *
 * A link may name the network of whoever made it. Its nodes would then learn who talks with whom, and
 * when; so one of another origin is used only after somebody said so.
 *
 * @module
 */
import type { CreateClientOptions } from '@parley/client'

import { createCell } from '../hooks/cell.ts'
import { useCell } from '../hooks/useCell.ts'
import { shared } from '../wallet/storage.ts'
import { networkOf } from './networkOf.ts'

/** A signed file or a registry’s locator, as the client takes it: it checks before it uses any of it. */
type NetworkFile = Exclude<CreateClientOptions['network'], string>

const patienceMs = 3_000

export class NetworkFileError extends Error {
  override name = 'NetworkFileError'
  constructor(url: string, options?: ErrorOptions) {
    super(`The network file at ${url} could not be read.`, options)
  }
}

const { url, isForeign } = networkOf(location.search, document.baseURI)

const allowedKey = `parley.network-allowed ${url}`

/** The address of a network file that nobody has agreed to yet. */
const unasked = createCell<string | undefined>(
  isForeign && shared.getItem(allowedKey) === null ? url : undefined,
)

export function useUnaskedNetwork(): string | undefined {
  return useCell(unasked)
}

/** Whether a link's network still waits for somebody to agree to it. */
export const isNetworkUnasked = () => unasked.get() !== undefined

export function allowNetwork(): void {
  shared.setItem(allowedKey, 'yes')
  unasked.set(undefined)
}

/** Goes on with the network of this app's own. */
export function declineNetwork(): void {
  const own = new URL(location.href)
  own.searchParams.delete('network')
  location.replace(own)
}

export async function readNetwork(): Promise<NetworkFile> {
  const key = `parley.network ${url}`
  try {
    const response = await fetch(url, {
      signal: AbortSignal.timeout(patienceMs),
      cache: 'no-cache',
    })
    if (!response.ok) throw new Error(`The server answered ${response.status}.`)
    const file = (await response.json()) as NetworkFile
    shared.setItem(key, JSON.stringify(file))
    return file
  } catch (cause) {
    const kept = shared.getItem(key)
    if (kept === null) throw new NetworkFileError(url, { cause })
    return JSON.parse(kept) as NetworkFile
  }
}
