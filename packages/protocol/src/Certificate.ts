/**
 * Device certificates: a wallet's one signature that lets a device speak for it (EIP-712, so that
 * the wallet shows what is signed), and its revocation.
 *
 * @module
 */
import { secp256k1 } from '@noble/curves/secp256k1.js'
import { keccak_256 } from '@noble/hashes/sha3.js'
import * as Codec from '@parley/codec'

import * as Account from './Account.ts'
import * as Bytes from './Bytes.ts'
import { type Crypto, publicKeyBytes } from './Crypto.ts'
import * as Limits from './Limits.ts'

/** What a device is: its keys, and whose it is. */
export const codec = Codec.struct({
  account: Account.codec,
  /** P-256: proves the device to nodes. */
  deviceKey: Codec.fixed(publicKeyBytes),
  /** The key of the device's MLS leaves, in its suite's form. */
  signatureKey: Codec.opaque({ lengthMin: 32, lengthMax: 2048 }),
  /** X25519: seals the device's inbox mail. */
  inboxKey: Codec.fixed(32),
  /** Milliseconds since the Unix epoch. */
  issuedAt: Codec.uint53,
})
export type Certificate = Codec.TypeOf<typeof codec>

/** A wallet's signature: 65 bytes `r || s || v` of an EOA, low-s. */
const walletSignature = Codec.opaque({ lengthMax: Limits.wire.walletSignatureBytesMax })

export const signed = Codec.struct({ certificate: codec, walletSignature })
export type Signed = Codec.TypeOf<typeof signed>

/** Takes a device's rights away. Wins over every certificate of that device, whenever issued. */
export const revocation = Codec.struct({
  account: Account.codec,
  device: Codec.fixed(32),
  revokedAt: Codec.uint53,
})
export type Revocation = Codec.TypeOf<typeof revocation>

export const signedRevocation = Codec.struct({ revocation, walletSignature })
export type SignedRevocation = Codec.TypeOf<typeof signedRevocation>

/** A device's id: the hash of its device key, 32 bytes. */
export function deviceId(crypto: Crypto, deviceKey: Uint8Array): Uint8Array {
  return crypto.sha256(Bytes.labelled('device', deviceKey))
}

const domain = { name: 'Parley', version: '1' } as const

const certificateFields = [
  { name: 'purpose', type: 'string' },
  { name: 'account', type: 'address' },
  { name: 'issuedAt', type: 'string' },
  { name: 'deviceKey', type: 'bytes' },
  { name: 'signatureKey', type: 'bytes' },
  { name: 'inboxKey', type: 'bytes' },
] as const

const revocationFields = [
  { name: 'purpose', type: 'string' },
  { name: 'account', type: 'address' },
  { name: 'revokedAt', type: 'string' },
  { name: 'device', type: 'bytes' },
] as const

const certificatePurpose =
  'Let this device read and write Parley messages as this account. It cannot move funds and costs nothing.'
const revocationPurpose =
  'Sign out this device from Parley. It will no longer read or write messages as this account.'

/** EIP-712 typed data as every wallet library takes it. */
export type TypedData = {
  domain: { name: string; version: string }
  types: Record<string, readonly { name: string; type: string }[]>
  primaryType: string
  message: Record<string, string>
}

const hexOf = (bytes: Uint8Array): string => `0x${Bytes.toHex(bytes)}`
const timeOf = (ms: number): string => new Date(ms).toISOString()

/** What the wallet is asked to sign for a certificate. */
export function typedData(certificate: Certificate): TypedData {
  return {
    domain,
    types: { DeviceCertificate: certificateFields },
    primaryType: 'DeviceCertificate',
    message: {
      purpose: certificatePurpose,
      account: Account.address(certificate.account),
      issuedAt: timeOf(certificate.issuedAt),
      deviceKey: hexOf(certificate.deviceKey),
      signatureKey: hexOf(certificate.signatureKey),
      inboxKey: hexOf(certificate.inboxKey),
    },
  }
}

/** What the wallet is asked to sign for a revocation. */
export function revocationTypedData(value: Revocation): TypedData {
  return {
    domain,
    types: { DeviceRevocation: revocationFields },
    primaryType: 'DeviceRevocation',
    message: {
      purpose: revocationPurpose,
      account: Account.address(value.account),
      revokedAt: timeOf(value.revokedAt),
      device: hexOf(value.device),
    },
  }
}

const keccakText = (text: string): Uint8Array => keccak_256(Bytes.fromText(text))

/**
 * The EIP-712 digest of flat typed data whose fields are strings, bytes and addresses (all that
 * Parley signs with wallets).
 */
export function typedDataDigest(data: TypedData): Uint8Array {
  const fields = data.types[data.primaryType]!
  const signature = `${data.primaryType}(${fields.map((f) => `${f.type} ${f.name}`).join(',')})`
  const words = fields.map(({ name, type }) => {
    const value = data.message[name]!
    if (type === 'string') return keccakText(value)
    const bytes = Bytes.fromHex(value.slice(2).toLowerCase())
    return type === 'bytes' ? keccak_256(bytes) : Bytes.concat(new Uint8Array(12), bytes)
  })
  const domainHash = keccak_256(
    Bytes.concat(
      keccakText('EIP712Domain(string name,string version)'),
      keccakText(data.domain.name),
      keccakText(data.domain.version),
    ),
  )
  const structHash = keccak_256(Bytes.concat(keccakText(signature), ...words))
  return keccak_256(Bytes.concat(Uint8Array.of(0x19, 0x01), domainHash, structHash))
}

/** The account whose key made the signature, or `undefined` if it is malformed or not low-s. */
function recover(digest: Uint8Array, signature: Uint8Array): Account.Account | undefined {
  if (signature.length !== 65) return undefined
  const v = signature[64]!
  const recovery = v >= 27 ? v - 27 : v
  if (recovery > 1) return undefined
  try {
    const parsed = secp256k1.Signature.fromBytes(signature.subarray(0, 64), 'compact')
    // The other half of s would be a second signature for the same certificate.
    if (parsed.hasHighS()) return undefined
    const point = parsed.addRecoveryBit(recovery).recoverPublicKey(digest)
    return Account.fromAddressBytes(keccak_256(point.toBytes(false).subarray(1)).subarray(12))
  } catch {
    return undefined
  }
}

/** Whether the account's wallet signed the certificate. About 2 ms: callers keep the answer. */
export function verify(value: Signed): boolean {
  const digest = typedDataDigest(typedData(value.certificate))
  return recover(digest, value.walletSignature) === value.certificate.account
}

/** Whether the account's wallet signed the revocation. */
export function verifyRevocation(value: SignedRevocation): boolean {
  const digest = typedDataDigest(revocationTypedData(value.revocation))
  return recover(digest, value.walletSignature) === value.revocation.account
}
