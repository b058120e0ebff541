import { describe, expect, test } from 'vitest'
import {
  adoptCommit,
  commit,
  exportSecret,
  extensionTypes,
  type GroupState,
  type PreSharedKeyId,
  processMessage,
  type Proposal,
  propose,
  proposeUpdate,
} from '../index.ts'
import { forge, forgeCommit, forgeProposal, refuses } from '../../test/forge.ts'
import { agreement, code, context, keyPackageOf, seededProvider } from '../../test/party.ts'
import { trio } from '../../test/trio.ts'

const crypto = seededProvider(12)
const suite = crypto.cipherSuite(1)
const { alice, bob, carol } = trio(crypto)

const psk = (key: Partial<PreSharedKeyId['key']> = {}, nonce = 32): Proposal => ({
  type: 'psk',
  psk: {
    key: { type: 'external', pskId: Uint8Array.of(1), ...key } as PreSharedKeyId['key'],
    nonce: new Uint8Array(nonce),
  },
})
const reinit: Extract<Proposal, { type: 'reinit' }> = {
  type: 'reinit',
  groupId: Uint8Array.of(2),
  version: 1,
  cipherSuite: 3,
  extensions: [],
}
const gce: Extract<Proposal, { type: 'group_context_extensions' }> = {
  type: 'group_context_extensions',
  extensions: [],
}
const remove = (removed: number): Proposal => ({ type: 'remove', removed })

/** Bob must refuse what Alice commits, and Alice's own engine must refuse to commit it. */
function refusesList(proposals: readonly Proposal[], expected: string): void {
  refuses(bob, forgeCommit(alice, proposals), expected)
  expect(() => commit(alice, { proposals }, context)).toThrow(code(expected))
}

describe('proposals by themselves (RFC 9420 §12.1)', () => {
  test('unknown_leaf: a removal of nobody', () => {
    refusesList([remove(3)], 'unknown_leaf')
    refusesList([remove(400)], 'unknown_leaf')
    refuses(bob, forgeProposal(alice, remove(3)), 'unknown_leaf')
  })
  test('invalid_psk_nonce: not as long as a hash', () => {
    refusesList([psk({}, 31)], 'invalid_psk_nonce')
    refusesList([psk({}, 0)], 'invalid_psk_nonce')
  })
  test('invalid_psk_usage: reinit and branch belong in a new group', () => {
    for (const usage of ['reinit', 'branch'] as const)
      refusesList(
        [psk({ type: 'resumption', usage, groupId: Uint8Array.of(1), epoch: 1n })],
        'invalid_psk_usage',
      )
  })
  test('unknown_psk: external, and of epochs long past', () => {
    expect(() => commit(alice, { proposals: [psk()] }, context)).toThrow(code('unknown_psk'))
    const { groupId } = alice.groupContext
    const old = psk({ type: 'resumption', usage: 'application', groupId, epoch: 0n })
    const giving = { ...context, psk: () => new Uint8Array(32) }
    const made = commit(alice, { proposals: [old, psk()] }, giving)
    refuses(bob, made.commit, 'unknown_psk')
  })
  test('invalid_reinit: to a version that is not supported', () => {
    refusesList([{ ...reinit, version: 2 }], 'invalid_reinit')
    refusesList([{ ...reinit, version: 0 }], 'invalid_reinit')
  })
  test('duplicate_extension: in a reinit and in the group context', () => {
    const extensions = [1, 2].map(() => ({
      extensionType: extensionTypes.requiredCapabilities,
      data: Uint8Array.of(0, 0, 0),
    }))
    refusesList([{ ...reinit, extensions }], 'duplicate_extension')
    refusesList([{ ...gce, extensions }], 'duplicate_extension')
  })
  test('proposal_not_allowed: an external init by a member', () => {
    const init: Proposal = { type: 'external_init', kemOutput: new Uint8Array(32) }
    refuses(bob, forgeProposal(alice, init), 'proposal_not_allowed')
    refusesList([init], 'proposal_not_allowed')
  })
})

describe('proposals together (RFC 9420 §12.2)', () => {
  const update = () => {
    const { message, state } = proposeUpdate(carol, {}, { wireFormat: 'public' }, context)
    const reference = [...state.proposals.values()][0]!.reference
    return {
      message,
      reference,
      heard: (by: GroupState) => processMessage(by, message, context).state,
    }
  }
  test('duplicate_leaf_change: removed twice, or removed and updated', () => {
    refusesList([remove(2), remove(2)], 'duplicate_leaf_change')
    const { reference, heard } = update()
    const both = {
      type: 'commit' as const,
      commit: {
        proposals: [
          { type: 'reference' as const, reference },
          { type: 'proposal' as const, proposal: remove(2) },
        ],
        path: undefined,
      },
    }
    refuses(heard(bob), forge(alice, both), 'duplicate_leaf_change')
    expect(() =>
      commit(heard(alice), { references: [reference], proposals: [remove(2)] }, context),
    ).toThrow(code('duplicate_leaf_change'))
  })
  test('a removal goes before an update of the same leaf', () => {
    const { heard } = update()
    const made = commit(heard(alice), { proposals: [remove(2)] }, context)
    const { state } = processMessage(heard(bob), made.commit, context)
    expect(agreement(state)).toBe(agreement(made.state))
  })
  test('of two who propose to add one client, or a member again, one is taken or none', () => {
    const first = keyPackageOf(crypto, 'dave').keyPackage
    const signatureKeyPair = {
      privateKey: bob.signaturePrivateKey,
      publicKey: bob.tree.leaf(1)!.signatureKey,
    }
    const again = keyPackageOf(crypto, 'bob', { signatureKeyPair }).keyPackage
    let committing = alice
    for (const keyPackage of [first, again, first]) {
      const { message } = propose(carol, { type: 'add', keyPackage }, {}, context)
      const fresh = { ...committing, secretTree: alice.secretTree }
      committing = processMessage(fresh, message, context).state
    }
    const made = commit(committing, {}, context)
    expect([...made.state.tree.leaves()]).toHaveLength(4)
    const replaced = commit(committing, { proposals: [remove(1)] }, context)
    expect([...replaced.state.tree.leaves()]).toHaveLength(4)
  })
  test('of several updates of a leaf the latest is committed', () => {
    let [updating, committing] = [carol, alice]
    for (let i = 0; i < 3; i++) {
      const made = proposeUpdate(updating, {}, {}, context)
      updating = made.state
      committing = processMessage(committing, made.message, context).state
    }
    const made = commit(committing, {}, context)
    const { state } = processMessage(updating, made.commit, context)
    expect(agreement(state)).toBe(agreement(made.state))
    expect(state.tree.leaf(2)!.encryptionKey).toEqual(updating.pendingUpdates[2]!.encryptionKey)
  })
  test('duplicate_psk', () => {
    refusesList([psk(), psk()], 'duplicate_psk')
  })
  test('duplicate_group_context_extensions', () => {
    refusesList([gce, gce], 'duplicate_group_context_extensions')
  })
  test('reinit_not_alone', () => {
    refusesList([reinit, gce], 'reinit_not_alone')
  })
  test('update_by_committer', () => {
    const own = proposeUpdate(alice, {}, { wireFormat: 'public' }, context)
    const listening = processMessage(bob, own.message, context).state
    const commitIt = forge(alice, {
      type: 'commit',
      commit: { proposals: [{ type: 'reference', reference: own.reference }], path: undefined },
    })
    refuses(listening, commitIt, 'update_by_committer')
    expect(() => commit(own.state, { references: [own.reference] }, context)).toThrow(
      code('update_by_committer'),
    )
    const byValue = [...own.state.proposals.values()][0]!.proposal
    refusesList([byValue], 'update_by_committer')
    // What waits of the committer's own is left out unless asked for.
    expect(commit(own.state, {}, context).state.tree.leaf(0)).toBeDefined()
  })
  test('removes_committer', () => {
    refusesList([remove(0)], 'removes_committer')
  })
  test('unknown_proposal: a reference to what was not heard', () => {
    const missing = forge(alice, {
      type: 'commit',
      commit: {
        proposals: [{ type: 'reference', reference: new Uint8Array(32) }],
        path: undefined,
      },
    })
    refuses(bob, missing, 'unknown_proposal')
    expect(() => commit(alice, { references: [new Uint8Array(32)] }, context)).toThrow(
      code('unknown_proposal'),
    )
  })
  test('duplicate_signature_key and duplicate_encryption_key: in the tree that results', () => {
    const { keyPackage } = keyPackageOf(crypto, 'dave')
    const add: Proposal = { type: 'add', keyPackage }
    expect(() => commit(alice, { proposals: [add, add] }, context)).toThrow(
      code('duplicate_encryption_key'),
    )
    refuses(bob, forgeCommit(alice, [add, add]), 'duplicate_encryption_key')
    const signatureKeyPair = {
      privateKey: bob.signaturePrivateKey,
      publicKey: bob.tree.leaf(1)!.signatureKey,
    }
    const again = keyPackageOf(crypto, 'bob', { signatureKeyPair })
    const readd: Proposal = { type: 'add', keyPackage: again.keyPackage }
    refusesList([readd], 'duplicate_signature_key')
    // Not if the old leaf goes in the same commit.
    expect(commit(alice, { proposals: [readd, remove(1)] }, context).welcome).toBeDefined()
  })
  test('path_required: none, though the proposals need one', () => {
    for (const proposals of [[], [remove(2)], [gce]])
      refuses(bob, forgeCommit(alice, proposals), 'path_required')
  })
  test('too_many_proposals', () => {
    const full = { ...bob, limits: { ...bob.limits, proposalsMax: 0 } }
    refuses(full, forgeProposal(alice, remove(2)), 'too_many_proposals')
  })
})

describe('commits of proposals', () => {
  /** Alice commits; Bob and Carol agree. */
  const all = (proposals: readonly Proposal[], using = context) => {
    const made = commit(alice, { proposals }, using)
    const results = [bob, carol].map((state) => processMessage(state, made.commit, using))
    for (const { state } of results)
      if (state.status !== 'removed') expect(agreement(state)).toBe(agreement(made.state))
    return { made, results }
  }
  test('an external PSK, and the resumption PSKs of this epoch and others', () => {
    const using = { ...context, psk: () => Uint8Array.of(5) }
    const { groupId, epoch } = alice.groupContext
    const resumption = psk({ type: 'resumption', usage: 'application', groupId, epoch })
    const { made, results } = all([psk(), resumption], using)
    expect(made.state.tree.leaf(0)).toBe(alice.tree.leaf(0))
    const other = commit(
      alice,
      { proposals: [psk(), resumption] },
      {
        ...context,
        psk: () => Uint8Array.of(6),
      },
    )
    expect(exportSecret(other.state, 'a', Uint8Array.of(), 8)).not.toEqual(
      exportSecret(made.state, 'a', Uint8Array.of(), 8),
    )
    // Who has another PSK notices.
    refuses(bob, other.commit, 'invalid_confirmation_tag', using)
    const { state } = results[0]!
    const later = commit(made.state, { proposals: [resumption] }, context)
    expect(agreement(processMessage(state, later.commit, context).state)).toBe(
      agreement(later.state),
    )
  })
  test('group context extensions are told, and kept', () => {
    const { results } = all([{ ...gce, extensions: [] }])
    expect(results[0]).toMatchObject({ kind: 'commit', changes: { extensionsSet: true } })
  })
  test('what changed is told', () => {
    const { keyPackage } = keyPackageOf(crypto, 'dave')
    const { results } = all([{ type: 'add', keyPackage }, remove(2)])
    expect(results[0]).toMatchObject({
      changes: {
        committer: 0,
        external: false,
        added: [{ leafIndex: 2, signatureKey: keyPackage.leafNode.signatureKey }],
        removed: [{ leafIndex: 2, credential: carol.tree.leaf(2)!.credential }],
        updated: [0],
        extensionsSet: false,
      },
    })
    expect(results[1]!.state.status).toBe('removed')
  })
  test('a new signature key and credential for the own leaf', () => {
    const privateKey = suite.randomBytes(32)
    const publicKey = suite.signatures.publicKey(privateKey)
    const credential = { type: 'basic' as const, identity: Uint8Array.of(65) }
    const made = commit(
      alice,
      {
        leaf: {
          signatureKeyPair: { privateKey, publicKey },
          credential,
          capabilities: {},
          extensions: [],
        },
      },
      context,
    )
    const { state } = processMessage(bob, made.commit, context)
    expect(state.tree.leaf(0)).toMatchObject({ signatureKey: publicKey, credential })
    const next = commit(adoptCommit(alice, made.state), {}, context)
    expect(processMessage(state, next.commit, context).kind).toBe('commit')
  })
  test('a new signature key by an update that another commits', () => {
    const privateKey = suite.randomBytes(32)
    const publicKey = suite.signatures.publicKey(privateKey)
    const update = proposeUpdate(
      carol,
      { signatureKeyPair: { privateKey, publicKey } },
      {},
      context,
    )
    const made = commit(processMessage(alice, update.message, context).state, {}, context)
    const after = processMessage(update.state, made.commit, context).state
    const next = commit(after, {}, context)
    expect(agreement(processMessage(made.state, next.commit, context).state)).toBe(
      agreement(next.state),
    )
    // Carol on a device that lost the update's keys cannot go on.
    const heard = processMessage(bob, update.message, context).state
    expect(processMessage(heard, made.commit, context).kind).toBe('commit')
    refuses({ ...update.state, pendingUpdates: [] }, made.commit, 'invalid_key')
  })
  test('a proposal to leave is committed by another', () => {
    const leave = propose(carol, { type: 'remove', removed: 2 }, {}, context)
    const [a, b] = [alice, bob].map((state) => processMessage(state, leave.message, context).state)
    const made = commit(b!, {}, context)
    expect(agreement(processMessage(a!, made.commit, context).state)).toBe(agreement(made.state))
    expect(processMessage(leave.state, made.commit, context).state.status).toBe('removed')
  })
})
