/**
 * Topics: self-certifying addresses that nodes store envelopes under. The id says where a topic is
 * stored, and is the hash of the descriptor for the rest, so whoever shows a descriptor proves what
 * the topic is.
 *
 * @module
 */
import * as Codec from '@parley/codec'

import type * as Account from '../Account.ts'
import * as Bytes from '../Bytes.ts'
import type { Crypto } from '../Crypto.ts'
import * as Limits from '../Limits.ts'
import { identity as identityKind } from './identity.ts'
import { inbox } from './inbox.ts'
import type { Envelopes, TopicKind } from './kinds.ts'
import { log } from './log.ts'

export { dayOf, fresh, type Log } from './log.ts'

/** A topic id, 32 bytes. */
export const id = Codec.fixed(32)

/** What a topic is, by its kind. */
export const descriptor = Codec.select({
  log: [1, log.descriptor],
  inbox: [2, inbox.descriptor],
  identity: [3, identityKind.descriptor],
})
export type Descriptor = Codec.TypeOf<typeof descriptor>
export type Kind = Descriptor['type']
/** A descriptor of one kind. */
export type Of<K extends Kind> = Extract<Descriptor, { type: K }>

/** Each kind answers everything: one that does not, does not compile. */
const kinds: { readonly [K in Kind]: TopicKind<Omit<Of<K>, 'type'>> } = {
  log,
  inbox,
  identity: identityKind,
}

function kindOf(value: Descriptor): TopicKind<Descriptor> {
  // A kind is given its own descriptors only, which the compiler cannot follow through the table.
  return kinds[value.type] as unknown as TopicKind<Descriptor>
}

/** How many of an id's first 16 bits say where it is stored, by its table: the first two bits. */
const placeBits = [14, 11] as const

function placeMask(place: number): number {
  const bits = placeBits[place >> 14]
  return bits === undefined ? 0xffff : (0xffff << (16 - bits)) & 0xffff
}

/** The topic's id: where it is stored, and for the rest SHA-256 of its labelled descriptor. */
export function idOf(crypto: Crypto, value: Descriptor): Uint8Array {
  const hash = crypto.sha256(Bytes.labelled('topic', Codec.encode(descriptor, value))).slice()
  const found = (hash[0]! << 8) | hash[1]!
  // A hash says a shard of the first table.
  const place = kindOf(value).place(value) ?? found & 0x3fff
  const mask = placeMask(place)
  const bits = (place & mask) | (found & ~mask)
  hash[0] = bits >> 8
  hash[1] = bits & 0xff
  return hash
}

/** Whether a descriptor asks for a place that there is. */
export function isSound(value: Descriptor): boolean {
  const place = kindOf(value).place(value)
  return (
    place === undefined || (place >> 14 < placeBits.length && (place & ~placeMask(place)) === 0)
  )
}

/** An account's identity topics: in shards of their own, so that who hides something must hold both. */
export const homes = [0, 1] as const
export type Home = (typeof homes)[number]

/** One of the two identity topics of an account. */
export function identity(account: Account.Account, home: Home): Of<'identity'> {
  return { type: 'identity', account, home }
}

/** The largest body an envelope of this topic may have, in bytes. */
export function bodyBytesMax(value: Descriptor): number {
  return kindOf(value).bodyBytesMax(value)
}

/**
 * How long after it was sent an envelope of this topic may expire, in milliseconds.
 *
 * @param kind of the envelope; a message unless given
 */
export function retentionMsMax(value: Descriptor, kind: Envelopes = 'message'): number {
  const seconds = kindOf(value).retentionSeconds(value, kind)
  return Math.min(seconds, Limits.time.retentionSecondsMax) * 1000
}
