/**
 * Links in memory: two ends of one connection, for tests and simulations.
 *
 * @module
 */
import type { Duplex } from './Host.ts'

/**
 * Two connected ends. A message sent on one arrives on the other in a later microtask, copied, in
 * order; closing one closes the other, after what was sent before.
 *
 * @param onMessage sees every message as it is sent: to record, or to throw in a test
 */
export function pair(onMessage: (message: Uint8Array) => void = () => {}): [Duplex, Duplex] {
  let open = true
  const ends: Duplex[] = [0, 1].map((side) => ({
    send(message) {
      if (!open) return
      onMessage(message)
      const copy = message.slice()
      void Promise.resolve().then(() => ends[1 - side]!.onMessage(copy))
    },
    bufferedBytes: () => 0,
    close(reason) {
      if (!open) return
      open = false
      void Promise.resolve().then(() => {
        for (const end of ends) end.onClose(reason)
      })
    },
    onMessage: () => {},
    onDrain: () => {},
    onClose: () => {},
  }))
  return [ends[0]!, ends[1]!]
}
