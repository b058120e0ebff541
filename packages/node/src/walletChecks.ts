/**
 * Wallet signatures: each costs about 2 ms of the main thread, so answers are kept and new ones
 * rationed.
 *
 * @module
 */
import * as Codec from '@parley/codec'
import {
  AccountKey,
  Bucket,
  Bytes,
  Certificate,
  type Crypto,
  Errors,
  type Host,
  Identity,
  Revocation,
} from '@parley/protocol'

import type { Rate } from './limits.ts'

/** Certificates whose answer is kept: the devices of a busy day. */
const keptMax = 16_384

export class WalletChecks implements Identity.WalletChecks {
  readonly #crypto: Crypto.Crypto
  readonly #bucket: Bucket.Bucket
  readonly #kept = new Map<string, boolean>()

  constructor(host: Host.Host, rate: Rate) {
    this.#crypto = host.crypto
    this.#bucket = new Bucket.Bucket(host.clock, rate)
  }

  /** `check`, unless its answer for these bytes is known. */
  #once(label: string, bytes: Uint8Array, check: () => boolean): boolean {
    const name = Bytes.toHex(this.#crypto.sha256(Bytes.labelled(label, bytes)))
    const known = this.#kept.get(name)
    if (known !== undefined) return known
    const waitMs = this.#bucket.take()
    if (waitMs > 0) throw new Errors.WireError('overloaded', { retryAfterMs: waitMs })
    const answer = check()
    if (this.#kept.size >= keptMax) this.#kept.delete(this.#kept.keys().next().value!)
    this.#kept.set(name, answer)
    return answer
  }

  /** Whether the account's wallet signed its account key. */
  readonly key = (key: AccountKey.AccountKey): boolean =>
    this.#once('wallet check key', Codec.encode(AccountKey.codec, key), () =>
      AccountKey.verify(key),
    )

  /** Whether the account's wallet signed a revocation. */
  readonly wallet = (revocation: Revocation.Revocation): boolean =>
    this.#once('wallet check revocation', Codec.encode(Revocation.codec, revocation), () =>
      Revocation.verifyWallet(revocation),
    )

  /**
   * Whether a device is its account's.
   *
   * @throws WireError `overloaded` if too many new wallets' signatures are asked for
   */
  async device(shown: Certificate.Certified): Promise<boolean> {
    const { certificate, signatureKey } = shown
    return (
      Certificate.fits(this.#crypto, shown) &&
      (await Certificate.verify(this.#crypto, certificate, signatureKey, this.key))
    )
  }

  /**
   * Whether an identity entry proves itself.
   *
   * @throws WireError `overloaded` if too many new wallets' signatures are asked for
   */
  entry(entry: Identity.Entry, network: Uint8Array): Promise<boolean> {
    return Identity.verify(this.#crypto, entry, { network, checks: this })
  }
}
