/**
 * An account's identity log: the entries of its identity topic, a set that merges without order.
 * Each entry proves itself, so any node can check it and any node can serve it.
 *
 * @module
 */
import * as Codec from '@parley/codec'

import type { Account } from './Account.ts'
import * as Bytes from './Bytes.ts'
import * as Certificate from './Certificate.ts'
import { type Crypto, type KeyPair, signatureBytes } from './Crypto.ts'
import * as Topic from './Topic.ts'

/** A device says how it is reached: its certificate, its inbox, its current MLS key package. */
export const announcementContent = Codec.struct({
  certificate: Certificate.signed,
  /** Milliseconds since the Unix epoch: a later announcement of the same device replaces this one. */
  issuedAt: Codec.uint53,
  inbox: Topic.descriptor,
  /** An MLS KeyPackage message (RFC 9420 §10); post-quantum ones take about 3 kB. */
  keyPackage: Codec.opaque({ lengthMax: 6 * 1024 }),
})
export type AnnouncementContent = Codec.TypeOf<typeof announcementContent>

/** An entry of the log, the body of an envelope in the identity topic. */
export const entry = Codec.select({
  announcement: [
    1,
    Codec.struct({ content: announcementContent, signature: Codec.fixed(signatureBytes) }),
  ],
  revocation: [2, Certificate.signedRevocation],
})
export type Entry = Codec.TypeOf<typeof entry>

const toSign = (content: AnnouncementContent): Uint8Array =>
  Bytes.labelled('announcement', Codec.encode(announcementContent, content))

/** A device's signed announcement. */
export async function announce(
  crypto: Crypto,
  content: AnnouncementContent,
  deviceKey: KeyPair,
): Promise<Entry> {
  return {
    type: 'announcement',
    content,
    signature: await crypto.sign(deviceKey, toSign(content)),
  }
}

/** The account an entry speaks of. */
export function accountOf(value: Entry): Account {
  return value.type === 'announcement'
    ? value.content.certificate.certificate.account
    : value.revocation.account
}

/**
 * Whether an entry proves itself: the wallet's signature, the device's, and that the inbox is the
 * account's own.
 *
 * @param verifyCertificate {@link Certificate.verify}, or one that remembers its answers
 */
export async function verify(
  crypto: Crypto,
  value: Entry,
  verifyCertificate: (signed: Certificate.Signed) => boolean = Certificate.verify,
): Promise<boolean> {
  if (value.type === 'revocation') return Certificate.verifyRevocation(value)
  const { certificate, inbox } = value.content
  if (inbox.type !== 'inbox' || inbox.account !== certificate.certificate.account) return false
  // The cheap check first: a forger should not cost a node a key recovery.
  return (
    (await crypto.verify(
      certificate.certificate.deviceKey,
      toSign(value.content),
      value.signature,
    )) && verifyCertificate(certificate)
  )
}

/** A device as its account's log shows it. */
export type Device = {
  /** 32 bytes. */
  readonly id: Uint8Array
  readonly announcement: AnnouncementContent
}

/** An account as its log shows it. */
export type Identity = {
  /** Devices that may speak for the account, oldest certificate first. */
  readonly devices: readonly Device[]
  /** Ids of revoked devices, in hex. */
  readonly revoked: ReadonlySet<string>
}

/**
 * What a set of verified entries says, whatever their order: each device's latest announcement,
 * less the revoked devices.
 */
export function fold(crypto: Crypto, entries: readonly Entry[]): Identity {
  const revoked = new Set<string>()
  const latest = new Map<string, Device>()
  for (const value of entries)
    if (value.type === 'revocation') revoked.add(Bytes.toHex(value.revocation.device))
    else {
      const { certificate } = value.content.certificate
      const id = Certificate.deviceId(crypto, certificate.deviceKey)
      const known = latest.get(Bytes.toHex(id))
      if (known === undefined || known.announcement.issuedAt < value.content.issuedAt)
        latest.set(Bytes.toHex(id), { id, announcement: value.content })
    }
  const issuedAt = (device: Device): number => device.announcement.certificate.certificate.issuedAt
  const devices = [...latest.values()]
    .filter((device) => !revoked.has(Bytes.toHex(device.id)))
    .toSorted((a, b) => issuedAt(a) - issuedAt(b) || Bytes.compare(a.id, b.id))
  return { devices, revoked }
}
