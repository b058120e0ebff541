import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'

import { describe, expect, test } from 'vitest'

const launcher = fileURLToPath(new URL('../../bin/parley.js', import.meta.url))

type Outcome = { code?: number; stdout: string; stderr: string }
const parley = (...args: string[]): Promise<Outcome> =>
  promisify(execFile)(process.execPath, [launcher, ...args], {
    env: { PATH: process.env['PATH'] },
  }).catch((error: Outcome) => error)

describe('parley node', () => {
  test('alone it is a question', async () => {
    const { code, stdout, stderr } = await parley('node')
    expect([code, stderr]).toEqual([undefined, ''])
    expect(stdout).toContain('Runs one node of a network')
    expect(stdout).toContain('register | move')
  })

  test('error: an operation tells people what it lacks, and programs in JSON', async () => {
    const human = await parley('node', 'evidence')
    expect(human).toMatchObject({ code: 2, stdout: '' })
    expect(human.stderr).toBe(
      'error The operation cannot be started like this. --home is needed. (bad_arguments)\n',
    )
    const { stderr } = await parley('node', 'evidence', '--json')
    expect(JSON.parse(stderr)).toMatchObject({ error: { code: 'bad_arguments' } })
  })
})
