/**
 * What comes from the network: invitations, seals and messages, each processed once, in order, also
 * over restarts; what is missing is noticed and fetched.
 *
 * @module
 */
import * as Codec from '@parley/codec'
import { MlsError } from '@parley/mls'
import {
  Bytes,
  type Certificate,
  type Crypto,
  Envelope,
  type Network as Members,
  Seal,
  Topic,
} from '@parley/protocol'

import { Acknowledging } from './acknowledging.ts'
import type { Message } from './api.ts'
import type * as Content from './content.ts'
import type { Transaction } from './database.ts'
import { type Followed, followedOf, type Item, remember, senderOf } from './following.ts'
import { Gaps, type Named, want } from './gaps.ts'
import * as Groups from './groups.ts'
import { cursorOf, Inbox, type InboxEvents } from './inbox.ts'
import { Opening, type Outcome } from './opening.ts'
import { isOfDisk, Patience } from './patience.ts'
import type { OnDelivery } from './reading.ts'
import * as Records from './records.ts'
import { background, type Session } from './session.ts'
import { slotOf } from './slots.ts'
import { tellGated } from './telling.ts'

/** Envelopes processed in one transaction. */
const batchMax = 128
/** Envelopes of epochs to come that are held for each topic; the names of others are kept. */
const heldMax = 4096
/** Envelopes of one sender that are held as they are too far ahead of its others. */
const farMax = 64
/** How far gateways were read, where nothing else was worth writing, is written so much later. */
const cursorsMs = 1000
/** A commit that nobody seals is finished by whoever sees it, after so long. */
const unsealedMs = 3000

/** An item that is news. */
type Fresh = Item & Named & { readonly verified: boolean }

/** What the rest of the client does when something came. */
export type InboundEvents = InboxEvents & {
  readonly onMessage: (message: Message) => void
  /** Something was queued, or an epoch ended: see what can leave. */
  readonly onOutgoing: (conversation: string) => void
  /** A member of a conversation said something, whatever it is; runs in the transaction that takes it in. */
  readonly onContent: (
    transaction: Transaction,
    said: { conversation: string; writer: Certificate.Credential; content: Content.Content },
  ) => Promise<void>
  /** This device's store turned out to be a copy: it needs keys of its own. */
  readonly onCopied: () => void
  /** A commit stands unsealed. */
  readonly onUnsealed: (name: string, commit: Envelope.Envelope) => void
}

export class Inbound {
  readonly #session: Session
  readonly #events: InboundEvents
  readonly #groups = new Map<string, Followed>()
  readonly #inbox: Inbox
  readonly #acknowledging: Acknowledging
  readonly #opening: Opening
  readonly #gaps: Gaps
  /** Positions not written yet, by key. */
  readonly #cursors = new Map<string, number>()
  readonly #patience: Patience
  #busy = 0
  #idleWaiters: (() => void)[] = []
  #closed = false

  constructor(session: Session, events: InboundEvents) {
    this.#session = session
    this.#events = events
    this.#patience = new Patience(session)
    this.#inbox = new Inbox(session, events, () => this.#begin())
    this.#acknowledging = new Acknowledging(session, events.onOutgoing)
    this.#opening = new Opening(session, {
      ...events,
      onCopied: (transaction) => this.#copied(transaction),
    })
    this.#gaps = new Gaps(session, {
      take: (followed, item) =>
        new Promise((done) =>
          this.#push(followed, { delivery: undefined, compared: false, ...item, done }),
        ),
      revisit: (followed) => this.#revisit(followed),
      after: (delayMs, task) => this.#after(delayMs, task),
      begin: () => this.#begin(),
    })
  }

  /** Whether nothing received waits to be processed. */
  get idle(): boolean {
    return this.#busy === 0
  }

  /** Whether writers are about to be told of what arrived. */
  get acknowledging(): boolean {
    return !this.#acknowledging.idle
  }

  /** Follows this account's inbox. */
  followInbox(descriptor: Topic.Descriptor): void {
    this.#inbox.follow(descriptor)
  }

  /** A request was decided on, so that there may be room for mail that was put off. */
  decided(): void {
    this.#inbox.look()
  }

  /** Tells the writers of what arrived while it was not said yet, if the conversation is wanted. */
  acknowledge(conversation: string): Promise<void> {
    return this.#acknowledging.now(conversation)
  }

  /** Marks all messages of a conversation as read; gives those that were not. */
  markRead(conversation: string): Promise<readonly Message[]> {
    return this.#acknowledging.read(conversation)
  }

  /** Resolves when something was processed. */
  activity(): Promise<void> {
    return new Promise((resolve) => this.#idleWaiters.push(resolve))
  }

  #begin(): () => void {
    this.#busy++
    return () => {
      this.#busy--
      const waiters = this.#idleWaiters
      this.#idleWaiters = []
      for (const wake of waiters) wake()
    }
  }

  close(): void {
    this.#closed = true
    this.#inbox.close()
    for (const followed of this.#groups.values()) followed.stop()
    this.#patience.close()
  }

  // ---- groups

  /** Follows a group's topic. */
  follow(name: string, descriptor: Topic.Descriptor): void {
    if (this.#groups.has(name) || this.#closed) return
    const { host, network, database } = this.#session
    const topic = Topic.idOf(host.crypto, descriptor)
    const onDelivery: OnDelivery = (delivery) =>
      new Promise((done) => {
        const { envelope: bytes, replica } = delivery
        // Who passes on another's log answers for nothing in it.
        const from = delivery.from.name === replica.name ? replica : undefined
        this.#push(followed, { delivery, from, bytes, compared: true, done })
      })
    const followed = followedOf(name, topic, () => stop())
    const stop = network.reading.subscribe(topic, cursorOf(database, topic), onDelivery)
    this.#groups.set(name, followed)
    this.#gaps.resume(followed)
  }

  /** Whether all that a gateway has of a group was taken in since this process began. */
  hasRead(name: string): boolean {
    const followed = this.#groups.get(name)
    if (followed === undefined) return false
    const { reading } = this.#session.network
    return reading.isCaughtUp(followed.topic) && followed.queue.length === 0 && !followed.draining
  }

  /**
   * Takes an envelope this device got by itself, as if it had been delivered.
   *
   * @param options `compared`: nodes that do not deliver it are asked for it
   */
  take(
    name: string,
    envelope: Envelope.Envelope,
    { compared = false }: { compared?: boolean } = {},
  ): Promise<void> {
    const followed = this.#groups.get(name)
    if (!followed) return Promise.resolve()
    const bytes = Codec.encode(Envelope.codec, envelope)
    return new Promise((done) =>
      this.#push(followed, { delivery: undefined, from: undefined, bytes, compared, done }),
    )
  }

  #push(followed: Followed, item: Item): void {
    followed.queue.push(item)
    if (followed.draining) return
    followed.draining = true
    const end = this.#begin()
    // One turn later: what came in one message is processed in one transaction.
    void Promise.resolve()
      .then(() => this.#drain(followed))
      .finally(end)
  }

  /** Processes what came. What this device's disk does not take now stays, and is tried again. */
  async #drain(followed: Followed): Promise<void> {
    const { queue } = followed
    while (queue.length > 0 && !this.#closed)
      await this.#patience.until(async (failures) => {
        // One that fails by itself holds up nobody.
        const items = queue.splice(0, failures > 0 ? 1 : batchMax)
        try {
          await this.#process(followed, items)
        } catch (error) {
          queue.push(...items)
          throw error
        }
        for (const item of items) item.done()
      })
    followed.draining = false
  }

  async #process(followed: Followed, items: readonly Item[]): Promise<void> {
    const { database } = this.#session
    const group = await database.get(Records.group, Records.keys.group(followed.name))
    if (!group) return
    const fresh = (
      await Promise.all(items.map((item) => this.#check(followed, group, item)))
    ).filter((item) => item !== undefined)
    if (fresh.length === 0) return this.#noteCursors(followed, items)
    const missing = await database.transact(async (transaction) => {
      const gaps: Envelope.Ref[] = []
      for (const item of fresh) gaps.push(...(await this.#handle(followed, transaction, item)))
      for (const [key, position] of cursorsOf(followed, items))
        transaction.put(Records.number, key, position)
      return gaps
    })
    this.#gaps.missing(followed, missing)
    this.#gaps.compareLater(followed, fresh)
    await this.#tellGated(followed)
  }

  /** Nothing new came: where gateways are read up to can be written together, later. */
  #noteCursors(followed: Followed, items: readonly Item[]): void {
    const waits = this.#cursors.size > 0
    for (const [key, position] of cursorsOf(followed, items)) this.#cursors.set(key, position)
    if (waits) return
    this.#after(cursorsMs, async () => {
      const { database } = this.#session
      const cursors = [...this.#cursors]
      this.#cursors.clear()
      await database.transact(async (transaction) => {
        for (const [key, position] of cursors) {
          const known = (await transaction.get(Records.number, key)) ?? 0
          if (known < position) transaction.put(Records.number, key, position)
        }
      })
    })
  }

  /** Runs a task some time later, unless the client is closed by then. */
  #after(delayMs: number, task: () => Promise<unknown>): void {
    this.#session.host.clock.after(delayMs, () => {
      if (!this.#closed) background(this.#session, 'a later task failed', task)
    })
  }

  /** An envelope that is not known yet; names the node that delivered a forgery. */
  async #check(followed: Followed, group: Records.Group, item: Item): Promise<Fresh | undefined> {
    const { host, database } = this.#session
    const envelope = Codec.decode(Envelope.codec, item.bytes)
    const { content } = envelope
    const ref = Envelope.refOf(host.crypto, content)
    const name = Bytes.toHex(ref.id)
    if (followed.known.has(name)) return undefined
    if (await database.has(Records.keys.seen(Bytes.toHex(followed.topic), ref))) {
      remember(followed, name)
      return undefined
    }
    // Nothing can show whether it is one, and nothing of it is for this device.
    if (content.kind !== 'seal' && content.epoch < group.firstEpoch) {
      remember(followed, name)
      return undefined
    }
    const fresh = { ...item, envelope, ref, verified: false }
    if (content.kind === 'seal') return fresh
    const writer = Groups.writerOf(group, content.epoch)
    // A key not known yet is checked when the epoch is.
    if (writer === undefined) return fresh
    if (await this.#isSigned(envelope, ref, writer)) return { ...fresh, verified: true }
    this.#blame(followed, item.from, `envelope ${name} is not signed`)
    return undefined
  }

  /** Whether something of an epoch whose write key is known is signed by it. */
  async #isVerified(group: Records.Group, { verified, envelope, ref }: Fresh): Promise<boolean> {
    const writer = Groups.writerOf(group, envelope.content.epoch)
    return verified || (writer !== undefined && (await this.#isSigned(envelope, ref, writer)))
  }

  async #isSigned(
    { proof }: Envelope.Envelope,
    ref: Envelope.Ref,
    writer: Uint8Array,
  ): Promise<boolean> {
    const { crypto } = this.#session.host
    return (
      proof.type === 'signature' && (await Envelope.verify(crypto, ref.id, proof.signature, writer))
    )
  }

  #blame({ topic }: Followed, node: Members.Node | undefined, detail: string): void {
    if (node) this.#session.network.blameDelivery(node, topic, 'forged_envelope', detail)
  }

  /** @returns parents that this device has not seen */
  async #handle(
    followed: Followed,
    transaction: Transaction,
    item: Fresh,
  ): Promise<readonly Envelope.Ref[]> {
    const { name, topic } = followed
    const { envelope, ref } = item
    if (await transaction.has(Records.keys.seen(Bytes.toHex(topic), ref))) return []
    const group = (await transaction.get(Records.group, Records.keys.group(name)))!
    const epoch = Groups.epochOf(group)
    const { content } = envelope
    switch (content.kind) {
      case 'seal':
        await this.#seal(followed, transaction, item)
        return []
      case 'commit':
        if (content.epoch < epoch) Groups.markSeen(transaction, topic, ref)
        else if (content.epoch === epoch && !(await this.#isVerified(group, item)))
          return this.#refuse(followed, transaction, item, 'a commit is not signed')
        else {
          await this.#hold(followed, transaction, item)
          if (content.epoch === epoch) this.#watchUnsealed(followed, envelope)
        }
        return []
      case 'message':
        if (content.epoch <= epoch) return this.#message(followed, transaction, group, item)
        await this.#hold(followed, transaction, item)
        return []
    }
  }

  async #message(
    followed: Followed,
    transaction: Transaction,
    group: Records.Group,
    item: Fresh,
  ): Promise<readonly Envelope.Ref[]> {
    const { name, topic } = followed
    const { envelope, ref } = item
    const heldKey = Records.keys.held(Bytes.toHex(topic), ref)
    if (!(await this.#isVerified(group, item)))
      return this.#refuse(followed, transaction, item, 'it is not signed')
    const onNew = (message: Message, clock: number, parents: readonly Envelope.Ref[]): void => {
      followed.gated.push({ message, clock, parents, since: this.#session.host.clock.now() })
      if (!message.own && message.error === undefined)
        this.#acknowledging.later(message.conversation, message.id)
    }
    const outcome = await this.#opening.open(transaction, { name, group, envelope, ref, onNew })
    if (outcome.type === 'far') {
      await this.#holdFar(followed, transaction, item, outcome)
      return []
    }
    Groups.markSeen(transaction, topic, ref)
    transaction.delete(heldKey)
    if (outcome.type === 'unreadable') return []
    // One of those that a sender's others wait for came: perhaps it was the last.
    if (followed.far.has(senderOf(outcome.sender)))
      transaction.after(() => this.#revisitSoon(followed))
    return outcome.missing
  }

  /**
   * Drops what is not signed as it should be. Its name says nothing of its signatures, so the same may
   * come with good ones: it is asked for, and leaves no trace beside its name.
   */
  async #refuse(
    followed: Followed,
    transaction: Transaction,
    { ref, from }: Fresh,
    detail: string,
  ): Promise<readonly Envelope.Ref[]> {
    const key = Records.keys.held(Bytes.toHex(followed.topic), ref)
    if (await transaction.has(key)) {
      transaction.delete(key)
      await want(transaction, followed, ref)
      transaction.after(() => this.#gaps.seek(followed))
    }
    transaction.after(() => this.#blame(followed, from, detail))
    return []
  }

  /** Keeps what is of an epoch to come; nothing says yet that it is signed. */
  async #hold(
    followed: Followed,
    transaction: Transaction,
    { envelope, ref, from }: Fresh,
  ): Promise<void> {
    const topic = Bytes.toHex(followed.topic)
    const key = Records.keys.held(topic, ref)
    const bytes = Codec.encode(Envelope.codec, envelope)
    const known = await transaction.get(Records.held, key)
    // One of the two has another's signatures: which is the good one is known when the epoch is.
    if (known !== undefined && !Bytes.equal(known.envelope, bytes))
      return want(transaction, followed, ref)
    if (known !== undefined) return
    followed.held ??= (await transaction.list(Records.held, Records.keys.heldIn(topic))).length
    // A liar must not fill the disk: what is above it is fetched by its name when there is room.
    if (followed.held >= heldMax) return want(transaction, followed, ref)
    followed.held++
    transaction.put(Records.held, key, { from: from?.name ?? '', envelope: bytes })
  }

  async #holdFar(
    followed: Followed,
    transaction: Transaction,
    { envelope, ref, from }: Fresh,
    { place }: Extract<Outcome, { type: 'far' }>,
  ): Promise<void> {
    const waiting = followed.far.get(senderOf(place)) ?? new Set()
    followed.far.set(senderOf(place), waiting)
    const name = Bytes.toHex(ref.id)
    const { sentAt } = envelope.content
    transaction.after(() => this.#gaps.settleLater(followed, sentAt))
    if (waiting.size >= farMax && !waiting.has(name)) return want(transaction, followed, ref)
    waiting.add(name)
    const key = Records.keys.held(Bytes.toHex(followed.topic), ref)
    if (await transaction.has(key)) return
    transaction.put(Records.held, key, {
      from: from?.name ?? '',
      envelope: Codec.encode(Envelope.codec, envelope),
    })
  }

  /** This device was taken in again: what is held may be opened now. */
  lookAgain(name: string): void {
    const followed = this.#groups.get(name)
    if (followed) this.#revisitSoon(followed)
  }

  #revisitSoon(followed: Followed): void {
    if (followed.revisiting) return
    followed.revisiting = true
    this.#after(0, () => {
      followed.revisiting = false
      return this.#revisit(followed)
    })
  }

  /** Looks again at what is held, in the order it was sent. */
  async #revisit(followed: Followed): Promise<void> {
    const { database } = this.#session
    followed.far.clear()
    const missing = await database.transact((transaction) => this.#revisitIn(followed, transaction))
    this.#gaps.missing(followed, missing)
    await this.#tellGated(followed)
  }

  async #revisitIn(followed: Followed, transaction: Transaction): Promise<Envelope.Ref[]> {
    const { host, network } = this.#session
    const missing: Envelope.Ref[] = []
    const prefix = Records.keys.heldIn(Bytes.toHex(followed.topic))
    followed.held = undefined
    for (const { value } of await transaction.list(Records.held, prefix)) {
      const envelope = Codec.decode(Envelope.codec, value.envelope)
      const ref = Envelope.refOf(host.crypto, envelope.content)
      const from = network.members.node(value.from)
      const item = { delivery: undefined, from, compared: false, done: () => {} }
      const fresh = { ...item, bytes: value.envelope, envelope, ref, verified: false }
      missing.push(...(await this.#handle(followed, transaction, fresh)))
    }
    return missing
  }

  async #seal(followed: Followed, transaction: Transaction, item: Fresh): Promise<void> {
    const { host } = this.#session
    const { name, topic } = followed
    const { envelope, ref } = item
    const topicName = Bytes.toHex(topic)
    const group = (await transaction.get(Records.group, Records.keys.group(name)))!
    const epoch = Groups.epochOf(group)
    const certificate = decoded(envelope)
    // The slot is decided: whatever says so once more leaves no trace.
    if (certificate !== undefined && certificate.slot < epoch)
      return remember(followed, Bytes.toHex(ref.id))
    // Who decides a slot is known once it is open.
    if (certificate !== undefined && certificate.slot > epoch)
      return this.#hold(followed, transaction, item)
    const slot = certificate && this.#slotOf(topic, epoch, group.version)
    if (certificate !== undefined && slot === 'unknown') {
      transaction.after(() => this.#seeNetwork(followed, envelope))
      return this.#hold(followed, transaction, item)
    }
    const isGood = typeof slot === 'object' && (await isSealed(host.crypto, slot, certificate!))
    if (certificate === undefined || !isGood) {
      host.log.warn({ seal: Bytes.toHex(ref.id) }, 'seal refused')
      await this.#refuse(followed, transaction, item, 'a seal is not signed by its replicas')
      return
    }
    const commit = await this.#commitOf(transaction, topicName, group, certificate)
    if (!commit) {
      // Fetch the commit, then this seal is looked at again.
      await this.#hold(followed, transaction, item)
      await want(transaction, followed, certificate.value)
      transaction.after(() =>
        this.#after(0, async () => {
          await this.#gaps.fetch(followed, [certificate.value])
          await this.take(name, envelope)
          this.#gaps.seek(followed)
        }),
      )
      return
    }
    Groups.markSeen(transaction, topic, ref)
    transaction.delete(Records.keys.held(topicName, ref))
    const conversation = Bytes.toHex(group.conversation)
    try {
      const sealed = { name, certificate, commit }
      if ((await Groups.advance(this.#session, transaction, sealed)).isOut)
        return Groups.markSeen(transaction, topic, certificate.value)
    } catch (error) {
      if (isOfDisk(error)) throw error
      // A commit of this device that it did not make: its keys are in use elsewhere.
      if (error instanceof MlsError && error.code === 'own_message')
        return this.#copied(transaction)
      // For this member nothing leads on from here, and nobody can take a seal back: the conversation
      // goes on in another group, which says that it takes the place of this one.
      host.log.warn({ error: String(error) }, 'a sealed commit is not valid')
      await Groups.end(transaction, conversation, [name])
      transaction.after(() => this.#events.onEnded(conversation))
      return
    }
    transaction.delete(Records.keys.held(topicName, certificate.value))
    Groups.markSeen(transaction, topic, certificate.value)
    transaction.after(() => {
      this.#events.onOutgoing(conversation)
      this.#gaps.seek(followed)
    })
    // What waited for this epoch.
    const missing = await this.#revisitIn(followed, transaction)
    transaction.after(() => this.#gaps.missing(followed, missing))
  }

  /** Who decides a slot: nobody, or not known here yet. */
  #slotOf(topic: Uint8Array, epoch: number, version: number): Seal.Slot | 'unknown' | undefined {
    try {
      return slotOf(this.#session, topic, epoch, version) ?? 'unknown'
    } catch (error) {
      this.#session.host.log.warn({ error: String(error) }, 'nobody decides a slot')
      return undefined
    }
  }

  /** The commit that a seal names, if this device has it. */
  async #commitOf(
    transaction: Transaction,
    topic: string,
    { pending }: Records.Group,
    { value }: Seal.Certificate,
  ): Promise<Envelope.Envelope | undefined> {
    const own = pending && Codec.decode(Envelope.codec, pending.envelope)
    const { crypto } = this.#session.host
    if (own && Envelope.sameRef(Envelope.refOf(crypto, own.content), value)) return own
    const held = await transaction.get(Records.held, Records.keys.held(topic, value))
    return held && Codec.decode(Envelope.codec, held.envelope)
  }

  /** Who decides the group's slot is not known here: reads the network anew, then looks again. */
  #seeNetwork(followed: Followed, seal: Envelope.Envelope): void {
    this.#after(0, async () => {
      const { network, database } = this.#session
      await network.refresh()
      const group = await database.get(Records.group, Records.keys.group(followed.name))
      if (group === undefined || this.#closed) return
      if (group.version > network.members.turn) this.#seeNetwork(followed, seal)
      else await this.take(followed.name, seal)
    })
  }

  #tellGated(followed: Followed): Promise<void> {
    const { onMessage, onConversation } = this.#events
    const events = {
      onMessage,
      onConversation,
      stillMissing: (of: Followed, refs: readonly Envelope.Ref[]) =>
        this.#gaps.stillMissing(of, refs),
      after: (delayMs: number, task: () => Promise<unknown>) => this.#after(delayMs, task),
    }
    return tellGated(this.#session.host, events, followed)
  }

  async #copied(transaction: Transaction): Promise<void> {
    this.#session.host.log.warn({}, 'this device’s keys are in use elsewhere')
    if (await Groups.leaveAll(this.#session, transaction))
      transaction.after(() => this.#events.onCopied())
  }

  #watchUnsealed(followed: Followed, commit: Envelope.Envelope): void {
    const { database } = this.#session
    this.#after(unsealedMs, async () => {
      const key = Records.keys.group(followed.name)
      const group = await database.get(Records.group, key)
      if (group && Groups.epochOf(group) === commit.content.epoch)
        this.#events.onUnsealed(followed.name, commit)
    })
  }
}

/** What a seal says, if it is one. */
function decoded({ content }: Envelope.Envelope): Seal.Certificate | undefined {
  try {
    return Codec.decode(Seal.certificate, content.body)
  } catch {
    return undefined
  }
}

function isSealed(
  crypto: Crypto.Crypto,
  slot: Seal.Slot,
  certificate: Seal.Certificate,
): Promise<boolean> {
  return Seal.verifyCertificate(crypto, slot, certificate).then(
    () => true,
    () => false,
  )
}

/** Up to where each replica's log is processed, once these items are. */
function cursorsOf(followed: Followed, items: readonly Item[]): Map<string, number> {
  const topic = Bytes.toHex(followed.topic)
  const last = new Map<string, number>()
  for (const { delivery } of items)
    if (delivery) last.set(Records.keys.cursor(topic, delivery.replica.name), delivery.position)
  return last
}
