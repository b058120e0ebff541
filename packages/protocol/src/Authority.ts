/**
 * What the authority of a network does that stands in a signed file: begins it, opens and draws
 * turns, installs sets. On chain the registry does the same by its rules.
 *
 * @module
 */
import * as Limits from './Limits.ts'
import type { Content, Installed, Parameters } from './Network.ts'
import * as Placement from './Placement.ts'

/** A node that is to become a member. */
export type Newcomer = Pick<Content['nodes'][number], 'publicKey' | 'url' | 'peer' | 'boxKey'>

/** Small networks: few replicas, every turn draws all shards, and states do not age. */
export const local: Parameters = {
  replicas: { first: 4, second: 4 },
  classes: 1,
  turnSeconds: 60,
  viewSecondsMax: 0,
  stalledViewSecondsMax: 0,
}

const seated = (node: Newcomer, seat: number, since: number): Content['nodes'][number] => ({
  ...node,
  seat,
  since,
  until: 0,
  status: 'bound',
  boundUntil: 0,
})

/**
 * A network that begins: these are its members, nothing was stored before.
 *
 * @param options.entropy 32 random bytes
 * @param options.now milliseconds
 */
export function begin(options: {
  name: string
  authority: Uint8Array
  nodes: readonly Newcomer[]
  entropy: Uint8Array
  now: number
  parameters?: Partial<Parameters>
}): Content {
  const { name, authority, nodes, entropy, now } = options
  return {
    name,
    authority,
    parameters: { ...local, ...options.parameters },
    turn: 1,
    openedAt: now,
    revision: 1,
    draws: [{ turn: 1, entropy, seats: nodes.length }],
    floor: { turn: 1, before: 1 },
    installed: [],
    stalls: [],
    nodes: nodes.map((node, seat) => seated(node, seat, 1)),
  }
}

/**
 * The next turn, drawn at once: these join, and those leave.
 *
 * @param options.leave whether a member leaves
 * @param options.entropy 32 random bytes
 * @param options.now milliseconds
 */
export function open(
  content: Content,
  options: {
    join?: readonly Newcomer[]
    leave?: (node: Content['nodes'][number]) => boolean
    entropy: Uint8Array
    now: number
  },
): Content {
  const { join = [], leave = () => false, entropy, now } = options
  const turn = content.turn + 1
  const nodes = content.nodes.map((node) =>
    node.until === 0 && leave(node) ? { ...node, until: turn } : node,
  )
  const taken = new Set(nodes.filter(({ until }) => until === 0).map(({ seat }) => seat))
  let seat = 0
  for (const node of join) {
    while (taken.has(seat)) seat++
    taken.add(seat)
    nodes.push(seated(node, seat, turn))
  }
  const seats = 1 + Math.max(...nodes.map((node) => node.seat))
  const draws = [...content.draws, { turn, entropy, seats }]
  const excess = Math.max(0, draws.length - Limits.wire.drawsMax)
  return {
    ...content,
    turn,
    openedAt: now,
    revision: content.revision + 1,
    nodes,
    // Sets in use come from the newest draws of all classes.
    draws: draws.slice(excess),
  }
}

/** Installs the newest turn's sets of some shards, or of all. */
export function install(content: Content, shards: 'all' | ReadonlySet<number>): Content {
  const { turn } = content
  const known = new Map<number, Installed>(content.installed.map((each) => [each.shard, each]))
  const isInstalled = (shard: number): boolean => shards === 'all' || shards.has(shard)
  const all = Array.from({ length: Placement.shards }, (_, shard) => {
    const { turn: at, before } = known.get(shard) ?? content.floor
    return at !== turn && isInstalled(shard)
      ? { shard, turn, before: at }
      : { shard, turn: at, before }
  })
  const floor = all.every((each) => each.turn === turn)
    ? { turn, before: content.floor.turn }
    : content.floor
  return {
    ...content,
    revision: content.revision + 1,
    floor,
    installed: all.filter((each) => each.turn !== floor.turn || each.before !== floor.before),
    stalls: content.stalls.filter(({ shard }) => !isInstalled(shard)),
  }
}
