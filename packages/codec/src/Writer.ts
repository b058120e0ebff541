import { CodecError } from './CodecError.ts'

/** The largest length a variable-size vector can state (RFC 9420 §2.1.2): 30 bits. */
export const lengthMax = 0x3fff_ffff

/** Bytes a length prefix takes. */
export function lengthBytes(length: number): number {
  return length < 0x40 ? 1 : length < 0x4000 ? 2 : 4
}

/** An output buffer that grows by doubling. */
export class Writer {
  #bytes: Uint8Array
  #view: DataView
  #offset = 0

  constructor(capacity = 256) {
    this.#bytes = new Uint8Array(capacity)
    this.#view = new DataView(this.#bytes.buffer)
  }

  /** Bytes written so far. */
  get offset(): number {
    return this.#offset
  }

  /** Bytes the buffer has room for before it grows. */
  get capacity(): number {
    return this.#bytes.length
  }

  /** Forgets what was written; secrets must not stay in a buffer that is used again. */
  clear(): void {
    this.#bytes.fill(0, 0, this.#offset)
    this.#offset = 0
  }

  #reserve(length: number): number {
    const start = this.#offset
    const needed = start + length
    if (needed > this.#bytes.length) {
      const grown = new Uint8Array(Math.max(needed, this.#bytes.length * 2))
      grown.set(this.#bytes.subarray(0, start))
      this.#bytes = grown
      this.#view = new DataView(grown.buffer)
    }
    this.#offset = needed
    return start
  }

  uint8(value: number): void {
    const start = this.#reserve(1)
    this.#view.setUint8(start, value)
  }

  uint16(value: number): void {
    const start = this.#reserve(2)
    this.#view.setUint16(start, value)
  }

  uint24(value: number): void {
    const start = this.#reserve(3)
    this.#view.setUint16(start, value >>> 8)
    this.#view.setUint8(start + 2, value & 0xff)
  }

  uint32(value: number): void {
    const start = this.#reserve(4)
    this.#view.setUint32(start, value)
  }

  uint64(value: bigint): void {
    const start = this.#reserve(8)
    this.#view.setBigUint64(start, value)
  }

  bytes(value: Uint8Array): void {
    const start = this.#reserve(value.length)
    this.#bytes.set(value, start)
  }

  /** A variable-size vector's length in its shortest form (RFC 9420 §2.1.2). */
  length(value: number): void {
    if (value < 0x40) this.uint8(value)
    else if (value < 0x4000) this.uint16(value | 0x4000)
    else if (value <= lengthMax) this.uint32((value | 0x8000_0000) >>> 0)
    else throw new CodecError('limit', `length ${value} is above ${lengthMax}`)
  }

  /** Writes what `body` writes, with its byte length before it. */
  lengthPrefixed(body: () => void): number {
    const start = this.#offset
    // Most vectors are short: leave one byte for the prefix, move the body if it turns out longer.
    this.#reserve(1)
    body()
    const size = this.#offset - start - 1
    const extra = lengthBytes(size) - 1
    if (extra > 0) {
      this.#reserve(extra)
      this.#bytes.copyWithin(start + 1 + extra, start + 1, start + 1 + size)
    }
    const end = this.#offset
    this.#offset = start
    this.length(size)
    this.#offset = end
    return size
  }

  /** The bytes written, as a buffer of their own. */
  finish(): Uint8Array {
    return this.#bytes.slice(0, this.#offset)
  }
}
