/**
 * How much of a WebSocket message has arrived and is not whole yet (RFC 6455 §5.2). `ws` tells of
 * whole messages only; what is half received is memory all the same.
 *
 * @module
 */

/** What a piece costs in memory, however short it is: whoever sends byte by byte pays for it. */
const pieceBytes = 256

/** The bytes of a frame's header, from its first two. */
function headerBytes(second: number): number {
  const size = second & 0x7f
  return 2 + (size === 127 ? 8 : size === 126 ? 2 : 0) + ((second & 0x80) === 0 ? 0 : 4)
}

export class FrameMeter {
  readonly #header = new Uint8Array(14)
  #have = 0
  /** Bytes of the frame's payload that are still to come. */
  #left = 0
  #isFinal = false
  #isControl = false
  /** Of the message; of a control frame that stands alone or between its fragments. */
  #bytes = 0
  #controlBytes = 0
  #pieces = 0
  #finished = 0

  /** How many messages were whole, control frames aside. */
  get finished(): number {
    return this.#finished
  }

  /** What the message in progress holds; 0 if there is none. */
  get unfinished(): number {
    const bytes = this.#bytes + this.#controlBytes + this.#have
    return bytes === 0 ? 0 : Math.max(bytes, (this.#pieces - 1) * pieceBytes)
  }

  /** Takes the next bytes of the connection. */
  push(chunk: Uint8Array): void {
    this.#pieces++
    let at = 0
    while (at < chunk.length) {
      if (this.#left > 0) {
        const part = Math.min(this.#left, chunk.length - at)
        at += part
        this.#left -= part
        this.#count(part)
        if (this.#left === 0) this.#end()
        continue
      }
      this.#header[this.#have++] = chunk[at++]!
      if (this.#have < 2 || this.#have < headerBytes(this.#header[1]!)) continue
      this.#begin()
    }
  }

  #begin(): void {
    const view = new DataView(this.#header.buffer)
    const size = this.#header[1]! & 0x7f
    if (size === 127) this.#left = Number(view.getBigUint64(2))
    else this.#left = size === 126 ? view.getUint16(2) : size
    this.#isFinal = (this.#header[0]! & 0x80) !== 0
    this.#isControl = (this.#header[0]! & 0x08) !== 0
    this.#count(this.#have)
    this.#have = 0
    if (this.#left === 0) this.#end()
  }

  #count(bytes: number): void {
    if (this.#isControl) this.#controlBytes += bytes
    else this.#bytes += bytes
  }

  #end(): void {
    if (this.#isControl) this.#controlBytes = 0
    else if (this.#isFinal) {
      this.#bytes = 0
      this.#finished++
    }
    if (this.#bytes === 0) this.#pieces = 0
  }
}
