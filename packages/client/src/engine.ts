/**
 * The seam to the group cryptography. Everything is synchronous and gives new state values: a commit
 * that is not sealed leaves nothing behind.
 *
 * @module
 */
import type { Certificate } from '@parley/protocol'

declare const state: unique symbol
/** A group's state at one epoch: immutable. */
export type GroupState = { readonly [state]: true }

/** The keys a device's leaves are made of. */
export type LeafKeys = {
  readonly certificate: Certificate.Certificate
  readonly signatureKey: Uint8Array
  readonly signatureSecret: Uint8Array
}

/** A leaf of the tree: a device, as its account certified it. */
export type Member = {
  readonly leaf: number
  readonly credential: Certificate.Credential
}

/** What a message from the group was. */
export type Received =
  | {
      readonly type: 'application'
      readonly state: GroupState
      readonly plaintext: Uint8Array
      /** The member who wrote it; `undefined` if it is a member no more. */
      readonly sender: Certificate.Credential | undefined
      /** The key it was signed with: the writer's in the message's epoch. */
      readonly senderKey: Uint8Array
    }
  | { readonly type: 'commit'; readonly state: GroupState }

/**
 * MLS (RFC 9420) as the client uses it. Every credential is a device's certificate, checked by
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
  /** Joins a group by a welcome for the key package with this secret. */
  readonly join: (welcome: Uint8Array, keyPackageSecret: Uint8Array, now: number) => GroupState
  /** Opens a message of the group. */
  readonly receive: (current: GroupState, message: Uint8Array, now: number) => Received
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
