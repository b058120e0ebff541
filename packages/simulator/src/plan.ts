/**
 * What a seed's run is like, unless it is said otherwise.
 *
 * @module
 */
import { type Lie, Liar, lies } from './Liar.ts'
import { type Fault, faults } from './Nemesis.ts'
import { Random } from './Random.ts'
import type { RunOptions } from './simulate.ts'

/** What is said otherwise. */
export type PlanOptions = {
  operations?: number | undefined
  nodes?: number | undefined
  clients?: number | undefined
  faults?: ReadonlySet<Fault> | undefined
  /** What the first node does that no honest node does; nothing if empty. */
  lies?: ReadonlySet<Lie> | undefined
  onLine?: ((line: string) => void) | undefined
}

/** A run with few kinds of trouble goes deeper than one with all: the seed picks some. */
function some<T>(random: Random, kinds: readonly T[], probability: number): Set<T> {
  return new Set(kinds.filter(() => random.chance(probability)))
}

/** The run of a seed. */
export function planOf(seed: number, options: PlanOptions = {}): RunOptions {
  const random = new Random(`plan ${seed}`)
  const drawn = {
    nodes: random.pick([4, 4, 4, 5, 7]),
    clients: random.pick([2, 2, 3]),
    faults: some<Fault>(random, faults, 0.4),
    lies: random.chance(0.4) ? some(random, lies, 0.4) : new Set<Lie>(),
  }
  const told = options.lies ?? drawn.lies
  return {
    seed,
    operations: options.operations ?? 20,
    nodes: options.nodes ?? drawn.nodes,
    clients: options.clients ?? drawn.clients,
    faults: options.faults ?? drawn.faults,
    liar: told.size > 0 ? new Liar(told) : undefined,
    onLine: options.onLine,
  }
}
