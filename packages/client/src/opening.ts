/**
 * Opening messages of a group: each once, in whatever order they come. What cannot be opened yet is
 * said so, and nothing of it is lost; what never can is shown, with the reason.
 *
 * @module
 */
import * as Codec from '@parley/codec'
import {
  type Account,
  Bytes,
  type Certificate,
  type Envelope,
  Identity,
  Limits,
} from '@parley/protocol'

import type { Message } from './api.ts'
import * as Content from './content.ts'
import { addMessage, findMessage, messageOf, raise } from './conversations.ts'
import type { Transaction } from './database.ts'
import type { GroupState, Inspected, Place, Received } from './engine.ts'
import { clientCodes } from './errors.ts'
import * as Groups from './groups.ts'
import * as Records from './records.ts'
import type { Session } from './session.ts'

/** A hostile member may claim any clock: it moves this device's by so much at most. */
const clockStepMax = 1_000_000
/** What a message was ahead of ends with it, by its writer's clock: so much later by any. */
const keysKeptMs = 24 * 3_600_000

/** Why a message can never be read here. */
type Unreadable = 'undecryptable' | 'copied_device'

/** What became of a message. */
export type Outcome =
  /** It is in the conversation, or was for the device itself; `missing` came before it and is not here. */
  | { readonly type: 'opened'; readonly sender: Place; readonly missing: readonly Envelope.Ref[] }
  /** Too far ahead of what came of its writer. */
  | { readonly type: 'far'; readonly place: Place }
  | { readonly type: 'unreadable' }

/** What the rest of the client does when a message was opened. */
export type OpeningEvents = {
  readonly onMessage: (message: Message) => void
  readonly onConversation: (id: string) => void
  /** A message of this device that it did not send came back. */
  readonly onCopied: (transaction: Transaction) => Promise<void>
  /** A member of a conversation said something, whatever it is; runs in the transaction that takes it in. */
  readonly onContent: (
    transaction: Transaction,
    said: { conversation: string; writer: Certificate.Credential; content: Content.Content },
  ) => Promise<void>
}

/** A message of an epoch whose keys are here, signed as its epoch's members sign. */
export type Readable = {
  /** The group's id in hex. */
  readonly name: string
  readonly group: Records.Group
  readonly envelope: Envelope.Envelope
  readonly ref: Envelope.Ref
  /** Told, once it is on disk, of a message that is new in its conversation. */
  readonly onNew: (message: Message, clock: number, missing: readonly Envelope.Ref[]) => void
}

type Said = Extract<Received, { type: 'application' }> & { readonly content: Content.Content }

export class Opening {
  readonly #session: Session
  readonly #events: OpeningEvents

  constructor(session: Session, events: OpeningEvents) {
    this.#session = session
    this.#events = events
  }

  /** Opens a message, if it can be. */
  async open(transaction: Transaction, readable: Readable): Promise<Outcome> {
    const { host, engine } = this.#session
    const { name } = readable
    const { body, expiresAt } = readable.envelope.content
    const state = await Groups.stateOf(this.#session, transaction, name)
    let place: Inspected
    try {
      place = engine.inspect(state, body)
    } catch (error) {
      return this.#failed(transaction, readable, error)
    }
    // What this device sent is known already: its keys are in use elsewhere, or its store went back.
    if (place.own && !readable.group.ended) await this.#events.onCopied(transaction)
    if (place.key === 'too_far') return { type: 'far', place }
    if (place.key === 'consumed')
      return this.#unreadable(transaction, readable, 'copied_device', place)
    const keepUntil = expiresAt + keysKeptMs
    let reached: GroupState | undefined
    let received: Said
    try {
      // Derived once, also if the message then does not open.
      reached = engine.step(state, place, keepUntil)
      const options = { at: host.clock.now(), keepUntil, opensOwn: true }
      const opened = engine.receive(reached, body, options)
      if (opened.type !== 'application') throw new Error('it is no message')
      received = { ...opened, content: Content.decode(opened.plaintext) }
    } catch (error) {
      if (reached) Groups.putState(this.#session, transaction, name, reached)
      return this.#failed(transaction, readable, error, place)
    }
    Groups.putState(this.#session, transaction, name, received.state)
    const writer =
      received.sender ?? (await this.#formerMember(transaction, readable.group, received.senderKey))
    if (writer === undefined) return this.#unreadable(transaction, readable, 'undecryptable', place)
    const missing = await this.#take(transaction, readable, { content: received.content, writer })
    return { type: 'opened', sender: place, missing }
  }

  #failed(
    transaction: Transaction,
    readable: Readable,
    error: unknown,
    place?: Place,
  ): Promise<Outcome> {
    const envelope = Bytes.toHex(readable.ref.id)
    const { log } = this.#session.host
    log.warn({ envelope, error: String(error) }, 'a message cannot be decrypted')
    return this.#unreadable(transaction, readable, 'undecryptable', place)
  }

  /** Takes in what a member said. */
  async #take(
    transaction: Transaction,
    { name, group, envelope, ref, onNew }: Readable,
    { content, writer }: { content: Content.Content; writer: Certificate.Credential },
  ): Promise<readonly Envelope.Ref[]> {
    const { host, device } = this.#session
    const topic = Bytes.toHex(envelope.content.topic)
    const named = new Set(content.parents.map((parent) => Bytes.toHex(parent.id)))
    const current = (await transaction.get(Records.group, Records.keys.group(name)))!
    transaction.put(Records.group, Records.keys.group(name), {
      ...current,
      heads: [...current.heads.filter((head) => !named.has(Bytes.toHex(head.id))), ref].slice(-64),
    })
    const missing: Envelope.Ref[] = []
    for (const parent of content.parents)
      if (!(await transaction.has(Records.keys.seen(topic, parent)))) missing.push(parent)
    const conversation = Bytes.toHex(group.conversation)
    const key = Records.keys.conversation(conversation)
    const record = (await transaction.get(Records.conversation, key))!
    const from = writer.account
    const own = from === device.account
    if (record.consent === 'blocked' && !own) return missing
    if (content.type === Content.receiptType) await this.#receipt(transaction, from, content)
    await this.#events.onContent(transaction, { conversation, writer, content })
    if (content.type === Content.receiptType || content.fallback === '') return missing
    // The same message in a new envelope, as its first one went to an epoch that had ended.
    if (await findMessage(transaction, Bytes.toHex(content.id))) return missing
    const message: Records.Message = {
      id: content.id.slice(),
      conversation: group.conversation,
      from,
      own,
      at: Math.min(content.at, host.clock.now() + Limits.time.futureMsMax),
      clock: Math.min(content.clock, record.clock + clockStepMax),
      type: content.type,
      text: content.fallback,
      body: content.body.slice(),
      state: own ? 'stored' : 'delivered',
      receipts: 0,
      replicas: 0,
      error: '',
      acknowledged: own,
    }
    await addMessage(transaction, conversation, message)
    transaction.after(() => onNew(messageOf(message), message.clock, missing))
    return missing
  }

  /** A message that nothing can open here any more has its place in the conversation, and says why. */
  async #unreadable(
    transaction: Transaction,
    { name, group, envelope, ref, onNew }: Readable,
    error: Unreadable,
    place: Place | undefined,
  ): Promise<Outcome> {
    const { engine, device } = this.#session
    const conversation = Bytes.toHex(group.conversation)
    const key = Records.keys.conversation(conversation)
    const record = (await transaction.get(Records.conversation, key))!
    const id = Bytes.toHex(ref.id)
    if (record.consent === 'blocked' || (await findMessage(transaction, id)))
      return { type: 'unreadable' }
    const state = await Groups.stateOf(this.#session, transaction, name)
    const writer = engine.members(state).find(({ leaf }) => leaf === place?.leaf)
    const from: Account.Account = writer?.credential.account ?? record.peer
    const message: Records.Message = {
      id: ref.id.slice(),
      conversation: group.conversation,
      from,
      own: from === device.account,
      at: envelope.content.sentAt,
      clock: record.clock,
      type: Content.unreadableType,
      text: clientCodes[error],
      body: new Uint8Array(),
      state: from === device.account ? 'stored' : 'delivered',
      receipts: 0,
      replicas: 0,
      error,
      acknowledged: true,
    }
    await addMessage(transaction, conversation, message)
    transaction.after(() => onNew(messageOf(message), message.clock, []))
    return { type: 'unreadable' }
  }

  /** Whoever left may have written before: its account's log knows the device's key. */
  async #formerMember(
    transaction: Transaction,
    group: Records.Group,
    signatureKey: Uint8Array,
  ): Promise<Certificate.Credential | undefined> {
    const key = Records.keys.conversation(Bytes.toHex(group.conversation))
    const { peer } = (await transaction.get(Records.conversation, key))!
    for (const account of [peer, this.#session.device.account]) {
      const contact = await transaction.get(Records.contact, Records.keys.contact(account))
      for (const bytes of contact?.entries ?? []) {
        const entry = Codec.decode(Identity.entry, bytes)
        if (entry.type !== 'device') continue
        const { certificate, signatureKey: known } = entry.content.device
        if (Bytes.equal(known, signatureKey)) return certificate.credential
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
}
