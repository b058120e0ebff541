import type { Codec } from './Codec.ts'
import { CodecError } from './CodecError.ts'

function uint(
  bits: 8 | 16 | 24 | 32,
  name: 'uint8' | 'uint16' | 'uint24' | 'uint32',
): Codec<number> {
  const max = 2 ** bits - 1
  return {
    bytesMax: bits / 8,
    write(writer, value) {
      if (!Number.isInteger(value) || value < 0 || value > max)
        throw new CodecError('invalid', `${value} is no ${name}`)
      writer[name](value)
    },
    read: (reader) => reader[name](),
    // Edges are where mistakes are: draw them often.
    sample: (random) => (random(4) === 0 ? [0, 1, max][random(3)]! : random(max + 1)),
  }
}

/** RFC 8446 §3.3. */
export const uint8: Codec<number> = /* @__PURE__ */ uint(8, 'uint8')
/** RFC 8446 §3.3. */
export const uint16: Codec<number> = /* @__PURE__ */ uint(16, 'uint16')
/** RFC 8446 §3.3. */
export const uint24: Codec<number> = /* @__PURE__ */ uint(24, 'uint24')
/** RFC 8446 §3.3. */
export const uint32: Codec<number> = /* @__PURE__ */ uint(32, 'uint32')

const uint64Max = 2n ** 64n - 1n

/** RFC 8446 §3.3, as a bigint. */
export const uint64: Codec<bigint> = {
  bytesMax: 8,
  write(writer, value) {
    if (value < 0n || value > uint64Max) throw new CodecError('invalid', `${value} is no uint64`)
    writer.uint64(value)
  },
  read: (reader) => reader.uint64(),
  sample: (random) =>
    random(4) === 0
      ? [0n, 1n, uint64Max][random(3)]!
      : (BigInt(random(2 ** 32)) << 32n) | BigInt(random(2 ** 32)),
}

/** A uint64 on the wire that is a number here: at most `Number.MAX_SAFE_INTEGER` (2^53 − 1). Times and counters. */
export const uint53: Codec<number> = {
  bytesMax: 8,
  write(writer, value) {
    if (!Number.isSafeInteger(value) || value < 0)
      throw new CodecError('invalid', `${value} is no whole number below 2^53`)
    writer.uint32(Math.floor(value / 2 ** 32))
    writer.uint32(value >>> 0)
  },
  read(reader) {
    const high = reader.uint32()
    const low = reader.uint32()
    if (high >= 2 ** 21) throw new CodecError('invalid', 'number is not below 2^53')
    return high * 2 ** 32 + low
  },
  sample: (random) =>
    random(4) === 0
      ? [0, 1, Number.MAX_SAFE_INTEGER][random(3)]!
      : random(2 ** 21) * 2 ** 32 + random(2 ** 32),
}

/** One byte, 0 or 1. */
export const boolean: Codec<boolean> = {
  bytesMax: 1,
  write: (writer, value) => writer.uint8(value ? 1 : 0),
  read(reader) {
    const byte = reader.uint8()
    if (byte > 1) throw new CodecError('invalid', `${byte} is no boolean`)
    return byte === 1
  },
  sample: (random) => random(2) === 1,
}

/**
 * A closed enumeration: names here, one byte each on the wire. Unknown bytes are refused.
 *
 * @example
 * ```ts
 * import * as Codec from '@parley/codec'
 * const Colour = Codec.enumeration({ red: 1, blue: 2 })
 * Codec.encode(Colour, 'blue') // Uint8Array [2]
 * ```
 */
export function enumeration<const M extends Record<string, number>>(
  members: M,
): Codec<keyof M & string> {
  const names = Object.keys(members)
  const byNumber = new Map(names.map((name) => [members[name]!, name]))
  return {
    bytesMax: 1,
    write(writer, value) {
      const number = members[value]
      if (number === undefined) throw new CodecError('invalid', `${value} is no member`)
      writer.uint8(number)
    },
    read(reader) {
      const number = reader.uint8()
      const name = byNumber.get(number)
      if (name === undefined) throw new CodecError('invalid', `${number} is no member`)
      return name
    },
    sample: (random) => names[random(names.length)]!,
  }
}
