/**
 * Puts a client together.
 *
 * @module
 */
import {
  Account,
  Bytes,
  type Certificate,
  Errors,
  type Network as Members,
  Topic,
} from '@parley/protocol'

import type { Client, Conversation, Events, Message, Signer } from './api.ts'
import * as Content from './content.ts'
import {
  acknowledge,
  conversationOf,
  ensureConversation,
  findMessage,
  messageOf,
  raise,
  say,
} from './conversations.ts'
import { Database, type Transaction } from './database.ts'
import type { Direct, DirectEvents } from './direct/direct.ts'
import type { GroupEngine } from './engine.ts'
import { ClientError } from './errors.ts'
import { keepProven, proven } from './evidence.ts'
import { queue } from './groups.ts'
import type { ClientHost } from './host.ts'
import { Identities, loadDevice } from './identities.ts'
import { Inbound } from './inbound.ts'
import { Network } from './network.ts'
import { Outbound } from './outbound.ts'
import * as Records from './records.ts'
import { background, deviceKeys, Emitter, type Session } from './session.ts'
import type { NetworkSource } from './source.ts'
import * as Statements from './statements.ts'
import type { Store } from './store/Store.ts'

/** What {@link startClient} is given, all bound. */
export type ClientOptions = {
  signer: Signer
  /** The network as it was read first. */
  network: Members.Network
  /** Where it is read again. */
  source: NetworkSource
  store: Store
  host: ClientHost
  engine: GroupEngine
  verifyCertificate: (signed: Certificate.Signed) => boolean
  /** Whether this device allows direct links; `undefined`: as it said before, and none now. */
  direct: boolean | undefined
}

/** How often what could not be announced is tried again. */
const announceRetryMs = 2000
/** Days after which the memory of a processed envelope is dropped: nodes have forgotten it too. */
const seenKeptMs = 45 * 24 * 3_600_000

/**
 * Starts a client. Asks the wallet to certify this device at the first start; from then on it needs
 * neither wallet nor network to show what is there.
 */
export async function startClient(options: ClientOptions): Promise<Client> {
  const { signer, host, engine, store, verifyCertificate } = options
  const account = Account.from(signer.address)
  const database = new Database(store)
  const record = await loadDevice(host, database, engine, account, signer)
  await pinAuthority(database, options.network)
  const emitter = new Emitter()
  const device = deviceKeys(host.crypto, record)
  const network = new Network({
    host,
    members: options.network,
    source: options.source,
    device: { certificate: device.certificate, deviceKey: device.deviceKey },
    database,
    proven: await proven(database),
    onState: (state) => emitter.emit('link', state),
    onFault(fault) {
      const { evidence } = fault
      if (evidence !== undefined)
        keepProven(database, { ...fault, evidence }).catch((error: unknown) =>
          host.log.error({ error: String(error) }, 'evidence not kept'),
        )
      emitter.emit('fault', fault)
    },
    onMembers: () => client.followMembers(),
  })
  const session: Session = { host, database, engine, network, device, emitter, verifyCertificate }
  const client: RunningClient = new RunningClient(session, record)
  return client.start(options.direct)
}

/** The first network file decides whose network this is; later ones must be of the same authority. */
async function pinAuthority(database: Database, network: Members.Network): Promise<void> {
  await database.transact(async (transaction) => {
    const pinned = await transaction.get(Records.bytes, Records.keys.authority)
    if (pinned && !Bytes.equal(pinned, network.authority))
      throw new ClientError('wrong_network_authority')
    if (!pinned) transaction.put(Records.bytes, Records.keys.authority, network.authority)
  })
}

/** How often {@link Client.flushed} looks. */
const flushLookMs = 10
/** What callers may take out of the client and call by itself. */
const methods = [
  ...(['linkState', 'on', 'conversations', 'conversation', 'open', 'messages', 'message'] as const),
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

class RunningClient implements Client {
  readonly account: Account.Account
  readonly device: string
  readonly #session: Session
  readonly #record: Records.Device
  readonly #identities: Identities
  readonly #inbound: Inbound
  readonly #outbound: Outbound
  readonly #changed = new Set<string>()
  /** By message id: the state listeners know. */
  readonly #told = new Map<string, string>()
  /** By conversation: the last message's key when this client started; what is older is no news. */
  readonly #old = new Map<string, string>()
  #stopStore: () => void = () => {}
  #cancelAnnounce: () => void = () => {}
  #announcing: Promise<void> | undefined
  #direct: Direct | undefined
  #directChange: Promise<void> = Promise.resolve()
  #closed = false

  constructor(session: Session, record: Records.Device) {
    this.#session = session
    this.#record = record
    this.account = session.device.account
    this.device = session.device.id
    for (const name of methods)
      Object.defineProperty(this, name, { value: (this[name] as () => unknown).bind(this) })
    const onMessage = (message: Message): void => this.#tellMessage(message)
    const onConversation = (id: string): void => this.#tellConversation(id)
    this.#identities = new Identities(session, (account) =>
      background(session, 'identity change not followed', () => this.#identityChanged(account)),
    )
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
      onKeyPackageUsed: () => this.#announce(),
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
    this.#announce()
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

  /** Announces this device, until it is done. */
  #announce(): void {
    const { host } = this.#session
    this.#cancelAnnounce()
    if (this.#announcing || this.#closed) return
    this.#announcing = this.#identities
      .announce()
      .catch((error: unknown) => {
        host.log.debug({ error: String(error) }, 'device not announced yet')
        this.#cancelAnnounce = host.clock.after(announceRetryMs, () => this.#announce())
      })
      .finally(() => {
        this.#announcing = undefined
      })
  }

  async #forget(): Promise<void> {
    const { database, host } = this.#session
    const oldest = host.clock.now() - seenKeptMs
    for (const { value } of await database.list(Records.group, Records.keys.groups)) {
      const prefix = Records.keys.seenIn(Bytes.toHex(Topic.idOf(host.crypto, value.descriptor)))
      await database.transact(async (transaction) => {
        const old = await transaction.list(Records.nothing, prefix, {
          before: `${prefix}${Records.ordered(oldest)}`,
          limit: 10_000,
        })
        for (const { key } of old) transaction.delete(key)
      })
    }
  }

  async #identityChanged(account: Account.Account): Promise<void> {
    for (const { key, value } of await this.#conversations()) {
      if (value.peer !== account && account !== this.account) continue
      this.#outbound.invalidate(key)
      this.#tellConversation(key)
      this.#outbound.pump(key)
      // An account's own devices take a new one in at once; others when they next write.
      if (account === this.account) await this.#outbound.syncMembers(key)
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
    if (group) this.#inbound.follow(name, group.descriptor)
    this.#identities.follow(peer)
  }

  /** Another tab or process wrote: show it, and follow what it began. */
  async #changedElsewhere(): Promise<void> {
    if (this.#closed) return
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

  #tellMessage(message: Message): void {
    if (this.#told.size >= toldMax) this.#told.delete(this.#told.keys().next().value!)
    this.#told.set(message.id, stateOf(message))
    this.#session.emitter.emit('message', message)
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

  linkState(): ReturnType<Client['linkState']> {
    return this.#closed ? 'offline' : this.#session.network.state
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
      const stop = this.on('message', (message) => {
        if (message.id === id && isSettled(message)) finish(message)
      })
      const finish = (message: Message): void => {
        cancelTimer()
        stop()
        resolve(message)
      }
      const look = (last: boolean): void => {
        this.message(id).then(
          (message) => {
            if (!message) {
              stop()
              reject(new ClientError('unknown_message'))
            } else if (last || isSettled(message)) finish(message)
          },
          (error: unknown) => {
            stop()
            reject(error)
          },
        )
      }
      look(false)
      if (options.timeoutMs !== undefined)
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
    const { database } = this.#session
    const changed = await database.transact(async (transaction) => {
      const record = await this.#existing(transaction, id)
      const recent = await transaction.list(Records.message, Records.keys.messagesOf(id), {
        reverse: true,
        limit: 4096,
      })
      const unread = recent.filter(({ value }) => !value.own && value.state === 'delivered')
      if (unread.length === 0 && record.unread === 0) return []
      for (const { key, value } of unread)
        transaction.put(Records.message, key, {
          ...value,
          state: 'read' as const,
          // Read says delivered too; of a request nothing is said until it is accepted.
          acknowledged: value.acknowledged || record.consent === 'accepted',
        })
      this.#put(transaction, id, { unread: 0 }, record)
      const ids = unread.map(({ value }) => value.id)
      if (record.consent === 'accepted' && ids.length > 0)
        await acknowledge(this.#session, transaction, id, 'read', ids)
      return unread.map(({ value }) => messageOf({ ...value, state: 'read' as const }))
    })
    for (const message of changed) this.#tellMessage(message)
    this.#tellConversation(id)
    this.#outbound.pump(id)
  }

  async caughtUp(options: { timeoutMs?: number } = {}): Promise<void> {
    const { host, network } = this.#session
    const { timeoutMs = 15_000 } = options
    const deadline = host.clock.now() + timeoutMs
    while (network.state !== 'live' || !this.#inbound.idle || this.#announcing) {
      const left = deadline - host.clock.now()
      if (left <= 0 || this.#closed) {
        throw new Errors.WireError(network.state === 'offline' ? 'unavailable' : 'timeout')
      }
      await new Promise<void>((resolve) => {
        const cancel = host.clock.after(Math.min(left, 100), resolve)
        void Promise.race([this.#inbound.activity(), network.changed()]).then(() => {
          cancel()
          resolve()
        })
      })
    }
  }

  async flushed(options: { timeoutMs?: number } = {}): Promise<boolean> {
    const { host } = this.#session
    const { timeoutMs = 15_000 } = options
    const deadline = host.clock.now() + timeoutMs
    for (;;) {
      if (this.#inbound.idle && !this.#inbound.acknowledging && this.#outbound.idle) return true
      const left = deadline - host.clock.now()
      if (left <= 0 || this.#closed) return false
      await new Promise<void>((resolve) => {
        host.clock.after(Math.min(left, flushLookMs), resolve)
      })
    }
  }

  status(): ReturnType<Client['status']> {
    return this.#session.network.status()
  }

  evidence(): ReturnType<Client['evidence']> {
    return proven(this.#session.database)
  }

  async close(): Promise<void> {
    if (this.#closed) return
    this.#closed = true
    this.#cancelAnnounce()
    this.#stopStore()
    this.#outbound.close()
    this.#inbound.close()
    await this.#direct?.close()
    await this.#session.network.close()
    await this.#session.database.close()
  }
}
