/**
 * The work a node has taken on: what is between arrival and receipt. It is bounded, so that a flood
 * meets an error instead of memory.
 *
 * @module
 */
import { Errors } from '@parley/protocol'

/** When the queue is full, it is empty again in about so long. */
const retryAfterMs = 1_000

export class Work {
  readonly #itemsMax: number
  readonly #bytesMax: number
  #items = 0
  #bytes = 0
  #waiting: (() => void)[] = []

  constructor(options: { workItemsMax: number; workBytesMax: number }) {
    this.#itemsMax = options.workItemsMax
    this.#bytesMax = options.workBytesMax
  }

  get items(): number {
    return this.#items
  }

  get bytes(): number {
    return this.#bytes
  }

  #isFull(bytes: number): boolean {
    if (this.#items === 0) return false
    return this.#items >= this.#itemsMax || this.#bytes + bytes > this.#bytesMax
  }

  /**
   * Takes on an item of so many bytes.
   *
   * @throws WireError `overloaded` if there is too much already
   */
  enter(bytes: number): void {
    if (this.#isFull(bytes)) throw new Errors.WireError('overloaded', { retryAfterMs })
    this.#items++
    this.#bytes += bytes
  }

  /** Takes on an item as soon as there is room: for work this node sets its own pace for. */
  async enterWhenFree(bytes: number): Promise<void> {
    while (this.#isFull(bytes)) await new Promise<void>((resolve) => this.#waiting.push(resolve))
    this.enter(bytes)
  }

  /** An item of so many bytes is done. */
  leave(bytes: number): void {
    this.#items--
    this.#bytes -= bytes
    const waiting = this.#waiting
    this.#waiting = []
    for (const wake of waiting) wake()
  }
}
