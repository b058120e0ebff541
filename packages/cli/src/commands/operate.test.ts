import { once } from 'node:events'
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { createServer, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'

import { type Registrant, TestChain } from '@parley/contracts/anvil'
import { loadKeys } from '@parley/node'
import {
  Bytes,
  ChainNetwork,
  Crypto,
  Handover,
  Handshake,
  Network,
  type Statement,
} from '@parley/protocol'
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
  /** What it says that proves its key, if it is asked. */
  welcome: ((said: Handshake.Welcome) => Promise<Statement.Signed>) | undefined
  readonly #server: Server

  private constructor(number: number, server: Server) {
    this.keyPair = Crypto.deriveKeyPair(new Uint8Array(32).fill(number), 'operate tests')
    this.id = Bytes.toHex(Network.nodeId(crypto, this.keyPair.publicKey))
    this.url = `ws://127.0.0.1:${(server.address() as AddressInfo).port}`
    this.#server = server
    server.on('request', (request, response: ServerResponse) => {
      const { pathname, searchParams } = new URL(request.url!, 'http://node')
      if (pathname === '/confirmation') void this.answer(this, response)
      else if (pathname === '/welcome') void this.#welcomed(searchParams.get('nonce')!, response)
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

  async #welcomed(nonce: string, response: ServerResponse): Promise<void> {
    const said = { nonce: Bytes.fromHex(nonce), challenge: new Uint8Array(32), time: 1 }
    const { serial, signature } = await this.welcome!(said)
    const challenge = '00'.repeat(32)
    const answer = { challenge, time: 1, serial, signature: Bytes.toHex(signature) }
    response.end(JSON.stringify(answer))
  }

  close(): void {
    this.#server.close()
    this.#server.closeAllConnections()
  }
}

async function notConfirmed(_: Member, response: ServerResponse): Promise<void> {
  response.writeHead(404).end('{"error":{"code":"not_confirmed"}}')
}

/** Confirms a turn. */
const confirms = (turn: number) => async (member: Member, response: ServerResponse) => {
  const word = { kind: 'holds', turn, shards: [] } as const
  const said = await Handover.sign(crypto, signerOf(member), { ...word, shards: [] })
  response.end(JSON.stringify({ ...said, signature: Bytes.toHex(said.signature) }))
}

const signerOf = ({ keyPair }: Member): Statement.Signer => ({
  network: ChainNetwork.idOf(crypto, { chainId: 31_337, registry: chain.registry }),
  id: Network.nodeId(crypto, keyPair.publicKey),
  keyPair,
  serial: () => 3,
})

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
  const settled = (turn: number, installed: number) => ({ turn, installed, pending: 0 })

  test('default: by a quorum of each new set', async () => {
    expect(await settle()).toEqual(settled(1, 0))
    await chain.register(members[4]!)
    for (const member of members) member.answer = confirms(2)
    expect(await settle()).toEqual(settled(2, 4608))
    expect(await settle()).toEqual(settled(2, 0))
    expect(await node('status')).toMatchObject({ turn: 2, drawn: true, members: 5, node: null })
  })

  test('behavior: it waits for those who take a while; where all sets are one, one count is all', async () => {
    await chain.register(members[4]!)
    await chain.settle()
    await chain.leave(members[3]!)
    const stay = members.filter((member) => member !== members[3])
    let asked = 0
    for (const member of stay.slice(1))
      member.answer = async (...args) => {
        await (asked++ < 3 ? notConfirmed(...args) : confirms(3)(...args))
      }
    expect(await node('settle')).toEqual(settled(3, 4608))
    expect(asked).toBe(6)
    expect((await chain.summary()).floor).toBe(3)
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
    expect(error?.message).toContain('4608 shards of turn 2 are pending')
    for (const { id } of members) expect(error?.message).toContain(id.slice(0, 8))

    // Three hold everything: the sets in which they are a quorum are installed.
    none.answer = earlier.answer = long.answer = confirms(2)
    const some = await settle()
    expect(some.error?.code).toBe('not_confirmed')
    expect(some.error?.message).not.toContain('4608 shards')
    torn.answer = other.answer = confirms(2)
    expect(await settle()).toMatchObject({ turn: 2, pending: 0 })
  })
})

describe('keeping turns', () => {
  test('default: what waits is admitted, drawn and settled', async () => {
    for (const member of members) member.answer = confirms(2)
    await chain.enter(members[4]!)
    const ended = new AbortController()
    const env = { PARLEY_NETWORK: locator, PARLEY_OPERATOR_KEY: operatorKey }
    const { signal } = ended
    const keeping = runForTesting(['node', 'keep', '--json'], { env, signal })
    let last = await chain.summary()
    while (last.turn < 2 || last.installs < 4608) last = await chain.summary()
    ended.abort()
    const lines = (await keeping).stdout.trim().split('\n')
    const said = lines.map((line) => (JSON.parse(line) as { did: string }).did)
    expect(said).toEqual([
      'Turn 2 of the network is open.',
      'Turn 2 of the network is drawn.',
      'Turn 2 of the network is settled.',
    ])
    expect(await chain.summary()).toMatchObject({ turn: 2, members: 5, installs: 4608 })
  })
})

describe('a node', () => {
  const { url, peer } = { url: 'ws://127.0.0.1:45999', peer: '/ip4/127.0.0.1/tcp/2' }
  const where = ['--url', url, '--peer', peer]

  test('default: registers, leaves and takes its bond back, once', async () => {
    const home = path.join(folder, 'node')
    const registered = await node('register', '--home', home, ...where)
    const { id, peerId } = await loadKeys(home)
    expect(registered).toMatchObject({
      id: Bytes.toHex(id),
      status: 'waiting',
      since: 0,
      until: 0,
      peer: `${peer}/p2p/${peerId}`,
      withdrawableAt: null,
      turn: 1,
    })
    await chain.turn()
    await chain.client.increaseTime({ seconds: 60 })
    const elsewhere = ['--url', 'ws://127.0.0.1:3', '--peer', '/ip4/127.0.0.1/tcp/4']
    expect(await node('move', '--home', home, ...elsewhere)).toMatchObject({
      status: 'member',
      since: 2,
      url: 'ws://127.0.0.1:3',
      peer: `/ip4/127.0.0.1/tcp/4/p2p/${peerId}`,
      turn: 2,
    })
    expect(await node('leave', '--home', home)).toMatchObject({ status: 'leaving', until: 0 })
    expect(await codeOf('withdraw', '--home', home)).toBe('wrong_node_status')
    await chain.turn()
    const early = await node('withdraw', '--home', home)
    const { node: left } = (await node('status', '--home', home)) as {
      node: { status: string; until: number; withdrawableAt: string; readiness: unknown }
    }
    expect(left).toMatchObject({ status: 'left', until: 3, readiness: null })
    expect(early.error?.code).toBe('bond_locked')
    expect(early.error?.message).toContain(left.withdrawableAt)

    await chain.client.increaseTime({ seconds: 28 * 60 })
    await chain.client.mine({ blocks: 1 })
    const to = '0x00000000000000000000000000000000000000aa'
    expect(await node('withdraw', '--home', home, '--to', to)).toMatchObject({
      status: 'withdrawn',
      since: 2,
      until: 3,
    })
    expect(await codeOf('move', '--home', home, ...elsewhere)).toBe('wrong_node_status')
    expect(await chain.client.getBalance({ address: to })).toBe(1_000_000n)
    expect(await codeOf('register', '--home', home, ...where)).toBe('wrong_node_status')
  })

  test('behavior: who waits and leaves has its bond back at once', async () => {
    const home = path.join(folder, 'node')
    await node('register', '--home', home, ...where)
    expect(await node('leave', '--home', home)).toMatchObject({ status: 'unknown' })
    expect(await node('register', '--home', home, ...where)).toMatchObject({ status: 'waiting' })
  })

  test('error: nothing is paid for a node that does not answer at its URL with its key', async () => {
    const home = path.join(folder, 'node')
    const at = (place: string) => ['register', '--home', home, '--url', place, '--peer', peer]
    const before = await chain.client.getBlockNumber({ cacheTime: 0 })
    // A name that leads nowhere, and a place where another node answers.
    const nowhere = await node(...at('ws://nowhere.invalid:45999'))
    expect(nowhere.error?.code).toBe('node_unreachable')
    const other = members[0]!
    other.welcome = async (nonce) => Handshake.signWelcome(crypto, nonce, signerOf(other))
    const { error } = await node(...at(other.url))
    expect(error?.code).toBe('node_unreachable')
    expect(error?.message).toContain('another node')
    expect(await chain.client.getBlockNumber({ cacheTime: 0 })).toBe(before)
  })

  test.each([
    ['http://127.0.0.1:5620', peer],
    ['127.0.0.1:5620', peer],
    ['ws://127.0.0.1:99999', peer],
    ['ws://127.0.0.1:45999/node', peer],
    ['ws://127.0.0.1:45999/?a', peer],
    ['ws://a@127.0.0.1:45999', peer],
    ['ws://a b', peer],
    [url, '/ip4/127.0.0.1/udp/2'],
    [url, '127.0.0.1:2'],
    [url, `${peer}/p2p/16Uiu2HAmAnother`],
  ])('usage: a node at %s and %s', async (place, at) => {
    const home = path.join(folder, 'node')
    const args = ['node', 'register', '--home', home, '--url', place, '--peer', at, '--json']
    const env = { PARLEY_NETWORK: locator, PARLEY_OPERATOR_KEY: operatorKey }
    const { exitCode, stdout } = await runForTesting(args, { env })
    expect([exitCode, JSON.parse(stdout)]).toMatchObject([2, { error: { code: 'usage' } }])
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
    expect(JSON.parse(stdout)).toMatchObject({ turn: 1, node: { status: 'waiting' } })
  })

  test('error: a network in a signed file', async () => {
    await writeFile(locator, JSON.stringify({ name: 'file', nodes: [] }))
    expect(await codeOf('status')).toBe('no_registry')
  })

  const above = ['--url', 'ws://127.0.0.1:99999', '--peer', '/ip4/127.0.0.1/tcp/2']
  test.each([
    ['no home', ['leave']],
    ['no address', ['register', '--home', '/nonexistent', '--peer', '/ip4/127.0.0.1/tcp/2']],
    ['a link above all ports', ['register', '--home', '/nonexistent', ...above]],
    ['a receiver that is none', ['withdraw', '--home', '/nonexistent', '--to', '0x12']],
  ])('usage: %s', async (_, args) => {
    const { exitCode, stdout } = await runForTesting(['node', ...args, '--json'])
    expect(exitCode).toBe(2)
    expect(JSON.parse(stdout)).toMatchObject({ error: { code: 'usage' } })
  })
})
