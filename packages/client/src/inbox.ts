/**
 * The account's inbox: invitations of strangers and friends, each opened once.
 *
 * @module
 */
import * as Codec from '@parley/codec'
import { type Account, Bytes, Envelope, Limits, Seal, Topic } from '@parley/protocol'

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
export const requestsMax = 500
/** Names of mail for which there was no room: more than the account's nodes keep in an inbox. */
const deferredMax = 65_536
/** So much of it is fetched and looked at when there is room again, and so much at once. */
const looksMax = 256
const looksAtOnce = 16

/** What became of mail: it is dealt with, its commit is to be fetched, or there is no room for it. */
type Outcome = 'done' | 'later' | 'deferred'

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
  #topic: Uint8Array | undefined
  #retrying = false
  /** The last deferred mail looked at: the next look goes on behind it. */
  #lookedAt = ''
  #looking = false

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
    this.#topic = topic
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
    this.look()
  }

  /** There may be room for mail that was put off. */
  look(): void {
    const topic = this.#topic
    if (topic === undefined || this.#looking) return
    this.#looking = true
    background(this.#session, 'deferred mail not looked at', () =>
      this.#look(topic).finally(() => (this.#looking = false)),
    )
  }

  async #look(topic: Uint8Array): Promise<void> {
    const { host, database, network } = this.#session
    const prefix = Records.keys.deferredIn(Bytes.toHex(topic))
    const all = await database.list(Envelope.ref, prefix)
    const start = all.findIndex(({ key }) => key > this.#lookedAt)
    const turned = start < 0 ? all : [...all.slice(start), ...all.slice(0, start)]
    for (let i = 0; i < Math.min(turned.length, looksMax); i += looksAtOnce) {
      const batch = turned.slice(i, i + looksAtOnce)
      const refs = batch.map(({ value }) => value)
      const found = await network.reading.fetch(topic, refs)
      for (const { key, value: ref } of batch) {
        this.#lookedAt = key
        const mail = found.get(Bytes.toHex(ref.id))
        if (mail !== undefined) await this.#mail(topic, mail.envelope)
        else if (ref.sentAt + 1000 * Limits.time.retentionSecondsDefault < host.clock.now())
          await database.transact(async (transaction) => transaction.delete(key))
      }
    }
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
    let outcome = value ? await this.#accept(value) : 'done'
    await database.transact(async (transaction) => {
      if (outcome === 'later') {
        const held = await transaction.list(Records.bytes, Records.keys.heldIn(name))
        if (held.length >= heldMax) outcome = 'deferred'
        else transaction.put(Records.bytes, Records.keys.held(name, ref), bytes)
      }
      const deferredKey = Records.keys.deferred(name, ref)
      if (outcome !== 'deferred') {
        transaction.put(Records.nothing, seenKey, {})
        transaction.delete(deferredKey)
        return
      }
      // Its name is remembered, and it is fetched again when there is room.
      const deferred = await transaction.list(Envelope.ref, Records.keys.deferredIn(name))
      if (deferred.length < deferredMax) transaction.put(Envelope.ref, deferredKey, ref)
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
          const outcome = !isOver && value ? await this.#accept(value) : 'done'
          if (outcome !== 'done') left++
          else await database.transact(async (transaction) => transaction.delete(key))
        }
        if (left > 0) this.#retryLater(topic, Math.min(retryMsMax, 2 * delayMs || retryMsMin))
      }),
    )
  }

  /**
   * Joins the group of an invitation, which is judged cheapest first: whether it is for this device,
   * what it claims, whether there is room for it; then who sealed it, and each signature of its group.
   */
  async #accept(value: Invitation.Invitation): Promise<Outcome> {
    const { host, database } = this.#session
    let joined: Groups.Claimed | undefined
    try {
      const own = await this.#keyPackageOf(value)
      if (own === undefined) return 'done'
      const claim = Groups.claimed(this.#session, value, own.secret)
      const room = await database.transact((transaction) => this.#roomFor(transaction, claim))
      if (room !== undefined) return room
      const commit = await this.#sealedCommit(value)
      if (commit === undefined) return 'later'
      const outcome = await database.transact(async (transaction): Promise<Outcome> => {
        const still = await this.#roomFor(transaction, claim)
        if (still !== undefined) return still
        await this.#enter(transaction, Groups.join(this.#session, value, commit, own.secret))
        await this.#useKeyPackage(transaction, own.ref)
        joined = claim
        return 'done'
      })
      if (outcome !== 'done') return outcome
    } catch (error) {
      host.log.warn({ error: String(error) }, 'invitation refused')
    }
    if (joined) await this.#events.onGroup(joined.name, joined.peer)
    return 'done'
  }

  /** The key package of this device that an invitation is for. */
  async #keyPackageOf({
    welcome,
  }: Invitation.Invitation): Promise<{ ref: Uint8Array; secret: Uint8Array } | undefined> {
    const { database, engine } = this.#session
    for (const ref of engine.welcomeRefs(welcome)) {
      const key = Records.keys.keyPackage(Bytes.toHex(ref))
      const held = await database.get(Records.keyPackage, key)
      if (held) return { ref, secret: held.secret }
    }
    return undefined
  }

  async #useKeyPackage(transaction: Transaction, ref: Uint8Array): Promise<void> {
    const record = (await transaction.get(Records.device, Records.keys.device))!
    if (!Bytes.equal(record.keyPackage, ref)) return
    const used = { ...record, keyPackage: new Uint8Array() }
    transaction.put(Records.device, Records.keys.device, used)
    transaction.after(() => this.#events.onKeyPackageUsed())
  }

  /** What becomes of an invitation that is not joined now; `undefined` if it can be. */
  async #roomFor(
    transaction: Transaction,
    { name, peer }: Groups.Claimed,
  ): Promise<'done' | 'deferred' | undefined> {
    const { host, device } = this.#session
    if (await transaction.has(Records.keys.group(name))) return 'done'
    const id = Groups.conversationId(host.crypto, [device.account, peer])
    const known = await transaction.get(Records.conversation, Records.keys.conversation(id))
    if (known?.consent === 'blocked') return 'done'
    const live = await Groups.live(transaction, known?.groups ?? [])
    if (live.length >= groupsMax) return 'deferred'
    if (known !== undefined && (known.consent !== 'request' || known.groups.length > 0))
      return undefined
    const all = await transaction.list(Records.conversation, Records.keys.conversations)
    const requests = all.filter(({ value }) => value.consent === 'request')
    return requests.length >= requestsMax && peer !== device.account ? 'deferred' : undefined
  }

  async #enter(transaction: Transaction, joined: Groups.Joined): Promise<void> {
    const { device } = this.#session
    const { name, group, state, peer } = joined
    const { id, record } = await ensureConversation(this.#session, transaction, peer, 'request')
    await Groups.end(transaction, id, joined.replaces.map(Bytes.toHex))
    const live = await Groups.live(transaction, record.groups)
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
  }

  /** The slot an invitation's seal is of; `undefined` if the network is newer than anyone here knows. */
  async #slotOf(
    topic: Uint8Array,
    { seal, version }: Invitation.Invitation,
  ): Promise<VersionedSlot | undefined> {
    const { network } = this.#session
    if (version > network.members.version) await network.refresh()
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
