/**
 * Invitations: how a device learns of a group it was added to. To nodes an invitation is random
 * bytes in an inbox.
 *
 * @module
 */
import { gcm } from '@noble/ciphers/aes.js'
import * as Codec from '@parley/codec'
import { hpke, type Primitives } from '@parley/mls'
import { Bytes, Seal, Topic } from '@parley/protocol'

/** What an invited device is told. */
export const invitation = Codec.struct({
  /** The group's topic. */
  descriptor: Topic.descriptor,
  /** The seal of the commit that added the device: without it the welcome is worth nothing. */
  seal: Seal.certificate,
  /** The version of the network whose replicas of the topic sealed it. */
  version: Codec.uint53,
  welcome: Codec.opaque({ lengthMax: 480 * 1024 }),
})
export type Invitation = Codec.TypeOf<typeof invitation>

/** Devices of an account that one invitation may be for. */
const recipientsMax = 32

const sealed = Codec.struct({
  recipients: Codec.vector(
    Codec.struct({
      kemOutput: Codec.fixed(32),
      /** The content key, 32 bytes, and the tag. */
      key: Codec.fixed(48),
    }),
    { countMin: 1, countMax: recipientsMax },
  ),
  /** AES-256-GCM under the content key, used once: the nonce is zero. */
  ciphertext: Codec.opaque({ lengthMax: invitation.bytesMax + 16 }),
})

const info = Bytes.fromText('parley/1 invitation')
const nonce = new Uint8Array(12)

const box = (primitives: Primitives): ReturnType<typeof hpke> =>
  hpke(primitives, { kem: 'x25519', aead: 'aes128gcm' })

/**
 * Seals an invitation for an account's devices (HPKE, RFC 9180, X25519).
 *
 * @param inboxKeys the devices' public keys, at most 32 are served
 * @returns the body of an inbox envelope
 */
export function seal(
  primitives: Primitives,
  value: Invitation,
  inboxKeys: readonly Uint8Array[],
): Uint8Array {
  const suite = box(primitives)
  const key = primitives.randomBytes(32)
  return Codec.encode(sealed, {
    recipients: inboxKeys.slice(0, recipientsMax).map((inboxKey) => {
      const { kemOutput, ciphertext } = suite.seal({ publicKey: inboxKey, info, plaintext: key })
      return { kemOutput, key: ciphertext }
    }),
    ciphertext: gcm(key, nonce).encrypt(Codec.encode(invitation, value)),
  })
}

/** The invitation, if it is for this device; `undefined` if it is for another, or nonsense. */
export function open(
  primitives: Primitives,
  body: Uint8Array,
  inboxSecret: Uint8Array,
): Invitation | undefined {
  try {
    const { recipients, ciphertext } = Codec.decode(sealed, body)
    const suite = box(primitives)
    for (const recipient of recipients) {
      let key: Uint8Array
      try {
        key = suite.open({
          privateKey: inboxSecret,
          kemOutput: recipient.kemOutput,
          ciphertext: recipient.key,
          info,
        })
      } catch {
        continue
      }
      return Codec.decode(invitation, gcm(key, nonce).decrypt(ciphertext))
    }
  } catch {
    // Strangers may write anything into an inbox.
  }
  return undefined
}
