import { execFile } from 'node:child_process'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { fileURLToPath } from 'node:url'

import { afterAll, beforeAll, expect, test } from 'vitest'

import { outcomeOf } from '../src/outcome.ts'

const program = fileURLToPath(new URL('../src/main.ts', import.meta.url))
let folder: string

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'parley-journal-'))
})
afterAll(() => rm(folder, { recursive: true }))

async function sim(...args: string[]): Promise<string> {
  const node = promisify(execFile)
  const { stdout } = await node(process.execPath, ['--conditions=source', program, ...args])
  return stdout
}

test('seeds that processes share come to what they come to alone, and stand in the journal', async () => {
  const journal = join(folder, 'journal')
  const shared = await sim('--seeds', '2', '--ops', '2', '--jobs', '2', '--journal', journal)
  const alone = await outcomeOf(2, { operations: 2 })
  expect(shared).toContain(`seed 2: ok ${alone.hash}`)
  expect(shared).toContain('2 seeds, 0 failed')

  // The second line was being written when the power went.
  const lines = (await readFile(journal, 'utf8')).split('\n')
  await writeFile(journal, [...lines.slice(0, 2), lines[2]!.slice(0, 40)].join('\n'))
  const resumed = await sim('--seeds', '2', '--ops', '2', '--journal', journal)
  expect(resumed).toContain('1 seeds stand in the journal')
  expect(resumed.match(/^seed /gm)).toHaveLength(1)
  expect(resumed).toContain('2 seeds, 0 failed')

  // Another plan is another run.
  const other = await sim('--seed', '1', '--ops', '3', '--journal', journal)
  expect(other).not.toContain('stand in the journal')
})
