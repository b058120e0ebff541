/**
 * Signatures of wallets and account keys, each checked once: a wallet's takes 2 ms.
 *
 * @module
 */
import * as Codec from '@parley/codec'
import { AccountKey, Bytes, Certificate, type Identity, Revocation } from '@parley/protocol'

/** What was found good is remembered, so many: the devices of a busy account's friends. */
const goodMax = 16_384

export class Checks implements Identity.WalletChecks {
  readonly #good = new Set<string>()

  #once(name: string, check: () => boolean): boolean {
    if (this.#good.has(name)) return true
    if (!check()) return false
    if (this.#good.size >= goodMax) this.#good.delete(this.#good.values().next().value!)
    this.#good.add(name)
    return true
  }

  readonly key = (key: AccountKey.AccountKey): boolean =>
    this.#once(`key ${Bytes.toHex(Codec.encode(AccountKey.codec, key))}`, () =>
      AccountKey.verify(key),
    )

  readonly wallet = (revocation: Revocation.Revocation): boolean =>
    this.#once(`revocation ${Bytes.toHex(Codec.encode(Revocation.codec, revocation))}`, () =>
      Revocation.verifyWallet(revocation),
    )

  /** Whether a certificate is its account's, for the device with this signature key. */
  readonly certificate = (value: Certificate.Certificate, signatureKey: Uint8Array): boolean =>
    this.#once(nameOf(value, signatureKey), () =>
      Certificate.verifyNow(value, signatureKey, this.key),
    )

  /** A certificate was found good elsewhere. */
  found({ certificate, signatureKey }: Certificate.Certified): void {
    this.#once(nameOf(certificate, signatureKey), () => true)
  }
}

function nameOf(value: Certificate.Certificate, signatureKey: Uint8Array): string {
  return `certificate ${Bytes.toHex(Codec.encode(Certificate.codec, value))} ${Bytes.toHex(signatureKey)}`
}
