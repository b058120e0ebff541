/**
 * Seeds that several processes share: each runs one at a time and then gets the next.
 *
 * @module
 */
import { type ChildProcess, fork } from 'node:child_process'
import { fileURLToPath } from 'node:url'

import type { Outcome } from './outcome.ts'

const program = fileURLToPath(new URL('./runProcess.ts', import.meta.url))

/**
 * Runs seeds in processes of their own.
 *
 * @param options `jobs` how many processes; `args` what the command was given, for them to read;
 * `onOutcome` hears of each seed as it is through, in no order
 * @throws Error if a process ends by itself
 */
export async function runJobs(options: {
  seeds: readonly number[]
  jobs: number
  args: readonly string[]
  onOutcome: (outcome: Outcome) => void
}): Promise<void> {
  const waiting = [...options.seeds]
  const count = Math.min(options.jobs, waiting.length)
  const children = Array.from({ length: count }, () => fork(program, options.args))
  const work = (child: ChildProcess): Promise<void> =>
    new Promise((resolve, reject) => {
      let seed: number | undefined
      const next = (): void => {
        seed = waiting.shift()
        if (seed !== undefined) child.send(seed)
        else child.disconnect()
      }
      child.on('message', (outcome: Outcome) => {
        options.onOutcome(outcome)
        next()
      })
      child.once('exit', (code) =>
        seed === undefined
          ? resolve()
          : reject(new Error(`seed ${seed} ended its process: ${code}`)),
      )
      next()
    })
  try {
    await Promise.all(children.map(work))
  } finally {
    for (const child of children) child.kill()
  }
}
