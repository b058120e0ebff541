import { describe, expect, test } from 'vitest'

import { attack } from './attack.ts'
import * as Codec from './index.ts'

const Shape = Codec.select({
  circle: [1, Codec.struct({ radius: Codec.uint16 })],
  label: [2, Codec.struct({ text: Codec.utf8({ lengthMax: 100 }) })],
})

const Everything = Codec.struct({
  a: Codec.uint8,
  b: Codec.uint24,
  c: Codec.uint32,
  d: Codec.uint53,
  e: Codec.uint64,
  f: Codec.boolean,
  colour: Codec.enumeration({ red: 1, green: 7 }),
  key: Codec.fixed(32),
  body: Codec.opaque({ lengthMax: 20_000 }),
  maybe: Codec.optional(Codec.opaque({ lengthMin: 2, lengthMax: 4 })),
  shapes: Codec.vector(Shape, { countMax: 300 }),
})
type Everything = Codec.TypeOf<typeof Everything>

type Tree = { value: number; children: Tree[] }
const Tree: Codec.Codec<Tree> = Codec.lazy(
  () =>
    Codec.struct({
      value: Codec.uint8,
      children: Codec.vector(Tree, { countMax: 2, bytesMax: 64 }),
    }),
  64,
)

function codeOf(run: () => unknown): string {
  try {
    run()
  } catch (error) {
    if (error instanceof Codec.CodecError) return error.code
    throw error
  }
  return 'none'
}

describe('every combinator withstands the attack suite', () => {
  // oxlint-disable-next-line typescript/no-explicit-any
  const codecs: Record<string, Codec.Codec<any>> = {
    uint8: Codec.uint8,
    uint16: Codec.uint16,
    uint24: Codec.uint24,
    uint32: Codec.uint32,
    uint53: Codec.uint53,
    uint64: Codec.uint64,
    boolean: Codec.boolean,
    enumeration: Codec.enumeration({ red: 1, green: 7 }),
    fixed: Codec.fixed(5),
    opaque: Codec.opaque({ lengthMin: 1, lengthMax: 70_000 }),
    utf8: Codec.utf8({ lengthMax: 70 }),
    optional: Codec.optional(Codec.uint16),
    vector: Codec.vector(Codec.uint16, { countMin: 1, countMax: 9 }),
    select: Shape,
    struct: Everything,
    limited: Codec.limited(Codec.opaque({ lengthMax: 100 }), 50),
    map: Codec.map(
      Codec.uint8,
      (n) => n - 128,
      (n) => n + 128,
    ),
  }
  test.each(Object.keys(codecs))('%s', (name) => {
    const codec = codecs[name]!
    if (name === 'limited') {
      attack(name, { ...codec, sample: (random) => new Uint8Array(random(40)) })
    } else attack(name, codec, { values: 60, mutations: 120 })
  })

  test('behavior: the suite finds a codec that is not canonical', () => {
    const loose: Codec.Codec<boolean> = { ...Codec.boolean, read: (reader) => reader.uint8() !== 0 }
    expect(() => attack('loose', loose)).toThrow('not canonical')
  })

  test('behavior: the suite finds a codec that ignores its end', () => {
    const open: Codec.Codec<number> = {
      ...Codec.uint16,
      read: (reader) =>
        reader.remaining > 1 ? reader.uint16() : reader.remaining && reader.uint8(),
    }
    expect(() => attack('open', open)).toThrow('accepted when cut')
  })

  test('behavior: the suite finds a codec that throws anything else', () => {
    const rude: Codec.Codec<number> = {
      ...Codec.uint8,
      read: (reader) => {
        const value = reader.uint8()
        if (value === 0xff) throw new RangeError('no')
        return value
      },
    }
    expect(() => attack('rude', rude)).toThrow('RangeError')
  })
})

describe('encode and decode', () => {
  test('default: fixed vectors', () => {
    const value: Everything = {
      a: 1,
      b: 0x020304,
      c: 0x05060708,
      d: 2 ** 40,
      e: 2n ** 63n,
      f: true,
      colour: 'green',
      key: new Uint8Array(32).fill(9),
      body: new Uint8Array(64).fill(1),
      maybe: undefined,
      shapes: [
        { type: 'circle', radius: 300 },
        { type: 'label', text: 'é' },
      ],
    }
    const bytes = Codec.encode(Everything, value)
    expect(Buffer.from(bytes).toString('hex')).toBe(
      '01' +
        '020304' +
        '05060708' +
        '0000010000000000' +
        '8000000000000000' +
        '01' +
        '07' +
        '09'.repeat(32) +
        '4040' +
        '01'.repeat(64) +
        '00' +
        '07' +
        '01012c' +
        '0202c3a9',
    )
    expect(Codec.decode(Everything, bytes)).toEqual(value)
  })

  test('behavior: lengths take 1, 2 and 4 bytes (RFC 9420 §2.1.2)', () => {
    const body = Codec.opaque({ lengthMax: 20_000 })
    expect(Codec.encode(body, new Uint8Array(63)).length).toBe(64)
    expect(Codec.encode(body, new Uint8Array(64)).length).toBe(66)
    expect(Codec.encode(body, new Uint8Array(16_383)).length).toBe(16_385)
    expect(Codec.encode(body, new Uint8Array(16_384)).length).toBe(16_388)
  })

  test('behavior: a long vector moves to make room for its length', () => {
    const list = Codec.vector(Codec.uint32, { countMax: 10_000 })
    for (const count of [15, 16, 4095, 4096, 10_000]) {
      const value = Array.from({ length: count }, (_, i) => i)
      expect(Codec.decode(list, Codec.encode(list, value))).toEqual(value)
    }
  })

  test('behavior: recursion is bounded by its bytes', () => {
    const value: Tree = { value: 1, children: [{ value: 2, children: [] }] }
    expect(Codec.decode(Tree, Codec.encode(Tree, value))).toEqual(value)
    let deep: Tree = { value: 0, children: [] }
    for (let i = 0; i < 60; i++) deep = { value: i, children: [deep] }
    expect(codeOf(() => Codec.encode(Tree, deep))).toBe('limit')
  })

  test('error: one code for each reason', () => {
    const body = Codec.opaque({ lengthMax: 100 })
    expect(codeOf(() => Codec.decode(body, Uint8Array.of(5, 1)))).toBe('truncated')
    expect(codeOf(() => Codec.decode(body, Uint8Array.of(1, 1, 1)))).toBe('trailing')
    expect(codeOf(() => Codec.decode(body, Uint8Array.of(0x40, 101)))).toBe('limit')
    expect(codeOf(() => Codec.decode(body, Uint8Array.of(0x40, 1, 1)))).toBe('invalid')
    expect(codeOf(() => Codec.decode(body, Uint8Array.of(0xc0, 1)))).toBe('invalid')
    expect(codeOf(() => Codec.encode(Codec.uint8, 256))).toBe('invalid')
    expect(codeOf(() => Codec.encode(Codec.uint16, 1.5))).toBe('invalid')
    expect(codeOf(() => Codec.encode(Codec.uint53, 2 ** 53))).toBe('invalid')
    expect(codeOf(() => Codec.encode(Codec.uint64, -1n))).toBe('invalid')
    expect(codeOf(() => Codec.encode(Codec.utf8({ lengthMax: 9 }), '\ud800'))).toBe('invalid')
    expect(codeOf(() => Codec.decode(Codec.utf8({ lengthMax: 9 }), Uint8Array.of(1, 0xff)))).toBe(
      'invalid',
    )
  })
})
