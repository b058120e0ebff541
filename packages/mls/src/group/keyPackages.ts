import * as Codec from '@parley/codec'
import { equal } from '../crypto/bytes.ts'
import type { CipherSuite, CryptoProvider } from '../crypto/CipherSuite.ts'
import type { KeyPair } from '../crypto/Kem.ts'
import { signWithLabel, verifyWithLabel } from '../crypto/labels.ts'
import { ensure } from '../MlsError.ts'
import type { Credential } from '../wire/Credential.ts'
import { type Capabilities, credentialType, type Extension } from '../wire/Extension.ts'
import { KeyPackage, KeyPackageContent } from '../wire/KeyPackage.ts'
import { field } from '../wire/scalars.ts'
import type { ReceiveContext } from './context.ts'
import {
  signLeaf,
  validateExtensionList,
  validateLeafCapabilities,
  validateLifetime,
  verifyLeafSignature,
} from './leafNodes.ts'

/** The private halves of a key package: needed to join with it, to be deleted then. */
export const KeyPackageSecrets = /* @__PURE__ */ Codec.struct({
  initPrivateKey: field,
  encryptionPrivateKey: field,
  signaturePrivateKey: field,
})
export type KeyPackageSecrets = Codec.TypeOf<typeof KeyPackageSecrets>

/** A key package with its private keys. */
export const OwnKeyPackage = /* @__PURE__ */ Codec.struct({
  keyPackage: KeyPackage,
  secrets: KeyPackageSecrets,
})
export type OwnKeyPackage = Codec.TypeOf<typeof OwnKeyPackage>

/** A fresh signature key pair for the suite. */
export function generateSignatureKeyPair(suite: CipherSuite): KeyPair {
  // Every scheme here takes a uniform string of 32 bytes; P-256 refuses one in 2^32.
  for (;;) {
    const privateKey = suite.randomBytes(32)
    try {
      return { privateKey, publicKey: suite.signatures.publicKey(privateKey) }
    } catch {
      continue
    }
  }
}

/** What the leaf says its client can do (RFC 9420 §7.2); lists beyond the defaults are optional. */
export type CapabilityOptions = {
  readonly extensions?: readonly number[]
  readonly proposals?: readonly number[]
  readonly credentials?: readonly number[]
  readonly cipherSuites?: readonly number[]
}

/** Capabilities of this engine, with what the application adds, and GREASE (RFC 9420 §13.5). */
export function capabilitiesOf(
  suite: CipherSuite,
  credential: Credential,
  options: CapabilityOptions = {},
): Capabilities {
  const grease = greaseValue(suite)
  const credentials = [...new Set([credentialType(credential), ...(options.credentials ?? [])])]
  return {
    versions: [1],
    cipherSuites: [...(options.cipherSuites ?? [suite.id]), grease],
    extensions: [...(options.extensions ?? []), grease],
    proposals: [...(options.proposals ?? []), grease],
    credentials: [...credentials, grease],
  }
}

/** One of the 15 values of RFC 9420 §13.5, which nobody may ever rely on. */
function greaseValue(suite: CipherSuite): number {
  const nibble = suite.randomBytes(1)[0]! % 15
  return (nibble << 12) | (nibble << 4) | 0x0a0a
}

export type KeyPackageOptions = {
  readonly crypto: CryptoProvider
  readonly cipherSuite: number
  readonly credential: Credential
  readonly signatureKeyPair: KeyPair
  /** Seconds since 1970. */
  readonly lifetime: { readonly notBefore: number; readonly notAfter: number }
  readonly capabilities?: CapabilityOptions
  readonly leafExtensions?: readonly Extension[]
  /** Extensions of the key package itself, such as `last_resort`. */
  readonly extensions?: readonly Extension[]
}

/**
 * A fresh key package for others to add this client with (RFC 9420 §10).
 *
 * @example
 * ```ts
 * import { generateKeyPackage, generateSignatureKeyPair, nobleProvider } from '@parley/mls'
 * const random = (length: number) => crypto.getRandomValues(new Uint8Array(length))
 * const provider = nobleProvider({ randomBytes: random })
 * const own = generateKeyPackage({
 *   crypto: provider,
 *   cipherSuite: 1,
 *   credential: { type: 'basic', identity: new TextEncoder().encode('alice') },
 *   signatureKeyPair: generateSignatureKeyPair(provider.cipherSuite(1)),
 *   lifetime: { notBefore: 0, notAfter: 2 ** 40 },
 * })
 * own.keyPackage.cipherSuite // 1
 * ```
 */
export function generateKeyPackage(options: KeyPackageOptions): OwnKeyPackage {
  const { credential, signatureKeyPair, lifetime } = options
  const suite = options.crypto.cipherSuite(options.cipherSuite)
  const init = suite.hpke.generateKeyPair()
  const encryption = suite.hpke.generateKeyPair()
  const leafNode = signLeaf(
    suite,
    signatureKeyPair.privateKey,
    {
      encryptionKey: encryption.publicKey,
      signatureKey: signatureKeyPair.publicKey,
      credential,
      capabilities: capabilitiesOf(suite, credential, options.capabilities),
      source: {
        type: 'key_package',
        notBefore: BigInt(lifetime.notBefore),
        notAfter: BigInt(lifetime.notAfter),
      },
      extensions: [...(options.leafExtensions ?? [])],
    },
    undefined,
  )
  const content = {
    version: 1,
    cipherSuite: suite.id,
    initKey: init.publicKey,
    leafNode,
    extensions: [...(options.extensions ?? [])],
  }
  const toBeSigned = Codec.encode(KeyPackageContent, content)
  const signature = signWithLabel(suite, signatureKeyPair.privateKey, 'KeyPackageTBS', toBeSigned)
  return {
    keyPackage: { ...content, signature },
    secrets: {
      initPrivateKey: init.privateKey,
      encryptionPrivateKey: encryption.privateKey,
      signaturePrivateKey: signatureKeyPair.privateKey,
    },
  }
}

/**
 * Everything that can be checked of a key package by itself (RFC 9420 §10.1); the authentication
 * service is not asked.
 *
 * @throws MlsError `wrong_cipher_suite`, `invalid_leaf_source`, `init_key_reused`,
 * `invalid_signature`, `invalid_leaf_signature`, and those of the leaf's capabilities and lifetime
 */
export function validateKeyPackage(
  suite: CipherSuite,
  keyPackage: KeyPackage,
  context: Pick<ReceiveContext, 'now'> = {},
): void {
  const { leafNode } = keyPackage
  ensure(
    keyPackage.cipherSuite === suite.id,
    'wrong_cipher_suite',
    `key package is of suite ${keyPackage.cipherSuite}, the group of ${suite.id}`,
  )
  ensure(
    leafNode.source.type === 'key_package',
    'invalid_leaf_source',
    'the leaf of a key package is not made for one',
  )
  ensure(
    !equal(keyPackage.initKey, leafNode.encryptionKey),
    'init_key_reused',
    'init key and encryption key of a key package are the same',
  )
  validateExtensionList(keyPackage.extensions)
  validateLeafCapabilities(leafNode, suite.id)
  if (context.now !== undefined) validateLifetime(leafNode, context.now)
  verifyLeafSignature(suite, leafNode, undefined)
  ensure(
    verifyWithLabel(
      suite,
      leafNode.signatureKey,
      'KeyPackageTBS',
      Codec.encode(KeyPackageContent, keyPackage),
      keyPackage.signature,
    ),
    'invalid_signature',
    'the key package is not signed by its leaf',
  )
}
