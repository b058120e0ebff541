import { sampleLength } from './bytes.ts'
import type { Codec, TypeOf } from './Codec.ts'
import { CodecError } from './CodecError.ts'
import { uint8 } from './numbers.ts'
import { lengthBytes } from './Writer.ts'

type Flat<T> = { [K in keyof T]: T[K] }

/** Codecs of any type: `unknown` will not do, since a codec both takes and gives its type. */
// oxlint-disable-next-line typescript/no-explicit-any
type AnyCodec = Codec<any>

/**
 * `struct`: the fields in the order they are named (RFC 8446 §3.6).
 *
 * @example
 * ```ts
 * import * as Codec from '@parley/codec'
 * const Point = Codec.struct({ x: Codec.uint16, y: Codec.uint16 })
 * type Point = Codec.TypeOf<typeof Point> // { x: number; y: number }
 * ```
 */
export function struct<const F extends Record<string, AnyCodec>>(
  fields: F,
): Codec<Flat<{ -readonly [K in keyof F]: TypeOf<F[K]> }>> {
  const entries = Object.entries(fields)
  const codec: AnyCodec = {
    bytesMax: entries.reduce((sum, [, field]) => sum + field.bytesMax, 0),
    write(writer, value) {
      for (const [name, field] of entries) field.write(writer, value[name])
    },
    read(reader) {
      const value: Record<string, unknown> = {}
      for (const [name, field] of entries) value[name] = field.read(reader)
      return value
    },
    sample(random) {
      const value: Record<string, unknown> = {}
      for (const [name, field] of entries) value[name] = field.sample(random)
      return value
    },
  }
  return codec
}

/**
 * `optional<T>`: a byte 0, or a byte 1 and the value (RFC 9420 §2.1.1).
 */
export function optional<T>(inner: Codec<T>): Codec<T | undefined> {
  return {
    bytesMax: 1 + inner.bytesMax,
    write(writer, value) {
      writer.uint8(value === undefined ? 0 : 1)
      if (value !== undefined) inner.write(writer, value)
    },
    read(reader) {
      const present = reader.uint8()
      if (present > 1) throw new CodecError('invalid', `presence is 0 or 1, found ${present}`)
      return present === 1 ? inner.read(reader) : undefined
    },
    sample: (random) => (random(3) === 0 ? undefined : inner.sample(random)),
  }
}

/**
 * `T name<V>`: items one after another, their length in bytes before them (RFC 9420 §2.1.2).
 *
 * @param options `countMax` bounds the items, `bytesMax` their bytes together (default: what
 * `countMax` items can take)
 */
export function vector<T>(
  item: Codec<T>,
  options: { countMin?: number; countMax: number; bytesMax?: number },
): Codec<T[]> {
  const { countMin = 0, countMax } = options
  const bytesMax = options.bytesMax ?? item.bytesMax * countMax
  const assertCount = (count: number): void => {
    if (count > countMax)
      throw new CodecError('limit', `${count} items are above the limit of ${countMax}`)
    if (count < countMin)
      throw new CodecError('invalid', `${count} items are below the least, ${countMin}`)
  }
  const assertBytes = (bytes: number): void => {
    if (bytes > bytesMax)
      throw new CodecError('limit', `${bytes} bytes of items are above the limit of ${bytesMax}`)
  }
  return {
    bytesMax: lengthBytes(bytesMax) + bytesMax,
    write(writer, value) {
      assertCount(value.length)
      assertBytes(
        writer.lengthPrefixed(() => {
          for (const entry of value) item.write(writer, entry)
        }),
      )
    },
    read(reader) {
      const length = reader.length()
      assertBytes(length)
      const body = reader.sub(length)
      const value: T[] = []
      while (body.remaining > 0) {
        const before = body.offset
        value.push(item.read(body))
        // An item of no bytes would never end.
        if (body.offset === before) throw new CodecError('invalid', 'vector of empty items')
        if (value.length > countMax) assertCount(value.length)
      }
      assertCount(value.length)
      return value
    },
    sample(random) {
      const count = sampleLength(random, countMin, Math.min(countMax, countMin + 4))
      return Array.from({ length: count }, () => item.sample(random))
    },
  }
}

type Variant<V> = {
  [K in keyof V]: V[K] extends readonly [number, infer C]
    ? Flat<{ readonly type: K } & TypeOf<C>>
    : never
}[keyof V]

/**
 * `select`: a number says which struct follows (RFC 8446 §3.8). Here each variant is an object
 * with its name in `type`. Unknown numbers are refused.
 *
 * @param variants name → `[number, struct]`
 * @param tag the codec of the number; `uint8` unless given
 * @example
 * ```ts
 * import * as Codec from '@parley/codec'
 * const Shape = Codec.select({
 *   circle: [1, Codec.struct({ radius: Codec.uint16 })],
 *   dot: [2, Codec.struct({})],
 * })
 * Codec.encode(Shape, { type: 'circle', radius: 3 }) // Uint8Array [1, 0, 3]
 * ```
 */
export function select<const V extends Record<string, readonly [number, AnyCodec]>>(
  variants: V,
  tag: Codec<number> = uint8,
): Codec<Variant<V>> {
  const names = Object.keys(variants)
  const byNumber = new Map(names.map((name) => [variants[name]![0], name]))
  const codec: AnyCodec = {
    bytesMax: tag.bytesMax + Math.max(...names.map((name) => variants[name]![1].bytesMax)),
    write(writer, value) {
      const variant = variants[value.type]
      if (variant === undefined) throw new CodecError('invalid', `no variant ${value.type}`)
      tag.write(writer, variant[0])
      variant[1].write(writer, value)
    },
    read(reader) {
      const number = tag.read(reader)
      const type = byNumber.get(number)
      if (type === undefined) throw new CodecError('invalid', `no variant has number ${number}`)
      return { type, ...variants[type]![1].read(reader) }
    },
    sample(random) {
      const type = names[random(names.length)]!
      return { type, ...variants[type]![1].sample(random) }
    },
  }
  return codec
}

/**
 * The same bytes, another type: `decode` may refuse by throwing {@link CodecError}. The pair must be
 * inverse to each other, or the codec is not canonical and the attack suite says so.
 *
 * @param sample a random value of the new type; needed where `decode` refuses some inner values
 */
export function map<A, B>(
  inner: Codec<A>,
  decode: (value: A) => B,
  encode: (value: B) => A,
  sample?: (random: (below: number) => number) => B,
): Codec<B> {
  return {
    bytesMax: inner.bytesMax,
    write: (writer, value) => inner.write(writer, encode(value)),
    read: (reader) => decode(inner.read(reader)),
    sample: sample ?? ((random) => decode(inner.sample(random))),
  }
}

/**
 * The same codec under a tighter total limit, in bytes.
 */
export function limited<T>(inner: Codec<T>, bytesMax: number): Codec<T> {
  const assert = (bytes: number): void => {
    if (bytes > bytesMax)
      throw new CodecError('limit', `${bytes} bytes are above the limit of ${bytesMax}`)
  }
  return {
    bytesMax: Math.min(inner.bytesMax, bytesMax),
    write(writer, value) {
      const start = writer.offset
      inner.write(writer, value)
      assert(writer.offset - start)
    },
    read(reader) {
      const start = reader.offset
      const value = inner.read(reader)
      assert(reader.offset - start)
      return value
    },
    sample: inner.sample,
  }
}

/** A codec that may name itself, made when first used. `bytesMax` must be given, as it cannot be derived. */
export function lazy<T>(make: () => Codec<T>, bytesMax: number): Codec<T> {
  let made: Codec<T> | undefined
  const get = (): Codec<T> => (made ??= limited(make(), bytesMax))
  return {
    bytesMax,
    write: (writer, value) => get().write(writer, value),
    read: (reader) => get().read(reader),
    sample: (random) => get().sample(random),
  }
}
