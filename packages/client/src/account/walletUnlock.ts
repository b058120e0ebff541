/**
 * The unlock by the wallet: the root key, sealed with a signature that the wallet makes again on
 * each new device.
 *
 * @module
 */
import { gcm } from '@noble/ciphers/aes.js'
import { hkdf } from '@noble/hashes/hkdf.js'
import { sha256 } from '@noble/hashes/sha2.js'
import { type Account, Unlocks } from '@parley/protocol'

/** Each key is used once: its salt is random. */
const nonce = new Uint8Array(12)

function keyOf(signature: Uint8Array, salt: Uint8Array, account: Account.Account): Uint8Array {
  // Without v, which some wallets count otherwise: r and s say all.
  return hkdf(sha256, signature.subarray(0, 64), salt, Unlocks.infoOf('wallet', account), 32)
}

/** Seals a root key with the wallet's signature. */
export function seal(
  rootKey: Uint8Array,
  options: { account: Account.Account; signature: Uint8Array; salt: Uint8Array },
): Unlocks.Unlock {
  const { account, signature, salt } = options
  return { type: 'wallet', salt, box: gcm(keyOf(signature, salt, account), nonce).encrypt(rootKey) }
}

/** The root key; `undefined` if another signature sealed it. */
export function open(
  { salt, box }: Unlocks.Unlock,
  { account, signature }: { account: Account.Account; signature: Uint8Array },
): Uint8Array | undefined {
  try {
    return gcm(keyOf(signature, salt, account), nonce).decrypt(box)
  } catch {
    return undefined
  }
}
