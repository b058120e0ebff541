/** What the rules of a topic's kind answer. */
import * as Codec from '@parley/codec'
import {
  type Account,
  type Certificate,
  type Envelope,
  Errors,
  type Host,
  type Network,
  type Seal,
  type Topic,
} from '@parley/protocol'

import type { Limits as NodeLimits } from '../limits.ts'
import type { Accounts } from '../accounts.ts'
import type { Place } from '../store/places.ts'
import type { Seal as StoredSeal, Store } from '../store/Store.ts'
import type { Payer, WalletChecks } from '../walletChecks.ts'
import type { KnownTopic, Topics } from './topics.ts'

/**
 * Where an envelope comes from. `client`: it is being published now, here or through another node.
 * `replica`: another replica has stored it; rules about time of arrival held there. `vouched`: so
 * many have stored these very bytes that an honest one is among them, so its signature is checked.
 */
export type Source = 'client' | 'replica' | 'vouched'

/** An envelope that passed the cheap checks. */
export type Opened<D = Topic.Descriptor> = {
  readonly topic: KnownTopic<D>
  readonly content: Envelope.Content
  readonly proof: Envelope.Proof
  readonly id: Uint8Array
  readonly bytes: Uint8Array
  /** Who pays for wallets' signatures. */
  readonly payer?: Payer | undefined
}

/** What an envelope brings about once it is stored, and not before. */
export type Brings = {
  readonly seal?: StoredSeal
  /** Where it stands, if its topic is a map. */
  readonly place?: Place
}

/** A device that proved itself on a link. */
export type Device = {
  readonly account: Account.Account
  readonly id: Uint8Array
  readonly credential: Certificate.Credential
}

/**
 * Who wants to read. `replica`: another node that may store it; `relay`: another node, for a client of
 * which it says nothing.
 */
export type Reader =
  | { readonly type: 'device'; readonly device: Device }
  | { readonly type: 'stranger' }
  | { readonly type: 'replica' }
  | { readonly type: 'relay' }

/** How much a topic holds. */
export type Room = { readonly countMax: number; readonly bytesMax: number }

/** The rules of one kind; `D` is its descriptors. */
export type TopicRules<D> = {
  /** Which envelopes it has besides messages of epoch 0. */
  readonly kinds: 'messages' | 'all'
  /**
   * Whether an envelope may be here.
   *
   * @throws WireError
   */
  readonly prove: (opened: Opened<D>, source: Source) => Promise<Brings>
  /**
   * Whether a topic may be made now, of a descriptor that somebody shows.
   *
   * @throws WireError
   */
  readonly assertNew: (descriptor: D, now: number) => void
  /** Whether what an envelope says tells when it was made and when it ends. */
  readonly times: 'usual' | 'of the body'
  /**
   * Whether a link may read it.
   *
   * @throws WireError
   */
  readonly assertMayRead: (descriptor: D, reader: Reader) => Promise<void> | void
  /** How much it holds, for envelopes of a kind: rooms apart are beside the others' room. */
  readonly room: (limits: NodeLimits['topic'], kind: Envelope.Content['kind']) => Room
}

/** What rules are made of. */
export type Parts = {
  readonly host: Host.Host
  readonly limits: NodeLimits
  readonly topics: Topics
  readonly store: Store
  readonly walletChecks: WalletChecks
  readonly accounts: Accounts
  readonly network: () => Network.Network
  /** Told of two seals of one slot that name different commits: more than f replicas lied. */
  readonly onTwoSeals: (one: Seal.Certificate, other: Seal.Certificate) => void
}

export function refuse(code: Errors.WireCode, details?: string): never {
  throw new Errors.WireError(code, details === undefined ? {} : { details })
}

/** Decodes what a stranger wrote; `code` says what it is not. */
export function decode<T>(codec: Codec.Codec<T>, bytes: Uint8Array, code: Errors.WireCode): T {
  try {
    return Codec.decode(codec, bytes)
  } catch (error) {
    if (error instanceof Codec.CodecError) return refuse(code, error.message)
    throw error
  }
}
