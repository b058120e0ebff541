import { readFileSync } from 'node:fs'
import { glob } from 'node:fs/promises'
import path from 'node:path'
import { fileURLToPath } from 'node:url'

import { describe, expect, test } from 'vitest'

import { cliCodes } from '../packages/cli/src/CliError.ts'
import { clientCodes } from '../packages/client/src/errors.ts'
import { wireCodes } from '../packages/protocol/src/Errors.ts'

const root = fileURLToPath(new URL('..', import.meta.url))
const page = readFileSync(path.join(root, 'docs/specs/errors.md'), 'utf8')
const listed = [...page.matchAll(/^### ([a-z_]+)$/gm)].map((match) => match[1]!)

/** Codes that sources name: `code: 'one_code'`, `code: 'one_code' | 'another'`, `type SomeErrorCode = …`. */
async function thrownCodes(): Promise<Set<string>> {
  const codes = new Set<string>()
  for await (const file of glob('packages/{protocol,node,client,cli}/src/**/*.ts', { cwd: root })) {
    if (file.endsWith('.test.ts')) continue
    const text = readFileSync(path.join(root, file), 'utf8')
    for (const [, names] of text.matchAll(/(?:\bcode:|\btype \w+Code =)((?:\s*\|?\s*'[a-z_]+')+)/g))
      for (const [, code] of names!.matchAll(/'([a-z_]+)'/g)) codes.add(code!)
  }
  return codes
}

describe('docs/specs/errors.md', () => {
  test('lists each code once', () => {
    expect(listed.toSorted()).toEqual([...new Set(listed)].toSorted())
  })

  test('lists every code that anything throws, and no other', async () => {
    const known = new Set([
      ...Object.keys(wireCodes),
      ...Object.keys(clientCodes),
      ...Object.keys(cliCodes),
      ...(await thrownCodes()),
    ])
    expect(listed.filter((code) => !known.has(code))).toEqual([])
    expect([...known].filter((code) => !listed.includes(code))).toEqual([])
  })

  test.each(Object.entries({ ...clientCodes, ...cliCodes, ...wireCodes }))(
    'says what %s says',
    (code, message) => {
      const section = page.split(`### ${code}\n`)[1]?.split(/^### /m)[0]
      expect(section).toContain(message)
    },
  )
})
