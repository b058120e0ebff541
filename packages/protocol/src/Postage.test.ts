import { expect, test } from 'vitest'

import * as Postage from './Postage.ts'

test('a letter costs a bit more for each doubling of its size, and more the fuller the inbox', () => {
  const bits = (bytes: number, fill = 0): number => Postage.bitsFor({ base: 14, bytes, fill })
  expect([0, 1, 4_096].map((bytes) => bits(bytes))).toEqual([14, 14, 14])
  expect([4_097, 8_192, 8_193, 512 * 1024].map((bytes) => bits(bytes))).toEqual([15, 15, 16, 21])
  expect([0.3, 0.5, 0.9, 1, 7].map((fill) => bits(100, fill))).toEqual([14, 16, 20, 22, 22])
  expect(Postage.bitsFor({ base: 200, bytes: 1 })).toBe(Postage.bitsMax)
})

test('what is asked for is read again, and nothing that nobody would ask for', () => {
  expect(Postage.bitsAsked(Postage.askFor(17))).toBe(17)
  expect(Postage.bitsAsked(Postage.askFor(60))).toBe(0)
  expect([undefined, '', 'The inbox asks.'].map(Postage.bitsAsked)).toEqual([0, 0, 0])
})
