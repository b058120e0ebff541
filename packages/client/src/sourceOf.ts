/**
 * From what a program calls its network to where it is read.
 *
 * @module
 */
import { Bytes, ChainNetwork, type Network } from '@parley/protocol'

import type { ClientHost } from './host.ts'
import { patient } from './lateCopy.ts'
import * as Records from './records.ts'
import { fetched, fileSource, type NetworkSource } from './source.ts'
import type { Store } from './store/Store.ts'

/** A signed network file or a registry's locator, parsed; or the URL of one. */
export type NetworkPlace = string | Network.File | ChainNetwork.Locator

/**
 * Where a network is read. What a URL gave last is kept: a client starts with it while nobody
 * answers there.
 *
 * @param store keeps what was read last
 * @throws ClientError `network_unreachable` if the URL cannot be read
 * @throws Network.InvalidNetworkError for a locator that is malformed
 */
export async function sourceOf(
  host: ClientHost,
  place: NetworkPlace,
  store: Store,
): Promise<NetworkSource> {
  const copy = typeof place === 'string' ? keptCopy(host, place, store) : undefined
  const json = typeof place === 'string' ? await readUrl(host, place, await copy!.get()) : place
  const locator = ChainNetwork.locatorOf(json)
  if (locator === undefined)
    return fileSource(host.crypto, place as string | Network.File, {
      first: json,
      ...(copy && { onRead: copy.keep }),
    })
  copy?.keep(json)
  // What reads chains is a third as large as the rest: those who need none do without.
  const { chainSource } = await import('./chainSource.ts')
  return chainSource(host, locator, store)
}

/** What is at a URL; what was there before, if nobody says anything in time. */
async function readUrl(host: ClientHost, url: string, before: unknown): Promise<unknown> {
  const giveUp = new AbortController()
  const fresh = fetched(url, giveUp.signal)
  if (before === undefined) return fresh
  const json = await patient(host, fresh, before)
  giveUp.abort()
  return json
}

/** The copy that is kept of what a URL gave. */
function keptCopy(
  { crypto, log }: ClientHost,
  url: string,
  store: Store,
): { get: () => Promise<unknown>; keep: (json: unknown) => void } {
  const key = Records.keys.place(Bytes.toHex(crypto.sha256(Bytes.fromText(url))))
  let last: string | undefined
  return {
    async get() {
      try {
        const bytes = await store.get(key)
        last = bytes && new TextDecoder().decode(bytes)
        return last === undefined ? undefined : JSON.parse(last)
      } catch (error) {
        log.warn({ error: String(error) }, 'kept network not taken')
        return undefined
      }
    },
    keep(json) {
      const text = JSON.stringify(json)
      if (text === last) return
      last = text
      store
        .exclusive(() => store.write([{ key, value: Bytes.fromText(text) }]))
        .catch((error: unknown) => log.warn({ error: String(error) }, 'network not kept'))
    },
  }
}
