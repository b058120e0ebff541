/**
 * Wallet signatures: each costs about 2 ms of the main thread, so answers are kept and new ones
 * rationed.
 *
 * @module
 */
import * as Codec from '@parley/codec'
import { Bytes, Certificate, type Crypto, Identity } from '@parley/protocol'

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

export class WalletChecks {
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

  /**
   * Whether the account's wallet signed the certificate.
   *
   * @throws WireError if the payer cannot pay for a new one
   */
  certificate(signed: Certificate.Signed): boolean {
    const bytes = Codec.encode(Certificate.signed, signed)
    return this.#once('wallet check certificate', bytes, () => Certificate.verify(signed))
  }

  /**
   * Whether an identity entry proves itself.
   *
   * @throws WireError if the payer cannot pay for a new one
   */
  entry(entry: Identity.Entry): Promise<boolean> {
    if (entry.type === 'announcement')
      return Identity.verify(this.#crypto, entry, (signed) => this.certificate(signed))
    const bytes = Codec.encode(Certificate.signedRevocation, entry)
    return Promise.resolve(
      this.#once('wallet check revocation', bytes, () => Certificate.verifyRevocation(entry)),
    )
  }
}
