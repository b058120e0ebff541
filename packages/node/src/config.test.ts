import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { afterEach, beforeEach, expect, test } from 'vitest'

import { codeOf } from '../test/client.ts'
import * as Config from './config.ts'
import { initNode, loadKeys } from './home.ts'
import { nodeVersion } from './version.ts'

let home: string
beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'parley-config-'))
})
afterEach(() => rm(home, { recursive: true }))

const write = (value: unknown): Promise<void> =>
  writeFile(join(home, 'node.json'), typeof value === 'string' ? value : JSON.stringify(value))

test('flags are above the environment, that is above the file, that is above the defaults', async () => {
  expect(await Config.load(['--home', home], {})).toMatchObject({
    home,
    network: join(home, 'network.json'),
    host: '127.0.0.1',
    logLevel: 'info',
    limits: { link: { handshakeMs: 5_000 } },
  })
  await write({ port: 1, logLevel: 'warn', host: 'h', limits: { link: { handshakeMs: 7 } } })
  const env = { PARLEY_NODE_HOME: home, PARLEY_NODE_PORT: '2', PARLEY_NODE_LOG_LEVEL: 'error' }
  expect(await Config.load(['--port=3'], env)).toMatchObject({
    port: 3,
    logLevel: 'error',
    host: 'h',
    limits: { link: { handshakeMs: 7, requests: { burst: 10_000 } } },
  })
})

test('the registry’s options may come from anywhere, each by itself', async () => {
  const registry = `0x${'aB'.repeat(20)}`
  await write({ chain: { rpc: 'http://file', registry, block: 'safe' } })
  const env = { PARLEY_NODE_CHAIN_RPC: 'http://env', PARLEY_NODE_CHAIN_BLOCK: 'latest' }
  const { chain } = await Config.load(['--home', home, '--chain-rpc=https://flag'], env)
  expect(chain).toEqual({
    rpc: 'https://flag',
    registry: registry.toLowerCase(),
    block: 'latest',
    pollMs: 12_000,
  })
  const flags = ['--chain-rpc', 'http://rpc', '--chain-registry', registry, '--chain-poll-ms=2000']
  await write({})
  expect((await Config.load(['--home', home, ...flags], {})).chain).toMatchObject({
    rpc: 'http://rpc',
    block: 'finalized',
    pollMs: 2000,
  })
  for (const bad of [{}, { rpc: 'ws://rpc', registry }, { rpc: 'http://rpc', registry: '0x1' }]) {
    await write({ chain: bad })
    expect(await codeOf(Config.load(['--home', home], {}))).toBe('bad_config')
  }
})

test('what cannot be is refused with a code', async () => {
  const load = (...argv: string[]) => codeOf(Config.load(argv, {}))
  expect(await load()).toBe('bad_config')
  expect(await load('--home')).toBe('bad_config')
  expect(await load('--home', home, '--colour', 'red')).toBe('bad_config')
  expect(await load('--home', home, '--port', '70000')).toBe('bad_config')
  for (const file of ['{', '[]', '{"port":"x"}', '{"unknown":1}', '{"limits":{"linksMax":0}}']) {
    await write(file)
    expect(await load('--home', home)).toBe('bad_config')
  }
})

test('every option is described', () => {
  for (const option of Config.describe()) expect(option.description).not.toBe('')
  expect(Config.describe().map((option) => option.flag)).toContain('--storage-bytes-max')
  expect(Config.describe().map((option) => option.env)).toContain('PARLEY_NODE_CHAIN_PUBLIC_RPC')
})

test('keys are made once, are the owner’s alone, and are the same ever after', async () => {
  const first = await initNode(home, { port: 9 })
  expect(first.publicKey.length).toBe(65)
  expect(first.peerId).toMatch(/^12D3Koo/)
  expect((await stat(join(home, 'node.key'))).mode & 0o777).toBe(0o600)
  expect(await initNode(home)).toEqual(first)
  expect((await Config.load(['--home', home], {})).port).toBe(9)
  const [a, b] = await Promise.all([loadKeys(home), loadKeys(home)])
  expect(a.peerId).toBe(b.peerId)
})

test('a damaged key file is refused, and its content is never quoted', async () => {
  await writeFile(join(home, 'node.key'), '{"version":1,"seed":"secret"}')
  const error: unknown = await loadKeys(home).catch((caught: unknown) => caught)
  expect(error).toMatchObject({ code: 'bad_key_file' })
  expect((error as Error).message).not.toContain('secret')
})

test('the version is the package’s', async () => {
  const text = await readFile(new URL('../package.json', import.meta.url), 'utf8')
  expect((JSON.parse(text) as { version: string }).version).toBe(nodeVersion)
})
