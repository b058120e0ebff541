/**
 * The group engine on `@parley/mls`.
 *
 * @module
 */
import * as Codec from '@parley/codec'
import {
  adoptCommit,
  commit,
  createGroup,
  cryptoProvider,
  decodeState,
  encodeState,
  encryptApplication,
  epoch,
  exportSecret,
  extensionTypes,
  generateKeyPackage,
  generateSignatureKeyPair,
  groupExtension,
  groupId,
  type GroupState as MlsState,
  joinFromWelcome,
  KeyPackage,
  keyPackageRef,
  type Member as MlsMember,
  members,
  OwnKeyPackage,
  type Primitives,
  processMessage,
  type ReceiveContext,
  welcomeRecipients,
} from '@parley/mls'
import { Bytes, Certificate } from '@parley/protocol'

import { type GroupEngine, type GroupState, type LeafKeys, type Member } from './engine.ts'

/** X25519, ChaCha20-Poly1305, SHA-256, Ed25519: the fastest where AES is not in hardware's reach. */
const suite = 0x0003
/** The GroupContext extension that holds the conversation's context (private use, RFC 9420 §17.3). */
const contextExtension = 0xf0a1
/** Clocks differ: a key package is valid from a while before it was made. */
const lifetimeBackSeconds = 24 * 3600
const lifetimeSeconds = 90 * 24 * 3600

/**
 * MLS for a client: every credential is a device's certificate.
 *
 * @param verify whether a certificate is its account's for a signature key
 */
export function mlsEngine(
  primitives: Primitives,
  verify: (certificate: Certificate.Certificate, signatureKey: Uint8Array) => boolean,
): GroupEngine {
  const crypto = cryptoProvider(primitives)
  const certificateOf = (identity: Uint8Array): Certificate.Certificate =>
    Codec.decode(Certificate.codec, identity)
  const context = (now: number): ReceiveContext & { now: number } => ({
    now: Math.floor(now / 1000),
    authenticate: (requests) =>
      requests.map(({ credential, signatureKey }) => {
        if (credential.type !== 'basic') return false
        try {
          return verify(certificateOf(credential.identity), signatureKey)
        } catch {
          return false
        }
      }),
  })
  const inner = (state: GroupState): MlsState => state as unknown as MlsState
  const outer = (state: MlsState): GroupState => state as unknown as GroupState
  const memberOf = ({ leafIndex, credential }: MlsMember): Member => {
    // The engine lets no other credential in.
    if (credential.type !== 'basic') throw new Error('a credential is no certificate')
    return { leaf: leafIndex, credential: certificateOf(credential.identity).credential }
  }
  const newKeyPackage = (keys: LeafKeys, now: number): OwnKeyPackage => {
    const seconds = Math.floor(now / 1000)
    return generateKeyPackage({
      crypto,
      cipherSuite: suite,
      credential: { type: 'basic', identity: Codec.encode(Certificate.codec, keys.certificate) },
      signatureKeyPair: {
        publicKey: keys.signatureKey,
        privateKey: keys.signatureSecret,
      },
      lifetime: { notBefore: seconds - lifetimeBackSeconds, notAfter: seconds + lifetimeSeconds },
      capabilities: { extensions: [contextExtension] },
      // It serves whoever wants to write until it is replaced (RFC 9420 §16.8).
      extensions: [{ extensionType: extensionTypes.lastResort, data: new Uint8Array() }],
    })
  }
  return {
    newSignatureKey() {
      const { publicKey, privateKey } = generateSignatureKeyPair(crypto.cipherSuite(suite))
      return { publicKey, secret: privateKey }
    },
    newKeyPackage(keys, now) {
      const own = newKeyPackage(keys, now)
      return {
        ref: keyPackageRef(crypto.cipherSuite(suite), own.keyPackage),
        keyPackage: Codec.encode(KeyPackage, own.keyPackage),
        secret: Codec.encode(OwnKeyPackage, own),
      }
    },
    create: (keys, { groupId: id, context: data, now }) =>
      outer(
        createGroup({
          crypto,
          own: newKeyPackage(keys, now),
          groupId: id,
          extensions: [{ extensionType: contextExtension, data }],
        }),
      ),
    commit(state, { add, remove }, now) {
      const made = commit(
        inner(state),
        {
          proposals: [
            ...remove.map((removed) => ({ type: 'remove' as const, removed })),
            ...add.map((bytes) => ({
              type: 'add' as const,
              keyPackage: Codec.decode(KeyPackage, bytes),
            })),
          ],
          // Fresh secrets for all with each commit: a stolen state is of no use after it.
          forcePath: true,
        },
        context(now),
      )
      return { state: outer(made.state), commit: made.commit, welcome: made.welcome }
    },
    adopt: (current, committed) => outer(adoptCommit(inner(current), inner(committed))),
    welcomeRefs: (welcome) => welcomeRecipients(welcome),
    join: (welcome, secret, now) =>
      outer(
        joinFromWelcome(
          { crypto, welcome, own: Codec.decode(OwnKeyPackage, secret) },
          context(now),
        ),
      ),
    receive(state, message, now) {
      const result = processMessage(inner(state), message, context(now))
      if (result.kind === 'commit') return { type: 'commit', state: outer(result.state) }
      if (result.kind === 'proposal') throw new Error('proposals are not sent by themselves')
      const sender = members(inner(state)).find((member) =>
        Bytes.equal(member.signatureKey, result.senderSignatureKey),
      )
      return {
        type: 'application',
        state: outer(result.state),
        plaintext: result.plaintext,
        sender: sender && memberOf(sender).credential,
        senderKey: result.senderSignatureKey,
      }
    },
    encrypt(state, plaintext) {
      const { state: next, message } = encryptApplication(inner(state), plaintext)
      return { state: outer(next), message }
    },
    exportSecret: (state, label, length) =>
      exportSecret(inner(state), label, new Uint8Array(), length),
    epoch: (state) => Number(epoch(inner(state))),
    groupId: (state) => groupId(inner(state)),
    context: (state) => groupExtension(inner(state), contextExtension) ?? new Uint8Array(),
    members: (state) => members(inner(state)).map(memberOf),
    encode: (state) => encodeState(inner(state)),
    decode: (bytes) => outer(decodeState(bytes, crypto)),
  }
}
