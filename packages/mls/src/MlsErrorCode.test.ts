import { globSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'

const folder = fileURLToPath(new URL('.', import.meta.url))
const read = (file: string) => readFileSync(new URL(file, import.meta.url), 'utf8')
const codes = [...read('MlsErrorCode.ts').matchAll(/\| '([a-z_]+)'/g)].map(([, code]) => code!)

test('every code is thrown somewhere and tested somewhere', () => {
  const files = globSync('**/*.ts', { cwd: folder }).filter(
    (file) => !file.includes('MlsErrorCode'),
  )
  const all = (tests: boolean) =>
    files
      .filter((file) => file.endsWith('.test.ts') === tests)
      .map(read)
      .join('')
  const [sources, tests] = [all(false), all(true)]
  expect(codes.filter((code) => !sources.includes(`'${code}'`))).toEqual([])
  expect(codes.filter((code) => !tests.includes(`'${code}'`))).toEqual([])
})
