import * as Codec from '@parley/codec'
import { wireLimits } from '../limits.ts'

/** Keys, ids, tags, hashes and signatures. */
export const field: Codec.Codec<Uint8Array> = /* @__PURE__ */ Codec.opaque({
  lengthMax: wireLimits.fieldBytesMax,
})

/** Application data and ciphertexts. */
export const content: Codec.Codec<Uint8Array> = /* @__PURE__ */ Codec.opaque({
  lengthMax: wireLimits.contentBytesMax,
})

/** `ProtocolVersion` (RFC 9420 §6): `mls10` is the only one. */
export const protocolVersion: Codec.Codec<number> = /* @__PURE__ */ Codec.map(
  Codec.uint16,
  onlyMls10,
  onlyMls10,
  () => 1,
)

function onlyMls10(version: number): number {
  if (version !== 1) throw new Codec.CodecError('invalid', `protocol version is ${version}`)
  return version
}

/** An HPKE ciphertext (RFC 9420 §7.6). */
export const HpkeCiphertext = /* @__PURE__ */ Codec.struct({
  kemOutput: field,
  ciphertext: content,
})
export type HpkeCiphertext = Codec.TypeOf<typeof HpkeCiphertext>
