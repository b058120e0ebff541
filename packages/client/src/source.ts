/**
 * Where a client reads who is in the network, and reads it again when that has changed.
 *
 * @module
 */
import { type Crypto, Limits, Network } from '@parley/protocol'

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
  /** Ends what is under way; nothing is read afterwards. */
  readonly close: () => void
}

/** A network that is not there by then is read from elsewhere, or later. */
const fetchMsMax = 5_000

/**
 * A signed network file.
 *
 * @param file its URL, or the file itself, parsed
 * @param options `first` was read of it already; `onRead` is told what was read and is valid
 */
export function fileSource(
  crypto: Crypto.Crypto,
  file: string | Network.File,
  options: { first?: unknown; onRead?: (json: unknown) => void } = {},
): NetworkSource {
  const closing = new AbortController()
  let fresh = options.first
  return {
    async read() {
      const json = fresh ?? (typeof file === 'string' ? await fetched(file, closing.signal) : file)
      fresh = undefined
      const network = await Network.read(crypto, json)
      options.onRead?.(json)
      return network
    },
    parse: async (text) => Network.read(crypto, parsed(text)),
    close: () => closing.abort(),
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
 * The JSON at a URL: within {@link fetchMsMax}, and no more of it than a network's file may have.
 *
 * @param signal gives it up
 * @throws ClientError `network_unreachable`
 */
export async function fetched(url: string, signal?: AbortSignal): Promise<unknown> {
  try {
    const signals = [AbortSignal.timeout(fetchMsMax), ...(signal === undefined ? [] : [signal])]
    const response = await fetch(url, { signal: AbortSignal.any(signals) })
    if (!response.ok) throw new Error(`HTTP status ${response.status}`)
    return JSON.parse(await textOf(response))
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause)
    throw new ClientError('network_unreachable', { details: `${url}: ${why}`, cause })
  }
}

/** The body's text, unless it is longer than a network's file may be. */
async function textOf(response: Response): Promise<string> {
  const decoder = new TextDecoder()
  let text = ''
  let left = Limits.wire.networkFileBytesMax
  for await (const chunk of chunksOf(response)) {
    left -= chunk.length
    if (left < 0) throw new Error(`It is above ${Limits.wire.networkFileBytesMax} bytes.`)
    text += decoder.decode(chunk, { stream: true })
  }
  return text + decoder.decode()
}

/** Not every browser iterates over streams. What is left unread is given up. */
async function* chunksOf({ body }: Response): AsyncGenerator<Uint8Array> {
  const reader = body?.getReader()
  try {
    for (;;) {
      const read = await reader?.read()
      if (read === undefined || read.done) return
      yield read.value
    }
  } finally {
    await reader?.cancel()
  }
}
