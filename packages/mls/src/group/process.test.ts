import * as Codec from '@parley/codec'
import { describe, expect, test } from 'vitest'
import {
  adoptCommit,
  commit,
  encryptApplication,
  eraseSecrets,
  encodeState,
  forgetOldKeys,
  forgetPastEpochs,
  type GroupState,
  inspectMessage,
  Message,
  processMessage,
  propose,
  settleGenerations,
  stepRatchet,
} from '../index.ts'
import type { Commit } from '../wire/Commit.ts'
import { decode } from '../wire/decode.ts'
import { forge, forgeAs, forgeCommit, refuses } from '../../test/forge.ts'
import { agreement, code, context, keyPackageOf, seededProvider } from '../../test/party.ts'
import { trio } from '../../test/trio.ts'

const crypto = seededProvider(13)
const suite = crypto.cipherSuite(1)
const { alice, bob, carol } = trio(crypto)
const data = Uint8Array.of(1, 2, 3)

function changed(message: Uint8Array, change: (message: Message) => void): Uint8Array {
  const value = decode(Message, message.slice(), 'message')
  change(value)
  return Codec.encode(Message, value)
}

/** A public commit of Alice with a path, changed before it is signed again. */
function pathCommit(change: (path: NonNullable<Commit['path']>) => void): Uint8Array {
  const made = commit(alice, { wireFormat: 'public' }, context)
  const message = decode(Message, made.commit, 'commit')
  if (message.type !== 'public') throw new Error('expected a public message')
  const { body } = message.publicMessage.content
  if (body.type !== 'commit') throw new Error('expected a commit')
  change(body.commit.path!)
  return forge(alice, body)
}

describe('messages (RFC 9420 §6)', () => {
  const said = encryptApplication(alice, data).message

  test('malformed: no message at all', () => {
    refuses(bob, new Uint8Array(), 'malformed')
    refuses(bob, said.subarray(1), 'malformed')
    refuses(bob, new Uint8Array([...said, 0]), 'malformed')
  })
  test('unexpected_message: of another kind', () => {
    const { keyPackage } = keyPackageOf(crypto, 'dave')
    refuses(bob, Codec.encode(Message, { type: 'key_package', keyPackage }), 'unexpected_message')
  })
  test('wrong_group', () => {
    const other = { ...alice, groupContext: { ...alice.groupContext, groupId: data } }
    refuses(bob, encryptApplication(other, data).message, 'wrong_group')
    refuses(bob, forgeCommit(other, []), 'wrong_group')
  })
  test('wrong_epoch: not reached yet, and long past', () => {
    const next = commit(alice, {}, context)
    refuses(bob, encryptApplication(next.state, data).message, 'wrong_epoch')
    refuses(bob, commit(next.state, {}, context).commit, 'wrong_epoch')
    refuses(bob, commit(next.state, { wireFormat: 'public' }, context).commit, 'wrong_epoch')
    let [a, b] = [alice, bob]
    for (let i = 0; i <= b.limits.pastEpochsMax; i++) {
      if (i > 0) expect(processMessage(b, said, context).kind).toBe('application')
      const made = commit(a, {}, context)
      a = adoptCommit(a, made.state)
      b = processMessage(b, made.commit, context).state
    }
    refuses(b, said, 'wrong_epoch')
  })
  test('wrong_epoch: only application data of epochs that ended', () => {
    const { message } = propose(carol, { type: 'remove', removed: 0 }, {}, context)
    const after = processMessage(bob, commit(alice, {}, context).commit, context).state
    refuses(after, message, 'wrong_epoch')
  })
  test('own_message', () => {
    refuses(alice, said, 'own_message')
    refuses(alice, forgeCommit(alice, []), 'own_message')
    refuses(alice, commit(alice, {}, context).commit, 'own_message')
  })
  test('decryption_failed: one bit of the message anywhere', () => {
    for (const field of ['ciphertext', 'encryptedSenderData', 'authenticatedData'] as const)
      refuses(
        bob,
        changed(said, (message) => {
          if (message.type !== 'private') return
          const bytes = Uint8Array.of(...message.privateMessage[field], 0)
          bytes[0]! ^= 1
          message.privateMessage[field] = bytes
        }),
        'decryption_failed',
      )
  })
  test('invalid_padding: not all zeros', () => {
    const padded = encryptApplication(alice, data, { padding: 200 })
    expect(processMessage(bob, padded.message, context)).toMatchObject({ plaintext: data })
    const { aead } = suite
    const seal: typeof aead.seal = (key, nonce, aad, plaintext) => {
      // The sender data is sealed too, and has no padding.
      if (plaintext.length > 200) plaintext[plaintext.length - 9] = 1
      return aead.seal(key, nonce, aad, plaintext)
    }
    const spoiling = { ...alice, suite: { ...suite, aead: { ...aead, seal } } }
    const { message } = encryptApplication(spoiling, data, { padding: 200 })
    refuses(bob, message, 'invalid_padding')
  })
  test('unexpected_content: application data in the open', () => {
    refuses(bob, forge(alice, { type: 'application', data }, 'public'), 'unexpected_content')
  })
  test('invalid_membership_tag: by someone who is no member', () => {
    const outsider = {
      ...alice,
      secrets: { ...alice.secrets, membershipKey: new Uint8Array(32) },
    }
    refuses(bob, forgeCommit(outsider, []), 'invalid_membership_tag')
  })
  test('invalid_signature: by another member than it says', () => {
    const forged = { ...carol, ownLeafIndex: 0 }
    refuses(bob, forgeCommit(forged, []), 'invalid_signature')
    refuses(bob, encryptApplication(forged, data).message, 'invalid_signature')
  })
  test('unknown_sender: a leaf where nobody is', () => {
    for (const ownLeafIndex of [3, 77]) {
      const body = { type: 'commit' as const, commit: { proposals: [], path: undefined } }
      const sender = { type: 'member' as const, leafIndex: ownLeafIndex }
      refuses(bob, forgeAs(alice, sender, body, alice.signaturePrivateKey), 'unknown_sender')
    }
    const nobody = { ...alice, ownLeafIndex: 3 }
    refuses(bob, encryptApplication(nobody, data).message, 'unknown_sender')
  })
  test('unknown_sender and unexpected_content: outsiders', () => {
    const { alice: a, bob: b } = trio(crypto)
    const key = a.signaturePrivateKey
    const leave = { type: 'remove' as const, removed: 0 }
    const sender = { type: 'external' as const, senderIndex: 0 }
    const proposal = { type: 'proposal' as const, proposal: leave }
    const empty = { type: 'commit' as const, commit: { proposals: [], path: undefined } }
    refuses(b, forgeAs(a, sender, proposal, key), 'unknown_sender')
    refuses(b, forgeAs(a, sender, empty, key), 'unexpected_content')
    refuses(b, forgeAs(a, { type: 'new_member_commit' }, empty, key), 'unexpected_content')
    refuses(b, forgeAs(a, { type: 'new_member_proposal' }, proposal, key), 'unexpected_content')
  })
  test('not_active: after the own removal nothing but reading is left', () => {
    const made = commit(alice, { proposals: [{ type: 'remove', removed: 1 }] }, context)
    const { state } = processMessage(bob, made.commit, context)
    expect(state.status).toBe('removed')
    expect(() => encryptApplication(state, data)).toThrow(code('not_active'))
    expect(() => commit(state, {}, context)).toThrow(code('not_active'))
    refuses(
      state,
      propose(carol, { type: 'remove', removed: 0 }, {}, context).message,
      'not_active',
    )
    refuses(state, forgeCommit(alice, []), 'not_active')
    expect(processMessage(state, said, context).kind).toBe('application')
  })
})

describe('generations (RFC 9420 §9)', () => {
  const messages: Uint8Array[] = []
  let speaking = alice
  for (let i = 0; i < 1300; i++) {
    const sent = encryptApplication(speaking, Uint8Array.of(i >> 8, i & 0xff))
    speaking = sent.state
    messages.push(sent.message)
  }
  const hear = (state: GroupState, index: number): GroupState => {
    const result = processMessage(state, messages[index]!, context)
    expect(result).toMatchObject({ plaintext: Uint8Array.of(index >> 8, index & 0xff) })
    return result.state
  }

  test('messages open in any order, each once', () => {
    let state = bob
    for (const index of [3, 0, 2, 7, 1, 5]) state = hear(state, index)
    for (const index of [0, 1, 2, 3, 5, 7]) refuses(state, messages[index]!, 'generation_consumed')
    for (const index of [4, 6, 8]) state = hear(state, index)
  })
  test('the last of a thousand first: every other one still opens', () => {
    let state = hear(bob, 1024)
    for (let index = 0; index < 1024; index++) state = hear(state, index)
    refuses(state, messages[0]!, 'generation_consumed')
  })
  test('generation_too_far: counted from the first that is still waited for', () => {
    refuses(bob, messages[1025]!, 'generation_too_far')
    let state = hear(bob, 900)
    expect(inspectMessage(state, messages[1100]!)).toMatchObject({ key: 'too_far', lowest: 0 })
    for (let index = 0; index < 100; index++) state = hear(state, index)
    expect(inspectMessage(state, messages[1100]!)).toMatchObject({ key: 'ready', lowest: 100 })
    hear(state, 1100)
  })
  test('settleGenerations: what nobody waits for holds up no more, and still opens', () => {
    const at = { epoch: 1n, leafIndex: 0, generation: 1200 }
    const state = hear(settleGenerations(bob, at), 1299)
    hear(hear(state, 1200), 3)
    expect(() => settleGenerations(bob, { ...at, leafIndex: 9 })).toThrow(code('unknown_sender'))
  })
  test('inspectMessage says whose a message is, and moves no ratchet', () => {
    const before = encodeState(bob)
    expect(inspectMessage(bob, messages[7]!)).toEqual({
      epoch: 1n,
      contentType: 'application',
      leafIndex: 0,
      generation: 7,
      own: false,
      key: 'ready',
      next: 0,
      lowest: 0,
    })
    expect(encodeState(bob)).toEqual(before)
    expect(inspectMessage(hear(bob, 7), messages[7]!)).toMatchObject({ key: 'consumed', next: 8 })
    expect(inspectMessage(alice, messages[7]!)).toMatchObject({ own: true, key: 'ready' })
    expect(inspectMessage(speaking, messages[7]!)).toMatchObject({ own: true, key: 'consumed' })
    expect(() => inspectMessage(bob, forgeCommit(alice, []))).toThrow(code('unexpected_message'))
  })
  test('stepRatchet: keys that were derived stay, also if the message then fails', () => {
    const broken = changed(messages[1000]!, (message) => {
      if (message.type !== 'private') throw new Error('expected a private message')
      message.privateMessage.ciphertext[60]! ^= 1
    })
    const at = { epoch: 1n, leafIndex: 0, generation: 1000 }
    const state = stepRatchet(bob, at, 100)
    refuses(state, broken, 'decryption_failed')
    expect(inspectMessage(state, messages[1000]!)).toMatchObject({ key: 'ready', next: 1001 })
    hear(hear(state, 1000), 0)
    expect(inspectMessage(forgetOldKeys(state, 101), messages[0]!)).toMatchObject({
      key: 'consumed',
    })
    expect(forgetOldKeys(state, 100)).toBe(state)
  })
  test('a state put back from a copy opens what it had said itself, if it is told so', () => {
    refuses(alice, messages[2]!, 'own_message')
    const opening = { ...context, opensOwn: true }
    const opened = processMessage(alice, messages[2]!, opening)
    expect(opened).toMatchObject({ plaintext: Uint8Array.of(0, 2), senderLeafIndex: 0 })
    expect(processMessage(opened.state, messages[0]!, opening)).toMatchObject({
      plaintext: Uint8Array.of(0, 0),
    })
    expect(() => processMessage(speaking, messages[2]!, opening)).toThrow(
      code('generation_consumed'),
    )
  })
})

describe('epochs that ended', () => {
  test('messages of each open until it is forgotten', () => {
    const many = { ...bob.limits, pastEpochsMax: 100 }
    let [speaking, reading]: [GroupState, GroupState] = [alice, { ...bob, limits: many }]
    const said: Uint8Array[] = []
    for (let round = 0; round < 12; round++) {
      said.push(encryptApplication(speaking, data).message)
      const ended = commit(speaking, {}, context)
      speaking = adoptCommit(speaking, ended.state)
      reading = processMessage(reading, ended.commit, context).state
    }
    for (const message of said)
      expect(processMessage(reading, message, context)).toMatchObject({ plaintext: data })
    const later = forgetPastEpochs(reading, (epoch) => epoch < 4n)
    expect(() => inspectMessage(later, said[2]!)).toThrow(code('wrong_epoch'))
    expect(processMessage(later, said[3]!, context)).toMatchObject({ plaintext: data })
    expect(forgetPastEpochs(later, (epoch) => epoch < 4n)).toBe(later)
  })
})

describe('paths (RFC 9420 §7, §12.4.2)', () => {
  test('invalid_path: with a node too many or too few, or a secret too many or too few', () => {
    refuses(
      bob,
      pathCommit((path) => path.nodes.pop()),
      'invalid_path',
    )
    refuses(
      bob,
      pathCommit((path) => path.nodes.push(path.nodes[0]!)),
      'invalid_path',
    )
    for (const node of [0, 1]) {
      const secrets = (path: NonNullable<Commit['path']>) => path.nodes[node]!.encryptedPathSecret
      refuses(
        bob,
        pathCommit((path) => secrets(path).pop()),
        'invalid_path',
      )
      refuses(
        bob,
        pathCommit((path) => secrets(path).push(secrets(path)[0]!)),
        'invalid_path',
      )
    }
  })
  test('invalid_parent_hash: other keys than the leaf was signed for', () => {
    const { publicKey } = suite.hpke.generateKeyPair()
    refuses(
      bob,
      pathCommit((path) => {
        path.nodes[1]!.encryptionKey = publicKey
      }),
      'invalid_parent_hash',
    )
  })
  test('invalid_leaf_source, invalid_leaf_signature: another leaf', () => {
    refuses(
      bob,
      pathCommit((path) => {
        path.leafNode = keyPackageOf(crypto, 'x').keyPackage.leafNode
      }),
      'invalid_leaf_source',
    )
    refuses(
      bob,
      pathCommit((path) => {
        path.leafNode = { ...path.leafNode, extensions: [{ extensionType: 1, data }] }
      }),
      'invalid_leaf_signature',
    )
  })
  test('unchanged_encryption_key', () => {
    refuses(
      bob,
      pathCommit((path) => {
        const { encryptionKey } = alice.tree.leaf(0)!
        path.leafNode = { ...path.leafNode, encryptionKey }
      }),
      'unchanged_encryption_key',
    )
  })
  test('decryption_failed: secrets for others', () => {
    const made = pathCommit((path) => {
      const [sealed] = path.nodes[0]!.encryptedPathSecret
      sealed!.ciphertext = sealed!.ciphertext.map((byte) => byte ^ 1)
    })
    refuses(bob, made, 'decryption_failed')
    refuses(
      bob,
      pathCommit((path) => {
        path.nodes[0]!.encryptedPathSecret[0]!.kemOutput = new Uint8Array(32)
      }),
      'invalid_key',
    )
  })
  test('invalid_confirmation_tag', () => {
    refuses(
      bob,
      pathCommit(() => {}),
      'invalid_confirmation_tag',
    )
  })
})

describe('eraseSecrets', () => {
  test('what the next state does not share is gone, and the next state works', () => {
    const { alice: a, bob: b } = trio(crypto)
    const first = encryptApplication(a, data)
    const second = encryptApplication(first.state, data)
    const made = commit(second.state, {}, context)
    const heardSecond = processMessage(b, second.message, context).state
    const before = encodeState(heardSecond)
    eraseSecrets(b, heardSecond)
    expect(encodeState(heardSecond)).toEqual(before)
    expect(() => processMessage(b, second.message, context)).toThrow(code('decryption_failed'))

    const after = processMessage(heardSecond, made.commit, context).state
    const afterBytes = encodeState(after)
    eraseSecrets(heardSecond, after)
    expect(encodeState(after)).toEqual(afterBytes)
    expect([...heardSecond.secrets.initSecret].every((byte) => byte === 0)).toBe(true)
    expect([...heardSecond.nodeKeys.get(2)!].every((byte) => byte === 0)).toBe(false)
    expect(processMessage(after, first.message, context).kind).toBe('application')
    const next = commit(after, {}, context)
    expect(agreement(processMessage(made.state, next.commit, context).state)).toBe(
      agreement(next.state),
    )
  })
})

describe('adoptCommit', () => {
  test('keys used while the commit was on its way stay used', () => {
    const made = commit(bob, {}, context)
    const said = encryptApplication(alice, data)
    const waiting = processMessage(bob, said.message, context).state
    const after = adoptCommit(waiting, made.state)
    refuses(after, said.message, 'generation_consumed')
    expect(processMessage(made.state, said.message, context).kind).toBe('application')
  })
  test('wrong_epoch: a commit that does not follow', () => {
    const made = commit(bob, {}, context)
    expect(() => adoptCommit(made.state, made.state)).toThrow(code('wrong_epoch'))
  })
})
