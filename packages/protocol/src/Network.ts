/**
 * The network's members, as a file that its authority signed. A registry on chain can take this
 * file's place: whoever needs members asks for a {@link Network}, not for a file.
 *
 * @module
 */
import * as Codec from '@parley/codec'

import * as Bytes from './Bytes.ts'
import { type Crypto, type KeyPair, publicKeyBytes } from './Crypto.ts'
import { BaseError } from './Errors.ts'
import * as Limits from './Limits.ts'
import * as Placement from './Placement.ts'

/** A node that is a member, or was. */
export const node = Codec.struct({
  publicKey: Codec.fixed(publicKeyBytes),
  /** Where clients connect: `ws://` or `wss://`. */
  url: Codec.utf8({ lengthMax: 256 }),
  /** Where nodes connect: a libp2p multiaddr that ends in the peer id. */
  peer: Codec.utf8({ lengthMax: 256 }),
  /** The version from which on it is a member. */
  since: Codec.uint53,
  /** The version from which on it is none any more; 0 while it is. A key that left never returns. */
  until: Codec.uint53,
})
type Entry = Codec.TypeOf<typeof node>

const content = Codec.struct({
  name: Codec.utf8({ lengthMax: 64 }),
  /** Rises with each change of who is a member. */
  version: Codec.uint53,
  /**
   * The members of this version hold all that was stored before. Those of each version from here to
   * `version` must hold what is stored now: see {@link Network.setsOf}.
   */
  settled: Codec.uint53,
  /** How many replicas each topic has, if there are as many nodes. */
  replicas: Codec.uint8,
  authority: Codec.fixed(publicKeyBytes),
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

/** The nodes that a version of the network has store a topic, in order of preference. */
export type ReplicaSet = {
  readonly nodes: readonly Node[]
  /** How many of them are a quorum. */
  readonly quorum: number
}

/** Who is in the network and who stores what. */
export type Network = {
  /** 32 bytes: the hash of the authority's key and the network's name. */
  readonly id: Uint8Array
  readonly name: string
  readonly version: number
  /** The version that last changed who is a member: those after it changed addresses alone. */
  readonly membersVersion: number
  /** At most `version`, and below it while a change of members is under way. */
  readonly settled: number
  readonly authority: Uint8Array
  /** The members of every version from `settled` on: those that store. The members of `version` come first. */
  readonly nodes: readonly Node[]
  /** A node by its id in hex, also one that is a member no more. */
  readonly node: (name: string) => Node | undefined
  /** Whether a node is a member of `version`. */
  readonly isMember: (name: string) => boolean
  /** The nodes that store a topic: those of all its {@link Network.setsOf}, those of `version` first. */
  readonly replicasOf: (topic: Uint8Array) => readonly Node[]
  /**
   * The sets that must each have a quorum before an envelope counts as stored: one, or, while a
   * change of members is under way, those of each version from `settled` on that differ, the newest
   * first. So whoever knows only some of these versions finds what was stored under the others.
   */
  readonly setsOf: (topic: Uint8Array) => readonly ReplicaSet[]
  /** A topic's set in a version; `undefined` if the version is to come. */
  readonly setAt: (topic: Uint8Array, version: number) => ReplicaSet | undefined
}

/** The file, as JSON. */
export type File = {
  name: string
  version: number
  settled: number
  replicas: number
  authority: string
  nodes: { publicKey: string; url: string; peer: string; since: number; until: number }[]
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
    name: value.name,
    version: value.version,
    settled: value.settled,
    replicas: value.replicas,
    authority: Bytes.toHex(value.authority),
    nodes: value.nodes.map((entry) => ({ ...entry, publicKey: Bytes.toHex(entry.publicKey) })),
    signature: Bytes.toHex(await crypto.sign(authority, toSign(value))),
  }
}

function parse(json: unknown): { value: Content; signature: Uint8Array } {
  try {
    const file = json as File
    const value: Content = {
      name: file.name,
      version: file.version,
      settled: file.settled,
      replicas: file.replicas,
      authority: Bytes.fromHex(file.authority),
      nodes: file.nodes.map((entry) => ({ ...entry, publicKey: Bytes.fromHex(entry.publicKey) })),
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
 * Reads a network file.
 *
 * @param json the parsed file
 * @throws InvalidNetworkError if it is malformed, or its signature does not verify
 */
export async function read(crypto: Crypto, json: unknown): Promise<Network> {
  const { value, signature } = parse(json)
  if (!(await crypto.verify(value.authority, toSign(value), signature)))
    throw new InvalidNetworkError('Its authority’s signature does not verify.')
  const { name, authority } = value
  const id = crypto.sha256(Bytes.labelled('network id', authority, Bytes.fromText(name)))
  return of(crypto, { ...value, id })
}

/** What a network is made of, whoever vouches for it. */
export type Source = Content & {
  /** 32 bytes. */
  readonly id: Uint8Array
}

function assertSound({ replicas, settled, version, nodes }: Source): void {
  const wrong = (details: string): never => {
    throw new InvalidNetworkError(details)
  }
  if (replicas < 1 || replicas > Limits.wire.replicasMax)
    wrong(`replicas is ${replicas}; expected 1 to ${Limits.wire.replicasMax}.`)
  if (settled > version) wrong(`settled is ${settled}, above version ${version}.`)
  for (const { since, until } of nodes)
    if (since > version || until > version || (until !== 0 && until <= since))
      wrong(`A node is a member from ${since} to ${until} in version ${version}.`)
}

/**
 * The network of what a file or a registry says. The same of it gives the same network everywhere.
 *
 * @throws InvalidNetworkError if versions contradict each other, or a node is listed twice
 */
export function of(crypto: Crypto, source: Source): Network {
  assertSound(source)
  const { version, settled, replicas, authority } = source
  const listed = source.nodes.map((entry): Node => {
    const id = nodeId(crypto, entry.publicKey)
    return { ...entry, id, name: Bytes.toHex(id) }
  })
  const byName = new Map(listed.map((entry) => [entry.name, entry]))
  if (byName.size !== listed.length) throw new InvalidNetworkError('A node is listed twice.')
  const isMemberAt = ({ since, until }: Node, at: number): boolean =>
    since <= at && (until === 0 || at < until)
  const current = listed.filter((entry) => isMemberAt(entry, version))
  // One that joined and left again before all was settled belongs to the versions between.
  const former = listed.filter(({ until }) => until > settled)
  const shards = new Map<number, Shard>()
  const shardOf = (topic: Uint8Array): Shard => {
    const number = Placement.shardOf(topic)
    let shard = shards.get(number)
    if (shard === undefined) {
      const ranked = Placement.rank(crypto, number, listed)
      shard = new Shard((at) => ranked.filter((entry) => isMemberAt(entry, at)).slice(0, replicas))
      shards.set(number, shard)
    }
    return shard
  }
  // Only these versions differ in who is a member.
  const changes = listed
    .flatMap(({ since, until }) => [since, until])
    .filter((at) => at > settled && at <= version)
  const live = [...new Set([version, ...changes, settled])].toSorted((a, b) => b - a)
  return {
    id: source.id,
    name: source.name,
    version,
    membersVersion: Math.max(0, ...listed.map(({ since, until }) => Math.max(since, until))),
    settled,
    authority,
    nodes: [...current, ...former],
    node: (name) => byName.get(name),
    isMember: (name) => {
      const entry = byName.get(name)
      return entry !== undefined && isMemberAt(entry, version)
    },
    replicasOf: (topic) => shardOf(topic).union(live),
    setsOf: (topic) => shardOf(topic).sets(live),
    setAt: (topic, at) => (at <= version ? shardOf(topic).at(at) : undefined),
  }
}

/** Versions whose sets a shard keeps: a commit may name any. */
const setsKeptMax = 256

/** A shard's replica sets in the versions asked for. */
class Shard {
  readonly #pick: (version: number) => readonly Node[]
  readonly #at = new Map<number, ReplicaSet>()
  #sets: readonly ReplicaSet[] | undefined
  #union: readonly Node[] | undefined

  constructor(pick: (version: number) => readonly Node[]) {
    this.#pick = pick
  }

  at(version: number): ReplicaSet {
    let set = this.#at.get(version)
    if (set === undefined) {
      const nodes = this.#pick(version)
      set = { nodes, quorum: Placement.quorum(nodes.length) }
      if (this.#at.size >= setsKeptMax) this.#at.delete(this.#at.keys().next().value!)
      this.#at.set(version, set)
    }
    return set
  }

  sets(live: readonly number[]): readonly ReplicaSet[] {
    return (this.#sets ??= distinct(live.map((version) => this.at(version))))
  }

  union(live: readonly number[]): readonly Node[] {
    return (this.#union ??= [...new Set(this.sets(live).flatMap((set) => set.nodes))])
  }
}

/** Each set once, whatever the order of its nodes; none that is empty. */
function distinct(sets: readonly ReplicaSet[]): ReplicaSet[] {
  const seen = new Map<string, ReplicaSet>()
  for (const set of sets) {
    const name = set.nodes
      .map((node) => node.name)
      .toSorted()
      .join()
    if (name !== '' && !seen.has(name)) seen.set(name, set)
  }
  return [...seen.values()]
}

/** Whether one state of a network is newer than another: its version, or how much of it is settled. */
export function isNewer(
  one: { readonly version: number; readonly settled: number },
  other: { readonly version: number; readonly settled: number },
): boolean {
  return one.version === other.version ? one.settled > other.settled : one.version > other.version
}

/**
 * Whether the replicas of a version may decide slots of a topic: a quorum of them are members now.
 * Others are bound by nothing for long. `undefined` if the version is to come.
 */
export function canDecide(
  { setAt, isMember }: Network,
  topic: Uint8Array,
  version: number,
): boolean | undefined {
  const set = setAt(topic, version)
  if (set === undefined) return undefined
  const members = set.nodes.filter(({ name }) => isMember(name))
  return set.quorum > 0 && members.length >= set.quorum
}

/** Whether nodes (by name) are a quorum of each of the sets. Of no set at all there is no quorum. */
export function isQuorumOfAll(
  sets: readonly ReplicaSet[],
  has: (name: string) => boolean,
): boolean {
  return (
    sets.length > 0 &&
    sets.every(({ nodes, quorum }) => nodes.filter((node) => has(node.name)).length >= quorum)
  )
}
