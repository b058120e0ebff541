/**
 * `npm run flood -- [--seconds 10]`: each flood against a node of its own, and what another client
 * notices of it.
 *
 * @module
 */
import { parseArgs } from 'node:util'

import { floods } from './floods.ts'
import { type Measure, Subject } from './measure.ts'

const { values } = parseArgs({ options: { seconds: { type: 'string', default: '10' } } })
const forMs = Number(values.seconds) * 1_000

const columns = [
  'flood',
  'tried/s',
  'refused',
  'receipt p50',
  'p90',
  'beside none',
  'memory',
  'CPU',
  'stored',
]
const row = (cells: readonly string[]): void =>
  console.log(`| ${cells.map((cell, i) => cell.padEnd(i === 0 ? 10 : 11)).join(' | ')} |`)
const ms = (value: number): string => `${value.toFixed(1)} ms`
row(columns)
row(columns.map(() => '---'))
for (const flood of Object.keys(floods)) {
  await using subject = await Subject.start()
  const before = await subject.measure(forMs / 2)
  const during: Measure = await subject.measure(forMs, flood)
  const { tried, refused, p50, p90, memory, cpu, stored } = during
  row([
    flood,
    Math.round(tried / (forMs / 1_000)).toString(),
    tried === 0 ? '—' : `${((100 * refused) / tried).toFixed(1)} %`,
    ms(p50),
    ms(p90),
    `${ms(before.p50)} · ${(p50 / before.p50).toFixed(2)}`,
    `${Math.round(memory / 1024 ** 2)} MiB`,
    `${Math.round(cpu * 100)} %`,
    stored.toString(),
  ])
  console.log(`  ${flood}: ${JSON.stringify(during.outcomes)}`)
}
process.exit(0)
