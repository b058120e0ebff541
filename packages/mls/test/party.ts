import * as node from 'node:crypto'
import { seeded } from '@parley/codec/attack'
import {
  type CryptoProvider,
  cryptoProvider,
  createGroup,
  type CreateGroupOptions,
  epoch,
  epochAuthenticator,
  generateKeyPackage,
  type GroupState,
  type KeyPackageOptions,
  type OwnKeyPackage,
  noblePrimitives,
  nodePrimitives,
  type SendContext,
} from '../src/index.ts'
import { hex } from '../src/crypto/bytes.ts'

/** A provider whose randomness comes from a seed: the same seed, the same group. */
export function seededProvider(seed: number): CryptoProvider {
  const random = seeded(seed)
  const { x25519, ...native } = nodePrimitives(node)
  return cryptoProvider({
    ...native,
    // Node's own ephemeral keys would not come from the seed.
    x25519: { publicKey: x25519.publicKey, sharedSecret: x25519.sharedSecret },
    // OpenSSL draws the nonce of ECDSA, noble derives it (RFC 6979).
    ecdsaP256: { ...native.ecdsaP256, sign: noblePrimitives(native.randomBytes).ecdsaP256.sign },
    randomBytes: (length) => Uint8Array.from({ length }, () => random(256)),
  })
}

export const now = 1_800_000_000

export const context: SendContext = { now, authenticate: (claims) => claims.map(() => true) }

/** A fresh key package of that name. */
export function keyPackageOf(
  crypto: CryptoProvider,
  name: string,
  options: Partial<KeyPackageOptions> = {},
): OwnKeyPackage {
  const cipherSuite = options.cipherSuite ?? 1
  const suite = crypto.cipherSuite(cipherSuite)
  const privateKey = suite.randomBytes(32)
  return generateKeyPackage({
    crypto,
    cipherSuite,
    credential: { type: 'basic', identity: new TextEncoder().encode(name) },
    signatureKeyPair: { privateKey, publicKey: suite.signatures.publicKey(privateKey) },
    lifetime: { notBefore: now - 3600, notAfter: now + 3600 },
    ...options,
  })
}

export function groupOf(
  crypto: CryptoProvider,
  name: string,
  options: Partial<CreateGroupOptions & { keyPackage: Partial<KeyPackageOptions> }> = {},
): GroupState {
  const { keyPackage, ...rest } = options
  const own = keyPackageOf(crypto, name, keyPackage)
  return createGroup({ crypto, own, groupId: new TextEncoder().encode('group'), ...rest })
}

/** What all members of an epoch must agree on. */
export function agreement(state: GroupState): string {
  return `${epoch(state)} ${hex(epochAuthenticator(state))} ${hex(state.groupContext.treeHash)}`
}

/** Expects an `MlsError` of that code. */
export function code(of: string): unknown {
  return { asymmetricMatch: (error: { code?: string }) => error.code === of, toString: () => of }
}
