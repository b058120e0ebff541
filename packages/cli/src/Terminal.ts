/**
 * How a command speaks: data on stdout, as JSON lines or for people, all else on stderr.
 *
 * @module
 */
import { inspect, stripVTControlCharacters, styleText } from 'node:util'

import { shownText } from '@parley/client/text'

import { type Failure, failureOf } from './CliError.ts'

/** What a command is given instead of the process. */
export type World = {
  readonly stdin: NodeJS.ReadableStream
  readonly stdout: NodeJS.WritableStream
  readonly stderr: NodeJS.WritableStream
  readonly env: Readonly<Record<string, string | undefined>>
  /** Aborted when the command should end: an interrupt, or a reader that went away. */
  readonly signal: AbortSignal
}

/** Resolves once the signal is aborted. */
export function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve()
    else signal.addEventListener('abort', () => resolve(), { once: true })
  })
}

/** A style of the terminal; plain text where the stream is no terminal, or `NO_COLOR` is set. */
export type Style = (style: 'bold' | 'dim' | 'green' | 'yellow' | 'red', text: string) => string

/** A command's voice. */
export type Terminal = {
  readonly json: boolean
  /** One piece of data: a JSON line, or the text for people. */
  readonly print: (data: object, text: (style: Style) => string) => void
  /** Something worth knowing that is no data. */
  readonly note: (text: string) => void
  readonly fail: (error: unknown, data?: object) => Failure
}

/** Binds a voice to the world's streams. */
export function terminal(world: World, json: boolean): Terminal {
  const styleFor =
    (stream: NodeJS.WritableStream): Style =>
    (style, text) =>
      styleText(style, text, { stream, validateStream: true })
  const styleOut = styleFor(world.stdout)
  const styleErr = styleFor(world.stderr)
  return {
    json,
    print(data, text) {
      world.stdout.write(`${json ? JSON.stringify(data) : text(styleOut)}\n`)
    },
    note(text) {
      world.stderr.write(`${styleErr('dim', text)}\n`)
    },
    fail(error, data) {
      const failure = failureOf(error)
      if (json) world.stdout.write(`${JSON.stringify({ error: failure, ...data })}\n`)
      else
        world.stderr.write(
          `${styleErr('red', 'error')} ${shownText(failure.message)} (${failure.code})\n`,
        )
      if (world.env['PARLEY_DEBUG']) world.stderr.write(`${inspect(error)}\n`)
      return failure
    },
  }
}

/** Rows of text with their columns aligned; a column that is empty in all of them is left out. */
export function table(rows: readonly (readonly string[])[]): string {
  const columns = rows[0]?.map((_, column) => rows.map((row) => row[column] ?? '')) ?? []
  const aligned = columns.flatMap((cells) => {
    const width = Math.max(...cells.map(visibleLength))
    return width === 0 ? [] : [cells.map((cell) => cell + ' '.repeat(width - visibleLength(cell)))]
  })
  return rows
    .map((_, row) =>
      aligned
        .map((cells) => cells[row]!)
        .join('  ')
        .trimEnd(),
    )
    .join('\n')
}

function visibleLength(text: string): number {
  return stripVTControlCharacters(text).length
}

/** A text of others below a line of ours: none of its lines can pass for one. */
export function printable(text: string): string {
  return shownText(text).replaceAll('\n', '\n  ')
}

/** A moment as people read it, in their own time zone. */
export function when(ms: number): string {
  const date = new Date(ms - new Date(ms).getTimezoneOffset() * 60_000)
  return date.toISOString().slice(0, 16).replace('T', ' ')
}
