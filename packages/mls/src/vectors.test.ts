import * as node from 'node:crypto'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { cryptoProvider, nobleProvider, nodePrimitives } from './index.ts'
import { runVectors } from '../scripts/vectorRunner.ts'

// The official ones take noble half a minute; `npm run vectors` runs them with it.
const native = cryptoProvider(nodePrimitives(node))
const noble = nobleProvider({ randomBytes: (length) => new Uint8Array(node.randomBytes(length)) })

const folder = new URL('../../../../shared/mls-vectors/', import.meta.url)

/** Passed and skipped of every official file: three of the seven suites are supported. */
const official: Record<string, [passed: number, skipped: number]> = {
  'crypto-basics': [3, 4],
  deserialization: [14, 0],
  'key-schedule': [3, 4],
  'message-protection': [3, 4],
  messages: [300, 0],
  'passive-client-handling-commit': [39, 52],
  'passive-client-welcome': [24, 32],
  psk_secret: [33, 44],
  'secret-tree': [9, 12],
  'transcript-hashes': [3, 4],
  'tree-math': [10, 0],
  'tree-operations': [5, 0],
  'tree-validation': [42, 56],
  treekem: [33, 44],
  welcome: [3, 4],
}

describe('official vectors', () => {
  for (const [name, [passed, skipped]] of Object.entries(official)) {
    const file = new URL(`${name}.json`, folder)
    const present = existsSync(file)
    test.runIf(present)(
      name,
      () => {
        const result = runVectors(JSON.parse(readFileSync(file, 'utf8')), native)
        expect(result.failures).toEqual([])
        expect([result.passed, result.skipped]).toEqual([passed, skipped])
      },
      60_000,
    )
    if (!present) test(`${name}: not run, its file is not beside this repository`, () => {})
  }
})

describe('own vectors', () => {
  const own = new URL('../vectors/', import.meta.url)
  for (const name of readdirSync(own))
    test(name, { timeout: 60_000 }, () => {
      const result = runVectors(JSON.parse(readFileSync(new URL(name, own), 'utf8')), noble)
      expect(result.failures).toEqual([])
      expect(result.skipped).toBe(0)
      expect(result.passed).toBeGreaterThan(0)
    })
})
