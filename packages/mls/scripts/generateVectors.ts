import { writeFileSync } from 'node:fs'
import * as Codec from '@parley/codec'
import { seeded } from '@parley/codec/attack'
import { hex } from '../src/crypto/bytes.ts'
import {
  deriveSecret,
  deriveTreeSecret,
  encryptionInfo,
  encryptWithLabel,
  expandWithLabel,
  refHash,
  signWithLabel,
} from '../src/crypto/labels.ts'
import {
  adoptCommit,
  cipherSuites,
  commit,
  type CryptoProvider,
  epochAuthenticator,
  type GroupState,
  joinFromWelcome,
  Message,
  type OwnKeyPackage,
  processMessage,
  type Proposal,
  proposeUpdate,
  ratchetTree,
} from '../src/index.ts'
import { exporter, externalKeyPair, pskSecretOf, startEpoch } from '../src/schedule/keySchedule.ts'
import { nextKey, secretTree, senderDataKey } from '../src/schedule/SecretTree.ts'
import { treeHash } from '../src/tree/treeHash.ts'
import { GroupContext } from '../src/wire/GroupContext.ts'
import type { ParentNode } from '../src/wire/ratchetTree.ts'
import { RatchetTreeNodes } from '../src/wire/ratchetTree.ts'
import { forge, forgeCommit, forgeProposal } from '../test/forge.ts'
import { context, groupOf, keyPackageOf, seededProvider } from '../test/party.ts'

/** Our own vectors, made anew from fixed seeds: the same engine gives the same files. */
const suites = Object.values(cipherSuites)
const capabilities = { extensions: [0xf0a1] }

function cryptoBasics(crypto: CryptoProvider, id: number): unknown {
  const suite = crypto.cipherSuite(id)
  const random = (): Uint8Array => suite.randomBytes(32)
  const [secret, value, content, plaintext, labelContext] = [
    random(),
    random(),
    random(),
    random(),
    random(),
  ]
  const privateKey = random()
  const keys = suite.hpke.generateKeyPair()
  const sealed = encryptWithLabel(
    suite,
    keys.publicKey,
    encryptionInfo(suite, 'Label', labelContext),
    plaintext,
  )
  return {
    cipher_suite: id,
    ref_hash: { label: 'RefHash', value: hex(value), out: hex(refHash(suite, 'RefHash', value)) },
    expand_with_label: {
      secret: hex(secret),
      label: 'Label',
      context: hex(labelContext),
      length: 50,
      out: hex(expandWithLabel(suite, secret, 'Label', labelContext, 50)),
    },
    derive_secret: {
      secret: hex(secret),
      label: 'Label',
      out: hex(deriveSecret(suite, secret, 'Label')),
    },
    derive_tree_secret: {
      secret: hex(secret),
      label: 'Label',
      generation: 0xfffffffe,
      length: 12,
      out: hex(deriveTreeSecret(suite, secret, 'Label', 0xfffffffe, 12)),
    },
    sign_with_label: {
      priv: hex(privateKey),
      pub: hex(suite.signatures.publicKey(privateKey)),
      content: hex(content),
      label: 'Label',
      signature: hex(signWithLabel(suite, privateKey, 'Label', content)),
    },
    encrypt_with_label: {
      priv: hex(keys.privateKey),
      pub: hex(keys.publicKey),
      label: 'Label',
      context: hex(labelContext),
      plaintext: hex(plaintext),
      kem_output: hex(sealed.kemOutput),
      ciphertext: hex(sealed.ciphertext),
    },
  }
}

function keySchedule(crypto: CryptoProvider, id: number): unknown {
  const suite = crypto.cipherSuite(id)
  const random = (): Uint8Array => suite.randomBytes(32)
  const groupId = random()
  const initial = random()
  let initSecret = initial
  const epochs = [0n, 1n, 2n].map((epoch) => {
    const [commitSecret, pskSecret, tree, transcript, exporterContext] = [
      random(),
      random(),
      random(),
      random(),
      random(),
    ]
    const groupContext = Codec.encode(GroupContext, {
      version: 1,
      cipherSuite: id,
      groupId,
      epoch,
      treeHash: tree,
      confirmedTranscriptHash: transcript,
      extensions: [],
    })
    const start = startEpoch(suite, initSecret, commitSecret, pskSecret, groupContext)
    const { secrets } = start
    ;({ initSecret } = secrets)
    return {
      tree_hash: hex(tree),
      commit_secret: hex(commitSecret),
      psk_secret: hex(pskSecret),
      confirmed_transcript_hash: hex(transcript),
      group_context: hex(groupContext),
      joiner_secret: hex(start.joinerSecret),
      welcome_secret: hex(start.welcomeSecret),
      init_secret: hex(secrets.initSecret),
      sender_data_secret: hex(secrets.senderDataSecret),
      encryption_secret: hex(start.encryptionSecret),
      exporter_secret: hex(secrets.exporterSecret),
      epoch_authenticator: hex(secrets.epochAuthenticator),
      external_secret: hex(secrets.externalSecret),
      confirmation_key: hex(secrets.confirmationKey),
      membership_key: hex(secrets.membershipKey),
      resumption_psk: hex(secrets.resumptionPsk),
      external_pub: hex(externalKeyPair(suite, secrets.externalSecret).publicKey),
      exporter: {
        label: 'exported',
        context: hex(exporterContext),
        length: 40,
        secret: hex(exporter(suite, secrets.exporterSecret, 'exported', exporterContext, 40)),
      },
    }
  })
  return { cipher_suite: id, group_id: hex(groupId), initial_init_secret: hex(initial), epochs }
}

function secretTreeOf(crypto: CryptoProvider, id: number): unknown {
  const suite = crypto.cipherSuite(id)
  const [senderDataSecret, ciphertext, encryptionSecret] = [
    suite.randomBytes(32),
    suite.randomBytes(77),
    suite.randomBytes(32),
  ]
  const { key, nonce } = senderDataKey(suite, senderDataSecret, ciphertext)
  let tree = secretTree(encryptionSecret)
  const take = (leaf: number, type: 'handshake' | 'application'): [string, string] => {
    const next = nextKey(suite, tree, 4, leaf, type)
    ;({ tree } = next)
    return [hex(next.key.key), hex(next.key.nonce)]
  }
  const leaves = [0, 1, 2, 3].map((leaf) =>
    [0, 1, 2].map((generation) => {
      const [handshake_key, handshake_nonce] = take(leaf, 'handshake')
      const [application_key, application_nonce] = take(leaf, 'application')
      return { generation, handshake_key, handshake_nonce, application_key, application_nonce }
    }),
  )
  return {
    cipher_suite: id,
    encryption_secret: hex(encryptionSecret),
    sender_data: {
      sender_data_secret: hex(senderDataSecret),
      ciphertext: hex(ciphertext),
      key: hex(key),
      nonce: hex(nonce),
    },
    leaves,
  }
}

function pskSecret(crypto: CryptoProvider, id: number): unknown {
  const suite = crypto.cipherSuite(id)
  const psks = [5, 0, 40].map((length) => ({
    pskId: suite.randomBytes(length),
    secret: suite.randomBytes(length + 1),
    nonce: suite.randomBytes(32),
  }))
  const secret = pskSecretOf(
    suite,
    psks.map((psk) => ({
      id: { key: { type: 'external', pskId: psk.pskId }, nonce: psk.nonce },
      secret: psk.secret,
    })),
  )
  return {
    cipher_suite: id,
    psks: psks.map((psk) => ({
      psk_id: hex(psk.pskId),
      psk: hex(psk.secret),
      psk_nonce: hex(psk.nonce),
    })),
    psk_secret: hex(secret),
  }
}

/** A passive client's way through a group, with messages it must refuse at the end of it. */
function passiveClient(crypto: CryptoProvider, id: number, rounds: number): unknown {
  const suite = crypto.cipherSuite(id)
  const psk = { id: suite.randomBytes(4), secret: suite.randomBytes(20) }
  const using = { ...context, psk: () => psk.secret }
  const options = { cipherSuite: id, capabilities }
  const keyPackage = (name: string): OwnKeyPackage => keyPackageOf(crypto, name, options)
  const [own, other] = [keyPackage('passive'), keyPackage('other')]
  let alice = groupOf(crypto, 'alice', { keyPackage: options })
  const first = commit(
    alice,
    {
      proposals: [own, other].map((each) => ({ type: 'add', keyPackage: each.keyPackage })),
      forcePath: rounds % 2 === 0,
      welcome: { ratchetTree: id !== 3 },
    },
    using,
  )
  alice = adoptCommit(alice, first.state)
  const { welcome } = first
  const beside = id === 3 ? { ratchetTree: ratchetTree(alice) } : {}
  let bob = joinFromWelcome({ crypto, welcome: welcome!, own: other, ...beside }, using)
  let passive = joinFromWelcome({ crypto, welcome: welcome!, own, ...beside }, using)
  const initial = epochAuthenticator(passive)
  const hear = (state: GroupState, message: Uint8Array): GroupState =>
    processMessage(state, message, using).state
  const epochs = Array.from({ length: rounds }, (_, round) => {
    const update = proposeUpdate(bob, {}, { wireFormat: 'public' }, using)
    bob = update.state
    const proposals: Proposal[] = [
      { type: 'add', keyPackage: keyPackage(`member ${round}`).keyPackage },
    ]
    if (round === 1)
      proposals.push({
        type: 'psk',
        psk: { key: { type: 'external', pskId: psk.id }, nonce: suite.randomBytes(32) },
      })
    if (round === 2) proposals.push({ type: 'remove', removed: 3 })
    if (round === 3)
      proposals.push({
        type: 'group_context_extensions',
        extensions: [{ extensionType: 0xf0a1, data: Uint8Array.of(1) }],
      })
    const [heardAlice, heardPassive] = [alice, passive].map((state) => hear(state, update.message))
    const wireFormat = round % 2 === 0 ? 'private' : 'public'
    const made = commit(heardAlice!, { proposals, wireFormat }, using)
    bob = hear(bob, made.commit)
    passive = hear(heardPassive!, made.commit)
    alice = adoptCommit(heardAlice!, made.state)
    return {
      proposals: [hex(update.message)],
      commit: hex(made.commit),
      epoch_authenticator: hex(epochAuthenticator(passive)),
    }
  })
  const outside = { ...alice, secrets: { ...alice.secrets, membershipKey: new Uint8Array(32) } }
  const impostor = { ...bob, ownLeafIndex: alice.ownLeafIndex }
  const empty = { type: 'commit' as const, commit: { proposals: [], path: undefined } }
  const gone: Proposal = { type: 'remove', removed: 60 }
  const next = commit(alice, {}, using)
  const rejects: [Uint8Array, string][] = [
    [forge(alice, empty), 'path_required'],
    [forge(outside, empty), 'invalid_membership_tag'],
    [forge(impostor, empty), 'invalid_signature'],
    [forgeProposal(alice, gone), 'unknown_leaf'],
    [forgeCommit(alice, [{ type: 'remove', removed: alice.ownLeafIndex }]), 'removes_committer'],
    [forge(alice, { type: 'application', data: new Uint8Array(1) }), 'unexpected_content'],
    [commit(next.state, {}, using).commit, 'wrong_epoch'],
    [commit(alice, {}, using).commit.subarray(1), 'malformed'],
  ]
  const { initPrivateKey, encryptionPrivateKey, signaturePrivateKey } = own.secrets
  const message = Codec.encode(Message, { type: 'key_package', keyPackage: own.keyPackage })
  return {
    cipher_suite: id,
    external_psks: [{ psk_id: hex(psk.id), psk: hex(psk.secret) }],
    key_package: hex(message),
    signature_priv: hex(signaturePrivateKey),
    encryption_priv: hex(encryptionPrivateKey),
    init_priv: hex(initPrivateKey),
    welcome: hex(welcome!),
    ratchet_tree: beside.ratchetTree === undefined ? null : hex(beside.ratchetTree),
    initial_epoch_authenticator: hex(initial),
    epochs,
    rejects: rejects.map(([bytes, error]) => ({ message: hex(bytes), error })),
  }
}

/** Trees grown by random members, and the same with one field spoilt. */
function treeValidation(crypto: CryptoProvider, id: number): unknown[] {
  const suite = crypto.cipherSuite(id)
  const options = { cipherSuite: id }
  let state = groupOf(crypto, 'first', { keyPackage: options })
  const grow = (): void => {
    const own = keyPackageOf(crypto, 'next', options)
    const made = commit(
      state,
      { proposals: [{ type: 'add', keyPackage: own.keyPackage }] },
      context,
    )
    state = joinFromWelcome({ crypto, welcome: made.welcome!, own }, context)
    if (state.ownLeafIndex % 2 === 1) state = adoptCommit(state, commit(state, {}, context).state)
  }
  for (let i = 0; i < 6; i++) grow()
  const vector = (nodes: RatchetTreeNodes): Record<string, unknown> => ({
    cipher_suite: id,
    group_id: hex(state.groupContext.groupId),
    tree: hex(Codec.encode(RatchetTreeNodes, nodes)),
  })
  const nodes = [...state.tree.nodes()]
  const all = Array.from({ length: state.tree.nodeCount }, (_, node) => node)
  const spoilt = (at: number, change: Partial<ParentNode>, error: string): unknown => ({
    ...vector(nodes.with(at, { ...(nodes[at] as ParentNode), ...change })),
    tree_hashes: [],
    resolutions: [],
    error,
  })
  const set = all.find((node) => node % 2 === 1 && nodes[node] !== undefined)!
  return [
    {
      ...vector(nodes),
      tree_hashes: all.map((node) => hex(treeHash(suite, state.tree, node))),
      resolutions: all.map((node) => state.tree.resolution(node)),
    },
    spoilt(set, { parentHash: new Uint8Array(32) }, 'invalid_parent_hash'),
    spoilt(set, { encryptionKey: new Uint8Array(32) }, 'invalid_parent_hash'),
    spoilt(set, { unmergedLeaves: [7] }, 'invalid_unmerged_leaves'),
  ]
}

type RatchetTreeNodes = Codec.TypeOf<typeof RatchetTreeNodes>

const kinds: Record<string, (crypto: CryptoProvider, id: number) => unknown> = {
  'crypto-basics': cryptoBasics,
  'key-schedule': keySchedule,
  'secret-tree': secretTreeOf,
  'psk-secret': pskSecret,
  'passive-client': (crypto, id) =>
    id === cipherSuites.xWingChaCha20Poly1305Ed25519
      ? passiveClient(crypto, id, 2)
      : [4, 5].map((rounds) => passiveClient(crypto, id, rounds)),
  'tree-validation': treeValidation,
}
for (const [index, [name, make]] of Object.entries(kinds).entries()) {
  const draw = seeded(index + 1)
  const vectors = suites.flatMap((id) => make(seededProvider(draw(2 ** 30) + 1), id))
  const file = new URL(`../vectors/${name}.json`, import.meta.url)
  writeFileSync(file, `${JSON.stringify(vectors, undefined, 1)}\n`)
}
