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

/** Some topic of a shard: who stores it depends on the shard alone. */
export function topicOf(shard: number): Uint8Array {
  const topic = new Uint8Array(32)
  topic[0] = shard >> 4
  topic[1] = (shard & 15) << 4
  return topic
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
 * Nodes in a shard's order of preference (rendezvous hashing): its replicas are the first of those
 * that are members.
 *
 * @param nodes each with its id, 32 bytes
 */
export function rank<T extends { readonly id: Uint8Array }>(
  crypto: Crypto,
  shard: number,
  nodes: readonly T[],
): T[] {
  const shardBytes = Uint8Array.of(shard >> 8, shard & 0xff)
  return nodes
    .map((node) => ({
      node,
      weight: crypto.sha256(Bytes.labelled('placement', shardBytes, node.id)),
    }))
    .toSorted((a, b) => Bytes.compare(b.weight, a.weight) || Bytes.compare(a.node.id, b.node.id))
    .map((entry) => entry.node)
}

/** Names a replica set, whatever its order: every statement about a slot binds it. */
export function setHash(crypto: Crypto, nodeIds: readonly Uint8Array[]): Uint8Array {
  return crypto.sha256(Bytes.labelled('replica set', ...nodeIds.toSorted(Bytes.compare)))
}
