/**
 * A command run within a test, its world made of what the test says.
 *
 * @module
 */
import { PassThrough, Readable } from 'node:stream'
import { text } from 'node:stream/consumers'

import { run } from './run.ts'

/** How a command ended, and what it said. */
export type Outcome = { exitCode: number; stdout: string; stderr: string }

/** Runs a command in this process. */
export async function runForTesting(
  args: readonly string[],
  options: { stdin?: string; env?: Record<string, string> } = {},
): Promise<Outcome> {
  const stdout = new PassThrough()
  const stderr = new PassThrough()
  const read = Promise.all([text(stdout), text(stderr)])
  const exitCode = await run(args, {
    stdin: Readable.from([options.stdin ?? '']),
    stdout,
    stderr,
    env: options.env ?? {},
    signal: new AbortController().signal,
  })
  stdout.end()
  stderr.end()
  const [out, err] = await read
  return { exitCode, stdout: out, stderr: err }
}
