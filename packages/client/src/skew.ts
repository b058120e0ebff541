/**
 * What nodes say of this device's clock.
 *
 * @module
 */
import { Limits } from '@parley/protocol'

import type { Clock } from './api.ts'

/** Nodes' own clocks, and the way there, differ by less. */
const agreementMs = 30_000

/**
 * How far this device's clock is off, if two nodes agree on it: one alone may lie.
 *
 * @param skews how far each node's clock is ahead of this one's, in milliseconds
 */
export function clockOf(skews: readonly number[]): Clock {
  const sorted = skews.toSorted((a, b) => Math.abs(a) - Math.abs(b))
  const agreed = sorted.find((skew, index) =>
    sorted.some((other, at) => at !== index && Math.abs(skew - other) <= agreementMs),
  )
  return {
    behindMs: agreed,
    isWrong: agreed !== undefined && Math.abs(agreed) > Limits.time.futureMsMax,
  }
}
