/**
 * Pages in a real Chromium, for what only a browser has.
 *
 * @module
 */
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'

import chromium from '@sparticuz/chromium'
import {
  type Browser,
  type BrowserContext,
  chromium as playwright,
  type Page,
} from 'playwright-core'
import { build, type Rolldown } from 'vite'

/** A browser, and a place on loopback from which it loads empty pages: a secure context with storage. */
export class Chromium implements AsyncDisposable {
  readonly #browser: Browser
  readonly #server: Server

  private constructor(browser: Browser, server: Server) {
    this.#browser = browser
    this.#server = server
  }

  static async launch(): Promise<Chromium> {
    const server = createServer((_, response) =>
      response.setHeader('content-type', 'text/html').end('<!doctype html><title>Parley</title>'),
    )
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const browser = await playwright.launch({
      executablePath: await chromium.executablePath(),
      // The bundled Chromium is one for containers, where its sandbox has nothing to stand on.
      args: ['--no-sandbox'],
    })
    return new Chromium(browser, server)
  }

  /** One person at this browser: its tabs share a database, and nothing with other people. */
  newPerson(): Promise<BrowserContext> {
    return this.#browser.newContext()
  }

  /** A tab in which the script has run. */
  async openTab(person: BrowserContext, script: string): Promise<Page> {
    const page = await person.newPage()
    await page.goto(`http://127.0.0.1:${(this.#server.address() as AddressInfo).port}/`)
    await page.addScriptTag({ content: script })
    return page
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#browser.close()
    this.#server.closeAllConnections()
    await new Promise((resolve) => this.#server.close(resolve))
  }
}

/** A module with all that it imports, as one script. */
export async function bundle(entry: string): Promise<string> {
  const built = await build({
    configFile: false,
    logLevel: 'error',
    resolve: { conditions: ['source'] },
    build: {
      write: false,
      lib: { entry, formats: ['iife'], name: 'entry' },
      rolldownOptions: { output: { codeSplitting: false } },
    },
  })
  const [{ output }] = built as Rolldown.RolldownOutput[] as [Rolldown.RolldownOutput]
  return output[0].code
}

/** What becomes of the channel by which tabs hear each other. */
export type Channel = 'usual' | 'delayed' | 'blocked' | 'absent'

/** Runs in each page before its own scripts: tabs hear each other late, never, or have no channel. */
export function spoilChannel(how: Channel): void {
  const page = globalThis as { BroadcastChannel?: typeof BroadcastChannel }
  const Usual = BroadcastChannel
  if (how === 'absent') delete page.BroadcastChannel
  if (how === 'delayed')
    page.BroadcastChannel = class extends Usual {
      override postMessage(message: unknown): void {
        setTimeout(() => super.postMessage(message), 250)
      }
    }
  if (how === 'blocked')
    page.BroadcastChannel = class extends Usual {
      override postMessage(): void {}
    }
}
