import { describe, expect, test } from 'vitest'

import { explore, finish, nameOf, slotOf, values } from '../../test/seal/checker.ts'

describe('safety: no reachable state has two seals', () => {
  test('behavior: 4 replicas of which one lies, views 0 to 2', { timeout: 120_000 }, () => {
    const found = explore({ replicas: 4, views: 3, symmetry: true })
    expect(found).toMatchObject({ violation: undefined, states: 212_140, sealed: 125_316 })

    // Progress: wherever the replicas stand, with the liar silent, one client alone reaches a seal,
    // and where there is a seal already, that one.
    const slot = slotOf(4)
    for (const situation of found.situations)
      for (const value of values) {
        const seal = finish(slot, situation, { value, accepts: () => value === values[0] })
        expect(seal).toBeDefined()
        for (const name of situation.sealed) expect(nameOf(seal!.value)).toBe(name)
      }
  })

  test.each([
    { replicas: 1, views: 3, states: 96, sealed: 80 },
    { replicas: 2, views: 3, states: 1062, sealed: 550 },
    { replicas: 3, views: 2, states: 2111, sealed: 1252 },
    { replicas: 5, views: 2, states: 5788, sealed: 2252 },
  ])(
    'behavior: $replicas replicas, which are not 3f+1',
    { timeout: 60_000 },
    ({ states, sealed, ...options }) => {
      const found = explore({ ...options, symmetry: true })
      expect(found).toMatchObject({ violation: undefined, states, sealed })
      const slot = slotOf(options.replicas)
      for (const situation of found.situations)
        for (const value of values) {
          const seal = finish(slot, situation, { value, accepts: () => true })
          expect(seal).toBeDefined()
          for (const name of situation.sealed) expect(nameOf(seal!.value)).toBe(name)
        }
    },
  )
})

describe('safety of a larger set', () => {
  test('behavior: 6 replicas of which one lies, views 0 and 1', { timeout: 60_000 }, () => {
    const found = explore({ replicas: 6, views: 2, symmetry: true })
    expect(found).toMatchObject({ violation: undefined, states: 106_791, sealed: 57_358 })
  })
})

describe('the checker finds what is unsafe', () => {
  test('behavior: sealing on a quorum of prepared in one round', () => {
    const rules = { unsafeSealOnQuorumForTesting: true }
    expect(explore({ replicas: 4, views: 2, rules }).violation).toMatchInlineSnapshot(`
      [
        "replica 0 takes prepare(0, A)",
        "replica 1 takes prepare(0, A)",
        "replica 0 takes advance(1)",
        "replica 2 takes advance(1)",
        "replica 0 takes prepare(1, B) with 0: STATUS(1, lock -, first A); 2: STATUS(1, lock -, first -); liar: STATUS(1, lock -, first -)",
        "replica 2 takes prepare(1, B) with 0: STATUS(1, lock -, first A); 2: STATUS(1, lock -, first -); liar: STATUS(1, lock -, first -)",
        "replica 0 takes commit(1, B) signed by 0, 2, liar",
        "replica 2 takes commit(1, B) signed by 0, 2, liar",
        "sealed: A and B",
      ]
    `)
  })

  test('behavior: leaving out rule (2)', () => {
    const rules = { unsafeIgnoreFirstForTesting: true }
    expect(explore({ replicas: 4, views: 2, rules }).violation).toMatchInlineSnapshot(`
      [
        "replica 0 takes prepare(0, A)",
        "replica 1 takes prepare(0, A)",
        "replica 2 takes prepare(0, A)",
        "replica 0 takes advance(1)",
        "replica 1 takes advance(1)",
        "replica 0 takes prepare(1, B) with 0: STATUS(1, lock -, first A); 1: STATUS(1, lock -, first A); liar: STATUS(1, lock -, first -)",
        "replica 1 takes prepare(1, B) with 0: STATUS(1, lock -, first A); 1: STATUS(1, lock -, first A); liar: STATUS(1, lock -, first -)",
        "replica 0 takes commit(1, B) signed by 0, 1, liar",
        "replica 1 takes commit(1, B) signed by 0, 1, liar",
        "sealed: A and B",
      ]
    `)
  })
})
