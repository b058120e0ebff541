import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import chromium from '@sparticuz/chromium'
import { type Browser, chromium as playwright, type Page } from 'playwright-core'
import { build, type Rolldown } from 'vite'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { RunEdgeCases, RunVectorFile } from './browserEntry.ts'

/** The engine as one script, as a browser gets it. */
async function bundle(): Promise<string> {
  const entry = fileURLToPath(new URL('browserEntry.ts', import.meta.url))
  const built = await build({
    configFile: false,
    logLevel: 'error',
    resolve: { conditions: ['source'] },
    build: { write: false, lib: { entry, formats: ['iife'], name: 'conformance' } },
  })
  const [{ output }] = built as Rolldown.RolldownOutput[] as [Rolldown.RolldownOutput]
  return output[0].code
}

const own = new URL('../vectors/', import.meta.url)
const official = new URL('../../../../shared/mls-vectors/', import.meta.url)

describe('in Chromium', () => {
  let browser: Browser
  let page: Page
  beforeAll(async () => {
    browser = await playwright.launch({
      executablePath: await chromium.executablePath(),
      args: ['--no-sandbox'],
    })
    page = await browser.newPage()
    await page.addScriptTag({ content: await bundle() })
  }, 60_000)
  afterAll(() => browser.close())

  test('one verdict at every edge, the same as in Node', { timeout: 60_000 }, async () => {
    const cases = await page.evaluate(() =>
      (globalThis as unknown as { runEdgeCases: RunEdgeCases }).runEdgeCases(),
    )
    expect(cases.filter(({ good, found }) => good !== found)).toEqual([])
    expect(cases.length).toBeGreaterThan(300)
  })

  const files = [
    ...readdirSync(own).map((name) => new URL(name, own)),
    ...['crypto-basics', 'messages', 'passive-client-welcome', 'tree-operations', 'welcome']
      .map((name) => new URL(`${name}.json`, official))
      // Only where they are beside this repository.
      .filter((file) => existsSync(file)),
  ]
  for (const file of files)
    test(file.pathname.split('/').slice(-2).join('/'), { timeout: 60_000 }, async () => {
      const result = await page.evaluate(
        (text) => (globalThis as unknown as { runVectorFile: RunVectorFile }).runVectorFile(text),
        readFileSync(file, 'utf8'),
      )
      expect(result.failures).toEqual([])
      expect(result.passed).toBeGreaterThan(0)
    })
})
