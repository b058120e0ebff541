import { describe, expect, test } from 'vitest'
import {
  adoptCommit,
  applyDelta,
  commit,
  decodeState,
  encodeDelta,
  encodeState,
  encryptApplication,
  type GroupState,
  joinFromWelcome,
  processMessage,
  proposeUpdate,
} from '../index.ts'
import {
  agreement,
  code,
  context,
  groupOf,
  keyPackageOf,
  seededProvider,
} from '../../test/party.ts'

const crypto = seededProvider(3)
const data = Uint8Array.of(1, 2, 3)

/** Alice's group of so many, and the last who joined. */
function pair(count: number): { alice: GroupState; bob: GroupState } {
  let alice = groupOf(crypto, 'alice')
  const joiners = Array.from({ length: count - 1 }, (_, i) => keyPackageOf(crypto, `member ${i}`))
  const added = commit(
    alice,
    { proposals: joiners.map(({ keyPackage }) => ({ type: 'add', keyPackage })), forcePath: true },
    context,
  )
  alice = adoptCommit(alice, added.state)
  return {
    alice,
    bob: joinFromWelcome({ crypto, welcome: added.welcome!, own: joiners.at(-1)! }, context),
  }
}

function heard(state: GroupState, message: Uint8Array): GroupState {
  return processMessage(state, message, context).state
}

describe('encodeState', () => {
  test('a state decoded goes on where it was', () => {
    let { alice, bob } = pair(5)
    for (let round = 0; round < 6; round++) {
      const update = proposeUpdate(bob, {}, {}, context)
      bob = update.state
      alice = heard(alice, update.message)
      const skipped = encryptApplication(alice, data)
      const sent = encryptApplication(skipped.state, data)
      alice = sent.state
      bob = heard(decodeState(encodeState(bob), crypto), sent.message)
      expect(encodeState(decodeState(encodeState(bob), crypto))).toEqual(encodeState(bob))
      const ended = commit(alice, {}, context)
      alice = decodeState(encodeState(adoptCommit(alice, ended.state)), crypto)
      bob = decodeState(encodeState(heard(bob, ended.commit)), crypto)
      expect(agreement(bob)).toBe(agreement(alice))
      expect(processMessage(bob, skipped.message, context)).toMatchObject({ plaintext: data })
    }
  })

  test('error: other versions, cut or longer bytes', () => {
    const bytes = encodeState(pair(2).alice)
    const other = bytes.slice()
    other[0] = 1
    expect(() => decodeState(other, crypto)).toThrow(code('unsupported_version'))
    for (let cut = 1; cut < bytes.length; cut += 7)
      expect(() => decodeState(bytes.subarray(0, cut), crypto)).toThrow(code('malformed'))
    const longer = new Uint8Array([...bytes, 0])
    expect(() => decodeState(longer, crypto)).toThrow(code('malformed'))
  })
})

describe('encodeDelta', () => {
  test('deltas over the first state give every later one', () => {
    let { alice, bob } = pair(9)
    let stored = decodeState(encodeState(bob), crypto)
    const keep = (next: GroupState): void => {
      const delta = encodeDelta(bob, next)
      stored = applyDelta(stored, delta, crypto)
      expect(encodeState(stored)).toEqual(encodeState(next))
      bob = next
    }
    for (let round = 0; round < 6; round++) {
      const sent = encryptApplication(alice, data)
      alice = sent.state
      keep(heard(bob, sent.message))
      const said = encryptApplication(bob, data)
      keep(said.state)
      alice = heard(alice, said.message)
      const removed = round === 2 ? [{ type: 'remove' as const, removed: 4 }] : []
      const added =
        round % 2 === 0
          ? [{ type: 'add' as const, keyPackage: keyPackageOf(crypto, `late ${round}`).keyPackage }]
          : []
      const ended = commit(alice, { proposals: [...removed, ...added], forcePath: true }, context)
      alice = adoptCommit(alice, ended.state)
      keep(heard(bob, ended.commit))
    }
  })

  test("a message's delta does not grow with the group", () => {
    const sizes = [8, 64].map((count) => {
      const { alice, bob } = pair(count)
      const { message } = encryptApplication(alice, data)
      return encodeDelta(bob, heard(bob, message)).length
    })
    expect(sizes[1]! - sizes[0]!).toBeLessThan(300)
    expect(sizes[1]).toBeLessThan(700)
  })

  test('error: a delta of another state, or where a state is expected', () => {
    const { alice, bob } = pair(3)
    const { state } = encryptApplication(alice, data)
    const delta = encodeDelta(alice, state)
    const after = commit(alice, {}, context).state
    expect(() => applyDelta(after, delta, crypto)).toThrow(code('wrong_base'))
    expect(() => decodeState(delta, crypto)).toThrow(code('wrong_base'))
    expect(() => applyDelta(bob, encodeState(bob), crypto)).toThrow(code('wrong_base'))
  })
})
