/**
 * Waiting for others no longer than it takes to have something better.
 *
 * @module
 */
import { ClientError } from './errors.ts'
import type { ClientHost } from './host.ts'

/** Whoever has a copy waits so long for what may be newer: people notice more. */
const patienceMs = 500

/** What comes in time, else the copy: also if there is nothing to come. */
export async function patient<T>(
  { clock, log }: Pick<ClientHost, 'clock' | 'log'>,
  fresh: Promise<T>,
  copy: T,
): Promise<T> {
  let cancel = (): void => {}
  const late = new Promise<T>((resolve) => {
    cancel = clock.after(patienceMs, () => resolve(copy))
  })
  const orCopy = fresh.catch((error: unknown) => {
    if (!(error instanceof ClientError)) throw error
    log.warn({ error: String(error) }, 'network not read, the last known serves')
    return copy
  })
  try {
    return await Promise.race([orCopy, late])
  } finally {
    cancel()
  }
}
