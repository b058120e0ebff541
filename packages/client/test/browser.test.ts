import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'

import type { Parley } from './browserEntry.ts'
import { bundle, type Channel, Chromium, spoilChannel } from './Chromium.ts'

const entry = fileURLToPath(new URL('browserEntry.ts', import.meta.url))

/** Stands for the page's own global object where functions run there. */
declare const inPage: { parley: Parley }
const nameGlobal = 'globalThis.inPage = globalThis'

let chromium: Chromium
let script: string
beforeAll(async () => {
  ;[chromium, script] = await Promise.all([Chromium.launch(), bundle(entry)])
  script = `${nameGlobal};${script}`
}, 60_000)
afterAll(() => chromium[Symbol.asyncDispose]())

describe('IndexedDB in Chromium does what every store must', () => {
  const channels: Channel[] = ['usual', 'delayed', 'blocked', 'absent']
  for (const channel of channels)
    test(`behavior: with a channel between tabs that is ${channel}`, async () => {
      const person = await chromium.newPerson()
      await person.addInitScript(spoilChannel, channel)
      const page = await chromium.openTab(person, script)
      const results = await page.evaluate(() => inPage.parley.runCompliance())
      expect(Object.keys(results).length).toBeGreaterThan(4)
      expect(results).toEqual(
        Object.fromEntries(Object.keys(results).map((name) => [name, undefined])),
      )
      await person.close()
    })
})

describe('a page', () => {
  test('error: without room says so, reads what is there, and writes again once there is some', async () => {
    const person = await chromium.newPerson()
    const page = await chromium.openTab(person, script)
    const session = await person.newCDPSession(page)
    const quota = (bytes?: number): Promise<unknown> =>
      session.send('Storage.overrideQuotaForOrigin', {
        origin: new URL(page.url()).origin,
        ...(bytes === undefined ? {} : { quotaSize: bytes }),
      })
    const write = (bytes: number): Promise<string> =>
      page.evaluate(async (length) => {
        const store = await inPage.parley.indexedDbStore({ name: 'full' })
        try {
          await store.write([{ key: 'a', value: new Uint8Array(length) }])
          return `has ${(await store.get('a'))!.length}`
        } catch (error) {
          return `${(error as { code: string }).code}, has ${(await store.get('a'))!.length}`
        } finally {
          await store.close()
        }
      }, bytes)
    await quota(1_000_000)
    expect(await write(10)).toBe('has 10')
    expect(await write(5_000_000)).toBe('store_full, has 10')
    await quota()
    expect(await write(20)).toBe('has 20')
    await person.close()
  })

  test('error: not over https has no cryptography, and the SDK says so', async () => {
    const person = await chromium.newPerson()
    const page = await person.newPage()
    await page.route('http://parley.example/', (route) =>
      route.fulfill({ contentType: 'text/html', body: '<!doctype html>' }),
    )
    await page.goto('http://parley.example/')
    await page.addScriptTag({ content: script })
    const codes = await page.evaluate(async () => {
      const codeOf = (error: unknown): unknown => (error as { code?: string }).code ?? String(error)
      const { createClient, indexedDbStore } = inPage.parley
      const signer = { address: `0x${'1'.repeat(40)}`, signTypedData: async () => '0x' }
      return [
        await createClient({ signer, network: 'http://127.0.0.1:1/network.json' }).catch(codeOf),
        await indexedDbStore({ name: 'a' }).catch(codeOf),
      ]
    })
    expect(codes).toEqual(['insecure_context', 'insecure_context'])
    await person.close()
  })

  test('error: whose storage is blocked says so', async () => {
    const person = await chromium.newPerson()
    const page = await chromium.openTab(person, script)
    // A frame of no origin may keep nothing.
    await page.setContent('<iframe sandbox="allow-scripts" srcdoc="<!doctype html>"></iframe>')
    const frame = page.frames()[1]!
    await frame.addScriptTag({ content: script })
    const code = await frame.evaluate(() =>
      inPage.parley.indexedDbStore({ name: 'a' }).then(
        () => 'opened',
        (error: { code: string }) => error.code,
      ),
    )
    expect(code).toBe('store_not_permitted')
    await person.close()
  })

  test('behavior: whose database is deleted by another is not in its way, and says so', async () => {
    const person = await chromium.newPerson()
    const page = await chromium.openTab(person, script)
    const code = await page.evaluate(async () => {
      const store = await inPage.parley.indexedDbStore({ name: 'gone' })
      await new Promise((resolve, reject) => {
        const request = indexedDB.deleteDatabase('parley/gone')
        request.addEventListener('success', resolve)
        request.addEventListener('blocked', () => reject(new Error('blocked')))
      })
      return store.get('a').catch((error: { code: string }) => error.code)
    })
    expect(code).toBe('store_closed')
    await person.close()
  })
})
