/**
 * `npm run fuzz -- [--minutes 5] [--seed N]`: shows a node odd request lines, upgrade headers, frames
 * and handshakes. Ends with 1 if one of them hurt it; those are kept in the corpus.
 *
 * @module
 */
import { randomInt } from 'node:crypto'
import { parseArgs } from 'node:util'

import { fuzz, replay } from './fuzz.ts'
import { Target } from './Target.ts'

const { values } = parseArgs({
  options: { minutes: { type: 'string', default: '5' }, seed: { type: 'string' } },
})
const seed = Number(values.seed ?? randomInt(1, 2 ** 31))
console.log(`${new Date().toISOString()}, Node ${process.version}, seed ${seed}`)
const target = await Target.start()
const again = await replay(target)
for (const { input, fault } of again) console.log(`corpus: ${input.door}: ${fault}`)
const { inputs, findings } = await fuzz({
  target,
  seed,
  forMs: Number(values.minutes) * 60_000,
  keep: true,
  log: (line) => console.log(line),
})
await target.close()
console.log(JSON.stringify({ inputs, again: again.length, findings: findings.length }))
process.exit(again.length + findings.length === 0 ? 0 : 1)
