/**
 * The group engine on `@parley/mls`.
 *
 * @module
 */
import * as Codec from '@parley/codec'
import {
  adoptCommit,
  type AuthenticationRequest,
  type ClaimedGroup,
  commit,
  createGroup,
  type Credential,
  cryptoProvider,
  decodeState,
  encodeState,
  encryptApplication,
  epoch,
  exportSecret,
  extensionTypes,
  forgetOldKeys,
  forgetPastEpochs,
  type Generation,
  generateKeyPackage,
  generateSignatureKeyPair,
  groupExtension,
  groupId,
  type GroupState as MlsState,
  inspectMessage,
  joinFromWelcome,
  KeyPackage,
  keyPackageRef,
  type Member as MlsMember,
  members,
  OwnKeyPackage,
  type Primitives,
  processMessage,
  type ReceiveContext,
  settleGenerations,
  stepRatchet,
  welcomeRecipients,
} from '@parley/mls'
import { Bytes, Certificate } from '@parley/protocol'

import {
  type Claimed,
  type GroupEngine,
  type GroupState,
  type LeafKeys,
  type Member,
  type Place,
} from './engine.ts'

/** X25519, ChaCha20-Poly1305, SHA-256, Ed25519: the fastest where AES is not in hardware's reach. */
const suite = 0x0003
/** The GroupContext extension that holds the conversation's context (private use, RFC 9420 §17.3). */
const contextExtension = 0xf0a1
/**
 * Epochs that ended whose messages still open, unless they are forgotten before: more than a group
 * gets in the 30 days in which something of one may still come.
 */
const pastEpochsMax = 2048
const limits = { pastEpochsMax }
/** Clocks differ: a key package is valid from a while before it was made. */
const lifetimeBackSeconds = 24 * 3600
const lifetimeSeconds = 90 * 24 * 3600

function generationOf({ epoch: of, leaf, generation }: Place): Generation {
  return { epoch: BigInt(of), leafIndex: leaf, generation }
}

/**
 * MLS for a client: every credential is a wallet-signed certificate.
 *
 * @param verifyCertificate `Certificate.verify`, or one that remembers its answers
 */
export function mlsEngine(
  primitives: Primitives,
  verifyCertificate: (signed: Certificate.Signed) => boolean,
): GroupEngine {
  const crypto = cryptoProvider(primitives)
  const signed = (identity: Uint8Array): Certificate.Signed =>
    Codec.decode(Certificate.signed, identity)
  const certificateOf = (credential: Credential): Certificate.Signed | undefined => {
    if (credential.type !== 'basic') return undefined
    try {
      return signed(credential.identity)
    } catch {
      return undefined
    }
  }
  const isGood = ({ credential, signatureKey, replaces }: AuthenticationRequest): boolean => {
    const value = certificateOf(credential)
    if (value === undefined || !Bytes.equal(value.certificate.signatureKey, signatureKey))
      return false
    // Whoever comes in the place of a leaf, or changes one, is of the account that it was of.
    const before = replaces && certificateOf(replaces)?.certificate
    if (replaces !== undefined && before?.account !== value.certificate.account) return false
    return verifyCertificate(value)
  }
  const authenticate = (requests: readonly AuthenticationRequest[]): boolean[] => {
    const answers: boolean[] = []
    // A wallet's signature takes 2 ms to check: the first bad one ends it.
    for (const request of requests) {
      answers.push(isGood(request))
      if (answers.at(-1) === false) break
    }
    return answers
  }
  const seconds = (at: number): number => Math.max(0, Math.floor(at / 1000))
  const context = (at: number): ReceiveContext & { now: number } => ({
    now: seconds(at),
    authenticate,
  })
  const inner = (state: GroupState): MlsState => state as unknown as MlsState
  const outer = (state: MlsState): GroupState => state as unknown as GroupState
  const memberOf = ({ leafIndex, credential }: MlsMember): Member => {
    // The engine lets no other credential in.
    if (credential.type !== 'basic') throw new Error('a credential is no certificate')
    return { leaf: leafIndex, certificate: signed(credential.identity).certificate }
  }
  const newKeyPackage = (keys: LeafKeys, now: number): OwnKeyPackage => {
    const at = seconds(now)
    return generateKeyPackage({
      crypto,
      cipherSuite: suite,
      credential: { type: 'basic', identity: Codec.encode(Certificate.signed, keys.certificate) },
      signatureKeyPair: {
        publicKey: keys.certificate.certificate.signatureKey,
        privateKey: keys.signatureSecret,
      },
      lifetime: { notBefore: at - lifetimeBackSeconds, notAfter: at + lifetimeSeconds },
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
          limits,
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
    claimed(welcome, secret) {
      let claimed: Claimed | undefined
      const admit = ({ groupContext, credentials }: ClaimedGroup): boolean => {
        claimed = {
          groupId: groupContext.groupId,
          context:
            groupContext.extensions.find(({ extensionType }) => extensionType === contextExtension)
              ?.data ?? new Uint8Array(),
          accounts: credentials.map((credential) => certificateOf(credential)?.certificate.account),
        }
        return false
      }
      const own = Codec.decode(OwnKeyPackage, secret)
      try {
        joinFromWelcome({ crypto, welcome, own }, { authenticate, admit })
      } catch (error) {
        if (claimed === undefined) throw error
      }
      return claimed!
    },
    join: (welcome, secret) =>
      outer(
        joinFromWelcome(
          { crypto, welcome, own: Codec.decode(OwnKeyPackage, secret), limits },
          { authenticate },
        ),
      ),
    inspect(state, message) {
      const {
        epoch: of,
        leafIndex,
        generation,
        own,
        key,
        lowest,
      } = inspectMessage(inner(state), message)
      return { epoch: Number(of), leaf: leafIndex, generation, own, key, lowest }
    },
    step: (state, at, keepUntil) =>
      outer(stepRatchet(inner(state), generationOf(at), seconds(keepUntil))),
    settle: (state, below) => outer(settleGenerations(inner(state), generationOf(below))),
    forget: (state, now, isOver) =>
      outer(
        forgetPastEpochs(forgetOldKeys(inner(state), seconds(now)), (of) => isOver(Number(of))),
      ),
    receive(state, message, { at, keepUntil, opensOwn = false }) {
      const result = processMessage(inner(state), message, {
        ...context(at),
        keepUntil: seconds(keepUntil),
        opensOwn,
      })
      if (result.kind === 'commit') return { type: 'commit', state: outer(result.state) }
      if (result.kind === 'proposal') throw new Error('proposals are not sent by themselves')
      const sender = members(inner(state)).find((member) =>
        Bytes.equal(member.signatureKey, result.senderSignatureKey),
      )
      return {
        type: 'application',
        state: outer(result.state),
        plaintext: result.plaintext,
        sender: sender && memberOf(sender).certificate,
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
