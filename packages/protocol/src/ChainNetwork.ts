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
import * as Placement from './Placement.ts'

/** Which registry contract it is. */
export type Registry = {
  readonly chainId: number
  /** The contract's address: `0x` and 40 hex digits, lower case. */
  readonly registry: string
}

/** What tells whether a registry's state is news. */
export type Head = {
  /** What it was read at. */
  readonly block: {
    readonly number: number
    readonly hash: string
    /** Seconds since the Unix epoch. */
    readonly timestamp: number
  }
  readonly turn: number
  readonly drawn: boolean
  readonly revision: number
  readonly settlements: number
}

/** A registry contract's state as far as it makes the network, as JSON. Times in seconds. */
export type State = Registry &
  Head & {
    readonly name: string
    readonly parameters: {
      readonly replicas: { readonly first: number; readonly second: number }
      readonly classes: number
      readonly turnSeconds: number
      readonly forceSeconds: number
      readonly forceTurns: number
      readonly viewAge: number
      readonly exitDelay: number
      readonly eager: boolean
    }
    readonly openedAt: number
    readonly floor: Network.Installed
    readonly draws: readonly {
      readonly turn: number
      readonly entropy: string
      readonly seats: number
    }[]
    readonly installed: readonly (Network.Installed & { readonly shard: number })[]
    /** Shards that could not be handed over in a draw, and those installed by force. */
    readonly stalls: readonly {
      readonly shard: number
      readonly draw: number
      readonly count: number
      readonly forced: number
      readonly effectiveAt: number
    }[]
    /** By seat, and then by `since`. */
    readonly nodes: readonly {
      readonly seat: number
      /** Uncompressed, in hex. */
      readonly publicKey: string
      readonly url: string
      readonly peer: string
      /** As `publicKey`; empty if there is none. */
      readonly boxKey: string
      readonly since: number
      readonly until: number
      readonly status: Network.Node['status']
      readonly withdrawableAt: number
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

const installed = Codec.struct({
  shard: Codec.uint16,
  turn: Codec.uint53,
  before: Codec.uint53,
})

/** Each shard has two sets that may be asked of; beside those, draws of late. */
const drawsMax = 2 * Placement.shards + 1024

/** What {@link State} must fit: a registry is no more to be trusted than a file. */
const state = Codec.struct({
  chainId: Codec.uint53,
  registry: Codec.fixed(addressBytes),
  name: Codec.utf8({ lengthMax: 64 }),
  timestamp: Codec.uint53,
  turn: Codec.uint53,
  revision: Codec.uint53,
  settlements: Codec.uint53,
  openedAt: Codec.uint53,
  classes: Codec.uint16,
  first: Codec.uint8,
  second: Codec.uint8,
  turnSeconds: Codec.uint32,
  forceSeconds: Codec.uint32,
  forceTurns: Codec.uint8,
  viewAge: Codec.uint8,
  floor: Codec.struct({ turn: Codec.uint53, before: Codec.uint53 }),
  draws: Codec.vector(
    Codec.struct({ turn: Codec.uint53, entropy: Codec.fixed(32), seats: Codec.uint16 }),
    { countMax: drawsMax },
  ),
  installed: Codec.vector(installed, { countMax: Placement.shards }),
  stalls: Codec.vector(
    Codec.struct({
      shard: Codec.uint16,
      draw: Codec.uint53,
      count: Codec.uint8,
      forced: Codec.uint53,
      effectiveAt: Codec.uint53,
    }),
    { countMax: Placement.shards },
  ),
  nodes: Codec.vector(Network.node, { countMax: Limits.wire.nodesEverMax }),
})
type Value = Codec.TypeOf<typeof state>

/** More shards than can be forced between two changes: see {@link revisionOf}. */
const forcesMax = 2 ** 13

/** One number that rises with each change of a registry's state that a call made. */
export function revisionOf({
  turn,
  drawn,
  revision,
  settlements,
}: Pick<Head, 'turn' | 'drawn' | 'revision' | 'settlements'>): number {
  return (2 * turn + Number(drawn) + revision + settlements) * forcesMax
}

/** A view is as old as its block: it is made anew for a younger one so often. Part of its greatest age. */
const refreshPart = 6

/**
 * Whether a younger block alone makes a state another network: a forced install comes into effect, or
 * the view of it was getting old.
 */
export function isAged(state: State, block: Head['block']): boolean {
  const { timestamp } = state.block
  const { eager, forceSeconds } = state.parameters
  const comesTrue = ({ effectiveAt }: State['stalls'][number]): boolean =>
    timestamp < effectiveAt && effectiveAt <= block.timestamp
  if (state.stalls.some(comesTrue)) return true
  return !eager && block.timestamp - timestamp >= forceSeconds / 2 / refreshPart
}

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
    const value = Codec.decode(state, Codec.encode(state, valueOf(given)))
    const { turn, turnSeconds, forceSeconds, viewAge, timestamp } = value
    const { eager } = given.parameters
    const { installed, forces } = withForced(value)
    return Network.of(crypto, {
      id: idOf(crypto, given),
      name: value.name,
      authority: authorityOf(given),
      parameters: {
        replicas: { first: value.first, second: value.second },
        classes: value.classes,
        turnSeconds,
        viewSecondsMax: eager ? 0 : viewAge * turnSeconds,
        // Before a forced install is in effect every view must have seen it come.
        stalledViewSecondsMax: eager ? 0 : Math.floor(forceSeconds / 2),
      },
      turn,
      openedAt: value.openedAt * 1000,
      revision: revisionOf(given) + forces,
      seenAt: timestamp * 1000,
      draws: value.draws,
      floor: value.floor,
      installed,
      stalls: stallsOf(value),
      nodes: value.nodes,
    })
  })
}

/** The state as it is encoded: once, so that every limit holds. */
function valueOf(given: State): Value {
  const { parameters, block } = given
  const marginSeconds = Math.floor(parameters.turnSeconds / boundTurnPart)
  return {
    ...given,
    ...parameters,
    ...parameters.replicas,
    timestamp: block.timestamp,
    registry: Bytes.fromHex(given.registry.slice(2)),
    draws: given.draws
      .filter(({ seats }) => seats > 0)
      .map((draw) => ({ ...draw, entropy: Bytes.fromHex(draw.entropy.slice(2)) })),
    installed: [...given.installed],
    stalls: [...given.stalls],
    nodes: given.nodes.map(({ boxKey, withdrawableAt, ...entry }) => ({
      ...entry,
      publicKey: Bytes.fromHex(entry.publicKey),
      boxKey: boxKey === '' ? undefined : Bytes.fromHex(boxKey),
      boundUntil: withdrawableAt === 0 ? 0 : (withdrawableAt - marginSeconds) * 1000,
    })),
  }
}

/** Nobody counts a statement so long before its signer may take its bond: an hour of a day's turn. */
const boundTurnPart = 24

/** Shards that were installed by force have been since it came into effect, by the block's time. */
function withForced({ installed, floor, stalls, timestamp }: Value): {
  installed: Value['installed']
  forces: number
} {
  const known = new Map(installed.map((each) => [each.shard, each]))
  let forces = 0
  for (const { shard, forced, effectiveAt } of stalls) {
    const { turn } = known.get(shard) ?? floor
    if (forced <= Math.max(turn, floor.turn) || timestamp < effectiveAt) continue
    known.set(shard, { shard, turn: forced, before: Math.max(turn, floor.turn) })
    forces++
  }
  return { installed: [...known.values()].toSorted((a, b) => a.shard - b.shard), forces }
}

/** For how many turns of their present draws shards have not been handed over. */
function stallsOf({ stalls, draws, classes, forceTurns, timestamp }: Value): {
  shard: number
  count: number
}[] {
  const newest = draws.at(-1)?.turn ?? 0
  return stalls.flatMap(({ shard, draw, count, forced, effectiveAt }) => {
    // What is forced is not in effect yet: nobody may go by an old view meanwhile.
    if (forced > 0 && timestamp < effectiveAt) return [{ shard, count: forceTurns }]
    const drawn = Placement.drawnIn(newest, Placement.classOf(shard, classes), classes)
    return draw === drawn && count > 0 ? [{ shard, count }] : []
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
