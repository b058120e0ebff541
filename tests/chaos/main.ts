/**
 * `npm run chaos -- [--minutes 5] [--seed 1] [--nodes 7]`
 *
 * @module
 */
import { cpus, totalmem } from 'node:os'
import { parseArgs } from 'node:util'

import { chaos } from './chaos.ts'

const { values } = parseArgs({
  options: {
    minutes: { type: 'string', default: '5' },
    seed: { type: 'string', default: '1' },
    nodes: { type: 'string', default: '7' },
  },
})
const gib = Math.round(totalmem() / 2 ** 30)
console.log(
  `${new Date().toISOString()}, ${cpus().length} cores, ${gib} GiB, Node ${process.version}, seed ${values.seed}`,
)
// Whoever ends this ends its nodes.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => process.exit(1))
const startedAt = performance.now()
const log = (line: string): void =>
  console.log(`${((performance.now() - startedAt) / 1000).toFixed(1).padStart(6)} s  ${line}`)
const result = await chaos({
  seed: Number(values.seed),
  nodes: Number(values.nodes),
  durationMs: Number(values.minutes) * 60_000,
  phaseMs: 10_000,
  log,
})
console.log(JSON.stringify(result))
