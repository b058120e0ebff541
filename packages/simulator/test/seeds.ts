import { expect, test } from 'vitest'

import { planOf } from '../src/plan.ts'
import { simulate } from '../src/simulate.ts'

/** A worker's share of the seeds that run with every change. */
export const seedsPerFile = 50
/** Few operations: a seed takes less than a second. */
const operations = 4

/** Runs one file's share; files run side by side. */
export function runSeeds(file: number): void {
  const first = 1_000 + file * seedsPerFile
  test.each(Array.from({ length: seedsPerFile }, (_, i) => first + i))('seed %i', async (seed) => {
    const { violation, last } = await simulate(planOf(seed, { operations }))
    const replay = `npm run sim -- --seed ${seed} --ops ${operations}`
    expect(violation, `${replay}\n${last.join('\n')}`).toBeUndefined()
  })
}
