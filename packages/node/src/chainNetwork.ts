/**
 * The network that a registry contract describes: what of its state counts, and how it reads as a
 * {@link Network.Network}. The same state gives the same network everywhere.
 *
 * @module
 */
import * as Codec from '@parley/codec'
import { Bytes, Limits, Network } from '@parley/protocol'
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
    .map(({ publicKey, url, peer }) => ({
      publicKey: Bytes.fromHex(publicKey),
      url,
      peer,
      since: 0,
      until: 0,
    }))
    // A contract lists them in no stable order.
    .toSorted((a, b) => Bytes.compare(a.publicKey, b.publicKey))
  return Network.of(crypto, {
    id: crypto.sha256(Bytes.labelled('chain network id', authority)),
    name: state.name,
    version: state.version,
    settled: state.version,
    replicas: state.replicas,
    authority,
    nodes,
  })
}
