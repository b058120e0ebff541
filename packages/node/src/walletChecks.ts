/**
 * Wallet signatures: each costs about 2 ms of the main thread, so answers are kept and new ones
 * rationed.
 *
 * @module
 */
import * as Codec from '@parley/codec'
import {
  Bucket,
  Bytes,
  Certificate,
  type Crypto,
  Errors,
  type Host,
  Identity,
} from '@parley/protocol'

import type { Rate } from './limits.ts'

/** Certificates whose answer is kept: the devices of a busy day. */
const keptMax = 16_384

export class WalletChecks {
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

  /**
   * Whether the account's wallet signed the certificate.
   *
   * @throws WireError `overloaded` if too many new ones are asked for
   */
  certificate(signed: Certificate.Signed): boolean {
    const bytes = Codec.encode(Certificate.signed, signed)
    return this.#once('wallet check certificate', bytes, () => Certificate.verify(signed))
  }

  /**
   * Whether an identity entry proves itself.
   *
   * @throws WireError `overloaded` if too many new ones are asked for
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
