import { PassThrough } from 'node:stream'

import { Errors } from '@parley/protocol'
import { describe, expect, test } from 'vitest'

import { CliError } from './CliError.ts'
import { printable, table, terminal } from './Terminal.ts'

const escape = '\u{1b}'

describe('printable', () => {
  test.each([
    ['a colour', `${escape}[31mred`, '\u{fffd}[31mred'],
    ['a cleared screen', `${escape}c`, '\u{fffd}c'],
    ['a returned carriage', 'honest\rforged', 'honest\u{fffd}forged'],
    ['a bell', 'ring\u{7}', 'ring\u{fffd}'],
    ['text that runs backwards', '\u{202e}gpj.exe', '\u{fffd}gpj.exe'],
    ['an eight-bit escape', '\u{9b}31m', '\u{fffd}31m'],
  ])('%s does not reach the terminal', (_, text, shown) => {
    expect(printable(text)).toBe(shown)
  })

  test('a new line stays within its message', () => {
    expect(printable('one\n2026-01-01 00:00  you')).toBe('one\n  2026-01-01 00:00  you')
  })

  test('people’s writing stays as it is', () => {
    for (const text of ['grüß dich', 'שלום', '日本語', '👩‍💻 👍🏽', '🇨🇭'])
      expect(printable(text)).toBe(text)
  })
})

describe('table', () => {
  test('columns are aligned whatever their style; empty ones are left out', () => {
    const bold = `${escape}[1mab${escape}[22m`
    expect(
      table([
        [bold, '', 'x'],
        ['abcd', '', 'y'],
      ]),
    ).toBe(`${bold}    x\nabcd  y`)
  })
})

describe('terminal', () => {
  const voice = (json: boolean, env: Record<string, string> = {}) => {
    const [stdout, stderr] = [new PassThrough(), new PassThrough()]
    const { signal } = new AbortController()
    const stdin = new PassThrough()
    const spoken = (stream: PassThrough): string =>
      (stream.read() as Buffer | null)?.toString() ?? ''
    return {
      ...terminal({ stdin, stdout, stderr, env, signal }, json),
      said: () => ({ stdout: spoken(stdout), stderr: spoken(stderr) }),
    }
  }

  test('a failure is one line, whatever its details', () => {
    const { fail, said } = voice(true)
    fail(new CliError('node_failed', 'one\ntwo'), { id: 'ab' })
    expect(said()).toEqual({
      stdout:
        '{"error":{"code":"node_failed","message":"A node did not start. one two",' +
        '"docs":"docs/specs/errors.md#node_failed"},"id":"ab"}\n',
      stderr: '',
    })
  })

  test('a failure of the network keeps its code', () => {
    const { fail, said } = voice(false)
    fail(new Errors.WireError('overloaded'))
    expect(said()).toEqual({
      stdout: '',
      stderr: 'error The node has more work than it can take now. (overloaded)\n',
    })
  })

  test('no colours where there is no terminal', () => {
    const { print, said } = voice(false)
    print({}, (style) => style('red', 'plain'))
    expect(said().stdout).toBe('plain\n')
  })
})
