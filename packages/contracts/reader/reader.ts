/**
 * A reader of one registry: it asks for a block once, and for all else of that block by its hash, so
 * what it reads fits together or fails as a whole.
 *
 * @module
 */
import {
  type ContractFunctionArgs,
  type ContractFunctionName,
  type ContractFunctionReturnType,
  createClient,
  decodeFunctionResult,
  encodeFunctionData,
  http,
} from 'viem'

import { type Hex, nodeRegistryAbi } from '@parley/contracts'

import {
  blockOf,
  drawsInUse,
  installedOf,
  nodesOf,
  oldestOf,
  parametersOf,
  type RegistryBlock,
  type RegistryHead,
  type RegistryNode,
  type RegistryState,
  type Returned,
} from './state.ts'

/** Where a registry is read. */
export type RegistrySource = {
  /** The chain's JSON-RPC endpoint: `http://` or `https://`. */
  readonly rpc: string
  /** The contract's address. */
  readonly registry: Hex
  /**
   * Which block counts: `finalized` unless given. One that may still be replaced (`latest`) suits
   * chains that never reorganise.
   */
  readonly block?: 'latest' | 'safe' | 'finalized'
}

/** A reader of one registry. Its calls reject with viem's errors. */
export type RegistryReader = {
  readonly head: () => Promise<RegistryHead>
  /** @param before what was read earlier: then only what changed is asked for */
  readonly state: (before?: RegistryState) => Promise<RegistryState>
  /** Ends what is under way. */
  readonly close: () => void
}

/** An endpoint that takes longer is as good as down; a later attempt follows anyway. */
const requestMs = 5_000
/** Eight pages are all seats there can be. */
const seatsPerPage = 512n
/** Smaller pages fail for other reasons. */
const seatsPerPageMin = 128n
/** A hundred bytes each. */
const turnsPerPage = 512
/** Endpoints may answer from machines that have not seen a block yet: another one is taken then. */
const attemptsMax = 5
/** Seats that changed more often than all of them could be read anew. */
const changesMax = 4096

type View = ContractFunctionName<typeof nodeRegistryAbi, 'view'>
type Arguments<Name extends View> = ContractFunctionArgs<typeof nodeRegistryAbi, 'view', Name>
type Result<Name extends View> = ContractFunctionReturnType<typeof nodeRegistryAbi, 'view', Name>

/** Calls views of a contract, of one block. */
type Call = <Name extends View>(functionName: Name, args: Arguments<Name>) => Promise<Result<Name>>

export function registryReader({
  rpc,
  registry,
  block: tag = 'finalized',
}: RegistrySource): RegistryReader {
  const closing = new AbortController()
  const client = createClient({
    transport: http(rpc, {
      timeout: requestMs,
      retryCount: 1,
      fetchOptions: { signal: closing.signal },
    }),
  })

  async function newest(): Promise<RegistryBlock> {
    const found = await client.request({
      method: 'eth_getBlockByNumber',
      params: [tag, false],
    })
    if (found === null) throw new Error(`The endpoint knows no ${tag} block.`)
    return blockOf(found as { number: string; hash: string; timestamp: string })
  }

  /** By the block's hash (EIP-1898): whoever does not know the block says so. */
  const callsAt =
    ({ hash }: RegistryBlock): Call =>
    async (functionName, args) => {
      // The ABI relates names, arguments and results; a generic call cannot show that it does.
      const asked = { abi: nodeRegistryAbi, functionName, args } as never
      const data = await client.request({
        method: 'eth_call',
        params: [
          { to: registry, data: encodeFunctionData(asked) },
          { blockHash: hash, requireCanonical: true } as never,
        ],
      })
      if (data === '0x') throw new Error(`${functionName} returned no data: no registry is there.`)
      const answered = { abi: nodeRegistryAbi, functionName, data } as never
      const result: unknown = decodeFunctionResult(answered)
      return result as never
    }

  async function summaryAt(block: RegistryBlock, call: Call) {
    const [summary, lists] = await call('summary', [])
    const { turn, drawn, revision } = summary
    const head = { block, turn, drawn, revision, settlements: Number(lists.settlements) }
    const floor = { turn: summary.floor, before: lists.beforeFloor }
    return { head, floor, openedAt: summary.openedAt, seats: summary.seats }
  }

  async function stateAt(
    block: RegistryBlock,
    before: RegistryState | undefined,
  ): Promise<RegistryState> {
    const call = callsAt(block)
    const [chainId, { head, floor, openedAt, seats }, words, [name, given]] = await Promise.all([
      client.request({ method: 'eth_chainId' }),
      summaryAt(block, call),
      call('installedWords', []),
      call('parameters', []),
    ])
    const parameters = parametersOf(given)
    const { installed, stalled } = installedOf(words, floor)
    const from = oldestOf(head.turn, { floor, installed })
    // The draws of an era before it may count in its sets.
    const first = Math.max(1, from - parameters.classes + 1)
    const [nodes, draws, stalls] = await Promise.all([
      nodesAt(call, { head, seats, from, before }),
      drawsAt(call, { first, last: head.drawn ? head.turn : head.turn - 1 }),
      stalled.length === 0 ? [] : call('stalls', [stalled]),
    ])
    return {
      ...head,
      chainId: Number(chainId),
      registry: registry.toLowerCase(),
      name,
      parameters,
      openedAt,
      floor,
      draws: drawsInUse(draws, { turn: head.turn, floor, installed }, parameters.classes),
      installed,
      stalls: stalls.map(({ draw, count, forced, effectiveAt }, i) => ({
        shard: stalled[i]!,
        draw: Number(draw),
        count,
        forced: Number(forced),
        effectiveAt: Number(effectiveAt),
      })),
      nodes,
    }
  }

  return {
    async head() {
      const block = await newest()
      return (await summaryAt(block, callsAt(block))).head
    },
    async state(before) {
      for (let attempt = 1; ; attempt++)
        try {
          return await stateAt(await newest(), before)
        } catch (error) {
          // Never mixed: what was read of a block that is gone is begun again.
          if (attempt === attemptsMax || closing.signal.aborted) throw error
        }
    },
    close: () => closing.abort(),
  }
}

/** What is asked of seats. */
type Wanted = {
  readonly head: RegistryHead
  readonly seats: number
  /** Who left before this turn is not asked for, unless nobody took its seat. */
  readonly from: number
  readonly before: RegistryState | undefined
}

async function nodesAt(call: Call, wanted: Wanted): Promise<RegistryNode[]> {
  const { head, seats, from, before } = wanted
  const isFollowing =
    before !== undefined &&
    before.revision <= head.revision &&
    head.revision - before.revision <= changesMax
  if (isFollowing) return changedSince(call, before, { revision: head.revision, from })
  const offsets = Array.from(
    { length: Math.ceil(seats / Number(seatsPerPage)) },
    (_, i) => BigInt(i) * seatsPerPage,
  )
  const pages = await Promise.all(
    offsets.map((offset) => pageAt(call, { offset, limit: seatsPerPage, from: BigInt(from) })),
  )
  return pages.flat()
}

/** A page of seats; in halves where an endpoint does not do so much at once. */
async function pageAt(
  call: Call,
  wanted: { offset: bigint; limit: bigint; from: bigint },
): Promise<RegistryNode[]> {
  const { offset, limit, from } = wanted
  try {
    return nodesOf(await call('seats', [offset, limit, from]))
  } catch (error) {
    if (limit <= seatsPerPageMin) throw error
    const half = limit / 2n
    return [
      ...(await pageAt(call, { offset, limit: half, from })),
      ...(await pageAt(call, { offset: offset + half, limit: half, from })),
    ]
  }
}

/** The nodes that were known, with the seats that changed as they are now. */
async function changedSince(
  call: Call,
  before: RegistryState,
  { revision, from }: { revision: number; from: number },
): Promise<RegistryNode[]> {
  const changed: Returned<'seats'>[number][] = []
  for (let at = before.revision; at < revision;) {
    const [page, next] = await call('changes', [at, BigInt(from)])
    changed.push(...page)
    if (next <= at) throw new Error('The registry’s revisions do not go on.')
    at = next
  }
  const seats = new Set(changed.map(({ seat }) => Number(seat)))
  const kept = before.nodes.filter(
    ({ seat, until }, i) =>
      !seats.has(seat) &&
      // A seat's newest holder stays; those before it as long as sets in use may name them.
      (until === 0 || until > from || before.nodes[i + 1]?.seat !== seat),
  )
  return [...kept, ...nodesOf(changed)].toSorted(
    (one, other) => one.seat - other.seat || one.since - other.since,
  )
}

async function drawsAt(
  call: Call,
  { first, last }: { first: number; last: number },
): Promise<RegistryState['draws'][number][]> {
  const starts = Array.from(
    { length: Math.ceil(Math.max(0, last - first + 1) / turnsPerPage) },
    (_, i) => first + i * turnsPerPage,
  )
  const pages = await Promise.all(
    starts.map(async (start) => {
      const end = Math.min(last, start + turnsPerPage - 1)
      const turns = await call('turns', [BigInt(start), BigInt(end)])
      return turns.map(({ entropy, seats }, i) => ({ turn: start + i, entropy, seats }))
    }),
  )
  return pages.flat()
}
