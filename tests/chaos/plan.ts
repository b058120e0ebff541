/**
 * What goes wrong in a run, by its seed. When exactly what meets what is the machine's to say.
 *
 * @module
 */
import { Random } from '../../packages/simulator/src/Random.ts'

/**
 * - `killed`: SIGKILL, and started again at the end
 * - `paused`: SIGSTOP, and SIGCONT at the end
 * - `isolated`: nothing gets to it or from it; `deaf`: nothing to it; `mute`: nothing from it
 * - `slow`: late and narrow lines
 * - `resets`: connections are cut, one after the other, anywhere
 */
const troubles = ['killed', 'paused', 'isolated', 'deaf', 'mute', 'slow', 'resets'] as const
export type Trouble = (typeof troubles)[number]

export type Phase = {
  readonly trouble: Trouble
  /** Whom it meets: so many of the members. */
  readonly nodes: number
  /** Whether every replica set keeps a quorum: then everybody must get on. */
  readonly withinFaults: boolean
  /** A wallet, by its number, takes two new devices at once. */
  readonly newDevicesOf: number | undefined
  /** A node joins, or one leaves, while it lasts: settled before the next one. */
  readonly change: 'join' | 'leave' | undefined
  /** The clients whose stores are on disk are killed, too, and started again. */
  readonly crash: boolean
}

export type PlanOptions = { seed: number; nodes: number; wallets: number }

/** Phases without end: each third one goes beyond what replica sets of four can take. */
export function* plan({ seed, nodes, wallets }: PlanOptions): Generator<Phase, never> {
  const random = new Random(`chaos ${seed}`)
  let left: Trouble[] = []
  for (let i = 0; ; i++) {
    // All kinds come up, in an order of their own.
    if (left.length === 0) left = shuffled(random, troubles)
    const withinFaults = i % 3 !== 1
    const trouble = withinFaults ? left.pop()! : random.pick(['killed', 'paused'] as const)
    yield {
      trouble,
      nodes: withinFaults ? 1 : random.pick([2, 3, nodes]),
      withinFaults,
      newDevicesOf: withinFaults ? random.below(wallets) : undefined,
      change:
        withinFaults && random.chance(0.5) ? random.pick(['join', 'leave'] as const) : undefined,
      crash: random.chance(0.4),
    }
  }
}

/** A list in another order. */
export function shuffled<T>(random: Random, items: readonly T[]): T[] {
  return items
    .map((item) => ({ item, at: random.uint32() }))
    .toSorted((a, b) => a.at - b.at)
    .map(({ item }) => item)
}
