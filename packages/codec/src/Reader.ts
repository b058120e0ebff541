import { CodecError } from './CodecError.ts'

/** A cursor over received bytes. It never reads past its end and copies nothing. */
export class Reader {
  readonly #bytes: Uint8Array
  readonly #view: DataView
  readonly #end: number
  #offset: number

  constructor(bytes: Uint8Array, offset = 0, end = bytes.length) {
    this.#bytes = bytes
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
    this.#offset = offset
    this.#end = end
  }

  /** Bytes not yet read. */
  get remaining(): number {
    return this.#end - this.#offset
  }

  /** Position of the next byte, counted from the start of the buffer given. */
  get offset(): number {
    return this.#offset
  }

  #take(length: number): number {
    const start = this.#offset
    if (length > this.#end - start)
      throw new CodecError('truncated', `expected ${length} more bytes, found ${this.#end - start}`)
    this.#offset = start + length
    return start
  }

  uint8(): number {
    return this.#view.getUint8(this.#take(1))
  }

  uint16(): number {
    return this.#view.getUint16(this.#take(2))
  }

  uint24(): number {
    const start = this.#take(3)
    return this.#view.getUint16(start) * 0x100 + this.#view.getUint8(start + 2)
  }

  uint32(): number {
    return this.#view.getUint32(this.#take(4))
  }

  uint64(): bigint {
    return this.#view.getBigUint64(this.#take(8))
  }

  /** A view on the next `length` bytes: shares memory with the input. */
  bytes(length: number): Uint8Array {
    const start = this.#take(length)
    return this.#bytes.subarray(start, start + length)
  }

  /** A reader confined to the next `length` bytes. */
  sub(length: number): Reader {
    const start = this.#take(length)
    return new Reader(this.#bytes, start, start + length)
  }

  /** A variable-size vector's length (RFC 9420 §2.1.2): 1, 2 or 4 bytes, the shortest form only. */
  length(): number {
    const first = this.uint8()
    const prefix = first >> 6
    if (prefix === 0) return first
    if (prefix === 3) throw new CodecError('invalid', 'length prefix 0b11 is reserved')
    let value = first & 0x3f
    const extra = prefix === 1 ? 1 : 3
    for (let i = 0; i < extra; i++) value = value * 0x100 + this.uint8()
    if (value < (prefix === 1 ? 0x40 : 0x4000))
      throw new CodecError('invalid', 'length is not in its shortest form')
    return value
  }
}
