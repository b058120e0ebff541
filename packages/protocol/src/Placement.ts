/**
 * Who stores what: a topic falls into a shard, and rendezvous hashing picks the shard's replicas
 * from the network's nodes, the same for everyone who knows the same nodes.
 *
 * @module
 */
import * as Bytes from './Bytes.ts'
import type { Crypto } from './Crypto.ts'

/** Enough that a thousand nodes share the load evenly; few enough that a set is computed at once. */
export const shards = 4096

/** The shard of a topic, `[0, 4096)`: the first 12 bits of its id. */
export function shardOf(topic: Uint8Array): number {
  return (topic[0]! << 4) | (topic[1]! >> 4)
}

/** How many replicas may lie or fail: the largest f with n ≥ 3f+1. */
export function faultsMax(replicas: number): number {
  return Math.floor((replicas - 1) / 3)
}

/**
 * How many replicas make a quorum: any two quorums share more than f replicas, so an honest one.
 * For n = 3f+1 this is 2f+1: 3 of 4. A single node is its own quorum.
 */
export function quorum(replicas: number): number {
  return Math.ceil((replicas + faultsMax(replicas) + 1) / 2)
}

/**
 * The replica set of a shard, in order of preference (rendezvous hashing).
 *
 * @param nodeIds every node of the network, 32 bytes each
 * @param replicas how many to pick; all of them if the network has fewer
 */
export function replicasOf(
  crypto: Crypto,
  shard: number,
  nodeIds: readonly Uint8Array[],
  replicas: number,
): Uint8Array[] {
  const shardBytes = Uint8Array.of(shard >> 8, shard & 0xff)
  return nodeIds
    .map((id) => ({ id, weight: crypto.sha256(Bytes.labelled('placement', shardBytes, id)) }))
    .toSorted((a, b) => Bytes.compare(b.weight, a.weight) || Bytes.compare(a.id, b.id))
    .slice(0, replicas)
    .map((entry) => entry.id)
}

/** Names a replica set, whatever its order: every statement about a slot binds it. */
export function setHash(crypto: Crypto, nodeIds: readonly Uint8Array[]): Uint8Array {
  return crypto.sha256(Bytes.labelled('replica set', ...nodeIds.toSorted(Bytes.compare)))
}
