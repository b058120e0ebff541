import { ascii, concat, empty } from './bytes.ts'

export type Hmac = (key: Uint8Array, data: Uint8Array) => Uint8Array

/** HKDF-Extract (RFC 5869 §2.2) with a hash of 32 bytes. */
export function extract(hmac: Hmac, salt: Uint8Array, ikm: Uint8Array): Uint8Array {
  return hmac(salt, ikm)
}

/** HKDF-Expand (RFC 5869 §2.3) with a hash of 32 bytes. */
export function expand(hmac: Hmac, prk: Uint8Array, info: Uint8Array, length: number): Uint8Array {
  if (length <= 32) {
    const block = hmac(prk, concat(info, Uint8Array.of(1)))
    return length === 32 ? block : block.slice(0, length)
  }
  if (length > 255 * 32) throw new RangeError(`${length} bytes are more than HKDF can give`)
  const output = new Uint8Array(length)
  let previous = empty
  for (let offset = 0, counter = 1; offset < length; offset += 32, counter++) {
    previous = hmac(prk, concat(previous, info, Uint8Array.of(counter)))
    output.set(previous.subarray(0, Math.min(32, length - offset)), offset)
  }
  return output
}

const version = /* @__PURE__ */ ascii('HPKE-v1')

/** `LabeledExtract` (RFC 9180 §4). */
export function labeledExtract(
  hmac: Hmac,
  suiteId: Uint8Array,
  salt: Uint8Array,
  label: string,
  ikm: Uint8Array,
): Uint8Array {
  return extract(hmac, salt, concat(version, suiteId, ascii(label), ikm))
}

/** `LabeledExpand` (RFC 9180 §4). */
export function labeledExpand(
  hmac: Hmac,
  suiteId: Uint8Array,
  prk: Uint8Array,
  label: string,
  info: Uint8Array,
  length: number,
): Uint8Array {
  const lengthBytes = Uint8Array.of(length >> 8, length & 0xff)
  return expand(hmac, prk, concat(lengthBytes, version, suiteId, ascii(label), info), length)
}
