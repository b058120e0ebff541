/**
 * Unlocks: the ways to bring an account's root key back on a new device, in public, each sealed with
 * a secret that the account's owner can make again.
 *
 * @module
 */
import * as Codec from '@parley/codec'

import type { Account } from './Account.ts'
import * as AccountKey from './AccountKey.ts'
import * as Bytes from './Bytes.ts'
import { type Crypto, type KeyPair, signatureBytes } from './Crypto.ts'
import * as Limits from './Limits.ts'

/** A sealed root key. */
export const unlock = Codec.select({
  /** Opened with the wallet's signature of `AccountKey.unlockTypedData`. */
  wallet: [
    1,
    Codec.struct({
      salt: Codec.fixed(32),
      /** AES-256-GCM of the root key, with its tag. */
      box: Codec.fixed(AccountKey.rootKeyBytes + 16),
    }),
  ],
})
export type Unlock = Codec.TypeOf<typeof unlock>

const content = {
  key: AccountKey.codec,
  /** Milliseconds since the Unix epoch: a later list of the same key replaces this one. */
  issuedAt: Codec.uint53,
  unlocks: Codec.vector(unlock, { countMax: Limits.wire.unlocksMax }),
}
const signed = Codec.struct(content)

/** All unlocks of an account, signed by its account key. */
export const codec = Codec.struct({ ...content, signature: Codec.fixed(signatureBytes) })
export type Unlocks = Codec.TypeOf<typeof codec>

const toSign = (value: Codec.TypeOf<typeof signed>): Uint8Array =>
  Bytes.labelled('unlocks', Codec.encode(signed, value))

/** Signs an account's unlocks with its account key. */
export async function issue(
  crypto: Crypto,
  value: Omit<Unlocks, 'signature'>,
  keyPair: KeyPair,
): Promise<Unlocks> {
  return { ...value, signature: await crypto.sign(keyPair, toSign(value)) }
}

/**
 * Whether the account key signed them, and the wallet the account key.
 *
 * @param verifyKey {@link AccountKey.verify}, or one that remembers its answers
 */
export async function verify(
  crypto: Crypto,
  value: Unlocks,
  verifyKey: (key: AccountKey.AccountKey) => boolean,
): Promise<boolean> {
  const key = AccountKey.uncompressed(value.key.accountKey)
  return (
    value.issuedAt >= value.key.issuedAt &&
    key !== undefined &&
    (await crypto.verify(key, toSign(value), value.signature)) &&
    verifyKey(value.key)
  )
}

/** What the key that an unlock's box is under is derived for, beside its salt: HKDF's info. */
export function infoOf(kind: Unlock['type'], account: Account): Uint8Array {
  return Bytes.fromText(`parley/3 unlock ${kind} ${account}`)
}
