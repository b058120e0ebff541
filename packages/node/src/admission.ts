/**
 * Admission: what a replica checks before it stores an envelope. Cheap checks come first, signatures
 * last; every refusal is a code of `Errors.wireCodes`.
 *
 * @module
 */
import { Envelope, Limits, Topic } from '@parley/protocol'

import type { Append } from './store/Store.ts'
import { Rules } from './topics/rules.ts'
import {
  type Brings,
  decode,
  type Opened,
  type Parts,
  refuse,
  type Source,
} from './topics/TopicRules.ts'
import { keyOf, type KnownTopic } from './topics/topics.ts'

/** An envelope that may be stored. */
export type Admitted = Opened & { readonly key: Uint8Array; readonly brings: Brings }

/** Checks envelopes against what this replica knows. */
export class Admission {
  readonly rules: Rules
  readonly #parts: Parts

  constructor(parts: Parts) {
    this.#parts = parts
    this.rules = new Rules(parts)
  }

  /**
   * Decodes an envelope, finds its topic and checks sizes and times.
   *
   * @param bytes the encoded envelope; the result's fields are views on it
   * @param descriptor shown for a topic that may be new
   * @throws WireError
   */
  async open(
    bytes: Uint8Array,
    descriptor: Topic.Descriptor | undefined,
    source: Source,
  ): Promise<Opened> {
    const { host } = this.#parts
    const { content, proof } = decode(Envelope.codec, bytes, 'bad_envelope')
    const topic = await this.#topic(content.topic, descriptor, source)
    const { kinds } = this.rules.of(topic.descriptor)
    if (kinds === 'messages' && (content.kind !== 'message' || content.epoch !== 0))
      refuse('bad_envelope', 'Only logs have commits, seals and epochs.')
    this.#checkTimes(content, topic, source)
    const bodyBytesMax = Topic.bodyBytesMax(topic.descriptor)
    if (content.body.length > bodyBytesMax)
      refuse('too_large', `${content.body.length} bytes; the topic allows ${bodyBytesMax}.`)
    return { topic, content, proof, id: Envelope.idOf(host.crypto, content), bytes }
  }

  async #topic(
    id: Uint8Array,
    descriptor: Topic.Descriptor | undefined,
    source: Source,
  ): Promise<KnownTopic> {
    const { topics, host } = this.#parts
    const known = topics.peek(id) ?? (await topics.get(id))
    if (known) return known
    if (descriptor === undefined) return refuse('unknown_topic')
    const topic = topics.describe(id, descriptor)
    // What another replica holds was made in time.
    if (source === 'client') this.rules.of(descriptor).assertNew(descriptor, host.clock.now())
    return topic
  }

  #checkTimes(content: Envelope.Content, topic: KnownTopic, source: Source): void {
    const now = this.#parts.host.clock.now()
    const { kind, sentAt, expiresAt } = content
    if (expiresAt <= now || expiresAt <= sentAt) refuse('expired')
    if (sentAt > now + Limits.time.futureMsMax)
      refuse('from_future', `It is ${sentAt - now} ms ahead of the node's clock.`)
    if (this.rules.of(topic.descriptor).times === 'of the body') {
      // How long an account has been there is told from it.
      if (source === 'client' && sentAt < now - Limits.time.entryPastMsMax) refuse('too_old')
      return
    }
    // What another replica stored in time is not too old because this one was away; and a seal has
    // the times of its commit, which was admitted before it.
    if (source === 'client' && kind !== 'seal' && sentAt < now - Limits.time.pastMsMax)
      refuse('too_old')
    const retentionMsMax = Topic.retentionMsMax(topic.descriptor, kind)
    if (expiresAt - sentAt > retentionMsMax)
      refuse('bad_retention', `The topic keeps envelopes for ${retentionMsMax} ms at most.`)
  }

  /**
   * Checks an envelope's proof.
   *
   * @throws WireError
   */
  async prove(opened: Opened, source: Source): Promise<Admitted> {
    const { topic, content, id } = opened
    const key = keyOf(content.topic, { sentAt: content.sentAt, id })
    const brings = await this.rules.of(topic.descriptor).prove(opened, source)
    return { ...opened, key, brings }
  }

  /** What the store is told. */
  appendOf({ topic, content, key, bytes, brings }: Admitted): Append {
    const limits = this.#parts.limits.topic
    return {
      type: 'append',
      topic: topic.id,
      descriptor: topic.bytes,
      key,
      receivedAt: this.#parts.host.clock.now(),
      expiresAt: content.expiresAt,
      envelope: bytes,
      ...this.rules.of(topic.descriptor).room(limits, content.kind),
      seal: brings.seal,
      along: [],
      place: brings.place,
    }
  }
}
