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

// Exits by itself: a connection that lingers is no reason to keep the caller waiting.
process.exit(
  await run(process.argv.slice(2), {
    stdin: process.stdin,
    stdout: process.stdout,
    stderr: process.stderr,
    env: process.env,
    signal: stop.signal,
  }),
)
