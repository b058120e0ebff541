/**
 * A replica: admits envelopes, stores them, signs receipts, takes part in seals, and serves what it
 * holds. It trusts nobody, other replicas included.
 *
 * @module
 */
import * as Codec from '@parley/codec'
import {
  type Account,
  Bytes,
  type Crypto,
  Envelope,
  Errors,
  type Frame,
  type Network,
  Placement,
  type Receipt,
  Reconcile,
  Seal,
  type Statement,
  Topic,
} from '@parley/protocol'

import { Accounts } from './accounts.ts'
import { Admission, type Admitted } from './admission.ts'
import { Committer } from './committer.ts'
import type { NodeHost } from './host.ts'
import type { Limits as NodeLimits } from './limits.ts'
import type { Metrics } from './metrics.ts'
import { remembering } from './purses/remembering.ts'
import {
  type Append,
  type Outcome,
  type PutEvidence,
  type PutFence,
  type Store,
  StoreError,
} from './store/Store.ts'
import type { Settling } from './settling.ts'
import { isLog, type LogTopic } from './topics/log.ts'
import type { Rules } from './topics/rules.ts'
import type { Opened, Source } from './topics/TopicRules.ts'
import { keyOf, type KnownTopic, Topics } from './topics/topics.ts'
import { type Payer, WalletChecks } from './walletChecks.ts'
import type { Witness } from './witness.ts'
import { Work } from './work.ts'

export type ReplicaOptions = {
  host: NodeHost
  limits: NodeLimits
  store: Store
  signer: Statement.Signer
  network: () => Network.Network
  metrics: Metrics
  settling: Pick<Settling, 'fences'>
  witness: Witness
  /** Told when an account's log has news. */
  onAccount?: (account: Account.Account) => void
}

/** Commits of a slot that are kept without a vote: rivals of a busy group, each a few times. */
const unvotedMax = 64
/** Slots whose commits are counted: those that are being decided. */
const unvotedSlotsMax = 4_096

/** What a publisher accounts for. */
export type Toll = {
  /** Called between the cheap checks and the dear ones; what it throws is the refusal. */
  readonly open: (opened: Opened) => void
  /** Who pays for wallets' signatures. */
  readonly wallet: Payer
}

export class Replica {
  readonly work: Work
  readonly walletChecks: WalletChecks
  readonly accounts: Accounts
  readonly #options: ReplicaOptions
  readonly #topics: Topics
  readonly #admission: Admission
  readonly #committer: Committer
  readonly #watchers = new Map<string, Set<() => void>>()
  /** The last request of each slot being answered: the next one waits for it. */
  readonly #slots = new Map<string, Promise<unknown>>()
  readonly #remembering: Crypto.Crypto
  /** By topic and slot: commits kept that this replica did not vote for. */
  readonly #unvotedCounts = new Map<string, number>()

  constructor(options: ReplicaOptions) {
    const { host, store, limits, network, metrics } = options
    this.#options = options
    this.#remembering = remembering(host.crypto)
    this.work = new Work(limits)
    this.walletChecks = new WalletChecks(host.crypto)
    this.accounts = new Accounts(host.crypto, store)
    this.#topics = new Topics(host.crypto, store)
    this.#admission = new Admission({
      host,
      limits,
      store,
      network,
      topics: this.#topics,
      walletChecks: this.walletChecks,
      accounts: this.accounts,
      onTwoSeals: (one, other) => options.witness.seals(one, other),
    })
    this.#committer = new Committer({
      host,
      store,
      metrics,
      signer: options.signer,
      itemsMax: limits.commitItemsMax,
      fences: () => options.settling.fences(),
      onStored: (append, outcome) => this.#stored(append, outcome),
    })
  }

  /** What differs by a topic's kind. */
  get rules(): Rules {
    return this.#admission.rules
  }

  /** Why it stores nothing now; `undefined` if it does. */
  get failure(): string | undefined {
    return this.#committer.failure
  }

  /** Whether the network has this node store a topic. */
  holds(topic: Uint8Array): boolean {
    const { signer, network } = this.#options
    return network()
      .replicasOf(topic)
      .some((replica) => Bytes.equal(replica.id, signer.id))
  }

  /** A topic it has. */
  topic(id: Uint8Array): Promise<KnownTopic | undefined> {
    return this.#topics.get(id)
  }

  /**
   * Checks an envelope, all but what the disk says.
   *
   * @param toll what whoever brings it accounts for
   * @throws WireError
   */
  async admit(
    bytes: Uint8Array,
    descriptor: Topic.Descriptor | undefined,
    source: Source,
    toll?: Toll,
  ): Promise<Admitted> {
    this.#committer.assertStoring()
    try {
      const opened = await this.#admission.open(bytes, descriptor, source)
      toll?.open(opened)
      const admitted = await this.#admission.prove({ ...opened, payer: toll?.wallet }, source)
      const { kind, topic, epoch } = opened.content
      if (source === 'client' && kind === 'commit' && !this.#unvoted(topic, epoch))
        throw new Errors.WireError('topic_full', { details: 'The slot has commits enough.' })
      return admitted
    } catch (error) {
      throw error instanceof StoreError ? this.#committer.noteFailure(error) : error
    }
  }

  /**
   * Stores an envelope. Resolves once it is on disk.
   *
   * @throws WireError `topic_full` or `storage_full`
   */
  store(admitted: Admitted): Promise<Receipt.Receipt> {
    const { content, id } = admitted
    const ref: Envelope.Ref = { sentAt: content.sentAt, id }
    return this.#committer.append(ref, this.#admission.appendOf(admitted))
  }

  /**
   * Stores envelopes in one go. Nobody asked for receipts of them, so none is signed. Resolves once
   * they are on disk.
   *
   * @returns what became of each
   * @throws WireError `storage_full`
   */
  async storeAll(all: readonly Admitted[]): Promise<readonly Outcome['status'][]> {
    const appends = all.map((admitted) => this.#admission.appendOf(admitted))
    const outcomes = await this.#committer.write(appends)
    return outcomes.map(({ status }) => status)
  }

  /**
   * {@link admit} and {@link store}, within the bounds of the node's work.
   *
   * @throws WireError
   */
  async publish(
    bytes: Uint8Array,
    descriptor: Topic.Descriptor | undefined,
    source: Source,
    toll?: Toll,
  ): Promise<Receipt.Receipt> {
    this.work.enter(bytes.length)
    try {
      return await this.store(await this.admit(bytes, descriptor, source, toll))
    } finally {
      this.work.leave(bytes.length)
    }
  }

  #stored(append: Append, outcome: Outcome): void {
    if (append.seal) this.#topics.sealed(append.topic, append.seal, outcome.receivedAt)
    if (append.place) this.#tellAccount(append)
    if (this.#watchers.size === 0) return
    for (const wake of this.#watchers.get(Bytes.toHex(append.topic)) ?? []) wake()
  }

  #tellAccount(append: Append): void {
    const descriptor = Codec.decode(Topic.descriptor, append.descriptor)
    if (descriptor.type === 'identity') this.#options.onAccount?.(descriptor.account)
  }

  /** Calls `listener` whenever something new of a topic is on disk; the function returned ends that. */
  watch(topic: Uint8Array, listener: () => void): () => void {
    const name = Bytes.toHex(topic)
    const listeners = this.#watchers.get(name) ?? new Set()
    this.#watchers.set(name, listeners)
    listeners.add(listener)
    return () => {
      listeners.delete(listener)
      if (listeners.size === 0 && this.#watchers.get(name) === listeners)
        this.#watchers.delete(name)
    }
  }

  /** Answers a round of reconciliation. */
  summarise(
    salt: Uint8Array,
    ranges: readonly Reconcile.AskedRange[],
  ): Promise<Reconcile.Summary[]> {
    const { store, host } = this.#options
    return Reconcile.summarise(store.keys, { sha256: host.crypto.sha256, salt }, ranges)
  }

  /**
   * Takes part in deciding a slot.
   *
   * @param commit the commit envelope, where this replica may lack it
   * @param request an encoded `Seal.request`
   * @throws WireError, also with the codes of `Seal.SealError`
   */
  async seal(
    topicId: Uint8Array,
    commit: Uint8Array | undefined,
    request: Uint8Array,
  ): Promise<Extract<Frame.Response, { type: 'vote' }>> {
    const bytes = request.length + (commit?.length ?? 0)
    this.work.enter(bytes)
    try {
      this.#committer.assertStoring()
      const reply = await coded(this.#vote(topicId, commit, decodeRequest(request)))
      return { type: 'vote', node: this.#options.signer.id, reply: Codec.encode(Seal.reply, reply) }
    } finally {
      this.work.leave(bytes)
    }
  }

  /**
   * Checks a request that others are to be asked, as far as this replica can: it may know less than
   * they do.
   *
   * @throws WireError `bad_seal_request` if it is one to nobody
   */
  async checkSeal(topicId: Uint8Array, request: Seal.Request): Promise<void> {
    try {
      const { topic, slot, ended } = await this.#slot(topicId, request)
      if (!ended) await coded(this.#verified(topic, slot, request))
    } catch (error) {
      if (error instanceof Errors.WireError && error.code === 'bad_seal_request') throw error
    }
  }

  /** The slot that a request is for, or the seal of one that is decided. */
  async #slot(
    topicId: Uint8Array,
    request: Seal.Request,
  ): Promise<
    | { topic: LogTopic; slot: Seal.Slot; ended?: undefined }
    | { topic: LogTopic; slot?: undefined; ended: Uint8Array }
  > {
    const { slot: number, topic: asked } = request.content
    if (!Bytes.equal(asked, topicId))
      throw new Errors.WireError('bad_seal_request', { details: 'It is of another topic.' })
    const topic = await this.#topics.get(topicId)
    if (topic === undefined) throw new Errors.WireError('unknown_topic')
    if (!isLog(topic))
      throw new Errors.WireError('not_permitted', { details: 'Only logs have slots.' })
    const ended = await this.#topics.epoch(topic, number + 1)
    if (ended) return { topic, ended: ended.certificate }
    return { topic, slot: await this.rules.log.slotOf(topic, number) }
  }

  async #verified(
    topic: LogTopic,
    slot: Seal.Slot,
    request: Seal.Request,
  ): Promise<Seal.Verified<Seal.Request>> {
    // The slot after the newest epoch is not open yet: its write key is unknown.
    const writer = await this.rules.log.writer(topic, slot.slot, 'replica')
    return Seal.verifyRequest(this.#remembering, slot, request, writer)
  }

  async #vote(
    topicId: Uint8Array,
    commit: Uint8Array | undefined,
    request: Seal.Request,
  ): Promise<Seal.Reply> {
    const { topic, slot, ended } = await this.#slot(topicId, request)
    if (ended) return Seal.sealedReply(Codec.decode(Seal.certificate, ended))
    const { slot: number } = slot
    if (!slot.members.has(Bytes.toHex(this.#options.signer.id)))
      throw new Errors.WireError('not_permitted', { details: 'The slot is decided by others.' })
    const verified = await this.#verified(topic, slot, request)
    this.#options.witness.request(slot, verified)
    const append = await this.#commitOf(topic, slot, commit, verified)
    if (!(await this.#remembers(topic, number))) return this.#abstain(append)
    return this.#inTurn(`${Bytes.toHex(topicId)} ${number}`, () =>
      this.#respond(slot, verified, append),
    )
  }

  /**
   * A node whose store was set back votes in slots only that cannot have been open before: it may
   * have voted there, and a second vote could be another. Others seal the slot without it.
   */
  async #remembers(topic: KnownTopic, slot: number): Promise<boolean> {
    const { life } = this.#options.store
    if (life === undefined) return true
    const opened = await this.#topics.epoch(topic, slot)
    if (opened === undefined) return false
    // The commit that opened the slot was admitted before it; none is admitted ahead of its time.
    const { value } = Codec.decode(Seal.certificate, opened.certificate)
    return value.sentAt > life.remembersFrom
  }

  /** Keeps the commit, so that its seal finds it here, and says nothing of the slot. */
  async #abstain(append: Append | undefined): Promise<never> {
    if (append) await this.#committer.write([append])
    throw new Errors.WireError('unavailable', {
      details: 'This replica was restored, and may have voted in the slot before.',
    })
  }

  /** One request of a slot at a time. */
  async #inTurn<T>(slot: string, work: () => Promise<T>): Promise<T> {
    const before = this.#slots.get(slot) ?? Promise.resolve()
    const own = before.then(work, work)
    this.#slots.set(slot, own)
    try {
      return await own
    } finally {
      if (this.#slots.get(slot) === own) this.#slots.delete(slot)
    }
  }

  /** The commit a request is for, as a write; `undefined` if it is held already. */
  async #commitOf(
    topic: LogTopic,
    slot: Seal.Slot,
    envelope: Uint8Array | undefined,
    request: Seal.Verified<Seal.Request>,
  ): Promise<Append | undefined> {
    const { body } = request.content
    if (body.type === 'advance') return undefined
    const key = keyOf(topic.id, body.value)
    const [held] = await this.#options.store.fetch([key])
    // What others may have sealed already is not this replica's to refuse.
    const assertDecides = ({ nextVersion }: Codec.TypeOf<typeof Envelope.commitBody>): void => {
      if (Seal.isFree(slot, body)) this.rules.log.assertDecides(topic.id, nextVersion)
    }
    if (held) {
      const { content } = Codec.decode(Envelope.codec, held.envelope)
      assertDecides(commitBodyOf(content, slot.slot))
      return undefined
    }
    // Never vote for a commit that may be nowhere: a slot sealed with it would end the topic.
    if (envelope === undefined)
      throw new Errors.WireError('unknown_epoch', { details: 'The commit is missing here.' })
    const opened = await this.#admission.open(envelope, undefined, 'client')
    if (!Bytes.equal(opened.id, body.value.id) || !Bytes.equal(opened.topic.id, topic.id))
      throw new Errors.WireError('bad_envelope', { details: 'It is not the commit asked for.' })
    assertDecides(commitBodyOf(opened.content, slot.slot))
    return this.#admission.appendOf(await this.#admission.prove(opened, 'client'))
  }

  /** The register is on disk, with the commit, before the reply leaves. */
  async #respond(
    slot: Seal.Slot,
    request: Seal.Verified<Seal.Request>,
    append: Append | undefined,
  ): Promise<Seal.Reply> {
    const { store, host, signer } = this.#options
    const bytes = await store.register(slot.topic, slot.slot)
    const state = bytes && Codec.decode(Seal.register, bytes)
    const { register, changed, reply } = await Seal.respond(
      host.crypto,
      slot,
      state,
      request,
      signer,
    )
    const put = {
      type: 'register',
      topic: slot.topic,
      slot: slot.slot,
      state: Codec.encode(Seal.register, register),
    } as const
    // No vote is on disk without its commit: it would be for what may be nowhere.
    const write = append ? { ...append, along: changed ? [put] : [] } : changed ? put : undefined
    if (write === undefined) return reply
    const [outcome] = await this.#committer.write([write])
    if (outcome!.status === 'full') throw new Errors.WireError('topic_full')
    return reply
  }

  /** Counts a commit that is kept without a vote; whether there may be one more in its slot. */
  #unvoted(topic: Uint8Array, slot: number): boolean {
    const name = `${Bytes.toHex(topic)} ${slot}`
    const count = this.#unvotedCounts.get(name) ?? 0
    if (count >= unvotedMax) return false
    if (this.#unvotedCounts.size >= unvotedSlotsMax)
      this.#unvotedCounts.delete(this.#unvotedCounts.keys().next().value!)
    this.#unvotedCounts.set(name, count + 1)
    return true
  }

  /** Puts fences on disk. */
  async fence(fences: readonly PutFence[]): Promise<void> {
    await this.#committer.write(fences)
  }

  /** Puts evidence on disk. */
  async keep(evidence: PutEvidence): Promise<void> {
    await this.#committer.write([evidence])
  }

  /** Finishes what was begun. */
  drain(): Promise<void> {
    return this.#committer.drain()
  }

  /** The key of an encoded envelope; `undefined` if it is none. */
  keyOf(envelope: Uint8Array): Uint8Array | undefined {
    try {
      const { content } = Codec.decode(Envelope.codec, envelope)
      return keyOf(content.topic, Envelope.refOf(this.#options.host.crypto, content))
    } catch (error) {
      if (error instanceof Codec.CodecError) return undefined
      throw error
    }
  }

  /** The replica sets of a shard: the installed one, and one that is to take over. */
  setsOf(shard: number): readonly Network.ReplicaSet[] {
    return this.#options.network().setsOfShard(shard)
  }

  /** Whether both nodes store a shard. */
  isShared(shard: number, other: Uint8Array): boolean {
    if (shard >= Placement.shards) return false
    const ids = this.#options.network().replicasOf(Placement.topicOf(shard))
    const has = (id: Uint8Array): boolean => ids.some((replica) => Bytes.equal(replica.id, id))
    return has(this.#options.signer.id) && has(other)
  }
}

/**
 * What a commit that may end an epoch says.
 *
 * @throws WireError `bad_envelope` if it is none
 */
function commitBodyOf(
  { kind, epoch, body }: Envelope.Content,
  slot: number,
): Codec.TypeOf<typeof Envelope.commitBody> {
  try {
    if (kind === 'commit' && epoch === slot) return Codec.decode(Envelope.commitBody, body)
  } catch (error) {
    if (!(error instanceof Codec.CodecError)) throw error
  }
  throw new Errors.WireError('bad_envelope', { details: 'It is no commit of the slot’s epoch.' })
}

/** What goes wrong with a seal, as it goes on the wire. */
async function coded<T>(work: Promise<T>): Promise<T> {
  try {
    return await work
  } catch (error) {
    if (error instanceof Seal.SealError)
      throw new Errors.WireError(error.code, { details: error.details ?? '' })
    throw error
  }
}

/**
 * A request to decide a slot.
 *
 * @throws WireError `bad_seal_request`
 */
export function decodeRequest(bytes: Uint8Array): Seal.Request {
  try {
    return Codec.decode(Seal.request, bytes)
  } catch (error) {
    if (!(error instanceof Codec.CodecError)) throw error
    throw new Errors.WireError('bad_seal_request', { details: error.message })
  }
}
