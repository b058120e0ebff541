/**
 * Waiting for what was started.
 *
 * @module
 */
import { setTimeout as delay } from 'node:timers/promises'

import { CliError } from '../CliError.ts'
import type { Child } from './Child.ts'

/** Between two looks. */
const pollMs = 25
/** One look. */
const requestMsMax = 2_000
/** A loaded machine with a large store to check may take a while; longer is a failure. */
const readyMsMax = 60_000

/**
 * Waits until `request` is answered with success.
 *
 * @returns why not, in words, if the process ended or the time is over
 * @throws CliError `interrupted` once `signal` is aborted
 */
export async function whenReady(
  child: Child,
  url: string,
  request: RequestInit,
  signal: AbortSignal,
): Promise<string | undefined> {
  let end: string | undefined
  void child.ended.then((how) => {
    end = how
  })
  let last = 'no answer'
  for (const start = performance.now(); performance.now() - start < readyMsMax;) {
    if (signal.aborted) throw new CliError('interrupted')
    if (end !== undefined) return `it ended: ${end}`
    try {
      const response = await fetch(url, { ...request, signal: AbortSignal.timeout(requestMsMax) })
      const answer = await response.text()
      if (response.ok) return undefined
      last = answer
    } catch {
      // Not listening yet.
    }
    await delay(pollMs)
  }
  return `it was not ready in time: ${last.slice(0, 500)}`
}
