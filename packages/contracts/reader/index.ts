/**
 * Reads a registry contract over JSON-RPC.
 *
 * @module
 */
import { createClient, http } from 'viem'
import { getChainId, readContract } from 'viem/actions'

import { type Hex, nodeRegistryAbi } from '@parley/contracts'

/** Where a registry is read. */
export type RegistrySource = {
  /** The chain's JSON-RPC endpoint: `http://` or `https://`. */
  readonly rpc: string
  /** The contract's address. */
  readonly registry: Hex
  /**
   * Which block counts: `finalized` unless given. One that may still be replaced (`latest`) suits
   * chains that never reorganise: a reader knows changes by counters alone.
   */
  readonly block?: 'latest' | 'safe' | 'finalized'
}

/** What tells whether a registry changed. */
export type RegistryHead = { readonly version: number; readonly settled: number }

/** A registry contract's state as far as it makes the network, as JSON. */
export type RegistryState = RegistryHead & {
  readonly chainId: number
  /** The contract's address, lower case. */
  readonly registry: string
  readonly name: string
  readonly replicas: number
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

/** An endpoint that takes longer is as good as down; a later attempt follows anyway. */
const requestMs = 5_000
/** A full page is some 80 kB. */
const nodesPerPage = 100n
/** Changes come by the minute, pages by the second: only a broken endpoint differs so often. */
const attemptsMax = 5
/** Nodes beyond this are not asked for: an endpoint may go on without end. */
const nodesMax = 65_536n

/** A reader of one registry. Its calls reject with viem's errors. */
export type RegistryReader = {
  readonly head: () => Promise<RegistryHead>
  readonly state: () => Promise<RegistryState>
  /** Ends what is under way. */
  readonly close: () => void
}

export function registryReader({
  rpc,
  registry,
  block = 'finalized',
}: RegistrySource): RegistryReader {
  const closing = new AbortController()
  const client = createClient({
    transport: http(rpc, {
      timeout: requestMs,
      retryCount: 1,
      fetchOptions: { signal: closing.signal },
    }),
    // The contract has no business sending its readers elsewhere.
    ccipRead: false,
  })
  const contract = { abi: nodeRegistryAbi, address: registry, blockTag: block } as const

  async function pageAt(offset: bigint, limit: bigint) {
    const [, page, total, version, settled] = await readContract(client, {
      ...contract,
      functionName: 'nodes',
      args: [offset, limit],
    })
    if (total > nodesMax) throw new Error(`The registry lists ${total} nodes, above ${nodesMax}.`)
    return { page, total, version: Number(version), settled: Number(settled) }
  }

  /** All pages of one version, or `undefined` if it changed between two. */
  async function pages(): Promise<(RegistryHead & Pick<RegistryState, 'nodes'>) | undefined> {
    const nodes: RegistryState['nodes'][number][] = []
    let first: RegistryHead | undefined
    for (let offset = 0n; ; offset += nodesPerPage) {
      const { page, total, version, settled } = await pageAt(offset, nodesPerPage)
      first ??= { version, settled }
      if (version !== first.version) return undefined
      for (const { x, y, url, peer, since, until } of page)
        nodes.push({
          publicKey: `04${x.slice(2)}${y.slice(2)}`,
          url,
          peer,
          since: Number(since),
          until: Number(until),
        })
      if (offset + nodesPerPage >= total) return { ...first, nodes }
    }
  }

  return {
    async head() {
      const { version, settled } = await pageAt(0n, 0n)
      return { version, settled }
    },
    async state() {
      const [chainId, name, replicas] = await Promise.all([
        getChainId(client),
        readContract(client, { ...contract, functionName: 'name' }),
        readContract(client, { ...contract, functionName: 'replicas' }),
      ])
      for (let attempt = 0; attempt < attemptsMax; attempt++) {
        const read = await pages()
        if (read !== undefined)
          return { chainId, registry: registry.toLowerCase(), name, replicas, ...read }
      }
      throw new Error(`The registry changed while it was read, ${attemptsMax} times.`)
    },
    close: () => closing.abort(),
  }
}
