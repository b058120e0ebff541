/**
 * Messaging Layer Security (RFC 9420).
 *
 * @module
 */
export { MlsError } from './MlsError.ts'
export type { MlsErrorCode } from './MlsErrorCode.ts'
export type {
  Aead,
  DiffieHellman,
  MlKem,
  Primitives,
  SignatureScheme,
} from './crypto/Primitives.ts'
export type { KeyPair } from './crypto/Kem.ts'
export { noblePrimitives } from './crypto/noblePrimitives.ts'
export { type NodeCrypto, nodePrimitives } from './crypto/nodePrimitives.ts'
export { type Hpke, type HpkeOptions, type Sealed, hpke } from './crypto/Hpke.ts'
export {
  type CipherSuite,
  cipherSuites,
  type CryptoProvider,
  cryptoProvider,
  defaultCipherSuite,
  nobleProvider,
} from './crypto/CipherSuite.ts'
export { Credential } from './wire/Credential.ts'
export {
  type Capabilities,
  Extension,
  extensionTypes,
  ExternalSender,
  ExternalSenders,
  RequiredCapabilities,
} from './wire/Extension.ts'
export { KeyPackage } from './wire/KeyPackage.ts'
export type { LeafNode } from './wire/LeafNode.ts'
export { Message, type Sender } from './wire/Message.ts'
export type { PreSharedKeyId, Proposal } from './wire/Proposal.ts'
export { keyPackageRef } from './references.ts'
export type {
  Authenticate,
  AuthenticationRequest,
  ClaimedGroup,
  ReceiveContext,
  SendContext,
} from './group/context.ts'
export {
  adoptCommit,
  defaultLimits,
  epoch,
  epochAuthenticator,
  exportSecret,
  groupExtension,
  groupId,
  type GroupLimits,
  type GroupState,
  type GroupView,
  type Member,
  member,
  members,
} from './group/GroupState.ts'
export {
  type CapabilityOptions,
  generateKeyPackage,
  generateSignatureKeyPair,
  type KeyPackageOptions,
  KeyPackageSecrets,
  OwnKeyPackage,
  validateKeyPackage,
} from './group/keyPackages.ts'
export { createGroup, type CreateGroupOptions } from './group/creation.ts'
export { commit, type CommitOptions, type Committed, type LeafChanges } from './group/commit.ts'
export { createGroupInfo, type GroupInfoOptions, ratchetTree } from './group/groupInfo.ts'
export { propose, type Proposed, proposeUpdate } from './group/proposing.ts'
export { type Processed, processMessage } from './group/process.ts'
export {
  forgetOldKeys,
  forgetPastEpochs,
  type Generation,
  inspectMessage,
  type Inspected,
  settleGenerations,
  stepRatchet,
} from './group/ratchets.ts'
export {
  decodePublicGroup,
  encodePublicGroup,
  observeCommit,
  type Observed,
  type PublicGroup,
  publicGroup,
} from './group/observing.ts'
export type { CommitChanges } from './group/receivedCommit.ts'
export {
  joinFromWelcome,
  type JoinOptions,
  type TreeTrust,
  verifyLeaves,
  welcomeRecipients,
} from './group/joining.ts'
export { type ExternalJoinOptions, joinExternal } from './group/externalJoining.ts'
export { encryptApplication } from './group/application.ts'
export type { SendOptions } from './group/sending.ts'
export { applyDelta, decodeState, encodeDelta, encodeState } from './group/stateCodec.ts'
export { branch, reinitialize, type Successor, type SuccessorOptions } from './group/succession.ts'
export {
  type OutsideView,
  proposeAsExternalSender,
  proposeOwnAddition,
} from './group/externalProposals.ts'
export { eraseSecrets } from './group/erasure.ts'
