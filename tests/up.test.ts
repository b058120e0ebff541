import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'

import { afterEach, beforeEach, describe, expect, test } from 'vitest'

import type { Hex } from '@parley/contracts'
import { registryReader } from '@parley/contracts/reader'
import { ChainNetwork } from '@parley/protocol'

import { Command, eventually, type Ready } from './harness.ts'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'parley-up-'))
})
afterEach(() => rm(folder, { recursive: true }))

const up = (...args: string[]): Command =>
  new Command(['up', '--json', '--no-web', '--home', folder, ...args], {})
const readyOf = async (command: Command): Promise<Ready> =>
  JSON.parse(await command.line(0)) as Ready

/** Whether a process runs. */
function runs(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}

function blockNumber(chain: string): Promise<Response> {
  const call = { jsonrpc: '2.0', id: 1, method: 'eth_blockNumber', params: [] }
  const headers = { 'content-type': 'application/json' }
  return fetch(chain, { method: 'POST', headers, body: JSON.stringify(call) })
}

describe('parley up', () => {
  test('one ready line; every node a process; all ends with it', async () => {
    const command = up('--port', '0')
    const ready = await readyOf(command)
    expect(ready).toEqual({
      ready: true,
      network: path.join(folder, 'network.json'),
      nodes: Array.from({ length: 4 }, (_, i) => ({
        id: expect.stringMatching(/^[0-9a-f]{64}$/),
        url: expect.stringMatching(/^ws:\/\/127\.0\.0\.1:\d+$/),
        pid: expect.any(Number),
        home: path.join(folder, `node-${i + 1}`),
      })),
      chain: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+$/),
      web: null,
    })
    expect(new Set(ready.nodes.map((node) => node.pid)).size).toBe(4)
    expect((await blockNumber(ready.chain!)).status).toBe(200)
    for (const node of ready.nodes)
      expect((await fetch(`${node.url.replace('ws', 'http')}/readyz`)).status).toBe(200)

    command.kill('SIGTERM')
    const { exitCode, stdout } = await command.ended
    expect(exitCode).toBe(0)
    expect(stdout.split('\n')).toHaveLength(2)
    for (const { pid } of ready.nodes) expect(runs(pid)).toBe(false)
    await expect(blockNumber(ready.chain!)).rejects.toThrow('fetch failed')
  })

  test('again in the same home: the same network, at the same place', async () => {
    const first = up('--port', '0', '--nodes', '1')
    const { nodes, chain } = await readyOf(first)
    const network = await readFile(path.join(folder, 'network.json'), 'utf8')
    first.kill('SIGINT')
    expect((await first.ended).exitCode).toBe(0)

    await using second = up()
    const again = await readyOf(second)
    expect(again.nodes).toEqual([{ ...nodes[0], pid: again.nodes[0]!.pid }])
    expect(again.chain).toBe(chain)
    expect(await readFile(path.join(folder, 'network.json'), 'utf8')).toBe(network)
  })

  test('elsewhere, it is the same registry, which says where the nodes are now', async () => {
    const locatorOf = async () =>
      ChainNetwork.locatorOf(JSON.parse(await readFile(path.join(folder, 'network.json'), 'utf8')))!
        .chain
    const first = up('--port', '0', '--nodes', '1')
    await readyOf(first)
    const before = await locatorOf()
    await first[Symbol.asyncDispose]()
    await using second = up('--port', '0')
    const { nodes, chain } = await readyOf(second)
    const after = await locatorOf()
    expect(after).toEqual({ ...before, rpc: chain })
    const reader = registryReader({ ...after, registry: after.registry as Hex })
    expect(await reader.state()).toMatchObject({
      version: 2,
      settled: 2,
      nodes: [{ url: nodes[0]!.url, since: 1, until: 0 }],
    })
  })

  test('error: a chain that lost its state is told, with what to do', async () => {
    const first = up('--port', '0', '--nodes', '1')
    await readyOf(first)
    await first[Symbol.asyncDispose]()
    await rm(path.join(folder, 'chain', 'state.json'))
    const { exitCode, stdout } = await up().ended
    expect(exitCode).toBe(1)
    expect(JSON.parse(stdout)).toMatchObject({
      error: { code: 'chain_lost', message: expect.stringContaining('chain/state.json') },
    })
  })

  test('error: a chain that was set back is told too', async () => {
    const first = up('--port', '0', '--nodes', '1')
    await readyOf(first)
    await first[Symbol.asyncDispose]()
    const cache = path.join(folder, 'node-1', 'registry.json')
    const seen = JSON.parse(await readFile(cache, 'utf8')) as object
    await writeFile(cache, JSON.stringify({ ...seen, version: 9 }))
    expect(JSON.parse((await up().ended).stdout)).toMatchObject({ error: { code: 'chain_lost' } })
  })

  test('--no-chain: the members stand in a signed file, which gets a new version', async () => {
    const fileOf = async (): Promise<{ authority: string; version: number }> =>
      JSON.parse(await readFile(path.join(folder, 'network.json'), 'utf8'))
    const first = up('--port', '0', '--nodes', '1', '--no-chain')
    expect((await readyOf(first)).chain).toBe(null)
    const before = await fileOf()
    await first[Symbol.asyncDispose]()
    await using second = up('--port', '0')
    expect((await readyOf(second)).chain).toBe(null)
    const after = await fileOf()
    expect(after.authority).toBe(before.authority)
    expect(after.version).toBe(before.version + 1)
  })

  test('npm start: a signal to npm ends it all', async () => {
    const args = ['start', '--silent', '--', '--json', '--no-web', '--port=0', '--nodes=1']
    const npm = spawn('npm', [...args, `--home=${folder}`], {
      cwd: fileURLToPath(new URL('..', import.meta.url)),
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    const ended = new Promise((resolve) => npm.once('close', resolve))
    const [line] = (await once(createInterface({ input: npm.stdout }), 'line')) as [string]
    const { nodes } = JSON.parse(line) as Ready
    npm.kill('SIGTERM')
    await ended
    for (const { pid } of nodes) expect(runs(pid)).toBe(false)
  })

  test('nothing outlives a parent that died hard', async () => {
    const command = up('--port', '0', '--nodes', '2')
    const { nodes, chain } = await readyOf(command)
    command.kill('SIGKILL')
    await command.ended
    await eventually(async () => (nodes.some(({ pid }) => runs(pid)) ? undefined : true))
    await eventually(async () => {
      const answered = await blockNumber(chain!).catch(() => undefined)
      return answered === undefined ? true : undefined
    })
  })

  test('a node that dies is told of, and stays down', async () => {
    await using command = up('--port', '0', '--nodes', '2')
    const { nodes } = await readyOf(command)
    process.kill(nodes[1]!.pid, 'SIGKILL')
    const told = await command.saying(() => command.stderr || undefined)
    expect(told).toContain('node-2 ended (signal SIGKILL)')
    expect(told).toContain(`parley node --home ${nodes[1]!.home}`)
    expect(runs(nodes[0]!.pid)).toBe(true)
  })

  test('error: a port in use is named, and nothing is left running', async () => {
    const server = createServer()
    await new Promise<void>((resolve) => {
      server.listen(0, '127.0.0.1', resolve)
    })
    const { port } = server.address() as { port: number }
    const { exitCode, stdout } = await up('--port', String(port)).ended
    server.close()
    expect(exitCode).toBe(1)
    expect(JSON.parse(stdout)).toEqual({
      error: {
        code: 'port_in_use',
        message: expect.stringContaining(`Port ${port},`),
        docs: 'docs/specs/errors.md#port_in_use',
      },
    })
  })

  test('error: a home has one network of one kind, and one process that runs it', async () => {
    await using command = up('--port', '0', '--nodes', '1')
    await readyOf(command)
    const size = await up('--port', '0', '--nodes', '2').ended
    expect(JSON.parse(size.stdout)).toMatchObject({ error: { code: 'home_mismatch' } })
    const file = await up('--port', '0', '--no-chain').ended
    expect(JSON.parse(file.stdout)).toMatchObject({ error: { code: 'home_mismatch' } })
    const twice = await up('--port', '0').ended
    expect(JSON.parse(twice.stdout)).toMatchObject({ error: { code: 'home_in_use' } })
  })
})
