/**
 * Who allows direct links with whom: both accounts accepted their conversation, and both devices
 * said so in it.
 *
 * @module
 */
import * as Codec from '@parley/codec'
import { type Account, Bytes, Certificate } from '@parley/protocol'

import { say } from '../conversations.ts'
import type { Transaction } from '../database.ts'
import * as Groups from '../groups.ts'
import * as Records from '../records.ts'
import { background, type Session } from '../session.ts'
import * as Statements from '../statements.ts'

/** Of the latest messages so many are looked at for a sign that the other account accepted. */
const signMax = 50
/** A statement that is asked for is said again at most so often: whoever asks on is not answered. */
const sayAgainMs = 10_000

/** A device that direct links are allowed with. */
export type Friend = {
  /** The device's id in hex. */
  readonly id: string
  readonly account: Account.Account
  readonly certificate: Certificate.Certificate
  /** Who it is on the transport. */
  readonly address: Uint8Array
  /** Conversations it is a member of, by id. */
  readonly conversations: ReadonlySet<string>
}

/** What this device says of itself. */
export type Own = { readonly transport: string; readonly address: Uint8Array }

export type ConsentsEvents = {
  /** A device became a friend. */
  readonly onFriend: (friend: Friend) => void
  /** A device is a friend no more. */
  readonly onEnd: (friend: Friend) => void
  /** Something is to be said. */
  readonly onOutgoing: (conversation: string) => void
}

export class Consents {
  readonly #session: Session
  readonly #own: Own
  readonly #events: ConsentsEvents
  readonly #friends = new Map<string, Friend>()
  /** Conversations in which this device said its consent. */
  readonly #said = new Set<string>()
  /** By conversation: when it was last said because somebody asked. */
  readonly #saidAgain = new Map<string, number>()

  constructor(session: Session, own: Own, events: ConsentsEvents) {
    this.#session = session
    this.#own = own
    this.#events = events
  }

  /** A friend by its device's id in hex. */
  get(device: string): Friend | undefined {
    return this.#friends.get(device)
  }

  all(): readonly Friend[] {
    return [...this.#friends.values()]
  }

  /** Reads what was said before, and says what is to be said. */
  async load(): Promise<void> {
    const { database } = this.#session
    for (const { key, value } of await database.list(Records.statement, Records.keys.statements))
      if (isSame(value, this.#own)) this.#said.add(key.slice(Records.keys.statements.length))
    const prefix = Records.keys.conversations
    for (const { key } of await database.list(Records.conversation, prefix)) {
      const conversation = key.slice(prefix.length)
      await this.refresh(conversation)
      await this.state(conversation)
    }
  }

  /** Sees who of a conversation is a friend, after something of it changed. */
  async refresh(conversation: string): Promise<void> {
    const now = await this.#session.database.transact((transaction) =>
      this.#members(transaction, conversation),
    )
    for (const friend of this.#friends.values()) {
      if (!friend.conversations.has(conversation)) continue
      const conversations = new Set(friend.conversations)
      conversations.delete(conversation)
      if (now.some((member) => member.id === friend.id)) continue
      if (conversations.size > 0) this.#friends.set(friend.id, { ...friend, conversations })
      else {
        this.#friends.delete(friend.id)
        this.#events.onEnd(friend)
      }
    }
    for (const member of now) {
      const known = this.#friends.get(member.id)
      const conversations = new Set([...(known?.conversations ?? []), conversation])
      const friend = { ...member, conversations }
      this.#friends.set(member.id, friend)
      if (!known || !Bytes.equal(known.address, member.address)) this.#events.onFriend(friend)
    }
  }

  /** Members of an accepted conversation whose devices allow links that this one can make. */
  async #members(
    transaction: Transaction,
    conversation: string,
  ): Promise<Omit<Friend, 'conversations'>[]> {
    const { engine, host, device } = this.#session
    const key = Records.keys.conversation(conversation)
    const record = await transaction.get(Records.conversation, key)
    if (record?.consent !== 'accepted') return []
    // Most conversations have none: their groups need not be looked at.
    const heard = Records.keys.heardStatements(conversation)
    if ((await transaction.list(Records.statement, heard, { limit: 1 })).length === 0) return []
    const found = new Map<string, Omit<Friend, 'conversations'>>()
    for (const group of record.groups) {
      const state = await Groups.stateOf(this.#session, transaction, Bytes.toHex(group))
      for (const { certificate } of engine.members(state)) {
        const id = Bytes.toHex(Certificate.deviceId(host.crypto, certificate.deviceKey))
        if (id === device.id || found.has(id)) continue
        const key = Records.keys.heardStatement(conversation, id)
        const said = await transaction.get(Records.statement, key)
        if (said?.allows !== true || said.transport !== this.#own.transport) continue
        const { account } = certificate
        found.set(id, { id, account, certificate, address: said.address })
      }
    }
    return [...found.values()]
  }

  /**
   * Another device said something: a statement, which is kept already, or anything else.
   *
   * @param statement if it was one, and news
   */
  hear(
    transaction: Transaction,
    conversation: string,
    statement: Statements.Statement | undefined,
  ): void {
    // Whoever answers has accepted: now it may know that this device allows links.
    if (!statement && this.#said.has(conversation)) return
    transaction.after(() => {
      background(this.#session, 'consent not followed', async () => {
        if (statement) await this.refresh(conversation)
        await (statement?.asks ? this.#answer(conversation) : this.state(conversation))
      })
    })
  }

  /** Says it again, for a device that could not hear it the first time. */
  async #answer(conversation: string): Promise<void> {
    const now = this.#session.host.clock.now()
    if (now - (this.#saidAgain.get(conversation) ?? 0) < sayAgainMs) return
    this.#saidAgain.set(conversation, now)
    await this.#state(conversation, { again: true })
  }

  /** Says, once, in a conversation that both sides want, that this device allows direct links. */
  async state(conversation: string): Promise<void> {
    if (!this.#said.has(conversation)) await this.#state(conversation, { again: false })
  }

  async #state(conversation: string, { again }: { again: boolean }): Promise<void> {
    const { database, host } = this.#session
    const own = this.#own
    const queued = await database.transact(async (transaction) => {
      const key = Records.keys.statement(conversation)
      const known = await transaction.get(Records.statement, key)
      // Another process of this device may have said it.
      if (known && isSame(known, own) && !again) return false
      if (!(await this.#isMutual(transaction, conversation))) return false
      const heard = Records.keys.heardStatements(conversation)
      const asks = (await transaction.list(Records.statement, heard, { limit: 1 })).length === 0
      await sayStatement(this.#session, transaction, conversation, { allows: true, asks, ...own })
      const record = { at: host.clock.now(), allows: true, ...own }
      transaction.put(Records.statement, key, record)
      return true
    })
    if (!queued) return
    this.#said.add(conversation)
    this.#events.onOutgoing(conversation)
  }

  /** Whether both accounts want a conversation, as far as this device can tell. */
  async #isMutual(transaction: Transaction, conversation: string): Promise<boolean> {
    const { device } = this.#session
    const key = Records.keys.conversation(conversation)
    const record = await transaction.get(Records.conversation, key)
    if (record?.consent !== 'accepted' || record.groups.length === 0) return false
    // One's own devices need not ask each other.
    if (record.peer === device.account) return true
    // A device says so only where both sides want it.
    const heard = Records.keys.heardStatements(conversation)
    if ((await transaction.list(Records.statement, heard, { limit: 1 })).length > 0) return true
    const prefix = Records.keys.messagesOf(conversation)
    const latest = await transaction.list(Records.message, prefix, {
      reverse: true,
      limit: signMax,
    })
    return latest.some(
      ({ value }) => !value.own || value.state === 'delivered' || value.state === 'read',
    )
  }
}

function isSame(a: Own, b: Own): boolean {
  return a.transport === b.transport && Bytes.equal(a.address, b.address)
}

async function sayStatement(
  session: Session,
  transaction: Transaction,
  conversation: string,
  statement: Statements.Statement,
): Promise<void> {
  await say(session, transaction, conversation, {
    type: Statements.type,
    fallback: '',
    body: Codec.encode(Statements.codec, statement),
    visible: false,
  })
}

/**
 * Takes back all consent that this device said.
 *
 * @returns the conversations in which something is to be said now
 */
export async function withdraw(session: Session): Promise<string[]> {
  return session.database.transact(async (transaction) => {
    const prefix = Records.keys.statements
    const said = await transaction.list(Records.statement, prefix)
    for (const { key, value } of said) {
      const { transport, address } = value
      const statement = { allows: false, asks: false, transport, address }
      await sayStatement(session, transaction, key.slice(prefix.length), statement)
      transaction.delete(key)
    }
    return said.map(({ key }) => key.slice(prefix.length))
  })
}
