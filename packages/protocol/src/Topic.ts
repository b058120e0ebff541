/**
 * Topics: self-certifying addresses that nodes store envelopes under. The id is the hash of the
 * descriptor, so whoever shows a descriptor proves what the topic is.
 *
 * @module
 */
import * as Codec from '@parley/codec'

import * as Account from './Account.ts'
import * as Bytes from './Bytes.ts'
import { type Crypto, publicKeyBytes } from './Crypto.ts'
import * as Limits from './Limits.ts'

/** A topic id, 32 bytes. */
export const id = Codec.fixed(32)

/**
 * What a topic is:
 * - `log`: only the holder of the topic's current write key may append. `writer` is the first one
 *   (epoch 0) and `version` the version of the network whose replicas of the topic decide slot 0;
 *   each sealed commit names the next of both.
 * - `inbox`: strangers may append against `postageBits` of proof of work; only the account's
 *   certified devices read.
 * - `identity`: certificates, revocations and key packages of one account, each proving itself.
 */
export const descriptor = Codec.select({
  log: [
    1,
    Codec.struct({
      writer: Codec.fixed(publicKeyBytes),
      version: Codec.uint53,
      retentionSeconds: Codec.uint32,
      bodyBytesMax: Codec.uint24,
    }),
  ],
  inbox: [
    2,
    Codec.struct({
      account: Account.codec,
      retentionSeconds: Codec.uint32,
      postageBits: Codec.uint8,
    }),
  ],
  identity: [3, Codec.struct({ account: Account.codec })],
})
export type Descriptor = Codec.TypeOf<typeof descriptor>
export type Kind = Descriptor['type']

/** The topic's id: SHA-256 of its labelled descriptor. */
export function idOf(crypto: Crypto, value: Descriptor): Uint8Array {
  return crypto.sha256(Bytes.labelled('topic', Codec.encode(descriptor, value)))
}

/** The one identity topic of an account. */
export function identity(account: Account.Account): Descriptor {
  return { type: 'identity', account }
}

/** Identity entries and inbox mail may be this large: a Welcome fits, a film does not. */
const bodyBytesMaxOf = { inbox: Limits.wire.bodyBytesMax, identity: 16 * 1024 } as const

/** The largest body an envelope of this topic may have, in bytes. */
export function bodyBytesMax(value: Descriptor): number {
  return value.type === 'log'
    ? Math.min(value.bodyBytesMax, Limits.wire.bodyBytesMax)
    : bodyBytesMaxOf[value.type]
}

/**
 * How long after it was sent an envelope of this topic may expire, in milliseconds. What a log's
 * commits and seals say holds for every later message: they stay for as long as anything may.
 *
 * @param kind of the envelope; a message unless given
 */
export function retentionMsMax(
  value: Descriptor,
  kind: 'message' | 'commit' | 'seal' = 'message',
): number {
  const { retentionSecondsMax } = Limits.time
  const seconds =
    value.type === 'identity' || kind !== 'message' ? retentionSecondsMax : value.retentionSeconds
  return Math.min(seconds, retentionSecondsMax) * 1000
}
