/**
 * Who stores what. A topic's id says its table and its shard; each shard's replicas are picked from
 * the network's seats by a draw: a number that nobody can know when keys are registered. The same
 * for everyone who knows the draw and the seats.
 *
 * @module
 */
import { keccak_256 } from '@noble/hashes/sha3.js'

import * as Bytes from './Bytes.ts'
import type { Crypto } from './Crypto.ts'

/**
 * The tables, by the first two bits of a topic's id. Most topics are of the first one; where more
 * is at stake they ask for the second, whose sets are larger. How large says the network.
 */
export const tables = [{ shards: 4096 }, { shards: 512 }] as const

/** Shards are counted over the tables: 0 to 4095 are of the first, 4096 to 4607 of the second. */
export const shards = 4608

/** The table of a shard. */
export function tableOf(shard: number): 0 | 1 {
  return shard < tables[0].shards ? 0 : 1
}

/** The shard of a topic: its table in two bits, then twelve or nine bits. */
export function shardOf(topic: Uint8Array): number {
  return topic[0]! >> 6 === 1 ? tables[0].shards + (bitsOf(topic) >> 3) : bitsOf(topic)
}

/** The shard of what is no topic, such as a device: one of the first table. */
export function shardOfOther(id: Uint8Array): number {
  return bitsOf(id)
}

/** The twelve bits after the first two. */
function bitsOf(id: Uint8Array): number {
  return ((id[0]! & 0x3f) << 6) | (id[1]! >> 2)
}

/** Some topic of a shard: who stores it depends on the shard alone. */
export function topicOf(shard: number): Uint8Array {
  const topic = new Uint8Array(32)
  const table = tableOf(shard)
  const bits = table === 0 ? shard : (shard - tables[0].shards) << 3
  topic[0] = (table << 6) | (bits >> 6)
  topic[1] = (bits & 0x3f) << 2
  return topic
}

/** The class of a shard: a turn draws one class anew, so many shards of each table beside each other. */
export function classOf(shard: number, classes: number): number {
  const table = tableOf(shard)
  const first = table === 0 ? 0 : tables[0].shards
  return Math.floor(((shard - first) * classes) / tables[table].shards)
}

/**
 * The turn whose draw counts for a class in a turn: the first turn draws all classes, each later
 * one the class of its number.
 */
export function drawnIn(turn: number, ofClass: number, classes: number): number {
  return Math.max(1, turn - ((turn + classes - ofClass) % classes))
}

/** What a turn drew. */
export type Draw = {
  readonly turn: number
  /** 32 bytes. */
  readonly entropy: Uint8Array
  /** How many seats there were then. */
  readonly seats: number
}

/** Eight picks a round. Where so many find too few, hardly a seat is taken. */
const roundsMax = 64

/**
 * A shard's replicas: the picks of its draw that count, in order, as many as are 3f+1.
 *
 * Picks are the 32-bit words, lowest first, of keccak(entropy ‖ shard ‖ round), each modulo seats;
 * shard and round are 16 bytes each, big-endian.
 *
 * @param options.countMax the most there may be
 * @param options.eligible how many seats have somebody that counts, if it is known: with them all
 * there is nothing more to find
 * @param options.at who counts of a seat, if anybody
 */
export function pick<T>(
  shard: number,
  { entropy, seats }: Draw,
  options: { countMax: number; eligible?: number; at: (seat: number) => T | undefined },
): T[] {
  const enough = Math.min(options.countMax, options.eligible ?? seats)
  const found = new Map<number, T>()
  const input = new Uint8Array(64)
  const view = new DataView(input.buffer)
  input.set(entropy)
  view.setUint32(44, shard)
  for (let round = 0; round < roundsMax && found.size < enough; round++) {
    view.setUint32(60, round)
    const words = new DataView(keccak_256(input).buffer)
    for (let word = 7; word >= 0 && found.size < enough; word--) {
      const seat = words.getUint32(4 * word) % seats
      const holder = found.has(seat) ? undefined : options.at(seat)
      if (holder !== undefined) found.set(seat, holder)
    }
  }
  return [...found.values()].slice(0, 3 * faultsMax(found.size) + 1)
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

/** Names a replica set, whatever its order: every statement about a slot binds it. */
export function setHash(crypto: Crypto, nodeIds: readonly Uint8Array[]): Uint8Array {
  return crypto.sha256(Bytes.labelled('replica set', ...nodeIds.toSorted(Bytes.compare)))
}
