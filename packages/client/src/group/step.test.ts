import { encodePublicGroup, publicGroup } from '@parley/mls'
import { seeded } from '@parley/codec/attack'
import { describe, expect, test } from 'vitest'

import {
  account,
  addOf,
  type Change,
  founded,
  judge,
  make,
  newcomer,
  pairOfPairs,
  type Party,
  removeOf,
  settle,
  start,
  take,
  warrantOf,
} from '../../test/publicGroup.ts'
import { hashOf } from './PublicState.ts'
import { type Given, InvalidCommitError, step } from './step.ts'

const minute = 60_000
const later = start + 20 * minute

/** Both accounts, all devices, and somebody who only watches refuse it, and nothing changes. */
function refused(party: Party, change: Change, reason: string): void {
  const before = hashOf(judge.crypto, party.seen)
  const { given } = make(party, change)
  expect(() => step(party.seen, given, judge)).toThrow(
    expect.objectContaining({ code: 'invalid_commit', details: expect.stringContaining(reason) }),
  )
  expect(hashOf(judge.crypto, party.seen)).toEqual(before)
}

describe('a commit is valid', () => {
  test('that adds a device of the pair: by its own account, or by the other', () => {
    const [alice, alice2, bob, bob2] = pairOfPairs() as [Party, Party, Party, Party]
    const third = newcomer(account(2))
    const [bob3] = settle(
      alice,
      make(alice, { proposals: [addOf(third)], at: later }),
      [alice2, bob, bob2],
      [third],
    )
    const fourth = newcomer(account(2))
    const made = make(bob3!, { proposals: [addOf(fourth)], at: later })
    settle(bob3!, made, [alice, alice2, bob, bob2], [fourth])
    for (const party of [alice, alice2, bob, bob2]) {
      expect(hashOf(judge.crypto, party.seen)).toEqual(hashOf(judge.crypto, bob3!.seen))
      expect(encodePublicGroup(party.seen.group)).toEqual(
        encodePublicGroup(publicGroup(party.state)),
      )
    }
    expect(alice.seen.ledger.slot).toBe(3)
  })

  test('that renews keys, ten minutes after the account’s newest leaf', () => {
    const [alice, alice2] = pairOfPairs() as [Party, Party]
    settle(alice, make(alice, { at: start + 10 * minute }), [alice2])
    const early = { at: start + 20 * minute - 1 }
    refused(alice2, early, 'renews its keys too often')
    settle(alice2, make(alice2, { at: start + 20 * minute }), [alice])
  })

  test('that removes a device: of the own account, or of another with a warrant', () => {
    const [alice, alice2, bob, bob2] = pairOfPairs() as [Party, Party, Party, Party]
    settle(alice, make(alice, { proposals: [removeOf(alice2)], at: later }), [bob, bob2])
    const { account: of, device } = bob2.claim
    const warrants = [warrantOf({ account: of, device })]
    settle(alice, make(alice, { proposals: [removeOf(bob2)], warrants, at: later }), [bob])
    expect(bob.seen.ledger.recent).toHaveLength(1)
  })

  test('that removes all devices of an account key that was replaced; none of it comes back', () => {
    const [alice, alice2, bob, bob2] = pairOfPairs() as [Party, Party, Party, Party]
    const warrants = [warrantOf({ account: account(2), keyIssuedAt: later })]
    const half = { proposals: [removeOf(bob)], warrants, at: later }
    refused(alice, half, 'asks for more than the commit removes')
    const change = { proposals: [removeOf(bob), removeOf(bob2)], warrants, at: later }
    settle(alice, make(alice, change), [alice2])
    const old = newcomer(account(2))
    refused(alice, { proposals: [addOf(old)], at: later }, 'account key that was replaced')
    const fresh = newcomer(account(2), { keyIssuedAt: later })
    settle(alice, make(alice, { proposals: [addOf(fresh)], at: later }), [alice2], [fresh])
    expect(alice2.seen.ledger.floors).toEqual([{ account: account(2), keyIssuedAt: later }])
  })

  test('whatever only members can tell: its author’s path may be broken', () => {
    const [alice, alice2] = pairOfPairs() as [Party, Party]
    const made = make(alice, { at: later })
    const broken = { ...made.given, commit: made.given.commit.slice() }
    // The membership tag stands at the end.
    broken.commit[broken.commit.length - 1]! ^= 1
    expect(hashOf(judge.crypto, step(alice2.seen, broken, judge))).toEqual(
      hashOf(judge.crypto, step(alice.seen, made.given, judge)),
    )
    expect(() => take(alice2, broken)).toThrow('no member')
  })
})

describe('a commit is not valid', () => {
  const [alice, alice2, bob, bob2] = pairOfPairs() as [Party, Party, Party, Party]
  const stranger = newcomer(account(3))
  const { device } = bob2.claim

  test.each<[string, Change, string]>([
    ['that adds a stranger', { proposals: [addOf(stranger)], at: later }, 'does not belong'],
    [
      'that removes the other’s device',
      { proposals: [removeOf(bob2)], at: later },
      'without a warrant',
    ],
    [
      'whose warrant proves nothing',
      {
        proposals: [removeOf(bob2)],
        warrants: [{ type: 'revoked', entry: new Uint8Array(3) }],
        at: later,
      },
      'a warrant does not hold',
    ],
    [
      'whose warrant is of another device',
      {
        proposals: [removeOf(bob2)],
        warrants: [warrantOf({ account: account(2), device: bob.claim.device })],
        at: later,
      },
      'without a warrant',
    ],
    [
      'whose warrant removes nobody',
      {
        proposals: [removeOf(alice2)],
        warrants: [warrantOf({ account: account(2), device: new Uint8Array(32) })],
        at: later,
      },
      'removes nobody',
    ],
    [
      'that adds again whom it removes by a warrant',
      {
        proposals: [removeOf(bob2), addOf(newcomer(account(2), { device }))],
        warrants: [warrantOf({ account: account(2), device })],
        at: later,
      },
      'that the commit’s warrant removes',
    ],
    [
      'that adds a device twice',
      { proposals: [addOf(newcomer(account(2), { device }))], at: later },
      'a member twice',
    ],
    [
      'whose newcomer names no slot key',
      { proposals: [addOf(newcomer(account(2), { bare: true }))], at: later },
      'names no slot key',
    ],
    [
      'whose newcomer takes a slot key that is there',
      { proposals: [addOf(newcomer(account(2), { slotKey: bob.slotKey }))], at: later },
      'used again',
    ],
    [
      'whose leaf keeps its slot key',
      { at: later, lie: { leaf: { slotKey: alice.slotKey } } },
      'used again',
    ],
    [
      'whose newcomer is of a time to come',
      { proposals: [addOf(newcomer(account(2), { at: later + 3 * minute }))], at: later },
      'of a time to come',
    ],
    [
      'whose leaf is of another time',
      { at: later, lie: { leaf: { at: later - 1 } } },
      'not of the commit’s time',
    ],
    [
      'whose leaf becomes another’s',
      { at: later, lie: { claim: { account: account(2) } } },
      'another device’s',
    ],
    [
      'on another state',
      { at: later, lie: { act: { before: new Uint8Array(32) } } },
      'on another state',
    ],
    [
      'of another time than its envelope',
      { at: later, lie: { sentAt: later + 1 } },
      'another time',
    ],
    [
      'whose envelope carries another member’s key',
      { at: later, lie: { key: bob.slotKey } },
      'not the committer’s',
    ],
    [
      'that names other committers',
      { at: later, lie: { committers: new Uint8Array(32) } },
      'names other committers',
    ],
    [
      'with an act that cannot be read',
      { at: later, lie: { options: { authenticatedData: Uint8Array.of(9) } } },
      '',
    ],
    [
      'that changes what is agreed on',
      {
        proposals: [{ type: 'group_context_extensions', extensions: [] }],
        at: later,
        lie: { committers: new Uint8Array(32) },
      },
      'changes what nobody may change',
    ],
    [
      'that is encrypted',
      { at: later, lie: { options: { wireFormat: 'private' } } },
      'no open commit',
    ],
    ['that is no commit', { at: later, lie: { commit: () => new Uint8Array(40) } }, ''],
    ['that was cut off', { at: later, lie: { commit: (bytes) => bytes.subarray(0, -9) } }, ''],
  ])('%s', (_, change, reason) => {
    refused(alice, change, reason)
  })

  test('whose author signs as another', () => {
    const made = make(alice, { at: later })
    expect(() => step(bob.seen, { ...made.given, key: bob.slotKey }, judge)).toThrow(
      InvalidCommitError,
    )
  })

  test('when an account committed eight times in a day', () => {
    const [founder, ...others] = pairOfPairs() as [Party, ...Party[]]
    for (let i = 0; i < 8; i++)
      settle(founder, make(founder, { at: later + 10 * i * minute }), others)
    const ninth = { at: later + 90 * minute }
    refused(founder, ninth, 'commits too often')
    // The other account is free, a warrant always is, and a day later it is over.
    settle(others[1]!, make(others[1]!, { at: later + 90 * minute }), [
      founder,
      others[0]!,
      others[2]!,
    ])
    const gone = others.pop()!
    const warrants = [warrantOf({ account: account(2), device: gone.claim.device })]
    const change = { proposals: [removeOf(gone)], warrants, at: later + 91 * minute }
    settle(founder, make(founder, change), others)
    const tomorrow = { at: later + 25 * 60 * minute }
    settle(founder, make(founder, tomorrow), others)
  })

  test('with a seventeenth device of one account', () => {
    const founder = founded()
    const many = Array.from({ length: 15 }, () => newcomer(account(1)))
    settle(founder, make(founder, { proposals: many.map(addOf), at: start }), [])
    refused(founder, { proposals: [addOf(newcomer(account(1)))], at: later }, '17 devices')
  })
})

/** Some change of a group, good or bad, by a draw. */
function drawn(draw: (below: number) => number, parties: readonly Party[], at: number): Change {
  const other = parties[draw(parties.length)]!
  const of = account(1 + draw(3))
  const { account: whose, device } = other.claim
  const lies: Change['lie'][] = [
    undefined,
    undefined,
    undefined,
    { key: other.slotKey },
    { committers: new Uint8Array(32).fill(draw(256)) },
    { act: { at: at + draw(3) } },
    { leaf: { at: at + draw(3) } },
    { claim: { keyIssuedAt: at } },
  ]
  const lie = lies[draw(lies.length)]
  const common = { at, ...(lie === undefined ? {} : { lie }) }
  const kinds: (() => Change)[] = [
    () => common,
    () => ({ ...common, proposals: [addOf(newcomer(of))] }),
    () => ({ ...common, proposals: [removeOf(other)] }),
    () => ({
      ...common,
      proposals: [removeOf(other)],
      warrants: [warrantOf({ account: whose, device })],
    }),
  ]
  return kinds[draw(kinds.length)]!()
}

const answerOf = (party: Party, given: Given): string => {
  try {
    return Buffer.from(hashOf(judge.crypto, step(party.seen, given, judge))).toString('hex')
  } catch (error) {
    if (error instanceof InvalidCommitError) return error.details ?? ''
    throw error
  }
}

test.each([1, 2, 3])(
  'all who judge come to one answer, whatever is committed (seed %i)',
  (seed) => {
    const draw = seeded(seed)
    let parties = pairOfPairs()
    let at = later
    let valid = 0
    for (let i = 0; i < 40; i++) {
      at += draw(30) * minute
      const author = parties[draw(parties.length)]!
      let made
      try {
        made = make(author, drawn(draw, parties, at))
      } catch {
        // The engine itself makes no such commit.
        continue
      }
      const answers = new Set(parties.map((party) => answerOf(party, made.given)))
      expect(answers.size).toBe(1)
      if (![...answers][0]!.match(/^[0-9a-f]{64}$/)) continue
      valid++
      settle(
        author,
        made,
        parties.filter((party) => party !== author),
      )
      parties = parties.filter(({ state }) => state.status === 'active')
      for (const party of parties)
        expect(encodePublicGroup(party.seen.group)).toEqual(
          encodePublicGroup(publicGroup(party.state)),
        )
    }
    expect(valid).toBeGreaterThan(5)
  },
)
