/**
 * Wallet signatures: each costs about 2 ms of the main thread, so answers are kept and new ones
 * rationed.
 *
 * @module
 */
import * as Codec from '@parley/codec'
import { AccountKey, Bytes, Certificate, type Crypto, Identity, Revocation } from '@parley/protocol'

/** Certificates whose answer is kept: the devices of a busy day. */
const keptMax = 16_384

/** Who brings wallets' signatures to be checked. */
export type Payer = {
  /**
   * Called before one is checked that is not known yet.
   *
   * @throws WireError if there is nothing to pay with
   */
  readonly pay: () => void
  /** Told of one that is false. */
  readonly wasFalse: () => void
}

/** Nobody pays for what this node brings up itself. */
const nobody: Payer = { pay: () => {}, wasFalse: () => {} }

export class WalletChecks implements Identity.WalletChecks {
  readonly #crypto: Crypto.Crypto
  readonly #payer: Payer
  readonly #kept: Map<string, boolean>

  constructor(crypto: Crypto.Crypto, payer = nobody, kept = new Map<string, boolean>()) {
    this.#crypto = crypto
    this.#payer = payer
    this.#kept = kept
  }

  /** The same, at another one's expense. */
  by(payer: Payer): WalletChecks {
    return new WalletChecks(this.#crypto, payer, this.#kept)
  }

  /** `check`, unless its answer for these bytes is known. */
  #once(label: string, bytes: Uint8Array, check: () => boolean): boolean {
    const name = Bytes.toHex(this.#crypto.sha256(Bytes.labelled(label, bytes)))
    const known = this.#kept.get(name)
    if (known !== undefined) return known
    this.#payer.pay()
    const answer = check()
    if (!answer) this.#payer.wasFalse()
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
   * @throws WireError if the payer cannot pay for a new one
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
   * @throws WireError if the payer cannot pay for a new one
   */
  entry(entry: Identity.Entry, network: Uint8Array): Promise<boolean> {
    return Identity.verify(this.#crypto, entry, { network, checks: this })
  }
}
