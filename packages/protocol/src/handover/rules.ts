/**
 * The rules by which a shard changes hands: pure, and the same for members, publishers and the model
 * checker.
 *
 * Why what is stored stays stored: let q of the installed set have signed for an envelope without a
 * fence, and q of the set that takes over state that they hold all; with at most f liars f+1 of those
 * are honest. Each of them compared with q of the installed set after they were fenced. The two
 * quorums share an honest member. It signed before it was fenced, so the envelope was there when it
 * was compared with. Fences of a turn are lifted only when it is over, and then it installs nothing.
 */
import * as Codec from '@parley/codec'

import type { ReplicaSet } from '../Network.ts'

/** Leaves out what a checker must find to be missing. */
export type Rules = {
  /** Comparisons before the fence count. */
  readonly unsafeCompareUnfencedForTesting?: boolean
  /** Receipts of who is fenced count alone. */
  readonly unsafeCountFencedForTesting?: boolean
  /** f+1 take over. */
  readonly unsafeFewHoldForTesting?: boolean
  /** What was compared in a turn counts in the next one. */
  readonly unsafeKeepComparedForTesting?: boolean
}

/** A shard that is to change hands in a turn. */
export type Change = {
  readonly turn: number
  /** The turn of the draw that picked who is to take over. */
  readonly draw: number
  readonly installed: ReplicaSet
  readonly pending: ReplicaSet
  /** What is left of the turn, as a share of it: 1 when it begins, 0 or less when it may end. */
  readonly left: number
}

/** How many of a set are among the names. */
const countOf = (set: ReplicaSet, has: (name: string) => boolean): number =>
  set.nodes.filter(({ name }) => has(name)).length

const isQuorum = (set: ReplicaSet, has: (name: string) => boolean): boolean =>
  set.nodes.length > 0 && countOf(set, has) >= set.quorum

// ---- the installed set

/** What a member of the installed set keeps of a shard, on disk. */
export const fence = Codec.struct({
  /** The turn it is fenced at; 0 if it is not. */
  turn: Codec.uint53,
  draw: Codec.uint53,
  /** In how many turns of the draw it was fenced and nobody took over. */
  failed: Codec.uint8,
})
export type Fence = Codec.TypeOf<typeof fence>

export const open: Fence = { turn: 0, draw: 0, failed: 0 }

/** What a fence is by what is known now: it is lifted when its turn is over, whatever came of it. */
export function carried(value: Fence, known: { turn: number; installed: number }): Fence {
  if (value.turn === 0 || (known.turn <= value.turn && known.installed < value.turn)) return value
  return known.installed >= value.turn
    ? open
    : { ...value, turn: 0, failed: Math.min(value.failed + 1, 255) }
}

/**
 * The share of a turn that must be left at most: all of it at first, half of it when the draw failed
 * once, and so on down to an hour of a day. So who says that it is ready and then is silent stops
 * writing for less and less.
 */
export const leftMax = (failed: number): number => Math.max(1 / 24, 2 ** -failed)

const failedOf = (value: Fence, change: Change): number =>
  value.draw === change.draw ? value.failed : 0

/**
 * Whether a member of the installed set puts up its fence.
 *
 * @param isReady who of the set that is to take over showed that it serves
 */
export function mustFence(
  value: Fence,
  change: Change,
  isReady: (name: string) => boolean,
): boolean {
  return (
    value.turn < change.turn &&
    isQuorum(change.pending, isReady) &&
    change.left <= leftMax(failedOf(value, change))
  )
}

/** The fence, put up. */
export function fenced(value: Fence, change: Change): Fence {
  return { turn: change.turn, draw: change.draw, failed: failedOf(value, change) }
}

/** Whether a replica refuses a publisher that knows this turn: it would count receipts wrongly. */
export function refuses(value: Fence, knownTurn: number): boolean {
  return value.turn > knownTurn
}

// ---- the set that is to take over

/** How far a member of the set that is to take over has come in a turn. In memory: it can begin again. */
export type Successor = {
  readonly turn: number
  /** Whom it compared with and took in all. */
  readonly compared: ReadonlySet<string>
  /** Those it did so with after they had been fenced at this turn. */
  readonly holding: ReadonlySet<string>
}

export const beginning: Successor = { turn: 0, compared: new Set(), holding: new Set() }

/** It begins anew with each turn. */
export function entered(value: Successor, turn: number, rules: Rules = {}): Successor {
  if (value.turn === turn) return value
  return rules.unsafeKeepComparedForTesting ? { ...value, turn } : { ...beginning, turn }
}

/**
 * Took in all that a member of the installed set holds.
 *
 * @param fencedAt the turn it was known to be fenced at when that began
 */
export function compared(
  value: Successor,
  node: { readonly name: string; readonly fencedAt: number },
  rules: Rules = {},
): Successor {
  const { name, fencedAt } = node
  const counts = fencedAt === value.turn || rules.unsafeCompareUnfencedForTesting
  return {
    ...value,
    compared: new Set([...value.compared, name]),
    holding: counts ? new Set([...value.holding, name]) : value.holding,
  }
}

/** Whether it has shown itself that it serves. */
export function isReady(value: Successor, change: Change): boolean {
  return (
    value.turn === change.turn && isQuorum(change.installed, (name) => value.compared.has(name))
  )
}

/** Whether it holds all that was stored before. */
export function holdsAll(value: Successor, change: Change): boolean {
  return value.turn === change.turn && isQuorum(change.installed, (name) => value.holding.has(name))
}

/**
 * Whether it may say that the installed set does not let go: half of the shortest time is over in
 * which an honest member must be fenced.
 *
 * @param known.failed in how many turns of the draw this was so
 */
export function isStuck(
  change: Change,
  known: {
    failed: number
    isReady: (name: string) => boolean
    isFenced: (name: string) => boolean
  },
): boolean {
  return (
    change.left <= leftMax(known.failed) / 2 &&
    isQuorum(change.pending, known.isReady) &&
    !isQuorum(change.installed, known.isFenced)
  )
}

/** Whether the set takes over, by who of it states that it holds all. */
export function takesOver(
  pending: ReplicaSet,
  holds: (name: string) => boolean,
  rules: Rules = {},
): boolean {
  if (!rules.unsafeFewHoldForTesting) return isQuorum(pending, holds)
  return countOf(pending, holds) > pending.nodes.length - pending.quorum
}

// ---- publishers

/**
 * Whether an envelope counts as stored: a quorum of the installed set signed for it without a fence,
 * or a quorum of it however fenced and a quorum of the set that is to take over.
 *
 * @param sets the installed one, and the one that is to take over
 * @param fenceOf the fence that a node's receipt says; `undefined` if it gave none
 */
export function isStored(
  sets: readonly ReplicaSet[],
  fenceOf: (name: string) => number | undefined,
  rules: Rules = {},
): boolean {
  const [own, next] = sets
  if (own === undefined) return false
  const signed = (name: string): boolean => fenceOf(name) !== undefined
  const free = rules.unsafeCountFencedForTesting ? signed : (name: string) => fenceOf(name) === 0
  return (
    isQuorum(own, free) || (next !== undefined && isQuorum(own, signed) && isQuorum(next, signed))
  )
}
