/**
 * The account key: what a wallet certifies once, and what certifies devices from then on. It comes
 * from a random root key that an account's devices share, and that *unlocks* bring back.
 *
 * @module
 */
import { p256 } from '@noble/curves/nist.js'
import { hkdf } from '@noble/hashes/hkdf.js'
import { sha256 } from '@noble/hashes/sha2.js'
import * as Codec from '@parley/codec'

import * as Account from './Account.ts'
import * as Bytes from './Bytes.ts'
import { deriveKeyPair, type KeyPair } from './Crypto.ts'
import * as TypedData from './TypedData.ts'

/** Bytes of a root key. */
export const rootKeyBytes = 32

/** An account key, a compressed point of P-256: it stands in trees, where bytes count. */
export const publicKey = Codec.fixed(33)

/** The wallet's word that a key signs in devices for it. */
export const codec = Codec.struct({
  account: Account.codec,
  accountKey: publicKey,
  /** Milliseconds since the Unix epoch. The newest key voids all older ones and what they signed. */
  issuedAt: Codec.uint53,
  /** The number of the unlock that goes with it: what the wallet signs to bring the root key back. */
  unlock: Codec.uint32,
  walletSignature: TypedData.walletSignature,
})
export type AccountKey = Codec.TypeOf<typeof codec>

const purpose =
  'Let this key sign in devices that read and write Parley messages as this account. It replaces all earlier ones and signs out their devices. It cannot move funds and costs nothing.'
const unlockPurpose =
  'Open my Parley messages on this device. Sign this only in an app you opened yourself to read them: whoever has this signature can read all of them.'

/** What the wallet is asked to sign for an account key. */
export function typedData(value: Omit<AccountKey, 'walletSignature'>): TypedData.TypedData {
  return {
    domain: TypedData.domain,
    types: {
      AccountKey: [
        { name: 'purpose', type: 'string' },
        { name: 'account', type: 'string' },
        { name: 'issuedAt', type: 'string' },
        { name: 'unlock', type: 'string' },
        { name: 'accountKey', type: 'bytes' },
      ],
    },
    primaryType: 'AccountKey',
    message: {
      purpose,
      account: value.account,
      issuedAt: TypedData.timeOf(value.issuedAt),
      unlock: String(value.unlock),
      accountKey: TypedData.hexOf(value.accountKey),
    },
  }
}

/** What the wallet is asked to sign to open the unlock with a number. */
export function unlockTypedData(account: Account.Account, number: number): TypedData.TypedData {
  return {
    domain: TypedData.domain,
    types: {
      Unlock: [
        { name: 'purpose', type: 'string' },
        { name: 'account', type: 'string' },
        { name: 'number', type: 'string' },
      ],
    },
    primaryType: 'Unlock',
    message: { purpose: unlockPurpose, account, number: String(number) },
  }
}

/** Whether the account's wallet signed the key. About 2 ms: callers keep the answer. */
export function verify(value: AccountKey): boolean {
  return TypedData.signer(typedData(value), value.walletSignature) === value.account
}

/** Whether two are the same key, certified at the same time. */
export function same(
  a: Pick<AccountKey, 'accountKey' | 'issuedAt'>,
  b: Pick<AccountKey, 'accountKey' | 'issuedAt'>,
): boolean {
  return a.issuedAt === b.issuedAt && Bytes.equal(a.accountKey, b.accountKey)
}

/**
 * Which of two keys of an account counts: the one issued later; of two issued at once the lesser,
 * so that everybody takes the same one.
 *
 * @returns positive if `a` counts
 */
export function compare(a: AccountKey, b: AccountKey): number {
  return (
    a.issuedAt - b.issuedAt ||
    Bytes.compare(b.accountKey, a.accountKey) ||
    Bytes.compare(Codec.encode(codec, b), Codec.encode(codec, a))
  )
}

/**
 * A secret of an account, of its root key.
 *
 * @param label of the purpose
 */
export function secretOf(rootKey: Uint8Array, account: Account.Account, label: string): Uint8Array {
  const salt = Codec.encode(Account.codec, account)
  return hkdf(sha256, rootKey, salt, Bytes.fromText(`parley/3 ${label}`), 32)
}

/** The account key of a root key, with its secret. */
export function keyPairOf(rootKey: Uint8Array, account: Account.Account): KeyPair {
  return deriveKeyPair(secretOf(rootKey, account, 'account key'), 'account key')
}

/** A public key as it stands in trees: 33 bytes. */
export function compressed(uncompressed: Uint8Array): Uint8Array {
  const parity = uncompressed.at(-1)! & 1
  return Bytes.concat(Uint8Array.of(2 + parity), uncompressed.subarray(1, 33))
}

/** A public key as it is verified with: 65 bytes; `undefined` if it is no point of the curve. */
export function uncompressed(key: Uint8Array): Uint8Array | undefined {
  try {
    return p256.Point.fromBytes(key).toBytes(false)
  } catch {
    return undefined
  }
}
