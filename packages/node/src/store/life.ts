/**
 * The lives of a store. A node whose store was lost, or set back to a backup, does not know all it
 * signed before. It begins another life, in which it can say nothing against the earlier ones:
 * positions start above all that any of them can have used, and slots that it may have voted in are
 * left alone.
 *
 * @module
 */
import type { DatabaseSync } from 'node:sqlite'

import { Limits } from '@parley/protocol'

import { StoreError } from './Store.ts'

/** Positions of one topic in one life: 2^28 of them, so that 2^25 topics fit a double's 53 bits. */
export const positionsMax = 2 ** 28

/** A life of a store after its first. */
export type Life = {
  /** Every position it signs is above; no other life's is. */
  readonly base: number
  /** It signs nothing earlier. Milliseconds since the Unix epoch. */
  readonly signsFrom: number
  /**
   * A commit that was sent later was never seen in an earlier life. Milliseconds since the Unix epoch.
   */
  readonly remembersFrom: number
}

export const lifeTable = `
  CREATE TABLE life (
    only INTEGER PRIMARY KEY CHECK (only = 1),
    base INTEGER NOT NULL,
    signs_from INTEGER NOT NULL,
    remembers_from INTEGER NOT NULL
  ) STRICT;
`

/**
 * One life begins in a period at most, and is numbered by it: the number is known even where
 * everything but the key was lost. 2^20 periods of ten minutes last until 2045.
 */
const periodMs = 600_000
const firstPeriodAt = Date.UTC(2026, 0, 1)
/** Positions stay below 2^48, which a double, and a program in another language, holds exactly. */
const periodsMax = 2 ** 48 / positionsMax

/** Clocks of two machines of one operator differ by less: each is right to within two minutes. */
const clockErrorMs = 300_000

/**
 * The life that begins now. It signs when the next period has begun by any clock, so that another
 * one that begins in this period, with the same positions, finds that none was used.
 *
 * @param now milliseconds since the Unix epoch
 * @throws RangeError if the clock is before 2026 or after 2045
 */
export function lifeAt(now: number): Life {
  const period = Math.floor((now - firstPeriodAt) / periodMs) + 1
  if (period < 1 || period >= periodsMax)
    throw new RangeError(`No life begins at ${new Date(now).toISOString()}.`)
  return {
    base: period * positionsMax,
    signsFrom: firstPeriodAt + period * periodMs + clockErrorMs,
    remembersFrom: now + Limits.time.futureMsMax + clockErrorMs,
  }
}

/** The life a store is in; `undefined` in its first one. */
export function lifeOf(database: DatabaseSync): Life | undefined {
  const row = database
    .prepare(
      'SELECT base, signs_from AS signsFrom, remembers_from AS remembersFrom FROM life WHERE only = 1',
    )
    .get() as Life | undefined
  return row && { ...row }
}

/**
 * Begins a life in a file. Registers go: they may be older than what was signed from them.
 *
 * @throws StoreError `store_corrupt`
 */
export function beginLife(database: DatabaseSync, life: Life): void {
  try {
    database.exec('BEGIN IMMEDIATE; DELETE FROM registers')
    database
      .prepare('INSERT OR REPLACE INTO life VALUES (1, ?, ?, ?)')
      .run(life.base, life.signsFrom, life.remembersFrom)
    database.exec('COMMIT')
  } catch (error) {
    throw new StoreError('store_corrupt', String(error), error)
  }
}
