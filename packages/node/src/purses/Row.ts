/**
 * A row of the budget: what may be had of one thing, by whom. Two forms: what is held and given back,
 * and what is spent and comes back with time.
 *
 * @module
 */
import type { Bucket, Errors } from '@parley/protocol'
import * as z from 'zod'

/**
 * Who holds or spends: nobody known, a proved device of a young account, one of an account that has been
 * there for long, another node of the network. Wallets are free, age is not.
 */
export const classes = ['stranger', 'new', 'known', 'member'] as const
export type Class = (typeof classes)[number]

/** So much of something for one of each class. 0: nothing. */
const byClass = <T extends z.ZodType>(each: T) =>
  z.strictObject({ stranger: each, new: each, known: each, member: each })

const amount = z.number().min(0)
const rate = z.strictObject({ perSecond: amount, burst: amount })
const code = z.custom<Errors.WireCode>((value) => typeof value === 'string')

/** What is held: links, memory, what is followed. */
const heldRow = z.strictObject({
  code,
  /** By one link; by one holder, however many links it has. */
  link: byClass(amount),
  holder: byClass(amount),
  /** By all strangers of a prefix; by all strangers; by all. */
  prefix: amount,
  strangers: amount,
  node: amount,
  /** Of what all may hold, kept for known accounts and members. */
  kept: amount,
})

/** What is spent. */
const spentRow = z.strictObject({
  code,
  holder: byClass(rate),
  prefix: rate.optional(),
  node: rate.optional(),
  /** Share of what the node has, kept for known accounts and members. */
  kept: z.number().min(0).max(1),
})

export type HeldRow = z.output<typeof heldRow>
export type SpentRow = z.output<typeof spentRow>

/** Changes of a row that an operator makes: what is not named stays. */
const changes = <T extends z.ZodObject>(row: T, defaults: z.output<T>, why: string) =>
  z
    .custom<object>((value) => typeof value === 'object' && value !== null)
    .default({})
    .transform((change) => merged(defaults as object, change))
    .pipe(row)
    .describe(why)

function merged(below: object, above: object): object {
  const out: Record<string, unknown> = { ...below }
  for (const [key, value] of Object.entries(above)) {
    const under = out[key]
    const both = typeof under === 'object' && typeof value === 'object'
    out[key] = both && under !== null && value !== null ? merged(under, value as object) : value
  }
  return out
}

type Amounts<T> = { readonly [K in Class]: T }

/** So much for a stranger, a new account, a known one, a member. */
const amounts = <T>(stranger: T, young: T, known: T, member: T): Amounts<T> => ({
  stranger,
  new: young,
  known,
  member,
})

/** So many at once, and so many a second after. */
export const per = (perSecond: number, burst: number): Bucket.Rate => ({ perSecond, burst })
const day = 86_400
/** So many at once and a day. */
export const aDay = (count: number, burst = count): Bucket.Rate => per(count / day, burst)
/** So many at once and a minute. */
export const aMinute = (count: number): Bucket.Rate => per(count / 60, count)

type Four<T> = readonly [stranger: T, young: T, known: T, member: T]

/** A row of what is held. */
export function held(
  row: Omit<HeldRow, 'link' | 'holder' | 'kept'> & {
    link: Four<number>
    holder: Four<number>
    kept?: number
  },
  why: string,
) {
  const defaults = {
    kept: 0,
    ...row,
    link: amounts(...row.link),
    holder: amounts(...row.holder),
  }
  return changes(heldRow, defaults, why)
}

/** A row of what is spent. */
export function spent(
  row: Omit<SpentRow, 'holder' | 'kept'> & { holder: Four<Bucket.Rate>; kept?: number },
  why: string,
) {
  return changes(spentRow, { kept: 0, ...row, holder: amounts(...row.holder) }, why)
}
