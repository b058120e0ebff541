/**
 * Signals: what devices tell each other to meet. Sealed for one device and signed by another; to the
 * nodes that carry them they are random bytes.
 *
 * @module
 */
import * as Codec from '@parley/codec'
import { hpke, type Primitives } from '@parley/mls'
import { Bytes, Crypto, Limits } from '@parley/protocol'

/** A WebRTC offer fits with its candidates, and the whole stays below what nodes carry. */
const bodyBytesMax = 6 * 1024

/**
 * One run of a client: tabs and processes of a device listen at the same time, and one of them meets.
 * Random.
 */
const instance = Codec.fixed(8)

/** What is said. */
export const said = Codec.select({
  /** I am here, and reached so: let us meet. */
  here: [1, Codec.struct({ instance, reach: Codec.opaque({ lengthMax: 1024 }) })],
  /** Something of a meeting, for the transport; empty: it begins. */
  meet: [
    2,
    Codec.struct({
      instance,
      /** Whom it is said to. */
      to: instance,
      /** Chosen by the side that begins. */
      meeting: Codec.fixed(8),
      body: Codec.opaque({ lengthMax: bodyBytesMax }),
    }),
  ],
})
export type Said = Codec.TypeOf<typeof said>

/** What the signature covers. */
export const content = Codec.struct({
  from: Codec.fixed(32),
  to: Codec.fixed(32),
  /** Milliseconds since the Unix epoch. */
  at: Codec.uint53,
  /** Random: heard twice it is a replay, or came two ways. */
  id: Codec.fixed(16),
  said,
})
export type Content = Codec.TypeOf<typeof content>

export const signed = Codec.struct({ content, signature: Codec.fixed(Crypto.signatureBytes) })
export type Signed = Codec.TypeOf<typeof signed>

export const sealed = Codec.struct({
  kemOutput: Codec.fixed(32),
  ciphertext: Codec.opaque({ lengthMax: Limits.wire.signalBytesMax - 64 }),
})

const info = Bytes.fromText('parley/1 signal')

const box = (primitives: Primitives): ReturnType<typeof hpke> =>
  hpke(primitives, { kem: 'x25519', aead: 'aes128gcm' })

const toSign = (value: Content): Uint8Array =>
  Bytes.labelled('signal', Codec.encode(content, value))

/** Signs with the device's key, and seals for the other's inbox key (HPKE, RFC 9180). */
export async function seal(
  host: { crypto: Crypto.Crypto; primitives: Primitives },
  value: Content,
  keys: { device: Crypto.KeyPair; inboxKey: Uint8Array },
): Promise<Uint8Array> {
  const signature = await host.crypto.sign(keys.device, toSign(value))
  const plaintext = Codec.encode(signed, { content: value, signature })
  const { kemOutput, ciphertext } = box(host.primitives).seal({
    publicKey: keys.inboxKey,
    info,
    plaintext,
  })
  return Codec.encode(sealed, { kemOutput, ciphertext })
}

/** What was sealed for this device, its signature not yet checked; `undefined` if it is nonsense. */
export function open(
  primitives: Primitives,
  body: Uint8Array,
  inboxSecret: Uint8Array,
): Signed | undefined {
  try {
    const { kemOutput, ciphertext } = Codec.decode(sealed, body)
    const suite = box(primitives)
    return Codec.decode(
      signed,
      suite.open({ privateKey: inboxSecret, kemOutput, ciphertext, info }),
    )
  } catch {
    // Anyone with a certificate may signal anything.
    return undefined
  }
}

/** Whether the device with this key signed it. */
export function verify(
  crypto: Crypto.Crypto,
  value: Signed,
  deviceKey: Uint8Array,
): Promise<boolean> {
  return crypto.verify(deviceKey, toSign(value.content), value.signature)
}
