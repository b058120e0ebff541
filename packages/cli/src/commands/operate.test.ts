import { once } from 'node:events'
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { createServer, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'

import { type Registrant, TestChain } from '@parley/contracts/anvil'
import { loadKeys } from '@parley/node'
import { Bytes, ChainNetwork, Confirmation, Crypto, Network } from '@parley/protocol'
import { afterAll, aroundEach, beforeAll, describe, expect, test } from 'vitest'

import { runForTesting } from '../testing.ts'

/** Anvil's first account, known to everyone: the one that deployed the registry. */
const operatorKey = '0xac0974bec39a17e36ba4a6b4d238ff944bacb478cbed5efcae784d7bf4f2ff80'
const crypto = Crypto.pure

/** A member that answers for itself over HTTP, as a node does. */
class Member implements Registrant {
  readonly keyPair: Crypto.KeyPair
  readonly id: string
  readonly peer = '/ip4/127.0.0.1/tcp/1/p2p/none'
  readonly url: string
  answer: (member: Member, response: ServerResponse) => Promise<void> = notConfirmed
  readonly #server: Server

  private constructor(number: number, server: Server) {
    this.keyPair = Crypto.deriveKeyPair(new Uint8Array(32).fill(number), 'operate tests')
    this.id = Bytes.toHex(Network.nodeId(crypto, this.keyPair.publicKey))
    this.url = `ws://127.0.0.1:${(server.address() as AddressInfo).port}`
    this.#server = server
    server.on('request', (request, response: ServerResponse) => {
      if (request.url === '/confirmation') void this.answer(this, response)
      else response.writeHead(404).end()
    })
  }

  static async open(number: number): Promise<Member> {
    const server = createServer().listen(0, '127.0.0.1')
    await once(server, 'listening')
    return new Member(number, server)
  }

  get publicKey(): Uint8Array {
    return this.keyPair.publicKey
  }

  sign(message: Uint8Array): Promise<Uint8Array> {
    return crypto.sign(this.keyPair, message)
  }

  close(): void {
    this.#server.close()
    this.#server.closeAllConnections()
  }
}

async function notConfirmed(_: Member, response: ServerResponse): Promise<void> {
  response.writeHead(404).end('{"error":{"code":"not_confirmed"}}')
}

/** Confirms a version. */
const confirms = (version: number) => async (member: Member, response: ServerResponse) => {
  const network = ChainNetwork.idOf(crypto, { chainId: 31_337, registry: chain.registry })
  const signature = await Confirmation.sign(crypto, { network, version }, member.keyPair)
  response.end(
    JSON.stringify({
      network: Bytes.toHex(network),
      version,
      signature: Bytes.toHex(signature),
      id: member.id,
    }),
  )
}

let chain: TestChain
let members: Member[]
let folder: string
let locator: string
beforeAll(async () => {
  chain = await TestChain.start(4)
  members = await Promise.all([1, 2, 3, 4, 5].map((number) => Member.open(number)))
  await chain.register(...members.slice(0, 4))
}, 60_000)
afterAll(async () => {
  for (const member of members ?? []) member.close()
  await chain?.stop()
})
aroundEach(async (run) => {
  const id = await chain.client.snapshot()
  folder = await mkdtemp(path.join(tmpdir(), 'parley-operate-'))
  locator = path.join(folder, 'network.json')
  const { registry, url: rpc } = chain
  await writeFile(
    locator,
    JSON.stringify({ chain: { id: 31_337, registry, rpc, block: 'latest' } }),
  )
  for (const member of members) member.answer = notConfirmed
  try {
    await run()
  } finally {
    await rm(folder, { recursive: true })
    await chain.client.revert({ id })
  }
})

type Answer = Record<string, unknown> & { error?: { code: string; message: string } }

/** Runs `parley node …` on the test's network: what it said. */
async function node(...args: string[]): Promise<Answer> {
  const env = { PARLEY_NETWORK: locator, PARLEY_OPERATOR_KEY: operatorKey }
  const { exitCode, stdout, stderr } = await runForTesting(['node', ...args, '--json'], { env })
  const answer = JSON.parse(stdout) as Answer
  expect([exitCode, stderr]).toEqual([answer.error === undefined ? 0 : 1, ''])
  expect(stdout).not.toContain(operatorKey.slice(2))
  return answer
}
const codeOf = async (...args: string[]): Promise<string | undefined> =>
  (await node(...args)).error?.code
const settle = (...args: string[]): Promise<Answer> => node('settle', '--timeout', '0.01', ...args)

describe('settling', () => {
  test('default: by the confirmations of all members but f', async () => {
    expect(await settle()).toEqual({ version: 1, settled: 1, confirmations: 0 })
    await chain.register(members[4]!)
    for (const member of members.slice(1)) member.answer = confirms(2)
    expect(await settle()).toEqual({ version: 2, settled: 2, confirmations: 4 })
    expect(await node('status')).toMatchObject({ version: 2, settled: 2, members: 5, node: null })
  })

  test('behavior: it waits for those who take a while', async () => {
    await chain.startLeaving(members[3]!)
    let asked = 0
    for (const member of members.slice(0, 3))
      member.answer = async (...args) => {
        await (asked++ < 3 ? notConfirmed(...args) : confirms(2)(...args))
      }
    expect(await node('settle')).toEqual({ version: 2, settled: 2, confirmations: 3 })
    expect(asked).toBe(6)
  })

  test('error: too few, and who is missing; what is no confirmation does not count', async () => {
    await chain.register(members[4]!)
    const [none, earlier, long, other, torn] = members as [Member, Member, Member, Member, Member]
    earlier.answer = confirms(1)
    long.answer = async (_, response) => void response.end(`"${'x'.repeat(10_000)}"`)
    other.answer = (_, response) => confirms(2)(none, response)
    torn.answer = async (_, response) => void response.end('{"signature":"zz"}')
    const { error } = await settle()
    expect(error?.code).toBe('not_confirmed')
    expect(error?.message).toContain('0 of the 4 needed')
    for (const { id } of members) expect(error?.message).toContain(id.slice(0, 8))

    none.answer = earlier.answer = long.answer = confirms(2)
    expect((await settle()).error?.message).toContain('3 of the 4 needed')
  })

  test('behavior: --force settles by time, and not before it', async () => {
    await chain.startLeaving(members[3]!)
    expect((await settle('--force')).error?.code).toBe('not_confirmed')
    await chain.client.increaseTime({ seconds: 3_600 })
    await chain.client.mine({ blocks: 1 })
    expect(await settle('--force')).toEqual({ version: 2, settled: 2, confirmations: 0 })
  })
})

describe('a node', () => {
  const where = ['--url', 'ws://127.0.0.1:1', '--peer', '/ip4/127.0.0.1/tcp/2']

  test('default: registers, leaves and takes its bond back, once', async () => {
    const home = path.join(folder, 'node')
    const registered = await node('register', '--home', home, ...where)
    const { id, peerId } = await loadKeys(home)
    expect(registered).toMatchObject({
      id: Bytes.toHex(id),
      status: 'active',
      since: 2,
      until: 0,
      peer: `/ip4/127.0.0.1/tcp/2/p2p/${peerId}`,
      withdrawableAt: null,
      version: 2,
    })
    const elsewhere = ['--url', 'ws://127.0.0.1:3', '--peer', '/ip4/127.0.0.1/tcp/4']
    expect(await node('move', '--home', home, ...elsewhere)).toMatchObject({
      status: 'active',
      url: 'ws://127.0.0.1:3',
      peer: `/ip4/127.0.0.1/tcp/4/p2p/${peerId}`,
      version: 3,
    })
    expect(await node('leave', '--home', home)).toMatchObject({ status: 'leaving', until: 4 })
    const early = await node('withdraw', '--home', home)
    const { node: leaving } = (await node('status', '--home', home)) as {
      node: { withdrawableAt: string; readiness: unknown }
    }
    expect(early.error?.code).toBe('bond_locked')
    expect(early.error?.message).toContain(leaving.withdrawableAt)
    expect(leaving.readiness).toBe(null)

    await chain.client.increaseTime({ seconds: 3_600 })
    await chain.client.mine({ blocks: 1 })
    const to = '0x00000000000000000000000000000000000000aa'
    expect(await node('withdraw', '--home', home, '--to', to)).toMatchObject({
      status: 'withdrawn',
      since: 2,
      until: 4,
    })
    expect(await codeOf('move', '--home', home, ...elsewhere)).toBe('wrong_node_status')
    expect(await chain.client.getBalance({ address: to })).toBe(1_000_000n)
    expect(await codeOf('register', '--home', home, ...where)).toBe('wrong_node_status')
  })

  test('behavior: its home follows the registry; what else is configured stays', async () => {
    const home = path.join(folder, 'node')
    await loadKeys(home)
    await writeFile(path.join(home, 'node.json'), '{"logLevel":"error"}')
    await node('register', '--home', home, ...where)
    const file = path.join(home, 'node.json')
    const { registry, url: rpc } = chain
    expect(JSON.parse(await readFile(file, 'utf8'))).toEqual({
      logLevel: 'error',
      chain: { rpc, registry, block: 'latest' },
    })
    expect((await stat(path.join(home, 'node.key'))).mode & 0o777).toBe(0o600)
    // From now on the home says which network it is.
    await rm(locator)
    const { stdout } = await runForTesting(['node', 'status', '--home', home, '--json'])
    expect(JSON.parse(stdout)).toMatchObject({ version: 2, node: { status: 'active' } })
  })

  test('error: an address that the registry does not take', async () => {
    const home = path.join(folder, 'node')
    const spaces = ['--url', 'ws://a b', '--peer', '/ip4/127.0.0.1/tcp/2']
    const { error } = await node('register', '--home', home, ...spaces)
    expect(error).toMatchObject({ code: 'transaction_failed' })
    expect(error?.message).toContain('InvalidAddress')
  })

  test('error: a network in a signed file', async () => {
    await writeFile(locator, JSON.stringify({ name: 'file', nodes: [] }))
    expect(await codeOf('status')).toBe('no_registry')
  })

  test.each([
    ['no home', ['leave']],
    ['no address', ['register', '--home', '/nonexistent', '--peer', '/ip4/127.0.0.1/tcp/2']],
    ['a receiver that is none', ['withdraw', '--home', '/nonexistent', '--to', '0x12']],
  ])('usage: %s', async (_, args) => {
    const { exitCode, stdout } = await runForTesting(['node', ...args, '--json'])
    expect(exitCode).toBe(2)
    expect(JSON.parse(stdout)).toMatchObject({ error: { code: 'usage' } })
  })
})
