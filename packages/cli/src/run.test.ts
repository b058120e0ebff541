import { describe, expect, test } from 'vitest'

import { runForTesting } from './testing.ts'

const usage = { exitCode: 2, stdout: '' }
const [link, peer] = ['ws://127.0.0.1:4420', '/ip4/127.0.0.1/tcp/4421']

describe('run', () => {
  test('help goes to stdout, and is no failure', async () => {
    const { exitCode, stdout, stderr } = await runForTesting(['--help'])
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' })
    for (const command of ['up', 'node', 'id', 'send', 'requests', 'inbox', 'read', 'status'])
      expect(stdout).toContain(`\n  ${command}`)
  })

  test.each([
    [[], 'parley', 'send'],
    [['evidence'], 'parley evidence', 'submit'],
  ])('a group of commands alone is a question: %j', async (args, name, command) => {
    const { exitCode, stdout, stderr } = await runForTesting(args)
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' })
    expect(stdout).toContain(`Usage: ${name} `)
    expect(stdout).toContain(`\n  ${command}`)
  })

  test('id alone says who this home is', async () => {
    expect(await runForTesting(['id', '--json', '--home', '/nonexistent'])).toEqual(
      await runForTesting(['id', 'show', '--json', '--home', '/nonexistent']),
    )
  })

  test('help names a default once, in the unit one gives it in', async () => {
    const { stdout } = await runForTesting(['send', '--help'])
    expect(stdout).toMatch(/--timeout <seconds> +how long to wait \(default: 15\)\n/)
  })

  test.each([
    [['send', '--to', '0x1', 'hi'], 'invalid_account'],
    [['send', '--to', `0x${'12'.repeat(20)}`, ' '], 'text_empty'],
    [['read', 'bob'], 'invalid_account'],
    [['accept', '0x1'], 'invalid_account'],
    [['evidence', 'submit', '--rpc', 'http://127.0.0.1:1'], 'no_registry'],
    [['evidence', 'submit', '--key-file', '/nonexistent/key'], 'file_unreadable'],
    [['id', 'import', '--key-file', '/nonexistent/key'], 'file_unreadable'],
  ])('what is wrong in itself is told before anything is opened: %j', async (args, code) => {
    // There is neither this home nor that network: both would be told of.
    const where = [
      '--json',
      '--home',
      '/nonexistent',
      '--network',
      'http://127.0.0.1:1/network.json',
    ]
    const { exitCode, stdout } = await runForTesting([...args, ...where])
    expect(exitCode).toBe(1)
    expect(JSON.parse(stdout)).toMatchObject({ error: { code } })
  })

  test('the version is the package’s', async () => {
    expect(await runForTesting(['--version'])).toEqual({
      exitCode: 0,
      stdout: expect.stringMatching(/^\d+\.\d+\.\d+\n$/),
      stderr: '',
    })
  })

  test.each([
    ['an unknown command', ['sned']],
    ['an unknown option', ['inbox', '--colour']],
    ['a missing argument', ['read']],
    ['a missing option', ['send', 'gm']],
    ['one argument too many', ['send', '--to', '0x0', 'gm', 'again']],
    ['a limit that is no number', ['read', '0x0', '--limit', 'all']],
    ['a timeout of nothing', ['send', '--to', '0x0', 'gm', '--timeout', '0']],
    ['more nodes than replicas can be', ['up', '--nodes', '32']],
    ['no nodes', ['up', '--nodes', '0']],
    ['an origin with a path', ['up', '--allow-origin', 'http://localhost:5173/app']],
    ['every origin', ['up', '--allow-origin', '*']],
    ['a link that is none', ['node', 'register', '--peer', peer, '--url', 'http://127.0.0.1:1']],
    ['a port above all', ['node', 'register', '--peer', peer, '--url', 'ws://127.0.0.1:99999']],
    ['a link with a path', ['node', 'move', '--peer', peer, '--url', 'wss://node.example/parley']],
    ['a link with a name', ['node', 'move', '--peer', peer, '--url', 'wss://me@node.example']],
    ['a link without one', ['node', 'register', '--peer', peer, '--url', 'node.example']],
    ['an address without a port', ['node', 'register', '--url', link, '--peer', '/ip4/127.0.0.1']],
    ['an address of no host', ['node', 'move', '--url', link, '--peer', '/ip4/1.2.3.400/tcp/1']],
    ['an address of port 0', ['node', 'move', '--url', link, '--peer', '/ip4/127.0.0.1/tcp/0']],
    ['an address of another kind', ['node', 'move', '--url', link, '--peer', '/ip6/1.2.3.4/tcp/1']],
    ['a place to listen that is none', ['send', '--to', '0x0', 'gm', '--listen', '127.0.0.1:80']],
    ['a registry that is none', ['evidence', 'submit', '--registry', '0x12']],
    ['an endpoint that is none', ['evidence', 'submit', '--rpc', 'ws://127.0.0.1:8545']],
    ['options before node', ['--home', '/nonexistent', 'node']],
    ['a port that is none', ['up', '--port', '65536']],
  ])('usage: %s', async (_, args) => {
    const human = await runForTesting(args)
    expect(human).toMatchObject(usage)
    expect(human.stderr).toMatch(/^error .+ \(usage\)\n$/)
    const { exitCode, stdout, stderr } = await runForTesting([...args, '--json'])
    expect({ exitCode, stderr }).toEqual({ exitCode: 2, stderr: '' })
    expect(JSON.parse(stdout)).toEqual({
      error: { code: 'usage', message: expect.any(String), docs: 'docs/specs/errors.md#usage' },
    })
  })

  test('global options stand before or after the command', async () => {
    const home = ['--home', '/nonexistent']
    for (const args of [
      [...home, '--json', 'id', 'show'],
      ['id', 'show', '--json', ...home],
    ]) {
      const { exitCode, stdout } = await runForTesting(args)
      expect(exitCode).toBe(1)
      expect(JSON.parse(stdout)).toMatchObject({ error: { code: 'no_wallet' } })
    }
  })

  test('what is unexpected keeps its insides to itself, unless asked', async () => {
    const args = ['id', 'show', '--home', '/nonexistent\0']
    const quiet = await runForTesting([...args, '--json'])
    expect(quiet.exitCode).toBe(1)
    expect(JSON.parse(quiet.stdout)).toMatchObject({ error: { code: 'internal' } })
    expect(quiet.stdout).not.toContain('nonexistent')
    expect(quiet.stderr).toBe('')
    const loud = await runForTesting(args, { env: { PARLEY_DEBUG: '1' } })
    expect(loud.stderr).toContain('null bytes')
  })
})
