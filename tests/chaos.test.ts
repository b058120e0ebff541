import { expect, test } from 'vitest'

import { chaos } from './chaos/chaos.ts'

/** A longer one: `npm run chaos -- --minutes 5 --seed 7`. */
const seed = 1

test('nodes are killed, paused and cut off: what is called stored arrives once, and no group forks', async () => {
  const lines: string[] = []
  const result = await chaos({
    seed,
    nodes: 7,
    durationMs: 20_000,
    phaseMs: 4_000,
    log: (line) => lines.push(line),
  }).catch((error: unknown) => {
    throw new Error(`seed ${seed}\n${lines.join('\n')}`, { cause: error })
  })
  expect(result.phases).toBeGreaterThanOrEqual(2)
  expect(result.stored).toBe(result.sent)
  expect(result.seals).toBeGreaterThan(0)
}, 400_000)
