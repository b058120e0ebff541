import { describe, expect, test } from 'vitest'

import { Pace } from './pace.ts'

describe('graceMs', () => {
  test('default: as long again as the quorum took', () => {
    expect(new Pace().graceMs(['a'], 40)).toBe(40)
  })

  test('behavior: no shorter than timers are exact, no longer than people wait', () => {
    expect(new Pace().graceMs(['a'], 0)).toBe(5)
    expect(new Pace().graceMs(['a'], 10_000)).toBe(250)
  })

  test('behavior: who was waited for in vain is not waited for until it answers', () => {
    const pace = new Pace()
    pace.missed('a')
    expect(pace.graceMs(['a'], 40)).toBe(0)
    expect(pace.graceMs(['a', 'b'], 40)).toBe(40)
    pace.answered('a')
    expect(pace.graceMs(['a'], 40)).toBe(40)
  })
})

describe('backoffMs', () => {
  test('default: three round trips of a quorum, half as much either way', () => {
    const pace = new Pace()
    pace.measured(100)
    expect(pace.backoffMs(0, 0)).toBe(150)
    expect(pace.backoffMs(0, 1)).toBe(450)
    for (let i = 0; i < 50; i++) pace.measured(10)
    expect(pace.backoffMs(0, 0.5)).toBeCloseTo(30, 1)
  })

  test('behavior: it doubles with each view given up, to an end', () => {
    const pace = new Pace()
    pace.measured(20)
    expect(pace.backoffMs(1, 0.5)).toBe(120)
    expect(pace.backoffMs(3, 0.5)).toBe(480)
    expect(pace.backoffMs(1000, 0.5)).toBe(5000)
  })
})
