/**
 * Listeners that strangers drive. What such a listener throws ends what it was called for, and never
 * the process: Node ends a process for an error in a listener.
 *
 * @module
 */
import type { Host } from '@parley/protocol'

/**
 * A listener that throws nothing.
 *
 * @param onThrow what is ended then: a socket, a stream, a link
 */
export function guarded<T extends readonly unknown[]>(
  log: Host.Log,
  listener: (...args: T) => void,
  onThrow: (...args: T) => void,
): (...args: T) => void {
  return (...args) => {
    try {
      listener(...args)
    } catch (error) {
      log.error({ err: error }, 'listener failed')
      onThrow(...args)
    }
  }
}
