import { expect, test } from 'vitest'

import { planOf } from '../src/plan.ts'
import { simulate } from '../src/simulate.ts'

test('a seed replays exactly, with all that can go wrong', async () => {
  const options = { operations: 15 }
  const [first, again, other] = [
    await simulate(planOf(20, options)),
    await simulate(planOf(20, options)),
    await simulate(planOf(21, options)),
  ]
  expect(first.messages).toBeGreaterThan(0)
  expect(again).toEqual(first)
  expect(other.hash).not.toBe(first.hash)
})
