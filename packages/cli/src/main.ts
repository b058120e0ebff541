/**
 * The process: everything here is bound to the real world, everything below is given it.
 *
 * @module
 */
import { run } from './run.ts'

const stop = new AbortController()
// Idempotent: a terminal and a parent that forwards (npm does) deliver the same Ctrl-C twice.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
  process.on(signal, () => {
    stop.abort()
  })
// A reader that went away (`parley read | head`) ends the command, quietly.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error
  stop.abort()
})

const exitCode = await run(process.argv.slice(2), {
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
// Exits by itself: a connection that lingers is no reason to keep the caller waiting.
process.exit(exitCode)
