/** Logs: whoever holds the write key of the epoch appends; slots decide which key comes next. */
import * as Codec from '@parley/codec'
import { Bytes, Envelope, Limits, Seal, Topic } from '@parley/protocol'

import type { Seal as StoredSeal } from '../store/Store.ts'
import { keyOf, type KnownTopic } from './topics.ts'
import {
  decode,
  type Opened,
  type Parts,
  refuse,
  type Source,
  type TopicRules,
} from './TopicRules.ts'

type LogDescriptor = Topic.Of<'log'>
/** A topic that is a log. */
export type LogTopic = KnownTopic<LogDescriptor>
type OpenedLog = Opened<LogDescriptor>

/**
 * A log that was born earlier is made by nobody any more: what is not held of it was let go of with
 * its votes, so its slots must not be asked again. A month offline is below it.
 */
const bornDaysMax = 30

/** Whether a topic is a log. */
export function isLog(topic: KnownTopic): topic is LogTopic {
  return topic.descriptor.type === 'log'
}

export class Log {
  readonly rules: TopicRules<LogDescriptor>
  readonly #parts: Parts

  constructor(parts: Parts) {
    this.#parts = parts
    this.rules = {
      kinds: 'all',
      times: 'usual',
      // What removes a member finds room where that member has left none.
      room: ({ envelopesMax, bytesMax, slots }, kind) => ({
        countMax: envelopesMax + (kind === 'message' ? 0 : slots.envelopesMax),
        bytesMax: bytesMax + (kind === 'message' ? 0 : slots.bytesMax),
      }),
      assertMayRead: () => {},
      assertNew({ born }, now) {
        const today = Topic.dayOf(now)
        if (born < today - bornDaysMax) refuse('unknown_topic', 'It was born too long ago.')
        // Clocks differ, and days begin elsewhere.
        if (born > today + 1) refuse('bad_descriptor', 'It is not born yet.')
      },
      prove: async (opened, source) => {
        if (opened.content.kind === 'seal') return { seal: await this.#seal(opened) }
        await this.#signature(opened, source)
        return {}
      },
    }
  }

  /**
   * The write key of an epoch of a log.
   *
   * @throws WireError `unknown_epoch` or `stale_epoch`
   */
  async writer(topic: LogTopic, epoch: number, source: Source): Promise<Uint8Array> {
    if (epoch > topic.epoch) refuse('unknown_epoch', `This node knows epoch ${topic.epoch}.`)
    if (epoch < topic.epoch && source === 'client') await this.#checkStale(topic, epoch)
    if (epoch === 0) return topic.descriptor.writer
    const record = await this.#parts.topics.epoch(topic, epoch)
    return record?.writer ?? refuse('unknown_epoch')
  }

  async #checkStale(topic: LogTopic, epoch: number): Promise<void> {
    const { topics, host } = this.#parts
    const next = epoch === topic.epoch - 1 ? await topics.epoch(topic, topic.epoch) : undefined
    const ended = next?.startedAt ?? -Infinity
    if (host.clock.now() - ended > Limits.time.staleEpochMs) refuse('stale_epoch')
  }

  async #signature({ topic, content, proof, id }: OpenedLog, source: Source): Promise<void> {
    if (proof.type !== 'signature') return refuse('bad_signature', 'It is not signed.')
    const { epoch } = content
    if (source === 'vouched' && epoch <= topic.epoch) return
    const writer = await this.writer(topic, epoch, source)
    if (content.kind === 'commit') decode(Envelope.commitBody, content.body, 'bad_envelope')
    const { crypto } = this.#parts.host
    if (!(await Envelope.verify(crypto, id, proof.signature, writer))) refuse('bad_signature')
  }

  /**
   * A slot with those who decide it.
   *
   * @throws WireError `unknown_epoch` if it is not open yet, `stale_network` if this node does not
   * know their version of the network yet, `bad_descriptor` if there was nobody in it
   */
  async slotOf(topic: LogTopic, slot: number): Promise<Seal.Slot> {
    const { topics, network, host } = this.#parts
    const version =
      slot === 0 ? topic.descriptor.version : (await topics.epoch(topic, slot))?.version
    if (version === undefined) return refuse('unknown_epoch', `Slot ${slot} is not open here.`)
    const { id, setAt } = network()
    const set = setAt(topic.id, version)
    if (set === undefined) return refuse('stale_network', `Version ${version} is not known here.`)
    if (set.nodes.length === 0) refuse('bad_descriptor', `Version ${version} has no members.`)
    const { crypto } = host
    return Seal.slotOf(crypto, { network: id, topic: topic.id, slot, replicas: set.nodes })
  }

  /**
   * Lets the replicas of a turn decide a topic's next slot, if they are the installed ones. Whose
   * view is younger than the committer's may know that set as the one before.
   *
   * @throws WireError `stale_network`
   */
  assertDecides(topic: Uint8Array, version: number): void {
    const { turn, before } = this.#parts.network().installedOf(topic)
    if (version !== turn && version !== before)
      refuse('stale_network', `The set of turn ${turn} is installed, and ${before} before it.`)
  }

  async #seal({ topic, content, proof }: OpenedLog): Promise<StoredSeal> {
    const { host, topics } = this.#parts
    if (proof.type !== 'self') refuse('bad_envelope', 'A seal proves itself.')
    const certificate = decode(Seal.certificate, content.body, 'bad_seal')
    const { slot, value } = certificate
    if (content.epoch !== slot) refuse('bad_seal', 'It is of another epoch.')
    if (slot > topic.epoch) refuse('unknown_epoch', `This node knows epoch ${topic.epoch}.`)
    if (!Bytes.equal(certificate.topic, topic.id)) refuse('bad_seal', 'It is of another topic.')
    const decides = await this.slotOf(topic, slot)
    try {
      await Seal.verifyCertificate(host.crypto, decides, certificate)
    } catch (error) {
      if (!(error instanceof Seal.SealError)) throw error
      refuse('bad_seal', error.details)
    }
    const commit = await this.#commit(topic, slot, value)
    // Whoever wraps a seal gets the same envelope: its times are the commit's.
    if (content.sentAt !== commit.content.sentAt || content.expiresAt !== commit.content.expiresAt)
      refuse('bad_seal', 'Its times are not those of the commit.')
    const known = slot < topic.epoch ? await topics.epoch(topic, slot + 1) : undefined
    const other = known && Codec.decode(Seal.certificate, known.certificate)
    if (other && !Envelope.sameRef(other.value, value)) {
      // Two seals of one slot: more than f replicas lied, and it can be proved.
      this.#parts.onTwoSeals(other, certificate)
      const certificates = [known.certificate, content.body].map(Bytes.toHex)
      const where = { topic: Bytes.toHex(topic.id), slot }
      host.log.error({ ...where, certificates }, 'two commits are sealed in one slot')
      refuse('bad_seal', 'The slot is sealed with another commit.')
    }
    return {
      epoch: slot + 1,
      writer: commit.body.nextWriter,
      version: commit.body.nextVersion,
      certificate: content.body,
    }
  }

  async #commit(topic: LogTopic, slot: number, value: Envelope.Ref) {
    const [found] = await this.#parts.store.fetch([keyOf(topic.id, value)])
    if (found === undefined) return refuse('unknown_epoch', 'The sealed commit is missing here.')
    // It was decoded when it was stored.
    const { content } = Codec.decode(Envelope.codec, found.envelope)
    if (content.kind !== 'commit' || content.epoch !== slot)
      refuse('bad_seal', 'What it seals is no commit of that epoch.')
    return { content, body: Codec.decode(Envelope.commitBody, content.body) }
  }
}
