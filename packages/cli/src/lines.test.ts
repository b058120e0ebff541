import { Readable } from 'node:stream'

import { expect, test } from 'vitest'

import { type Line, linesOf } from './lines.ts'

async function read(...chunks: (string | Uint8Array)[]): Promise<(string | undefined)[]> {
  const lines: Line[] = []
  const stream = Readable.from(chunks.map((it) => Buffer.from(it)))
  for await (const line of linesOf(stream)) lines.push(line)
  expect(lines.map(({ number }) => number)).toEqual(lines.map((_, i) => i + 1))
  return lines.map(({ text, error }) => text ?? error?.details)
}

test('lines end with a line feed, also after a carriage return, and with the input', async () => {
  expect(await read('one\ntwo\r\n\nfour')).toEqual(['one', 'two', '', 'four'])
  expect(await read('one\n')).toEqual(['one'])
  expect(await read()).toEqual([])
})

test('what looks like the end of a line elsewhere is text', async () => {
  expect(await read('a\rb\u{2028}c\u{85}d\n')).toEqual(['a\rb\u{2028}c\u{85}d'])
})

test('a line may come in pieces, cut within a character', async () => {
  const bytes = Buffer.from('grüße\n日本\n')
  for (let cut = 1; cut < bytes.length; cut++)
    expect(await read(bytes.subarray(0, cut), bytes.subarray(cut))).toEqual(['grüße', '日本'])
})

test('a mark of byte order begins a file, and is no part of it', async () => {
  expect(await read('\u{feff}one\n\u{feff}two')).toEqual(['one', '\u{feff}two'])
})

test('error: what is not UTF-8 is refused by its number, the other lines are read', async () => {
  const broken = Buffer.from([0x61, 0xff, 0x62, 0x0a])
  expect(await read('one\n', broken, 'three\n', new Uint8Array([0xed, 0xa0, 0x80]))).toEqual([
    'one',
    'It is not UTF-8.',
    'three',
    'It is not UTF-8.',
  ])
})

test('error: a line without an end costs no more memory than a message may have', async () => {
  const long = new Uint8Array(700_000).fill(0x61)
  expect(await read(long, long, long, '\nnext\n')).toEqual(['It is above 1 MiB.', 'next'])
})
