import { expect, test } from 'vitest'

import { clockOf } from './skew.ts'

const hour = 3_600_000

test('default: a clock that is right, one that is behind, and one that is ahead', () => {
  expect(clockOf([20, -900])).toEqual({ behindMs: 20, isWrong: false })
  expect(clockOf([hour, hour + 5_000])).toEqual({ behindMs: hour, isWrong: true })
  expect(clockOf([-hour, -hour - 5_000])).toEqual({ behindMs: -hour, isWrong: true })
})

test('behavior: one node that lies about the time is not believed', () => {
  expect(clockOf([hour])).toEqual({ behindMs: undefined, isWrong: false })
  expect(clockOf([hour, 10])).toEqual({ behindMs: undefined, isWrong: false })
  expect(clockOf([hour, 10, 700])).toEqual({ behindMs: 10, isWrong: false })
})
