import { afterEach, expect, test } from 'vitest'

import { fuzz, replay } from './fuzz.ts'
import { corpus } from './Input.ts'
import { Target } from './Target.ts'

let target: Target
afterEach(() => target.close())

const seed = 20_261_128

test('no odd input hurts a node: those that once did, and seconds of new ones', async () => {
  target = await Target.start()
  expect(await replay(target)).toEqual([])
  const { inputs, findings } = await fuzz({ target, seed, forMs: 4_000 })
  expect(findings).toEqual([])
  expect(inputs).toBeGreaterThan(50)
})

test('a listener that throws for a request line is found, and the corpus has the line', async () => {
  const planted = new URL('planted.ts', import.meta.url).pathname
  target = await Target.start(['--import', planted])
  const again = await replay(target)
  expect((await corpus()).length).toBeGreaterThan(0)
  expect(again.map(({ input }) => input.door)).toContain('http')
  expect(again[0]!.fault).toContain('ERR_INVALID_URL')
  const { findings } = await fuzz({ target, seed, forMs: 20_000, once: true })
  expect(findings.map(({ fault }) => fault).join('')).toContain('ERR_INVALID_URL')
})
