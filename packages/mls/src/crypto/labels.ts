import * as Codec from '@parley/codec'
import { MlsError } from '../MlsError.ts'
import { field, type HpkeCiphertext } from '../wire/scalars.ts'
import { ascii, empty } from './bytes.ts'
import { type CipherSuite, hashBytes } from './CipherSuite.ts'
import { expand } from './hkdf.ts'

const labels = new Map<string, Uint8Array>()

function labelBytes(label: string): Uint8Array {
  const known = labels.get(label)
  if (known !== undefined) return known
  const bytes = ascii(`MLS 1.0 ${label}`)
  // Callers' exporter labels do not pass here in numbers; the bound is against a program that does.
  if (labels.size < 256) labels.set(label, bytes)
  return bytes
}

/** `ExpandWithLabel` (RFC 9420 §8). */
export function expandWithLabel(
  suite: CipherSuite,
  secret: Uint8Array,
  label: string,
  context: Uint8Array,
  length: number,
): Uint8Array {
  const name = labelBytes(label)
  const writer = new Codec.Writer(8 + name.length + context.length)
  writer.uint16(length)
  writer.length(name.length)
  writer.bytes(name)
  writer.length(context.length)
  writer.bytes(context)
  return expand(suite.hmac, secret, writer.finish(), length)
}

/** `DeriveSecret` (RFC 9420 §8). */
export function deriveSecret(suite: CipherSuite, secret: Uint8Array, label: string): Uint8Array {
  return expandWithLabel(suite, secret, label, empty, hashBytes)
}

/** `DeriveTreeSecret` (RFC 9420 §9). */
export function deriveTreeSecret(
  suite: CipherSuite,
  secret: Uint8Array,
  label: string,
  generation: number,
  length: number,
): Uint8Array {
  const context = new Uint8Array(4)
  new DataView(context.buffer).setUint32(0, generation)
  return expandWithLabel(suite, secret, label, context, length)
}

function labeled(label: string, content: Uint8Array): Uint8Array {
  const name = labelBytes(label)
  const writer = new Codec.Writer(8 + name.length + content.length)
  writer.length(name.length)
  writer.bytes(name)
  writer.length(content.length)
  writer.bytes(content)
  return writer.finish()
}

/** `SignWithLabel` (RFC 9420 §5.1.2). */
export function signWithLabel(
  suite: CipherSuite,
  privateKey: Uint8Array,
  label: string,
  content: Uint8Array,
): Uint8Array {
  const message = labeled(label, content)
  try {
    return suite.signatures.sign(privateKey, message)
  } catch (cause) {
    throw new MlsError('invalid_key', 'private signature key is not usable', { cause })
  }
}

/** `VerifyWithLabel` (RFC 9420 §5.1.2). */
export function verifyWithLabel(
  suite: CipherSuite,
  publicKey: Uint8Array,
  label: string,
  content: Uint8Array,
  signature: Uint8Array,
): boolean {
  return suite.signatures.verify(publicKey, labeled(label, content), signature)
}

/** What `EncryptWithLabel` (RFC 9420 §5.1.3) makes of its label and context, once for many recipients. */
export function encryptionInfo(suite: CipherSuite, label: string, context: Uint8Array): Uint8Array {
  return suite.hpke.hashInfo(labeled(label, context))
}

/** `EncryptWithLabel` (RFC 9420 §5.1.3), its label and context prepared by {@link encryptionInfo}. */
export function encryptWithLabel(
  suite: CipherSuite,
  publicKey: Uint8Array,
  infoHash: Uint8Array,
  plaintext: Uint8Array,
): HpkeCiphertext {
  return suite.hpke.seal({ publicKey, infoHash, plaintext })
}

/** `DecryptWithLabel` (RFC 9420 §5.1.3). */
export function decryptWithLabel(
  suite: CipherSuite,
  privateKey: Uint8Array,
  label: string,
  context: Uint8Array,
  sealed: HpkeCiphertext,
): Uint8Array {
  return suite.hpke.open({ privateKey, ...sealed, info: labeled(label, context) })
}

const Reference = /* @__PURE__ */ Codec.struct({
  label: field,
  value: Codec.opaque({ lengthMax: 0x400_0000 }),
})

/** `RefHash` (RFC 9420 §5.2). */
export function refHash(suite: CipherSuite, label: string, value: Uint8Array): Uint8Array {
  return suite.hash(Codec.encode(Reference, { label: ascii(label), value }))
}
