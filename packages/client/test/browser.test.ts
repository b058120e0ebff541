import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'

import type { RunCompliance } from './browserEntry.ts'
import { bundle, type Channel, Chromium, spoilChannel } from './Chromium.ts'

const entry = fileURLToPath(new URL('browserEntry.ts', import.meta.url))

describe('IndexedDB in Chromium does what every store must', () => {
  let chromium: Chromium
  let script: string
  beforeAll(async () => {
    ;[chromium, script] = await Promise.all([Chromium.launch(), bundle(entry)])
  }, 60_000)
  afterAll(() => chromium[Symbol.asyncDispose]())

  const channels: Channel[] = ['usual', 'delayed', 'blocked', 'absent']
  for (const channel of channels)
    test(`behavior: with a channel between tabs that is ${channel}`, async () => {
      const person = await chromium.newPerson()
      await person.addInitScript(spoilChannel, channel)
      const page = await chromium.openTab(person, script)
      const results = await page.evaluate(() =>
        (globalThis as unknown as { runCompliance: RunCompliance }).runCompliance(),
      )
      expect(Object.keys(results).length).toBeGreaterThan(4)
      expect(results).toEqual(
        Object.fromEntries(Object.keys(results).map((name) => [name, undefined])),
      )
      await person.close()
    })
})
