/**
 * Token buckets: so much per second in the long run, a burst at once.
 *
 * @module
 */
import { WireError } from './Errors.ts'
import type { Clock } from './Host.ts'

/** `perSecond` in the long run, `burst` at once. */
export type Rate = { readonly perSecond: number; readonly burst: number }

/** One bucket. It starts full. */
export class Bucket {
  readonly #clock: Clock
  readonly #rate: Rate
  #tokens: number
  #filledAtMs: number

  constructor(clock: Clock, rate: Rate) {
    this.#clock = clock
    this.#rate = rate
    this.#tokens = rate.burst
    this.#filledAtMs = clock.now()
  }

  #fill(): void {
    const now = this.#clock.now()
    // A clock set back fills nothing.
    const seconds = Math.max(0, now - this.#filledAtMs) / 1000
    this.#filledAtMs = now
    this.#tokens = Math.min(this.#rate.burst, this.#tokens + seconds * this.#rate.perSecond)
  }

  /** In how many milliseconds there will be so many tokens; 0 if there are now. */
  waitMs(tokens: number): number {
    if (this.#tokens < tokens) this.#fill()
    if (this.#tokens >= tokens) return 0
    return Math.ceil(((tokens - this.#tokens) * 1000) / this.#rate.perSecond)
  }

  /**
   * Takes tokens if there are enough.
   *
   * @returns 0, or in how many milliseconds there will be enough
   */
  take(tokens = 1): number {
    const waitMs = this.waitMs(tokens)
    if (waitMs === 0) this.#tokens -= tokens
    return waitMs
  }

  /**
   * Takes tokens.
   *
   * @param what for the error's details
   * @throws WireError `quota_exceeded` with `retryAfterMs`
   */
  spend(what: string, tokens = 1): void {
    const waitMs = this.take(tokens)
    if (waitMs > 0)
      throw new WireError('quota_exceeded', {
        details: `Too many ${what}.`,
        retryAfterMs: Math.min(waitMs, 0xffff_ffff),
      })
  }

  /**
   * Takes tokens that are already spent, going below zero if need be.
   *
   * @returns how many are missing
   */
  charge(tokens: number): number {
    this.#fill()
    this.#tokens -= tokens
    return Math.max(0, -this.#tokens)
  }
}
