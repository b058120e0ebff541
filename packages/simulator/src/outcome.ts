/**
 * What became of a seed, as text and in a line of a journal.
 *
 * @module
 */
import { planOf, type PlanOptions } from './plan.ts'
import { type Run, type RunOptions, simulate } from './simulate.ts'

/** A seed that is through. */
export type Outcome = {
  readonly seed: number
  readonly failed: boolean
  readonly hash: string
  readonly messages: number
  readonly stored: number
  readonly seals: number
  readonly events: number
  readonly wallMs: number
  /** For people. */
  readonly text: string
}

const names = (set: Iterable<string>): string => [...set].join(',') || 'none'

function textOf(options: RunOptions, run: Run, wallMs: number): string {
  const { seed, operations, nodes, clients, faults, liar } = options
  const told = names(liar?.lies ?? [])
  const lines = [
    `seed ${seed}: ${run.violation ? 'FAILED' : 'ok'} ${run.hash}`,
    `  --ops ${operations} --nodes ${nodes} --clients ${clients} --faults ${names(faults)} --lies ${told}`,
    `  ${run.messages} messages, ${run.stored} stored, ${run.seals} seals (${run.slowSeals} slow, ` +
      `${run.laterViews} in later views, ${run.contested} contested), ${run.events} events, ` +
      `${Math.round(run.virtualMs)} ms virtual, ${Math.round(wallMs)} ms real`,
  ]
  const named = new Map<string, number>()
  for (const fault of run.faults) named.set(fault, (named.get(fault) ?? 0) + 1)
  for (const [fault, count] of named) lines.push(`  named: ${fault} (${count})`)
  if (run.violation)
    lines.push(...run.last.map((line) => `  ${line}`), `  ${run.violation.message}`)
  return lines.join('\n')
}

/** Runs a seed. */
export async function outcomeOf(seed: number, options: PlanOptions): Promise<Outcome> {
  const plan = planOf(seed, options)
  const startedAt = performance.now()
  const run = await simulate(plan)
  const wallMs = performance.now() - startedAt
  return {
    seed,
    failed: run.violation !== undefined,
    hash: run.hash,
    messages: run.messages,
    stored: run.stored,
    seals: run.seals,
    events: run.events,
    wallMs: Math.round(wallMs),
    text: textOf(plan, run, wallMs),
  }
}

/** What many seeds came to, in two lines. */
export function summaryOf(outcomes: readonly Outcome[]): string {
  const sum = (of: (outcome: Outcome) => number): number =>
    outcomes.reduce((total, outcome) => total + of(outcome), 0)
  const failed = outcomes.filter((outcome) => outcome.failed).map(({ seed }) => seed)
  return [
    `${outcomes.length} seeds, ${failed.length} failed; ${sum((one) => one.messages)} messages, ` +
      `${sum((one) => one.stored)} stored, ${sum((one) => one.seals)} seals, ` +
      `${sum((one) => one.events)} events, ${Math.round(sum((one) => one.wallMs) / 1000)} s of work`,
    ...(failed.length > 0 ? [`failed seeds: ${failed.join(' ')}`] : []),
  ].join('\n')
}
