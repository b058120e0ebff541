/**
 * Time that passes only when everybody waits: events in a queue, each followed by all the
 * microtasks it leads to.
 *
 * @module
 */

type Event = {
  readonly at: number
  /** Of two events at one time the one asked for first comes first. */
  readonly order: number
  task: (() => void) | undefined
}

const isBefore = (a: Event, b: Event): boolean =>
  a.at < b.at || (a.at === b.at && a.order < b.order)

/** Every simulation begins on the same day. */
const startMs = Date.UTC(2030, 0, 1)

/** Resolves after all microtasks: nothing simulated uses macrotasks, so this is when all wait. */
const allWait = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))

export class VirtualClock {
  /** A binary heap. */
  readonly #queue: Event[] = []
  #order = 0
  #now = startMs
  #events = 0

  /** Milliseconds since the Unix epoch, with fractions. */
  get now(): number {
    return this.#now
  }

  /** Virtual milliseconds since the start. */
  get elapsedMs(): number {
    return this.#now - startMs
  }

  /** How many events have happened. */
  get events(): number {
    return this.#events
  }

  /** Runs `task` after a while; the function returned cancels it. */
  after(delayMs: number, task: () => void): () => void {
    const event: Event = { at: this.#now + Math.max(0, delayMs), order: this.#order++, task }
    this.#push(event)
    return () => {
      event.task = undefined
    }
  }

  /** Lets the next event happen, and all that follows from it at once; false if none is left. */
  async step(): Promise<boolean> {
    await allWait()
    for (let event = this.#pop(); event !== undefined; event = this.#pop()) {
      if (event.task === undefined) continue
      this.#now = event.at
      this.#events++
      event.task()
      await allWait()
      return true
    }
    return false
  }

  #push(event: Event): void {
    const queue = this.#queue
    let at = queue.length
    while (at > 0) {
      const parent = (at - 1) >> 1
      if (!isBefore(event, queue[parent]!)) break
      queue[at] = queue[parent]!
      at = parent
    }
    queue[at] = event
  }

  #pop(): Event | undefined {
    const queue = this.#queue
    const first = queue[0]
    const last = queue.pop()
    if (first === undefined || last === undefined || queue.length === 0) return first
    let at = 0
    for (;;) {
      let child = 2 * at + 1
      if (child >= queue.length) break
      if (child + 1 < queue.length && isBefore(queue[child + 1]!, queue[child]!)) child++
      if (!isBefore(queue[child]!, last)) break
      queue[at] = queue[child]!
      at = child
    }
    queue[at] = last
    return first
  }
}
