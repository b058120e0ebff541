/**
 * A running client: what a program calls, and how its parts hear of each other.
 *
 * @module
 */
import type * as Codec from '@parley/codec'
import { Account, Bytes, Errors, Topic } from '@parley/protocol'

import { OwnAccount } from './account/account.ts'
import type { Identities } from './account/identities.ts'
import type { Client, Conversation, Devices, Events, Message, Signer } from './api.ts'
import { checked } from './arguments.ts'
import * as Content from './content.ts'
import {
  conversationOf,
  ensureConversation,
  findMessage,
  messageOf,
  raise,
  say,
} from './conversations.ts'
import type { Transaction } from './database.ts'
import type { Direct, DirectEvents } from './direct/direct.ts'
import { ClientError } from './errors.ts'
import { proven } from './evidence.ts'
import { forgetKeys, queue } from './groups.ts'
import { Inbound } from './inbound.ts'
import { Outbound } from './outbound.ts'
import * as Records from './records.ts'
import { background, type Session } from './session.ts'
import * as Statements from './statements.ts'

/** Days after which the memory of a processed envelope is dropped: nodes have forgotten it too. */
const seenKeptMs = 45 * 24 * 3_600_000

/** How often {@link Client.flushed} looks. */
const flushLookMs = 10
/** What callers may take out of the client and call by itself. */
const methods = [
  ...([
    'linkState',
    'clock',
    'on',
    'conversations',
    'conversation',
    'open',
    'messages',
    'message',
  ] as const),
  ...(['send', 'retry', 'settled', 'accept', 'reject', 'block', 'unblock', 'markRead'] as const),
  ...(['caughtUp', 'flushed', 'status', 'evidence', 'allowDirect', 'close'] as const),
]
/** When another tab wrote, so many conversations and messages of each are looked at for news. */
const activeMax = 20
const recentMax = 100
/** Messages whose state was told are remembered, so many. */
const toldMax = 10_000

/** What listeners are told of a message when it changes. */
function stateOf({ state, receipts }: Message): string {
  return `${state} ${receipts}`
}

/** Whether what happens to an own message next depends on no node. */
function isSettled({ state, receipts, replicas, error }: Message): boolean {
  // A direct link may have been faster than the nodes: then their receipts are still to come.
  const isAhead = (state === 'delivered' || state === 'read') && replicas > 0 && receipts === 0
  return state !== 'sending' && (!isAhead || error !== undefined)
}

/** What callers are given of the account, with methods they may take out of it. */
function devicesOf(own: OwnAccount): Devices {
  return {
    list: () => own.list(),
    name: (name) => own.name(name),
    revoke: (id, { byWallet = false } = {}) => own.revoke(id, { byWallet }),
    backUp: () => own.backUp(),
    signedOut: () => own.signedOut,
    lockOut: () => own.lockOut(),
    join: ({ startOver = false } = {}) => own.join({ startOver }),
  }
}

/** A client that runs; `starting.ts` makes it. */
export class RunningClient implements Client {
  readonly account: Account.Account
  readonly #session: Session
  readonly #record: Records.Device
  readonly devices: Devices
  /** Ends what this client has of the world; the last thing that it does. */
  readonly #endWorld: () => void
  readonly #identities: Identities
  readonly #own: OwnAccount
  readonly #inbound: Inbound
  readonly #outbound: Outbound
  readonly #changed = new Set<string>()
  /** By message id: the state listeners know. */
  readonly #told = new Map<string, string>()
  /** By conversation: the last message's key when this client started; what is older is no news. */
  readonly #old = new Map<string, string>()
  #stopStore: () => void = () => {}
  #direct: Direct | undefined
  #directChange: Promise<void> = Promise.resolve()
  /** Accounts whose news are being followed. */
  #following = 0
  #closed = false
  #stopping: Promise<void> | undefined
  /** Whoever waits for something is told when this client ends. */
  readonly #waiting = new Set<() => void>()

  constructor(
    session: Session,
    own: {
      record: Records.Device
      identities: Identities
      signer: Signer
      endWorld: () => void
    },
  ) {
    this.#session = session
    this.#record = own.record
    this.#endWorld = own.endWorld
    this.account = session.device.account
    for (const name of methods) {
      const call = (this[name] as () => unknown).bind(this)
      Object.defineProperty(this, name, { value: checked(name, call, name === 'on') })
    }
    const onMessage = (message: Message): void => this.#tellMessage(message)
    const onConversation = (id: string): void => this.#tellConversation(id)
    this.#identities = own.identities
    this.#own = new OwnAccount({
      session,
      identities: own.identities,
      signer: own.signer,
      onChange: () => this.#tellDevices(),
    })
    this.devices = devicesOf(this.#own)
    this.#inbound = new Inbound(session, {
      onMessage,
      onConversation,
      onGroup: (name, peer) => this.#groupAppeared(name, peer),
      onOutgoing: (id) => {
        this.#outbound.pump(id)
        this.#direct?.changed(id)
      },
      onContent: async (transaction, said) => {
        const statement = await Statements.keep(session, transaction, said)
        this.#direct?.hear(transaction, said.conversation, statement)
      },
      onEnded: (id) => this.#outbound.goOnLater(id),
      onKeyPackageUsed: () => this.#own.say(),
      onCopied: () => this.#renew(),
      onUnsealed: (name, commit) =>
        background(session, 'commit still unsealed', () => this.#outbound.seal(name, commit)),
    })
    this.#outbound = new Outbound(session, this.#identities, this.#inbound, {
      onMessage,
      onConversation,
      onGroup: (name, descriptor) => this.#inbound.follow(name, descriptor),
      onEnvelope: (id, envelope) => this.#direct?.push(id, envelope),
    })
  }

  async start(direct: boolean | undefined): Promise<this> {
    const { database } = this.#session
    if (direct) await this.#openDirect()
    this.#inbound.followInbox(this.#record.inbox)
    this.#identities.follow(this.account)
    for (const { key, value } of await database.list(Records.group, Records.keys.groups))
      this.#inbound.follow(key.slice(Records.keys.groups.length), value.descriptor)
    for (const { key, value } of await this.#conversations()) {
      this.#old.set(key, value.last)
      this.#identities.follow(value.peer)
      this.#outbound.pump(key)
      background(this.#session, 'not acknowledged', () => this.#inbound.acknowledge(key))
    }
    background(this.#session, 'direct links not settled', async () => {
      if (direct === true) await this.#direct!.begin()
      if (direct === false) await this.#withdrawDirect()
    })
    if (await database.has(Records.keys.copied)) this.#renew()
    await this.#own.start()
    this.#stopStore = database.onChangeElsewhere(() =>
      background(this.#session, 'changes not shown', () => this.#changedElsewhere()),
    )
    background(this.#session, 'nothing forgotten', () => this.#forget())
    this.followMembers()
    return this
  }

  /** Loaded when it is wanted: most clients never need it. */
  async #openDirect(): Promise<void> {
    const { host } = this.#session
    if (!host.direct) throw new ClientError('direct_unavailable', { details: 'The host has none.' })
    const events: DirectEvents = {
      take: (group, envelope) => this.#inbound.take(group, envelope, { compared: true }),
      onOutgoing: (id) => this.#outbound.pump(id),
      onConversation: (id) => this.#tellConversation(id),
    }
    const { Direct } = await import('./direct/direct.ts')
    try {
      this.#direct = await Direct.open(this.#session, host.direct, events)
    } catch (cause) {
      throw new ClientError('direct_unavailable', { cause })
    }
    if (!this.#closed) return
    await this.#direct.close()
    throw new ClientError('client_closed')
  }

  /** Says that direct links are allowed no more, where it was said that they are. */
  async #withdrawDirect(): Promise<void> {
    const { database } = this.#session
    const said = await database.list(Records.statement, Records.keys.statements, { limit: 1 })
    if (said.length === 0) return
    const { withdraw } = await import('./direct/consents.ts')
    for (const id of await withdraw(this.#session)) this.#outbound.pump(id)
  }

  /** One change after the other: the last one is what counts. */
  allowDirect(allow: boolean): Promise<void> {
    const change = this.#directChange.then(async () => {
      if (this.#closed) throw new ClientError('client_closed')
      if (allow === (this.#direct !== undefined)) return
      if (allow) {
        await this.#openDirect()
        await this.#direct!.begin()
        return
      }
      const direct = this.#direct!
      this.#direct = undefined
      await direct.close()
      await this.#withdrawDirect()
    })
    this.#directChange = change.catch(() => {})
    return change
  }

  async #conversations(): Promise<{ key: string; value: Records.Conversation }[]> {
    const prefix = Records.keys.conversations
    const entries = await this.#session.database.list(Records.conversation, prefix)
    return entries.map(({ key, value }) => ({ key: key.slice(prefix.length), value }))
  }

  /** This device's keys are in use elsewhere: it gets keys of its own. */
  #renew(): void {
    const { host, emitter } = this.#session
    emitter.emit('copied', { device: this.device, at: host.clock.now() })
    background(this.#session, 'no keys of its own yet', async () => {
      await this.#own.renew()
      await this.#takeDevice()
    })
  }

  /** Goes on with the device that the store holds now. */
  async #takeDevice(): Promise<void> {
    if (this.#closed || !(await this.#own.takeDevice())) return
    for (const { key } of await this.#conversations()) this.#outbound.goOnLater(key)
  }

  async #forget(): Promise<void> {
    const { database, host } = this.#session
    const oldest = host.clock.now() - seenKeptMs
    for (const { value } of await database.list(Records.group, Records.keys.groups)) {
      const topic = Bytes.toHex(Topic.idOf(host.crypto, value.descriptor))
      await this.#forgetIn(Records.nothing, Records.keys.seenIn(topic), oldest)
      await this.#forgetIn(Records.said, Records.keys.saidIn(topic), oldest)
    }
    for (const { key } of await database.list(Records.group, Records.keys.groups))
      await database.transact((transaction) =>
        forgetKeys(this.#session, transaction, key.slice(Records.keys.groups.length)),
      )
  }

  async #forgetIn<T>(codec: Codec.Codec<T>, prefix: string, oldest: number): Promise<void> {
    await this.#session.database.transact(async (transaction) => {
      const old = await transaction.list(codec, prefix, {
        before: `${prefix}${Records.ordered(oldest)}`,
        limit: 10_000,
      })
      for (const { key } of old) transaction.delete(key)
    })
  }

  /** An account's log has news. */
  identityChanged(account: Account.Account): void {
    background(this.#session, 'identity change not followed', () => this.#follow(account))
  }

  async #follow(account: Account.Account): Promise<void> {
    this.#following++
    try {
      if (account === this.account) await this.#own.follow()
      await this.#followMembers(account)
    } finally {
      this.#following--
    }
  }

  async #followMembers(account: Account.Account): Promise<void> {
    for (const { key, value } of await this.#conversations()) {
      if (value.peer !== account && account !== this.account) continue
      this.#outbound.invalidate(key)
      this.#tellConversation(key)
      this.#outbound.pump(key)
      this.#direct?.changed(key)
      // An account's own devices take a new one in at once; others when they next write. Who was
      // signed out is taken out by whoever sees it first.
      if (account === this.account) await this.#outbound.syncMembers(key)
      else this.#outbound.dropLater(key)
    }
  }

  /** Who is in the network changed: groups move to the nodes that store them now. */
  followMembers(): void {
    background(this.#session, 'groups not moved', async () => {
      for (const { key } of await this.#conversations()) {
        this.#outbound.invalidate(key)
        this.#outbound.moveLater(key)
      }
    })
  }

  async #groupAppeared(name: string, peer: Account.Account): Promise<void> {
    const { database } = this.#session
    const group = await database.get(Records.group, Records.keys.group(name))
    this.#identities.follow(peer)
    if (group === undefined) return
    this.#inbound.follow(name, group.descriptor)
    // What it could not open while it was out of the group.
    this.#inbound.lookAgain(name)
  }

  /** Another tab or process wrote: show it, and follow what it began. */
  async #changedElsewhere(): Promise<void> {
    if (this.#closed) return
    await this.#takeDevice()
    const { database } = this.#session
    for (const { key, value } of await database.list(Records.group, Records.keys.groups))
      this.#inbound.follow(key.slice(Records.keys.groups.length), value.descriptor)
    const active = (await this.#conversations())
      .toSorted((a, b) => b.value.activeAt - a.value.activeAt)
      .slice(0, activeMax)
    for (const { key } of active) {
      const recent = await database.list(Records.message, Records.keys.messagesOf(key), {
        reverse: true,
        limit: recentMax,
      })
      const old = this.#old.get(key) ?? ''
      for (const { key: messageKey, value } of recent.toReversed()) {
        const message = messageOf(value)
        if (messageKey <= old && !this.#told.has(message.id)) continue
        if (this.#told.get(message.id) !== stateOf(message)) this.#tellMessage(message)
      }
      this.#tellConversation(key)
      this.#direct?.changed(key)
    }
  }

  #tellDevices(): void {
    background(this.#session, 'devices not told', async () => {
      const devices = await this.#own.list()
      if (!this.#closed) this.#session.emitter.emit('devices', devices)
    })
  }

  #tellMessage(message: Message): void {
    if (this.#told.size >= toldMax) this.#told.delete(this.#told.keys().next().value!)
    this.#told.set(message.id, stateOf(message))
    this.#session.emitter.emit('message', message)
    // It may be the last one of its conversation.
    this.#tellConversation(message.conversation)
  }

  /** Tells of a conversation once for all that happened to it in this turn. */
  #tellConversation(id: string): void {
    if (this.#changed.has(id)) return
    this.#changed.add(id)
    background(this.#session, 'conversation not told', async () => {
      await Promise.resolve()
      this.#changed.delete(id)
      if (this.#closed) return
      const snapshot = await this.conversation(id)
      if (snapshot) this.#session.emitter.emit('conversation', snapshot)
    })
  }

  get device(): string {
    return this.#session.device.id
  }

  linkState(): ReturnType<Client['linkState']> {
    return this.#closed ? 'offline' : this.#session.network.state
  }

  clock(): ReturnType<Client['clock']> {
    return this.#session.network.clock
  }

  on<E extends keyof Events>(event: E, listener: (value: Events[E]) => void): () => void {
    return this.#session.emitter.on(event, listener)
  }

  async conversations(
    filter: Parameters<Client['conversations']>[0] = {},
  ): Promise<Conversation[]> {
    const all = await Promise.all(
      (await this.#conversations())
        .filter(({ value }) => !filter.consent || value.consent === filter.consent)
        .map(({ key, value }) => this.#snapshot(key, value)),
    )
    return all.toSorted((a, b) => b.activeAt - a.activeAt)
  }

  async conversation(id: string): Promise<Conversation | undefined> {
    const { database } = this.#session
    const record = await database.get(Records.conversation, Records.keys.conversation(id))
    return record && this.#snapshot(id, record)
  }

  async #snapshot(id: string, record: Records.Conversation): Promise<Conversation> {
    const direct = this.#direct?.isUp(record.peer) ?? false
    return { ...(await conversationOf(this.#session.database, id, record)), direct }
  }

  async open(text: string): Promise<Conversation> {
    const { database } = this.#session
    const peer = Account.from(text)
    const { id } = await database.transact(async (transaction) => {
      const found = await ensureConversation(this.#session, transaction, peer, 'accepted')
      return found
    })
    this.#identities.follow(peer)
    this.#tellConversation(id)
    return (await this.conversation(id))!
  }

  async messages(
    conversation: string,
    options: { before?: string; limit?: number } = {},
  ): Promise<Message[]> {
    const { database } = this.#session
    const { before, limit = 50 } = options
    const beforeKey = before && (await database.get(Records.text, Records.keys.messageKey(before)))
    const entries = await database.list(Records.message, Records.keys.messagesOf(conversation), {
      reverse: true,
      limit,
      ...(beforeKey ? { before: beforeKey } : {}),
    })
    return entries.map((entry) => messageOf(entry.value)).toReversed()
  }

  async message(id: string): Promise<Message | undefined> {
    const { database } = this.#session
    const key = await database.get(Records.text, Records.keys.messageKey(id))
    const record = key && (await database.get(Records.message, key))
    return record ? messageOf(record) : undefined
  }

  async send(conversation: string, text: string): Promise<Message> {
    if (text.trim() === '') throw new ClientError('text_empty')
    const fallback = text.toWellFormed()
    if (Bytes.fromText(fallback).length > Content.textBytesMax)
      throw new ClientError('text_too_large')
    if (this.#own.signedOut !== undefined) throw new ClientError('signed_out')
    const { database } = this.#session
    const message = await database.transact(async (transaction) => {
      const record = await this.#existing(transaction, conversation)
      if (record.consent === 'blocked') throw new ClientError('blocked')
      if (record.consent !== 'accepted')
        this.#put(transaction, conversation, { consent: 'accepted' }, record)
      const said = await say(this.#session, transaction, conversation, {
        type: Content.textType,
        fallback,
        body: new Uint8Array(),
        visible: true,
      })
      await this.#outbound.hasten(transaction, conversation, said.key, said.outgoing)
      return said.message!
    })
    this.#tellMessage(message)
    this.#tellConversation(conversation)
    this.#outbound.pump(conversation)
    return message
  }

  async retry(id: string): Promise<void> {
    const { database } = this.#session
    const changed = await database.transact(async (transaction) => {
      const found = await findMessage(transaction, id)
      if (!found) throw new ClientError('unknown_message')
      const { record } = found
      if (record.state !== 'failed') return undefined
      await queue(transaction, record)
      return raise(transaction, id, { state: 'sending', error: '' })
    })
    if (!changed) return
    this.#tellMessage(changed)
    this.#outbound.pump(changed.conversation)
  }

  settled(id: string, options: { timeoutMs?: number } = {}): Promise<Message> {
    const { host } = this.#session
    return new Promise((resolve, reject) => {
      let cancelTimer = (): void => {}
      const stopListening = this.on('message', (message) => {
        if (message.id === id && isSettled(message)) finish(message)
      })
      const end = (): void => fail(new ClientError('client_closed'))
      const stop = (): void => {
        cancelTimer()
        stopListening()
        this.#waiting.delete(end)
      }
      const finish = (message: Message): void => {
        stop()
        resolve(message)
      }
      const fail = (error: unknown): void => {
        stop()
        reject(error)
      }
      this.#waiting.add(end)
      const look = (last: boolean): void => {
        this.message(id).then((message) => {
          if (!message) fail(new ClientError('unknown_message'))
          else if (last || isSettled(message)) finish(message)
        }, fail)
      }
      look(false)
      if (options.timeoutMs !== undefined && options.timeoutMs !== Infinity)
        cancelTimer = host.clock.after(options.timeoutMs, () => look(true))
    })
  }

  async #existing(transaction: Transaction, id: string): Promise<Records.Conversation> {
    const record = await transaction.get(Records.conversation, Records.keys.conversation(id))
    if (!record) throw new ClientError('unknown_conversation')
    return record
  }

  #put(
    transaction: Transaction,
    id: string,
    change: Partial<Records.Conversation>,
    record: Records.Conversation,
  ): void {
    transaction.put(Records.conversation, Records.keys.conversation(id), { ...record, ...change })
  }

  async #consent(id: string, consent: Records.Conversation['consent']): Promise<void> {
    await this.#session.database.transact(async (transaction) => {
      this.#put(transaction, id, { consent }, await this.#existing(transaction, id))
    })
    this.#tellConversation(id)
    this.#direct?.changed(id)
    this.#inbound.decided()
    if (consent === 'accepted') await this.#inbound.acknowledge(id)
  }

  accept(id: string): Promise<void> {
    return this.#consent(id, 'accepted')
  }

  reject(id: string): Promise<void> {
    return this.#consent(id, 'rejected')
  }

  block(id: string): Promise<void> {
    return this.#consent(id, 'blocked')
  }

  unblock(id: string): Promise<void> {
    return this.#consent(id, 'accepted')
  }

  async markRead(id: string): Promise<void> {
    await this.#session.database.transact((transaction) => this.#existing(transaction, id))
    for (const message of await this.#inbound.markRead(id)) this.#tellMessage(message)
    this.#tellConversation(id)
    this.#outbound.pump(id)
  }

  async caughtUp(options: { timeoutMs?: number } = {}): Promise<void> {
    const { host, network } = this.#session
    const { timeoutMs = 15_000 } = options
    const deadline = host.clock.now() + timeoutMs
    while (network.state !== 'live' || !this.#inbound.idle || this.#own.isSaying) {
      if (this.#closed) throw new ClientError('client_closed')
      const left = deadline - host.clock.now()
      if (left <= 0)
        throw new Errors.WireError(network.state === 'offline' ? 'unavailable' : 'timeout')
      const news = Promise.race([this.#inbound.activity(), network.changed()])
      await this.#atMost(Math.min(left, 100), news)
    }
    if (this.#closed) throw new ClientError('client_closed')
  }

  async flushed(options: { timeoutMs?: number } = {}): Promise<boolean> {
    const { host } = this.#session
    const { timeoutMs = 15_000 } = options
    const deadline = host.clock.now() + timeoutMs
    for (;;) {
      if (this.#closed) throw new ClientError('client_closed')
      if (this.#isIdle()) return true
      const left = deadline - host.clock.now()
      if (left <= 0) return false
      await this.#atMost(Math.min(left, flushLookMs))
    }
  }

  #isIdle(): boolean {
    const inbound = this.#inbound
    const isQuiet = inbound.idle && !inbound.acknowledging && this.#outbound.idle
    return isQuiet && !this.#own.isSaying && this.#following === 0
  }

  /** Waits for something, for so long at most, and never beyond the end of this client. */
  #atMost(ms: number, something?: Promise<unknown>): Promise<void> {
    return new Promise((resolve) => {
      const done = (): void => {
        cancel()
        this.#waiting.delete(done)
        resolve()
      }
      const cancel = this.#session.host.clock.after(ms, done)
      this.#waiting.add(done)
      void something?.then(done)
    })
  }

  status(): ReturnType<Client['status']> {
    return this.#session.network.status()
  }

  evidence(): ReturnType<Client['evidence']> {
    return proven(this.#session.database)
  }

  async close(): Promise<void> {
    await this.stop()
    await this.#session.database.close()
  }

  /** Stops and leaves nothing open but the store. */
  stop(): Promise<void> {
    this.#closed = true
    this.#stopping ??= this.#stop()
    return this.#stopping
  }

  async #stop(): Promise<void> {
    for (const end of this.#waiting) end()
    this.#own.close()
    this.#stopStore()
    this.#outbound.close()
    this.#inbound.close()
    this.#identities.close()
    // What is being opened is closed as soon as it is open.
    const opening = this.#directChange
    await Promise.all([this.#direct?.close(), this.#session.network.close()])
    await opening
    await this.#session.database.end()
    this.#endWorld()
  }
}
