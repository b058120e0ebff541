/**
 * Topics as admission sees them: what they are, and which key writes in which epoch. Read from the
 * store once, then kept.
 *
 * @module
 */
import * as Codec from '@parley/codec'
import { type Crypto, Errors, Topic } from '@parley/protocol'

import type { EpochRecord, Seal, Store } from './store/Store.ts'

/** A topic, stored or about to be. */
export type KnownTopic = {
  readonly id: Uint8Array
  readonly descriptor: Topic.Descriptor
  /** Encoded. */
  readonly bytes: Uint8Array
  /** Whether the store has it. */
  readonly stored: boolean
  /** The newest epoch. */
  epoch: number
  /** Epochs read so far; epoch 0 is the descriptor's. */
  readonly epochs: Map<number, EpochRecord>
}

/** About 500 bytes each: the conversations of a busy hour. */
const keptMax = 32_768

export class Topics {
  readonly #crypto: Crypto.Crypto
  readonly #store: Store
  readonly #kept = new Map<string, KnownTopic>()
  /** How many seals were stored so far. */
  #seals = 0

  constructor(crypto: Crypto.Crypto, store: Store) {
    this.#crypto = crypto
    this.#store = store
  }

  /** A topic that is kept, without a look at the store. */
  peek(id: Uint8Array): KnownTopic | undefined {
    return this.#kept.get(nameOf(id))
  }

  /** A topic that is stored. */
  async get(id: Uint8Array): Promise<KnownTopic | undefined> {
    const kept = this.peek(id)
    if (kept) return kept
    const seals = this.#seals
    const record = await this.#store.topic(id)
    if (record === undefined) return undefined
    // What was read may be of before a seal that was stored meanwhile.
    if (seals !== this.#seals) return this.get(id)
    // It may have been read twice meanwhile: all share the first.
    return (
      this.peek(id) ??
      this.#keep({
        id: id.slice(),
        descriptor: Codec.decode(Topic.descriptor, record.descriptor),
        bytes: record.descriptor,
        stored: true,
        epoch: record.epoch,
        epochs: new Map(),
      })
    )
  }

  /**
   * A topic by its descriptor, which must hash to its id.
   *
   * @throws WireError `bad_descriptor`
   */
  describe(id: Uint8Array, descriptor: Topic.Descriptor): KnownTopic {
    const bytes = Codec.encode(Topic.descriptor, descriptor)
    if (nameOf(Topic.idOf(this.#crypto, descriptor)) !== nameOf(id))
      throw new Errors.WireError('bad_descriptor')
    return { id: id.slice(), descriptor, bytes, stored: false, epoch: 0, epochs: new Map() }
  }

  /** How an epoch from 1 on began; `undefined` if it has not. */
  async epoch(topic: KnownTopic, epoch: number): Promise<EpochRecord | undefined> {
    const kept = topic.epochs.get(epoch)
    if (kept || epoch > topic.epoch) return kept
    const record = await this.#store.epoch(topic.id, epoch)
    if (record) topic.epochs.set(epoch, record)
    // The newest two are asked for all the time, older ones when a replica catches up.
    if (topic.epochs.size > 4)
      for (const old of topic.epochs.keys())
        if (old < topic.epoch - 1 && old !== epoch) topic.epochs.delete(old)
    return record
  }

  /**
   * The version of the network whose replicas of the topic decide a slot; `undefined` if the slot
   * is not open yet.
   */
  async slotVersion(topic: KnownTopic, slot: number): Promise<number | undefined> {
    if (slot === 0) return topic.descriptor.type === 'log' ? topic.descriptor.version : undefined
    return (await this.epoch(topic, slot))?.version
  }

  /** A seal is stored: what it began counts from here on. */
  sealed(id: Uint8Array, seal: Seal, startedAt: number): void {
    this.#seals++
    const topic = this.peek(id)
    if (topic === undefined || topic.epoch >= seal.epoch) return
    topic.epochs.set(seal.epoch, { ...seal, startedAt })
    topic.epoch = seal.epoch
  }

  #keep(topic: KnownTopic): KnownTopic {
    if (this.#kept.size >= keptMax) this.#kept.delete(this.#kept.keys().next().value!)
    this.#kept.set(nameOf(topic.id), topic)
    return topic
  }
}

function nameOf(id: Uint8Array): string {
  return Buffer.from(id.buffer, id.byteOffset, id.length).toString('latin1')
}
