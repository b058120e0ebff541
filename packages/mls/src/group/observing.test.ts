import * as Codec from '@parley/codec'
import { seeded } from '@parley/codec/attack'
import { describe, expect, test } from 'vitest'
import {
  adoptCommit,
  commit,
  createGroupInfo,
  decodePublicGroup,
  encodePublicGroup,
  encryptApplication,
  generateSignatureKeyPair,
  type GroupState,
  joinExternal,
  Message,
  members,
  observeCommit,
  processMessage,
  propose,
  type Proposal,
  publicGroup,
  type PublicGroup,
} from '../index.ts'
import { decode } from '../wire/decode.ts'
import { forgeCommit } from '../../test/forge.ts'
import { code, context, keyPackageOf, seededProvider } from '../../test/party.ts'
import { trio } from '../../test/trio.ts'

const open = { wireFormat: 'public' } as const
const same = (group: PublicGroup, state: GroupState): void => {
  expect(group.encodedContext).toEqual(state.encodedContext)
  expect(group.interimTranscriptHash).toEqual(state.interimTranscriptHash)
  expect(encodePublicGroup(group)).toEqual(encodePublicGroup(publicGroup(state)))
}

describe('who follows a group by its open commits', () => {
  test('has the members’ context, tree and transcript after each, over the disk too', () => {
    const crypto = seededProvider(31)
    const draw = seeded(31)
    const { alice, bob } = trio(crypto)
    let states = new Map([alice, bob].map((state) => [state.ownLeafIndex, state]))
    let seen = publicGroup(alice)
    for (let i = 0; i < 12; i++) {
      const [own, before] = [...states][draw(states.size)]!
      const others = members(before).filter(({ leafIndex }) => !states.has(leafIndex))
      const proposals: Proposal[] =
        draw(3) === 0 && others.length > 0
          ? [{ type: 'remove', removed: others[draw(others.length)]!.leafIndex }]
          : draw(3) > 0
            ? [{ type: 'add', keyPackage: keyPackageOf(crypto, `member ${i}`).keyPackage }]
            : []
      const made = commit(before, { ...open, proposals, forcePath: draw(2) === 0 }, context)
      const observed = observeCommit(seen, made.commit, context)
      expect(observed.author.leafIndex).toBe(own)
      expect(observed.changes.removed).toHaveLength(proposals[0]?.type === 'remove' ? 1 : 0)
      seen = decodePublicGroup(encodePublicGroup(observed.group), crypto)
      states = new Map(
        [...states].map(([at, state]) => [
          at,
          at === own
            ? adoptCommit(state, made.state)
            : processMessage(state, made.commit, context).state,
        ]),
      )
      for (const state of states.values()) same(seen, state)
    }
  })

  test('sees a newcomer join by itself, and whom it replaces', () => {
    const crypto = seededProvider(32)
    const { alice } = trio(crypto)
    const groupInfo = createGroupInfo(alice)
    const { privateKey, publicKey } = generateSignatureKeyPair(alice.suite)
    const { state, commit: joined } = joinExternal(
      {
        crypto,
        groupInfo,
        credential: { type: 'basic', identity: new TextEncoder().encode('carol') },
        signatureKeyPair: { privateKey, publicKey },
        replaces: 2,
      },
      context,
    )
    const observed = observeCommit(publicGroup(alice), joined, context)
    same(observed.group, state)
    expect(observed.changes).toMatchObject({ external: true, committer: state.ownLeafIndex })
    expect(observed.changes.removed[0]?.leafIndex).toBe(2)
    expect(observed.author.leafIndex).toBe(state.ownLeafIndex)
  })

  test('takes what only members can tell to be wrong', () => {
    const crypto = seededProvider(33)
    const { alice, bob } = trio(crypto)
    // A tag of zeros: publicly valid, and no member can follow.
    const broken = forgeCommit(alice, [
      { type: 'add', keyPackage: keyPackageOf(crypto, 'dave').keyPackage },
    ])
    expect(observeCommit(publicGroup(bob), broken, context).changes.added).toHaveLength(1)
    expect(() => processMessage(bob, broken, context)).toThrow(code('invalid_confirmation_tag'))
  })
})

describe('who follows a group refuses', () => {
  const crypto = seededProvider(34)
  const { alice, bob } = trio(crypto)
  const seen = publicGroup(bob)
  const refused = (bytes: Uint8Array, expected: string): void => {
    const before = encodePublicGroup(seen)
    expect(() => observeCommit(seen, bytes, context)).toThrow(code(expected))
    expect(encodePublicGroup(seen)).toEqual(before)
  }

  test('unexpected_message, unexpected_content: what is no open commit', () => {
    refused(encryptApplication(alice, Uint8Array.of(1)).message, 'unexpected_message')
    refused(commit(alice, {}, context).commit, 'unexpected_message')
    const { message } = propose(alice, { type: 'remove', removed: 2 }, open, context)
    refused(message, 'unexpected_content')
  })

  test('wrong_epoch, wrong_group', () => {
    const made = commit(alice, open, context)
    const after = observeCommit(seen, made.commit, context).group
    expect(() => observeCommit(after, made.commit, context)).toThrow(code('wrong_epoch'))
    const other = trio(seededProvider(35), { groupId: Uint8Array.of(9) }).alice
    refused(commit(other, open, context).commit, 'wrong_group')
  })

  test('invalid_signature: a commit changed or signed by another', () => {
    const { commit: bytes } = commit(alice, open, context)
    const message = decode(Message, bytes, 'message')
    if (message.type !== 'public') throw new Error('the commit is not open')
    const { publicMessage } = message
    const forged = (change: Partial<typeof publicMessage.content>): Uint8Array =>
      Codec.encode(Message, {
        type: 'public',
        publicMessage: { ...publicMessage, content: { ...publicMessage.content, ...change } },
      })
    refused(forged({ authenticatedData: Uint8Array.of(1) }), 'invalid_signature')
    refused(forged({ sender: { type: 'member', leafIndex: 2 } }), 'invalid_signature')
    refused(forged({ sender: { type: 'member', leafIndex: 9 } }), 'unknown_sender')
  })

  test('unknown_proposal: one that is not in the commit itself', () => {
    const proposed = propose(alice, { type: 'remove', removed: 2 }, open, context)
    refused(commit(proposed.state, open, context).commit, 'unknown_proposal')
  })

  test('credential_refused, path_required: what breaks a rule of RFC 9420', () => {
    const { keyPackage } = keyPackageOf(crypto, 'mallory')
    const { commit: adds } = commit(
      alice,
      { ...open, proposals: [{ type: 'add', keyPackage }] },
      context,
    )
    const strict = { ...context, authenticate: () => [false] }
    expect(() => observeCommit(seen, adds, strict)).toThrow(code('credential_refused'))
    refused(forgeCommit(alice, [{ type: 'remove', removed: 2 }]), 'path_required')
  })

  test('malformed, wrong_tree_hash: bytes that are no public group', () => {
    const bytes = encodePublicGroup(seen)
    expect(() => decodePublicGroup(bytes.subarray(1), crypto)).toThrow(code('malformed'))
    const foreign = encodePublicGroup({ ...seen, tree: trio(seededProvider(36)).alice.tree })
    expect(() => decodePublicGroup(foreign, crypto)).toThrow(code('wrong_tree_hash'))
  })
})
