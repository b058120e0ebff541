/**
 * What comes from the network: invitations, seals and messages, each processed once, in order, also
 * over restarts; what is missing is noticed and fetched.
 *
 * @module
 */
import * as Codec from '@parley/codec'
import {
  type Account,
  Bytes,
  type Certificate,
  Envelope,
  Identity,
  Limits,
  type Network as Members,
  Seal,
  Topic,
} from '@parley/protocol'

import type { Message } from './api.ts'
import { Acknowledging } from './acknowledging.ts'
import * as Content from './content.ts'
import { addMessage, findMessage, messageOf, raise } from './conversations.ts'
import type { Transaction } from './database.ts'
import * as Groups from './groups.ts'
import { cursorOf, Inbox, type InboxEvents } from './inbox.ts'
import type { Delivery } from './reading.ts'
import * as Records from './records.ts'
import { background, type Session } from './session.ts'
import { slotOf } from './slots.ts'

/** Envelopes processed in one transaction. */
const batchMax = 128
/** A parent that is not there yet is often just behind: so long before it is asked for. */
const gapMs = 300
/** A gateway that has not delivered by then what another did is asked for it. */
const compareMs = 3000
/** Later messages wait so long for a missing one before they are told of. */
const gapPatienceMs = 5000
/** Envelopes of epochs to come that are kept for each topic. */
const heldMax = 1024
/** A hostile member may claim any clock: it moves this device's by so much at most. */
const clockStepMax = 1_000_000
/** Envelope ids remembered of each topic, so that what is known costs no look at the disk. */
const knownMax = 8192
/** How far gateways were read, where nothing else was worth writing, is written so much later. */
const cursorsMs = 1000
/** A commit that nobody seals is finished by whoever sees it, after so long. */
const unsealedMs = 3000

type Item = {
  /** Where it came from, unless this device got it by itself. */
  readonly delivery: Delivery | undefined
  readonly bytes: Uint8Array
  /** Whether the nodes linked are asked for it if they do not deliver it. */
  readonly compared: boolean
  readonly done: () => void
}

/** An item that is news, and signed. */
type Fresh = Item & { readonly envelope: Envelope.Envelope; readonly ref: Envelope.Ref }

/** What the rest of the client does when something came. */
export type InboundEvents = InboxEvents & {
  readonly onMessage: (message: Message) => void
  /** Something was queued, or an epoch ended: see what can leave. */
  readonly onOutgoing: (conversation: string) => void
  /** A member of a conversation said something, whatever it is; runs in the transaction that takes it in. */
  readonly onContent: (
    transaction: Transaction,
    said: { conversation: string; writer: Certificate.Certificate; content: Content.Content },
  ) => Promise<void>
  /** A commit stands unsealed. */
  readonly onUnsealed: (name: string, commit: Envelope.Envelope) => void
}

type Followed = {
  readonly name: string
  readonly topic: Uint8Array
  readonly queue: Item[]
  draining: boolean
  readonly stop: () => void
  /** Messages not told of yet, as one before them is missing. */
  gated: { message: Message; clock: number; parents: Envelope.Ref[]; since: number }[]
  readonly asked: Set<string>
  /** How many envelopes of epochs to come are kept; counted when it is needed. */
  held: number | undefined
  /** Ids of envelopes processed lately: gateways deliver each once more. */
  readonly known: Set<string>
}

export class Inbound {
  readonly #session: Session
  readonly #events: InboundEvents
  readonly #groups = new Map<string, Followed>()
  readonly #inbox: Inbox
  readonly #acknowledging: Acknowledging
  /** Positions not written yet, by key. */
  readonly #cursors = new Map<string, number>()
  #busy = 0
  #idleWaiters: (() => void)[] = []
  #closed = false

  constructor(session: Session, events: InboundEvents) {
    this.#session = session
    this.#events = events
    this.#inbox = new Inbox(session, events, () => this.#begin())
    this.#acknowledging = new Acknowledging(session, events.onOutgoing)
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
  }

  // ---- groups

  /** Follows a group's topic. */
  follow(name: string, descriptor: Topic.Descriptor): void {
    if (this.#groups.has(name) || this.#closed) return
    const { host, network } = this.#session
    const topic = Topic.idOf(host.crypto, descriptor)
    const followed: Followed = {
      name,
      topic,
      queue: [],
      draining: false,
      gated: [],
      asked: new Set(),
      held: undefined,
      known: new Set(),
      stop: network.reading.subscribe(
        topic,
        cursorOf(this.#session.database, topic),
        (delivery) =>
          new Promise((done) =>
            this.#push(followed, { delivery, bytes: delivery.envelope, compared: true, done }),
          ),
      ),
    }
    this.#groups.set(name, followed)
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
    return new Promise((done) =>
      this.#push(followed, {
        delivery: undefined,
        bytes: Codec.encode(Envelope.codec, envelope),
        compared,
        done,
      }),
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

  async #drain(followed: Followed): Promise<void> {
    const { host } = this.#session
    while (followed.queue.length > 0 && !this.#closed) {
      const items = followed.queue.splice(0, batchMax)
      try {
        await this.#process(followed, items)
      } catch (error) {
        host.log.error({ error: String(error) }, 'could not process what came')
      }
      for (const item of items) item.done()
    }
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
      for (const item of fresh)
        gaps.push(...(await this.#handle(followed, transaction, item.envelope, item.ref)))
      for (const [key, position] of cursorsOf(followed, items))
        transaction.put(Records.number, key, position)
      return gaps
    })
    if (missing.length > 0) this.#after(gapMs, () => this.#repair(followed, missing))
    this.#compareLater(followed, fresh)
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

  /**
   * An envelope that is not known yet and is signed; names the node that delivered a forgery.
   */
  async #check(followed: Followed, group: Records.Group, item: Item): Promise<Fresh | undefined> {
    const { host, network, database } = this.#session
    const envelope = Codec.decode(Envelope.codec, item.bytes)
    const { content, proof } = envelope
    const ref = Envelope.refOf(host.crypto, content)
    const name = Bytes.toHex(ref.id)
    if (followed.known.has(name)) return undefined
    if (await database.has(Records.keys.seen(Bytes.toHex(followed.topic), ref))) {
      if (followed.known.size >= knownMax) followed.known.clear()
      followed.known.add(name)
      return undefined
    }
    const fresh = { ...item, envelope, ref }
    if (content.kind === 'seal') return fresh
    const writer = Groups.writerOf(group, content.epoch)
    // A key not known yet (or no more) is checked, or found out, when the epoch is.
    if (writer === undefined) return fresh
    const valid =
      proof.type === 'signature' &&
      (await Envelope.verify(host.crypto, ref.id, proof.signature, writer))
    if (valid) return fresh
    if (item.delivery)
      network.blameDelivery(
        item.delivery.from,
        followed.topic,
        'forged_envelope',
        `envelope ${name} is not signed`,
      )
    return undefined
  }

  /** @returns parents that this device has not seen */
  async #handle(
    followed: Followed,
    transaction: Transaction,
    envelope: Envelope.Envelope,
    ref: Envelope.Ref,
  ): Promise<Envelope.Ref[]> {
    const { name, topic } = followed
    const topicName = Bytes.toHex(topic)
    if (await transaction.has(Records.keys.seen(topicName, ref))) return []
    const group = (await transaction.get(Records.group, Records.keys.group(name)))!
    const epoch = Groups.epochOf(group)
    const { content } = envelope
    const hold = async (): Promise<void> => {
      // Nothing says yet that these are signed: a liar must not fill the disk. What is left out here
      // is noticed and fetched like all that is missing.
      followed.held ??= (
        await transaction.list(Records.bytes, Records.keys.heldIn(topicName))
      ).length
      if (followed.held >= heldMax) return
      followed.held++
      const bytes = Codec.encode(Envelope.codec, envelope)
      transaction.put(Records.bytes, Records.keys.held(topicName, ref), bytes)
    }
    switch (content.kind) {
      case 'seal':
        await this.#seal(followed, transaction, envelope, ref, hold)
        return []
      case 'commit':
        if (content.epoch < epoch) Groups.markSeen(transaction, topic, ref)
        else {
          await hold()
          if (content.epoch === epoch) this.#watchUnsealed(followed, envelope)
        }
        return []
      case 'message':
        if (content.epoch > epoch) {
          await hold()
          return []
        }
        Groups.markSeen(transaction, topic, ref)
        transaction.delete(Records.keys.held(topicName, ref))
        return this.#message(followed, transaction, group, envelope, ref)
    }
  }

  async #seal(
    followed: Followed,
    transaction: Transaction,
    envelope: Envelope.Envelope,
    ref: Envelope.Ref,
    hold: () => Promise<void>,
  ): Promise<void> {
    const { host } = this.#session
    const { name, topic } = followed
    const topicName = Bytes.toHex(topic)
    const group = (await transaction.get(Records.group, Records.keys.group(name)))!
    const epoch = Groups.epochOf(group)
    let certificate: Seal.Certificate
    try {
      certificate = Codec.decode(Seal.certificate, envelope.content.body)
      // Who decides a slot is known once it is open.
      if (certificate.slot > epoch) return hold()
      if (certificate.slot === epoch) {
        const slot = slotOf(this.#session, topic, epoch, group.version)
        if (slot === undefined) {
          transaction.after(() => this.#seeNetwork(followed, envelope))
          return hold()
        }
        await Seal.verifyCertificate(host.crypto, slot, certificate)
      }
    } catch (error) {
      host.log.warn({ error: String(error) }, 'seal refused')
      return Groups.markSeen(transaction, topic, ref)
    }
    Groups.markSeen(transaction, topic, ref)
    transaction.delete(Records.keys.held(topicName, ref))
    if (certificate.slot < epoch) return
    const commitKey = Records.keys.held(topicName, certificate.value)
    const own = group.pending && Codec.decode(Envelope.codec, group.pending.envelope)
    const held = await transaction.get(Records.bytes, commitKey)
    const commit =
      own && Envelope.sameRef(Envelope.refOf(host.crypto, own.content), certificate.value)
        ? own
        : held && Codec.decode(Envelope.codec, held)
    if (!commit) {
      // Fetch the commit, then this seal is looked at again.
      transaction.delete(Records.keys.seen(topicName, ref))
      await hold()
      transaction.after(() =>
        this.#after(0, () => this.#fetch(followed, [certificate.value], envelope)),
      )
      return
    }
    try {
      await Groups.advance(this.#session, transaction, name, certificate, commit)
    } catch (error) {
      // For this member nothing leads on from here, and nobody can take a seal back: the conversation
      // goes on in another group, which says that it takes the place of this one.
      host.log.warn({ error: String(error) }, 'a sealed commit is not valid')
      await Groups.end(transaction, Bytes.toHex(group.conversation), [name])
      transaction.after(() => this.#events.onEnded(Bytes.toHex(group.conversation)))
      return
    }
    transaction.delete(commitKey)
    Groups.markSeen(transaction, topic, certificate.value)
    const conversation = Bytes.toHex(group.conversation)
    transaction.after(() => this.#events.onOutgoing(conversation))
    followed.held = undefined
    // What waited for this epoch, in the order it was sent.
    for (const { value } of await transaction.list(Records.bytes, Records.keys.heldIn(topicName))) {
      const waiting = Codec.decode(Envelope.codec, value)
      const waitingRef = Envelope.refOf(host.crypto, waiting.content)
      await this.#handle(followed, transaction, waiting, waitingRef)
    }
  }

  /** Who decides the group's slot is not known here: reads the network anew, then looks again. */
  #seeNetwork(followed: Followed, seal: Envelope.Envelope): void {
    this.#after(0, async () => {
      const { network, database } = this.#session
      await network.refresh()
      const group = await database.get(Records.group, Records.keys.group(followed.name))
      if (group === undefined || this.#closed) return
      if (group.version > network.members.version) this.#seeNetwork(followed, seal)
      else await this.take(followed.name, seal)
    })
  }

  async #message(
    followed: Followed,
    transaction: Transaction,
    group: Records.Group,
    envelope: Envelope.Envelope,
    ref: Envelope.Ref,
  ): Promise<Envelope.Ref[]> {
    const { host, engine, device } = this.#session
    const { name, topic } = followed
    let content: Content.Content
    let writer: Certificate.Certificate | undefined
    try {
      const state = await Groups.stateOf(this.#session, transaction, name)
      const [at, keepUntil] = [host.clock.now(), envelope.content.expiresAt]
      const received = engine.receive(state, envelope.content.body, { at, keepUntil })
      if (received.type !== 'application') return []
      content = Content.decode(received.plaintext)
      writer = received.sender ?? (await this.#formerMember(transaction, group, received.senderKey))
      if (!writer) throw new Error('its writer is not known')
      Groups.putState(this.#session, transaction, name, received.state)
    } catch (error) {
      host.log.warn(
        { envelope: Bytes.toHex(ref.id), error: String(error) },
        'a message cannot be decrypted',
      )
      return []
    }
    const from: Account.Account = writer.account
    const named = new Set(content.parents.map((parent) => Bytes.toHex(parent.id)))
    const current = (await transaction.get(Records.group, Records.keys.group(name)))!
    transaction.put(Records.group, Records.keys.group(name), {
      ...current,
      heads: [...current.heads.filter((head) => !named.has(Bytes.toHex(head.id))), ref].slice(-64),
    })
    const missing: Envelope.Ref[] = []
    for (const parent of content.parents)
      if (!(await transaction.has(Records.keys.seen(Bytes.toHex(topic), parent))))
        missing.push(parent)
    const conversation = Bytes.toHex(group.conversation)
    const record = (await transaction.get(
      Records.conversation,
      Records.keys.conversation(conversation),
    ))!
    if (record.consent === 'blocked' && from !== device.account) return missing
    if (content.type === Content.receiptType) await this.#receipt(transaction, from, content)
    await this.#events.onContent(transaction, { conversation, writer, content })
    if (content.type === Content.receiptType || content.fallback === '') return missing
    // The same message in a new envelope, as its first one went to an epoch that had ended.
    if (await findMessage(transaction, Bytes.toHex(content.id))) return missing
    const message: Records.Message = {
      id: content.id.slice(),
      conversation: group.conversation,
      from,
      own: from === device.account,
      at: Math.min(content.at, host.clock.now() + Limits.time.futureMsMax),
      clock: Math.min(content.clock, record.clock + clockStepMax),
      type: content.type,
      text: content.fallback,
      body: content.body.slice(),
      state: from === device.account ? 'stored' : 'delivered',
      receipts: 0,
      replicas: 0,
      error: '',
      acknowledged: from === device.account,
    }
    await addMessage(transaction, conversation, message)
    const snapshot = messageOf(message)
    const { clock } = message
    const since = host.clock.now()
    transaction.after(() => {
      followed.gated.push({ message: snapshot, clock, parents: missing, since })
      if (!message.own) this.#acknowledging.later(conversation, snapshot.id)
    })
    return missing
  }

  /** Whoever left may have written before: its account's log knows the device's key. */
  async #formerMember(
    transaction: Transaction,
    group: Records.Group,
    signatureKey: Uint8Array,
  ): Promise<Certificate.Certificate | undefined> {
    const key = Records.keys.conversation(Bytes.toHex(group.conversation))
    const { peer } = (await transaction.get(Records.conversation, key))!
    for (const account of [peer, this.#session.device.account]) {
      const contact = await transaction.get(Records.contact, Records.keys.contact(account))
      for (const bytes of contact?.entries ?? []) {
        const entry = Codec.decode(Identity.entry, bytes)
        if (entry.type !== 'announcement') continue
        const { certificate } = entry.content.certificate
        if (Bytes.equal(certificate.signatureKey, signatureKey)) return certificate
      }
    }
    return undefined
  }

  async #receipt(
    transaction: Transaction,
    from: Account.Account,
    content: Content.Content,
  ): Promise<void> {
    const { device } = this.#session
    let receipt: Content.Receipt
    try {
      receipt = Codec.decode(Content.receipt, content.body)
    } catch {
      return
    }
    const own = from === device.account
    for (const id of receipt.messages) {
      const name = Bytes.toHex(id)
      const found = await findMessage(transaction, name)
      // Others speak of my messages; my other devices of those I have read.
      if (!found || found.record.own === own) continue
      const changed = await raise(transaction, name, { state: receipt.kind })
      if (changed) transaction.after(() => this.#events.onMessage(changed))
      if (changed && own && receipt.kind === 'read') {
        const key = Records.keys.conversation(changed.conversation)
        const record = (await transaction.get(Records.conversation, key))!
        const unread = Math.max(0, record.unread - 1)
        transaction.put(Records.conversation, key, { ...record, unread })
        transaction.after(() => this.#events.onConversation(changed.conversation))
      }
    }
  }

  /** Tells of messages in their order, those first whose parents are all there. */
  async #tellGated(followed: Followed): Promise<void> {
    const { host } = this.#session
    if (followed.gated.length === 0) return
    followed.gated.sort((a, b) => a.clock - b.clock)
    const now = host.clock.now()
    const told: Message[] = []
    while (followed.gated.length > 0) {
      const { message, parents, since } = followed.gated[0]!
      const missing = await this.#stillMissing(followed, parents)
      if (missing.length > 0 && now - since < gapPatienceMs) {
        this.#after(gapPatienceMs - (now - since) + 1, () => this.#tellGated(followed))
        break
      }
      followed.gated.shift()
      told.push(message)
    }
    for (const message of told) this.#events.onMessage(message)
    for (const id of new Set(told.map((message) => message.conversation)))
      this.#events.onConversation(id)
  }

  // ---- what is missing

  async #fetch(
    followed: Followed,
    refs: readonly Envelope.Ref[],
    andThen?: Envelope.Envelope,
  ): Promise<Envelope.Envelope[]> {
    const end = this.#begin()
    try {
      const found = [
        ...(await this.#session.network.reading.fetch(followed.topic, refs)).values(),
      ].map(({ envelope }) => Codec.decode(Envelope.codec, envelope))
      for (const envelope of found) await this.take(followed.name, envelope)
      if (andThen && found.length > 0) await this.take(followed.name, andThen)
      return found
    } finally {
      end()
    }
  }

  async #stillMissing(followed: Followed, refs: readonly Envelope.Ref[]): Promise<Envelope.Ref[]> {
    const { database } = this.#session
    const topic = Bytes.toHex(followed.topic)
    const out: Envelope.Ref[] = []
    for (const ref of refs) {
      const here =
        followed.known.has(Bytes.toHex(ref.id)) ||
        (await database.has(Records.keys.seen(topic, ref))) ||
        (await database.has(Records.keys.held(topic, ref)))
      if (!here) out.push(ref)
    }
    return out
  }

  /** Fetches parents that did not come by themselves. */
  async #repair(followed: Followed, refs: readonly Envelope.Ref[]): Promise<void> {
    const missing = await this.#stillMissing(followed, refs)
    if (missing.length === 0 || this.#closed) return
    const { network, host } = this.#session
    host.log.info({ count: missing.length }, 'messages are missing: fetching them')
    const lacking = new Map(
      missing.map(({ id }) => [Bytes.toHex(id), network.reading.lacking(followed.topic, id)]),
    )
    for (const envelope of await this.#fetch(followed, missing)) {
      const id = Bytes.toHex(Envelope.idOf(host.crypto, envelope.content))
      for (const node of lacking.get(id) ?? []) await this.#confront(followed, envelope, node)
    }
  }

  /** A tail cut off has no child that names it: compare what gateways delivered. */
  #compareLater(followed: Followed, items: readonly Fresh[]): void {
    const { network } = this.#session
    const fresh = items.filter(
      (item) => item.compared && !followed.asked.has(Bytes.toHex(item.ref.id)),
    )
    if (fresh.length === 0) return
    const remember = (ref: Envelope.Ref): void => {
      if (followed.asked.size > 8192) followed.asked.clear()
      followed.asked.add(Bytes.toHex(ref.id))
    }
    for (const item of fresh) remember(item.ref)
    this.#after(compareMs, async () => {
      for (const { ref, envelope } of fresh)
        for (const node of network.reading.lacking(followed.topic, ref.id))
          await this.#confront(followed, envelope, node)
    })
  }

  /**
   * Asks a node for an envelope others have. It may have missed it honestly, and then is given it.
   * If it signs that it has it and still does not give it, it is named.
   */
  async #confront(
    followed: Followed,
    envelope: Envelope.Envelope,
    node: Members.Node,
  ): Promise<void> {
    const { network, host, database } = this.#session
    const ref = Envelope.refOf(host.crypto, envelope.content)
    try {
      const answer = await network.reading.fetchFrom(node, followed.topic, [ref])
      if (answer.size > 0 || this.#closed) return
      const group = await database.get(Records.group, Records.keys.group(followed.name))
      if (!group || !(await network.publishing.storesAt(node, envelope, group.descriptor))) return
      const again = await network.reading.fetchFrom(node, followed.topic, [ref])
      if (again.size === 0)
        network.fault(node, 'withheld_envelope', `envelope ${Bytes.toHex(ref.id)}`)
    } catch (error) {
      host.log.debug({ node: node.url, error: String(error) }, 'could not be asked')
    }
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

/** Up to where each replica's log is processed, once these items are. */
function cursorsOf(followed: Followed, items: readonly Item[]): Map<string, number> {
  const topic = Bytes.toHex(followed.topic)
  const last = new Map<string, number>()
  for (const { delivery } of items)
    if (delivery) last.set(Records.keys.cursor(topic, delivery.replica.name), delivery.position)
  return last
}
