/**
 * The account's inbox: invitations of strangers and friends, each opened once.
 *
 * @module
 */
import * as Codec from '@parley/codec'
import { type Account, Bytes, Envelope, Seal, Topic } from '@parley/protocol'

import { ensureConversation } from './conversations.ts'
import type { Database, Transaction } from './database.ts'
import * as Groups from './groups.ts'
import * as Invitation from './invitation.ts'
import * as Records from './records.ts'
import { background, type Session } from './session.ts'
import { slotOf, type VersionedSlot } from './slots.ts'

/** Mail whose commit cannot be fetched waits: so much of it, and so long between two looks. */
const heldMax = 256
const retryMsMin = 2000
const retryMsMax = 5 * 60_000
/** Groups that may carry one conversation; two are usual, where both sides began at once. */
const groupsMax = 32
/** Strangers' requests that wait at once: each is followed, and that is not free. */
const requestsMax = 500

/** What the rest of the client does when mail came. */
export type InboxEvents = {
  /** A conversation's records changed. */
  readonly onConversation: (id: string) => void
  /** A group is new on this device. */
  readonly onGroup: (name: string, peer: Account.Account) => Promise<void>
  /** A conversation's group leads on no more, or another one says that it takes its place. */
  readonly onEnded: (conversation: string) => void
  /** The current key package was used: announce another. */
  readonly onKeyPackageUsed: () => void
}

/** Up to which position of a replica's log of a topic all is processed. */
export function cursorOf(
  database: Database,
  topic: Uint8Array,
): (replica: string) => Promise<number> {
  return async (replica) =>
    (await database.get(Records.number, Records.keys.cursor(Bytes.toHex(topic), replica))) ?? 0
}

export class Inbox {
  readonly #session: Session
  readonly #events: InboxEvents
  /** Called when something begins to be processed; what it returns, when it is. */
  readonly #begin: () => () => void
  #stop: () => void = () => {}
  #retrying = false

  constructor(session: Session, events: InboxEvents, begin: () => () => void) {
    this.#session = session
    this.#events = events
    this.#begin = begin
  }

  close(): void {
    this.#stop()
  }

  /** Follows this account's inbox. */
  follow(descriptor: Topic.Descriptor): void {
    const { host, network, database } = this.#session
    const topic = Topic.idOf(host.crypto, descriptor)
    this.#stop = network.reading.subscribe(
      topic,
      cursorOf(database, topic),
      async ({ replica, position, envelope }) => {
        const end = this.#begin()
        try {
          await this.#mail(topic, envelope)
          const key = Records.keys.cursor(Bytes.toHex(topic), replica.name)
          await database.transact(async (transaction) =>
            transaction.put(Records.number, key, position),
          )
        } finally {
          end()
        }
      },
    )
    // What could not be opened before the last stop.
    this.#retryLater(topic, 0)
  }

  /** Takes one piece of mail. Whatever a stranger wrote, the next piece is read. */
  async #mail(topic: Uint8Array, bytes: Uint8Array): Promise<void> {
    const { host, database, device } = this.#session
    const { content } = Codec.decode(Envelope.codec, bytes)
    const ref = Envelope.refOf(host.crypto, content)
    const name = Bytes.toHex(topic)
    const seenKey = Records.keys.seen(name, ref)
    if (await database.has(seenKey)) return
    const value = Invitation.open(host.primitives, content.body, device.inboxSecret)
    const outcome = value ? await this.#accept(value) : 'done'
    await database.transact(async (transaction) => {
      transaction.put(Records.nothing, seenKey, {})
      if (outcome === 'done') return
      const held = await transaction.list(Records.bytes, Records.keys.heldIn(name))
      if (held.length < heldMax) transaction.put(Records.bytes, Records.keys.held(name, ref), bytes)
    })
    if (outcome === 'later') this.#retryLater(topic, retryMsMin)
  }

  /** Looks again at mail whose commit could not be fetched. */
  #retryLater(topic: Uint8Array, delayMs: number): void {
    if (this.#retrying) return
    this.#retrying = true
    const { host, database, device } = this.#session
    const prefix = Records.keys.heldIn(Bytes.toHex(topic))
    host.clock.after(delayMs, () =>
      background(this.#session, 'mail not opened', async () => {
        this.#retrying = false
        let left = 0
        for (const { key, value: bytes } of await database.list(Records.bytes, prefix)) {
          const { content } = Codec.decode(Envelope.codec, bytes)
          const value = Invitation.open(host.primitives, content.body, device.inboxSecret)
          const isOver = content.expiresAt < host.clock.now()
          if (!isOver && value && (await this.#accept(value)) === 'later') left++
          else await database.transact(async (transaction) => transaction.delete(key))
        }
        if (left > 0) this.#retryLater(topic, Math.min(retryMsMax, 2 * delayMs || retryMsMin))
      }),
    )
  }

  /** Joins the group of an invitation; `later` if its commit cannot be fetched now. */
  async #accept(value: Invitation.Invitation): Promise<'done' | 'later'> {
    const { host, database } = this.#session
    let joined: { name: string; peer: Account.Account } | undefined
    try {
      const commit = await this.#sealedCommit(value)
      if (commit === undefined) return 'later'
      joined = await database.transact((transaction) => this.#join(transaction, value, commit))
    } catch (error) {
      host.log.warn({ error: String(error) }, 'invitation refused')
    }
    if (joined) await this.#events.onGroup(joined.name, joined.peer)
    return 'done'
  }

  async #join(
    transaction: Transaction,
    value: Invitation.Invitation,
    commit: Envelope.Envelope,
  ): Promise<{ name: string; peer: Account.Account } | undefined> {
    const { engine } = this.#session
    for (const ref of engine.welcomeRefs(value.welcome)) {
      const key = Records.keys.keyPackage(Bytes.toHex(ref))
      const held = await transaction.get(Records.keyPackage, key)
      if (!held) continue
      const joined = Groups.join(this.#session, value, commit, held.secret)
      const record = (await transaction.get(Records.device, Records.keys.device))!
      if (Bytes.equal(record.keyPackage, ref)) {
        const used = { ...record, keyPackage: new Uint8Array() }
        transaction.put(Records.device, Records.keys.device, used)
        transaction.after(() => this.#events.onKeyPackageUsed())
      }
      if (await transaction.has(Records.keys.group(joined.name))) return undefined
      return this.#enter(transaction, joined)
    }
    return undefined
  }

  async #enter(
    transaction: Transaction,
    joined: Groups.Joined,
  ): Promise<{ name: string; peer: Account.Account } | undefined> {
    const { device } = this.#session
    const { name, group, state, peer } = joined
    const { id, record } = await ensureConversation(this.#session, transaction, peer, 'request')
    if (record.consent === 'blocked') return undefined
    await Groups.end(transaction, id, joined.replaces.map(Bytes.toHex))
    const live = await Groups.live(transaction, record.groups)
    if (live.length >= groupsMax) return undefined
    if (record.consent === 'request' && record.groups.length === 0) {
      const prefix = Records.keys.conversations
      const all = await transaction.list(Records.conversation, prefix)
      const requests = all.filter(({ value }) => value.consent === 'request')
      if (requests.length > requestsMax) {
        transaction.delete(Records.keys.conversation(id))
        return undefined
      }
    }
    const own = peer === device.account
    transaction.put(Records.conversation, Records.keys.conversation(id), {
      ...record,
      groups: [...live, Bytes.fromHex(name)].toSorted(Bytes.compare),
      consent: own ? 'accepted' : record.consent,
    })
    Groups.putState(this.#session, transaction, name, state)
    transaction.put(Records.group, Records.keys.group(name), group)
    if (joined.replaces.length > 0) transaction.after(() => this.#events.onEnded(id))
    transaction.after(() => this.#events.onConversation(id))
    return { name, peer }
  }

  /** The slot an invitation's seal is of; `undefined` if the network is newer than anyone here knows. */
  async #slotOf(
    topic: Uint8Array,
    { seal, version }: Invitation.Invitation,
  ): Promise<VersionedSlot | undefined> {
    const { network } = this.#session
    if (version > network.members.turn) await network.refresh()
    return slotOf(this.#session, topic, seal.slot, version)
  }

  /**
   * The commit an invitation's seal names, if the network has it.
   *
   * @throws SealError if the seal does not verify
   */
  async #sealedCommit(value: Invitation.Invitation): Promise<Envelope.Envelope | undefined> {
    const { host, network } = this.#session
    const topic = Topic.idOf(host.crypto, value.descriptor)
    const slot = await this.#slotOf(topic, value)
    if (slot === undefined) return undefined
    await Seal.verifyCertificate(host.crypto, slot, value.seal)
    const found = await network.reading.fetch(topic, [value.seal.value])
    const hit = found.get(Bytes.toHex(value.seal.value.id))
    return hit && Codec.decode(Envelope.codec, hit.envelope)
  }
}
