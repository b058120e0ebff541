import * as Codec from '@parley/codec'
import { describe, expect, test } from 'vitest'
import {
  adoptCommit,
  type ClaimedGroup,
  commit,
  createGroupInfo,
  extensionTypes,
  type GroupState,
  joinExternal,
  joinFromWelcome,
  type JoinOptions,
  keyPackageRef,
  Message,
  MlsError,
  type OwnKeyPackage,
  processMessage,
  ratchetTree,
  verifyLeaves,
  welcomeRecipients,
} from '../index.ts'
import { signWithLabel } from '../crypto/labels.ts'
import { joinEpoch, pskSecretOf, welcomeSecretOf, zeros } from '../schedule/keySchedule.ts'
import {
  openGroupInfo,
  openGroupSecrets,
  sealGroupInfo,
  sealGroupSecrets,
  signGroupInfo,
  welcomeInfo,
} from '../schedule/welcomeSecrets.ts'
import { RatchetTree } from '../tree/RatchetTree.ts'
import { treeHash } from '../tree/treeHash.ts'
import { decode } from '../wire/decode.ts'
import { GroupContext } from '../wire/GroupContext.ts'
import { type LeafNode, leafNodeToBeSigned } from '../wire/LeafNode.ts'
import { type ParentNode, RatchetTreeNodes } from '../wire/ratchetTree.ts'
import type { GroupInfo, GroupSecrets, Welcome } from '../wire/Welcome.ts'
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

const crypto = seededProvider(14)
const suite = crypto.cipherSuite(1)

/** A group of four whose tree has parents and unmerged leaves, and the welcome of the fourth. */
function invitation(): { alice: GroupState; dave: OwnKeyPackage; welcome: Uint8Array } {
  const group = trio(crypto)
  const moved = commit(group.bob, {}, context)
  const dave = keyPackageOf(crypto, 'dave')
  const made = commit(
    processMessage(group.alice, moved.commit, context).state,
    { proposals: [{ type: 'add', keyPackage: dave.keyPackage }] },
    context,
  )
  return { alice: made.state, dave, welcome: made.welcome! }
}

const { alice, dave, welcome } = invitation()

function join(options: Partial<JoinOptions> = {}, using = context): GroupState {
  return joinFromWelcome({ crypto, own: dave, welcome, ...options }, using)
}

function decodeWelcome(bytes: Uint8Array): Welcome {
  const message = decode(Message, bytes.slice(), 'welcome')
  if (message.type !== 'welcome') throw new Error('expected a welcome')
  return message.welcome
}

/** The welcome with other contents, signed by Alice and encrypted as it should be. */
function forgeWelcome(change: {
  info?: (info: GroupInfo) => Partial<GroupInfo>
  secrets?: (secrets: GroupSecrets) => Partial<GroupSecrets>
  nodes?: (nodes: (LeafNode | ParentNode | undefined)[]) => void
  /** What the group info is encrypted under besides the joiner secret. */
  pskSecret?: Uint8Array
}): Uint8Array {
  const original = decodeWelcome(welcome)
  const [entry] = original.secrets
  const secrets = openGroupSecrets(
    suite,
    dave.secrets.initPrivateKey,
    original.encryptedGroupInfo,
    entry!.encryptedGroupSecrets,
  )
  const key = welcomeSecretOf(suite, secrets.joinerSecret, zeros())
  let info = openGroupInfo(suite, key, original.encryptedGroupInfo)
  if (change.nodes !== undefined) {
    const tree = info.extensions.find(({ extensionType }) => extensionType === 2)!
    const nodes = [...decode(RatchetTreeNodes, tree.data, 'tree')]
    change.nodes(nodes)
    const groupContext = {
      ...info.groupContext,
      treeHash: treeHash(suite, RatchetTree.from(nodes)),
    }
    info = {
      ...info,
      groupContext,
      extensions: [{ extensionType: 2, data: Codec.encode(RatchetTreeNodes, nodes) }],
    }
  }
  info = signGroupInfo(suite, alice.signaturePrivateKey, { ...info, ...change.info?.(info) })
  const sealing = welcomeSecretOf(suite, secrets.joinerSecret, change.pskSecret ?? zeros())
  const encryptedGroupInfo = sealGroupInfo(suite, sealing, info)
  const toDave = welcomeInfo(suite, encryptedGroupInfo)
  const sealed = sealGroupSecrets(suite, dave.keyPackage.initKey, toDave, {
    ...secrets,
    ...change.secrets?.(secrets),
  })
  return Codec.encode(Message, {
    type: 'welcome',
    welcome: {
      cipherSuite: 1,
      secrets: [{ newMember: entry!.newMember, encryptedGroupSecrets: sealed }],
      encryptedGroupInfo,
    },
  })
}

const refuses = (forged: Parameters<typeof forgeWelcome>[0], expected: string): void => {
  expect(() => join({ welcome: forgeWelcome(forged) })).toThrow(code(expected))
}

/** A leaf signed again for its place, after a change. */
function resigned(
  leaf: LeafNode,
  change: Partial<LeafNode>,
  privateKey: Uint8Array,
  leafIndex: number,
): LeafNode {
  const content = { ...leaf, ...change }
  const place = { groupId: alice.groupContext.groupId, leafIndex }
  const toBeSigned = leafNodeToBeSigned(content, place)
  return { ...content, signature: signWithLabel(suite, privateKey, 'LeafNodeTBS', toBeSigned) }
}

describe('joinFromWelcome (RFC 9420 §12.4.3.1)', () => {
  test('the welcome that the others are changed from is good', () => {
    expect(agreement(join())).toBe(agreement(alice))
    expect(() => join({ welcome: forgeWelcome({}) })).not.toThrow()
    expect(welcomeRecipients(welcome)).toEqual([keyPackageRef(suite, dave.keyPackage)])
  })
  test('without the tree inside, given beside it', () => {
    const { keyPackage, secrets } = keyPackageOf(crypto, 'erin')
    const made = commit(
      alice,
      { proposals: [{ type: 'add', keyPackage }], welcome: { ratchetTree: false } },
      context,
    )
    const options = { crypto, welcome: made.welcome!, own: { keyPackage, secrets } }
    expect(() => joinFromWelcome(options, context)).toThrow(code('ratchet_tree_missing'))
    const joined = joinFromWelcome({ ...options, ratchetTree: ratchetTree(made.state) }, context)
    expect(agreement(joined)).toBe(agreement(made.state))
    expect(() => joinFromWelcome({ ...options, ratchetTree: ratchetTree(alice) }, context)).toThrow(
      code('wrong_tree_hash'),
    )
  })
  test('unexpected_message and malformed', () => {
    const info = createGroupInfo(alice)
    expect(() => join({ welcome: info })).toThrow(code('unexpected_message'))
    for (let cut = 0; cut < welcome.length; cut += 11)
      expect(() => join({ welcome: welcome.subarray(0, cut) })).toThrow(code('malformed'))
  })
  test('no_matching_key_package and wrong_cipher_suite', () => {
    const other = keyPackageOf(crypto, 'other')
    expect(() => join({ own: other })).toThrow(code('no_matching_key_package'))
    const of3 = keyPackageOf(crypto, 'other', { cipherSuite: 3 })
    expect(() => join({ own: of3 })).toThrow(code('wrong_cipher_suite'))
    refuses(
      { info: (info) => ({ groupContext: { ...info.groupContext, cipherSuite: 3 } }) },
      'wrong_cipher_suite',
    )
  })
  test('decryption_failed: another init key, another group info', () => {
    const secrets = { ...dave.secrets, initPrivateKey: suite.hpke.generateKeyPair().privateKey }
    expect(() => join({ own: { ...dave, secrets } })).toThrow(code('decryption_failed'))
    const changed = decodeWelcome(welcome)
    changed.encryptedGroupInfo = changed.encryptedGroupInfo.map((byte) => byte ^ 1)
    const bytes = Codec.encode(Message, { type: 'welcome', welcome: changed })
    expect(() => join({ welcome: bytes })).toThrow(code('decryption_failed'))
    refuses({ secrets: () => ({ joinerSecret: new Uint8Array(32) }) }, 'decryption_failed')
  })
  test('every bit of a welcome counts', () => {
    for (let at = 0; at < welcome.length; at += 5) {
      const flipped = welcome.slice()
      flipped[at]! ^= 1 << (at % 8)
      expect(() => join({ welcome: flipped })).toThrow(MlsError)
    }
  })
  test('unknown_sender and invalid_signature: who signed the group info', () => {
    refuses({ info: () => ({ signer: 9 }) }, 'unknown_sender')
    refuses({ info: () => ({ signer: 1 }) }, 'invalid_signature')
  })
  test('wrong_tree_hash', () => {
    refuses(
      {
        info: (info) => ({ groupContext: { ...info.groupContext, treeHash: new Uint8Array(32) } }),
      },
      'wrong_tree_hash',
    )
  })
  test('invalid_confirmation_tag', () => {
    refuses({ info: () => ({ confirmationTag: new Uint8Array(32) }) }, 'invalid_confirmation_tag')
    refuses(
      { info: (info) => ({ groupContext: { ...info.groupContext, epoch: 99n } }) },
      'invalid_confirmation_tag',
    )
  })
  test('duplicate_extension: in the group info and in the group context', () => {
    const twice = [1, 2].map(() => ({ extensionType: 0xf0aa, data: new Uint8Array() }))
    refuses(
      { info: (info) => ({ extensions: [...info.extensions, ...twice] }) },
      'duplicate_extension',
    )
    refuses(
      { info: (info) => ({ groupContext: { ...info.groupContext, extensions: twice } }) },
      'duplicate_extension',
    )
  })
  test('unknown_psk and invalid_psk_usage', () => {
    const nonce = new Uint8Array(32)
    const external = { key: { type: 'external' as const, pskId: nonce }, nonce }
    refuses({ secrets: () => ({ psks: [external] }) }, 'unknown_psk')
    const branch = {
      key: { type: 'resumption' as const, usage: 'branch' as const, groupId: nonce, epoch: 3n },
      nonce,
    }
    refuses({ secrets: () => ({ psks: [branch] }) }, 'unknown_psk')
    // With the PSK known, but in an epoch that is not the first.
    const using = { ...context, psk: () => zeros() }
    const pskSecret = pskSecretOf(suite, [{ id: branch, secret: zeros() }])
    const forged = forgeWelcome({ secrets: () => ({ psks: [branch] }), pskSecret })
    expect(() => join({ welcome: forged, previous: alice }, using)).toThrow(
      code('invalid_psk_usage'),
    )
  })
  test('path_secret_mismatch: a path secret that is not of the tree', () => {
    const made = commit(
      alice,
      {
        proposals: [{ type: 'add', keyPackage: keyPackageOf(crypto, 'erin').keyPackage }],
        forcePath: true,
      },
      context,
    )
    expect(made.welcome).toBeDefined()
    refuses({ secrets: () => ({ pathSecret: new Uint8Array(32) }) }, 'path_secret_mismatch')
    refuses(
      {
        secrets: () => ({ pathSecret: new Uint8Array(32) }),
        nodes: (nodes) => {
          nodes[3] = undefined
        },
      },
      'path_secret_mismatch',
    )
  })
  test('credential_refused: all members, asked about at once', () => {
    const asked: number[] = []
    const using = {
      now,
      authenticate: (claims: readonly unknown[]) => {
        asked.push(claims.length)
        return claims.map((_, index) => index !== 2)
      },
    }
    expect(() => join({}, using)).toThrow(code('credential_refused'))
    expect(asked).toEqual([4])
  })
})

describe('who is admitted', () => {
  test('not_admitted: before any signature is checked, by whom the group claims to hold', () => {
    const seen: number[] = []
    const using = {
      ...context,
      authenticate: () => {
        throw new Error('nobody is asked about')
      },
      admit: ({ credentials }: ClaimedGroup) => {
        seen.push(credentials.length)
        return false
      },
    }
    const forged = forgeWelcome({ info: () => ({ signer: 1 }) })
    expect(() => join({ welcome: forged }, using)).toThrow(code('not_admitted'))
    expect(seen).toEqual([4])
  })
  test('credential_refused: what an authentication service leaves out is refused', () => {
    const using = { ...context, authenticate: () => [true] }
    expect(() => join({}, using)).toThrow(code('credential_refused'))
  })
})

describe('ratchet trees (RFC 9420 §7, §12.4.3.3)', () => {
  const parentAt = (nodes: (LeafNode | ParentNode | undefined)[], at: number) =>
    nodes[at] as ParentNode
  const leafAt = (nodes: (LeafNode | ParentNode | undefined)[], at: number) => nodes[at] as LeafNode

  test('invalid_ratchet_tree: blank at its end, or empty', () => {
    refuses({ nodes: (nodes) => nodes.push(undefined) }, 'invalid_ratchet_tree')
    const info = (data: Uint8Array) => () => ({
      extensions: [{ extensionType: extensionTypes.ratchetTree, data }],
    })
    refuses({ info: info(Uint8Array.of(0)) }, 'invalid_ratchet_tree')
    refuses({ info: info(Uint8Array.of(7, 7)) }, 'malformed')
  })
  test('invalid_parent_hash: a parent nobody set', () => {
    const set = (change: Partial<ParentNode>) =>
      refuses(
        {
          nodes: (nodes) => {
            nodes[1] = { ...parentAt(nodes, 1), ...change }
          },
        },
        'invalid_parent_hash',
      )
    set({ encryptionKey: suite.hpke.generateKeyPair().publicKey })
    set({ parentHash: new Uint8Array(32) })
  })
  test('invalid_parent_hash: a sibling changed since', () => {
    refuses(
      {
        nodes: (nodes) => {
          nodes[4] = undefined
        },
      },
      'invalid_parent_hash',
    )
  })
  test('invalid_unmerged_leaves: of others, of nobody, unsorted, or not where they were between', () => {
    const set = (at: number, unmergedLeaves: number[]) =>
      refuses(
        {
          nodes: (nodes) => {
            nodes[at] = { ...parentAt(nodes, at), unmergedLeaves }
          },
        },
        'invalid_unmerged_leaves',
      )
    set(1, [2])
    set(3, [3, 3])
    set(3, [3, 2])
    set(3, [0, 3])
    refuses(
      {
        nodes: (nodes) => {
          nodes[3] = { ...parentAt(nodes, 3), unmergedLeaves: [2, 3] }
          nodes[4] = undefined
        },
      },
      'invalid_unmerged_leaves',
    )
  })
  test('duplicate_encryption_key, duplicate_signature_key', () => {
    refuses(
      {
        nodes: (nodes) => {
          nodes[4] = { ...leafAt(nodes, 4), encryptionKey: leafAt(nodes, 6).encryptionKey }
        },
      },
      'invalid_parent_hash',
    )
    const signatureKey = leafAt([...alice.tree.nodes()], 4).signatureKey
    const twice = keyPackageOf(crypto, 'dave', {
      signatureKeyPair: { publicKey: signatureKey, privateKey: dave.secrets.signaturePrivateKey },
    })
    expect(() =>
      commit(alice, { proposals: [{ type: 'add', keyPackage: twice.keyPackage }] }, context),
    ).toThrow(MlsError)
  })
  test('invalid_leaf_signature, unless deferred', () => {
    const forged = forgeWelcome({
      nodes: (nodes) => {
        const leaf = leafAt(nodes, 6)
        nodes[6] = { ...leaf, signature: leaf.signature.map((byte) => byte ^ 1) }
      },
    })
    expect(() => join({ welcome: forged })).toThrow(code('invalid_leaf_signature'))
    const good = join({ leafSignatures: 'deferred' })
    expect(() => verifyLeaves(good)).not.toThrow()
    const nodes = [...good.tree.nodes()]
    nodes[2] = { ...leafAt(nodes, 2), signature: new Uint8Array(64) }
    expect(() => verifyLeaves({ ...good, tree: RatchetTree.from(nodes) })).toThrow(
      code('invalid_leaf_signature'),
    )
  })
  test('own_leaf_missing: another leaf where the own one should be', () => {
    const other = keyPackageOf(crypto, 'dave').keyPackage.leafNode
    refuses(
      {
        nodes: (nodes) => {
          nodes[6] = other
        },
      },
      'own_leaf_missing',
    )
  })
  test("unsupported: a member's capabilities", () => {
    const change = (what: Partial<LeafNode['capabilities']>, expected: string) =>
      refuses(
        {
          nodes: (nodes) => {
            const leaf = leafAt(nodes, 6)
            nodes[6] = resigned(
              leaf,
              { capabilities: { ...leaf.capabilities, ...what } },
              dave.secrets.signaturePrivateKey,
              3,
            )
          },
        },
        expected,
      )
    change({ versions: [] }, 'unsupported_version')
    change({ cipherSuites: [] }, 'unsupported_cipher_suite')
    change({ credentials: [] }, 'unsupported_credential')
    refuses(
      {
        info: (info) => ({
          groupContext: {
            ...info.groupContext,
            extensions: [{ extensionType: 0xf0a1, data: new Uint8Array() }],
          },
        }),
      },
      'unsupported_extension',
    )
  })
})

describe('joinExternal (RFC 9420 §12.4.3.2)', () => {
  const privateKey = suite.randomBytes(32)
  const own = {
    crypto,
    credential: { type: 'basic' as const, identity: Uint8Array.of(5) },
    signatureKeyPair: { privateKey, publicKey: suite.signatures.publicKey(privateKey) },
  }
  test('with PSKs, replacing an earlier self, the tree beside', () => {
    const using = { ...context, psk: () => Uint8Array.of(8) }
    const { state, commit: message } = joinExternal(
      {
        ...own,
        groupInfo: createGroupInfo(alice, { ratchetTree: false }),
        ratchetTree: ratchetTree(alice),
        replaces: 2,
        psks: [
          { key: { type: 'external', pskId: Uint8Array.of(1) }, nonce: suite.randomBytes(32) },
        ],
        authenticatedData: Uint8Array.of(4),
        leafExtensions: [{ extensionType: 1, data: Uint8Array.of(1) }],
      },
      using,
    )
    const result = processMessage(alice, message, using)
    expect(result).toMatchObject({
      kind: 'commit',
      authenticatedData: Uint8Array.of(4),
      changes: {
        external: true,
        committer: 2,
        added: [{ leafIndex: 2, credential: own.credential }],
        removed: [{ leafIndex: 2 }],
      },
    })
    expect(agreement(result.state)).toBe(agreement(state))
    const next = commit(adoptCommit(alice, result.state), {}, context)
    expect(agreement(processMessage(state, next.commit, context).state)).toBe(agreement(next.state))
  })
  test('unexpected_message, external_pub_missing, unknown_leaf, wrong suite', () => {
    expect(() => joinExternal({ ...own, groupInfo: welcome }, context)).toThrow(
      code('unexpected_message'),
    )
    const without = createGroupInfo(alice, { externalPub: false })
    expect(() => joinExternal({ ...own, groupInfo: without }, context)).toThrow(
      code('external_pub_missing'),
    )
    const groupInfo = createGroupInfo(alice)
    expect(() => joinExternal({ ...own, groupInfo, replaces: 60 }, context)).toThrow(
      code('unknown_leaf'),
    )
    const flipped = groupInfo.slice()
    flipped[flipped.length - 1]! ^= 1
    expect(() => joinExternal({ ...own, groupInfo: flipped }, context)).toThrow(
      code('invalid_signature'),
    )
  })
  test('a removed member comes back', () => {
    const group = groupOf(crypto, 'solo')
    const { state, commit: message } = joinExternal(
      { ...own, groupInfo: createGroupInfo(group) },
      context,
    )
    expect(agreement(processMessage(group, message, context).state)).toBe(agreement(state))
  })
})

test('the joiner secret alone gives the epoch', () => {
  const entry = decodeWelcome(welcome).secrets[0]!
  const { joinerSecret } = openGroupSecrets(
    suite,
    dave.secrets.initPrivateKey,
    decodeWelcome(welcome).encryptedGroupInfo,
    entry.encryptedGroupSecrets,
  )
  const encoded = Codec.encode(GroupContext, alice.groupContext)
  expect(joinEpoch(suite, joinerSecret, zeros(), encoded).secrets).toEqual(alice.secrets)
})
