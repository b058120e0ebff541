/**
 * A network's members from a registry contract. What was last read is kept: a client starts with
 * everything it has while the chain is out of reach.
 *
 * @module
 */
import { registryReader } from '@parley/contracts/reader'
import { Bytes, ChainNetwork, Network } from '@parley/protocol'

import { ClientError } from './errors.ts'
import type { ClientHost } from './host.ts'
import * as Records from './records.ts'
import type { NetworkSource } from './source.ts'
import type { Store } from './store/Store.ts'

/** A registry contract, as a locator names it. */
export function chainSource(
  host: Pick<ClientHost, 'crypto' | 'log'>,
  { chain }: ChainNetwork.Locator,
  store: Store,
): NetworkSource {
  const { crypto, log } = host
  const { rpc, block } = chain
  const registry = chain.registry as `0x${string}`
  const reader = registryReader({ rpc, registry, ...(block === undefined ? {} : { block }) })
  /** The newest that was read. */
  let known: Network.Network | undefined

  function networkOf(json: unknown): Network.Network {
    const network = ChainNetwork.of(crypto, json)
    const { chainId } = json as ChainNetwork.State
    const id = ChainNetwork.idOf(crypto, { chainId: chain.id, registry })
    if (!Bytes.equal(network.id, id))
      throw new Network.InvalidNetworkError(
        `The endpoint is of chain ${chainId}; the registry is said to be of chain ${chain.id}.`,
      )
    return network
  }

  async function kept(): Promise<Network.Network | undefined> {
    try {
      const bytes = await store.get(Records.keys.registry)
      return bytes && networkOf(JSON.parse(new TextDecoder().decode(bytes)))
    } catch (error) {
      log.warn({ error: String(error) }, 'kept registry state not taken')
      return undefined
    }
  }

  async function keep(json: unknown): Promise<void> {
    const value = Bytes.fromText(JSON.stringify(json))
    await store.exclusive(() => store.write([{ key: Records.keys.registry, value }]))
  }

  /** The state on chain, or `undefined` if it is what is known. */
  async function changed(): Promise<unknown> {
    try {
      if (known !== undefined) {
        const { version, settled } = await reader.head()
        if (version === known.version && settled === known.settled) return undefined
      }
      return await reader.state()
    } catch (cause) {
      // The endpoint may carry a key: it is not named.
      const details = `registry ${registry} of chain ${chain.id}`
      throw new ClientError('network_unreachable', { details, cause })
    }
  }

  async function refreshed(): Promise<Network.Network> {
    const json = await changed()
    if (json === undefined) return known!
    const network = networkOf(json)
    // An endpoint that lags behind, or one that is set back, tells nothing new.
    if (known !== undefined && (network.version < known.version || network.settled < known.settled))
      return known
    await keep(json)
    return (known = network)
  }

  return {
    async read() {
      if (known !== undefined) return refreshed()
      const before = await kept()
      known = before
      try {
        return await refreshed()
      } catch (error) {
        if (before === undefined || !(error instanceof ClientError)) throw error
        log.warn({ error: String(error) }, 'chain not read, last known members serve')
        return before
      }
    },
  }
}
