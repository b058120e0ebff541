/**
 * What the command was asked for.
 *
 * @module
 */
import { parseArgs } from 'node:util'

import { lies } from './Liar.ts'
import { faults } from './Nemesis.ts'
import type { PlanOptions } from './plan.ts'

export const usage = `npm run sim -- [options]

  --seed N        the first seed (1)
  --seeds N       how many, one after the other (1)
  --jobs N        processes that share them (1)
  --journal FILE  notes each seed that is through; what stands there is not run again
  --ops N         operations of a run (20)
  --nodes N       nodes; the seed decides unless given
  --clients N     wallets; the seed decides unless given
  --faults LIST   of ${faults.join(', ')};
                  all, none; the seed decides unless given
  --lies LIST     of ${lies.join(', ')}; all, none; the seed decides unless given
  --brief         only what failed, and what it all came to
  --verbose       every line of the trace, and what the parts log
  --scale         load per node as a network grows, instead of a run
`

function listOf<T extends string>(
  text: string | undefined,
  known: readonly T[],
): ReadonlySet<T> | undefined {
  if (text === undefined) return undefined
  if (text === 'none') return new Set()
  if (text === 'all') return new Set(known)
  const names = text.split(',')
  const unknown = names.find((name) => !known.includes(name as T))
  if (unknown !== undefined) throw new Error(`"${unknown}" is none of ${known.join(', ')}.`)
  return new Set(names as T[])
}

function numberOf(text: string | undefined): number | undefined {
  if (text === undefined) return undefined
  const value = Number(text)
  if (!Number.isSafeInteger(value) || value < 1) throw new Error(`"${text}" is no number.`)
  return value
}

/** The command's arguments, read. */
export type Arguments = {
  readonly help: boolean
  readonly scale: boolean
  readonly brief: boolean
  readonly verbose: boolean
  readonly seed: number
  readonly seeds: number
  readonly jobs: number
  readonly journal: string | undefined
  readonly plan: PlanOptions
}

/**
 * Reads the command's arguments.
 *
 * @throws Error for what is not understood
 */
export function readArguments(args: readonly string[]): Arguments {
  const { values } = parseArgs({
    args: [...args],
    options: {
      seed: { type: 'string' },
      seeds: { type: 'string' },
      jobs: { type: 'string' },
      journal: { type: 'string' },
      ops: { type: 'string' },
      nodes: { type: 'string' },
      clients: { type: 'string' },
      faults: { type: 'string' },
      lies: { type: 'string' },
      brief: { type: 'boolean', default: false },
      verbose: { type: 'boolean', default: false },
      scale: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  })
  return {
    help: values.help,
    scale: values.scale,
    brief: values.brief,
    verbose: values.verbose,
    seed: numberOf(values.seed) ?? 1,
    seeds: numberOf(values.seeds) ?? 1,
    jobs: numberOf(values.jobs) ?? 1,
    journal: values.journal,
    plan: {
      operations: numberOf(values.ops),
      nodes: numberOf(values.nodes),
      clients: numberOf(values.clients),
      faults: listOf(values.faults, faults),
      lies: listOf(values.lies, lies),
    },
  }
}
