/**
 * `npm run bench -- [--json] [--only ingest|e2e|direct|catchup|reconcile|quorum|seals]`
 *
 * @module
 */
import { cpus, totalmem } from 'node:os'
import { parseArgs } from 'node:util'

import type { Row } from './Row.ts'
import { sections } from './sections.ts'

const { values } = parseArgs({
  options: { json: { type: 'boolean', default: false }, only: { type: 'string' } },
})
const names = values.only === undefined ? Object.keys(sections) : [values.only]

if (names.some((name) => !(name in sections))) {
  console.error(`--only takes one of ${Object.keys(sections).join(', ')}`)
  process.exit(2)
}

function human({ name, unit, ours, peers, ratio }: Row): string {
  const others = Object.entries(peers)
    .map(([peer, figure]) => `${peer} ${figure ?? 'not installed'}`)
    .join(', ')
  return `${name.padEnd(18)} ${String(ours).padStart(8)} ${unit.padEnd(12)} ${others}  ratio ${ratio ?? '–'}`
}

if (!values.json) {
  const gib = Math.round(totalmem() / 2 ** 30)
  console.log(
    `${new Date().toISOString()}, ${cpus().length} cores, ${gib} GiB, Node ${process.version}`,
  )
}
for (const name of names)
  await sections[name]!((row) => console.log(values.json ? JSON.stringify(row) : human(row)))
