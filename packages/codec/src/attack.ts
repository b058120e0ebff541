import { type Codec, decode, encode } from './Codec.ts'
import { CodecError } from './CodecError.ts'

/** A small, seeded generator of whole numbers in `[0, below)` (xorshift32): the same seed, the same attack. */
export function seeded(seed: number): (below: number) => number {
  let state = seed | 0 || 1
  return (below) => {
    state ^= state << 13
    state ^= state >>> 17
    state ^= state << 5
    return (state >>> 0) % below
  }
}

function same(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, i) => byte === b[i])
}

function hex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
}

/**
 * What a stranger can do to a codec, done to it. Throws an `Error` that names the first property
 * found broken, with the bytes that break it:
 *
 * - round trip: a value's encoding decodes to a value with that same encoding, within `bytesMax`
 * - every proper prefix is refused, and so is every encoding with a byte after it
 * - whatever other bytes are accepted (bits flipped, bytes inserted, removed, replaced, spliced)
 *   are exactly the encoding of the value they gave: one value, one encoding
 * - nothing but {@link CodecError} is ever thrown
 *
 * @param name for the message of a failure
 * @param options `values` samples are attacked (default 40), `mutations` times each (default 60)
 * @example
 * ```ts
 * import * as Codec from '@parley/codec'
 * import { attack } from '@parley/codec/attack'
 * attack('point', Codec.struct({ x: Codec.uint16, y: Codec.uint16 }))
 * ```
 */
export function attack<T>(
  name: string,
  codec: Codec<T>,
  options: { seed?: number; values?: number; mutations?: number } = {},
): void {
  const { seed = 1, values = 40, mutations = 60 } = options
  const random = seeded(seed)
  const fail = (what: string, bytes: Uint8Array): never => {
    throw new Error(`${name} (seed ${seed}): ${what}: ${hex(bytes)}`)
  }
  const tryDecode = (bytes: Uint8Array): { value: T } | undefined => {
    try {
      return { value: decode(codec, bytes) }
    } catch (error) {
      if (error instanceof CodecError) return undefined
      return fail(`threw ${String(error)}`, bytes)
    }
  }
  const pool: Uint8Array[] = []
  for (let i = 0; i < values; i++) {
    const bytes = encode(codec, codec.sample(random))
    pool.push(bytes)
    if (bytes.length > codec.bytesMax) fail(`longer than its limit of ${codec.bytesMax}`, bytes)
    const back = tryDecode(bytes) ?? fail('refused its own encoding', bytes)
    if (!same(encode(codec, back.value), bytes)) fail('round trip gave other bytes', bytes)

    // Long samples are cut at a spread of places, short ones at every byte.
    const step = Math.max(1, Math.floor(bytes.length / 400))
    for (let cut = 0; cut < bytes.length; cut += step)
      if (tryDecode(bytes.subarray(0, cut))) fail(`accepted when cut at ${cut}`, bytes)
    const longer = new Uint8Array(bytes.length + 1)
    longer.set(bytes)
    if (tryDecode(longer)) fail('accepted with a byte after it', bytes)

    for (let j = 0; j < mutations; j++) {
      const mutated = mutate(bytes, pool[random(pool.length)]!, random)
      const accepted = tryDecode(mutated)
      if (accepted && !same(encode(codec, accepted.value), mutated))
        fail('accepted bytes that are not canonical', mutated)
    }
  }
}

function mutate(
  bytes: Uint8Array,
  other: Uint8Array,
  random: (below: number) => number,
): Uint8Array {
  const at = random(bytes.length + 1)
  const out = [...bytes]
  switch (random(6)) {
    case 0: // flip a bit
      if (at < out.length) out[at]! ^= 1 << random(8)
      break
    case 1: // replace a byte, often by an edge
      if (at < out.length) out[at] = [0, 1, 0x3f, 0x40, 0x7f, 0x80, 0xc0, 0xff][random(8)]!
      break
    case 2: // insert
      out.splice(at, 0, random(256))
      break
    case 3: // remove
      out.splice(at, 1 + random(4))
      break
    case 4: // a length of four bytes where a shorter one stood
      out.splice(at, 1, 0x80, 0, random(2), random(256))
      break
    default: // the head of one with the tail of another
      out.splice(at, out.length, ...other.subarray(random(other.length + 1)))
  }
  return Uint8Array.from(out)
}
