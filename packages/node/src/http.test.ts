import { once } from 'node:events'
import { type IncomingMessage, request } from 'node:http'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'

import { Network } from '@parley/protocol'
import { afterEach, expect, test } from 'vitest'

import { Client, codeOf, crypto, keyPair, Log, random } from '../test/client.ts'
import { metricsOf, TestNetwork } from '../test/network.ts'
import { until } from '../test/until.ts'
import { metricsTokenOf } from './home.ts'

let network: TestNetwork
afterEach(() => network.close())

const get = (path: string, index = 0): Promise<Response> =>
  fetch(`${network.urls[index]!.replace('ws:', 'http:')}${path}`)

/** A request with any header: `fetch` keeps some to itself. */
async function ask(path: string, headers: Record<string, string> = {}, method = 'GET') {
  const sent = request(`${network.urls[0]!.replace('ws:', 'http:')}${path}`, { headers, method })
  const [answer] = (await once(sent.end(), 'response')) as [IncomingMessage]
  const parts = (await answer.toArray()) as Buffer[]
  return { status: answer.statusCode, headers: answer.headers, body: Buffer.concat(parts) }
}
const json = async (path: string, index = 0): Promise<unknown> => (await get(path, index)).json()

test('it is alive, ready, measured, and shows the network file to pages from anywhere', async () => {
  network = await TestNetwork.start(1)
  expect(await json('/livez')).toEqual({ live: true })
  const ready = await get('/readyz')
  expect(ready.status).toBe(200)
  expect(await ready.json()).toEqual({ ready: true, reasons: [] })
  const file = await get('/network.json')
  expect(file.headers.get('access-control-allow-origin')).toBe('*')
  const read = await Network.read(crypto, await file.json())
  expect(read.id).toEqual(network.network.id)
  expect((await get('/nothing')).status).toBe(404)
  expect((await fetch((await get('/livez')).url, { method: 'POST' })).status).toBe(405)

  const client = await Client.connect(network.urls[0]!, network.network)
  const log = new Log()
  await client.receipt(await log.bytes(), log.descriptor)
  expect(await codeOf(client.publish(await log.envelope({}, keyPair())))).toBe('bad_signature')
  const metrics = await metricsOf(network.homes[0]!, network.urls[0]!)
  const expected = [
    'parley_envelopes_stored_total 1',
    'parley_refused_total{code="bad_signature"} 1',
    'parley_links 1',
    'parley_peers 0',
    'parley_envelopes 1',
    'parley_topics 1',
    'parley_store_commit_seconds_count 1',
    'parley_store_commit_writes_sum 1',
    'parley_verify_queue_envelopes 0',
  ]
  for (const line of expected) expect(metrics.split('\n')).toContain(line)
  for (const name of ['parley_reconcile_missing_total', 'nodejs_eventloop_lag_seconds'])
    expect(metrics).toContain(`\n${name} `)
  client.close()
})

test('metrics are for who shows the token of the home', async () => {
  network = await TestNetwork.start(1)
  expect((await get('/metrics')).status).toBe(401)
  const token = await metricsTokenOf(network.homes[0]!)
  for (const authorization of [token, `Bearer ${token}0`, `Bearer ${token.slice(1)}0`, 'Bearer '])
    expect((await ask('/metrics', { authorization })).status).toBe(401)
  expect((await ask('/metrics', { authorization: `Bearer ${token}` })).status).toBe(200)
})

test('HEAD is answered as GET, without the body', async () => {
  network = await TestNetwork.start(1)
  for (const path of ['/livez', '/readyz', '/network.json']) {
    const [whole, head] = [await ask(path), await ask(path, {}, 'HEAD')]
    expect(head.status).toBe(200)
    expect(head.headers['content-length']).toBe(String(whole.body.length))
    expect(head.body.length).toBe(0)
  }
})

test('what is for operators answers no page of another origin, and to the node’s own names alone', async () => {
  network = await TestNetwork.start(1, { names: ['Node.Example'] })
  const { host } = new URL(network.urls[0]!)
  const status = async (headers: Record<string, string>): Promise<number | undefined> =>
    (await ask('/readyz', headers)).status
  expect(await status({ host, origin: `http://${host}` })).toBe(200)
  for (const own of [host, 'localhost:4400', '[::1]:4400', 'node.example', 'NODE.example:80'])
    expect(await status({ host: own })).toBe(200)
  for (const origin of ['http://evil.example', 'null', `http://localhost`])
    expect(await status({ host, origin })).toBe(403)
  // A name that an attacker has resolve to this machine: the page and its requests have one origin.
  for (const name of ['evil.example', '127.0.0.1.evil.example', ''])
    expect(await status({ host: name, origin: `http://${name}` })).toBe(403)
  const everyone = await ask('/network.json', {
    host: 'evil.example',
    origin: 'http://evil.example',
  })
  expect(everyone.status).toBe(200)
  expect(everyone.headers['access-control-allow-origin']).toBe('*')
  expect((await ask('/livez')).headers['access-control-allow-origin']).toBeUndefined()
})

test('a node says what it waits for', async () => {
  network = await TestNetwork.prepare(4)
  await network.startNode(0)
  const alone = await get('/readyz')
  expect(alone.status).toBe(503)
  expect(await alone.json()).toEqual({
    ready: false,
    reasons: ['catch-up: done with 0 of 2 nodes, 0 are linked'],
  })
})

test('a full disk: no receipt, a code, a reason, and what is stored is served', async () => {
  network = await TestNetwork.start(1, { storageBytesMax: 1_000_000 })
  const client = await Client.connect(network.urls[0]!, network.network)
  const log = new Log()
  let code = 'receipt'
  let stored = 0
  while (code === 'receipt') {
    const bytes = await log.bytes({ body: random(50_000) })
    const [answer] = await client.publish(bytes, log.descriptor)
    code = answer?.type === 'refusal' ? answer.error.code : answer!.type
    if (code === 'receipt') stored++
  }
  expect(code).toBe('storage_full')
  expect(await json('/readyz')).toEqual({
    ready: false,
    reasons: ['storage: The store cannot be written.\n\ndatabase or disk is full'],
  })
  const [status] = await client.ask({ type: 'status' })
  expect(status).toMatchObject({ storing: false })
  expect((await client.read(log.id)).length).toBe(stored)
  client.close()
})

test('the network file is read anew when it changes, if it may', async () => {
  network = await TestNetwork.start(1)
  const path = join(network.homes[0]!, 'network.json')
  const { content, authority } = network
  const put = async (change: Partial<Network.Content>, key = authority): Promise<void> => {
    const file = await Network.sign(crypto, { ...content, ...change }, key)
    await writeFile(path, JSON.stringify(file))
  }
  const version = async (): Promise<number> =>
    ((await json('/network.json')) as { version: number }).version
  await put({ version: 5 })
  await until('version 5 counts', async () => (await version()) === 5)
  await put({ version: 9 }, keyPair())
  await put({ version: 9, name: 'another' })
  await put({ version: 4 })
  await put({ version: 6 })
  await until('version 6 counts', async () => (await version()) === 6)
  // What is settled is news too, and is never taken back.
  const settled = async (): Promise<number> =>
    ((await json('/network.json')) as { settled: number }).settled
  await put({ version: 6, settled: 6 })
  await until('it is settled', async () => (await settled()) === 6)
  await put({ version: 6, settled: 2 })
  await put({ version: 7, settled: 6 })
  await until('version 7 counts', async () => (await version()) === 7)
})
