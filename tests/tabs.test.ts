import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'

import type { Page } from 'playwright-core'
import { generatePrivateKey } from 'viem/accounts'
import { afterAll, beforeAll, expect, test } from 'vitest'

import type { Network } from '@parley/protocol'

import { bundle, type Channel, Chromium, spoilChannel } from '../packages/client/test/Chromium.ts'
import { TestNetwork } from './harness.ts'
import { newPerson, say } from './people.ts'
import type { Tab } from './tabs/page.ts'

let network: TestNetwork
let chromium: Chromium
let script: string
beforeAll(async () => {
  ;[network, chromium, script] = await Promise.all([
    TestNetwork.start({ chain: false }),
    Chromium.launch(),
    bundle(fileURLToPath(new URL('tabs/page.ts', import.meta.url))),
  ])
})
afterAll(async () => {
  await chromium?.[Symbol.asyncDispose]()
  await network?.[Symbol.asyncDispose]()
})

const start = (page: Page, options: Parameters<Tab['start']>[0]): Promise<string> =>
  page.evaluate((given) => (globalThis as unknown as { tab: Tab }).tab.start(given), options)
const write = (page: Page, options: Parameters<Tab['write']>[0]): Promise<void> =>
  page.evaluate((given) => (globalThis as unknown as { tab: Tab }).tab.write(given), options)

test('behavior: two tabs of one wallet write and read at once, and nothing is lost', async () => {
  const perTab = 150
  await using bob = await newPerson(network.ready.network)
  const file = JSON.parse(await readFile(network.ready.network, 'utf8')) as Network.File
  const person = await chromium.newPerson()
  // Tabs that hear each other late: a stale memory is of no use for good.
  await person.addInitScript<Channel>(spoilChannel, 'delayed')
  const wallet = { key: generatePrivateKey(), network: file }
  const tabs = await Promise.all([1, 2].map(() => chromium.openTab(person, script)))
  const devices = [await start(tabs[0]!, wallet), await start(tabs[1]!, wallet)]
  expect(devices[0]).toBe(devices[1])

  const heard = new Set<string>()
  let answers: Promise<unknown> = Promise.resolve()
  const all = new Promise<void>((resolve) => {
    bob.on('message', ({ own, text, from, conversation }) => {
      if (own || heard.has(text)) return
      heard.add(text)
      if (heard.size === 1) void bob.accept(conversation)
      // What arrives makes both tabs write at the same moment.
      if (heard.size % 10 === 0) answers = answers.then(() => say(bob, from, `${heard.size}`))
      if (heard.size === 2 * perTab) resolve()
    })
  })
  await Promise.all(
    tabs.map((page, index) =>
      write(page, { to: bob.account, prefix: `tab ${index}:`, count: perTab }),
    ),
  )
  await Promise.all([all, answers])
  await person.close()
})
