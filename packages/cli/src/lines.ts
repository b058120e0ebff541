/**
 * Lines of standard input, as they were written: text that is not UTF-8 is never guessed at.
 *
 * @module
 */
import { CliError } from './CliError.ts'

/** One line, counted from 1: its text, or what is wrong with it. */
export type Line = { readonly number: number } & (
  | { readonly text: string; readonly error?: never }
  | { readonly error: CliError; readonly text?: never }
)

/** Beyond this no message can be; what follows up to the end of the line is passed over. */
const lineBytesMax = 1024 * 1024

/** Marks the beginning of files of some editors, and is no part of their text. */
const byteOrderMark = [0xef, 0xbb, 0xbf]

const [lineFeed, carriageReturn] = [0x0a, 0x0d]

function lineOf(bytes: Uint8Array, number: number): Line {
  const hasMark = number === 1 && byteOrderMark.every((byte, i) => bytes[i] === byte)
  const ends = bytes.at(-1) === carriageReturn ? -1 : undefined
  const text = bytes.subarray(hasMark ? byteOrderMark.length : 0, ends)
  if (text.length > lineBytesMax)
    return { number, error: new CliError('invalid_line', 'It is above 1 MiB.') }
  try {
    const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })
    return { number, text: decoder.decode(text) }
  } catch (error) {
    return { number, error: new CliError('invalid_line', 'It is not UTF-8.', error) }
  }
}

/** The lines of a stream, without what ends them. */
export async function* linesOf(stream: NodeJS.ReadableStream): AsyncGenerator<Line> {
  let number = 1
  let rest: Buffer = Buffer.alloc(0)
  for await (const chunk of stream) {
    let bytes = typeof chunk === 'string' ? Buffer.from(chunk) : chunk
    for (let end; (end = bytes.indexOf(lineFeed)) !== -1; bytes = bytes.subarray(end + 1)) {
      yield lineOf(Buffer.concat([rest, bytes.subarray(0, end)]), number++)
      rest = Buffer.alloc(0)
    }
    // One byte more than may be tells that it was too long.
    if (rest.length <= lineBytesMax) rest = Buffer.concat([rest, bytes])
  }
  if (rest.length > 0) yield lineOf(rest, number)
}
