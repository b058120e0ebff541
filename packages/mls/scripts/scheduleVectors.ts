import * as Codec from '@parley/codec'
import { equalTags } from '../src/crypto/bytes.ts'
import type { CipherSuite, CryptoProvider } from '../src/crypto/CipherSuite.ts'
import {
  decryptWithLabel,
  deriveSecret,
  deriveTreeSecret,
  encryptionInfo,
  encryptWithLabel,
  expandWithLabel,
  refHash,
  signWithLabel,
  verifyWithLabel,
} from '../src/crypto/labels.ts'
import {
  openPrivateMessage,
  openSenderData,
  sealPrivateMessage,
} from '../src/framing/privateMessage.ts'
import {
  contentToBeSigned,
  membershipTagOf,
  signContent,
  verifyContent,
} from '../src/framing/signature.ts'
import { keyPackageRef } from '../src/references.ts'
import {
  confirmationTagOf,
  confirmedTranscriptHash,
  exporter,
  externalKeyPair,
  interimTranscriptHash,
  joinEpoch,
  pskSecretOf,
  startEpoch,
  welcomeSecretOf,
  zeros,
} from '../src/schedule/keySchedule.ts'
import { nextKey, secretTree, senderDataKey, noEnd, takeKey } from '../src/schedule/SecretTree.ts'
import { openGroupInfo, openGroupSecrets, verifyGroupInfo } from '../src/schedule/welcomeSecrets.ts'
import { GroupContext } from '../src/wire/GroupContext.ts'
import {
  AuthenticatedContent,
  type Body,
  type FramedContent,
  Message,
} from '../src/wire/Message.ts'
import { Commit } from '../src/wire/Commit.ts'
import { Proposal } from '../src/wire/Proposal.ts'
import { bytes, is, roundTrip, same, suiteOf, type Vector } from './vectorKinds.ts'

const ratchetLimits = { forwardMax: 100_000, skippedMax: 100_000 }

export function cryptoBasics(vector: Vector, crypto: CryptoProvider): void {
  const suite = suiteOf(vector, crypto)
  const { ref_hash, expand_with_label, derive_secret, derive_tree_secret } = vector
  same('RefHash', refHash(suite, ref_hash.label, bytes(ref_hash.value)), ref_hash.out)
  same(
    'ExpandWithLabel',
    expandWithLabel(
      suite,
      bytes(expand_with_label.secret),
      expand_with_label.label,
      bytes(expand_with_label.context),
      expand_with_label.length,
    ),
    expand_with_label.out,
  )
  same(
    'DeriveSecret',
    deriveSecret(suite, bytes(derive_secret.secret), derive_secret.label),
    derive_secret.out,
  )
  same(
    'DeriveTreeSecret',
    deriveTreeSecret(
      suite,
      bytes(derive_tree_secret.secret),
      derive_tree_secret.label,
      derive_tree_secret.generation,
      derive_tree_secret.length,
    ),
    derive_tree_secret.out,
  )
  const sign = vector.sign_with_label
  const content = bytes(sign.content)
  is(
    'VerifyWithLabel',
    verifyWithLabel(suite, bytes(sign.pub), sign.label, content, bytes(sign.signature)),
    true,
  )
  const own = signWithLabel(suite, bytes(sign.priv), sign.label, content)
  is('own signature', verifyWithLabel(suite, bytes(sign.pub), sign.label, content, own), true)
  const box = vector.encrypt_with_label
  const opened = (sealed: { kemOutput: Uint8Array; ciphertext: Uint8Array }): Uint8Array =>
    decryptWithLabel(suite, bytes(box.priv), box.label, bytes(box.context), sealed)
  same(
    'DecryptWithLabel',
    opened({ kemOutput: bytes(box.kem_output), ciphertext: bytes(box.ciphertext) }),
    box.plaintext,
  )
  const sealed = encryptWithLabel(
    suite,
    bytes(box.pub),
    encryptionInfo(suite, box.label, bytes(box.context)),
    bytes(box.plaintext),
  )
  same('own ciphertext', opened(sealed), box.plaintext)
}

export function keySchedule(vector: Vector, crypto: CryptoProvider): void {
  const suite = suiteOf(vector, crypto)
  let initSecret = bytes(vector.initial_init_secret)
  for (const [index, epoch] of vector.epochs.entries()) {
    const context = Codec.encode(GroupContext, {
      version: 1,
      cipherSuite: suite.id,
      groupId: bytes(vector.group_id),
      epoch: BigInt(index),
      treeHash: bytes(epoch.tree_hash),
      confirmedTranscriptHash: bytes(epoch.confirmed_transcript_hash),
      extensions: [],
    })
    same('group context', context, epoch.group_context)
    const start = startEpoch(
      suite,
      initSecret,
      bytes(epoch.commit_secret),
      bytes(epoch.psk_secret),
      context,
    )
    const { secrets } = start
    same('joiner secret', start.joinerSecret, epoch.joiner_secret)
    same('welcome secret', start.welcomeSecret, epoch.welcome_secret)
    same('init secret', secrets.initSecret, epoch.init_secret)
    same('sender data secret', secrets.senderDataSecret, epoch.sender_data_secret)
    same('encryption secret', start.encryptionSecret, epoch.encryption_secret)
    same('exporter secret', secrets.exporterSecret, epoch.exporter_secret)
    same('epoch authenticator', secrets.epochAuthenticator, epoch.epoch_authenticator)
    same('external secret', secrets.externalSecret, epoch.external_secret)
    same('confirmation key', secrets.confirmationKey, epoch.confirmation_key)
    same('membership key', secrets.membershipKey, epoch.membership_key)
    same('resumption PSK', secrets.resumptionPsk, epoch.resumption_psk)
    same(
      'external key',
      externalKeyPair(suite, secrets.externalSecret).publicKey,
      epoch.external_pub,
    )
    const { label, context: exporterContext, length, secret } = epoch.exporter
    same(
      'exporter',
      exporter(suite, secrets.exporterSecret, label, bytes(exporterContext), length),
      secret,
    )
    initSecret = secrets.initSecret
  }
}

export function pskSecret(vector: Vector, crypto: CryptoProvider): void {
  const suite = suiteOf(vector, crypto)
  const psks = vector.psks.map((psk: Vector) => ({
    id: { key: { type: 'external', pskId: bytes(psk.psk_id) }, nonce: bytes(psk.psk_nonce) },
    secret: bytes(psk.psk),
  }))
  same('PSK secret', pskSecretOf(suite, psks), vector.psk_secret)
}

export function secretTreeVector(vector: Vector, crypto: CryptoProvider): void {
  const suite = suiteOf(vector, crypto)
  const { sender_data } = vector
  const { key, nonce } = senderDataKey(
    suite,
    bytes(sender_data.sender_data_secret),
    bytes(sender_data.ciphertext),
  )
  same('sender data key', key, sender_data.key)
  same('sender data nonce', nonce, sender_data.nonce)
  let tree = secretTree(bytes(vector.encryption_secret))
  const leafCount = vector.leaves.length
  for (const [leafIndex, generations] of vector.leaves.entries())
    for (const generation of generations)
      for (const type of ['handshake', 'application'] as const) {
        const taken = takeKey(
          suite,
          tree,
          { leafCount, leafIndex, type },
          { generation: generation.generation, until: noEnd },
          ratchetLimits,
        )
        same(`${type} key`, taken.key.key, generation[`${type}_key`])
        same(`${type} nonce`, taken.key.nonce, generation[`${type}_nonce`])
        tree = taken.tree
      }
}

export function transcriptHashes(vector: Vector, crypto: CryptoProvider): void {
  const suite = suiteOf(vector, crypto)
  const commit = Codec.decode(AuthenticatedContent, bytes(vector.authenticated_content))
  const confirmed = confirmedTranscriptHash(suite, bytes(vector.interim_transcript_hash_before), {
    ...commit,
    signature: commit.auth.signature,
  })
  same('confirmed transcript hash', confirmed, vector.confirmed_transcript_hash_after)
  const tag = commit.auth.confirmationTag!
  same(
    'interim',
    interimTranscriptHash(suite, confirmed, tag),
    vector.interim_transcript_hash_after,
  )
  same('tag', confirmationTagOf(suite, bytes(vector.confirmation_key), confirmed), tag)
}

export function welcome(vector: Vector, crypto: CryptoProvider): void {
  const suite = suiteOf(vector, crypto)
  const keyPackage = Codec.decode(Message, bytes(vector.key_package))
  const message = Codec.decode(Message, bytes(vector.welcome))
  if (keyPackage.type !== 'key_package' || message.type !== 'welcome')
    throw new Error('expected a key package and a welcome')
  const reference = keyPackageRef(suite, keyPackage.keyPackage)
  const entry = message.welcome.secrets.find(({ newMember }) => equalTags(newMember, reference))
  if (entry === undefined) throw new Error('the welcome is not for the key package')
  const { encryptedGroupInfo } = message.welcome
  const secrets = openGroupSecrets(
    suite,
    bytes(vector.init_priv),
    encryptedGroupInfo,
    entry.encryptedGroupSecrets,
  )
  const groupInfo = openGroupInfo(
    suite,
    welcomeSecretOf(suite, secrets.joinerSecret, zeros()),
    encryptedGroupInfo,
  )
  verifyGroupInfo(suite, bytes(vector.signer_pub), groupInfo)
  const { groupContext } = groupInfo
  const start = joinEpoch(
    suite,
    secrets.joinerSecret,
    zeros(),
    Codec.encode(GroupContext, groupContext),
  )
  same(
    'confirmation tag',
    confirmationTagOf(suite, start.secrets.confirmationKey, groupContext.confirmedTranscriptHash),
    groupInfo.confirmationTag,
  )
}

/** A two-member group of the message protection vectors; leaf 1 sends. */
function protection(suite: CipherSuite, vector: Vector) {
  const context = Codec.encode(GroupContext, {
    version: 1,
    cipherSuite: suite.id,
    groupId: bytes(vector.group_id),
    epoch: BigInt(vector.epoch),
    treeHash: bytes(vector.tree_hash),
    confirmedTranscriptHash: bytes(vector.confirmed_transcript_hash),
    extensions: [],
  })
  const signatureKey = bytes(vector.signature_pub)
  const senderDataSecret = bytes(vector.sender_data_secret)
  const tree = secretTree(bytes(vector.encryption_secret))
  return {
    content: (body: Body): FramedContent => ({
      groupId: bytes(vector.group_id),
      epoch: BigInt(vector.epoch),
      sender: { type: 'member', leafIndex: 1 },
      authenticatedData: new Uint8Array(),
      body,
    }),
    openPublic(message: Uint8Array): Body {
      const decoded = Codec.decode(Message, message)
      if (decoded.type !== 'public') throw new Error('expected a public message')
      const { content, auth, membershipTag } = decoded.publicMessage
      const toBeSigned = contentToBeSigned('public', content, context)
      verifyContent(suite, signatureKey, toBeSigned, auth.signature)
      same(
        'membership tag',
        membershipTagOf(suite, bytes(vector.membership_key), toBeSigned, content, auth),
        membershipTag!,
      )
      return content.body
    },
    openPrivate(message: Uint8Array): Body {
      const decoded = Codec.decode(Message, message)
      if (decoded.type !== 'private') throw new Error('expected a private message')
      const { privateMessage } = decoded
      const sender = openSenderData(suite, privateMessage, senderDataSecret)
      const type = privateMessage.contentType === 'application' ? 'application' : 'handshake'
      const { key } = takeKey(
        suite,
        tree,
        { leafCount: 2, leafIndex: sender.leafIndex, type },
        { generation: sender.generation, until: noEnd },
        ratchetLimits,
      )
      const { content, auth } = openPrivateMessage(suite, privateMessage, sender, key)
      verifyContent(
        suite,
        signatureKey,
        contentToBeSigned('private', content, context),
        auth.signature,
      )
      return content.body
    },
    protect(wireFormat: 'public' | 'private', content: FramedContent): Uint8Array {
      const toBeSigned = contentToBeSigned(wireFormat, content, context)
      const auth = {
        signature: signContent(suite, bytes(vector.signature_priv), toBeSigned),
        confirmationTag: content.body.type === 'commit' ? suite.randomBytes(32) : undefined,
      }
      if (wireFormat === 'public') {
        const key = bytes(vector.membership_key)
        const membershipTag = membershipTagOf(suite, key, toBeSigned, content, auth)
        return Codec.encode(Message, {
          type: 'public',
          publicMessage: { content, auth, membershipTag },
        })
      }
      const type = content.body.type === 'application' ? 'application' : 'handshake'
      const { generation, key } = nextKey(suite, tree, 2, 1, type)
      return Codec.encode(Message, {
        type: 'private',
        privateMessage: sealPrivateMessage(suite, content, auth, {
          senderDataSecret,
          leafIndex: 1,
          generation,
          key,
          padding: 7,
        }),
      })
    },
  }
}

export function messageProtection(vector: Vector, crypto: CryptoProvider): void {
  const suite = suiteOf(vector, crypto)
  const group = protection(suite, vector)
  const bodyBytes = (body: Body): Uint8Array =>
    body.type === 'application'
      ? body.data
      : body.type === 'proposal'
        ? Codec.encode(Proposal, body.proposal)
        : Codec.encode(Commit, body.commit)
  const bodies: Body[] = [
    { type: 'proposal', proposal: roundTrip('proposal', Proposal, vector.proposal) },
    { type: 'commit', commit: roundTrip('commit', Commit, vector.commit) },
    { type: 'application', data: bytes(vector.application) },
  ]
  for (const body of bodies) {
    const { type } = body
    const expected = vector[type]
    const content = group.content(body)
    same(`private ${type}`, bodyBytes(group.openPrivate(bytes(vector[`${type}_priv`]))), expected)
    same(`own ${type}`, bodyBytes(group.openPrivate(group.protect('private', content))), expected)
    if (type === 'application') continue
    same(`public ${type}`, bodyBytes(group.openPublic(bytes(vector[`${type}_pub`]))), expected)
    same(`own ${type}`, bodyBytes(group.openPublic(group.protect('public', content))), expected)
  }
}
