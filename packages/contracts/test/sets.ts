/** Sets computed from what the registry tells, by other code than its own. */
import { type Hex, hexToBigInt, keccak256, pad, concat, numberToHex } from 'viem'

/** What a seat's holders were. */
export type Held = { readonly id: Hex; readonly since: number; readonly until: number }

export type Known = {
  readonly classes: number
  readonly replicas: readonly [first: number, second: number]
  /** By turn. */
  readonly turns: ReadonlyMap<
    number,
    { readonly entropy: Hex; readonly seats: number; readonly members: number }
  >
  /** By seat. */
  readonly holders: readonly (readonly Held[])[]
}

const tableOf = (shard: number): 0 | 1 => (shard < 4096 ? 0 : 1)

export const classOf = (shard: number, classes: number): number =>
  tableOf(shard) === 0
    ? Math.floor((shard * classes) / 4096)
    : Math.floor(((shard - 4096) * classes) / 512)

/** The turn whose draw counts for a shard in a turn. */
export function drawnIn(shard: number, turn: number, classes: number): number {
  for (let at = turn; at > 1; at--) if (at % classes === classOf(shard, classes)) return at
  return 1
}

/** The largest 3f+1 that is not above a count. */
export const sizeOf = (count: number): number => (count === 0 ? 0 : count - ((count - 1) % 3))

/** A shard's set in a turn: ids, in the order of picks. */
export function setOf(known: Known, shard: number, turn: number): Hex[] {
  const drawn = drawnIn(shard, turn, known.classes)
  const { entropy, seats } = known.turns.get(drawn)!
  const { members } = known.turns.get(turn)!
  const size = sizeOf(Math.min(members, known.replicas[tableOf(shard)]))
  const found: Hex[] = []
  for (let pick = 0; pick < 512 && found.length < size; pick++) {
    const round = numberToHex(pick >> 3, { size: 16 })
    const hash = keccak256(concat([entropy, pad(numberToHex(shard), { size: 16 }), round]))
    const word = (hexToBigInt(hash) >> BigInt(32 * (pick & 7))) & 0xffffffffn
    const holder = known.holders[Number(word % BigInt(seats))]!.find(
      ({ since, until }) => since <= drawn && (until === 0 || until > turn),
    )
    if (holder !== undefined && !found.includes(holder.id)) found.push(holder.id)
  }
  return found.slice(0, sizeOf(found.length))
}
