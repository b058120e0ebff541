/**
 * Which network to join: the file beside the app, or the one `?network=` names. The last one read is
 * kept, so that the app starts with everything it has when its own server is out of reach.
 *
 * @module
 */
import type { CreateClientOptions } from '@parley/client'

import { shared } from '../wallet/storage.ts'

/** A signed file or a registry’s locator, as the client takes it: it checks before it uses any of it. */
type NetworkFile = Exclude<CreateClientOptions['network'], string>

const patienceMs = 3_000

export class NetworkFileError extends Error {
  override name = 'NetworkFileError'
  constructor(url: string, options?: ErrorOptions) {
    super(`The network file at ${url} could not be read.`, options)
  }
}

export function networkUrl(): string {
  const asked = new URLSearchParams(location.search).get('network')
  return new URL(asked ?? './network.json', document.baseURI).href
}

export async function readNetwork(): Promise<NetworkFile> {
  const url = networkUrl()
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
