/** Waiting for what another process or socket does: polls, since there is nothing to listen to. */
import { setTimeout as pause } from 'node:timers/promises'

const pollMs = 10
const patienceMs = 20_000

/**
 * Resolves when `check` first holds.
 *
 * @param what for the error, if it never does
 */
export async function until(what: string, check: () => boolean | Promise<boolean>): Promise<void> {
  for (const start = performance.now(); !(await check()); await pause(pollMs))
    if (performance.now() - start > patienceMs) throw new Error(`never happened: ${what}`)
}
