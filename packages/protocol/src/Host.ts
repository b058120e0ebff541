/**
 * The seam between Parley and the world. Everything that differs between a browser, a server and a
 * simulation (time, randomness, cryptography, links, logs) is injected through it; nothing in
 * Parley reaches for a global clock, timer or random source.
 *
 * @module
 */
import type { Crypto } from './Crypto.ts'

/** Time. Production binds the system's, the simulator a virtual one. */
export type Clock = {
  /** Milliseconds since the Unix epoch. */
  readonly now: () => number
  /** Runs `task` once after `delayMs`; the function returned cancels it. */
  readonly after: (delayMs: number, task: () => void) => () => void
}

/** A cryptographically secure source of bytes. */
export type Random = {
  readonly bytes: (length: number) => Uint8Array
}

/** Structured logging in pino's shape: fields first, then a fixed message. */
export type Log = {
  readonly debug: (fields: object, message: string) => void
  readonly info: (fields: object, message: string) => void
  readonly warn: (fields: object, message: string) => void
  readonly error: (fields: object, message: string) => void
}

/**
 * A connection that carries whole messages in order: a WebSocket, a framed libp2p stream, or a pair
 * in memory. The owner sets the three callbacks before yielding to the event loop.
 */
export type Duplex = {
  /** Queues one message; never blocks. Ignored once closed. */
  readonly send: (message: Uint8Array) => void
  /** Bytes queued and not yet handed to the operating system. */
  readonly bufferedBytes: () => number
  /** Closes the connection. `reason` is a short code for the other side and the logs. */
  readonly close: (reason: string) => void
  onMessage: (message: Uint8Array) => void
  /** Called when queued bytes have left. */
  onDrain: () => void
  onClose: (reason: string) => void
}

/** The part of an `AbortSignal` that is used. */
export type Signal = {
  readonly aborted: boolean
  readonly addEventListener: (type: 'abort', listener: () => void) => void
  readonly removeEventListener: (type: 'abort', listener: () => void) => void
}

/** Opens a client's connection to a node's URL. Rejects if it cannot be opened. */
export type Dial = (url: string, options: { signal: Signal }) => Promise<Duplex>

/** What every part of Parley is given. */
export type Host = {
  readonly clock: Clock
  readonly random: Random
  readonly crypto: Crypto
  readonly log: Log
}

/** A log that says nothing. */
export const silentLog: Log = {
  debug: () => {},
  info: () => {},
  warn: () => {},
  error: () => {},
}
