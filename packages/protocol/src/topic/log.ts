/**
 * `log`: a conversation. Only the holder of the topic's current write key may append; slots decide
 * which commit names the next one.
 *
 * @module
 */
import * as Codec from '@parley/codec'

import { publicKeyBytes } from '../Crypto.ts'
import type { Random } from '../Host.ts'
import * as Limits from '../Limits.ts'
import type { TopicKind } from './kinds.ts'

const descriptor = Codec.struct({
  /** The first write key, of epoch 0. */
  writer: Codec.fixed(publicKeyBytes),
  /** The version of the network whose replicas of the topic decide slot 0. */
  version: Codec.uint53,
  /**
   * Where it is stored: table and shard as the first 16 bits of the id have them, zero below. Whom it
   * is stored by is chosen, then; a salt could be ground for it anyway.
   */
  shard: Codec.uint16,
  /** The day it was made, counted from 1970. Long after, nobody creates it any more. */
  born: Codec.uint16,
  retentionSeconds: Codec.uint32,
  bodyBytesMax: Codec.uint24,
  /** Two logs of one writer are two. */
  salt: Codec.fixed(32),
})
/** What a log's descriptor says. */
export type Log = Codec.TypeOf<typeof descriptor>

export const log: TopicKind<Log> = {
  descriptor,
  place: ({ shard }) => shard,
  bodyBytesMax: ({ bodyBytesMax }) => Math.min(bodyBytesMax, Limits.wire.bodyBytesMax),
  // What commits and seals say holds for every later message: they stay for as long as anything may.
  retentionSeconds: ({ retentionSeconds }, kind) =>
    kind === 'message' ? retentionSeconds : Limits.time.retentionSecondsMax,
}

const dayMs = 24 * 3_600_000

/** The day of a time, milliseconds since the Unix epoch, as {@link Log} counts it. */
export function dayOf(now: number): number {
  return Math.floor(now / dayMs)
}

/** Bits of the first table's shards, below its two. */
const shardBits = 12

/**
 * A log that is new: in a shard of the first table that is drawn, born today.
 *
 * @param now milliseconds since the Unix epoch
 */
export function fresh(
  random: Random,
  now: number,
  wanted: Omit<Log, 'shard' | 'born' | 'salt'>,
): Log & { type: 'log' } {
  const [high, low] = random.bytes(2) as Uint8Array & { 0: number; 1: number }
  const shard = ((high << 8) | low) >> (16 - shardBits)
  const salt = random.bytes(32)
  return { type: 'log', ...wanted, shard: shard << 2, born: dayOf(now), salt }
}
