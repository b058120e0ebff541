/**
 * Who is who: the identity logs of accounts, and what this device says in its own account's.
 *
 * @module
 */
import * as Codec from '@parley/codec'
import {
  type Account,
  Bytes,
  Certificate,
  Envelope,
  Errors,
  Identity,
  Limits,
  Topic,
} from '@parley/protocol'

import type { Database, Transaction } from '../database.ts'
import { Patience } from '../patience.ts'
import * as Records from '../records.ts'
import type { ClientHost } from '../host.ts'
import type { Network } from '../network.ts'
import type { DeviceKeys } from '../session.ts'
import type { GroupEngine } from '../engine.ts'
import type { Checks } from './checks.ts'
import { sealName } from './deviceName.ts'

/** A key package is replaced after so long even if nobody used it. */
const announcedMsMax = 30 * 24 * 3_600_000
/** Strangers who read an old announcement may still use its key package for so long. */
const keyPackageKeptMs = 14 * 24 * 3_600_000
/** Entries kept of an account: what nodes keep of it, and what its former devices last said. */
const entriesMax = 1024

/** What identities are read and said with. */
export type IdentitiesOptions = {
  readonly host: ClientHost
  readonly database: Database
  readonly engine: GroupEngine
  readonly network: Network
  readonly checks: Checks
}

export class Identities {
  readonly #options: IdentitiesOptions
  /** Called when an account's log has news. */
  readonly #onChange: (account: Account.Account) => void
  readonly #patience: Patience
  readonly #followed = new Map<Account.Account, readonly (() => void)[]>()

  constructor(options: IdentitiesOptions, onChange: (account: Account.Account) => void) {
    this.#options = options
    this.#onChange = onChange
    this.#patience = new Patience(options)
  }

  close(): void {
    this.#patience.close()
  }

  /** The account as this device last saw it. Local. */
  async known(account: Account.Account): Promise<Identity.Identity> {
    const { database } = this.#options
    return Records.identityOf(await database.get(Records.contact, Records.keys.contact(account)))
  }

  /**
   * The account as a quorum of replicas of its homes has it now, joined with what was known before: a
   * node that withholds a revocation cannot take it back. One home that answers is enough to go on.
   *
   * @throws WireError `unavailable`
   */
  async read(account: Account.Account): Promise<Identity.Identity> {
    const { host, network } = this.#options
    const read = await Promise.allSettled(
      Topic.homes.map((home) =>
        network.reading.readAll(Topic.idOf(host.crypto, Topic.identity(account, home))),
      ),
    )
    const found = read.flatMap((home) => (home.status === 'fulfilled' ? [home.value] : []))
    for (const home of read) if (home.status === 'rejected' && found.length === 0) throw home.reason
    await this.#add(account, found.flat())
    return this.known(account)
  }

  /** Follows an account's log from now on. */
  follow(account: Account.Account): void {
    if (this.#followed.has(account)) return
    const { host } = this.#options
    const topics = Topic.homes.map((home) => Topic.idOf(host.crypto, Topic.identity(account, home)))
    this.#followed.set(
      account,
      topics.map((topic) => this.#followTopic(account, topic)),
    )
  }

  #followTopic(account: Account.Account, topic: Uint8Array): () => void {
    const { network, database } = this.#options
    const name = Bytes.toHex(topic)
    return network.reading.subscribe(
      topic,
      async (replica) =>
        (await database.get(Records.number, Records.keys.cursor(name, replica))) ?? 0,
      async ({ replica, position, envelope }) => {
        await this.#patience.until(async () => {
          await this.#add(account, [envelope])
          await database.transact(async (transaction) =>
            transaction.put(Records.number, Records.keys.cursor(name, replica.name), position),
          )
        })
      },
    )
  }

  async #add(account: Account.Account, envelopes: readonly Uint8Array[]): Promise<void> {
    const { host, database } = this.#options
    const entries = new Map<string, Uint8Array>()
    for (const bytes of envelopes) {
      const body = bodyOf(bytes)
      // Both homes of an account hold the same.
      if (body !== undefined) entries.set(Bytes.toHex(body), body)
    }
    const record = await database.get(Records.contact, Records.keys.contact(account))
    for (const known of record?.entries ?? []) entries.delete(Bytes.toHex(known))
    const good: Identity.Entry[] = []
    for (const body of entries.values()) {
      try {
        const entry = Codec.decode(Identity.entry, body)
        if (await this.#verify(account, entry)) good.push(entry)
      } catch (error) {
        host.log.warn({ account, error: String(error) }, 'identity entry refused')
      }
    }
    if (good.length === 0) return
    const news = await database.transact((transaction) => this.#put(transaction, account, good))
    if (news) this.#onChange(account)
  }

  async #verify(account: Account.Account, entry: Identity.Entry): Promise<boolean> {
    const { host, network, checks } = this.#options
    // Nodes refuse what is ahead of time, so that nothing of it can be final; and so do readers.
    const isAhead = Identity.timeOf(entry) > host.clock.now() + aheadMsMax
    if (Identity.accountOf(entry) !== account || isAhead) return false
    const { id } = network.members
    if (!(await Identity.verify(host.crypto, entry, { network: id, checks }))) return false
    if (entry.type === 'device') checks.found(entry.content.device)
    return true
  }

  /** @returns whether it says something new */
  async #put(
    transaction: Transaction,
    account: Account.Account,
    entries: readonly Identity.Entry[],
  ): Promise<boolean> {
    const key = Records.keys.contact(account)
    const record = await transaction.get(Records.contact, key)
    const before = new Set(record?.entries.map(Bytes.toHex))
    const known = record?.entries.map((bytes) => Codec.decode(Identity.entry, bytes)) ?? []
    const kept = Identity.keep([...known, ...entries])
      .map((entry) => Codec.encode(Identity.entry, entry))
      .slice(0, entriesMax)
    if (kept.every((bytes) => before.has(Bytes.toHex(bytes)))) return false
    transaction.put(Records.contact, key, { entries: kept })
    return true
  }

  // ---- this account's own

  /** Puts entries of this account's log on their way; {@link flush} sees that they arrive. */
  async say(
    transaction: Transaction,
    account: Account.Account,
    entries: readonly Identity.Entry[],
  ): Promise<void> {
    for (const entry of entries) {
      const next = ((await transaction.get(Records.number, Records.keys.sequence)) ?? 0) + 1
      transaction.put(Records.number, Records.keys.sequence, next)
      transaction.put(
        Records.ownEntry,
        Records.keys.ownEntry(next),
        Codec.encode(Identity.entry, entry),
      )
    }
    if (await this.#put(transaction, account, entries))
      transaction.after(() => this.#onChange(account))
  }

  /**
   * Stores what this device said at both homes.
   *
   * @throws WireError
   */
  async flush(): Promise<void> {
    const { database } = this.#options
    for (const { key, value } of await database.list(Records.ownEntry, Records.keys.ownEntries)) {
      await this.#publish(Codec.decode(Identity.entry, value))
      await database.transact(async (transaction) => transaction.delete(key))
    }
  }

  async #publish(entry: Identity.Entry): Promise<void> {
    const { host, network } = this.#options
    await Promise.all(
      Topic.homes.map(async (home) => {
        const envelope = Identity.envelopeOf(host.crypto, entry, home)
        const descriptor = Topic.identity(Identity.accountOf(entry), home)
        try {
          await network.publishing.publish(envelope, { descriptor })
        } catch (error) {
          // Something newer of the same is there already.
          if (!(error instanceof Errors.WireError) || error.code !== 'superseded') throw error
        }
      }),
    )
  }

  /**
   * Tells the network how this device is reached, if it does not know or has an old key package.
   *
   * @returns in how many milliseconds it is to be asked again
   * @throws WireError
   */
  async announce(device: DeviceKeys): Promise<number> {
    const { host, database } = this.#options
    await this.flush()
    const now = host.clock.now()
    const prepared = await database.transact((transaction) =>
      this.#prepare(transaction, device, now),
    )
    if (typeof prepared === 'number') return prepared
    const { record, keyPackage } = prepared
    const { inboxKey } = device
    // Not before it was certified, by another device's clock perhaps.
    const issuedAt = Math.max(now, record.shown.certificate.credential.issuedAt)
    const entry = await Identity.announce(
      host.crypto,
      {
        network: this.#options.network.members.id,
        device: record.shown,
        inboxKey,
        issuedAt,
        inbox: record.inbox,
        name: sealName(host, device, record.name),
        keyPackage,
      },
      device.deviceKey,
    )
    await this.#publish(entry)
    const { account } = device
    const news = await database.transact(async (transaction) => {
      const current = (await transaction.get(Records.device, Records.keys.device))!
      // Certified or named anew meanwhile: that is still to be said.
      const isCertified = sameCertificate(current.shown, record.shown)
      transaction.put(Records.device, Records.keys.device, {
        ...current,
        announcedAt: isCertified ? issuedAt : 0,
        changed: current.name !== record.name,
      })
      return this.#put(transaction, account, [entry])
    })
    if (news) this.#onChange(account)
    return announcedMsMax
  }

  /** What is to be announced, or in how many milliseconds to look again. */
  async #prepare(
    transaction: Transaction,
    device: DeviceKeys,
    now: number,
  ): Promise<{ record: Records.Device; keyPackage: Uint8Array } | number> {
    const { engine } = this.#options
    const current = (await transaction.get(Records.device, Records.keys.device))!
    const { announcedAt, shown } = current
    const isStale = current.keyPackage.length === 0 || current.changed
    // Nodes let a device that was just certified announce itself again.
    const isNew = now - shown.certificate.credential.issuedAt < Limits.time.announcementMs
    const pauseMs = isNew ? 0 : Limits.time.announcementMs
    const due = announcedAt + (isStale ? pauseMs : announcedMsMax)
    if (announcedAt > 0 && now < due) return due - now
    for (const { key, value } of await transaction.list(
      Records.keyPackage,
      Records.keys.keyPackages,
    ))
      if (now - value.createdAt > announcedMsMax + keyPackageKeptMs) transaction.delete(key)
    const made = engine.newKeyPackage(device.leaf, now)
    transaction.put(Records.keyPackage, Records.keys.keyPackage(Bytes.toHex(made.ref)), {
      secret: made.secret,
      createdAt: now,
    })
    const record = { ...current, keyPackage: made.ref }
    transaction.put(Records.device, Records.keys.device, record)
    return { record, keyPackage: made.keyPackage }
  }
}

/** Nodes take nothing that is two minutes ahead; this device's clock may be wrong by more. */
const aheadMsMax = 24 * 3_600_000

/** What an envelope carries; nothing if a node delivered no envelope. */
function bodyOf(envelope: Uint8Array): Uint8Array | undefined {
  try {
    return Codec.decode(Envelope.codec, envelope).content.body
  } catch {
    return undefined
  }
}

function sameCertificate(a: Certificate.Certified, b: Certificate.Certified): boolean {
  return Bytes.equal(Codec.encode(Certificate.certified, a), Codec.encode(Certificate.certified, b))
}
