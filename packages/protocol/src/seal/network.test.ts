import { describe, expect, test } from 'vitest'

import { type Lie, run } from '../../test/seal/network.ts'
import * as Placement from '../Placement.ts'

const kinds: Lie[] = ['silent', 'garbage', 'two-faced', 'forgetful', 'far', 'any']

/** What must hold at the end, whatever the network and f replicas did. */
async function check(scenario: Parameters<typeof run>[0]): Promise<void> {
  const outcome = await run(scenario)
  const text = JSON.stringify(scenario)
  const sealed = outcome.certificates.map((certificate) =>
    certificate ? Buffer.from(certificate.value.id).toString('hex') : 'nothing',
  )
  expect(new Set(sealed).size, `one value: ${text}`).toBe(1)
  expect(sealed, `some value: ${text}`).not.toContain('nothing')
  expect(outcome.elapsedMs, `soon: ${text}`).toBeLessThan(60_000)
  for (const replica of [...outcome.convicted, ...outcome.distrusted])
    expect(replica, `only liars are blamed: ${text}`).toBeLessThan(scenario.lies.length)
}

describe('rivals seal one value and all learn it', () => {
  test.each(kinds)('behavior: one of four is %s', { timeout: 60_000 }, async (lie) => {
    for (let seed = 1; seed <= 60; seed++) {
      const clients = 2 + (seed % 2)
      await check({ seed, replicas: 4, clients, lies: [lie], lossPercent: [0, 5, 20][seed % 3]! })
    }
  })

  test.each([1, 2, 3, 4, 5, 6, 7, 10])(
    'behavior: %i replicas, the most that may lie do',
    { timeout: 60_000 },
    async (replicas) => {
      for (let seed = 1; seed <= 30; seed++) {
        const lies = Array.from(
          { length: Placement.faultsMax(replicas) },
          (_, i) => kinds[(seed + i) % kinds.length]!,
        )
        await check({ seed, replicas, clients: 1 + (seed % 3), lies, lossPercent: seed % 20 })
      }
    },
  )

  test('behavior: alone on a sound network it takes one round trip', async () => {
    const scenario = { seed: 3, replicas: 4, clients: 1, lies: [], lossPercent: 0 }
    const outcome = await run(scenario)
    expect(outcome.certificates[0]).toMatchObject({ path: 'fast', view: 0 })
  })
})

test('behavior: a seed replays exactly', async () => {
  const scenario = { seed: 11, replicas: 7, clients: 3, lossPercent: 10 }
  const lies: Lie[] = ['any', 'two-faced']
  expect(await run({ ...scenario, lies })).toEqual(await run({ ...scenario, lies }))
})
