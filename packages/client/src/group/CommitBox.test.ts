import { seeded } from '@parley/codec/attack'
import { expect, test } from 'vitest'

import * as CommitBox from './CommitBox.ts'

const key = new Uint8Array(32).fill(1)
const salt = new Uint8Array(32).fill(2)
const value = { commit: Uint8Array.of(1, 2, 3), before: new Uint8Array(32).fill(3) }

test('who has the roster key opens it, and finds the one before', () => {
  const box = CommitBox.seal(key, salt, value)
  expect(CommitBox.open(key, box)).toEqual(value)
  expect(CommitBox.open(key, CommitBox.seal(key, salt, { ...value, before: undefined }))).toEqual({
    ...value,
    before: undefined,
  })
})

test('another key, and a bit changed anywhere, open nothing', () => {
  const box = CommitBox.seal(key, salt, value)
  expect(CommitBox.open(salt, box)).toBeUndefined()
  const draw = seeded(3)
  for (const part of ['keyId', 'salt', 'ciphertext'] as const)
    for (let i = 0; i < 12; i++) {
      const changed = box[part].slice()
      const at = draw(changed.length)
      changed[at] = changed[at]! ^ (1 << draw(8))
      expect(CommitBox.open(key, { ...box, [part]: changed })).toBeUndefined()
    }
})

test('its sizes are few, and each salt gives other bytes', () => {
  const sizes = [1, 50, 150, 400, 700].map(
    (length) => CommitBox.seal(key, salt, { ...value, commit: new Uint8Array(length) }).ciphertext,
  )
  expect(sizes.map(({ length }) => length - 16)).toEqual([256, 256, 256, 512, 1024])
  const other = CommitBox.seal(key, new Uint8Array(32), value)
  expect(other.ciphertext).not.toEqual(CommitBox.seal(key, salt, value).ciphertext)
})
