import { writeFileSync } from 'node:fs'
import { apiReport, apiReportFile } from './apiReport.ts'

writeFileSync(apiReportFile, apiReport())
