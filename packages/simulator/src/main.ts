/**
 * The command: runs seeds, and says what they came to.
 *
 * @module
 */
import { resolve } from 'node:path'

import { type Arguments, readArguments, usage } from './arguments.ts'
import { runJobs } from './jobs.ts'
import { Journal } from './journal.ts'
import { loadOf } from './load.ts'
import { type Outcome, outcomeOf, summaryOf } from './outcome.ts'

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

const print = (text: string): void => void process.stdout.write(`${text}\n`)

/** A path as whoever called npm meant it: npm runs scripts in the folder of their package. */
const fromCaller = (path: string): string => resolve(process.env['INIT_CWD'] ?? '.', path)

async function runSeeds(args: readonly string[], options: Arguments): Promise<readonly Outcome[]> {
  const { seed: first, seeds: count, jobs, plan, brief, verbose } = options
  const journal =
    options.journal === undefined ? undefined : new Journal(fromCaller(options.journal), plan)
  const outcomes = journal?.read() ?? new Map<number, Outcome>()
  const all = Array.from({ length: count }, (_, i) => first + i)
  const seeds = all.filter((seed) => !outcomes.has(seed))
  if (seeds.length < count) print(`${count - seeds.length} seeds stand in the journal`)
  const onOutcome = (outcome: Outcome): void => {
    if (!brief || outcome.failed) print(outcome.text)
    journal?.add(outcome)
    outcomes.set(outcome.seed, outcome)
  }
  if (jobs > 1) await runJobs({ seeds, jobs, args, onOutcome })
  else
    for (const seed of seeds)
      onOutcome(await outcomeOf(seed, { ...plan, onLine: verbose ? print : undefined }))
  return all.map((seed) => outcomes.get(seed)!)
}

async function main(): Promise<number> {
  const args = process.argv.slice(2)
  const options = readArguments(args)
  if (options.help) {
    print(usage)
    return 0
  }
  if (options.scale) {
    print(scaleTable(options.seed))
    return 0
  }
  const outcomes = await runSeeds(args, options)
  if (outcomes.length > 1 || options.brief) print(summaryOf(outcomes))
  return outcomes.some(({ failed }) => failed) ? 1 : 0
}

process.exitCode = await main()
