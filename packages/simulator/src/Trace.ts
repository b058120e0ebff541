/**
 * What happened, as one hash: two runs of a seed are the same if their hashes are.
 *
 * @module
 */
import { createHash, hash } from 'node:crypto'

import type { VirtualClock } from './VirtualClock.ts'

/** What a failure shows of what came before it. */
const lastMax = 60

export class Trace {
  readonly #clock: VirtualClock
  readonly #hash = createHash('sha256')
  readonly #last: string[] = []
  readonly #onLine: ((line: string) => void) | undefined
  #count = 0

  /** @param onLine sees every line, to look at a run in full */
  constructor(clock: VirtualClock, onLine?: (line: string) => void) {
    this.#clock = clock
    this.#onLine = onLine
  }

  /**
   * @param actor who did it, or to whom it was done
   * @param kind of event, with what tells it apart
   * @param bytes that were moved
   */
  add(actor: string, kind: string, bytes?: Uint8Array): void {
    const digest =
      bytes === undefined ? '' : ` ${bytes.length} ${hash('sha256', bytes).slice(0, 16)}`
    const line = `${this.#clock.elapsedMs.toFixed(3)} ${actor} ${kind}${digest}`
    this.#hash.update(line).update('\n')
    this.#count++
    this.#last[this.#count % lastMax] = line
    this.#onLine?.(line)
  }

  get count(): number {
    return this.#count
  }

  /** The last lines, oldest first. */
  last(): string[] {
    const next = (this.#count + 1) % lastMax
    return [...this.#last.slice(next), ...this.#last.slice(0, next)].filter(Boolean)
  }

  /** Of all lines so far, in hex. */
  digest(): string {
    return this.#hash.copy().digest('hex')
  }
}
