/**
 * One life of a process, from its start to its end. The production code inside knows nothing of it:
 * after the end nothing that it asks of the world happens, and nothing of the world reaches it.
 *
 * @module
 */
import type { Host } from '@parley/protocol'

import { crypto } from './cryptography.ts'
import type { Random } from './Random.ts'
import type { VirtualClock } from './VirtualClock.ts'

/** Never resolves: what a dead process waits for. */
const never = new Promise<never>(() => {})

export type LifeOptions = {
  name: string
  clock: VirtualClock
  random: Random
  /** How far its clock is ahead. */
  skewMs: number
  log: Host.Log
}

export class Life {
  readonly name: string
  readonly host: Host.Host
  readonly #endings = new Set<() => void>()
  #alive = true
  #callsLeft = Infinity

  constructor({ name, clock, random, skewMs, log }: LifeOptions) {
    this.name = name
    this.host = {
      clock: {
        now: () => Math.floor(clock.now + skewMs),
        after: (delayMs, task) =>
          clock.after(delayMs, () => {
            if (this.#alive) task()
          }),
      },
      random: { bytes: (length) => random.bytes(length) },
      crypto,
      log,
    }
  }

  get alive(): boolean {
    return this.#alive
  }

  /** Lets the process die of the `calls`-th call into the world from now on. */
  dieAfter(calls: number): void {
    this.#callsLeft = calls
  }

  /** Counts a call into the world; false if the process is dead, or dies of it. */
  call(): boolean {
    if (this.#alive && --this.#callsLeft <= 0) this.end()
    return this.#alive
  }

  /** Resolves with the answer if the process lives to see it. */
  async answer<T>(answer: Promise<T>): Promise<T> {
    if (!this.call()) return never
    const value = await answer
    return this.#alive ? value : never
  }

  /** Calls `listener` when the process ends; the function returned stops that. */
  onEnd(listener: () => void): () => void {
    this.#endings.add(listener)
    return () => this.#endings.delete(listener)
  }

  end(): void {
    if (!this.#alive) return
    this.#alive = false
    for (const listener of this.#endings) listener()
  }
}
