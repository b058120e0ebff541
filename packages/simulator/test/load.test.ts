import { expect, test } from 'vitest'

import { loadOf } from '../src/load.ts'

test('load per node stays flat as a network grows', () => {
  const [small, large] = [10, 80].map((nodes) => loadOf({ seed: 1, nodes, topicsPerNode: 50 }))
  expect(small!.topicsMean).toBe(large!.topicsMean)
  // Fewer gateways are replicas themselves: it grows towards a bound.
  expect(large!.messagesMean / small!.messagesMean).toBeLessThan(1.3)
  expect(large!.messagesMax / large!.messagesMean).toBeLessThan(1.5)
})
