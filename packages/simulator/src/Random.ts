/**
 * Randomness from a seed: the same seed, the same numbers.
 *
 * @module
 */
import { createHash } from 'node:crypto'

/** A source of numbers (sfc32). Forks are independent: what one draws changes nothing of another. */
export class Random {
  readonly #seed: string
  #a: number
  #b: number
  #c: number
  #counter = 1

  constructor(seed: string) {
    this.#seed = seed
    const state = createHash('sha256').update(seed).digest()
    this.#a = state.readUInt32LE(0)
    this.#b = state.readUInt32LE(4)
    this.#c = state.readUInt32LE(8)
    for (let i = 0; i < 12; i++) this.uint32()
  }

  /** Another source, named after its purpose. */
  fork(label: string): Random {
    return new Random(`${this.#seed}/${label}`)
  }

  uint32(): number {
    const sum = (this.#a + this.#b + this.#counter++) | 0
    this.#a = this.#b ^ (this.#b >>> 9)
    this.#b = (this.#c + (this.#c << 3)) | 0
    this.#c = (this.#c << 21) | (this.#c >>> 11)
    this.#c = (this.#c + sum) | 0
    return sum >>> 0
  }

  /** At least 0, less than 1. */
  fraction(): number {
    return this.uint32() / 2 ** 32
  }

  /** A whole number of `[0, end)`. */
  below(end: number): number {
    return Math.floor(this.fraction() * end)
  }

  between(low: number, high: number): number {
    return low + this.fraction() * (high - low)
  }

  /** How long until the next of events that come `mean` apart on average. */
  exponential(mean: number): number {
    return -Math.log(1 - this.fraction()) * mean
  }

  chance(probability: number): boolean {
    return this.fraction() < probability
  }

  /** One of them; there must be one. */
  pick<T>(items: readonly T[]): T {
    return items[this.below(items.length)]!
  }

  bytes(length: number): Uint8Array {
    const out = new Uint8Array(length)
    for (let i = 0; i < length; i += 4) {
      const word = this.uint32()
      for (let j = i; j < Math.min(i + 4, length); j++) out[j] = word >>> (8 * (j - i))
    }
    return out
  }
}
