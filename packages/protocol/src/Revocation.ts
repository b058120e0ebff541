/**
 * Revocations: a device is signed out for good, by the account key, or by the wallet where that key
 * is lost.
 *
 * @module
 */
import * as Codec from '@parley/codec'

import * as Account from './Account.ts'
import * as AccountKey from './AccountKey.ts'
import * as Bytes from './Bytes.ts'
import { type Crypto, type KeyPair, signatureBytes } from './Crypto.ts'
import * as TypedData from './TypedData.ts'

const claim = {
  account: Account.codec,
  device: Codec.fixed(32),
  /** Milliseconds since the Unix epoch. A newer account key voids it, as it voids the device. */
  revokedAt: Codec.uint53,
}
const claimed = Codec.struct(claim)
type Claim = Codec.TypeOf<typeof claimed>

/** A signed revocation. */
export const codec = Codec.struct({
  ...claim,
  by: Codec.select({
    key: [1, Codec.struct({ key: AccountKey.codec, signature: Codec.fixed(signatureBytes) })],
    wallet: [2, Codec.struct({ walletSignature: TypedData.walletSignature })],
  }),
})
export type Revocation = Codec.TypeOf<typeof codec>

const purpose = 'Sign this device out of Parley for good.'

/** What the wallet is asked to sign for a revocation. */
export function typedData({ account, device, revokedAt }: Claim): TypedData.TypedData {
  return {
    domain: TypedData.domain,
    types: {
      Revocation: [
        { name: 'purpose', type: 'string' },
        { name: 'account', type: 'string' },
        { name: 'device', type: 'string' },
        { name: 'revokedAt', type: 'string' },
      ],
    },
    primaryType: 'Revocation',
    message: {
      purpose,
      account,
      device: Bytes.toHex(device),
      revokedAt: TypedData.timeOf(revokedAt),
    },
  }
}

const toSign = (value: Claim, key: AccountKey.AccountKey): Uint8Array =>
  Bytes.labelled(
    'revocation',
    Codec.encode(claimed, value),
    key.accountKey,
    Codec.encode(Codec.uint53, key.issuedAt),
  )

/** Revokes a device with the account key. */
export async function issue(
  crypto: Crypto,
  { account, device, revokedAt }: Claim,
  { key, keyPair }: { key: AccountKey.AccountKey; keyPair: KeyPair },
): Promise<Revocation> {
  const value = { account, device, revokedAt }
  const signature = await crypto.sign(keyPair, toSign(value, key))
  return { ...value, by: { type: 'key', key, signature } }
}

/** Whether the account's wallet signed it. About 2 ms: callers keep the answer. */
export function verifyWallet(value: Revocation): boolean {
  const { by } = value
  return (
    by.type === 'wallet' && TypedData.signer(typedData(value), by.walletSignature) === value.account
  )
}

/**
 * Whether it is its account's.
 *
 * @param checks {@link AccountKey.verify} and {@link verifyWallet}, or what remembers their answers
 */
export async function verify(
  crypto: Crypto,
  value: Revocation,
  checks: {
    key: (key: AccountKey.AccountKey) => boolean
    wallet: (value: Revocation) => boolean
  },
): Promise<boolean> {
  const { by } = value
  if (by.type === 'wallet') return checks.wallet(value)
  const { key, signature } = by
  const publicKey = AccountKey.uncompressed(key.accountKey)
  return (
    key.account === value.account &&
    value.revokedAt >= key.issuedAt &&
    publicKey !== undefined &&
    (await crypto.verify(publicKey, toSign(value, key), signature)) &&
    checks.key(key)
  )
}
