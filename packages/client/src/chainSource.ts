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
import { patient } from './lateCopy.ts'
import * as Records from './records.ts'
import type { NetworkSource } from './source.ts'
import type { Store } from './store/Store.ts'

/** A registry contract, as a locator names it. */
export function chainSource(
  host: Pick<ClientHost, 'clock' | 'crypto' | 'log'>,
  { chain }: ChainNetwork.Locator,
  store: Store,
): NetworkSource {
  const { crypto, log } = host
  const { rpc, block } = chain
  const registry = chain.registry as `0x${string}`
  const reader = registryReader({ rpc, registry, ...(block === undefined ? {} : { block }) })
  /** The newest that was read, and the network it makes. */
  let known: Network.Network | undefined
  let state: ChainNetwork.State | undefined

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
      if (bytes === undefined) return undefined
      const json: unknown = JSON.parse(new TextDecoder().decode(bytes))
      const network = networkOf(json)
      // What makes a network is a state.
      state = json as ChainNetwork.State
      return network
    } catch (error) {
      log.warn({ error: String(error) }, 'kept registry state not taken')
      return undefined
    }
  }

  async function keep(json: unknown): Promise<void> {
    const value = Bytes.fromText(JSON.stringify(json))
    await store.exclusive(() => store.write([{ key: Records.keys.registry, value }]))
  }

  /** The state on chain, or `undefined` if it makes the network that is known. */
  async function changed(): Promise<ChainNetwork.State | undefined> {
    try {
      if (state === undefined) return await reader.state()
      const head = await reader.head()
      if (ChainNetwork.revisionOf(head) !== ChainNetwork.revisionOf(state))
        return await reader.state(state)
      return ChainNetwork.isAged(state, head.block) ? { ...state, block: head.block } : undefined
    } catch (cause) {
      // The endpoint may carry a key: it is not named.
      const details = `registry ${registry} of chain ${chain.id}`
      throw new ClientError('network_unreachable', { details, cause })
    }
  }

  async function refreshed(): Promise<Network.Network> {
    const next = await changed()
    if (next === undefined) return known!
    const network = networkOf(next)
    // An endpoint that lags behind, or one that is set back, tells nothing new.
    if (known !== undefined && network.seenAt <= known.seenAt && !Network.isNewer(network, known))
      return known
    if (known !== undefined && Network.isNewer(known, network)) return known
    await keep(next)
    state = next
    return (known = network)
  }

  return {
    async read() {
      if (known !== undefined) return refreshed()
      const before = await kept()
      known = before
      const fresh = refreshed()
      return before === undefined ? fresh : patient(host, fresh, before)
    },
    close: reader.close,
  }
}
