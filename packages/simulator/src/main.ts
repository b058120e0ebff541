/**
 * The command: runs seeds, and says what they came to.
 *
 * @module
 */
import { parseArgs } from 'node:util'

import { lies } from './Liar.ts'
import { faults } from './Nemesis.ts'
import { planOf, type PlanOptions } from './plan.ts'
import { loadOf } from './load.ts'
import { type Run, type RunOptions, simulate } from './simulate.ts'

const usage = `npm run sim -- [options]

  --seed N        the first seed (1)
  --seeds N       how many, one after the other (1)
  --ops N         operations of a run (20)
  --nodes N       nodes; the seed decides unless given
  --clients N     wallets; the seed decides unless given
  --faults LIST   of ${faults.join(', ')};
                  all, none; the seed decides unless given
  --lies LIST     of ${lies.join(', ')}; all, none; the seed decides unless given
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

const names = (set: Iterable<string>): string => [...set].join(',') || 'none'

function show(options: RunOptions, run: Run, wallMs: number): string {
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

/** A hundred topics for each node: 100,000 on a thousand. */
function scaleTable(seed: number): string {
  const lines = ['nodes   topics  topics a node (mean, max)  messages a message (mean, max)']
  for (const nodes of [10, 100, 1_000]) {
    const load = loadOf({ seed, nodes, topicsPerNode: 100 })
    const cells = [
      String(nodes).padStart(5),
      String(load.topics).padStart(8),
      load.topicsMean.toFixed(1).padStart(14),
      String(load.topicsMax).padStart(11),
      load.messagesMean.toFixed(2).padStart(20),
      load.messagesMax.toFixed(2).padStart(11),
    ]
    lines.push(cells.join(' '))
  }
  return lines.join('\n')
}

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      seed: { type: 'string' },
      seeds: { type: 'string' },
      ops: { type: 'string' },
      nodes: { type: 'string' },
      clients: { type: 'string' },
      faults: { type: 'string' },
      lies: { type: 'string' },
      verbose: { type: 'boolean', default: false },
      scale: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  })
  const print = (text: string): void => void process.stdout.write(`${text}\n`)
  if (values.help) {
    print(usage)
    return 0
  }
  if (values.scale) {
    print(scaleTable(numberOf(values.seed) ?? 1))
    return 0
  }
  const options: PlanOptions = {
    operations: numberOf(values.ops),
    nodes: numberOf(values.nodes),
    clients: numberOf(values.clients),
    faults: listOf(values.faults, faults),
    lies: listOf(values.lies, lies),
    onLine: values.verbose ? print : undefined,
  }
  const first = numberOf(values.seed) ?? 1
  const failed: number[] = []
  for (let seed = first; seed < first + (numberOf(values.seeds) ?? 1); seed++) {
    const plan = planOf(seed, options)
    const startedAt = performance.now()
    const run = await simulate(plan)
    print(show(plan, run, performance.now() - startedAt))
    if (run.violation) failed.push(seed)
  }
  if (failed.length > 0) print(`failed seeds: ${failed.join(' ')}`)
  return failed.length > 0 ? 1 : 0
}

process.exitCode = await main()
