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

/** A member node. */
export const node = Codec.struct({
  publicKey: Codec.fixed(publicKeyBytes),
  /** Where clients connect: `ws://` or `wss://`. */
  url: Codec.utf8({ lengthMax: 256 }),
  /** Where nodes connect: a libp2p multiaddr that ends in the peer id. */
  peer: Codec.utf8({ lengthMax: 256 }),
})

const content = Codec.struct({
  name: Codec.utf8({ lengthMax: 64 }),
  /** A newer file of the same network has a higher version. */
  version: Codec.uint32,
  /** How many replicas each topic has, if there are as many nodes. */
  replicas: Codec.uint8,
  authority: Codec.fixed(publicKeyBytes),
  nodes: Codec.vector(node, { countMin: 1, countMax: Limits.wire.nodesMax }),
})

/** What is signed, in TypeScript. */
export type Content = Codec.TypeOf<typeof content>

/** A member as the rest of Parley uses it. */
export type Node = {
  /** 32 bytes: the hash of the public key. */
  readonly id: Uint8Array
  /** The id in hex. */
  readonly name: string
  readonly publicKey: Uint8Array
  readonly url: string
  readonly peer: string
}

/** Who is in the network and who stores what. */
export type Network = {
  /** 32 bytes: the hash of the authority's key and the network's name. */
  readonly id: Uint8Array
  readonly name: string
  readonly version: number
  readonly authority: Uint8Array
  readonly nodes: readonly Node[]
  /** A node by its id in hex. */
  readonly node: (name: string) => Node | undefined
  /** The nodes that store a topic. */
  readonly replicasOf: (topic: Uint8Array) => readonly Node[]
}

/** The file, as JSON. */
export type File = {
  name: string
  version: number
  replicas: number
  authority: string
  nodes: { publicKey: string; url: string; peer: string }[]
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
      replicas: file.replicas,
      authority: Bytes.fromHex(file.authority),
      nodes: file.nodes.map((entry) => ({
        publicKey: Bytes.fromHex(entry.publicKey),
        url: entry.url,
        peer: entry.peer,
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
 * Reads a network file.
 *
 * @param json the parsed file
 * @throws InvalidNetworkError if it is malformed, or its signature does not verify
 */
export async function read(crypto: Crypto, json: unknown): Promise<Network> {
  const { value, signature } = parse(json)
  if (!(await crypto.verify(value.authority, toSign(value), signature)))
    throw new InvalidNetworkError('Its authority’s signature does not verify.')
  if (value.replicas < 1 || value.replicas > Limits.wire.replicasMax)
    throw new InvalidNetworkError(`replicas is ${value.replicas}; expected 1 to 31.`)
  const nodes = value.nodes.map((entry): Node => {
    const id = nodeId(crypto, entry.publicKey)
    return { id, name: Bytes.toHex(id), ...entry }
  })
  const byName = new Map(nodes.map((entry) => [entry.name, entry]))
  if (byName.size !== nodes.length) throw new InvalidNetworkError('A node is listed twice.')
  const ids = nodes.map((entry) => entry.id)
  const sets = new Map<number, readonly Node[]>()
  return {
    id: crypto.sha256(Bytes.labelled('network id', value.authority, Bytes.fromText(value.name))),
    name: value.name,
    version: value.version,
    authority: value.authority,
    nodes,
    node: (name) => byName.get(name),
    replicasOf(topic) {
      const shard = Placement.shardOf(topic)
      let set = sets.get(shard)
      if (set === undefined) {
        set = Placement.replicasOf(crypto, shard, ids, value.replicas).map((id) =>
          byName.get(Bytes.toHex(id))!,
        )
        sets.set(shard, set)
      }
      return set
    },
  }
}
