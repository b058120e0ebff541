/**
 * What carries direct links: libp2p in Node, WebRTC in browsers, memory in tests.
 *
 * @module
 */
import type { Host } from '@parley/protocol'

/** What a transport is given. */
export type TransportOptions = {
  readonly clock: Host.Clock
  readonly log: Host.Log
  /** 32 secret bytes, the same at each start: its identity is made of them, if it has one. */
  readonly seed: Uint8Array
  /** Whether a device of this address may connect now. */
  readonly admits: (address: Uint8Array) => boolean
  /** Takes a connection that a device of this address opened. */
  readonly onIncoming: (address: Uint8Array, duplex: Host.Duplex) => void
}

/** Opens a transport. */
export type OpenTransport = (options: TransportOptions) => Promise<Transport>

/** Two devices meet, and one of them begins. Its functions are called in later turns only. */
export type Meeting = {
  /** Who the other device is on this transport, as it announced. */
  readonly address: Uint8Array
  /** How the other device is reached, as it said last; empty if it has not said. */
  readonly reach: Uint8Array
  readonly begins: boolean
  /** Says something to the other side of the meeting. */
  readonly send: (body: Uint8Array) => void
  /** They are connected, with the other side proven to be of `address`. */
  readonly onDuplex: (duplex: Host.Duplex) => void
  readonly onFail: (error: unknown) => void
}

/** One side of a meeting. */
export type Encounter = {
  /** Takes what the other side said; it may be anything. */
  readonly receive: (body: Uint8Array) => void
  /** Gives up, unless they are connected. */
  readonly close: () => void
}

/** A way for devices to connect to each other. */
export type Transport = {
  /** Two devices can meet if theirs have the same. */
  readonly name: string
  /** Who this device is on it: announced inside conversations, at most 128 bytes. */
  readonly address: Uint8Array
  /** How this device is reached now: told to those alone who may know, at most 1 KiB. */
  readonly reach: () => Uint8Array
  readonly meet: (meeting: Meeting) => Encounter
  readonly close: () => Promise<void>
}
