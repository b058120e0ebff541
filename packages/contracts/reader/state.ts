/**
 * A registry contract's state as JSON, from what its calls return.
 *
 * @module
 */
import type { ContractFunctionReturnType } from 'viem'

import type { nodeRegistryAbi } from '@parley/contracts'

/** What a view of the contract returns. */
export type Returned<Name extends 'seats' | 'summary' | 'parameters' | 'turns' | 'stalls'> =
  ContractFunctionReturnType<typeof nodeRegistryAbi, 'view', Name>

/** The block that a state was read at. */
export type RegistryBlock = {
  readonly number: number
  readonly hash: string
  /** Seconds since the Unix epoch. */
  readonly timestamp: number
}

/** What tells whether a registry changed, and when that was known. */
export type RegistryHead = {
  readonly block: RegistryBlock
  /** The newest turn, and whether it is drawn. */
  readonly turn: number
  readonly drawn: boolean
  /** Counts what changed of seats. */
  readonly revision: number
  /** Counts what changed of installed turns and stalls. */
  readonly settlements: number
}

/** What a network was deployed with. */
export type RegistryParameters = {
  readonly replicas: { readonly first: number; readonly second: number }
  readonly classes: number
  readonly turnSeconds: number
  readonly forceSeconds: number
  readonly forceTurns: number
  /** In turns. */
  readonly viewAge: number
  readonly exitDelay: number
  /** Turns open for changes alone, and states do not age. */
  readonly eager: boolean
}

/** A holder of a seat, now or before. */
export type RegistryNode = {
  readonly seat: number
  /** Uncompressed, in hex. */
  readonly publicKey: string
  readonly url: string
  readonly peer: string
  /** Uncompressed, in hex; empty if it has none. */
  readonly boxKey: string
  readonly since: number
  readonly until: number
  readonly status: 'bound' | 'slashed' | 'withdrawn'
  /** Seconds since the Unix epoch; 0 before it left. */
  readonly withdrawableAt: number
}

/** A registry contract's state as far as it makes the network, as JSON. */
export type RegistryState = RegistryHead & {
  readonly chainId: number
  /** The contract's address, lower case. */
  readonly registry: string
  readonly name: string
  readonly parameters: RegistryParameters
  /** Seconds since the Unix epoch. */
  readonly openedAt: number
  /** All but `installed` have this. */
  readonly floor: { readonly turn: number; readonly before: number }
  /** Turns that sets in use come from, ascending. */
  readonly draws: readonly {
    readonly turn: number
    readonly entropy: string
    readonly seats: number
  }[]
  /** Ascending by shard. */
  readonly installed: readonly {
    readonly shard: number
    readonly turn: number
    readonly before: number
  }[]
  /** Of shards that could not be handed over. */
  readonly stalls: readonly {
    readonly shard: number
    /** The draw that `count` is of. */
    readonly draw: number
    readonly count: number
    /** The turn that is installed by force, and from when on; 0 if none. */
    readonly forced: number
    readonly effectiveAt: number
  }[]
  readonly nodes: readonly RegistryNode[]
}

const shards = 4608
const bitsPerShard = 64n

/** The turns that a registry has installed: words as the contract packs them. */
export function installedOf(
  words: readonly bigint[],
  floor: RegistryState['floor'],
): { installed: RegistryState['installed']; stalled: number[] } {
  const installed: { shard: number; turn: number; before: number }[] = []
  const stalled: number[] = []
  for (let shard = 0; shard < shards; shard++) {
    const word = words[shard >> 2]! >> (bitsPerShard * BigInt(shard & 3))
    const turn = Number(word & 0xffffffffn)
    const before = Number((word >> 32n) & 0x7fffffffn)
    if ((word >> 63n) & 1n) stalled.push(shard)
    if (turn > floor.turn) installed.push({ shard, turn, before })
    // The floor counts; what came before it may be newer than the floor before.
    else if (turn > floor.before && turn < floor.turn) installed.push({ shard, turn, before })
  }
  return { installed, stalled }
}

const bonds = { slashed: 6, withdrawn: 5 }

/** The holders of a page of seats. */
export function nodesOf(page: Returned<'seats'>): RegistryNode[] {
  return page.flatMap(({ seat, holders }) =>
    holders.map(({ x, y, since, until, withdrawableAt, status, addresses }): RegistryNode => {
      const { url, peer, boxX, boxY } = addresses
      return {
        seat: Number(seat),
        publicKey: keyOf(x, y),
        url,
        peer,
        boxKey: BigInt(boxX) === 0n && BigInt(boxY) === 0n ? '' : keyOf(boxX, boxY),
        since: Number(since),
        until: Number(until),
        status:
          status === bonds.slashed ? 'slashed' : status === bonds.withdrawn ? 'withdrawn' : 'bound',
        withdrawableAt: Number(withdrawableAt),
      }
    }),
  )
}

const keyOf = (x: string, y: string): string => `04${x.slice(2)}${y.slice(2)}`

/** What a network was deployed with, from what the contract returns. */
export function parametersOf(given: Returned<'parameters'>[1]): RegistryParameters {
  const { classes, turnSeconds, forceSeconds, forceTurns, viewAge, exitDelay, eager } = given
  return {
    replicas: { first: given.firstReplicas, second: given.secondReplicas },
    classes,
    turnSeconds,
    forceSeconds,
    forceTurns,
    viewAge,
    exitDelay,
    eager,
  }
}

/** Slots name old turns: so many are told of, even where all shards have newer sets. */
const turnsTold = 128

/** The oldest turn whose sets a reader is told of: those in use, those before them, and then some. */
export function oldestOf(
  turn: number,
  { floor, installed }: Pick<RegistryState, 'floor' | 'installed'>,
): number {
  const found = [...installed, ...(installed.length === shards ? [] : [floor])]
  const used = found.reduce((oldest, each) => Math.min(oldest, each.before || each.turn), turn)
  return Math.max(1, Math.min(used, turn - turnsTold))
}

/** Of draws, those of late and those that sets in use come from, however old these are. */
export function drawsInUse(
  draws: RegistryState['draws'],
  { turn, floor, installed }: Pick<RegistryState, 'turn' | 'floor' | 'installed'>,
  classes: number,
): RegistryState['draws'] {
  const late = turn - turnsTold - classes
  const used = new Set([floor, ...installed].flatMap((each) => [each.turn, each.before]))
  // A set comes from one of the draws of the era up to its turn.
  const isUsed = (draw: number): boolean =>
    [...used].some((at) => draw <= at && draw > at - classes)
  return draws.filter((draw) => draw.turn === 1 || draw.turn > late || isUsed(draw.turn))
}

/** A block as JSON-RPC gives it. */
export function blockOf(found: { number: string; hash: string; timestamp: string }): RegistryBlock {
  const { number, hash, timestamp } = found
  return { number: Number(number), hash, timestamp: Number(timestamp) }
}
