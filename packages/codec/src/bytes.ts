import type { Codec } from './Codec.ts'
import { CodecError } from './CodecError.ts'
import { lengthBytes } from './Writer.ts'

function randomBytes(random: (below: number) => number, length: number): Uint8Array {
  const bytes = new Uint8Array(length)
  for (let i = 0; i < length; i++) bytes[i] = random(256)
  return bytes
}

/** Samples stay small where the limit is large: the attack suite cuts them at every byte. */
export function sampleLength(
  random: (below: number) => number,
  lengthMin: number,
  lengthMax: number,
): number {
  const usual = Math.min(lengthMax, lengthMin + 80)
  return random(3) === 0 ? lengthMin : lengthMin + random(usual - lengthMin + 1)
}

/**
 * `opaque name[length]`: exactly so many bytes, no prefix (RFC 8446 §3.4).
 *
 * @param length in bytes
 */
export function fixed(length: number): Codec<Uint8Array> {
  return {
    bytesMax: length,
    write(writer, value) {
      if (value.length !== length)
        throw new CodecError('invalid', `expected ${length} bytes, found ${value.length}`)
      writer.bytes(value)
    },
    read: (reader) => reader.bytes(length),
    sample: (random) => randomBytes(random, length),
  }
}

/**
 * `opaque name<min..max>` with a variable-size length before it (RFC 9420 §2.1.2).
 *
 * @param options lengths in bytes; `lengthMin` is 0 unless given
 */
export function opaque(options: { lengthMin?: number; lengthMax: number }): Codec<Uint8Array> {
  const { lengthMin = 0, lengthMax } = options
  const assert = (length: number): void => {
    if (length > lengthMax)
      throw new CodecError('limit', `${length} bytes are above the limit of ${lengthMax}`)
    if (length < lengthMin)
      throw new CodecError('invalid', `${length} bytes are below the least, ${lengthMin}`)
  }
  return {
    bytesMax: lengthBytes(lengthMax) + lengthMax,
    write(writer, value) {
      assert(value.length)
      writer.length(value.length)
      writer.bytes(value)
    },
    read(reader) {
      const length = reader.length()
      assert(length)
      return reader.bytes(length)
    },
    sample: (random) => randomBytes(random, sampleLength(random, lengthMin, lengthMax)),
  }
}

// Every JavaScript runtime has these two; TypeScript's `es` libraries leave them out.
declare const TextEncoder: new () => { encode(text: string): Uint8Array }
declare const TextDecoder: new (
  label: 'utf-8',
  options: { fatal: true; ignoreBOM: true },
) => { decode(bytes: Uint8Array): string }

const encoder = new TextEncoder()
// A byte order mark is text like any other here: dropping it would make two encodings of one value.
const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

/**
 * Well-formed UTF-8 with its length in bytes before it.
 *
 * @param options `lengthMax` in bytes, not characters
 */
export function utf8(options: { lengthMax: number }): Codec<string> {
  const inner = opaque(options)
  return {
    bytesMax: inner.bytesMax,
    write(writer, value) {
      if (!value.isWellFormed()) throw new CodecError('invalid', 'text has a lone surrogate')
      inner.write(writer, encoder.encode(value))
    },
    read(reader) {
      const bytes = inner.read(reader)
      try {
        return decoder.decode(bytes)
      } catch {
        throw new CodecError('invalid', 'bytes are no UTF-8')
      }
    },
    sample(random) {
      const alphabet = ['a', 'é', '漢', '🙂', '\ufeff', '\0']
      let text = ''
      while (random(6) > 0) {
        const next = text + alphabet[random(alphabet.length)]!
        if (encoder.encode(next).length > options.lengthMax) break
        text = next
      }
      return text
    },
  }
}
