/**
 * Whole messages over a stream of bytes: each with its length before it, four bytes big-endian.
 *
 * @module
 */
import * as Limits from './Limits.ts'

const headerBytes = 4

/** A message with its length. */
export function frame(message: Uint8Array): Uint8Array {
  const out = new Uint8Array(headerBytes + message.length)
  new DataView(out.buffer).setUint32(0, message.length)
  out.set(message, headerBytes)
  return out
}

/** Takes a stream apart again. */
export class Deframer {
  readonly #onMessage: (message: Uint8Array) => void
  /** What is being filled: the header or the body. */
  #target = new Uint8Array(headerBytes)
  #filled = 0
  #inHeader = true

  constructor(onMessage: (message: Uint8Array) => void) {
    this.#onMessage = onMessage
  }

  /**
   * Takes the next bytes. Messages may be views on them.
   *
   * @returns whether the stream is sound; after `false` it cannot be read on
   */
  push(chunk: Uint8Array): boolean {
    let at = 0
    while (at < chunk.length) {
      const missing = this.#target.length - this.#filled
      if (!this.#inHeader && this.#filled === 0 && chunk.length - at >= missing) {
        // The usual case: the whole message is here, and need not be copied.
        const message = chunk.subarray(at, at + missing)
        at += missing
        this.#begin()
        this.#onMessage(message)
        continue
      }
      const part = chunk.subarray(at, at + missing)
      this.#target.set(part, this.#filled)
      this.#filled += part.length
      at += part.length
      if (this.#filled < this.#target.length) break
      const done = this.#target
      const wasHeader = this.#inHeader
      this.#begin()
      if (!wasHeader) {
        this.#onMessage(done)
        continue
      }
      const length = new DataView(done.buffer).getUint32(0)
      if (length === 0 || length > Limits.wire.messageBytesMax) return false
      this.#target = new Uint8Array(length)
      this.#inHeader = false
    }
    return true
  }

  #begin(): void {
    this.#target = new Uint8Array(headerBytes)
    this.#filled = 0
    this.#inHeader = true
  }
}
