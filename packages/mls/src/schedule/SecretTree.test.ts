import { describe, expect, test } from 'vitest'
import { code, seededProvider } from '../../test/party.ts'
import { nextKey, type SecretTree, secretTree, takeKey } from './SecretTree.ts'

const suite = seededProvider(4).cipherSuite(1)
const limits = { forwardMax: 10, skippedMax: 3 }

describe('secretTree', () => {
  test('sender and receiver derive the same keys', () => {
    const secret = suite.randomBytes(32)
    let [sending, receiving] = [secretTree(secret), secretTree(secret)]
    for (let generation = 0; generation < 5; generation++)
      for (const leaf of [0, 5, 7]) {
        const next = nextKey(suite, sending, 8, leaf, 'application')
        const taken = takeKey(suite, receiving, 8, leaf, 'application', generation, limits)
        expect(next.generation).toBe(generation)
        expect(taken.key).toEqual(next.key)
        sending = next.tree
        receiving = taken.tree
      }
  })
  test('a tree is a value: using a key leaves it as it was', () => {
    const tree = secretTree(suite.randomBytes(32))
    const first = takeKey(suite, tree, 4, 1, 'handshake', 2, limits)
    const again = takeKey(suite, tree, 4, 1, 'handshake', 2, limits)
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
  test('error: generation_exhausted', () => {
    const start = secretTree(suite.randomBytes(32))
    const { tree } = nextKey(suite, start, 1, 0, 'application')
    if (tree.kind !== 'leaf') throw new Error('expected a leaf')
    const worn = { ...tree, application: { ...tree.application, generation: 0xffff_ffff } }
    expect(() => nextKey(suite, worn, 1, 0, 'application')).toThrow(code('generation_exhausted'))
  })
})
