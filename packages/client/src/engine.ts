/**
 * The seam to the group cryptography. Everything is synchronous and gives new state values: a commit
 * that is not sealed leaves nothing behind.
 *
 * @module
 */
import type { Account, Certificate } from '@parley/protocol'

declare const state: unique symbol
/** A group's state at one epoch: immutable. */
export type GroupState = { readonly [state]: true }

/** The keys a device's leaves are made of. */
export type LeafKeys = {
  readonly certificate: Certificate.Signed
  readonly signatureSecret: Uint8Array
}

/** A leaf of the tree: a device, as its wallet certified it. */
export type Member = {
  readonly leaf: number
  readonly certificate: Certificate.Certificate
}

/** What a message from the group was. */
export type Received =
  | {
      readonly type: 'application'
      readonly state: GroupState
      readonly plaintext: Uint8Array
      /** The member who wrote it; `undefined` if it is a member no more. */
      readonly sender: Certificate.Certificate | undefined
      /** The key it was signed with: the writer's in the message's epoch. */
      readonly senderKey: Uint8Array
    }
  | { readonly type: 'commit'; readonly state: GroupState }

/** A place among a member's messages. */
export type Place = {
  readonly epoch: number
  readonly leaf: number
  readonly generation: number
}

/** Whose a message is, before anything but its sender data was opened. */
export type Inspected = Place & {
  /** Whether it is of this device's own leaf. */
  readonly own: boolean
  /** Whether its key can be reached, is too far ahead of what is still waited for, or was used. */
  readonly key: 'ready' | 'too_far' | 'consumed'
  /** The writer's lowest generation that is still waited for. */
  readonly lowest: number
}

/** A group as an invitation claims it to be: nothing of it is checked. */
export type Claimed = {
  readonly groupId: Uint8Array
  readonly context: Uint8Array
  /** Of each member; `undefined` where its credential is no certificate. */
  readonly accounts: readonly (Account.Account | undefined)[]
}

/**
 * MLS (RFC 9420) as the client uses it. Every credential is a wallet-signed certificate, checked by
 * the engine before it is believed. Times are milliseconds since the Unix epoch.
 */
export type GroupEngine = {
  /** A device's leaf signature key. */
  readonly newSignatureKey: () => { readonly publicKey: Uint8Array; readonly secret: Uint8Array }
  /** A key package by which others add the device. */
  readonly newKeyPackage: (
    keys: LeafKeys,
    now: number,
  ) => {
    readonly ref: Uint8Array
    readonly keyPackage: Uint8Array
    readonly secret: Uint8Array
  }
  /** A group of one; `context` stands in its GroupContext, so that all members agree on it. */
  readonly create: (
    keys: LeafKeys,
    options: { groupId: Uint8Array; context: Uint8Array; now: number },
  ) => GroupState
  /** A commit: `state` is the group after it, if it is the one sealed. */
  readonly commit: (
    current: GroupState,
    changes: { add: readonly Uint8Array[]; remove: readonly number[] },
    now: number,
  ) => {
    readonly state: GroupState
    readonly commit: Uint8Array
    readonly welcome: Uint8Array | undefined
  }
  /** The own commit was sealed: the group after it, with what `current` has received meanwhile. */
  readonly adopt: (current: GroupState, committed: GroupState) => GroupState
  /** The references of the key packages a welcome is for. */
  readonly welcomeRefs: (welcome: Uint8Array) => readonly Uint8Array[]
  /** What a welcome claims of its group: costs no signature. */
  readonly claimed: (welcome: Uint8Array, keyPackageSecret: Uint8Array) => Claimed
  /** Joins a group by a welcome for the key package with this secret. */
  readonly join: (welcome: Uint8Array, keyPackageSecret: Uint8Array) => GroupState
  /** Whose a message is, and whether it can be opened; no ratchet moves. */
  readonly inspect: (current: GroupState, message: Uint8Array) => Inspected
  /**
   * Opens a message of the group.
   *
   * @param options `at`: when a commit was made, by its envelope: lifetimes are judged by it, and not
   * by who reads it when. `keepUntil`: when what a message was ahead of cannot come any more.
   * `opensOwn`: whether messages of the own leaf that were sent from elsewhere open.
   */
  readonly receive: (
    current: GroupState,
    message: Uint8Array,
    options: { at: number; keepUntil: number; opensOwn?: boolean },
  ) => Received
  /** Derives and keeps a writer's keys up to a message, whether or not it then opens. */
  readonly step: (current: GroupState, at: Place, keepUntil: number) => GroupState
  /** Waits no more for what is missing of a writer below a generation. */
  readonly settle: (current: GroupState, below: Place) => GroupState
  /** Forgets keys of messages that cannot come any more, and epochs that are over. */
  readonly forget: (
    current: GroupState,
    now: number,
    isOver: (epoch: number) => boolean,
  ) => GroupState
  readonly encrypt: (
    current: GroupState,
    plaintext: Uint8Array,
  ) => { readonly state: GroupState; readonly message: Uint8Array }
  /** A secret that only members of this epoch know (RFC 9420 §8.5). */
  readonly exportSecret: (current: GroupState, label: string, length: number) => Uint8Array
  readonly epoch: (current: GroupState) => number
  readonly groupId: (current: GroupState) => Uint8Array
  readonly context: (current: GroupState) => Uint8Array
  readonly members: (current: GroupState) => readonly Member[]
  readonly encode: (current: GroupState) => Uint8Array
  readonly decode: (bytes: Uint8Array) => GroupState
}
