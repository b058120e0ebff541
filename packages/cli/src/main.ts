/**
 * The process: everything here is bound to the real world, everything below is given it.
 *
 * @module
 */
import { CliError, failureOf } from './CliError.ts'
import { launcherVariable, watchLaunchers } from './launchers.ts'
import { run } from './run.ts'

const stop = new AbortController()
// Idempotent: a terminal and a parent that forwards (npm does) deliver the same Ctrl-C twice.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
  process.on(signal, () => {
    stop.abort()
  })
let outputError: CliError | undefined
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  // A reader that went away (`parley read | head`) ends the command, quietly.
  if (error.code !== 'EPIPE') outputError ??= new CliError('output_failed', `${error.message}.`)
  stop.abort()
})
// There is nobody left to tell.
process.stderr.on('error', () => {})

await watchLaunchers(process.env, () => stop.abort())
// Of this process alone, not of those it starts.
delete process.env[launcherVariable]

let exitCode = await run(process.argv.slice(2), {
  stdin: process.stdin,
  stdout: process.stdout,
  stderr: process.stderr,
  env: process.env,
  signal: stop.signal,
})
// A pipe takes what was printed at its reader's pace: exiting earlier would cut it off.
await new Promise<void>((resolve) => {
  stop.signal.addEventListener('abort', () => resolve())
  if (stop.signal.aborted) resolve()
  else process.stdout.write('', () => resolve())
})
if (outputError !== undefined) {
  const { message, code } = failureOf(outputError)
  process.stderr.write(`error ${message} (${code})\n`)
  exitCode = 1
}
// Exits by itself: a connection that lingers is no reason to keep the caller waiting.
process.exit(exitCode)
