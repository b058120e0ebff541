import { empty } from '../crypto/bytes.ts'
import type { CryptoProvider } from '../crypto/CipherSuite.ts'
import { hashBytes } from '../crypto/CipherSuite.ts'
import { confirmationTagOf, epochFrom, interimTranscriptHash } from '../schedule/keySchedule.ts'
import { secretTree } from '../schedule/SecretTree.ts'
import { RatchetTree } from '../tree/RatchetTree.ts'
import { treeHash } from '../tree/treeHash.ts'
import type { Extension } from '../wire/Extension.ts'
import { defaultLimits, type GroupLimits, type GroupState, withEncoding } from './GroupState.ts'
import type { OwnKeyPackage } from './keyPackages.ts'
import {
  validateContextExtensions,
  validateLeafCapabilities,
  validateLeafSupports,
} from './leafNodes.ts'

export type CreateGroupOptions = {
  readonly crypto: CryptoProvider
  /** The creator's; the suite of the group is its suite. Its init key is not used. */
  readonly own: OwnKeyPackage
  readonly groupId: Uint8Array
  /** Group context extensions; those with numbers of one's own must be in everyone's capabilities. */
  readonly extensions?: readonly Extension[]
  readonly limits?: Partial<GroupLimits>
}

/**
 * A new group with its creator as the only member (RFC 9420 §11).
 *
 * @throws MlsError if the creator's own leaf does not support the extensions
 * @example
 * ```ts
 * import { createGroup, type CryptoProvider, type OwnKeyPackage } from '@parley/mls'
 * const start = (crypto: CryptoProvider, own: OwnKeyPackage) =>
 *   createGroup({ crypto, own, groupId: Uint8Array.of(1, 2, 3) })
 * ```
 */
export function createGroup(options: CreateGroupOptions): GroupState {
  const { keyPackage, secrets: own } = options.own
  const extensions = [...(options.extensions ?? [])]
  const suite = options.crypto.cipherSuite(keyPackage.cipherSuite)
  validateContextExtensions(extensions)
  validateLeafCapabilities(keyPackage.leafNode, suite.id)
  validateLeafSupports(keyPackage.leafNode, extensions)
  const tree = RatchetTree.from([keyPackage.leafNode])
  const context = withEncoding({
    version: 1,
    cipherSuite: suite.id,
    groupId: options.groupId,
    epoch: 0n,
    treeHash: treeHash(suite, tree),
    confirmedTranscriptHash: empty,
    extensions,
  })
  const { encryptionSecret, secrets } = epochFrom(suite, suite.randomBytes(hashBytes))
  const confirmationTag = confirmationTagOf(suite, secrets.confirmationKey, empty)
  return {
    suite,
    limits: { ...defaultLimits, ...options.limits },
    status: 'active',
    ...context,
    tree,
    ownLeafIndex: 0,
    signaturePrivateKey: own.signaturePrivateKey,
    nodeKeys: new Map([[0, own.encryptionPrivateKey]]),
    secrets,
    secretTree: secretTree(encryptionSecret),
    confirmationTag,
    interimTranscriptHash: interimTranscriptHash(suite, empty, confirmationTag),
    proposals: new Map(),
    pendingUpdates: [],
    pastEpochs: [],
    resumptionPsks: [],
    reinit: undefined,
  }
}
