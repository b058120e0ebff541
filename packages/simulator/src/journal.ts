/**
 * A file that notes each seed that is through, so that a long run goes on where it was ended.
 *
 * @module
 */
import { createHash } from 'node:crypto'
import { appendFileSync, existsSync, readFileSync } from 'node:fs'

import type { Outcome } from './outcome.ts'
import type { PlanOptions } from './plan.ts'

/** Outcomes of one plan in a file of lines; those of other plans are passed over. */
export class Journal {
  readonly #file: string
  readonly #plan: string

  /** @param file a path; it need not exist */
  constructor(file: string, options: PlanOptions) {
    const { faults, lies, ...rest } = options
    const plan = JSON.stringify({ ...rest, faults: faults && [...faults], lies: lies && [...lies] })
    this.#file = file
    this.#plan = createHash('sha256').update(plan).digest('hex').slice(0, 16)
  }

  /** What stands there, by seed. A line that was cut off by a crash is as if it were not there. */
  read(): Map<number, Outcome> {
    const outcomes = new Map<number, Outcome>()
    if (!existsSync(this.#file)) return outcomes
    for (const line of readFileSync(this.#file, 'utf8').split('\n')) {
      const entry = parse(line)
      if (entry?.plan === this.#plan) outcomes.set(entry.outcome.seed, entry.outcome)
    }
    return outcomes
  }

  add(outcome: Outcome): void {
    appendFileSync(this.#file, `\n${JSON.stringify({ plan: this.#plan, outcome })}`)
  }
}

function parse(line: string): { plan: string; outcome: Outcome } | undefined {
  try {
    return JSON.parse(line) as { plan: string; outcome: Outcome }
  } catch {
    return undefined
  }
}
