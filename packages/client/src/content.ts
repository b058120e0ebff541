/**
 * What members of a conversation say to each other, inside the encryption.
 *
 * @module
 */
import * as Codec from '@parley/codec'
import { Envelope } from '@parley/protocol'

/** The most envelopes one message names as seen before it. */
export const parentsMax = 8
/** A message's text, in bytes: longer things are attachments. */
export const textBytesMax = 64 * 1024

/** One message, whatever its type. */
export const content = Codec.struct({
  /** The message's id, 32 random bytes: the same after the envelope was made anew. */
  id: Codec.fixed(32),
  /** The last envelopes its writer had seen: a reader who lacks one knows, and fetches it. */
  parents: Codec.vector(Envelope.ref, { countMax: parentsMax }),
  /** One more than the highest its writer had seen (Lamport's clock): sorts the conversation. */
  clock: Codec.uint53,
  /** Milliseconds since the Unix epoch, by the writer's clock. */
  at: Codec.uint53,
  /** `authority/type:major.minor` */
  type: Codec.utf8({ lengthMax: 128 }),
  /** The text, or what to show where the type is unknown. Empty: show nothing. */
  fallback: Codec.utf8({ lengthMax: textBytesMax }),
  body: Codec.opaque({ lengthMax: 256 * 1024 }),
})
export type Content = Codec.TypeOf<typeof content>

/** Plain text: all of it is the fallback. */
export const textType = 'parley/text:1.0'
/** Tells the writer how far its messages got; body {@link receipt}. Never shown. */
export const receiptType = 'parley/receipt:1.0'

export const receipt = Codec.struct({
  kind: Codec.enumeration({ delivered: 1, read: 2 }),
  messages: Codec.vector(Codec.fixed(32), { countMin: 1, countMax: 512 }),
})
export type Receipt = Codec.TypeOf<typeof receipt>

/** Sizes leak what is said; so few remain: powers of two from 256 bytes, and half steps above 4 KiB. */
function bucket(length: number): number {
  let size = 256
  while (size < length) size *= 2
  return size > 4096 && length <= (size * 3) / 4 ? (size * 3) / 4 : size
}

const padded = Codec.opaque({ lengthMax: content.bytesMax })

/** Encodes content, padded with zeros to a bucket. */
export function encode(value: Content): Uint8Array {
  const bytes = Codec.encode(padded, Codec.encode(content, value))
  const out = new Uint8Array(bucket(bytes.length))
  out.set(bytes)
  return out
}

/**
 * Decodes padded content.
 *
 * @throws CodecError if it is no content, or the padding is not all zeros
 */
export function decode(bytes: Uint8Array): Content {
  const reader = new Codec.Reader(bytes)
  const inner = padded.read(reader)
  if (reader.bytes(reader.remaining).some((byte) => byte !== 0))
    throw new Codec.CodecError('invalid', 'padding is not zero')
  return Codec.decode(content, inner)
}
