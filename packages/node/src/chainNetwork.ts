/**
 * The network that a registry contract describes: what of its state counts, and how it reads as a
 * {@link Network.Network}. The same state gives the same network everywhere.
 *
 * @module
 */
import * as Codec from '@parley/codec'
import { Bytes, Limits, Network, Placement } from '@parley/protocol'
import type { Host } from '@parley/protocol'
import * as z from 'zod'

/** A registry contract's state as far as it makes the network. */
export const stateSchema = z.strictObject({
  chainId: z.int().positive(),
  /** The contract's address, lower case. */
  registry: z.string().regex(/^0x[0-9a-f]{40}$/),
  name: z.string().min(1).max(64),
  replicas: z.int().min(1).max(Limits.wire.replicasMax),
  version: z.int().nonnegative(),
  /** The active members. */
  nodes: z.array(
    z.strictObject({
      /** Uncompressed, in hex. */
      publicKey: z.string().regex(/^04[0-9a-f]{128}$/),
      url: z.string().min(1).max(256),
      peer: z.string().min(1).max(256),
    }),
  ),
})
export type ChainState = z.output<typeof stateSchema>

/**
 * The network of a state. Its authority is the contract: its chain and address. No member is left
 * out for what it says of itself, or readers would differ in who stores what.
 */
export function chainNetwork(crypto: Host.Host['crypto'], state: ChainState): Network.Network {
  const authority = Bytes.concat(
    Codec.encode(Codec.uint53, state.chainId),
    Bytes.fromHex(state.registry.slice(2)),
  )
  const nodes = state.nodes
    .map(({ publicKey: hex, url, peer }): Network.Node => {
      const publicKey = Bytes.fromHex(hex)
      const id = Network.nodeId(crypto, publicKey)
      return { id, name: Bytes.toHex(id), publicKey, url, peer }
    })
    .toSorted((a, b) => Bytes.compare(a.id, b.id))
  const byName = new Map(nodes.map((node) => [node.name, node]))
  const ids = nodes.map((node) => node.id)
  const sets = new Map<number, readonly Network.Node[]>()
  return {
    id: crypto.sha256(Bytes.labelled('chain network id', authority)),
    name: state.name,
    version: state.version,
    authority,
    nodes,
    node: (name) => byName.get(name),
    replicasOf(topic) {
      const shard = Placement.shardOf(topic)
      let set = sets.get(shard)
      if (set === undefined) {
        set = Placement.replicasOf(crypto, shard, ids, state.replicas).map((id) =>
          byName.get(Bytes.toHex(id))!,
        )
        sets.set(shard, set)
      }
      return set
    },
  }
}
