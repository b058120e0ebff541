import type { CipherSuite } from '../crypto/CipherSuite.ts'
import { signWithLabel, verifyWithLabel } from '../crypto/labels.ts'
import { ensure } from '../MlsError.ts'
import type { RatchetTree } from '../tree/RatchetTree.ts'
import {
  Capabilities,
  credentialType,
  type Extension,
  extensionTypes,
  ExternalSenders,
  findExtension,
  RequiredCapabilities,
} from '../wire/Extension.ts'
import { decode } from '../wire/decode.ts'
import type { AuthenticationRequest } from './context.ts'
import { type LeafNode, type LeafNodeContent, leafNodeToBeSigned } from '../wire/LeafNode.ts'

/** Types every implementation has, which capabilities do not list (RFC 9420 §7.2). */
const isDefaultExtension = (type: number): boolean => type >= 1 && type <= 5
const isDefaultProposal = (type: number): boolean => type >= 1 && type <= 7

/** Where a leaf stands; what the signature of all but key packages' leaves is bound to. */
export type LeafPlace = { readonly groupId: Uint8Array; readonly leafIndex: number }

/** Signs a leaf (RFC 9420 §7.2). */
export function signLeaf(
  suite: CipherSuite,
  privateKey: Uint8Array,
  leaf: LeafNodeContent,
  place: LeafPlace | undefined,
): LeafNode {
  const toBeSigned = leafNodeToBeSigned(leaf, place)
  return { ...leaf, signature: signWithLabel(suite, privateKey, 'LeafNodeTBS', toBeSigned) }
}

/**
 * Checks a leaf's signature (RFC 9420 §7.3).
 *
 * @throws MlsError `invalid_leaf_signature`
 */
export function verifyLeafSignature(
  suite: CipherSuite,
  leaf: LeafNode,
  place: LeafPlace | undefined,
): void {
  const toBeSigned = leafNodeToBeSigned(leaf, place)
  ensure(
    verifyWithLabel(suite, leaf.signatureKey, 'LeafNodeTBS', toBeSigned, leaf.signature),
    'invalid_leaf_signature',
    'the leaf is not signed by its own key',
  )
}

/**
 * No type of extension is in a list twice (RFC 9420 §13).
 *
 * @throws MlsError `duplicate_extension`
 */
export function validateExtensionList(list: readonly Extension[]): void {
  const types = new Set(list.map(({ extensionType }) => extensionType))
  ensure(types.size === list.length, 'duplicate_extension', 'an extension is in a list twice')
}

/**
 * Extensions can be a group's: each type once, and those of RFC 9420 well formed.
 *
 * @returns claims of the external senders, for the authentication service (RFC 9420 §12.1.8.1)
 * @throws MlsError `duplicate_extension`, `malformed`
 */
export function validateContextExtensions(list: readonly Extension[]): AuthenticationRequest[] {
  validateExtensionList(list)
  requiredCapabilities(list)
  const data = findExtension(list, extensionTypes.externalSenders)
  const senders = data === undefined ? [] : decode(ExternalSenders, data, 'external senders')
  return senders.map((sender) => ({ ...sender, replaces: undefined }))
}

/** The group's required capabilities, if it has any (RFC 9420 §11.1). */
export function requiredCapabilities(
  extensions: readonly Extension[],
): RequiredCapabilities | undefined {
  const data = findExtension(extensions, extensionTypes.requiredCapabilities)
  return data && decode(RequiredCapabilities, data, 'required capabilities')
}

/**
 * A leaf is consistent in itself: its extensions and its credential are among its capabilities
 * (RFC 9420 §7.2, §7.3), and they name this version and the group's suite.
 *
 * @throws MlsError `duplicate_extension`, `unsupported_extension`, `unsupported_credential`,
 * `unsupported_cipher_suite`, `unsupported_version`
 */
export function validateLeafCapabilities(leaf: LeafNode, cipherSuite: number): void {
  const { capabilities } = leaf
  validateExtensionList(leaf.extensions)
  ensure(
    capabilities.versions.includes(1),
    'unsupported_version',
    'the leaf does not list version 1 of MLS',
  )
  ensure(
    capabilities.cipherSuites.includes(cipherSuite),
    'unsupported_cipher_suite',
    `the leaf does not list cipher suite ${cipherSuite}`,
  )
  for (const { extensionType } of leaf.extensions)
    ensure(
      supportsExtension(capabilities, extensionType),
      'unsupported_extension',
      `the leaf has extension ${extensionType} and does not list it`,
    )
  ensure(
    capabilities.credentials.includes(credentialType(leaf.credential)),
    'unsupported_credential',
    `the leaf has a ${leaf.credential.type} credential and does not list it`,
  )
}

function supportsExtension(capabilities: Capabilities, type: number): boolean {
  return isDefaultExtension(type) || capabilities.extensions.includes(type)
}

function supportsProposal(capabilities: Capabilities, type: number): boolean {
  return isDefaultProposal(type) || capabilities.proposals.includes(type)
}

/**
 * A leaf can be in a group with these extensions: it supports all that are required, and all that
 * are in use (RFC 9420 §7.3, §11.1, §13.4).
 *
 * @throws MlsError `required_capabilities_missing`, `unsupported_extension`
 */
export function validateLeafSupports(leaf: LeafNode, extensions: readonly Extension[]): void {
  const { capabilities } = leaf
  const required = requiredCapabilities(extensions)
  if (required !== undefined)
    ensure(
      required.extensionTypes.every((type) => supportsExtension(capabilities, type)) &&
        required.proposalTypes.every((type) => supportsProposal(capabilities, type)) &&
        required.credentialTypes.every((type) => capabilities.credentials.includes(type)),
      'required_capabilities_missing',
      'the leaf does not support all that the group requires',
    )
  for (const { extensionType } of extensions)
    ensure(
      supportsExtension(capabilities, extensionType),
      'unsupported_extension',
      `the leaf does not support the group's extension ${extensionType}`,
    )
}

/**
 * Every member supports the credential types of all others (RFC 9420 §7.3).
 *
 * @throws MlsError `unsupported_credential`
 */
export function validateCredentialTypes(tree: RatchetTree): void {
  const used = new Set<number>()
  for (const [, leaf] of tree.leaves()) used.add(credentialType(leaf.credential))
  for (const [leafIndex, { capabilities }] of tree.leaves())
    for (const type of used)
      ensure(
        capabilities.credentials.includes(type),
        'unsupported_credential',
        `leaf ${leafIndex} does not support credentials of type ${type}, which a member has`,
      )
}

/**
 * The time is within a key package leaf's lifetime (RFC 9420 §7.3).
 *
 * @throws MlsError `lifetime_not_started`, `lifetime_ended`
 */
export function validateLifetime(leaf: LeafNode, now: number): void {
  if (leaf.source.type !== 'key_package') return
  const seconds = BigInt(Math.floor(now))
  ensure(seconds >= leaf.source.notBefore, 'lifetime_not_started', 'the leaf is not valid yet')
  ensure(seconds <= leaf.source.notAfter, 'lifetime_ended', 'the leaf is not valid any more')
}
