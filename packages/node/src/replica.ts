/**
 * A replica: admits envelopes, stores them, signs receipts, takes part in seals, and serves what it
 * holds. It trusts nobody, other replicas included.
 *
 * @module
 */
import * as Codec from '@parley/codec'
import {
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
  type Topic,
} from '@parley/protocol'

import { Admission, type Admitted, keyOf, type Opened, type Source } from './admission.ts'
import { Committer } from './committer.ts'
import type { NodeHost } from './host.ts'
import type { Limits as NodeLimits } from './limits.ts'
import type { Metrics } from './metrics.ts'
import {
  type Append,
  type Outcome,
  type PutEvidence,
  type Revoke,
  type Store,
  StoreError,
} from './store/Store.ts'
import { type KnownTopic, Topics } from './topics.ts'
import { WalletChecks } from './walletChecks.ts'
import type { Witness } from './witness.ts'
import { Work } from './work.ts'

export type ReplicaOptions = {
  host: NodeHost
  limits: NodeLimits
  store: Store
  node: { readonly id: Uint8Array; readonly keyPair: Crypto.KeyPair }
  network: () => Network.Network
  metrics: Metrics
  witness: Witness
  /** Told when a device is revoked. */
  onRevoked?: (revoke: Revoke) => void
}

/** What a publisher may be asked to account for, between the cheap checks and the dear ones. */
export type Toll = (opened: Opened) => void

const noToll: Toll = () => {}

export class Replica {
  readonly work: Work
  readonly walletChecks: WalletChecks
  readonly #options: ReplicaOptions
  readonly #topics: Topics
  readonly #admission: Admission
  readonly #committer: Committer
  readonly #watchers = new Map<string, Set<() => void>>()
  /** The last request of each slot being answered: the next one waits for it. */
  readonly #slots = new Map<string, Promise<unknown>>()

  constructor(options: ReplicaOptions) {
    const { host, store, limits, network, metrics } = options
    this.#options = options
    this.work = new Work(limits)
    this.walletChecks = new WalletChecks(host, limits.walletChecks)
    this.#topics = new Topics(host.crypto, store)
    this.#admission = new Admission({
      host,
      limits,
      store,
      network,
      topics: this.#topics,
      walletChecks: this.walletChecks,
      onTwoSeals: (one, other) => options.witness.seals(one, other),
    })
    this.#committer = new Committer({
      host,
      store,
      metrics,
      node: options.node,
      itemsMax: limits.commitItemsMax,
      onStored: (append, outcome) => this.#stored(append, outcome),
    })
  }

  /** Why it stores nothing now; `undefined` if it does. */
  get failure(): string | undefined {
    return this.#committer.failure
  }

  /** Whether the network has this node store a topic. */
  holds(topic: Uint8Array): boolean {
    const { node, network } = this.#options
    return network()
      .replicasOf(topic)
      .some((replica) => Bytes.equal(replica.id, node.id))
  }

  /** A topic it has. */
  topic(id: Uint8Array): Promise<KnownTopic | undefined> {
    return this.#topics.get(id)
  }

  /**
   * Checks an envelope, all but what the disk says.
   *
   * @param toll called when it is known what the envelope is; what it throws is the refusal
   * @throws WireError
   */
  async admit(
    bytes: Uint8Array,
    descriptor: Topic.Descriptor | undefined,
    source: Source,
    toll: Toll = noToll,
  ): Promise<Admitted> {
    this.#committer.assertStoring()
    try {
      const opened = await this.#admission.open(bytes, descriptor, source)
      toll(opened)
      return await this.#admission.prove(opened, source)
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
    const { content, id, revoke } = admitted
    const append = this.#admission.appendOf(admitted)
    const ref: Envelope.Ref = { sentAt: content.sentAt, id }
    return this.#committer.append(ref, append, ...(revoke ? [revoke] : [])).then((receipt) => {
      if (revoke) this.#options.onRevoked?.(revoke)
      return receipt
    })
  }

  /**
   * Stores envelopes in one go. Nobody asked for receipts of them, so none is signed. Resolves once
   * they are on disk.
   *
   * @returns what became of each
   * @throws WireError `storage_full`
   */
  async storeAll(all: readonly Admitted[]): Promise<readonly Outcome['status'][]> {
    const revokes = all.flatMap(({ revoke }) => revoke ?? [])
    const appends = all.map((admitted) => this.#admission.appendOf(admitted))
    const outcomes = await this.#committer.write([...appends, ...revokes])
    for (const revoke of revokes) this.#options.onRevoked?.(revoke)
    return appends.map((_, i) => outcomes[i]!.status)
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
    if (this.#watchers.size === 0) return
    for (const wake of this.#watchers.get(Bytes.toHex(append.topic)) ?? []) wake()
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
      const reply = await this.#vote(topicId, commit, request)
      return { type: 'vote', node: this.#options.node.id, reply: Codec.encode(Seal.reply, reply) }
    } catch (error) {
      if (error instanceof Seal.SealError)
        throw new Errors.WireError(error.code, { details: error.details ?? '' })
      throw error
    } finally {
      this.work.leave(bytes)
    }
  }

  async #vote(
    topicId: Uint8Array,
    commit: Uint8Array | undefined,
    bytes: Uint8Array,
  ): Promise<Seal.Reply> {
    const request = decodeRequest(bytes)
    const { slot: number, topic: asked } = request.content
    if (!Bytes.equal(asked, topicId))
      throw new Errors.WireError('bad_seal_request', { details: 'It is of another topic.' })
    const topic = await this.#topics.get(topicId)
    if (topic === undefined) throw new Errors.WireError('unknown_topic')
    if (topic.descriptor.type !== 'log')
      throw new Errors.WireError('not_permitted', { details: 'Only logs have slots.' })
    const ended = await this.#topics.epoch(topic, number + 1)
    if (ended) return Seal.sealedReply(Codec.decode(Seal.certificate, ended.certificate))
    // The slot after the newest epoch is not open yet: its write key is unknown.
    const writer = await this.#admission.writer(topic, number, 'replica')
    const slot = await this.#admission.slotOf(topic, number)
    if (!slot.members.has(Bytes.toHex(this.#options.node.id)))
      throw new Errors.WireError('not_permitted', { details: 'The slot is decided by others.' })
    const verified = await Seal.verifyRequest(this.#options.host.crypto, slot, request, writer)
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
    topic: KnownTopic,
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
      if (Seal.isFree(slot, body)) this.#admission.assertDecides(topic.id, nextVersion)
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
    const { store, host, node } = this.#options
    const bytes = await store.register(slot.topic, slot.slot)
    const state = bytes && Codec.decode(Seal.register, bytes)
    const { register, changed, reply } = await Seal.respond(host.crypto, slot, state, request, node)
    const put = {
      type: 'register',
      topic: slot.topic,
      slot: slot.slot,
      state: Codec.encode(Seal.register, register),
    } as const
    const writes = [...(append ? [append] : []), ...(changed ? [put] : [])]
    if (writes.length === 0) return reply
    const [first] = await this.#committer.write(writes)
    if (append && first!.status === 'full') throw new Errors.WireError('topic_full')
    return reply
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

  /** The replica sets of a shard, newest first: one, unless members have just come or gone. */
  setsOf(shard: number): readonly Network.ReplicaSet[] {
    return this.#options.network().setsOf(Placement.topicOf(shard))
  }

  /** Whether both nodes store a shard. */
  isShared(shard: number, other: Uint8Array): boolean {
    if (shard >= Placement.shards) return false
    const ids = this.#options.network().replicasOf(Placement.topicOf(shard))
    const has = (id: Uint8Array): boolean => ids.some((replica) => Bytes.equal(replica.id, id))
    return has(this.#options.node.id) && has(other)
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

function decodeRequest(bytes: Uint8Array): Seal.Request {
  try {
    return Codec.decode(Seal.request, bytes)
  } catch (error) {
    if (!(error instanceof Codec.CodecError)) throw error
    throw new Errors.WireError('bad_seal_request', { details: error.message })
  }
}
