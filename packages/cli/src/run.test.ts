import { describe, expect, test } from 'vitest'

import { runForTesting } from './testing.ts'

const usage = { exitCode: 2, stdout: '' }

describe('run', () => {
  test('help goes to stdout, and is no failure', async () => {
    const { exitCode, stdout, stderr } = await runForTesting(['--help'])
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' })
    for (const command of ['up', 'node', 'id', 'send', 'requests', 'inbox', 'read', 'status'])
      expect(stdout).toContain(`\n  ${command}`)
  })

  test('the version is the package’s', async () => {
    expect(await runForTesting(['--version'])).toEqual({
      exitCode: 0,
      stdout: expect.stringMatching(/^\d+\.\d+\.\d+\n$/),
      stderr: '',
    })
  })

  test.each([
    ['no command', []],
    ['an unknown command', ['sned']],
    ['an unknown option', ['inbox', '--colour']],
    ['a missing argument', ['read']],
    ['a missing option', ['send', 'gm']],
    ['one argument too many', ['send', '--to', '0x0', 'gm', 'again']],
    ['a limit that is no number', ['read', '0x0', '--limit', 'all']],
    ['a timeout of nothing', ['send', '--to', '0x0', 'gm', '--timeout', '0']],
    ['more nodes than replicas can be', ['up', '--nodes', '32']],
    ['no nodes', ['up', '--nodes', '0']],
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
    const args = ['id', 'import', '--key-file', '/nonexistent/key', '--home', '/nonexistent']
    const quiet = await runForTesting([...args, '--json'])
    expect(quiet.exitCode).toBe(1)
    expect(JSON.parse(quiet.stdout)).toMatchObject({ error: { code: 'internal' } })
    expect(quiet.stdout).not.toContain('nonexistent')
    expect(quiet.stderr).toBe('')
    const loud = await runForTesting(args, { env: { PARLEY_DEBUG: '1' } })
    expect(loud.stderr).toContain('ENOENT')
  })
})
