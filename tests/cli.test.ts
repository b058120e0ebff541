import { afterAll, beforeAll, describe, expect, test } from 'vitest'

import { type Command, TestNetwork } from './harness.ts'

let network: TestNetwork
beforeAll(async () => {
  network = await TestNetwork.start({ nodes: 1 })
})
afterAll(() => network[Symbol.asyncDispose]())

type Message = {
  id: string
  conversation: string
  from: string
  at: number
  type: string
  text: string
  state: string
}
type Stored = { id: string; conversation: string; state: string }
type Failure = { error: { code: string; message: string; docs: string }; id?: string }

const messageAt = async (command: Command, index: number): Promise<Message> =>
  JSON.parse(await command.line(index)) as Message
const texts = (messages: readonly Message[]): string[] => messages.map(({ text }) => text)
const numbered = (count: number): string[] => Array.from({ length: count }, (_, i) => `line ${i}`)

describe('parley', () => {
  test('a stranger asks, is let in, and both write', async () => {
    const [alice, bob] = [await network.newWallet(), await network.newWallet()]
    const [sent] = await network.ok<Stored>(alice.home, ['send', '--to', bob.address, 'gm bob'])
    expect(sent).toEqual({
      id: expect.stringMatching(/^[0-9a-f]{64}$/),
      conversation: expect.stringMatching(/^[0-9a-f]{64}$/),
      state: 'stored',
      receipts: 1,
      replicas: 1,
    })

    expect(await network.ok(bob.home, ['inbox'])).toEqual([])
    expect(await network.ok(bob.home, ['requests'])).toMatchObject([
      { conversation: sent!.conversation, peer: alice.account, consent: 'request', unread: 1 },
    ])
    await network.ok(bob.home, ['accept', alice.address])
    expect(await network.ok(bob.home, ['requests'])).toEqual([])
    expect(await network.ok(bob.home, ['read', sent!.conversation])).toEqual([
      {
        id: sent!.id,
        conversation: sent!.conversation,
        from: alice.account,
        at: expect.any(Number),
        type: 'parley/text:1.0',
        text: 'gm bob',
        state: expect.stringMatching(/^(delivered|read)$/),
      },
    ])
    expect(await network.ok(bob.home, ['inbox'])).toMatchObject([{ unread: 0 }])

    await network.ok(bob.home, ['send', '--to', alice.account, 'gm alice'])
    const read = await network.ok<Message>(alice.home, ['read', bob.address])
    expect(texts(read)).toEqual(['gm bob', 'gm alice'])
    expect(await network.ok(alice.home, ['read', bob.address, '--limit', '1'])).toHaveLength(1)
  })

  test('each line of stdin is a message; all are told of, in order', async () => {
    const [alice, bob] = [await network.newWallet(), await network.newWallet()]
    const lines = numbered(300)
    const args = ['send', '--to', bob.address, '-']
    const told = await network.ok<Stored>(alice.home, args, `${lines.join('\n')}\n`)
    expect(told).toHaveLength(300)
    expect(new Set(told.map(({ state }) => state))).toEqual(new Set(['stored']))
    const read = await network.ok<Message>(bob.home, ['read', alice.address])
    expect(texts(read)).toEqual(lines)
    expect(read.map(({ id }) => id)).toEqual(told.map(({ id }) => id))
  })

  test('--follow prints what comes, from others and from this home; an interrupt ends it', async () => {
    const [alice, bob] = [await network.newWallet(), await network.newWallet()]
    await network.ok(alice.home, ['send', '--to', bob.address, 'first'])
    await using follow = network.command(bob.home, ['read', alice.address, '--follow'])
    expect((await messageAt(follow, 0)).text).toBe('first')
    await network.ok(alice.home, ['send', '--to', bob.address, 'second'])
    expect((await messageAt(follow, 1)).text).toBe('second')
    await network.ok(bob.home, ['send', '--to', alice.address, 'third'])
    expect(await messageAt(follow, 2)).toMatchObject({ text: 'third', from: bob.account })
    follow.kill('SIGINT')
    const { exitCode, stdout } = await follow.ended
    expect(exitCode).toBe(0)
    expect(stdout.split('\n')).toHaveLength(4)
  })

  test('what is written before its reader joins leaves by itself once they have', async () => {
    const [alice, bob] = [await network.newWallet(), await network.newStranger()]
    const early = await network.run(alice.home, ['send', '--to', bob.address, 'welcome'])
    expect(early.exitCode).toBe(1)
    expect(JSON.parse(early.stdout) as Failure).toMatchObject({
      error: { code: 'recipient_not_joined' },
      id: expect.any(String),
    })
    await network.ok(bob.home, ['id', 'show'])
    await network.ok(alice.home, ['inbox'])
    const read = await network.ok<Message>(bob.home, ['read', alice.address])
    expect(texts(read)).toEqual(['welcome'])
  })

  test('who is blocked is not heard', async () => {
    const [alice, bob] = [await network.newWallet(), await network.newWallet()]
    await network.ok(alice.home, ['send', '--to', bob.address, 'one'])
    expect(await network.ok(bob.home, ['block', alice.address])).toMatchObject([
      { consent: 'blocked' },
    ])
    await network.ok(alice.home, ['send', '--to', bob.address, 'two'])
    const read = await network.ok<Message>(bob.home, ['read', alice.address])
    expect(texts(read)).toEqual(['one'])
  })

  test('status: the network as this client verified it', async () => {
    const { home, account } = await network.newWallet()
    // The network file is read from a path as well as from a URL.
    const url = `${network.ready.nodes[0]!.url.replace('ws', 'http')}/network.json`
    expect(await network.ok(home, ['status', '--network', url])).toMatchObject([
      {
        account,
        name: 'local',
        state: 'live',
        replicas: 1,
        quorum: 1,
        nodes: [{ id: network.ready.nodes[0]!.id, state: 'linked', faults: [] }],
      },
    ])
  })

  test('a reader that goes away is no error', async () => {
    const [alice, bob] = [await network.newWallet(), await network.newWallet()]
    await network.ok(alice.home, ['send', '--to', bob.address, 'gm'])
    await using follow = network.command(bob.home, ['read', alice.address, '--follow'])
    await follow.line(0)
    follow.closeStdout()
    await network.ok(alice.home, ['send', '--to', bob.address, 'anybody there?'])
    expect(await follow.ended).toMatchObject({ exitCode: 0, stderr: '' })
  })

  test('error: no account, no conversation', async () => {
    const { home } = await network.newWallet()
    const nobody = `0x${'00'.repeat(20)}`
    const codeOf = async (...args: string[]): Promise<string> => {
      const { exitCode, stdout } = await network.run(home, args)
      expect(exitCode).toBe(1)
      return (JSON.parse(stdout) as Failure).error.code
    }
    expect(await codeOf('send', '--to', 'bob', 'gm')).toBe('invalid_account')
    expect(await codeOf('read', nobody)).toBe('unknown_conversation')
    expect(await codeOf('accept', '0'.repeat(64))).toBe('unknown_conversation')
    expect(await codeOf('send', '--to', nobody, '  ')).toBe('text_empty')
    expect(await codeOf('inbox', '--network', '/nonexistent')).toBe('network_unreadable')
    expect(await codeOf('id', 'new')).toBe('wallet_exists')
  })

  test('error: no evidence, or none that is any', async () => {
    const { home } = await network.newWallet()
    expect(await network.ok(home, ['evidence', 'list'])).toEqual([])
    const chain = ['--rpc', 'http://127.0.0.1:1', '--registry', `0x${'00'.repeat(20)}`]
    const codeOf = async (args: readonly string[], stdin = ''): Promise<string> => {
      const { exitCode, stdout } = await network.run(home, ['evidence', ...args], stdin)
      expect(exitCode).toBe(1)
      return (JSON.parse(stdout) as Failure).error.code
    }
    expect(await codeOf(['show', 'ab'])).toBe('unknown_evidence')
    expect(await codeOf(['submit', ...chain])).toBe('unknown_evidence')
    expect(await codeOf(['submit', 'ab', '--file', '-', ...chain])).toBe('unknown_evidence')
    const file = ['submit', '--file', '-']
    for (const line of ['no json', '{}', '7', '{"evidence":"0"}', '{"evidence":"0102"}'])
      expect(await codeOf([...file, ...chain], line)).toBe('bad_evidence')
  })
})

describe('parley without a network', () => {
  test('what is written waits, and leaves when the network is back', async () => {
    await using own = await TestNetwork.start({ nodes: 1 })
    const [alice, bob] = [await own.newWallet(), await own.newWallet()]
    await own.ok(alice.home, ['send', '--to', bob.address, 'before'])
    await own.kill(0)
    const args = ['send', '--to', bob.address, 'during', '--timeout', '0.5']
    const { exitCode, stdout } = await own.run(alice.home, args)
    expect(exitCode).toBe(1)
    expect(JSON.parse(stdout)).toMatchObject({ error: { code: 'not_stored' } })
    await own.restart(0)
    await own.ok(alice.home, ['inbox'])
    const read = await own.ok<Message>(bob.home, ['read', alice.address])
    expect(texts(read)).toEqual(['before', 'during'])
  })
})
