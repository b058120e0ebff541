import * as Codec from '@parley/codec'
import { equal, equalTags } from '../crypto/bytes.ts'
import type { CipherSuite, CryptoProvider } from '../crypto/CipherSuite.ts'
import { ensure, MlsError } from '../MlsError.ts'
import { keyPackageRef } from '../references.ts'
import {
  confirmationTagOf,
  interimTranscriptHash,
  joinEpoch,
  welcomeSecretOf,
} from '../schedule/keySchedule.ts'
import { secretTree } from '../schedule/SecretTree.ts'
import { openGroupInfo, openGroupSecrets, verifyGroupInfo } from '../schedule/welcomeSecrets.ts'
import { RatchetTree } from '../tree/RatchetTree.ts'
import { treeHash } from '../tree/treeHash.ts'
import { covers } from '../tree/treeMath.ts'
import {
  validateParentHashes,
  validateUniqueKeys,
  validateUnmergedLeaves,
} from '../tree/treeValidation.ts'
import { ascend } from '../tree/UpdatePath.ts'
import { decode } from '../wire/decode.ts'
import { type Extension, extensionTypes, findExtension } from '../wire/Extension.ts'
import { LeafNode } from '../wire/LeafNode.ts'
import { Message } from '../wire/Message.ts'
import type { PreSharedKeyId } from '../wire/Proposal.ts'
import { RatchetTreeNodes } from '../wire/ratchetTree.ts'
import type { GroupInfo, Welcome } from '../wire/Welcome.ts'
import { authenticateAll, type ReceiveContext } from './context.ts'
import {
  defaultLimits,
  type GroupLimits,
  type GroupState,
  type GroupView,
  withEncoding,
} from './GroupState.ts'
import type { OwnKeyPackage } from './keyPackages.ts'
import {
  validateContextExtensions,
  validateCredentialTypes,
  validateExtensionList,
  validateLeafCapabilities,
  validateLeafSupports,
  verifyLeafSignature,
} from './leafNodes.ts'
import { findPskSecret } from './transition.ts'

/** How much of a tree is checked on joining. */
export type TreeTrust = {
  /**
   * `all` unless given: the signatures of all leaves are checked. `deferred` leaves that to a later
   * {@link verifyLeaves}, to be called before anything of the group is relied upon.
   */
  readonly leafSignatures?: 'all' | 'deferred'
}

/** The tree of a group info, from its extension or from elsewhere. */
function treeOf(groupInfo: GroupInfo, elsewhere: Uint8Array | undefined): RatchetTree {
  const data = findExtension(groupInfo.extensions, extensionTypes.ratchetTree) ?? elsewhere
  ensure(data !== undefined, 'ratchet_tree_missing', 'there is no ratchet tree to join with')
  const nodes = decode(RatchetTreeNodes, data.slice(), 'ratchet tree')
  // RFC 9420 §12.4.3.3: blank nodes at the end are left out.
  ensure(
    nodes.length > 0 && nodes[nodes.length - 1] !== undefined,
    'invalid_ratchet_tree',
    'the ratchet tree ends with a blank node',
  )
  return RatchetTree.from(nodes)
}

/**
 * Checks the signatures of all leaves (RFC 9420 §7.3, §12.4.3.1). Joining does so unless told to
 * defer it.
 *
 * @throws MlsError `invalid_leaf_signature`
 */
export function verifyLeaves(view: GroupView): void {
  const { groupId } = view.groupContext
  for (const [leafIndex, leaf] of view.tree.leaves())
    verifyLeafSignature(view.suite, leaf, { groupId, leafIndex })
}

/**
 * Checks a group as a newcomer sees it: its tree, its members and who signed for it
 * (RFC 9420 §12.4.3.1).
 */
export function validateGroup(
  suite: CipherSuite,
  groupInfo: GroupInfo,
  elsewhere: Uint8Array | undefined,
  trust: TreeTrust,
  context: ReceiveContext,
): GroupView {
  const { groupContext } = groupInfo
  ensure(
    groupContext.cipherSuite === suite.id,
    'wrong_cipher_suite',
    `the group is of suite ${groupContext.cipherSuite}, not ${suite.id}`,
  )
  validateExtensionList(groupInfo.extensions)
  const senders = validateContextExtensions(groupContext.extensions)
  const tree = treeOf(groupInfo, elsewhere)
  const credentials = Array.from(tree.leaves(), ([, { credential }]) => credential)
  ensure(
    context.admit?.({ groupContext, credentials }) !== false,
    'not_admitted',
    `a group of ${credentials.length} is not one to join`,
  )
  verifyGroupInfo(suite, tree.member(groupInfo.signer, 'unknown_sender').signatureKey, groupInfo)
  ensure(
    equal(treeHash(suite, tree), groupContext.treeHash),
    'wrong_tree_hash',
    "the ratchet tree is not the group's",
  )
  validateUnmergedLeaves(tree)
  validateParentHashes(suite, tree)
  validateUniqueKeys(tree)
  validateCredentialTypes(tree)
  for (const [, leaf] of tree.leaves()) {
    validateLeafCapabilities(leaf, suite.id)
    validateLeafSupports(leaf, groupContext.extensions)
  }
  const view = { suite, groupContext, tree }
  if (trust.leafSignatures !== 'deferred') verifyLeaves(view)
  const leaves = Array.from(tree.leaves(), ([, { credential, signatureKey }]) => ({
    credential,
    signatureKey,
    replaces: undefined,
  }))
  authenticateAll(context, [...leaves, ...senders])
  return view
}

/**
 * A PSK for reinit or branch stands alone, in a group's first epoch, and the group is what the
 * previous one was to become (RFC 9420 §11.2, §11.3, §12.4.3.1).
 *
 * @throws MlsError `invalid_psk_usage`, `invalid_reinit`, `invalid_branch`
 */
function validateWelcomePsks(
  { groupContext }: GroupInfo,
  psks: readonly PreSharedKeyId[],
  previous: GroupState | undefined,
): void {
  const usages = psks.flatMap(({ key }) =>
    key.type === 'resumption' && key.usage !== 'application' ? [key] : [],
  )
  const [key] = usages
  if (key === undefined) return
  ensure(
    usages.length === 1 && groupContext.epoch === 1n,
    'invalid_psk_usage',
    'a PSK for reinit or branch is used outside the first epoch of a group',
  )
  // Its members alone can tell whether a group may follow another.
  ensure(previous !== undefined, 'unknown_psk', 'the group follows one that was not given')
  if (key.usage === 'branch') {
    const { version, cipherSuite } = previous.groupContext
    ensure(
      version === groupContext.version && cipherSuite === groupContext.cipherSuite,
      'invalid_branch',
      'the branch is of another suite than its group',
    )
    return
  }
  const { reinit } = previous
  ensure(
    reinit !== undefined &&
      key.epoch === previous.groupContext.epoch &&
      reinit.cipherSuite === groupContext.cipherSuite &&
      equal(reinit.groupId, groupContext.groupId) &&
      sameExtensions(reinit.extensions, groupContext.extensions),
    'invalid_reinit',
    'the group is not what the reinit said',
  )
}

function sameExtensions(a: readonly Extension[], b: readonly Extension[]): boolean {
  return (
    a.length === b.length &&
    a.every(
      ({ extensionType, data }, index) =>
        extensionType === b[index]!.extensionType && equal(data, b[index]!.data),
    )
  )
}

export type JoinOptions = TreeTrust & {
  readonly crypto: CryptoProvider
  /** The welcome, an MLSMessage. */
  readonly welcome: Uint8Array
  /** The key package the welcome was made for; to be deleted after. */
  readonly own: OwnKeyPackage
  /** The tree, if the welcome does not bring it. */
  readonly ratchetTree?: Uint8Array
  /** The group this one follows by reinit or branch (RFC 9420 §11.2, §11.3). */
  readonly previous?: GroupState
  readonly limits?: Partial<GroupLimits>
}

/** The welcome in an MLSMessage, if a key package is among its recipients. */
function entryFor(
  suite: CipherSuite,
  welcome: Welcome,
  own: OwnKeyPackage,
): Welcome['secrets'][number] {
  const reference = keyPackageRef(suite, own.keyPackage)
  const entry = welcome.secrets.find(({ newMember }) => equalTags(newMember, reference))
  ensure(entry !== undefined, 'no_matching_key_package', 'the welcome is not for this key package')
  return entry
}

/** The references of the key packages a welcome is for: to find the one to join with. */
export function welcomeRecipients(welcome: Uint8Array): Uint8Array[] {
  return decodeWelcome(welcome).secrets.map(({ newMember }) => newMember)
}

function decodeWelcome(bytes: Uint8Array): Welcome {
  const message = decode(Message, bytes.slice(), 'welcome')
  if (message.type !== 'welcome')
    throw new MlsError('unexpected_message', `a ${message.type} is no welcome`)
  return message.welcome
}

/**
 * Joins a group by a welcome (RFC 9420 §12.4.3.1).
 *
 * @throws MlsError `no_matching_key_package`, `decryption_failed`, `unknown_psk`, `not_admitted`,
 * `ratchet_tree_missing`, `wrong_tree_hash`, `invalid_confirmation_tag`, and whatever makes a tree
 * or its leaves invalid
 * @example
 * ```ts
 * import { type CryptoProvider, joinFromWelcome, type OwnKeyPackage } from '@parley/mls'
 * const join = (crypto: CryptoProvider, welcome: Uint8Array, own: OwnKeyPackage) =>
 *   joinFromWelcome({ crypto, welcome, own }, { authenticate: (claims) => claims.map(() => true) })
 * ```
 */
export function joinFromWelcome(options: JoinOptions, context: ReceiveContext): GroupState {
  const { own } = options
  const welcome = decodeWelcome(options.welcome)
  ensure(
    welcome.cipherSuite === own.keyPackage.cipherSuite,
    'wrong_cipher_suite',
    `the welcome is of suite ${welcome.cipherSuite}`,
  )
  const suite = options.crypto.cipherSuite(welcome.cipherSuite)
  const entry = entryFor(suite, welcome, own)
  const { joinerSecret, pathSecret, psks } = openGroupSecrets(
    suite,
    own.secrets.initPrivateKey,
    welcome.encryptedGroupInfo,
    entry.encryptedGroupSecrets,
  )
  const pskSecret = findPskSecret(suite, options.previous, psks, context)
  const groupInfo = openGroupInfo(
    suite,
    welcomeSecretOf(suite, joinerSecret, pskSecret),
    welcome.encryptedGroupInfo,
  )
  validateWelcomePsks(groupInfo, psks, options.previous)
  const { tree, groupContext } = validateGroup(
    suite,
    groupInfo,
    options.ratchetTree,
    options,
    context,
  )
  const ownLeafIndex = findLeaf(tree, own.keyPackage.leafNode)
  const nodeKeys = new Map([[2 * ownLeafIndex, own.secrets.encryptionPrivateKey]])
  if (pathSecret !== undefined) {
    const shared = tree
      .filteredPath(groupInfo.signer)
      .flatMap(({ node }) => (covers(node, ownLeafIndex) ? [node] : []))
    ensure(shared.length > 0, 'path_secret_mismatch', 'there is no path for the path secret')
    for (const [node, key] of ascend(suite, tree, shared, pathSecret).keys) nodeKeys.set(node, key)
  }
  const contextWithEncoding = withEncoding(groupContext)
  const start = joinEpoch(suite, joinerSecret, pskSecret, contextWithEncoding.encodedContext)
  for (const secret of [joinerSecret, start.welcomeSecret]) secret.fill(0)
  const { confirmedTranscriptHash } = groupContext
  const tag = confirmationTagOf(suite, start.secrets.confirmationKey, confirmedTranscriptHash)
  ensure(
    equalTags(tag, groupInfo.confirmationTag),
    'invalid_confirmation_tag',
    'the welcome and the group info are of different epochs',
  )
  return {
    suite,
    limits: { ...defaultLimits, ...options.limits },
    status: 'active',
    ...contextWithEncoding,
    tree,
    ownLeafIndex,
    signaturePrivateKey: own.secrets.signaturePrivateKey,
    nodeKeys,
    secrets: start.secrets,
    secretTree: secretTree(start.encryptionSecret),
    confirmationTag: tag,
    interimTranscriptHash: interimTranscriptHash(suite, confirmedTranscriptHash, tag),
    proposals: new Map(),
    pendingUpdates: [],
    pastEpochs: [],
    resumptionPsks: [],
    reinit: undefined,
  }
}

/** The leaf of the key package that was joined with (RFC 9420 §12.4.3.1). */
function findLeaf(tree: RatchetTree, own: LeafNode): number {
  const encoded = Codec.encode(LeafNode, own)
  for (const [leafIndex, leaf] of tree.leaves())
    if (
      equal(leaf.encryptionKey, own.encryptionKey) &&
      equal(Codec.encode(LeafNode, leaf), encoded)
    )
      return leafIndex
  throw new MlsError('own_leaf_missing', "the own key package's leaf is not in the tree")
}
