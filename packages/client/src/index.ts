/**
 * The Parley SDK: wallets talk end-to-end encrypted over a network nobody owns.
 *
 * @module
 */
import type { Network } from '@parley/protocol'

import type { Client, Signer } from './api.ts'
import { startClient } from './client.ts'
import { type ClientHost, globalHost } from './host.ts'
import { mlsEngine } from './mls.ts'
import { certificateVerifier } from './session.ts'
import type { NetworkSource } from './source.ts'
import { type NetworkPlace, sourceOf } from './sourceOf.ts'
import { indexedDbStore } from './store/indexeddb.ts'
import { memoryStore } from './store/memory.ts'
import type { Store } from './store/Store.ts'

export type * from './api.ts'
export { ClientError, type ClientCode, clientCodes } from './errors.ts'
export { type ClientHost, globalHost } from './host.ts'
export { indexedDbStore } from './store/indexeddb.ts'
export { type MemoryDatabase, memoryDatabase, memoryStore } from './store/memory.ts'
export type { NetworkPlace } from './sourceOf.ts'
export type { Change, Entry, ListOptions, Store } from './store/Store.ts'
export { Account, Errors } from '@parley/protocol'

/** What a client is made of. */
export type CreateClientOptions = {
  readonly signer: Signer
  /**
   * A signed network file or the locator of a registry on chain, parsed, or the URL of either.
   *
   * @example `{ chain: { id: 1, registry: '0x…', rpc: 'https://…' } }`
   */
  readonly network: NetworkPlace
  /** Where state is kept. Unless given: IndexedDB where there is one, else memory. */
  readonly store?: Store
  /** The world; the runtime's own unless given. */
  readonly host?: ClientHost
  /**
   * Allows direct links with accounts that this one and that have accepted each other, if they allow
   * them too: messages arrive sooner, and they see each other's IP addresses. `false` takes it back
   * where it was allowed before; unless given, none are made. In Node it takes the host of
   * `@parley/client/node`.
   */
  readonly direct?: boolean
}

/**
 * Starts a client for a wallet on this device.
 *
 * @throws ClientError `wallet_signature_invalid`, `wrong_account`, `wrong_network_authority`,
 * `network_unreachable`, `direct_unavailable`
 * @throws Network.InvalidNetworkError if the network file, or what its registry says, is not valid
 * @example
 * ```ts
 * import { createClient, type Signer } from '@parley/client'
 * declare const signer: Signer
 * const client = await createClient({ signer, network: 'http://127.0.0.1:4400/network.json' })
 * const { id } = await client.open('0xd8da6bf26964af9d7eed9e03e53415d37aa96045')
 * await client.send(id, 'gm')
 * ```
 */
export async function createClient(options: CreateClientOptions): Promise<Client> {
  const host = options.host ?? globalHost()
  const verifyCertificate = certificateVerifier()
  const store = options.store ?? (await defaultStore(options.signer.address))
  let source: NetworkSource
  let network: Network.Network
  try {
    source = await sourceOf(host, options.network, store)
    network = await source.read()
  } catch (error) {
    if (options.store === undefined) await store.close()
    throw error
  }
  return startClient({
    signer: options.signer,
    network,
    source,
    store,
    host,
    engine: mlsEngine(host.primitives, verifyCertificate),
    verifyCertificate,
    direct: options.direct,
  })
}

function defaultStore(address: string): Promise<Store> {
  return 'indexedDB' in globalThis
    ? indexedDbStore({ name: address.toLowerCase() })
    : Promise.resolve(memoryStore())
}
