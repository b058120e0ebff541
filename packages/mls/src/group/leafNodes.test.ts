import * as Codec from '@parley/codec'
import { describe, expect, test } from 'vitest'
import {
  commit,
  extensionTypes,
  groupExtension,
  processMessage,
  proposeUpdate,
  RequiredCapabilities,
  validateKeyPackage,
} from '../index.ts'
import type { LeafNodeContent } from '../wire/LeafNode.ts'
import { forgeCommit, forgeKeyPackage, forgeProposal, refuses } from '../../test/forge.ts'
import { code, context, keyPackageOf, now, seededProvider } from '../../test/party.ts'
import { trio } from '../../test/trio.ts'
import { renewLeaf } from './commit.ts'

const crypto = seededProvider(11)
const suite = crypto.cipherSuite(1)
const { alice, bob } = trio(crypto)
const { capabilities } = keyPackageOf(crypto, 'any').keyPackage.leafNode

/** Bob must refuse an addition of a key package, as a proposal and in a commit. */
function refusesAdding(
  changes: Parameters<typeof forgeKeyPackage>[1],
  expected: string,
  using = context,
): void {
  const { keyPackage } = forgeKeyPackage(crypto, changes)
  refuses(bob, forgeProposal(alice, { type: 'add', keyPackage }), expected, using)
  refuses(bob, forgeCommit(alice, [{ type: 'add', keyPackage }]), expected, using)
  expect(() =>
    commit(alice, { proposals: [{ type: 'add', keyPackage }] }, { ...context, ...using }),
  ).toThrow(code(expected))
}

describe('key packages (RFC 9420 §7.3, §10.1)', () => {
  test('one that breaks no rule is taken', () => {
    const { keyPackage } = forgeKeyPackage(crypto, {})
    validateKeyPackage(suite, keyPackage, { now })
    const { kind } = processMessage(bob, forgeProposal(alice, { type: 'add', keyPackage }), context)
    expect(kind).toBe('proposal')
  })

  test('wrong_cipher_suite: of another suite than the group', () => {
    refusesAdding({ keyPackage: { cipherSuite: 3 } }, 'wrong_cipher_suite')
  })
  test('invalid_leaf_source: its leaf is made for an update', () => {
    refusesAdding({ leaf: { source: { type: 'update' } } }, 'invalid_leaf_source')
  })
  test('init_key_reused: one key for two purposes', () => {
    const key = suite.hpke.generateKeyPair().publicKey
    refusesAdding({ leaf: { encryptionKey: key }, keyPackage: { initKey: key } }, 'init_key_reused')
  })
  test('invalid_leaf_signature: the leaf is signed by another key', () => {
    const { leafNode } = keyPackageOf(crypto, 'other').keyPackage
    const signature = leafNode.signature
    const forged = forgeKeyPackage(crypto, {}).keyPackage.leafNode
    refusesAdding({ keyPackage: { leafNode: { ...forged, signature } } }, 'invalid_leaf_signature')
  })
  test('invalid_signature: the key package is signed by another key', () => {
    const { keyPackage } = forgeKeyPackage(crypto, {})
    const { signature } = forgeKeyPackage(crypto, {}).keyPackage
    const broken = { ...keyPackage, signature }
    refuses(bob, forgeProposal(alice, { type: 'add', keyPackage: broken }), 'invalid_signature')
  })
  test('lifetime_not_started, lifetime_ended: when a time is given', () => {
    const early = {
      type: 'key_package' as const,
      notBefore: BigInt(now) + 1n,
      notAfter: 2n ** 64n - 1n,
    }
    const late = { type: 'key_package' as const, notBefore: 0n, notAfter: BigInt(now) - 1n }
    refusesAdding({ leaf: { source: early } }, 'lifetime_not_started')
    refusesAdding({ leaf: { source: late } }, 'lifetime_ended')
    const { keyPackage } = forgeKeyPackage(crypto, { leaf: { source: late } })
    const untimed = { authenticate: context.authenticate }
    const proposal = forgeProposal(alice, { type: 'add', keyPackage })
    expect(processMessage(bob, proposal, untimed).kind).toBe('proposal')
  })
  test('credential_refused: by the authentication service', () => {
    const refusing = { now, authenticate: (claims: readonly unknown[]) => claims.map(() => false) }
    refusesAdding({}, 'credential_refused', refusing)
    refusesAdding({}, 'credential_refused', { now, authenticate: () => [] })
  })
})

describe('capabilities (RFC 9420 §7.2, §7.3, §11.1)', () => {
  const withCapabilities = (changes: Partial<LeafNodeContent['capabilities']>) => ({
    leaf: { capabilities: { ...capabilities, ...changes } },
  })
  test('unsupported_version', () => {
    refusesAdding(withCapabilities({ versions: [2] }), 'unsupported_version')
  })
  test('unsupported_cipher_suite: of the group', () => {
    refusesAdding(withCapabilities({ cipherSuites: [3] }), 'unsupported_cipher_suite')
  })
  test('unsupported_credential: its own', () => {
    refusesAdding(withCapabilities({ credentials: [2] }), 'unsupported_credential')
  })
  test("unsupported_credential: another member's", () => {
    const credential = { type: 'x509' as const, certificates: [] }
    const { keyPackage } = forgeKeyPackage(crypto, {
      leaf: { credential, capabilities: { ...capabilities, credentials: [2] } },
    })
    const add = { type: 'add' as const, keyPackage }
    refuses(bob, forgeCommit(alice, [add]), 'unsupported_credential')
    expect(() => commit(alice, { proposals: [add] }, context)).toThrow(
      code('unsupported_credential'),
    )
  })
  test('unsupported_extension: its own', () => {
    refusesAdding(
      { leaf: { extensions: [{ extensionType: 0xf0a1, data: new Uint8Array() }] } },
      'unsupported_extension',
    )
  })
  test('duplicate_extension: in the leaf and in the key package', () => {
    const twice = [1, 2].map(() => ({
      extensionType: extensionTypes.applicationId,
      data: new Uint8Array(),
    }))
    refusesAdding({ leaf: { extensions: twice } }, 'duplicate_extension')
    refusesAdding({ keyPackage: { extensions: twice } }, 'duplicate_extension')
  })
  test("unsupported_extension and required_capabilities_missing: the group's", () => {
    const own = { extensionType: 0xf0a1, data: Uint8Array.of(7) }
    const required = {
      extensionType: extensionTypes.requiredCapabilities,
      data: Codec.encode(RequiredCapabilities, {
        extensionTypes: [0xf0a2],
        proposalTypes: [],
        credentialTypes: [1],
      }),
    }
    for (const [extension, listed, expected] of [
      [own, 0xf0a1, 'unsupported_extension'],
      [required, 0xf0a2, 'required_capabilities_missing'],
    ] as const) {
      const group = trio(crypto, {
        extensions: [extension],
        keyPackage: { capabilities: { extensions: [listed] } },
      })
      expect(groupExtension(group.bob, extension.extensionType)).toEqual(extension.data)
      const { keyPackage } = keyPackageOf(crypto, 'dave')
      const add = { type: 'add' as const, keyPackage }
      refuses(group.bob, forgeCommit(group.alice, [add]), expected)
      expect(() => commit(group.alice, { proposals: [add] }, context)).toThrow(code(expected))
      // And nobody can set them in a group whose members do not support them.
      const set = { type: 'group_context_extensions' as const, extensions: [extension] }
      expect(() => commit(alice, { proposals: [set] }, context)).toThrow(code(expected))
      const path = commit(alice, {}, context)
      expect(path.welcome).toBeUndefined()
    }
  })
  test('malformed: required capabilities and external senders that are none', () => {
    for (const extensionType of [
      extensionTypes.requiredCapabilities,
      extensionTypes.externalSenders,
    ]) {
      const extensions = [{ extensionType, data: Uint8Array.of(9) }]
      const set = { type: 'group_context_extensions' as const, extensions }
      refuses(bob, forgeProposal(alice, set), 'malformed')
      expect(() => trio(crypto, { extensions })).toThrow(code('malformed'))
    }
  })
})

describe('GREASE (RFC 9420 §13.5)', () => {
  const isGrease = (type: number) => (type & 0x0f0f) === 0x0a0a && type >> 8 === (type & 0xff)

  test('own key packages list values that nobody knows', () => {
    for (const list of [
      capabilities.cipherSuites,
      capabilities.extensions,
      capabilities.proposals,
      capabilities.credentials,
    ])
      expect(list.filter(isGrease)).toHaveLength(1)
  })
  test("others' unknown extensions and capabilities are left alone", () => {
    const grease = { extensionType: 0x3a3a, data: Uint8Array.of(1, 2) }
    const { keyPackage } = forgeKeyPackage(crypto, {
      leaf: {
        extensions: [grease],
        capabilities: {
          versions: [1, 0x7777],
          cipherSuites: [0xeaea, 1],
          extensions: [grease.extensionType, 0xf00d],
          proposals: [0x1a1a],
          credentials: [0x2a2a, 1],
        },
      },
      keyPackage: {
        extensions: [grease, { extensionType: extensionTypes.lastResort, data: new Uint8Array() }],
      },
    })
    const made = commit(alice, { proposals: [{ type: 'add', keyPackage }] }, context)
    expect(processMessage(bob, made.commit, context).kind).toBe('commit')
  })
})

describe('updated leaves (RFC 9420 §7.3, §12.1.2)', () => {
  const update = (source: LeafNodeContent['source'], encryptionKey: Uint8Array) => ({
    type: 'update' as const,
    leafNode: renewLeaf(alice, source, encryptionKey, {}).leaf,
  })
  const fresh = () => suite.hpke.generateKeyPair().publicKey

  test('one that breaks no rule is taken', () => {
    const message = forgeProposal(alice, update({ type: 'update' }, fresh()))
    expect(processMessage(bob, message, context).kind).toBe('proposal')
  })
  test('invalid_leaf_source', () => {
    const source = { type: 'commit' as const, parentHash: new Uint8Array(32) }
    refuses(bob, forgeProposal(alice, update(source, fresh())), 'invalid_leaf_source')
  })
  test('unchanged_encryption_key', () => {
    const key = alice.tree.leaf(0)!.encryptionKey
    const message = forgeProposal(alice, update({ type: 'update' }, key))
    refuses(bob, message, 'unchanged_encryption_key')
  })
  test('invalid_leaf_signature: signed for another place or group', () => {
    for (const other of [
      { ...alice, ownLeafIndex: 1 },
      { ...alice, groupContext: { ...alice.groupContext, groupId: Uint8Array.of(1) } },
    ]) {
      const { leaf } = renewLeaf(other, { type: 'update' }, fresh(), {
        signatureKeyPair: {
          privateKey: alice.signaturePrivateKey,
          publicKey: alice.tree.leaf(0)!.signatureKey,
        },
      })
      refuses(
        bob,
        forgeProposal(alice, { type: 'update', leafNode: leaf }),
        'invalid_leaf_signature',
      )
    }
  })
  test('credential_refused: the service hears what the credential follows', () => {
    const credential = { type: 'basic' as const, identity: Uint8Array.of(66) }
    const { message } = proposeUpdate(alice, { credential }, {}, context)
    const heard: unknown[] = []
    const using = {
      now,
      authenticate: (claims: readonly unknown[]) => {
        heard.push(...claims)
        return claims.map(() => false)
      },
    }
    refuses(bob, message, 'credential_refused', using)
    expect(heard).toMatchObject([{ credential, replaces: alice.tree.leaf(0)!.credential }])
  })
  test('the service is not asked about a credential that stays', () => {
    const { message } = proposeUpdate(alice, {}, {}, context)
    const using = { now, authenticate: () => expect.unreachable() }
    expect(processMessage(bob, message, using).kind).toBe('proposal')
  })
})
