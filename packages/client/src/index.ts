/**
 * The Parley SDK: wallets talk end-to-end encrypted over a network nobody owns.
 *
 * @module
 */
import { Checks } from './account/checks.ts'
import type { Client, Signer } from './api.ts'
import { checkOptions } from './arguments.ts'
import { startClient } from './starting.ts'
import { type ClientHost, globalHost } from './host.ts'
import { mlsEngine } from './mls.ts'
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
export { type StoreCode, storeCodes, StoreError } from './store/StoreError.ts'
export type { Change, Entry, ListOptions, Store } from './store/Store.ts'
export { rpcTypedData } from './typedData.ts'
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
  /**
   * Where state is kept, closed with the client. Unless given: IndexedDB where there is one, else
   * memory.
   */
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
  /**
   * Whether an account's first device also asks the wallet for the signature that opens the account
   * on its other devices. `false` puts it off, to `client.devices.backUp`: until then no other device
   * can join. It is asked for at once unless given.
   */
  readonly backUp?: boolean
  /**
   * Where the account was set up before and this wallet opens none of its unlocks: certifies another
   * account key, which signs out all devices there are.
   */
  readonly startOver?: boolean
}

/**
 * Starts a client for a wallet on this device.
 *
 * @throws ClientError `invalid_argument`, `insecure_context`, `wallet_signature_invalid`,
 * `account_locked`, `wrong_account`, `wrong_network_authority`, `network_unreachable`, `direct_unavailable`
 * @throws WireError `unavailable` at the first start, if the account's nodes cannot be asked
 * @throws StoreError if the device cannot keep, or read, what there is to keep
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
  checkOptions(options)
  const host = options.host ?? globalHost()
  const checks = new Checks()
  const store = options.store ?? (await defaultStore(options.signer.address))
  let source: NetworkSource | undefined
  try {
    source = await sourceOf(host, options.network, store)
    return await startClient({
      signer: options.signer,
      network: await source.read(),
      source,
      store,
      host,
      engine: mlsEngine(host.primitives, checks.certificate),
      checks,
      backUp: options.backUp ?? true,
      startOver: options.startOver ?? false,
      direct: options.direct,
    })
  } catch (error) {
    // Whoever gave a store may try again with it.
    source?.close()
    if (options.store === undefined) await store.close()
    throw error
  }
}

function defaultStore(address: string): Promise<Store> {
  return 'indexedDB' in globalThis
    ? indexedDbStore({ name: address.toLowerCase() })
    : Promise.resolve(memoryStore())
}
