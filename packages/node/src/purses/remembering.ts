/**
 * Signatures that verified once need no second check: what a gateway has checked, its own replica
 * asks for again, and drivers of a slot show the same statements many times.
 *
 * @module
 */
import { Bytes, type Crypto } from '@parley/protocol'

/** Signatures remembered: those of the slots that are decided now. */
const rememberedMax = 16_384

/** The same cryptography, which remembers what verified. */
export function remembering(crypto: Crypto.Crypto): Crypto.Crypto {
  const verified = new Set<string>()
  return {
    ...crypto,
    async verify(publicKey, message, signature) {
      const name = Buffer.from(
        crypto.sha256(Bytes.concat(publicKey, crypto.sha256(message), signature)),
      ).toString('latin1')
      if (verified.has(name)) return true
      if (!(await crypto.verify(publicKey, message, signature))) return false
      if (verified.size >= rememberedMax) verified.delete(verified.values().next().value!)
      verified.add(name)
      return true
    },
  }
}
