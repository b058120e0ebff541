/**
 * A client's world ends with it: no timer that it set is left to keep a process alive, or to do
 * something for a client that is no more.
 *
 * @module
 */
import type { ClientHost } from './host.ts'

/** The world of one client. */
export type Ending = {
  readonly host: ClientHost
  /** Takes back every timer; none is set from now on. */
  readonly end: () => void
}

/** Gives a client a world of its own that can be ended. */
export function endingHost(host: ClientHost): Ending {
  const running = new Set<() => void>()
  let ended = false
  return {
    host: {
      ...host,
      clock: {
        now: () => host.clock.now(),
        after(delayMs, task) {
          if (ended) return () => {}
          const stop = (): void => {
            running.delete(stop)
            cancel()
          }
          const cancel = host.clock.after(delayMs, () => {
            running.delete(stop)
            task()
          })
          running.add(stop)
          return stop
        },
      },
    },
    end() {
      ended = true
      for (const stop of running) stop()
    },
  }
}
