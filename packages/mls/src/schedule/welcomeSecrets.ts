import * as Codec from '@parley/codec'
import { empty } from '../crypto/bytes.ts'
import type { CipherSuite } from '../crypto/CipherSuite.ts'
import {
  decryptWithLabel,
  encryptionInfo,
  encryptWithLabel,
  expandWithLabel,
  signWithLabel,
  verifyWithLabel,
} from '../crypto/labels.ts'
import { ensure, MlsError } from '../MlsError.ts'
import { decode } from '../wire/decode.ts'
import type { HpkeCiphertext } from '../wire/scalars.ts'
import { GroupInfo, GroupInfoContent, GroupSecrets } from '../wire/Welcome.ts'
import type { MessageKey } from './SecretTree.ts'

function groupInfoKey(suite: CipherSuite, welcomeSecret: Uint8Array): MessageKey {
  return {
    key: expandWithLabel(suite, welcomeSecret, 'key', empty, suite.aead.keyBytes),
    nonce: expandWithLabel(suite, welcomeSecret, 'nonce', empty, 12),
  }
}

/** Signs what a group tells of itself (RFC 9420 §12.4.3). */
export function signGroupInfo(
  suite: CipherSuite,
  privateKey: Uint8Array,
  content: GroupInfoContent,
): GroupInfo {
  const toBeSigned = Codec.encode(GroupInfoContent, content)
  return { ...content, signature: signWithLabel(suite, privateKey, 'GroupInfoTBS', toBeSigned) }
}

/**
 * Checks a group info's signature (RFC 9420 §12.4.3).
 *
 * @throws MlsError `invalid_signature`
 */
export function verifyGroupInfo(
  suite: CipherSuite,
  publicKey: Uint8Array,
  groupInfo: GroupInfo,
): void {
  const toBeSigned = Codec.encode(GroupInfoContent, groupInfo)
  ensure(
    verifyWithLabel(suite, publicKey, 'GroupInfoTBS', toBeSigned, groupInfo.signature),
    'invalid_signature',
    'the group info is not signed by its signer',
  )
}

/** Encrypts a group info for a welcome (RFC 9420 §12.4.3.1). */
export function sealGroupInfo(
  suite: CipherSuite,
  welcomeSecret: Uint8Array,
  groupInfo: GroupInfo,
): Uint8Array {
  const { key, nonce } = groupInfoKey(suite, welcomeSecret)
  return suite.aead.seal(key, nonce, empty, Codec.encode(GroupInfo, groupInfo))
}

/** Undoes `sealGroupInfo`. */
export function openGroupInfo(
  suite: CipherSuite,
  welcomeSecret: Uint8Array,
  encrypted: Uint8Array,
): GroupInfo {
  const { key, nonce } = groupInfoKey(suite, welcomeSecret)
  try {
    return decode(GroupInfo, suite.aead.open(key, nonce, empty, encrypted), 'group info')
  } catch (cause) {
    if (cause instanceof MlsError) throw cause
    throw new MlsError('decryption_failed', 'group info does not open', { cause })
  }
}

/** What all joiners' secrets are bound to: the group info, which may be megabytes long. */
export function welcomeInfo(suite: CipherSuite, encryptedGroupInfo: Uint8Array): Uint8Array {
  return encryptionInfo(suite, 'Welcome', encryptedGroupInfo)
}

/**
 * Encrypts a joiner's secrets to its key package (RFC 9420 §12.4.3.1).
 *
 * @param info from {@link welcomeInfo}
 */
export function sealGroupSecrets(
  suite: CipherSuite,
  initKey: Uint8Array,
  info: Uint8Array,
  secrets: GroupSecrets,
): HpkeCiphertext {
  const plaintext = Codec.encode(GroupSecrets, secrets)
  const sealed = encryptWithLabel(suite, initKey, info, plaintext)
  plaintext.fill(0)
  return sealed
}

/** Undoes `sealGroupSecrets`. */
export function openGroupSecrets(
  suite: CipherSuite,
  initPrivateKey: Uint8Array,
  encryptedGroupInfo: Uint8Array,
  sealed: HpkeCiphertext,
): GroupSecrets {
  const bytes = decryptWithLabel(suite, initPrivateKey, 'Welcome', encryptedGroupInfo, sealed)
  return decode(GroupSecrets, bytes, 'group secrets')
}
