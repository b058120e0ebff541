import { describe, expect, test } from 'vitest'
import {
  adoptCommit,
  cipherSuites,
  commit,
  createGroupInfo,
  encryptApplication,
  exportSecret,
  generateSignatureKeyPair,
  type GroupState,
  joinExternal,
  joinFromWelcome,
  members,
  processMessage,
  propose,
  proposeUpdate,
} from '../index.ts'
import { agreement, context, groupOf, keyPackageOf, seededProvider } from '../../test/party.ts'

const text = (value: string) => new TextEncoder().encode(value)

function hear(state: GroupState, message: Uint8Array): GroupState {
  return processMessage(state, message, context).state
}

function read(state: GroupState, message: Uint8Array): { state: GroupState; text: string } {
  const result = processMessage(state, message, context)
  if (result.kind !== 'application') throw new Error(`expected a message, got a ${result.kind}`)
  return { state: result.state, text: new TextDecoder().decode(result.plaintext) }
}

describe.each(Object.entries(cipherSuites))('a group of suite %s', (_, cipherSuite) => {
  test('adds, talks, updates, removes, and lets in by external commit', () => {
    const crypto = seededProvider(7)
    const start = groupOf(crypto, 'alice', { keyPackage: { cipherSuite } })
    const bobsKeys = keyPackageOf(crypto, 'bob', { cipherSuite })
    const carolsKeys = keyPackageOf(crypto, 'carol', { cipherSuite })
    const added = commit(
      start,
      {
        proposals: [bobsKeys, carolsKeys].map(({ keyPackage }) => ({ type: 'add', keyPackage })),
      },
      context,
    )
    let alice = adoptCommit(start, added.state)
    const welcome = added.welcome!
    let bob = joinFromWelcome({ crypto, welcome, own: bobsKeys }, context)
    let carol = joinFromWelcome({ crypto, welcome, own: carolsKeys }, context)
    expect([agreement(bob), agreement(carol)]).toEqual([agreement(alice), agreement(alice)])
    expect(exportSecret(bob, 'label', text('context'), 16)).toEqual(
      exportSecret(alice, 'label', text('context'), 16),
    )

    const sent = encryptApplication(alice, text('hello'), { padding: 20 })
    alice = sent.state
    const heard = read(bob, sent.message)
    bob = heard.state
    expect(heard.text).toBe('hello')

    const update = proposeUpdate(carol, {}, {}, context)
    carol = update.state
    alice = hear(alice, update.message)
    bob = hear(bob, update.message)
    const updated = commit(bob, {}, context)
    alice = hear(alice, updated.commit)
    carol = hear(carol, updated.commit)
    bob = adoptCommit(bob, updated.state)
    expect([agreement(bob), agreement(carol)]).toEqual([agreement(alice), agreement(alice)])

    // A message of the epoch before still opens.
    const late = read(carol, sent.message)
    expect(late.text).toBe('hello')

    const leave = propose(bob, { type: 'remove', removed: bob.ownLeafIndex }, {}, context)
    alice = hear(alice, leave.message)
    carol = hear(carol, leave.message)
    const removal = commit(carol, {}, context)
    alice = hear(alice, removal.commit)
    bob = hear(leave.state, removal.commit)
    carol = adoptCommit(carol, removal.state)
    expect(bob.status).toBe('removed')
    expect(agreement(alice)).toBe(agreement(carol))
    expect(members(alice).map(({ leafIndex }) => leafIndex)).toEqual([0, 2])

    const external = joinExternal(
      {
        crypto,
        groupInfo: createGroupInfo(alice),
        credential: { type: 'basic', identity: text('dave') },
        signatureKeyPair: generateSignatureKeyPair(crypto.cipherSuite(cipherSuite)),
      },
      context,
    )
    alice = hear(alice, external.commit)
    carol = hear(carol, external.commit)
    expect([agreement(alice), agreement(carol)]).toEqual([
      agreement(external.state),
      agreement(external.state),
    ])
    const greeting = encryptApplication(external.state, text('hi'))
    expect(read(carol, greeting.message).text).toBe('hi')
  })
})
