/**
 * Admission: what a replica checks before it stores an envelope. Cheap checks come first, signatures
 * last; every refusal is a code of `Errors.wireCodes`.
 *
 * @module
 */
import * as Codec from '@parley/codec'
import {
  Bytes,
  Certificate,
  Envelope,
  Errors,
  type Host,
  Identity,
  Limits,
  Network,
  Placement,
  Reconcile,
  Seal,
  Topic,
} from '@parley/protocol'

import type { Limits as NodeLimits } from './limits.ts'
import type { Append, Revoke, Seal as StoredSeal, Store } from './store/Store.ts'
import type { KnownTopic, Topics } from './topics.ts'
import type { WalletChecks } from './walletChecks.ts'

/**
 * Where an envelope comes from. `client`: it is being published now, here or through another node.
 * `replica`: another replica has stored it; rules about time of arrival held there. `vouched`: so
 * many have stored these very bytes that an honest one is among them, so its signature is checked.
 */
export type Source = 'client' | 'replica' | 'vouched'

/** An envelope that passed the cheap checks. */
export type Opened = {
  readonly topic: KnownTopic
  readonly content: Envelope.Content
  readonly proof: Envelope.Proof
  readonly id: Uint8Array
  readonly bytes: Uint8Array
}

/** An envelope that may be stored. */
export type Admitted = Opened & {
  readonly key: Uint8Array
  /** What it begins, if it is a seal. */
  readonly seal: StoredSeal | undefined
  /** What it revokes, if it does. */
  readonly revoke: Revoke | undefined
}

const refuse = (code: Errors.WireCode, details?: string): never => {
  throw new Errors.WireError(code, details === undefined ? {} : { details })
}

function decode<T>(codec: Codec.Codec<T>, bytes: Uint8Array, code: Errors.WireCode): T {
  try {
    return Codec.decode(codec, bytes)
  } catch (error) {
    if (error instanceof Codec.CodecError) return refuse(code, error.message)
    throw error
  }
}

/** The key of an envelope in its topic's shard. */
export function keyOf(topic: Uint8Array, ref: Envelope.Ref): Uint8Array {
  return Reconcile.keyOf(Placement.shardOf(topic), ref.sentAt, ref.id)
}

export type AdmissionOptions = {
  host: Host.Host
  limits: NodeLimits
  topics: Topics
  store: Store
  walletChecks: WalletChecks
  network: () => Network.Network
  /** Told of two seals of one slot that name different commits: more than f replicas lied. */
  onTwoSeals: (one: Seal.Certificate, other: Seal.Certificate) => void
}

/** Checks envelopes against what this replica knows. */
export class Admission {
  readonly #host: Host.Host
  readonly #limits: NodeLimits
  readonly #topics: Topics
  readonly #store: Store
  readonly #walletChecks: WalletChecks
  readonly #network: () => Network.Network
  readonly #onTwoSeals: AdmissionOptions['onTwoSeals']

  constructor(options: AdmissionOptions) {
    this.#host = options.host
    this.#limits = options.limits
    this.#topics = options.topics
    this.#store = options.store
    this.#walletChecks = options.walletChecks
    this.#network = options.network
    this.#onTwoSeals = options.onTwoSeals
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
    const { content, proof } = decode(Envelope.codec, bytes, 'bad_envelope')
    const topic =
      this.#topics.peek(content.topic) ??
      (await this.#topics.get(content.topic)) ??
      (descriptor ? this.#topics.describe(content.topic, descriptor) : refuse('unknown_topic'))
    const isLog = topic.descriptor.type === 'log'
    if (!isLog && (content.kind !== 'message' || content.epoch !== 0))
      refuse('bad_envelope', 'Only logs have commits, seals and epochs.')
    this.#checkTimes(content, topic, source)
    const bodyBytesMax = Topic.bodyBytesMax(topic.descriptor)
    if (content.body.length > bodyBytesMax)
      refuse('too_large', `${content.body.length} bytes; the topic allows ${bodyBytesMax}.`)
    return { topic, content, proof, id: Envelope.idOf(this.#host.crypto, content), bytes }
  }

  #checkTimes(content: Envelope.Content, topic: KnownTopic, source: Source): void {
    const now = this.#host.clock.now()
    const { kind, sentAt, expiresAt } = content
    if (expiresAt <= now || expiresAt <= sentAt) refuse('expired')
    if (sentAt > now + Limits.time.futureMsMax)
      refuse('from_future', `It is ${sentAt - now} ms ahead of the node's clock.`)
    // What another replica stored in time is not too old because this one was away.
    if (source === 'client' && sentAt < now - Limits.time.pastMsMax) refuse('too_old')
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
    const admitted = { ...opened, key, seal: undefined, revoke: undefined }
    const { descriptor } = topic
    if (descriptor.type === 'identity')
      return { ...admitted, revoke: await this.#identity(opened, descriptor.account, source) }
    if (descriptor.type === 'inbox') this.#postage(opened, descriptor.postageBits)
    else if (content.kind === 'seal') return { ...admitted, seal: await this.#seal(opened) }
    else await this.#signature(opened, source)
    return admitted
  }

  /** What the store is told. */
  appendOf(admitted: Admitted): Append {
    const { topic, content, key, bytes, seal } = admitted
    const { envelopesMax, inboxEnvelopesMax, identityEnvelopesMax, bytesMax } = this.#limits.topic
    const countMax = {
      log: envelopesMax,
      inbox: inboxEnvelopesMax,
      identity: identityEnvelopesMax,
    }
    return {
      type: 'append',
      topic: topic.id,
      descriptor: topic.bytes,
      key,
      receivedAt: this.#host.clock.now(),
      expiresAt: content.expiresAt,
      envelope: bytes,
      bytesMax,
      countMax: countMax[topic.descriptor.type],
      seal,
    }
  }

  /**
   * The write key of an epoch of a log.
   *
   * @throws WireError `unknown_epoch` or `stale_epoch`
   */
  async writer(topic: KnownTopic, epoch: number, source: Source): Promise<Uint8Array> {
    if (epoch > topic.epoch) refuse('unknown_epoch', `This node knows epoch ${topic.epoch}.`)
    if (epoch < topic.epoch && source === 'client') await this.#checkStale(topic, epoch)
    if (epoch === 0) return (topic.descriptor as { writer: Uint8Array }).writer
    const record = await this.#topics.epoch(topic, epoch)
    return record?.writer ?? refuse('unknown_epoch')
  }

  async #checkStale(topic: KnownTopic, epoch: number): Promise<void> {
    const next =
      epoch === topic.epoch - 1 ? await this.#topics.epoch(topic, topic.epoch) : undefined
    const ended = next?.startedAt ?? -Infinity
    if (this.#host.clock.now() - ended > Limits.time.staleEpochMs) refuse('stale_epoch')
  }

  async #signature({ topic, content, proof, id }: Opened, source: Source): Promise<void> {
    if (proof.type !== 'signature') return refuse('bad_signature', 'It is not signed.')
    const { epoch } = content
    if (source === 'vouched' && epoch <= topic.epoch) return
    const writer = await this.writer(topic, epoch, source)
    if (content.kind === 'commit') decode(Envelope.commitBody, content.body, 'bad_envelope')
    const { crypto } = this.#host
    if (!(await Envelope.verify(crypto, id, proof.signature, writer))) refuse('bad_signature')
  }

  #postage({ proof, id }: Opened, bits: number): void {
    const paid =
      proof.type === 'postage' && Envelope.checkPostage(this.#host.crypto, id, proof.nonce, bits)
    if (!paid) refuse('bad_postage', `The inbox asks for ${bits} bits.`)
  }

  async #identity(
    { content, proof }: Opened,
    account: string,
    source: Source,
  ): Promise<Revoke | undefined> {
    if (proof.type !== 'self') return refuse('bad_envelope', 'An identity entry proves itself.')
    const entry = decode(Identity.entry, content.body, 'bad_identity')
    if (Identity.accountOf(entry) !== account) refuse('bad_identity', 'It is of another account.')
    const { crypto } = this.#host
    if (entry.type === 'announcement' && source === 'client') {
      const { deviceKey } = entry.content.certificate.certificate
      if (await this.#store.isRevoked(account, Certificate.deviceId(crypto, deviceKey)))
        refuse('not_permitted', 'The device is revoked.')
    }
    if (source !== 'vouched' && !(await this.#walletChecks.entry(entry))) refuse('bad_identity')
    if (entry.type === 'announcement') return undefined
    return { type: 'revoke', account, device: entry.revocation.device }
  }

  /**
   * A slot with those who decide it.
   *
   * @throws WireError `unknown_epoch` if it is not open yet, `stale_network` if this node does not
   * know their version of the network yet, `bad_descriptor` if there was nobody in it
   */
  async slotOf(topic: KnownTopic, slot: number): Promise<Seal.Slot> {
    const version = await this.#topics.slotVersion(topic, slot)
    if (version === undefined) return refuse('unknown_epoch', `Slot ${slot} is not open here.`)
    const set = this.#network().setAt(topic.id, version)
    if (set === undefined) return refuse('stale_network', `Version ${version} is not known here.`)
    if (set.nodes.length === 0) refuse('bad_descriptor', `Version ${version} has no members.`)
    return Seal.slotOf(this.#host.crypto, { topic: topic.id, slot, replicas: set.nodes })
  }

  /**
   * Lets the replicas of a version decide a topic's next slot, if they may.
   *
   * @throws WireError `stale_network`
   */
  assertDecides(topic: Uint8Array, version: number): void {
    if (Network.canDecide(this.#network(), topic, version) !== true)
      refuse('stale_network', `Of version ${version} no quorum decides any more, or not yet.`)
  }

  async #seal({ topic, content, proof }: Opened): Promise<StoredSeal> {
    if (proof.type !== 'self') refuse('bad_envelope', 'A seal proves itself.')
    const certificate = decode(Seal.certificate, content.body, 'bad_seal')
    const { slot, value } = certificate
    if (slot > topic.epoch) refuse('unknown_epoch', `This node knows epoch ${topic.epoch}.`)
    if (!Bytes.equal(certificate.topic, topic.id)) refuse('bad_seal', 'It is of another topic.')
    const decides = await this.slotOf(topic, slot)
    try {
      await Seal.verifyCertificate(this.#host.crypto, decides, certificate)
    } catch (error) {
      if (!(error instanceof Seal.SealError)) throw error
      refuse('bad_seal', error.details)
    }
    const commit = await this.#commit(topic, slot, value)
    const known = slot < topic.epoch ? await this.#topics.epoch(topic, slot + 1) : undefined
    if (known && !Bytes.equal(known.writer, commit.nextWriter)) {
      // Two seals of one slot: more than f replicas lied, and it can be proved.
      this.#onTwoSeals(Codec.decode(Seal.certificate, known.certificate), certificate)
      this.#host.log.error(
        {
          topic: Bytes.toHex(topic.id),
          slot,
          certificates: [known.certificate, content.body].map(Bytes.toHex),
        },
        'two commits are sealed in one slot',
      )
      refuse('bad_seal', 'The slot is sealed with another commit.')
    }
    return {
      epoch: slot + 1,
      writer: commit.nextWriter,
      version: commit.nextVersion,
      certificate: content.body,
      sealsMax: this.#limits.topic.sealsPerSlotMax,
    }
  }

  async #commit(
    topic: KnownTopic,
    slot: number,
    value: Envelope.Ref,
  ): Promise<Codec.TypeOf<typeof Envelope.commitBody>> {
    const [found] = await this.#store.fetch([keyOf(topic.id, value)])
    if (found === undefined) return refuse('unknown_epoch', 'The sealed commit is missing here.')
    // It was decoded when it was stored.
    const { content } = Codec.decode(Envelope.codec, found.envelope)
    if (content.kind !== 'commit' || content.epoch !== slot)
      refuse('bad_seal', 'What it seals is no commit of that epoch.')
    return Codec.decode(Envelope.commitBody, content.body)
  }
}
