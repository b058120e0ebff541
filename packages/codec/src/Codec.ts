import { CodecError } from './CodecError.ts'
import { Reader } from './Reader.ts'
import { Writer } from './Writer.ts'

/**
 * One value that says how a message stands on the wire; its TypeScript type is derived with
 * {@link TypeOf}. Every codec is canonical: a value has one encoding, and bytes that are not the
 * encoding of a value are refused.
 */
export type Codec<T> = {
  /** No encoding is longer than this, in bytes. */
  readonly bytesMax: number
  /** Appends the value; throws {@link CodecError} if it is out of range. */
  readonly write: (writer: Writer, value: T) => void
  /** Takes a value from the reader; throws {@link CodecError}. Byte fields share its memory. */
  readonly read: (reader: Reader) => T
  /** A random valid value: `random(n)` is a whole number in `[0, n)`. Feeds the attack suite. */
  readonly sample: (random: (below: number) => number) => T
}

/** The type of the values a codec carries. */
export type TypeOf<C> = C extends Codec<infer T> ? T : never

/**
 * Encodes one value.
 *
 * @throws CodecError `invalid` or `limit` if the value is outside its codec's range.
 * @example
 * ```ts
 * import * as Codec from '@parley/codec'
 * const Point = Codec.struct({ x: Codec.uint16, y: Codec.uint16 })
 * Codec.encode(Point, { x: 1, y: 2 }) // Uint8Array [0, 1, 0, 2]
 * ```
 */
export function encode<T>(codec: Codec<T>, value: T): Uint8Array {
  // A codec may encode within itself: then the inner call finds no spare, and makes its own.
  const writer = spare ?? new Writer(spareBytes)
  spare = undefined
  try {
    codec.write(writer, value)
    return writer.finish()
  } finally {
    if (writer.capacity <= spareBytesMax) {
      writer.clear()
      spare = writer
    }
  }
}

/** A buffer to encode into, kept from call to call: what is returned is a copy. */
let spare: Writer | undefined
const spareBytes = 1024
/** One that grew beyond this is given back to the runtime. */
const spareBytesMax = 64 * 1024

/**
 * Decodes one value that fills `bytes` exactly. Byte fields of the result are views on `bytes`.
 *
 * @throws CodecError `truncated`, `trailing`, `limit` or `invalid`.
 * @example
 * ```ts
 * import * as Codec from '@parley/codec'
 * Codec.decode(Codec.uint16, new Uint8Array([1, 0])) // 256
 * ```
 */
export function decode<T>(codec: Codec<T>, bytes: Uint8Array): T {
  if (bytes.length > codec.bytesMax)
    throw new CodecError('limit', `${bytes.length} bytes are above the limit of ${codec.bytesMax}`)
  const reader = new Reader(bytes)
  const value = codec.read(reader)
  if (reader.remaining > 0)
    throw new CodecError('trailing', `${reader.remaining} bytes are left over`)
  return value
}
