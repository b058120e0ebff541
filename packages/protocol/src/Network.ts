/**
 * The network: who is a member, and who stores what. A file that an authority signed says it, or a
 * registry on chain; whoever needs members asks for a {@link Network}, not for a file.
 *
 * Members change in turns. A turn admits who waits and ends who leaves, then draws some of the shards
 * anew. Each shard's set stays the installed one until enough of the set that is to come have shown
 * that they hold everything: see `Handover`.
 *
 * @module
 */
import * as Codec from '@parley/codec'

import * as Bytes from './Bytes.ts'
import { type Crypto, type KeyPair, publicKeyBytes } from './Crypto.ts'
import { BaseError } from './Errors.ts'
import * as Limits from './Limits.ts'
import * as Placement from './Placement.ts'

/** A node in its seat: a member, or one that was. */
export const node = Codec.struct({
  publicKey: Codec.fixed(publicKeyBytes),
  /** Where clients connect: `ws://` or `wss://`. */
  url: Codec.utf8({ lengthMax: 256 }),
  /** Where nodes connect: a libp2p multiaddr that ends in the peer id. */
  peer: Codec.utf8({ lengthMax: 256 }),
  /** What is encrypted for the node itself is encrypted to this P-256 key. */
  boxKey: Codec.optional(Codec.fixed(publicKeyBytes)),
  /** Draws pick seats. One that is free again is taken by another node, with a later `since`. */
  seat: Codec.uint16,
  /** The turn from which on it is a member. */
  since: Codec.uint53,
  /** The turn from which on it is none any more; 0 while it is. A key that left never returns. */
  until: Codec.uint53,
  /** What has become of its bond. */
  status: Codec.enumeration({ bound: 1, slashed: 2, withdrawn: 3 }),
  /** Its statements count until then, in milliseconds: its bond may be gone later. 0: no end is set. */
  boundUntil: Codec.uint53,
})
type Entry = Codec.TypeOf<typeof node>

const draw = Codec.struct({
  turn: Codec.uint53,
  entropy: Codec.fixed(32),
  seats: Codec.uint16,
})

/** Whose set holds a shard: the turn's, and before that the earlier one's. */
const installed = Codec.struct({ turn: Codec.uint53, before: Codec.uint53 })
/** A turn whose set holds a shard. */
export type Installed = Codec.TypeOf<typeof installed>

/** What is fixed when a network begins. Times in seconds. */
export const parameters = Codec.struct({
  /** How many replicas a topic of each table has, if there are as many members. */
  replicas: Codec.struct({ first: Codec.uint8, second: Codec.uint8 }),
  /** How many turns draw all shards once. */
  classes: Codec.uint16,
  /** How long a turn lasts while shards change hands. */
  turnSeconds: Codec.uint32,
  /** Who knows no newer state than one so old signs nothing and counts nothing. 0: states never age. */
  viewSecondsMax: Codec.uint32,
  /** The same for a shard whose installed set has not let go for {@link stallsMany} turns. */
  stalledViewSecondsMax: Codec.uint32,
})
export type Parameters = Codec.TypeOf<typeof parameters>

/** From so many stalls on a shard may be handed over by force before long. */
export const stallsMany = 4

const content = Codec.struct({
  name: Codec.utf8({ lengthMax: 64 }),
  authority: Codec.fixed(publicKeyBytes),
  parameters,
  /** The newest turn. */
  turn: Codec.uint53,
  /** When it was opened, in milliseconds. */
  openedAt: Codec.uint53,
  /** Rises with each change of anything here. */
  revision: Codec.uint53,
  /** By turn, ascending: all that sets in use come from. The newest turn has none until it is drawn. */
  draws: Codec.vector(draw, { countMax: Limits.wire.drawsMax }),
  /** Of all shards but those in `installed`. */
  floor: installed,
  /** Ascending by shard. Where the floor is above it, that counts, and this came before it. */
  installed: Codec.vector(
    Codec.struct({ shard: Codec.uint16, turn: Codec.uint53, before: Codec.uint53 }),
    { countMax: Placement.shards },
  ),
  /** Shards whose set lets nobody take over, and for how many turns. */
  stalls: Codec.vector(Codec.struct({ shard: Codec.uint16, count: Codec.uint8 }), {
    countMax: Placement.shards,
  }),
  nodes: Codec.vector(node, { countMin: 1, countMax: Limits.wire.nodesMax }),
})

/** What is signed, in TypeScript. */
export type Content = Codec.TypeOf<typeof content>

/** A node as the rest of Parley uses it. */
export type Node = Entry & {
  /** 32 bytes: the hash of the public key. */
  readonly id: Uint8Array
  /** The id in hex. */
  readonly name: string
}

/** The nodes that store a shard, in the order in which they were drawn. */
export type ReplicaSet = {
  readonly nodes: readonly Node[]
  /** How many of them are a quorum. */
  readonly quorum: number
}

/** Who is in the network and who stores what. */
export type Network = Pick<
  Source,
  'id' | 'name' | 'authority' | 'parameters' | 'turn' | 'openedAt' | 'revision' | 'seenAt'
> & {
  /** Members of the newest turn, then those that left since the oldest installed one: sets may name them. */
  readonly nodes: readonly Node[]
  /** A node by its id in hex, also one that is a member no more. */
  readonly node: (name: string) => Node | undefined
  /** Whether a node is a member of the newest turn. */
  readonly isMember: (name: string) => boolean
  /** The nodes that store a topic: those of all its {@link Network.setsOf}. */
  readonly replicasOf: (topic: Uint8Array) => readonly Node[]
  /** Where a device, or anything else that is no topic, is looked for. */
  readonly placesOf: (id: Uint8Array) => readonly Node[]
  /**
   * The installed set, and the one that is to take over, while there is one. Never more, however many
   * joined or left.
   */
  readonly setsOf: (topic: Uint8Array) => readonly ReplicaSet[]
  /** As {@link Network.setsOf}, of a shard. */
  readonly setsOfShard: (shard: number) => readonly ReplicaSet[]
  /** Whose set holds a shard. */
  readonly installedOfShard: (shard: number) => Installed
  /** Whose set holds a topic. */
  readonly installedOf: (topic: Uint8Array) => Installed
  /** A topic's set in a turn; `undefined` if the turn is to come, or nothing is known of it. */
  readonly setAt: (topic: Uint8Array, turn: number) => ReplicaSet | undefined
  /** The newest turn that is drawn: this one or the one before. */
  readonly drawn: number
  /** The turn whose draw counts for a shard now. */
  readonly drawOf: (shard: number) => number
  /** For how many turns a shard's set has let nobody take over. */
  readonly stallsOf: (shard: number) => number
}

/** The file, as JSON. */
export type File = {
  name: string
  authority: string
  parameters: Parameters
  turn: number
  openedAt: number
  revision: number
  draws: { turn: number; entropy: string; seats: number }[]
  floor: Installed
  installed: (Installed & { shard: number })[]
  stalls: { shard: number; count: number }[]
  nodes: (Omit<Entry, 'publicKey' | 'boxKey'> & { publicKey: string; boxKey?: string })[]
  signature: string
}

/** Thrown for a network file that is malformed or not signed by its authority. */
export class InvalidNetworkError extends BaseError {
  override name = 'Network.InvalidNetworkError'
  constructor(details: string) {
    super('The network file is not valid.', { code: 'invalid_network', details })
  }
}

const toSign = (value: Content): Uint8Array =>
  Bytes.labelled('network', Codec.encode(content, value))

/** A node's id: the hash of its public key. */
export function nodeId(crypto: Crypto, publicKey: Uint8Array): Uint8Array {
  return crypto.sha256(Bytes.labelled('node', publicKey))
}

/** Signs a network file as its authority. */
export async function sign(crypto: Crypto, value: Content, authority: KeyPair): Promise<File> {
  return {
    ...value,
    authority: Bytes.toHex(value.authority),
    draws: value.draws.map((each) => ({ ...each, entropy: Bytes.toHex(each.entropy) })),
    nodes: value.nodes.map(({ boxKey, ...entry }) => ({
      ...entry,
      publicKey: Bytes.toHex(entry.publicKey),
      ...(boxKey && { boxKey: Bytes.toHex(boxKey) }),
    })),
    signature: Bytes.toHex(await crypto.sign(authority, toSign(value))),
  }
}

function parse(json: unknown): { value: Content; signature: Uint8Array } {
  try {
    const file = json as File
    const value: Content = {
      ...file,
      authority: Bytes.fromHex(file.authority),
      draws: file.draws.map((each) => ({ ...each, entropy: Bytes.fromHex(each.entropy) })),
      nodes: file.nodes.map((entry) => ({
        ...entry,
        publicKey: Bytes.fromHex(entry.publicKey),
        boxKey: entry.boxKey === undefined ? undefined : Bytes.fromHex(entry.boxKey),
      })),
    }
    // Through the codec once, so that every limit holds for files too.
    return {
      value: Codec.decode(content, Codec.encode(content, value)),
      signature: Bytes.fromHex(file.signature),
    }
  } catch (error) {
    throw new InvalidNetworkError(error instanceof Error ? error.message : String(error))
  }
}

/**
 * What a network file says, as its authority signed it.
 *
 * @param json the parsed file
 * @throws InvalidNetworkError if it is malformed, or its signature does not verify
 */
export async function contentOf(crypto: Crypto, json: unknown): Promise<Content> {
  const { value, signature } = parse(json)
  if (!(await crypto.verify(value.authority, toSign(value), signature)))
    throw new InvalidNetworkError('Its authority’s signature does not verify.')
  return value
}

/**
 * Reads a network file.
 *
 * @param json the parsed file
 * @throws InvalidNetworkError if it is malformed, or its signature does not verify
 */
export async function read(crypto: Crypto, json: unknown): Promise<Network> {
  const value = await contentOf(crypto, json)
  const { name, authority } = value
  const id = crypto.sha256(Bytes.labelled('network id', authority, Bytes.fromText(name)))
  return of(crypto, { ...value, id, seenAt: 0 })
}

/** What a network is made of, whoever vouches for it: a signed file, or a registry at one block. */
export type Source = Content & {
  /** 32 bytes. */
  readonly id: Uint8Array
  /** The time of the block it was read at, in milliseconds: see {@link isFresh}. */
  readonly seenAt: number
}

function assertSound(source: Source): void {
  const wrong = (details: string): never => {
    throw new InvalidNetworkError(details)
  }
  const { turn, floor, draws } = source
  const { classes, replicas } = source.parameters
  for (const count of [replicas.first, replicas.second])
    if (count < 1 || count > Limits.wire.replicasMax)
      wrong(`replicas is ${count}; expected 1 to ${Limits.wire.replicasMax}.`)
  if (classes < 1 || Placement.tables.some(({ shards }) => shards % classes !== 0))
    wrong(`classes is ${classes}; expected a power of two up to 512.`)
  for (const each of [floor, ...source.installed])
    if (each.turn > turn || each.before > each.turn)
      wrong(`Turn ${each.turn} is installed, ${each.before} before it, in turn ${turn}.`)
  for (const [i, { turn: drawn, seats }] of draws.entries())
    if (drawn < 1 || drawn > turn || seats < 1 || drawn <= (draws[i - 1]?.turn ?? 0))
      wrong(`Draws are not in order at turn ${drawn}.`)
  for (const { since, until } of source.nodes)
    if (since > turn || until > turn || (until !== 0 && until <= since))
      wrong(`A node is a member from ${since} to ${until} in turn ${turn}.`)
}

/**
 * The network of what a file or a registry says. The same of it gives the same network everywhere.
 *
 * @throws InvalidNetworkError if turns contradict each other, or a node is listed twice
 */
export function of(crypto: Crypto, source: Source): Network {
  assertSound(source)
  const listed = source.nodes.map((entry): Node => {
    const id = nodeId(crypto, entry.publicKey)
    return { ...entry, id, name: Bytes.toHex(id) }
  })
  const byName = new Map(listed.map((entry) => [entry.name, entry]))
  if (byName.size !== listed.length) throw new InvalidNetworkError('A node is listed twice.')
  const shards = new Shards(source, listed)
  const setsOf = (topic: Uint8Array): readonly ReplicaSet[] => shards.sets(Placement.shardOf(topic))
  const current = listed.filter((entry) => isMemberAt(entry, source.turn))
  const { id, name, authority, parameters: fixed, turn, openedAt, revision, seenAt } = source
  const stalls = new Map(source.stalls.map(({ shard, count }) => [shard, count]))
  let nodes: readonly Node[] | undefined
  return {
    id,
    name,
    authority,
    parameters: fixed,
    turn,
    openedAt,
    revision,
    seenAt,
    get nodes() {
      return (nodes ??= [...current, ...listed.filter(({ until }) => until > source.floor.turn)])
    },
    node: (key) => byName.get(key),
    isMember: (key) => {
      const entry = byName.get(key)
      return entry !== undefined && isMemberAt(entry, turn)
    },
    replicasOf: (topic) => shards.union(Placement.shardOf(topic)),
    placesOf: (other) => shards.union(Placement.shardOfOther(other)),
    setsOf,
    setsOfShard: (shard) => shards.sets(shard),
    installedOfShard: (shard) => shards.installedAt(shard),
    installedOf: (topic) => shards.installedAt(Placement.shardOf(topic)),
    setAt: (topic, at) => shards.at(Placement.shardOf(topic), at),
    drawn: source.draws.at(-1)?.turn ?? 0,
    drawOf: (shard) => shards.drawOf(shard),
    stallsOf: (shard) => stalls.get(shard) ?? 0,
  }
}

const isMemberAt = ({ since, until }: Entry, turn: number): boolean =>
  since <= turn && (until === 0 || turn < until)

/** Sets of a shard that are kept beside those in use: a commit may name any turn. */
const setsKeptMax = 4096
const nobody: ReplicaSet = { nodes: [], quorum: 0 }

/** The sets of all shards, each computed when it is asked for. */
class Shards {
  readonly #source: Source
  readonly #nodes: readonly Node[]
  readonly #bySeat: ReadonlyMap<number, readonly Node[]>
  readonly #draws: ReadonlyMap<number, Placement.Draw>
  readonly #installed: ReadonlyMap<number, Installed>
  readonly #at = new Map<string, ReplicaSet>()
  readonly #sets = new Map<number, readonly ReplicaSet[]>()
  readonly #unions = new Map<number, readonly Node[]>()
  /** By draw and turn: how many seats a draw can pick. */
  readonly #eligible = new Map<string, number>()
  /** The newest turn that is drawn. */
  readonly #drawn: number

  constructor(source: Source, nodes: readonly Node[]) {
    this.#source = source
    this.#nodes = nodes
    this.#bySeat = Map.groupBy(nodes, ({ seat }) => seat)
    this.#draws = new Map(source.draws.map((each) => [each.turn, each]))
    const { floor } = source
    this.#installed = new Map(
      source.installed.map(({ shard, turn, before }) => [
        shard,
        turn >= floor.turn
          ? { turn, before }
          : { turn: floor.turn, before: Math.max(floor.before, turn) },
      ]),
    )
    this.#drawn = source.draws.at(-1)?.turn ?? 0
  }

  installedAt(shard: number): Installed {
    return this.#installed.get(shard) ?? this.#source.floor
  }

  drawOf(shard: number): number {
    return this.#drawnIn(shard, this.#drawn)
  }

  #drawnIn(shard: number, turn: number): number {
    const { classes } = this.#source.parameters
    return Placement.drawnIn(turn, Placement.classOf(shard, classes), classes)
  }

  at(shard: number, turn: number): ReplicaSet | undefined {
    if (turn > this.#source.turn) return undefined
    const name = `${shard} ${turn}`
    const known = this.#at.get(name)
    if (known !== undefined) return known
    const drawn = this.#draws.get(this.#drawnIn(shard, turn))
    if (drawn === undefined) return undefined
    const set = this.#pick(shard, drawn, turn)
    if (this.#at.size >= setsKeptMax) this.#at.delete(this.#at.keys().next().value!)
    this.#at.set(name, set)
    return set
  }

  #pick(shard: number, drawn: Placement.Draw, turn: number): ReplicaSet {
    const counts = (entry: Node): boolean => entry.since <= drawn.turn && isMemberAt(entry, turn)
    const name = `${drawn.turn} ${turn}`
    const eligible =
      this.#eligible.get(name) ?? new Set(this.#nodes.filter(counts).map(({ seat }) => seat)).size
    this.#eligible.set(name, eligible)
    const { replicas } = this.#source.parameters
    const countMax = Placement.tableOf(shard) === 0 ? replicas.first : replicas.second
    const at = (seat: number): Node | undefined => this.#bySeat.get(seat)?.find(counts)
    const nodes = Placement.pick(shard, drawn, { countMax, eligible, at })
    return { nodes, quorum: nodes.length === 0 ? 0 : Placement.quorum(nodes.length) }
  }

  /** The installed set, and the one that is to take over. */
  sets(shard: number): readonly ReplicaSet[] {
    let sets = this.#sets.get(shard)
    if (sets === undefined) {
      const { turn } = this.installedAt(shard)
      const own = this.at(shard, turn) ?? nobody
      const next = this.#follows(shard, turn, own) ?? own
      sets = [own, next].filter(({ nodes }, i) => nodes.length > 0 && (i === 0 || next !== own))
      this.#sets.set(shard, sets)
    }
    return sets
  }

  /** The newest turn's set of a shard, if it is another. A turn that is not drawn yet has none. */
  #follows(shard: number, turn: number, own: ReplicaSet): ReplicaSet | undefined {
    const newest = this.#drawn
    if (newest <= turn || newest !== this.#source.turn) return undefined
    // Of one draw the same are picked, unless one of them has left.
    const isSameDraw = this.#drawnIn(shard, turn) === this.#drawnIn(shard, newest)
    if (isSameDraw && own.nodes.every((entry) => isMemberAt(entry, newest))) return undefined
    const next = this.at(shard, newest)
    const isSame = next?.nodes.length === own.nodes.length
    return isSame && next.nodes.every((entry) => own.nodes.includes(entry)) ? undefined : next
  }

  union(shard: number): readonly Node[] {
    let union = this.#unions.get(shard)
    if (union === undefined) {
      union = [...new Set(this.sets(shard).flatMap(({ nodes }) => nodes))]
      this.#unions.set(shard, union)
    }
    return union
  }
}

/** Whether one state of a network is newer than another. */
export function isNewer(
  one: { readonly revision: number },
  other: { readonly revision: number },
): boolean {
  return one.revision > other.revision
}

/** Whether a node's statements count: its bond answers for them. */
export function counts(node: Node | undefined, now: number): boolean {
  return node?.status === 'bound' && (node.boundUntil === 0 || now < node.boundUntil)
}

/** Whether a state of the network is young enough that statements of a shard may be made and counted. */
export function isFresh(network: Network, shard: number, now: number): boolean {
  const { viewSecondsMax, stalledViewSecondsMax } = network.parameters
  if (viewSecondsMax === 0) return true
  const isStalled = network.stallsOf(shard) >= stallsMany
  return now - network.seenAt <= (isStalled ? stalledViewSecondsMax : viewSecondsMax) * 1000
}

/**
 * Whether the replicas of a turn can decide slots of a topic: the statements of a quorum of them
 * count. `undefined` if nothing is known of the turn.
 */
export function canDecide(
  network: Network,
  topic: Uint8Array,
  options: { turn: number; now: number },
): boolean | undefined {
  const set = network.setAt(topic, options.turn)
  if (set === undefined) return undefined
  const bound = set.nodes.filter((entry) => counts(entry, options.now))
  return set.quorum > 0 && bound.length >= set.quorum
}

/** Whether nodes (by name) are a quorum of each of the sets. Of no set at all there is no quorum. */
export function isQuorumOfAll(
  sets: readonly ReplicaSet[],
  has: (name: string) => boolean,
): boolean {
  return (
    sets.length > 0 &&
    sets.every(({ nodes, quorum }) => nodes.filter((entry) => has(entry.name)).length >= quorum)
  )
}
