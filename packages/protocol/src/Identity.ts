/**
 * An account's identity log: the entries of its identity topics, a set that merges without order.
 * Each entry proves itself, so any node can check it and any node can serve it; and each is one
 * envelope, so nobody can make two of it.
 *
 * @module
 */
import { sha256 } from '@noble/hashes/sha2.js'
import * as Codec from '@parley/codec'

import type { Account } from './Account.ts'
import * as AccountKey from './AccountKey.ts'
import * as Bytes from './Bytes.ts'
import * as Certificate from './Certificate.ts'
import { type Crypto, type KeyPair, signatureBytes } from './Crypto.ts'
import * as Envelope from './Envelope.ts'
import * as Limits from './Limits.ts'
import * as Revocation from './Revocation.ts'
import * as Topic from './topic/Topic.ts'
import * as Unlocks from './Unlocks.ts'

/** A device says how it is reached: its certificate, its inbox, its current MLS key package. */
export const announcementContent = Codec.struct({
  /** The network's id: what is said in one is not said in another. */
  network: Codec.fixed(32),
  device: Certificate.certified,
  /** X25519: seals the device's inbox mail. */
  inboxKey: Codec.fixed(32),
  /** Milliseconds since the Unix epoch: a later announcement of the same device replaces this one. */
  issuedAt: Codec.uint53,
  inbox: Topic.descriptor,
  /** The device's name, sealed for the account's devices. */
  name: Codec.opaque({ lengthMax: 128 }),
  /** An MLS KeyPackage message (RFC 9420 §10); post-quantum ones take about 3 kB. */
  keyPackage: Codec.opaque({ lengthMax: 6 * 1024 }),
})
export type AnnouncementContent = Codec.TypeOf<typeof announcementContent>

/** An entry of the log, the body of an envelope in the identity topics. */
export const entry = Codec.select({
  key: [1, AccountKey.codec],
  unlocks: [2, Unlocks.codec],
  device: [
    3,
    Codec.struct({ content: announcementContent, signature: Codec.fixed(signatureBytes) }),
  ],
  revocation: [4, Revocation.codec],
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
  return { type: 'device', content, signature: await crypto.sign(deviceKey, toSign(content)) }
}

/** The account an entry speaks of. */
export function accountOf(value: Entry): Account {
  switch (value.type) {
    case 'device':
      return value.content.device.certificate.credential.account
    case 'unlocks':
      return value.key.account
    case 'key':
    case 'revocation':
      return value.account
  }
}

/** The account key that an entry rests on; `undefined` for a revocation by the wallet. */
export function keyOf(value: Entry): AccountKey.AccountKey | undefined {
  switch (value.type) {
    case 'key': {
      const { type: _, ...key } = value
      return key
    }
    case 'unlocks':
      return value.key
    case 'device':
      return Certificate.keyOf(value.content.device.certificate)
    case 'revocation':
      return value.by.type === 'key' ? value.by.key : undefined
  }
}

/** When an entry was made, milliseconds since the Unix epoch. */
export function timeOf(value: Entry): number {
  switch (value.type) {
    case 'device':
      return value.content.issuedAt
    case 'unlocks':
    case 'key':
      return value.issuedAt
    case 'revocation':
      return value.revokedAt
  }
}

/**
 * When nodes may forget an entry. Account keys and revocations stay for good: what they took away
 * must not come back by their end.
 */
export function expiresAt(value: Entry): number {
  return value.type === 'key' || value.type === 'revocation'
    ? Number.MAX_SAFE_INTEGER
    : timeOf(value) + Limits.time.retentionSecondsMax * 1000
}

/** The one envelope of an entry in a home of its account. */
export function envelopeOf(crypto: Crypto, value: Entry, home: Topic.Home): Envelope.Envelope {
  const descriptor = Topic.identity(accountOf(value), home)
  return Envelope.self({
    topic: Topic.idOf(crypto, descriptor),
    kind: 'message',
    epoch: 0,
    sentAt: timeOf(value),
    expiresAt: expiresAt(value),
    body: Codec.encode(entry, value),
  })
}

/** Whether an envelope's times are those of its entry: others would be the same entry once more. */
export function isItsEnvelope(value: Entry, { sentAt, expiresAt: end }: Envelope.Content): boolean {
  return sentAt === timeOf(value) && end === expiresAt(value)
}

/** What is asked of wallets' signatures: {@link walletChecks}, or what remembers its answers. */
export type WalletChecks = {
  readonly key: (key: AccountKey.AccountKey) => boolean
  readonly wallet: (revocation: Revocation.Revocation) => boolean
}

/** Checks each signature, some 2 ms each. */
export const walletChecks: WalletChecks = {
  key: AccountKey.verify,
  wallet: Revocation.verifyWallet,
}

/**
 * Whether an entry proves itself: the wallet's signature, the account key's, the device's, and that
 * the inbox is the account's own.
 *
 * @param network the network's id
 */
export function verify(
  crypto: Crypto,
  value: Entry,
  { network, checks }: { network: Uint8Array; checks: WalletChecks },
): Promise<boolean> {
  switch (value.type) {
    case 'key':
      return Promise.resolve(checks.key(value))
    case 'unlocks':
      return Unlocks.verify(crypto, value, checks.key)
    case 'revocation':
      return Revocation.verify(crypto, value, checks)
    case 'device':
      return verifyAnnouncement(crypto, value, { network, checks })
  }
}

async function verifyAnnouncement(
  crypto: Crypto,
  { content, signature }: Extract<Entry, { type: 'device' }>,
  { network, checks }: { network: Uint8Array; checks: WalletChecks },
): Promise<boolean> {
  const { device, inbox, issuedAt } = content
  const { certificate } = device
  const { account, issuedAt: certifiedAt } = certificate.credential
  return (
    Bytes.equal(content.network, network) &&
    inbox.type === 'inbox' &&
    inbox.account === account &&
    issuedAt >= certifiedAt &&
    issuedAt < Certificate.expiresAt(certificate.credential) &&
    Certificate.fits(crypto, device) &&
    // The cheap check first: a forger should not cost a node the recovery of a key.
    (await crypto.verify(device.deviceKey, toSign(content), signature)) &&
    Certificate.verify(crypto, certificate, device.signatureKey, checks.key)
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
  /** The account key that counts; `undefined` for a wallet that has never joined. */
  readonly key: AccountKey.AccountKey | undefined
  readonly unlocks: Unlocks.Unlocks | undefined
  /** Devices that may speak for the account, oldest certificate first. */
  readonly devices: readonly Device[]
  /** Ids of revoked devices, in hex. */
  readonly revoked: ReadonlySet<string>
}

/**
 * What a set of verified entries says, whatever their order: the newest account key, and of what
 * rests on that key each device's latest announcement, less the revoked devices. What older keys
 * signed is void, revocations by the wallet that are older than the key too.
 */
export function fold(entries: readonly Entry[]): Identity {
  const key = entries.reduce(newestKey, undefined)
  if (key === undefined) return { key, unlocks: undefined, devices: [], revoked: new Set() }
  const revoked = new Set<string>()
  const latest = new Map<string, Extract<Entry, { type: 'device' }>>()
  let unlocks: Extract<Entry, { type: 'unlocks' }> | undefined
  for (const value of entries) {
    if (!restsOn(value, key)) continue
    if (value.type === 'revocation') revoked.add(Bytes.toHex(value.device))
    else if (value.type === 'unlocks') unlocks = later(unlocks, value)
    else if (value.type === 'device') {
      const name = Bytes.toHex(value.content.device.certificate.credential.device)
      latest.set(name, later(latest.get(name), value))
    }
  }
  const certifiedAt = ({ announcement }: Device): number =>
    announcement.device.certificate.credential.issuedAt
  const devices = [...latest]
    .filter(([name]) => !revoked.has(name))
    .map(([name, { content }]): Device => ({ id: Bytes.fromHex(name), announcement: content }))
    .toSorted((a, b) => certifiedAt(a) - certifiedAt(b) || Bytes.compare(a.id, b.id))
  return { key, unlocks, devices, revoked }
}

/** Devices whose last word is kept after a newer account key: what they wrote before can be told from it. */
const formerMax = 256

/**
 * The entries of a set that still say something: what {@link fold} looks at, and each device's latest
 * announcement, void or not, as what it signed before is still read.
 */
export function keep(entries: readonly Entry[]): Entry[] {
  const key = entries.reduce(newestKey, undefined)
  if (key === undefined) return [...entries]
  const single = new Map<string, Entry>()
  const revocations: Entry[] = []
  for (const value of entries) {
    const isDevice = value.type === 'device'
    if (!isDevice && !restsOn(value, key)) continue
    if (value.type === 'revocation') revocations.push(value)
    else {
      const name = isDevice
        ? Bytes.toHex(value.content.device.certificate.credential.device)
        : value.type
      single.set(name, later(single.get(name), value))
    }
  }
  const kept = [...single.values()].toSorted((a, b) => timeOf(b) - timeOf(a))
  return [...kept.slice(0, formerMax), ...revocations]
}

/** Whether a newer account key leaves an entry its meaning. */
export function restsOn(value: Entry, key: AccountKey.AccountKey): boolean {
  const own = keyOf(value)
  return own === undefined ? timeOf(value) > key.issuedAt : AccountKey.same(own, key)
}

function newestKey(
  newest: AccountKey.AccountKey | undefined,
  value: Entry,
): AccountKey.AccountKey | undefined {
  const key = keyOf(value)
  if (key === undefined) return newest
  return newest === undefined || AccountKey.compare(key, newest) > 0 ? key : newest
}

function later<E extends Entry>(known: E | undefined, value: E): E {
  return known === undefined || Bytes.compare(orderOf(value), orderOf(known)) > 0 ? value : known
}

const complement = (bytes: Uint8Array): Uint8Array => bytes.map((byte) => 255 - byte)

/**
 * Of two entries that speak of one thing the greater in this order counts: the later one; of two
 * made at once the one with the lesser hash, so that everybody takes the same.
 */
export function orderOf(value: Entry): Uint8Array {
  const hash = sha256(Codec.encode(entry, value))
  return Bytes.concat(Codec.encode(Codec.uint53, timeOf(value)), complement(hash))
}

/** The time of the entry that an order is of. */
export function timeOfOrder(order: Uint8Array): number {
  return Codec.decode(Codec.uint53, order.subarray(0, 8))
}

/**
 * What an entry rests on, in the order of `AccountKey.compare`: what is less than the newest account
 * key's is void. A revocation by the wallet rests on no key, and is void if it is older than one.
 */
export function generationOf(value: Entry): Uint8Array {
  const key = keyOf(value)
  const time = Codec.encode(Codec.uint53, key?.issuedAt ?? timeOf(value))
  return Bytes.concat(time, key === undefined ? new Uint8Array(33) : complement(key.accountKey))
}

/** The same of a device, by its credential. */
export function generationOfCredential(value: Certificate.Credential): Uint8Array {
  const time = Codec.encode(Codec.uint53, value.keyIssuedAt)
  return Bytes.concat(time, complement(value.accountKey))
}
