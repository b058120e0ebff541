import { expect, test } from 'vitest'
import { checkExamples, examples } from '../scripts/examples.ts'

test('the examples in the comments type-check', { timeout: 60_000 }, () => {
  expect(examples().size).toBeGreaterThan(20)
  checkExamples()
})
