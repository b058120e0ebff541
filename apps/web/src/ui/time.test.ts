import { describe, expect, it } from 'vitest'

import { dayName, listTime, sameDay, timeOfDay } from './time.ts'

const at = (...parts: [number, number, number, number?, number?]) =>
  new Date(parts[0], parts[1] - 1, parts[2], parts[3] ?? 12, parts[4] ?? 0).getTime()

describe('times', () => {
  const now = at(2026, 5, 20, 0, 30)

  it('names days by how far they are', () => {
    expect(dayName(at(2026, 5, 20, 0, 5), now, 'en-GB')).toBe('Today')
    expect(dayName(at(2026, 5, 19, 23, 59), now, 'en-GB')).toBe('Yesterday')
    expect(dayName(at(2026, 5, 15), now, 'en-GB')).toBe('Friday')
    expect(dayName(at(2026, 5, 13), now, 'en-GB')).toBe('13 May')
    expect(dayName(at(2025, 12, 31), now, 'en-GB')).toBe('31 December 2025')
  })

  it('names a day ahead of the clock by its date, never as a day that was', () => {
    expect(dayName(at(2026, 5, 21), now, 'en-GB')).toBe('21 May')
  })

  it('is short in lists', () => {
    expect(listTime(at(2026, 5, 20, 0, 5), now, 'en-GB')).toBe('0:05')
    expect(listTime(at(2026, 5, 19), now, 'en-GB')).toBe('Yesterday')
    expect(listTime(at(2026, 5, 15), now, 'en-GB')).toBe('Fri')
    expect(listTime(at(2026, 1, 2), now, 'en-GB')).toBe('2 Jan')
    expect(listTime(at(2024, 1, 2), now, 'en-GB')).toBe('02/01/2024')
  })

  it('follows the locale', () => {
    expect(timeOfDay(at(2026, 5, 20, 14, 5), 'en-GB')).toBe('14:05')
    expect(timeOfDay(at(2026, 5, 20, 14, 5), 'en-US')).toMatch(/^2:05\sPM$/)
  })

  it('compares dates, not spans of 24 hours', () => {
    expect(sameDay(at(2026, 5, 19, 23, 59), at(2026, 5, 20, 0, 1))).toBe(false)
    expect(sameDay(at(2026, 5, 20, 0, 1), at(2026, 5, 20, 23, 59))).toBe(true)
  })
})
