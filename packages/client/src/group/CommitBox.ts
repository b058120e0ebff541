/**
 * What hides commits from nodes. A commit is public to all members and those who come back, whatever
 * epoch's secrets they have: so it is encrypted under the *roster key*, which stays until somebody is
 * removed, and not under the group's own secrets.
 *
 * @module
 */
import { gcm } from '@noble/ciphers/aes.js'
import { hkdf } from '@noble/hashes/hkdf.js'
import { sha256 } from '@noble/hashes/sha2.js'
import * as Codec from '@parley/codec'
import { Bytes, Limits } from '@parley/protocol'

import { pad, unpad } from '../padding.ts'

/** A roster key, 32 bytes. */
export const rosterKey = Codec.fixed(32)

const contents = Codec.struct({
  /** The MLS commit, in the open. */
  commit: Codec.opaque({ lengthMax: Limits.wire.bodyBytesMax }),
  /**
   * The roster key of the commit before: whoever has a later one goes back through all of them, and
   * nobody forward.
   */
  before: Codec.optional(rosterKey),
})
export type Contents = Codec.TypeOf<typeof contents>

const padded = Codec.opaque({ lengthMax: contents.bytesMax })

/** A commit as an envelope carries it: to nodes random bytes of few sizes. */
export const codec = Codec.struct({
  /** Names the roster key that opens it, to who has it. */
  keyId: Codec.fixed(32),
  salt: Codec.fixed(32),
  ciphertext: Codec.opaque({ lengthMax: 2 * padded.bytesMax + 16 }),
})
export type CommitBox = Codec.TypeOf<typeof codec>

/** Each key seals one commit: the nonce is zero. */
const nonce = new Uint8Array(12)
const keyFor = (key: Uint8Array, salt: Uint8Array): Uint8Array =>
  hkdf(sha256, key, salt, Bytes.fromText('parley/3 commit'), 32)

/** Names a roster key without telling it: 32 bytes. */
export function keyIdOf(key: Uint8Array): Uint8Array {
  return sha256(Bytes.labelled('roster key', key))
}

/**
 * Seals a commit.
 *
 * @param salt 32 random bytes
 */
export function seal(key: Uint8Array, salt: Uint8Array, value: Contents): CommitBox {
  const plaintext = pad(padded, Codec.encode(contents, value))
  const ciphertext = gcm(keyFor(key, salt), nonce).encrypt(plaintext)
  return { keyId: keyIdOf(key), salt, ciphertext }
}

/** What a box holds; `undefined` if it is not sealed with this key, or holds nothing of the kind. */
export function open(
  key: Uint8Array,
  { keyId, salt, ciphertext }: CommitBox,
): Contents | undefined {
  if (!Bytes.equal(keyId, keyIdOf(key))) return undefined
  try {
    const plaintext = gcm(keyFor(key, salt), nonce).decrypt(ciphertext)
    return Codec.decode(contents, unpad(padded, plaintext))
  } catch {
    // Its author may have sealed anything.
    return undefined
  }
}
