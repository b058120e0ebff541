/**
 * Whatever a stranger writes costs its reader time in proportion: the worst texts there are, for every
 * function that is given a text of others.
 */
import { describe, expect, test } from 'vitest'

/** The most that a message's text holds. */
const length = 64 * 1024

const filled = (unit: string, around: { before?: string; after?: string } = {}): string => {
  const { before = '', after = '' } = around
  const room = length - Buffer.byteLength(before + after)
  return before + unit.repeat(Math.floor(room / Buffer.byteLength(unit))) + after
}

const nasty: Readonly<Record<string, string>> = {
  letters: filled('a'),
  blanks: filled(' '),
  'blanks before a letter': filled(' ', { after: 'x' }),
  'empty lines': filled('\n'),
  'empty lines with blanks': filled('\n    ', { after: 'x' }),
  'one long line of blanks between lines': filled(' ', { before: '\n\n\n', after: '\nx' }),
  dots: filled('.', { before: 'https://a.example/', after: 'x' }),
  'closing brackets': filled(')', { before: 'https://a.example/' }),
  'brackets and dots': filled(').', { before: 'https://a.example/' }),
  'opening brackets': filled('(', { before: 'https://a.example/' }),
  'many addresses': filled('http://a '),
  'addresses in addresses': filled('http://'),
  'almost addresses': filled('http:/'),
  'one endless address': filled('a', { before: 'https://' }),
  'one endless host': filled('a.', { before: 'https://' }),
  'escapes in an address': filled('%', { before: 'https://a.example/' }),
  marks: filled('\u{301}', { before: 'Z' }),
  'marks with joiners': filled('\u{94d}\u{200d}', { before: 'क' }),
  joiners: filled('\u{200d}'),
  'joined faces': filled('👩\u{200d}'),
  selectors: filled('\u{fe0f}', { before: '❤' }),
  tags: filled('\u{e0061}', { before: '\u{1f3f4}' }),
  'false flags': filled('\u{1f3f4}\u{e0061}\u{e0062}'),
  'turned order': filled('\u{202e}'),
  'nested order': filled('\u{2067}a'),
  'letters from right to left': filled('א'),
  controls: filled('\u{0}'),
  carriages: filled('\r'),
  escapes: filled('\u{1b}['),
  'colours that never end': filled('\u{1b}[1;'),
  'half characters': '\u{d800}'.repeat(length),
  'hex digits': filled('a', { before: '0x' }),
  'digits of a chain': filled('1', { before: 'eip155:' }),
  colons: filled(':'),
  'hash after hash': filled('#to='),
  'and after and': filled('&', { before: '#' }),
  'names of fields': filled('a&', { before: '#' }),
  quotes: filled('"\\'),
}

/**
 * A pass over 64 KiB takes a few milliseconds, a few passes for each character several seconds. It is
 * this thread's own time, so that a busy machine changes nothing.
 */
const cpuMsMax = 400

/** Tests that each function takes every nasty text in its stride. */
export function describeLinear(
  functions: Readonly<Record<string, (text: string) => unknown>>,
): void {
  describe.each(Object.entries(functions))('%s takes time linear in the text', (_, work) => {
    test.each(Object.entries(nasty))('%s', (_, text) => {
      const before = process.threadCpuUsage()
      work(text)
      const { user, system } = process.threadCpuUsage(before)
      expect((user + system) / 1000).toBeLessThan(cpuMsMax)
    })
  })
}

/** Refusing is an answer, too. */
export const attempt = (work: () => unknown): void => {
  try {
    work()
  } catch {}
}
