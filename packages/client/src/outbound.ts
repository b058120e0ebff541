/**
 * What leaves: groups are made, commits sealed, invitations and messages stored, each as often as it
 * takes, also after a restart. What is on disk here is what will be sent.
 *
 * @module
 */
import * as Codec from '@parley/codec'
import { Bytes, Envelope, Errors, Network as Members, Seal, Topic } from '@parley/protocol'

import type { Message } from './api.ts'
import { raise } from './conversations.ts'
import type { Transaction } from './database.ts'
import * as Groups from './groups.ts'
import type { Identities } from './identities.ts'
import type { Inbound } from './inbound.ts'
import * as Records from './records.ts'
import { background, type Session } from './session.ts'
import { decide, slotOf } from './slots.ts'

/** Messages of a conversation on their way at once. */
const inFlightMax = 64
/** First and longest pause before what failed for now is tried again. */
const retryMsMin = 500
const retryMsMax = 15_000
/** After a change of the network its members' groups are moved within so long, each at another time. */
const moveMsMax = 5_000
/** A group that ended is replaced within so long, by whichever member comes first. */
const goOnMsMax = 1_000

/** Refusals that a new envelope under the current write key mends. */
const staleCodes: ReadonlySet<string> = new Set<Errors.WireCode>([
  'stale_epoch',
  'expired',
  'too_old',
  'bad_signature',
])

export type OutboundEvents = {
  readonly onMessage: (message: Message) => void
  readonly onConversation: (id: string) => void
  readonly onGroup: (name: string, descriptor: Topic.Descriptor) => void
  /** An envelope of a conversation is about to be published. */
  readonly onEnvelope: (conversation: string, envelope: Envelope.Envelope) => void
}

/** What became of something that was to be said. */
type Result = {
  readonly conversation: string
  /** Of the outgoing record, if it is done or to be encrypted anew. */
  readonly key: string | undefined
  readonly outcome: 'done' | 'anew' | 'later'
  /** Of the message it carries, in hex. */
  readonly message: string | undefined
  readonly change: Parameters<typeof raise>[2]
}

type Pump = { running: boolean; again: boolean; failures: number; cancelRetry: () => void }

export class Outbound {
  readonly #session: Session
  readonly #identities: Identities
  readonly #inbound: Inbound
  readonly #events: OutboundEvents
  readonly #pumps = new Map<string, Pump>()
  readonly #inFlight = new Set<string>()
  readonly #deciding = new Map<string, Promise<void>>()
  /** By key: parcels on their way. */
  readonly #delivering = new Map<string, Promise<void>>()
  /** By conversation: the group to write to, while nothing needs to be done to it first. */
  readonly #ready = new Map<string, string>()
  /** By conversation: how often it was invalidated. */
  readonly #invalidations = new Map<string, number>()
  /** What became of envelopes, to be written together. */
  #results: Result[] = []
  #writing = false
  #closed = false

  constructor(session: Session, identities: Identities, inbound: Inbound, events: OutboundEvents) {
    this.#session = session
    this.#identities = identities
    this.#inbound = inbound
    this.#events = events
  }

  close(): void {
    this.#closed = true
    for (const pump of this.#pumps.values()) pump.cancelRetry()
  }

  /** Whether nothing is on its way, or waits to be tried again. */
  get idle(): boolean {
    const busy = [...this.#pumps.values()].some((pump) => pump.running || pump.failures > 0)
    return !busy && this.#inFlight.size === 0 && !this.#writing
  }

  /** Something changed that a conversation's group must follow before it is written to again. */
  invalidate(conversation: string): void {
    this.#ready.delete(conversation)
    const count = this.#invalidations.get(conversation) ?? 0
    this.#invalidations.set(conversation, count + 1)
  }

  /**
   * Encrypts what was just queued, in the same transaction, if the group is ready for it; then it
   * leaves as soon as the transaction is on disk. Otherwise {@link pump} sees to it.
   */
  async hasten(
    transaction: Transaction,
    conversation: string,
    key: string,
    said: Records.Outgoing,
  ): Promise<void> {
    const name = this.#ready.get(conversation)
    if (name === undefined || this.#inFlight.size >= inFlightMax) return
    const record = (await transaction.get(Records.group, Records.keys.group(name)))!
    const envelope = await Groups.encrypt(this.#session, transaction, name, said)
    const bytes = Codec.encode(Envelope.codec, envelope)
    transaction.put(Records.outgoing, key, { ...said, envelope: bytes })
    this.#inFlight.add(key)
    transaction.after(() => {
      const { descriptor } = record
      background(this.#session, 'not published', () =>
        this.#publish(conversation, descriptor, key, said, envelope),
      )
    })
  }

  /** Sees what of a conversation can leave, and sends it. */
  pump(conversation: string): void {
    if (this.#closed) return
    let pump = this.#pumps.get(conversation)
    if (!pump) {
      pump = { running: false, again: false, failures: 0, cancelRetry: () => {} }
      this.#pumps.set(conversation, pump)
    }
    if (pump.running) {
      pump.again = true
      return
    }
    pump.running = true
    pump.cancelRetry()
    void this.#run(conversation, pump)
  }

  async #run(conversation: string, pump: Pump): Promise<void> {
    const { host } = this.#session
    do {
      pump.again = false
      try {
        await this.#send(conversation)
        pump.failures = 0
      } catch (error) {
        host.log.debug({ error: String(error) }, 'not sent yet')
        this.#retryLater(conversation, pump)
      }
    } while (pump.again && !this.#closed)
    pump.running = false
  }

  #retryLater(conversation: string, pump: Pump): void {
    pump.failures++
    const pause = Math.min(retryMsMax, retryMsMin * 2 ** Math.min(pump.failures - 1, 8))
    pump.cancelRetry()
    pump.cancelRetry = this.#session.host.clock.after(pause, () => this.pump(conversation))
  }

  async #send(conversation: string): Promise<void> {
    const { database } = this.#session
    const prefix = Records.keys.outgoingOf(conversation)
    if ((await database.list(Records.outgoing, prefix, { limit: 1 })).length === 0) {
      // Nothing to say, but a commit or an invitation may have been cut off by a restart.
      const record = await database.get(
        Records.conversation,
        Records.keys.conversation(conversation),
      )
      for (const group of record?.groups ?? []) await this.#settleGroup(Bytes.toHex(group))
      return
    }
    const invalidations = this.#invalidations.get(conversation)
    const group = this.#ready.get(conversation) ?? (await this.#readyGroup(conversation))
    if (group === undefined) return this.#wait(conversation)
    // What changed while it was made ready is followed before the next message.
    if (this.#invalidations.get(conversation) === invalidations)
      this.#ready.set(conversation, group)
    await this.#dispatch(conversation, group)
  }

  /** Messages to a wallet that has not joined stay here, and say so. */
  async #wait(conversation: string): Promise<void> {
    const { database } = this.#session
    const waiting = await database.transact(async (transaction) => {
      const changed: (Message | undefined)[] = []
      const all = await transaction.list(Records.outgoing, Records.keys.outgoingOf(conversation))
      for (const { value } of all)
        if (value.message) {
          const name = Bytes.toHex(value.message)
          changed.push(await raise(transaction, name, { state: 'waiting' }))
        }
      return changed
    })
    for (const message of waiting) if (message) this.#events.onMessage(message)
  }

  // ---- the group

  /**
   * The group to write to, with its commit sealed, its invitations stored and its members current;
   * `undefined` if the other wallet has not joined Parley.
   */
  async #readyGroup(conversation: string): Promise<string | undefined> {
    const { database, device } = this.#session
    const key = Records.keys.conversation(conversation)
    const record = (await database.get(Records.conversation, key))!
    let name = await this.#groupOf(record)
    if (name === undefined) {
      const identity = await this.#identities.read(record.peer)
      if (identity.devices.length === 0) {
        this.#identities.follow(record.peer)
        return undefined
      }
      const own = await this.#identities.read(device.account)
      name = await this.#create(conversation, [...new Set([identity, own])])
    }
    await this.#settleGroup(name)
    await this.#syncMembers(name, record)
    return name
  }

  /**
   * Which of a conversation's groups is written to, the same for all its members: the least of those
   * that have not ended and whose next slot can be decided. Who decides the slot of another has left:
   * see `Network.canDecide`.
   */
  async #groupOf({ groups }: Records.Conversation): Promise<string | undefined> {
    for (const id of groups) {
      const name = Bytes.toHex(id)
      if (await this.#canMove(name)) return name
    }
    return undefined
  }

  async #canMove(name: string): Promise<boolean> {
    const { database, network, host } = this.#session
    const group = (await database.get(Records.group, Records.keys.group(name)))!
    const topic = Topic.idOf(host.crypto, group.descriptor)
    return !group.ended && Members.canDecide(network.members, topic, group.version) !== false
  }

  async #create(
    conversation: string,
    identities: Awaited<ReturnType<Identities['read']>>[],
  ): Promise<string> {
    const { database, device } = this.#session
    const key = Records.keys.conversation(conversation)
    const made = await database.transact(async (transaction) => {
      const record = (await transaction.get(Records.conversation, key))!
      // Another tab, or an invitation, was faster.
      const other = await this.#groupOf(record)
      if (other !== undefined) return other
      const add = new Map(
        identities
          .flatMap((identity) => identity.devices)
          .filter((other) => Bytes.toHex(other.id) !== device.id)
          .map((other) => [Bytes.toHex(other.id), other.announcement]),
      )
      const name = await Groups.create(this.#session, transaction, {
        conversation,
        accounts: [device.account, record.peer],
        add: [...add.values()],
        replaces: record.groups,
      })
      const live = await Groups.live(transaction, record.groups)
      const groups = [...live, Bytes.fromHex(name)].toSorted(Bytes.compare)
      transaction.put(Records.conversation, key, { ...record, groups })
      return name
    })
    const group = (await database.get(Records.group, Records.keys.group(made)))!
    this.#events.onGroup(made, group.descriptor)
    return made
  }

  /** Gets a group's pending commit decided and its invitations stored. */
  async #settleGroup(name: string): Promise<void> {
    const { database } = this.#session
    for (;;) {
      const group = await database.get(Records.group, Records.keys.group(name))
      // What nobody can decide any more is left as it is: the conversation goes on in another group.
      if (!group?.pending || !(await this.#canMove(name))) break
      await this.seal(name, Codec.decode(Envelope.codec, group.pending.envelope))
      const after = await database.get(Records.group, Records.keys.group(name))
      if (after?.pending && Groups.epochOf(after) === Groups.epochOf(group))
        throw new Errors.WireError('unavailable', { details: 'the commit is not sealed yet' })
    }
    const parcels = await database.list(Records.parcel, Records.keys.parcelsOf(name))
    await Promise.all(
      parcels.map(({ key, value }) => {
        // Whoever else settles the group meanwhile waits for the same: postage is paid once.
        let delivering = this.#delivering.get(key)
        if (delivering === undefined) {
          delivering = this.#deliver(key, value).finally(() => this.#delivering.delete(key))
          this.#delivering.set(key, delivering)
        }
        return delivering
      }),
    )
  }

  async #deliver(key: string, { descriptor, content }: Records.Parcel): Promise<void> {
    const { host, network, database } = this.#session
    const bits = descriptor.type === 'inbox' ? descriptor.postageBits : 0
    const envelope = await Envelope.stamp(
      host.crypto,
      content,
      bits,
      () => new Promise((resolve) => host.clock.after(0, resolve)),
    )
    await network.publishing.publish(envelope, { descriptor })
    await database.transact(async (transaction) => transaction.delete(key))
  }

  /**
   * Gets a commit's slot sealed and takes the result in, whoever's commit it is.
   */
  seal(name: string, commit: Envelope.Envelope): Promise<void> {
    let running = this.#deciding.get(name)
    if (!running) {
      running = this.#seal(name, commit).finally(() => this.#deciding.delete(name))
      this.#deciding.set(name, running)
    }
    return running
  }

  async #seal(name: string, commit: Envelope.Envelope): Promise<void> {
    const { database, network, host } = this.#session
    const group = (await database.get(Records.group, Records.keys.group(name)))!
    const { topic, epoch } = commit.content
    if (epoch !== Groups.epochOf(group)) return
    const { descriptor, version } = group
    if (version > network.members.version) await network.refresh()
    const slot = slotOf(this.#session, topic, epoch, version)
    if (slot === undefined)
      throw new Errors.WireError('stale_network', { details: `${version} is to come.` })
    // Replicas get the commit with the question. Only a topic that is new, or stored by others too,
    // needs it beforehand.
    const replicas = network.members.replicasOf(topic)
    const asked = replicas.every(({ name: node }) => slot.members.has(node))
    if (epoch === 0 || !asked) await network.publishing.publish(commit, { descriptor })
    const certificate = await decide(this.#session, slot, commit, Groups.currentWriter(group))
    const now = host.clock.now()
    const seal = Envelope.self({
      topic,
      kind: 'seal',
      epoch,
      sentAt: now,
      expiresAt: now + Topic.retentionMsMax(descriptor, 'seal'),
      body: Codec.encode(Seal.certificate, certificate),
    })
    // First the nodes, so that they take the next epoch's envelopes; then this device.
    await network.publishing.publish(seal, { descriptor })
    await this.#inbound.take(name, commit)
    await this.#inbound.take(name, seal)
  }

  /** Takes in devices that joined their account, and takes out those revoked. */
  async #syncMembers(name: string, record: Records.Conversation): Promise<void> {
    const { database, engine, host, device } = this.#session
    const identities = [
      await this.#identities.known(device.account),
      ...(record.peer === device.account ? [] : [await this.#identities.known(record.peer)]),
    ]
    const proposed = await database.transact(async (transaction) => {
      const state = await Groups.stateOf(this.#session, transaction, name)
      const changes =
        Groups.membershipChanges(engine.members(state), identities, host.crypto) ??
        ((await this.#mustMove(name)) ? { add: [], remove: [] } : undefined)
      if (!changes) return false
      await Groups.propose(this.#session, transaction, name, changes)
      return true
    })
    if (proposed) await this.#settleGroup(name)
  }

  /** Whether a group's slot is decided by others than those who store its topic now. */
  async #mustMove(name: string): Promise<boolean> {
    const { database, network, host } = this.#session
    const group = (await database.get(Records.group, Records.keys.group(name)))!
    const topic = Topic.idOf(host.crypto, group.descriptor)
    const { members } = network
    if (group.version >= members.version) return false
    const namesAt = (version: number): string =>
      (members.setAt(topic, version)?.nodes ?? [])
        .map((node) => node.name)
        .toSorted()
        .join()
    return namesAt(group.version) !== namesAt(members.version)
  }

  /**
   * Moves a conversation's group to the nodes that store its topic now, if those are others. All
   * members learn of it at once: each waits at random, and most find it done.
   */
  moveLater(conversation: string): void {
    const { host } = this.#session
    const [random] = host.random.bytes(1)
    host.clock.after((moveMsMax * random!) / 255, () => {
      if (!this.#closed)
        background(this.#session, 'group not moved', () => this.#move(conversation))
    })
  }

  /**
   * Goes on in another group, as the one there was leads nowhere, if nobody else has made it by then.
   * All members learn of it at once.
   */
  goOnLater(conversation: string): void {
    this.invalidate(conversation)
    this.pump(conversation)
    const { host } = this.#session
    const [random] = host.random.bytes(1)
    host.clock.after((goOnMsMax * random!) / 255, () => {
      if (!this.#closed)
        background(this.#session, 'no other group made', () => this.#goOn(conversation))
    })
  }

  async #goOn(conversation: string): Promise<void> {
    const { database } = this.#session
    const record = await database.get(Records.conversation, Records.keys.conversation(conversation))
    if (record?.consent === 'accepted' && (await this.#groupOf(record)) === undefined)
      await this.#readyGroup(conversation)
  }

  async #move(conversation: string): Promise<void> {
    const { database } = this.#session
    const record = await database.get(Records.conversation, Records.keys.conversation(conversation))
    const name = record && (await this.#groupOf(record))
    if (name !== undefined && (await this.#mustMove(name))) await this.syncMembers(conversation)
  }

  /** Brings the members of a conversation's group up to date, as its accounts' devices changed. */
  async syncMembers(conversation: string): Promise<void> {
    const { database } = this.#session
    const key = Records.keys.conversation(conversation)
    const record = await database.get(Records.conversation, key)
    const name = record && (await this.#groupOf(record))
    if (name === undefined || record!.consent !== 'accepted') return
    await this.#settleGroup(name)
    await this.#syncMembers(name, record!)
  }

  // ---- messages

  async #dispatch(conversation: string, name: string): Promise<void> {
    const { database } = this.#session
    const prefix = Records.keys.outgoingOf(conversation)
    for (;;) {
      const room = inFlightMax - this.#inFlightOf(prefix)
      if (room <= 0) return
      const listed = await database.list(Records.outgoing, prefix, { limit: inFlightMax * 2 })
      const next = listed.filter(({ key }) => !this.#inFlight.has(key)).slice(0, room)
      if (next.length === 0) return
      const ready = await database.transact(async (transaction) => {
        const out: { key: string; said: Records.Outgoing; envelope: Envelope.Envelope }[] = []
        for (const { key } of next) {
          // Another tab may have sent it meanwhile.
          const said = await transaction.get(Records.outgoing, key)
          if (!said) continue
          if (said.envelope) {
            out.push({ key, said, envelope: Codec.decode(Envelope.codec, said.envelope) })
            continue
          }
          const envelope = await Groups.encrypt(this.#session, transaction, name, said)
          const bytes = Codec.encode(Envelope.codec, envelope)
          transaction.put(Records.outgoing, key, { ...said, envelope: bytes })
          out.push({ key, said, envelope })
        }
        return out
      })
      const group = (await database.get(Records.group, Records.keys.group(name)))!
      for (const { key, said, envelope } of ready) {
        this.#inFlight.add(key)
        background(this.#session, 'not published', () =>
          this.#publish(conversation, group.descriptor, key, said, envelope),
        )
      }
    }
  }

  #inFlightOf(prefix: string): number {
    let count = 0
    for (const key of this.#inFlight) if (key.startsWith(prefix)) count++
    return count
  }

  async #publish(
    conversation: string,
    descriptor: Topic.Descriptor,
    key: string,
    said: Records.Outgoing,
    envelope: Envelope.Envelope,
  ): Promise<void> {
    const { network } = this.#session
    const message = said.message && Bytes.toHex(said.message)
    const about = { conversation, message }
    this.#events.onEnvelope(conversation, envelope)
    let stored = false
    try {
      const { receipts, replicas } = await network.publishing.publish(envelope, {
        descriptor,
        onReceipt: (count) => {
          // Those after the quorum: the count a person sees goes up.
          if (stored && message !== undefined)
            this.#note({ ...about, key: undefined, outcome: 'later', change: { receipts: count } })
        },
      })
      stored = true
      const change = { state: 'stored' as const, receipts: receipts.length, replicas }
      this.#note({ ...about, key, outcome: 'done', change })
    } catch (error) {
      this.#refused(about, key, error)
    }
  }

  #refused(about: Pick<Result, 'conversation' | 'message'>, key: string, error: unknown): void {
    const code = error instanceof Errors.BaseError ? error.code : 'internal'
    const stale = staleCodes.has(code)
    const final = error instanceof Errors.WireError && !error.retryable && !stale
    this.#session.host.log.info({ code, final }, 'not stored')
    if (final)
      this.#note({ ...about, key, outcome: 'done', change: { state: 'failed', error: code } })
    else this.#note({ ...about, key, outcome: stale ? 'anew' : 'later', change: {} })
  }

  /** Writes what became of envelopes: all that came while the last write ran, in one. */
  #note(result: Result): void {
    this.#results.push(result)
    if (this.#writing) return
    this.#writing = true
    background(this.#session, 'results not written', async () => {
      try {
        while (this.#results.length > 0) await this.#write(this.#results.splice(0))
      } finally {
        this.#writing = false
      }
    })
  }

  async #write(results: readonly Result[]): Promise<void> {
    const { database } = this.#session
    const changed = await database.transact(async (transaction) => {
      const messages: (Message | undefined)[] = []
      for (const { key, outcome, message, change } of results) {
        if (key !== undefined && outcome === 'done') transaction.delete(key)
        if (key !== undefined && outcome === 'anew') {
          const said = await transaction.get(Records.outgoing, key)
          if (said) transaction.put(Records.outgoing, key, { ...said, envelope: undefined })
        }
        if (message !== undefined) messages.push(await raise(transaction, message, change))
      }
      return messages
    })
    for (const message of changed) if (message) this.#events.onMessage(message)
    for (const { key } of results) if (key !== undefined) this.#inFlight.delete(key)
    for (const conversation of new Set(results.map((result) => result.conversation))) {
      this.#events.onConversation(conversation)
      const own = results.filter((result) => result.conversation === conversation)
      const pump = this.#pumps.get(conversation)
      if (pump && own.some((result) => result.key !== undefined && result.outcome !== 'done'))
        this.#retryLater(conversation, pump)
      else if (own.some((result) => result.key !== undefined)) this.pump(conversation)
    }
  }
}
