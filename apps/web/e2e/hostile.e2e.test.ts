/**
 * A page of somebody else, open in a browser beside `parley up`.
 */
import { glob, readFile } from 'node:fs/promises'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'

import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

import { launchBrowser } from './browser.ts'
import { type LocalNetwork, startNetwork } from './network.ts'

/** Resolves to this machine, as a hostile page can have its own name do. */
const rebound = 'hostile.example'

let pages: Server
/** What its server was asked for. */
const asked: string[] = []
let hostilePort: number
let network: LocalNetwork
let browser: Browser
let page: Page
/** Where the chain itself listens, past its filter. */
let anvil: string

/** Looks where a page cannot: among the processes. */
async function findAnvil(folder: string): Promise<string> {
  for await (const file of glob('/proc/[0-9]*/cmdline')) {
    const args = (await readFile(file, 'utf8').catch(() => '')).split('\0')
    const value = (name: string) =>
      args.find((arg) => arg.startsWith(`--${name}=`))?.slice(name.length + 3)
    if (args[0]?.endsWith('anvil') && value('state')?.startsWith(folder))
      return `${value('host')}:${value('port')}`
  }
  throw new Error('No anvil runs.')
}

beforeAll(async () => {
  pages = createServer(({ url }, response) => {
    asked.push(url!)
    response.writeHead(200, { 'content-type': 'text/html' }).end('<title>hostile</title>')
  })
  await new Promise<void>((resolve) => pages.listen(0, '127.0.0.1', resolve))
  hostilePort = (pages.address() as AddressInfo).port
  ;[network, browser] = await Promise.all([
    startNetwork(['--allow-origin', `http://localhost:${hostilePort}`]),
    launchBrowser([`--host-resolver-rules=MAP ${rebound} 127.0.0.1`]),
  ])
  anvil = await findAnvil(network.folder)
  page = await browser.newPage()
})
afterAll(async () => {
  await browser?.close()
  await network?.stop()
  pages.close()
})

const call = (method: string, params: unknown[] = []) => ({ jsonrpc: '2.0', id: 1, method, params })

/** What a script of the page reads; nothing if the browser or the server keeps it from it. */
function reads(url: string, init: RequestInit = {}): Promise<string | undefined> {
  return page.evaluate(
    async ([url, init]) => {
      try {
        const response = await fetch(url, init as RequestInit)
        return response.ok ? await response.text() : undefined
      } catch {
        return undefined
      }
    },
    [url, init] as const,
  )
}

const asks = (url: string, body: object, type = 'application/json') =>
  reads(url, { method: 'POST', headers: { 'content-type': type }, body: JSON.stringify(body) })

/** Whether a script of the page gets a WebSocket open. */
const opens = (url: string) =>
  page.evaluate(
    (url) =>
      new Promise<boolean>((resolve) => {
        const socket = new WebSocket(url)
        socket.addEventListener('open', () => resolve(true))
        socket.addEventListener('error', () => resolve(false))
      }),
    url,
  )

const port = (url: string) => new URL(url.replace(/^ws/, 'http')).port
const blockOf = async () => {
  const headers = { 'content-type': 'application/json' }
  const body = JSON.stringify(call('eth_blockNumber'))
  return (await fetch(network.chain, { method: 'POST', headers, body })).text()
}

describe.each([
  ['another origin', () => `http://127.0.0.1:${hostilePort}`, '127.0.0.1'],
  ['a name that resolves to this machine', () => `http://${rebound}:${hostilePort}`, rebound],
])('a page of %s', (_, home, host) => {
  beforeAll(async () => {
    await page.goto(home())
  })

  it('neither reads nor changes the chain', async () => {
    const before = await blockOf()
    const chain = `http://${host}:${port(network.chain)}`
    for (const type of ['application/json', 'text/plain'])
      for (const method of ['eth_chainId', 'anvil_impersonateAccount', 'evm_mine'])
        expect(await asks(chain, call(method), type)).toBe(undefined)
    expect(await opens(`ws://${host}:${port(network.chain)}`)).toBe(false)
    // What it may send without reading the answer.
    await reads(chain, { method: 'POST', mode: 'no-cors', body: JSON.stringify(call('evm_mine')) })
    expect(await blockOf()).toBe(before)
  })

  it('does not reach the chain past its filter, though it knows where it is', async () => {
    const before = await blockOf()
    expect(await asks(`http://${anvil}`, call('evm_mine'))).toBe(undefined)
    await reads(`http://${anvil}`, {
      method: 'POST',
      mode: 'no-cors',
      body: JSON.stringify(call('evm_mine')),
    })
    expect(await opens(`ws://${anvil}`)).toBe(false)
    expect(await blockOf()).toBe(before)
  })

  it('reads nothing of the operator’s, and no page of the app', async () => {
    for (const name of ['/readyz', '/livez', '/metrics', '/confirmation'])
      expect(await reads(`http://${host}:${port(network.nodes[0]!)}${name}`)).toBe(undefined)
    expect(await reads(`http://${host}:${port(network.web)}/`)).toBe(undefined)
  })
})

describe('a link that names another network', () => {
  it('is asked about before anything of it is read', async () => {
    const file = `http://localhost:${hostilePort}/network.json`
    const before = asked.length
    await page.goto(`${network.web}/?network=${encodeURIComponent(file)}`)
    await page
      .getByTestId('foreign-network')
      .getByText(`localhost:${hostilePort}`)
      .first()
      .waitFor()
    expect(await page.getByTestId('demo-wallet').count()).toBe(0)
    await page.getByTestId('own-network').click()
    await page.getByTestId('demo-wallet').click()
    await page.getByTestId('own-address').waitFor()
    expect(new URL(page.url()).search).toBe('')
    // Also who is signed in already.
    await page.goto(`${network.web}/?network=${encodeURIComponent(file)}`)
    await page.getByTestId('foreign-network').waitFor()
    expect(asked.slice(before)).toEqual([])
  })
})

describe('a page of another origin that is a client of the network', () => {
  beforeAll(async () => {
    await page.goto(`http://127.0.0.1:${hostilePort}`)
  })

  it('reads the network file, and links to nodes', async () => {
    for (const url of [network.web, network.nodes[0]!.replace('ws', 'http')])
      expect(JSON.parse((await reads(`${url}/network.json`))!)).toHaveProperty('chain')
    expect(await opens(network.nodes[0]!)).toBe(true)
  })

  it('uses the chain once its origin is allowed, and only as far as anyone may', async () => {
    await page.goto(`http://localhost:${hostilePort}`)
    expect(JSON.parse((await asks(network.chain, call('eth_chainId')))!)).toMatchObject({
      result: '0x7a69',
    })
    for (const method of ['anvil_setBalance', 'eth_sendTransaction', 'eth_accounts'])
      expect(JSON.parse((await asks(network.chain, call(method)))!)).toMatchObject({
        error: { code: -32_601 },
      })
  })
})
