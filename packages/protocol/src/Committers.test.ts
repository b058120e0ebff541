import { sha256 } from '@noble/hashes/sha2.js'
import { p256 } from '@noble/curves/nist.js'
import * as Codec from '@parley/codec'
import { seeded } from '@parley/codec/attack'
import { describe, expect, test } from 'vitest'

import * as Bytes from './Bytes.ts'
import * as Committers from './Committers.ts'
import * as Crypto from './Crypto.ts'

const crypto = { sha256 }
const pad = new Uint8Array(32).fill(7)
const keyOf = (number: number): Uint8Array =>
  p256.getPublicKey(
    Bytes.concat(new Uint8Array(28), Uint8Array.of(0, 0, number >> 8, (number & 0xff) + 1)),
    false,
  )
const keys = Array.from({ length: 40 }, (_, i) => keyOf(i))
const entries = keys.map((key, i) => ({ key, class: i % 5 === 0 ? 'knocks' : 'commits' }) as const)

describe('committers', () => {
  test('a key that stands there is shown with its class, by 769 bytes', () => {
    const tree = Committers.of(crypto, pad, entries)
    for (const { key, class: kind } of entries) {
      const proof = tree.prove(key)
      expect(proof.class).toBe(kind)
      expect(Codec.encode(Committers.proof, proof)).toHaveLength(769)
      expect(Committers.rootOf(crypto, key, proof)).toEqual(tree.root)
    }
  })

  test('the order in which keys are given does not matter, each key and the pad do', () => {
    const { root } = Committers.of(crypto, pad, entries)
    expect(Committers.of(crypto, pad, entries.toReversed()).root).toEqual(root)
    expect(Committers.of(crypto, pad, entries.slice(1)).root).not.toEqual(root)
    expect(Committers.of(crypto, new Uint8Array(32), entries).root).not.toEqual(root)
    const other = entries.with(3, { key: keys[3]!, class: 'knocks' })
    expect(Committers.of(crypto, pad, other).root).not.toEqual(root)
    expect(Committers.of(crypto, pad, []).root).toHaveLength(32)
  })

  test('another key, another class, or a bit changed anywhere leads elsewhere', () => {
    const tree = Committers.of(crypto, pad, entries)
    const proof = tree.prove(keys[1]!)
    const leadsThere = (key: Uint8Array, value: Committers.Proof): boolean =>
      Bytes.equal(Committers.rootOf(crypto, key, value), tree.root)
    expect(leadsThere(keys[1]!, proof)).toBe(true)
    expect(leadsThere(keys[2]!, proof)).toBe(false)
    expect(leadsThere(keys[1]!, { ...proof, class: 'knocks' })).toBe(false)
    const draw = seeded(5)
    for (const part of ['salt', 'others', 'path'] as const)
      for (let i = 0; i < 24; i++) {
        const changed = proof[part].slice()
        const at = draw(changed.length)
        changed[at] = changed[at]! ^ (1 << draw(8))
        expect(leadsThere(keys[1]!, { ...proof, [part]: changed })).toBe(false)
      }
  })

  test('two trees look alike to nodes, however many keys they hold', () => {
    const [few, many] = [entries.slice(0, 2), entries].map((some) =>
      Codec.encode(Committers.proof, Committers.of(crypto, pad, some).prove(keys[1]!)),
    )
    expect(few).toHaveLength(many!.length)
    // No value of the one says where the other has none: zeros or repeats would.
    const values = Array.from({ length: 24 }, (_, i) =>
      Bytes.toHex(few!.subarray(1 + 32 * i, 33 + 32 * i)),
    )
    expect(new Set(values).size).toBe(24)
    expect(values).not.toContain('00'.repeat(32))
  })

  test('a compressed key is what curves take for the same point', () => {
    for (const key of keys)
      expect(Crypto.compress(key)).toEqual(p256.Point.fromBytes(key).toBytes(true))
  })

  test('bad_committers: a key that is not there, a place that is full', () => {
    const tree = Committers.of(crypto, pad, entries.slice(0, 3))
    expect(() => tree.prove(keys[9]!)).toThrow(Committers.CommittersError)
    // A hash that puts all into one place stands for keys that were ground for it.
    const crowding = { sha256: (bytes: Uint8Array) => sha256(bytes).fill(0, 0, 2) }
    expect(() => Committers.of(crowding, pad, entries.slice(0, 9))).toThrow(
      '9 keys fall into place',
    )
    expect(() => Committers.of(crowding, pad, entries.slice(0, 8))).not.toThrow()
  })
})
