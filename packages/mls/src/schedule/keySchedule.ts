import * as Codec from '@parley/codec'
import { type CipherSuite, hashBytes } from '../crypto/CipherSuite.ts'
import { extract } from '../crypto/hkdf.ts'
import { deriveSecret, expandWithLabel } from '../crypto/labels.ts'
import type { KeyPair } from '../crypto/Kem.ts'
import { FramedContent, wireFormats } from '../wire/Message.ts'
import { PreSharedKeyId } from '../wire/Proposal.ts'
import { field } from '../wire/scalars.ts'

/** The secrets of one epoch that outlive its beginning (RFC 9420 §8). */
export type EpochSecrets = {
  readonly senderDataSecret: Uint8Array
  readonly exporterSecret: Uint8Array
  readonly externalSecret: Uint8Array
  readonly confirmationKey: Uint8Array
  readonly membershipKey: Uint8Array
  readonly resumptionPsk: Uint8Array
  readonly epochAuthenticator: Uint8Array
  readonly initSecret: Uint8Array
}

/** What the key schedule gives at the start of an epoch. */
export type EpochStart = {
  readonly joinerSecret: Uint8Array
  readonly welcomeSecret: Uint8Array
  readonly encryptionSecret: Uint8Array
  readonly secrets: EpochSecrets
}

/** A hash's worth of zeros: the commit secret without a path, the PSK secret without PSKs. */
export function zeros(): Uint8Array {
  return new Uint8Array(hashBytes)
}

/** The key schedule (RFC 9420 §8) from the previous epoch's init secret. */
export function startEpoch(
  suite: CipherSuite,
  initSecret: Uint8Array,
  commitSecret: Uint8Array,
  pskSecret: Uint8Array,
  groupContext: Uint8Array,
): EpochStart {
  const base = extract(suite.hmac, initSecret, commitSecret)
  const joinerSecret = expandWithLabel(suite, base, 'joiner', groupContext, hashBytes)
  base.fill(0)
  return joinEpoch(suite, joinerSecret, pskSecret, groupContext)
}

/** The secret a welcome's group info is encrypted under (RFC 9420 §8). */
export function welcomeSecretOf(
  suite: CipherSuite,
  joinerSecret: Uint8Array,
  pskSecret: Uint8Array,
): Uint8Array {
  return deriveSecret(suite, extract(suite.hmac, joinerSecret, pskSecret), 'welcome')
}

/** The key schedule (RFC 9420 §8) from the joiner secret of a welcome. */
export function joinEpoch(
  suite: CipherSuite,
  joinerSecret: Uint8Array,
  pskSecret: Uint8Array,
  groupContext: Uint8Array,
): EpochStart {
  const memberSecret = extract(suite.hmac, joinerSecret, pskSecret)
  const epochSecret = expandWithLabel(suite, memberSecret, 'epoch', groupContext, hashBytes)
  const welcomeSecret = deriveSecret(suite, memberSecret, 'welcome')
  memberSecret.fill(0)
  const start = { joinerSecret, welcomeSecret, ...epochFrom(suite, epochSecret) }
  epochSecret.fill(0)
  return start
}

/** An epoch's secrets from its epoch secret (RFC 9420 §8, Table 4). */
export function epochFrom(
  suite: CipherSuite,
  epochSecret: Uint8Array,
): { encryptionSecret: Uint8Array; secrets: EpochSecrets } {
  const derive = (label: string): Uint8Array => deriveSecret(suite, epochSecret, label)
  return {
    encryptionSecret: derive('encryption'),
    secrets: {
      senderDataSecret: derive('sender data'),
      exporterSecret: derive('exporter'),
      externalSecret: derive('external'),
      confirmationKey: derive('confirm'),
      membershipKey: derive('membership'),
      resumptionPsk: derive('resumption'),
      epochAuthenticator: derive('authentication'),
      initSecret: derive('init'),
    },
  }
}

/** The key pair outsiders encrypt an external init to (RFC 9420 §8.3). */
export function externalKeyPair(suite: CipherSuite, externalSecret: Uint8Array): KeyPair {
  return suite.hpke.deriveKeyPair(externalSecret)
}

/** What the init secret of an external commit is exported with (RFC 9420 §8.3). */
export const externalInitExport = {
  exporterContext: /* @__PURE__ */ Uint8Array.from('MLS 1.0 external init secret', (c) =>
    c.charCodeAt(0),
  ),
  length: hashBytes,
} as const

/** `MLS-Exporter` (RFC 9420 §8.5). */
export function exporter(
  suite: CipherSuite,
  exporterSecret: Uint8Array,
  label: string,
  context: Uint8Array,
  length: number,
): Uint8Array {
  const secret = deriveSecret(suite, exporterSecret, label)
  return expandWithLabel(suite, secret, 'exported', suite.hash(context), length)
}

const PskLabel = /* @__PURE__ */ Codec.struct({
  id: PreSharedKeyId,
  index: Codec.uint16,
  count: Codec.uint16,
})

/** `psk_secret` of pre-shared keys in the order of their proposals (RFC 9420 §8.4). */
export function pskSecretOf(
  suite: CipherSuite,
  psks: readonly { id: PreSharedKeyId; secret: Uint8Array }[],
): Uint8Array {
  let secret = zeros()
  for (const [index, psk] of psks.entries()) {
    const extracted = extract(suite.hmac, zeros(), psk.secret)
    const context = Codec.encode(PskLabel, { id: psk.id, index, count: psks.length })
    const input = expandWithLabel(suite, extracted, 'derived psk', context, hashBytes)
    secret = extract(suite.hmac, input, secret)
  }
  return secret
}

/** The transcript up to a commit's signature (RFC 9420 §8.2). */
export function confirmedTranscriptHash(
  suite: CipherSuite,
  interimBefore: Uint8Array,
  commit: { wireFormat: 'public' | 'private'; content: FramedContent; signature: Uint8Array },
): Uint8Array {
  const writer = new Codec.Writer(512)
  writer.bytes(interimBefore)
  writer.uint16(wireFormats[commit.wireFormat])
  FramedContent.write(writer, commit.content)
  field.write(writer, commit.signature)
  return suite.hash(writer.finish())
}

/** The transcript with a commit's confirmation tag (RFC 9420 §8.2). */
export function interimTranscriptHash(
  suite: CipherSuite,
  confirmed: Uint8Array,
  confirmationTag: Uint8Array,
): Uint8Array {
  const writer = new Codec.Writer(128)
  writer.bytes(confirmed)
  field.write(writer, confirmationTag)
  return suite.hash(writer.finish())
}

/** The tag that proves a committer derived the epoch it announces (RFC 9420 §6.1). */
export function confirmationTagOf(
  suite: CipherSuite,
  confirmationKey: Uint8Array,
  confirmed: Uint8Array,
): Uint8Array {
  return suite.hmac(confirmationKey, confirmed)
}
