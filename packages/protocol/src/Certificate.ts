/**
 * Device certificates: the account key's signature that lets a device speak for its account, and
 * the wallet's beside it that makes the account key the account's.
 *
 * @module
 */
import { p256 } from '@noble/curves/nist.js'
import * as Codec from '@parley/codec'

import * as Account from './Account.ts'
import * as AccountKey from './AccountKey.ts'
import * as Bytes from './Bytes.ts'
import { type Crypto, type KeyPair, publicKeyBytes, signatureBytes } from './Crypto.ts'
import * as Limits from './Limits.ts'
import * as TypedData from './TypedData.ts'

const claim = {
  account: Account.codec,
  accountKey: AccountKey.publicKey,
  keyIssuedAt: Codec.uint53,
  /** The device's id: {@link deviceId}. */
  device: Codec.fixed(32),
  /** Milliseconds since the Unix epoch. It ends by itself: {@link expiresAt}. */
  issuedAt: Codec.uint53,
}
const claimed = Codec.struct(claim)

/**
 * What stands in a group's leaf for a device: 166 bytes, whatever wallet the account is. The account
 * key signs it together with the device's signature key.
 */
export const credential = Codec.struct({ ...claim, signature: Codec.fixed(signatureBytes) })
export type Credential = Codec.TypeOf<typeof credential>

/** A credential with what proves its account key. */
export const codec = Codec.struct({
  credential,
  unlock: Codec.uint32,
  walletSignature: TypedData.walletSignature,
})
export type Certificate = Codec.TypeOf<typeof codec>

/** A device that shows its certificate: with the keys that the certificate speaks of. */
export const certified = Codec.struct({
  certificate: codec,
  /** P-256: proves the device to nodes. */
  deviceKey: Codec.fixed(publicKeyBytes),
  /** The key of the device's MLS leaves, in its suite's form. */
  signatureKey: Codec.opaque({ lengthMin: 32, lengthMax: 2048 }),
})
export type Certified = Codec.TypeOf<typeof certified>

/** A device's id: the hash of its device key, 32 bytes. */
export function deviceId(crypto: Pick<Crypto, 'sha256'>, deviceKey: Uint8Array): Uint8Array {
  return crypto.sha256(Bytes.labelled('device', deviceKey))
}

/** When a certificate ends: its device renews it long before. */
export function expiresAt(value: Pick<Credential, 'issuedAt'>): number {
  return value.issuedAt + Limits.time.certificateMs
}

/** The account key that a certificate rests on, as the wallet certified it. */
export function keyOf({
  credential: { account, accountKey, keyIssuedAt },
  unlock,
  walletSignature,
}: Certificate): AccountKey.AccountKey {
  return { account, accountKey, issuedAt: keyIssuedAt, unlock, walletSignature }
}

const toSign = (value: Codec.TypeOf<typeof claimed>, signatureKey: Uint8Array): Uint8Array =>
  Bytes.labelled('device certificate', Codec.encode(claimed, value), signatureKey)

/**
 * Certifies a device.
 *
 * @param options.key as the wallet certified it
 * @param options.keyPair of that key
 */
export async function issue(
  crypto: Crypto,
  options: {
    key: AccountKey.AccountKey
    keyPair: KeyPair
    deviceKey: Uint8Array
    signatureKey: Uint8Array
    issuedAt: number
  },
): Promise<Certificate> {
  const { key, keyPair, deviceKey, signatureKey, issuedAt } = options
  const value = {
    account: key.account,
    accountKey: key.accountKey,
    keyIssuedAt: key.issuedAt,
    device: deviceId(crypto, deviceKey),
    issuedAt,
  }
  const signature = await crypto.sign(keyPair, toSign(value, signatureKey))
  const { unlock, walletSignature } = key
  return { credential: { ...value, signature }, unlock, walletSignature }
}

/**
 * Whether a certificate is its account's for a signature key.
 *
 * @param verifyKey {@link AccountKey.verify}, or one that remembers its answers
 */
export async function verify(
  crypto: Crypto,
  value: Certificate,
  signatureKey: Uint8Array,
  verifyKey: (key: AccountKey.AccountKey) => boolean,
): Promise<boolean> {
  const { credential: own } = value
  if (own.issuedAt < own.keyIssuedAt) return false
  const key = AccountKey.uncompressed(own.accountKey)
  // The cheap check first: a forger should not cost a node the recovery of a key.
  return (
    key !== undefined &&
    (await crypto.verify(key, toSign(own, signatureKey), own.signature)) &&
    verifyKey(keyOf(value))
  )
}

/** {@link verify} without waiting: some 5 ms, where the answer must be there at once. */
export function verifyNow(
  value: Certificate,
  signatureKey: Uint8Array,
  verifyKey: (key: AccountKey.AccountKey) => boolean,
): boolean {
  const { credential: own } = value
  if (own.issuedAt < own.keyIssuedAt) return false
  try {
    const message = toSign(own, signatureKey)
    if (!p256.verify(own.signature, message, own.accountKey, { lowS: true })) return false
  } catch {
    return false
  }
  return verifyKey(keyOf(value))
}

/** Whether the keys that a device shows are those its certificate speaks of; says nothing of the certificate. */
export function fits(crypto: Pick<Crypto, 'sha256'>, value: Certified): boolean {
  return Bytes.equal(deviceId(crypto, value.deviceKey), value.certificate.credential.device)
}
