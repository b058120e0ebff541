import { mkdtemp, rm } from 'node:fs/promises'
import { request } from 'node:http'
import { tmpdir } from 'node:os'
import path from 'node:path'

import { afterAll, beforeAll, describe, expect, test } from 'vitest'

import { startChain, type LocalChain } from './chain.ts'
import { findFreeBase } from './ports.ts'
import { visitorsOf } from './visitors.ts'

const allowed = 'http://localhost:5173'
let home: string
let chain: LocalChain
let web: number
const stops: (() => Promise<void>)[] = []

beforeAll(async () => {
  home = await mkdtemp(path.join(tmpdir(), 'parley-chain-'))
  const port = await findFreeBase(1)
  web = port + 1
  chain = await startChain({
    home,
    port,
    visitors: visitorsOf(web, [allowed]),
    searchPath: process.env['PATH'],
    signal: new AbortController().signal,
    onStarted: (stop) => stops.push(stop),
  })
})
afterAll(async () => {
  for (const stop of stops.toReversed()) await stop()
  await rm(home, { recursive: true })
})

type Answer = {
  status: number
  allowOrigin: string | undefined
  body: string
}

function send(options: {
  method?: string
  headers?: Record<string, string>
  body?: unknown
}): Promise<Answer> {
  const { method = 'POST', headers = {}, body } = options
  const json = { 'content-type': 'application/json' }
  return new Promise((resolve, reject) => {
    const sent = request(chain.url, { method, headers: { ...json, ...headers } }, (response) => {
      let text = ''
      response.setEncoding('utf8').on('data', (chunk: string) => (text += chunk))
      response.once('end', () =>
        resolve({
          status: response.statusCode!,
          allowOrigin: response.headers['access-control-allow-origin'],
          body: text,
        }),
      )
    })
    sent.once('error', reject)
    sent.end(typeof body === 'string' || body === undefined ? body : JSON.stringify(body))
  })
}

const call = (method: string, ...params: unknown[]) => ({ jsonrpc: '2.0', id: 7, method, params })
const chainId = { jsonrpc: '2.0', id: 7, result: '0x7a69' }

describe('the chain of parley up', () => {
  test('answers reads of programs, one or many at once', async () => {
    const one = await send({ body: call('eth_chainId') })
    expect([one.status, one.allowOrigin, JSON.parse(one.body)]).toEqual([200, undefined, chainId])
    const many = await send({ body: [call('eth_chainId'), call('anvil_reset'), 5] })
    expect(JSON.parse(many.body)).toEqual([
      chainId,
      { jsonrpc: '2.0', id: 7, error: { code: -32_601, message: expect.any(String) } },
      { jsonrpc: '2.0', id: null, error: { code: -32_600, message: expect.any(String) } },
    ])
  })

  test.each([
    'anvil_impersonateAccount',
    'anvil_setBalance',
    'anvil_setCode',
    'anvil_reset',
    'hardhat_setStorageAt',
    'evm_mine',
    'evm_revert',
    'debug_traceTransaction',
    'eth_sendTransaction',
    'eth_sign',
    'eth_signTypedData_v4',
    'eth_sendUnsignedTransaction',
    'eth_accounts',
    'txpool_content',
    'ETH_CHAINID',
    '__proto__',
  ])('passes on no %s', async (method) => {
    const { body } = await send({ body: call(method) })
    expect(JSON.parse(body)).toMatchObject({ error: { code: -32_601 } })
  })

  test('of two methods in one call, the one that was looked at is the one that is passed on', async () => {
    const body =
      '{"jsonrpc":"2.0","id":7,"method":"anvil_reset","method":"eth_chainId","params":[]}'
    expect(JSON.parse((await send({ body })).body)).toEqual(chainId)
    const turned =
      '{"jsonrpc":"2.0","id":7,"method":"eth_chainId","method":"anvil_reset","params":[]}'
    expect(JSON.parse((await send({ body: turned })).body)).toMatchObject({ error: {} })
  })

  test.each([
    ['a page of another origin', { origin: 'https://page.example' }],
    ['a sandboxed page', { origin: 'null' }],
    ['a page of another port', { origin: 'http://localhost:1' }],
    ['a page whose name resolves to this machine', { host: 'page.example:8545' }],
  ])('%s gets nothing', async (_, headers) => {
    for (const method of ['POST', 'OPTIONS', 'GET']) {
      const asked = method === 'POST' ? { body: call('eth_chainId') } : {}
      const { status, allowOrigin, body } = await send({ method, headers, ...asked })
      expect([status, allowOrigin]).toEqual([403, undefined])
      expect(body).toContain('--allow-origin')
    }
  })

  test.each(['own', 'allowed'])('the %s page reads', async (whose) => {
    const origin = whose === 'own' ? `http://127.0.0.1:${web}` : allowed
    const headers = { origin }
    expect(await send({ method: 'OPTIONS', headers })).toMatchObject({
      status: 204,
      allowOrigin: origin,
    })
    const { allowOrigin, body } = await send({ headers, body: call('eth_chainId') })
    expect([allowOrigin, JSON.parse(body)]).toEqual([origin, chainId])
  })

  test('what a browser sends without asking first is not taken', async () => {
    const headers = { origin: allowed, 'content-type': 'text/plain' }
    expect((await send({ headers, body: call('eth_chainId') })).status).toBe(415)
  })

  test('error: no JSON, no call, too many, too large', async () => {
    for (const body of ['{', '[]', 'null', Array.from({ length: 101 }, () => call('eth_chainId'))])
      expect(JSON.parse((await send({ body })).body)).toMatchObject({ error: {} })
    expect((await send({ body: ' '.repeat(1024 * 1024 + 1) })).status).toBe(413)
    expect((await send({ method: 'GET' })).status).toBe(405)
  })

  test('nobody has ether until the network gives it', async () => {
    const address = `0x${'12'.repeat(20)}`
    const balance = async () =>
      JSON.parse((await send({ body: call('eth_getBalance', address, 'latest') })).body)
    expect(await balance()).toMatchObject({ result: '0x0' })
    await chain.grant(address, 10n ** 18n)
    expect(await balance()).toMatchObject({ result: '0xde0b6b3a7640000' })
  })
})
