import { randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { nobleProvider } from '../src/index.ts'
import { runVectors } from './vectorRunner.ts'

const files = process.argv.slice(2)
if (files.length === 0) {
  console.error('usage: npm run vectors -w @parley/mls -- FILE...')
  process.exit(2)
}
const crypto = nobleProvider({ randomBytes: (length) => new Uint8Array(randomBytes(length)) })
const total = { passed: 0, failed: 0, skipped: 0 }
for (const file of files) {
  const result = runVectors(JSON.parse(readFileSync(file, 'utf8')), crypto)
  for (const failure of result.failures) console.error(`${file}: ${failure}`)
  console.log(
    `${file} (${result.kinds.join(', ')}): ${result.passed} passed, ${result.failures.length} failed, ${result.skipped} skipped`,
  )
  total.passed += result.passed
  total.failed += result.failures.length
  total.skipped += result.skipped
}
console.log(`${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped`)
process.exitCode = total.failed === 0 ? 0 : 1
