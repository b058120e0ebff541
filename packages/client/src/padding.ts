/**
 * Padding: the sizes of what is encrypted leak what is said, so few remain.
 *
 * @module
 */
import * as Codec from '@parley/codec'

/** Powers of two from 256 bytes, and half steps above 4 KiB. */
function bucket(length: number): number {
  let size = 256
  while (size < length) size *= 2
  return size > 4096 && length <= (size * 3) / 4 ? (size * 3) / 4 : size
}

/**
 * Encodes a value, padded with zeros to a bucket.
 *
 * @param padded an opaque that holds the encoded value
 */
export function pad(padded: Codec.Codec<Uint8Array>, bytes: Uint8Array): Uint8Array {
  const framed = Codec.encode(padded, bytes)
  const out = new Uint8Array(bucket(framed.length))
  out.set(framed)
  return out
}

/**
 * What {@link pad} padded.
 *
 * @throws CodecError if it is none, or the padding is not all zeros
 */
export function unpad(padded: Codec.Codec<Uint8Array>, bytes: Uint8Array): Uint8Array {
  const reader = new Codec.Reader(bytes)
  const inner = padded.read(reader)
  if (reader.bytes(reader.remaining).some((byte) => byte !== 0))
    throw new Codec.CodecError('invalid', 'padding is not zero')
  return inner
}
