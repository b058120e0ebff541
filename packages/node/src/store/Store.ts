/**
 * What a node keeps on disk, behind one interface: engines differ, the compliance suite beside this
 * file says what all of them do.
 *
 * @module
 */
import type { Head, Reconcile } from '@parley/protocol'
import { Errors } from '@parley/protocol'

import type { EvidenceRecord } from './evidence.ts'
import type { Life } from './life.ts'

/** Stores an envelope, and creates its topic if it is new. */
export type Append = {
  type: 'append'
  /** 32 bytes. */
  topic: Uint8Array
  /** Encoded; used if the topic is new. */
  descriptor: Uint8Array
  /** `Reconcile.keyOf` the envelope: names it, and finds it again. */
  key: Uint8Array
  /** Milliseconds since the Unix epoch. */
  receivedAt: number
  /** Milliseconds since the Unix epoch: {@link Store.sweep} removes it after. */
  expiresAt: number
  /** As received. */
  envelope: Uint8Array
  /** The topic takes no more above either. */
  bytesMax: number
  countMax: number
  /** If the envelope seals an epoch: what begins with it. */
  seal: Seal | undefined
}

/** The epoch that a seal begins. */
export type Seal = {
  /** Slot + 1. */
  epoch: number
  /** Its write key, 65 bytes. */
  writer: Uint8Array
  /** The version of the network whose replicas of the topic decide the slot that ends it. */
  version: number
  /** Encoded. */
  certificate: Uint8Array
  /** So many seal envelopes of one slot are kept; the first one counts. */
  sealsMax: number
}

/** Keeps the state of a slot's register. */
export type PutRegister = { type: 'register'; topic: Uint8Array; slot: number; state: Uint8Array }

/** Remembers that an account revoked a device. */
export type Revoke = { type: 'revoke'; account: string; device: Uint8Array }

/** Keeps evidence against a node; what is above the limits of `evidence.ts` is let go. */
export type PutEvidence = { type: 'evidence' } & EvidenceRecord

export type Write = Append | PutRegister | Revoke | PutEvidence

/**
 * What became of a write. `known`: the envelope was there already; `position` and `receivedAt` are
 * those it has had. `full`: the topic takes no more, and nothing was written.
 */
export type Outcome = {
  status: 'stored' | 'known' | 'full'
  /** From 1; 0 for writes other than appends and for `full`. */
  position: number
  receivedAt: number
}

/** A topic as stored. */
export type TopicRecord = {
  /** Encoded. */
  readonly descriptor: Uint8Array
  /** The newest epoch: 0 until the first seal. */
  readonly epoch: number
}

/** How an epoch began. */
export type EpochRecord = {
  readonly writer: Uint8Array
  /** The version of the network whose replicas of the topic decide the slot that ends it. */
  readonly version: number
  /** When this node learnt of it, milliseconds since the Unix epoch. */
  readonly startedAt: number
  /** The encoded certificate of the seal before it. */
  readonly certificate: Uint8Array
}

/** An envelope of a topic. */
export type Item = { readonly position: number; readonly envelope: Uint8Array }

/** An envelope found by its key. */
export type Found = Item & { readonly topic: Uint8Array }

export type Stats = { readonly envelopes: number; readonly topics: number; readonly bytes: number }

/** A node's store. Every method but `commit`, `sweep` and `release` only reads, and sees all commits that were answered. */
export type Store = {
  /**
   * Does all writes in order, in one transaction, and syncs it to disk before it resolves. The
   * caller waits for one commit before it starts the next.
   *
   * @throws StoreError if nothing of it is certain to be on disk
   */
  readonly commit: (writes: readonly Write[]) => Promise<readonly Outcome[]>
  readonly topic: (topic: Uint8Array) => Promise<TopicRecord | undefined>
  /** An epoch from 1 on; epoch 0 is the descriptor's. */
  readonly epoch: (topic: Uint8Array, epoch: number) => Promise<EpochRecord | undefined>
  readonly register: (topic: Uint8Array, slot: number) => Promise<Uint8Array | undefined>
  readonly isRevoked: (account: string, device: Uint8Array) => Promise<boolean>
  /** A topic's envelopes after a position, ascending: at least one if there is one. */
  readonly page: (
    topic: Uint8Array,
    after: number,
    max: { readonly items: number; readonly bytes: number },
  ) => Promise<readonly Item[]>
  /**
   * The head of a topic's log (`Head.link` over all that was ever appended in this life, or was there
   * when it began): at its end, or at a position where an envelope is still held or where the log
   * begins.
   */
  readonly head: (topic: Uint8Array, position?: number) => Promise<Head.Point | undefined>
  /** The evidence kept, the oldest first. */
  readonly evidence: () => Promise<readonly EvidenceRecord[]>
  /** Those of the keys that are held, in the order asked. */
  readonly fetch: (keys: readonly Uint8Array[]) => Promise<readonly Found[]>
  /** All keys, for reconciliation. */
  readonly keys: Reconcile.KeySet
  /**
   * Removes envelopes whose time is over, looking at no more than `max` from where the last call
   * stopped; begins anew after the last one.
   *
   * @returns how many were removed
   */
  readonly sweep: (now: number, max: number) => Promise<number>
  /**
   * Removes envelopes of shards that the node is to store no more, `max` at most. What it signed
   * stays: how far the positions of their topics went, their epochs, and how it voted. So it says
   * nothing against itself if the shards come back.
   *
   * @returns how many were removed; fewer than `max` if none is left
   */
  readonly release: (shards: readonly number[], max: number) => Promise<number>
  readonly stats: () => Stats
  /** Present if the store was lost or set back, and what was signed from it may not be in it. */
  readonly life?: Life | undefined
  /** Finishes the commit under way, then frees everything. */
  readonly close: () => Promise<void>
}

/** Thrown when a store cannot be opened, read or written. */
export class StoreError extends Errors.BaseError {
  override name = 'Store.StoreError'
  /**
   * @param code `storage_full`: there is no space, or the disk fails; `store_version`: the file is
   * of another version; `store_corrupt`: the file is damaged; `store_closed`
   */
  constructor(
    code: 'storage_full' | 'store_version' | 'store_corrupt' | 'store_closed',
    details: string,
    cause?: unknown,
  ) {
    super(messages[code], { code, details, cause, retryable: code === 'storage_full' })
  }
}

const messages = {
  storage_full: 'The store cannot be written.',
  store_version: 'The store is of another version.',
  store_corrupt: 'The store is damaged.',
  store_closed: 'The store is closed.',
} as const
