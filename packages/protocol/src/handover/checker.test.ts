import { describe, expect, test } from 'vitest'

import { explore } from '../../test/handover/checker.ts'

test(
  'safety: what is acknowledged is where it must be, whatever happens in a turn',
  { timeout: 120_000 },
  () => {
    const found = explore({ turns: 1 })
    expect(found).toMatchObject({ violation: undefined, states: 30_673, installed: 11_816 })
  },
)

describe('the checker finds what is unsafe', () => {
  test('behavior: comparing before the fence', { timeout: 60_000 }, () => {
    const rules = { unsafeCompareUnfencedForTesting: true }
    expect(explore({ turns: 1, rules }).violation).toEqual([
      'turn 1 is opened',
      'u0 stores it, fence 0',
      'v0 compares with u0',
      'v0 compares with u1',
      'v1 compares with u1',
      'u1 stores it, fence 0',
      'v1 compares with u2',
      'v takes over in turn 1',
      'it is acknowledged',
    ])
  })

  test('behavior: counting who is fenced alone', { timeout: 60_000 }, () => {
    const rules = { unsafeCountFencedForTesting: true }
    expect(explore({ turns: 1, rules }).violation?.slice(-3)).toEqual([
      'v1 compares with u1',
      'v takes over in turn 1',
      'it is acknowledged',
    ])
  })

  test('behavior: taking over by f + 1', { timeout: 60_000 }, () => {
    const rules = { unsafeFewHoldForTesting: true }
    expect(explore({ turns: 1, rules }).violation?.length).toBe(11)
  })

  test(
    'behavior: counting in a turn what was compared in the one before',
    { timeout: 120_000 },
    () => {
      const rules = { unsafeKeepComparedForTesting: true }
      expect(explore({ turns: 2, aware: true, rules }).violation?.slice(-5)).toEqual([
        'turn 2 is opened',
        'v takes over in turn 2',
        'u0 learns of turn 2',
        'u0 stores it, fence 0',
        'it is acknowledged',
      ])
    },
  )
})
