import { describe, expect, test } from 'vitest'
import { code, seededProvider } from '../../test/party.ts'
import {
  forgetOldKeys,
  nextKey,
  noEnd,
  ratchetState,
  type SecretTree,
  secretTree,
  settleBelow,
  stepTo,
  takeKey,
} from './SecretTree.ts'

const suite = seededProvider(4).cipherSuite(1)
const limits = { forwardMax: 10, skippedMax: 30 }

describe('secretTree', () => {
  test('sender and receiver derive the same keys', () => {
    const secret = suite.randomBytes(32)
    let [sending, receiving] = [secretTree(secret), secretTree(secret)]
    for (let generation = 0; generation < 5; generation++)
      for (const leaf of [0, 5, 7]) {
        const next = nextKey(suite, sending, 8, leaf, 'application')
        const taken = takeKey(
          suite,
          receiving,
          { leafCount: 8, leafIndex: leaf, type: 'application' },
          { generation, until: noEnd },
          limits,
        )
        expect(next.generation).toBe(generation)
        expect(taken.key).toEqual(next.key)
        sending = next.tree
        receiving = taken.tree
      }
  })
  test('a tree is a value: using a key leaves it as it was', () => {
    const tree = secretTree(suite.randomBytes(32))
    const place = { leafCount: 4, leafIndex: 1, type: 'handshake' as const }
    const target = { generation: 2, until: noEnd }
    const first = takeKey(suite, tree, place, target, limits)
    const again = takeKey(suite, tree, place, target, limits)
    expect(again.key).toEqual(first.key)
  })
  test('a secret whose children were derived is not kept', () => {
    const secret = suite.randomBytes(32)
    const { tree } = nextKey(suite, secretTree(secret), 4, 2, 'application')
    const found: Uint8Array[] = []
    const walk = (at: SecretTree): void => {
      if (at.kind === 'secret') found.push(at.secret)
      else if (at.kind === 'inner') [at.left, at.right].forEach(walk)
      else found.push(at.application.secret, at.handshake.secret)
    }
    walk(tree)
    expect(found).toHaveLength(4)
    expect(found).not.toContainEqual(secret)
  })
  test('unused keys end with time, not by being many', () => {
    const place = { leafCount: 4, leafIndex: 1, type: 'application' as const }
    let tree = secretTree(suite.randomBytes(32))
    tree = stepTo(suite, tree, place, { generation: 9, until: 100 }, limits)
    tree = stepTo(suite, tree, place, { generation: 10, until: 200 }, limits)
    expect(forgetOldKeys(tree, 100)).toBe(tree)
    const after = forgetOldKeys(tree, 101)
    expect([9, 10].map(ratchetState(after, place).has)).toEqual([false, true])
  })
  test('what is settled is waited for no more, and still opens', () => {
    const place = { leafCount: 4, leafIndex: 1, type: 'application' as const }
    const at = (generation: number) => ({ generation, until: noEnd })
    const fresh = secretTree(suite.randomBytes(32))
    expect(() => stepTo(suite, fresh, place, at(11), limits)).toThrow(code('generation_too_far'))
    const settled = settleBelow(suite, fresh, place, 8)
    expect(ratchetState(settled, place)).toMatchObject({ generation: 0, lowest: 8 })
    const far = stepTo(suite, settled, place, at(18), limits)
    expect(ratchetState(far, place)).toMatchObject({ generation: 19, lowest: 8 })
    expect(takeKey(suite, far, place, at(3), limits).key).toEqual(
      takeKey(suite, fresh, place, at(3), limits).key,
    )
  })
  test('error: generation_too_far where too many unused keys would be kept', () => {
    const place = { leafCount: 4, leafIndex: 1, type: 'application' as const }
    const settled = settleBelow(suite, secretTree(suite.randomBytes(32)), place, 100)
    expect(() => stepTo(suite, settled, place, { generation: 31, until: noEnd }, limits)).toThrow(
      code('generation_too_far'),
    )
  })
  test('error: generation_exhausted', () => {
    const start = secretTree(suite.randomBytes(32))
    const { tree } = nextKey(suite, start, 1, 0, 'application')
    if (tree.kind !== 'leaf') throw new Error('expected a leaf')
    const worn = { ...tree, application: { ...tree.application, generation: 0xffff_ffff } }
    expect(() => nextKey(suite, worn, 1, 0, 'application')).toThrow(code('generation_exhausted'))
  })
})
