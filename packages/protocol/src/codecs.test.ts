import { describe, expect, test } from 'vitest'

import type { Codec } from '@parley/codec'
import { attack } from '@parley/codec/attack'

import * as Protocol from './index.ts'

function isCodec(value: unknown): value is Codec<unknown> {
  return typeof value === 'object' && value !== null && 'bytesMax' in value && 'sample' in value
}

const codecs = Object.entries(Protocol).flatMap(([noun, module]) =>
  Object.entries(module)
    .filter(([, value]) => isCodec(value))
    .map(([name, value]) => [`${noun}.${name}`, value as unknown as Codec<unknown>] as const),
)

describe('every codec of the protocol withstands the attack suite', () => {
  test('there are codecs', () => expect(codecs.length).toBeGreaterThan(20))
  test.each(codecs)('%s', (name, codec) => {
    attack(name, codec, { values: 12, mutations: 40 })
  })
})
