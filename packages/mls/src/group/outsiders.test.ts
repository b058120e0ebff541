import * as Codec from '@parley/codec'
import { describe, expect, test } from 'vitest'
import {
  branch,
  commit,
  encryptApplication,
  ExternalSenders,
  extensionTypes,
  type GroupState,
  joinExternal,
  createGroupInfo,
  joinFromWelcome,
  members,
  Message,
  type OutsideView,
  processMessage,
  propose,
  proposeAsExternalSender,
  proposeOwnAddition,
  type Proposal,
  reinitialize,
} from '../index.ts'
import { decode } from '../wire/decode.ts'
import { forgeAs, refuses } from '../../test/forge.ts'
import {
  agreement,
  code,
  context,
  groupOf,
  keyPackageOf,
  now,
  seededProvider,
} from '../../test/party.ts'
import { trio } from '../../test/trio.ts'

const crypto = seededProvider(15)
const suite = crypto.cipherSuite(1)
const privateKey = suite.randomBytes(32)
const outsider = {
  signatureKey: suite.signatures.publicKey(privateKey),
  credential: { type: 'basic' as const, identity: Uint8Array.of(1) },
}
const externalSenders = {
  extensionType: extensionTypes.externalSenders,
  data: Codec.encode(ExternalSenders, [outsider]),
}
const { alice, bob, carol } = trio(crypto, { extensions: [externalSenders] })
const view = (state: GroupState): OutsideView => ({
  crypto,
  cipherSuite: 1,
  groupId: state.groupContext.groupId,
  epoch: state.groupContext.epoch,
})
const sender = { senderIndex: 0, signaturePrivateKey: privateKey }

describe('external senders (RFC 9420 §12.1.8)', () => {
  test('propose, and a member commits', () => {
    const message = proposeAsExternalSender(view(alice), { type: 'remove', removed: 2 }, sender)
    const [a, b] = [alice, bob].map((state) => processMessage(state, message, context).state)
    const made = commit(a!, {}, context)
    expect(agreement(processMessage(b!, made.commit, context).state)).toBe(agreement(made.state))
    expect(members(made.state)).toHaveLength(2)
  })
  test('proposal_not_allowed: an update', () => {
    const leafNode = { ...alice.tree.leaf(0)!, source: { type: 'update' as const } }
    for (const proposal of [
      { type: 'update', leafNode },
      { type: 'external_init', kemOutput: new Uint8Array(32) },
    ] as const)
      refuses(
        bob,
        proposeAsExternalSender(view(alice), proposal as never, sender),
        'proposal_not_allowed',
      )
  })
  test('unknown_sender, invalid_signature', () => {
    const leave = { type: 'remove' as const, removed: 2 }
    const other = { senderIndex: 1, signaturePrivateKey: privateKey }
    refuses(bob, proposeAsExternalSender(view(alice), leave, other), 'unknown_sender')
    const wrong = { senderIndex: 0, signaturePrivateKey: suite.randomBytes(32) }
    refuses(bob, proposeAsExternalSender(view(alice), leave, wrong), 'invalid_signature')
  })
  test('credential_refused: the service is asked about new external senders', () => {
    const refusing = {
      now,
      authenticate: (claims: readonly { signatureKey: Uint8Array }[]) =>
        claims.map((claim) => claim.signatureKey.join() !== outsider.signatureKey.join()),
    }
    const group = groupOf(crypto, 'solo')
    const set: Proposal = { type: 'group_context_extensions', extensions: [externalSenders] }
    expect(() => commit(group, { proposals: [set] }, refusing)).toThrow(code('credential_refused'))
  })
})

describe('a client that asks to be added (RFC 9420 §12.1.8)', () => {
  test('is added by a member, and joins', () => {
    const dave = keyPackageOf(crypto, 'dave')
    const message = proposeOwnAddition(view(alice), dave)
    const [a, b] = [alice, bob].map((state) => processMessage(state, message, context).state)
    const made = commit(a!, {}, context)
    const joined = joinFromWelcome({ crypto, welcome: made.welcome!, own: dave }, context)
    expect(agreement(joined)).toBe(agreement(made.state))
    expect(agreement(processMessage(b!, made.commit, context).state)).toBe(agreement(made.state))
  })
  test('invalid_signature: for another', () => {
    const dave = keyPackageOf(crypto, 'dave')
    const secrets = { ...dave.secrets, signaturePrivateKey: privateKey }
    refuses(bob, proposeOwnAddition(view(alice), { ...dave, secrets }), 'invalid_signature')
  })
})

describe('external commits (RFC 9420 §12.2, §12.4.3.2)', () => {
  const joined = joinExternal(
    {
      crypto,
      groupInfo: createGroupInfo(alice),
      credential: outsider.credential,
      signatureKeyPair: { privateKey, publicKey: outsider.signatureKey },
    },
    context,
  )
  const message = decode(Message, joined.commit, 'commit')
  if (message.type !== 'public' || message.publicMessage.content.body.type !== 'commit')
    throw new Error('expected a public commit')
  const { commit: external } = message.publicMessage.content.body
  const init = external.proposals[0]!
  const forged = (proposals: typeof external.proposals) =>
    forgeAs(
      alice,
      { type: 'new_member_commit' },
      { type: 'commit', commit: { ...external, proposals } },
      privateKey,
    )
  const value = (proposal: Proposal) => ({ type: 'proposal' as const, proposal })

  test('the one that the others are changed from is good', () => {
    expect(agreement(processMessage(bob, joined.commit, context).state)).toBe(
      agreement(joined.state),
    )
    refuses(bob, forged([init]), 'invalid_confirmation_tag')
  })
  test('invalid_external_commit: none or two external inits, two removals', () => {
    refuses(bob, forged([]), 'invalid_external_commit')
    refuses(bob, forged([init, init]), 'invalid_external_commit')
    const removals = [0, 2].map((removed) => value({ type: 'remove', removed }))
    refuses(bob, forged([init, ...removals]), 'invalid_external_commit')
  })
  test('proposal_not_allowed: others than a newcomer may make', () => {
    const { keyPackage } = keyPackageOf(crypto, 'dave')
    refuses(bob, forged([init, value({ type: 'add', keyPackage })]), 'proposal_not_allowed')
  })
  test('reference_in_external_commit', () => {
    const heard = propose(carol, { type: 'remove', removed: 0 }, {}, context)
    const after = processMessage(bob, heard.message, context).state
    refuses(
      after,
      forged([init, { type: 'reference', reference: heard.reference }]),
      'reference_in_external_commit',
    )
  })
  test('invalid_key: an external init that is no KEM output', () => {
    refuses(
      bob,
      forged([value({ type: 'external_init', kemOutput: new Uint8Array(32) })]),
      'invalid_key',
    )
  })
  test('invalid_leaf_signature: a path made for another place', () => {
    const { leafNode } = external.path!
    const signature = leafNode.signature.map((byte) => byte ^ 1)
    const path = { ...external.path!, leafNode: { ...leafNode, signature } }
    const bytes = forgeAs(
      alice,
      { type: 'new_member_commit' },
      { type: 'commit', commit: { proposals: [init], path } },
      privateKey,
    )
    refuses(bob, bytes, 'invalid_leaf_signature')
  })
})

describe('reinitialize (RFC 9420 §11.2)', () => {
  const reinit: Extract<Proposal, { type: 'reinit' }> = {
    type: 'reinit',
    groupId: Uint8Array.of(77),
    version: 1,
    cipherSuite: 3,
    extensions: [externalSenders],
  }
  const ended = commit(alice, { proposals: [reinit] }, context)
  const bobsEnd = processMessage(bob, ended.commit, context).state
  const own = keyPackageOf(crypto, 'alice', { cipherSuite: 3 })
  const bobs = keyPackageOf(crypto, 'bob', { cipherSuite: 3 })
  const keyPackages = [bobs.keyPackage]

  test('the old group is over, the new one is tied to it', () => {
    expect([bobsEnd.status, ended.state.status]).toEqual(['reinitialized', 'reinitialized'])
    expect(() => commit(bobsEnd, {}, context)).toThrow(code('not_active'))
    expect(() => encryptApplication(bobsEnd, Uint8Array.of(1))).toThrow(code('not_active'))
    const { state, welcome } = reinitialize(ended.state, { crypto, own, keyPackages }, context)
    const options = { crypto, welcome, own: bobs }
    const joined = joinFromWelcome({ ...options, previous: bobsEnd }, context)
    expect(agreement(joined)).toBe(agreement(state))
    expect(state.suite.id).toBe(3)
    expect(state.groupContext.groupId).toEqual(reinit.groupId)
    // Only who has the old group's secret can join.
    expect(() => joinFromWelcome(options, context)).toThrow(code('unknown_psk'))
    expect(() => joinFromWelcome({ ...options, previous: bob }, context)).toThrow(
      code('unknown_psk'),
    )
    const giving = { ...context, psk: () => bobsEnd.secrets.resumptionPsk }
    expect(() => joinFromWelcome(options, giving)).toThrow(code('unknown_psk'))
  })
  test('invalid_reinit: no such end, another suite, another group than was said', () => {
    const before = { crypto, own, keyPackages }
    expect(() => reinitialize(alice, before, context)).toThrow(code('invalid_reinit'))
    const of1 = { ...before, own: keyPackageOf(crypto, 'alice') }
    expect(() => reinitialize(ended.state, of1, context)).toThrow(code('invalid_reinit'))
    for (const change of [
      { groupId: Uint8Array.of(78) },
      { extensions: [] },
      { extensions: [{ ...externalSenders, data: Uint8Array.of(0) }] },
    ]) {
      const other = { ...ended.state, reinit: { ...reinit, ...change } }
      const { welcome } = reinitialize(other, before, context)
      expect(() =>
        joinFromWelcome({ crypto, welcome, own: bobs, previous: bobsEnd }, context),
      ).toThrow(code('invalid_reinit'))
    }
  })
  test('no_members: nobody to continue with', () => {
    expect(() => reinitialize(ended.state, { crypto, own, keyPackages: [] }, context)).toThrow(
      code('no_members'),
    )
  })
})

describe('branch (RFC 9420 §11.3)', () => {
  const own = keyPackageOf(crypto, 'alice')
  const carols = keyPackageOf(crypto, 'carol')
  const options = {
    crypto,
    own,
    keyPackages: [carols.keyPackage],
    groupId: Uint8Array.of(5),
    extensions: [],
  }
  test('a group for some of the members', () => {
    const { state, welcome } = branch(alice, options, context)
    const joined = joinFromWelcome({ crypto, welcome, own: carols, previous: carol }, context)
    expect(agreement(joined)).toBe(agreement(state))
    expect(() => joinFromWelcome({ crypto, welcome, own: carols }, context)).toThrow(
      code('unknown_psk'),
    )
  })
  test('invalid_branch: of another suite', () => {
    const other = { ...options, own: keyPackageOf(crypto, 'alice', { cipherSuite: 3 }) }
    expect(() => branch(alice, other, context)).toThrow(code('invalid_branch'))
    const { welcome } = branch(alice, options, context)
    const previous = { ...carol, groupContext: { ...carol.groupContext, cipherSuite: 3 } }
    expect(() => joinFromWelcome({ crypto, welcome, own: carols, previous }, context)).toThrow(
      code('invalid_branch'),
    )
  })
})
