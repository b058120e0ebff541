/**
 * Patience with this device's disk: what it does not take now it is given again, and the link's state
 * says so meanwhile.
 *
 * @module
 */
import { ClientError } from './errors.ts'
import type { ClientHost } from './host.ts'
import type { Network } from './network.ts'
import { StoreError } from './store/StoreError.ts'

/** First and longest pause before what the disk did not take is tried again. */
const pauseMsMin = 250
const pauseMsMax = 5_000

/** Whether something failed as this device could not read or write, and not for what it is. */
export function isOfDisk(error: unknown): boolean {
  const isClosed = error instanceof ClientError && error.code === 'client_closed'
  return isClosed || error instanceof StoreError
}

export class Patience {
  readonly #host: Pick<ClientHost, 'clock' | 'log'>
  readonly #network: Pick<Network, 'waits'>
  readonly #pauses = new Set<() => void>()
  #closed = false

  constructor(session: { host: ClientHost; network: Network }) {
    this.#host = session.host
    this.#network = session.network
  }

  /** Ends all pauses: nothing is tried again. */
  close(): void {
    this.#closed = true
    for (const wake of this.#pauses) wake()
  }

  /**
   * Does what writes to the disk until it succeeds, or the client is closed.
   *
   * @param task told how often it failed before
   * @returns whether it succeeded
   */
  async until(task: (failures: number) => Promise<void>): Promise<boolean> {
    let release: (() => void) | undefined
    try {
      for (let failures = 0; !this.#closed; failures++) {
        try {
          await task(failures)
          return true
        } catch (error) {
          if (this.#closed) return false
          this.#host.log.warn({ error: String(error) }, 'not on disk yet')
          release ??= this.#network.waits()
          await this.#pause(Math.min(pauseMsMax, pauseMsMin * 2 ** Math.min(failures, 10)))
        }
      }
      return false
    } finally {
      release?.()
    }
  }

  #pause(delayMs: number): Promise<void> {
    return new Promise((resolve) => {
      const wake = (): void => {
        cancel()
        this.#pauses.delete(wake)
        resolve()
      }
      const cancel = this.#host.clock.after(delayMs, wake)
      this.#pauses.add(wake)
    })
  }
}
