import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { apiReport, apiReportFile } from '../scripts/apiReport.ts'

test('the API report is current: `npm run api -w @parley/mls`', { timeout: 60_000 }, () => {
  expect(apiReport()).toBe(readFileSync(apiReportFile, 'utf8'))
})
