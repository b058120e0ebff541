import { expect, test } from 'vitest'

import type { Fault } from './api.ts'
import { Database } from './database.ts'
import { keepProven, proven } from './evidence.ts'
import { memoryDatabase, memoryStore } from './store/memory.ts'

const fault = (node: number, at: number): Fault & { evidence: Uint8Array } => ({
  node: node.toString(16).padStart(64, '0'),
  url: 'ws://node',
  kind: 'rewritten_log',
  detail: `at ${at}`,
  at,
  evidence: Uint8Array.of(node, at),
})

test('what is proved is kept over restarts, the oldest first, a few pieces for each node', async () => {
  const memory = memoryDatabase()
  const database = new Database(memoryStore(memory))
  expect(await proven(database)).toEqual([])
  for (const [node, at] of [
    [1, 30],
    [2, 20],
    [1, 10],
    [1, 40],
    [1, 40],
    [1, 50],
    [1, 60],
  ] as const)
    await keepProven(database, fault(node, at))
  const again = new Database(memoryStore(memory))
  expect((await proven(again)).map(({ detail }) => detail)).toEqual([
    'at 10',
    'at 20',
    'at 30',
    'at 40',
    'at 40',
  ])
  expect((await proven(again))[1]).toEqual(fault(2, 20))
  for (let node = 10; node < 400; node++) await keepProven(again, fault(node, node))
  expect((await proven(again)).length).toBe(256)
})
