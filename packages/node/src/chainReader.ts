/**
 * Reads a registry contract over JSON-RPC.
 *
 * @module
 */
import { type Hex, nodeRegistryAbi } from '@parley/contracts'
import { createPublicClient, http } from 'viem'

import { type ChainState, stateSchema } from './chainNetwork.ts'

/** Where a registry is read. */
export type ChainSource = {
  /** The chain's JSON-RPC endpoint: `http://` or `https://`. */
  readonly rpc: string
  /** The contract's address. */
  readonly registry: Hex
  /**
   * Which block counts: `finalized` unless given. One that may still be replaced (`latest`) suits
   * chains that never reorganise: a reader knows changes by a counter alone.
   */
  readonly block?: 'latest' | 'safe' | 'finalized'
}

/** An endpoint that takes longer is as good as down; a later attempt follows anyway. */
const requestMs = 5_000
/** A full page is some 80 kB. */
const nodesPerPage = 100n
/** Changes come by the minute, pages by the second: only a broken endpoint differs so often. */
const attemptsMax = 5
/** `NodeRegistry.Status.Active`. */
const active = 1

/** A reader of one registry. Its calls reject with viem's errors. */
export type ChainReader = {
  readonly version: () => Promise<number>
  readonly state: () => Promise<ChainState>
  /** Ends what is under way. */
  readonly close: () => void
}

export function chainReader({ rpc, registry, block = 'finalized' }: ChainSource): ChainReader {
  const closing = new AbortController()
  const client = createPublicClient({
    transport: http(rpc, {
      timeout: requestMs,
      retryCount: 1,
      fetchOptions: { signal: closing.signal },
    }),
    // The contract has no business sending its readers elsewhere.
    ccipRead: false,
  })
  const contract = { abi: nodeRegistryAbi, address: registry, blockTag: block } as const

  /** All pages of one version, or `undefined` if it changed between two. */
  async function pages(): Promise<Pick<ChainState, 'version' | 'nodes'> | undefined> {
    const nodes: ChainState['nodes'] = []
    let version: bigint | undefined
    for (let offset = 0n; ; offset += nodesPerPage) {
      const [, page, total, current] = await client.readContract({
        ...contract,
        functionName: 'nodes',
        args: [offset, nodesPerPage],
      })
      version ??= current
      if (current !== version) return undefined
      for (const { x, y, status, url, peer } of page)
        if (status === active) nodes.push({ publicKey: `04${x.slice(2)}${y.slice(2)}`, url, peer })
      if (offset + nodesPerPage >= total) return { version: Number(version), nodes }
    }
  }

  return {
    version: async () =>
      Number(await client.readContract({ ...contract, functionName: 'version' })),
    async state() {
      const [chainId, name, replicas] = await Promise.all([
        client.getChainId(),
        client.readContract({ ...contract, functionName: 'name' }),
        client.readContract({ ...contract, functionName: 'replicas' }),
      ])
      for (let attempt = 0; attempt < attemptsMax; attempt++) {
        const read = await pages()
        if (read !== undefined)
          return stateSchema.parse({
            chainId,
            registry: registry.toLowerCase(),
            name,
            replicas,
            ...read,
          })
      }
      throw new Error(`The registry changed while it was read, ${attemptsMax} times.`)
    },
    close: () => closing.abort(),
  }
}
