/**
 * The network that a registry contract describes: where it is found, what of its state counts, and
 * how it reads as a {@link Network.Network}. The same state gives the same network everywhere.
 *
 * @module
 */
import * as Codec from '@parley/codec'

import * as Bytes from './Bytes.ts'
import type { Crypto } from './Crypto.ts'
import * as Limits from './Limits.ts'
import * as Network from './Network.ts'

/** Which registry contract it is. */
export type Registry = {
  readonly chainId: number
  /** The contract's address: `0x` and 40 hex digits, lower case. */
  readonly registry: string
}

/** A registry contract's state as far as it makes the network, as JSON. */
export type State = Registry & {
  readonly name: string
  readonly replicas: number
  readonly version: number
  readonly settled: number
  /** All that ever registered, in the contract's order. */
  readonly nodes: readonly {
    /** Uncompressed, in hex. */
    readonly publicKey: string
    readonly url: string
    readonly peer: string
    readonly since: number
    readonly until: number
  }[]
}

/** Where a network's registry is found: what takes the place of a signed network file. */
export type Locator = {
  readonly chain: {
    readonly id: number
    readonly registry: string
    /** The chain's JSON-RPC endpoint: `http://` or `https://`. It is believed. */
    readonly rpc: string
    /** Which block counts: `finalized` unless given. `latest` is for chains that never reorganise. */
    readonly block?: Block
  }
}

const blocks = ['latest', 'safe', 'finalized'] as const
export type Block = (typeof blocks)[number]

const addressBytes = 20
/** URLs beyond this are no endpoints; some carry a key. */
const rpcLengthMax = 2048

/** What {@link State} must fit: a registry is no more to be trusted than a file. */
const state = Codec.struct({
  chainId: Codec.uint53,
  registry: Codec.fixed(addressBytes),
  name: Codec.utf8({ lengthMax: 64 }),
  replicas: Codec.uint8,
  version: Codec.uint53,
  settled: Codec.uint53,
  nodes: Codec.vector(Network.node, { countMax: Limits.wire.nodesEverMax }),
})

const authorityOf = ({ chainId, registry }: Registry): Uint8Array =>
  Bytes.concat(Codec.encode(Codec.uint53, chainId), Bytes.fromHex(registry.slice(2)))

/** The id of a contract's network: the hash of its chain and address. */
export function idOf(crypto: Crypto, registry: Registry): Uint8Array {
  return crypto.sha256(Bytes.labelled('chain network id', authorityOf(registry)))
}

/** Refuses what `check` throws at, as no network. */
function refusing<T>(check: () => T): T {
  try {
    return check()
  } catch (error) {
    if (error instanceof Network.InvalidNetworkError) throw error
    throw new Network.InvalidNetworkError(error instanceof Error ? error.message : String(error))
  }
}

function assertAddress(text: unknown): asserts text is string {
  if (typeof text !== 'string' || !/^0x[0-9a-f]{40}$/.test(text))
    throw new Network.InvalidNetworkError('registry is no address in lower case.')
}

/**
 * The network of a registry's state. Its authority is the contract: its chain and address. No member
 * is left out for what it says of itself, or readers would differ in who stores what.
 *
 * @param json the state, or what claims to be one
 * @throws Network.InvalidNetworkError
 */
export function of(crypto: Crypto, json: unknown): Network.Network {
  return refusing(() => {
    const given = json as State
    assertAddress(given.registry)
    const value = Codec.decode(
      state,
      Codec.encode(state, {
        ...given,
        registry: Bytes.fromHex(given.registry.slice(2)),
        nodes: given.nodes.map((entry) => ({
          ...entry,
          publicKey: Bytes.fromHex(entry.publicKey),
        })),
      }),
    )
    return Network.of(crypto, {
      ...value,
      id: idOf(crypto, given),
      authority: authorityOf(given),
    })
  })
}

/**
 * The locator that a parsed file holds; `undefined` if it is something else, such as a signed network
 * file.
 *
 * @throws Network.InvalidNetworkError if it is one, and malformed
 */
export function locatorOf(json: unknown): Locator | undefined {
  if (typeof json !== 'object' || json === null || !('chain' in json)) return undefined
  const { id, registry, rpc, block } = Object(json.chain) as Record<string, unknown>
  const wrong = (details: string): never => {
    throw new Network.InvalidNetworkError(details)
  }
  if (typeof id !== 'number' || !Number.isSafeInteger(id) || id < 1)
    return wrong('chain.id is no chain’s id.')
  const address = typeof registry === 'string' ? registry.toLowerCase() : registry
  assertAddress(address)
  if (rpc === undefined)
    return wrong('It names no endpoint of its chain. Add one as chain.rpc to a copy of the file.')
  if (typeof rpc !== 'string' || rpc.length > rpcLengthMax || !/^https?:\/\//.test(rpc))
    return wrong('chain.rpc is no URL of HTTP.')
  if (block !== undefined && !blocks.includes(block as Block))
    return wrong(`chain.block is none of ${blocks.join(', ')}.`)
  const found = { id, registry: address, rpc }
  return { chain: block === undefined ? found : { ...found, block: block as Block } }
}
