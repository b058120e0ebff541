/**
 * Direct links: kept with the devices of friends that are there now, beside the nodes and never
 * instead of them.
 *
 * @module
 */
import * as Codec from '@parley/codec'
import {
  type Account,
  Bucket,
  Bytes,
  Envelope,
  Errors,
  type Host,
  Limits,
  Topic,
} from '@parley/protocol'

import type { Transaction } from '../database.ts'
import * as Groups from '../groups.ts'
import * as Records from '../records.ts'
import { background, type Session } from '../session.ts'
import type { Statement } from '../statements.ts'
import { Consents, type Friend } from './consents.ts'
import { misbehaved, PeerLink } from './peerLink.ts'
import type * as Signal from './signal.ts'
import { Signalling } from './signalling.ts'
import type { Encounter, OpenTransport, Transport } from './Transport.ts'

/** Links held at once: the friends somebody talks with, not all of an address book. */
const linksMax = 64
/** A meeting that has not led to a link by then has failed. */
const meetMs = 15_000
/** First and longest pause before a friend is tried again. */
const retryMsMin = 2_000
const retryMsMax = 5 * 60_000
/** A greeting may arrive so long after the link that followed another. */
const lateMs = 3_000
/** A device that misbehaved is left alone for so long. */
const distrustMs = 10 * 60_000
/** A friend is answered at most so often: two devices that greet each other on end stop. */
const greetings: Bucket.Rate = { perSecond: 0.5, burst: 5 }

export type DirectEvents = {
  /** Takes an envelope of a group, as if a node had delivered it. */
  readonly take: (group: string, envelope: Envelope.Envelope) => Promise<void>
  /** Something is to be said in a conversation. */
  readonly onOutgoing: (conversation: string) => void
  /** A link of a conversation came up or went down. */
  readonly onConversation: (conversation: string) => void
}

/** A meeting: its id and the other side's run in hex, and this side of it. */
type Underway = {
  readonly id: string
  readonly instance: string
  readonly encounter: Encounter
  readonly cancelTimer: () => void
}

/** What is known of a friend's device since this client started. */
type Peer = {
  readonly id: string
  link: PeerLink | undefined
  linkedAt: number
  /** With which run of its client, in hex, if it was said. */
  linkedWith: string | undefined
  /** A meeting under way. */
  meeting: Underway | undefined
  /** How it is reached, and by which run of its client, as it said last. */
  reach: Uint8Array
  instance: string | undefined
  failures: number
  cancelRetry: () => void
  readonly greetings: Bucket.Bucket
  distrustedUntil: number
}

export class Direct {
  readonly #session: Session
  readonly #events: DirectEvents
  readonly #transport: Transport
  readonly #consents: Consents
  readonly #signalling: Signalling
  readonly #peers = new Map<string, Peer>()
  /** Tells this run from others of the same device. */
  readonly #instance: Uint8Array
  #closed = false

  private constructor(session: Session, events: DirectEvents, transport: Transport) {
    this.#session = session
    this.#events = events
    this.#transport = transport
    this.#instance = session.host.random.bytes(8)
    const own = { transport: transport.name, address: transport.address }
    this.#consents = new Consents(session, own, {
      onFriend: (friend) => this.#greet(friend),
      onEnd: (friend) => this.#forget(friend),
      onOutgoing: (conversation) => events.onOutgoing(conversation),
    })
    this.#signalling = new Signalling(session, {
      certificateOf: (device) => this.#consents.get(device)?.certificate,
      onSignal: (device, said) => this.#hear(device, said),
      onListening: () => this.#greetAll(),
    })
  }

  /** Opens the transport, and reads who is a friend. Nobody is met before {@link begin}. */
  static async open(
    session: Session,
    openTransport: OpenTransport,
    events: DirectEvents,
  ): Promise<Direct> {
    const { host, device } = session
    let direct: Direct | undefined
    const transport = await openTransport({
      clock: host.clock,
      log: host.log,
      seed: host.crypto.sha256(Bytes.labelled('direct transport', device.deviceKey.secretKey)),
      admits: (address) => direct !== undefined && direct.#friendAt(address) !== undefined,
      onIncoming: (address, duplex) => {
        const friend = direct && direct.#friendAt(address)
        if (direct && friend) direct.#attach(friend, duplex)
        else duplex.close('not_permitted')
      },
    })
    direct = new Direct(session, events, transport)
    return direct
  }

  /** Reads who allows links, says where this device does, and begins to meet friends. */
  async begin(): Promise<void> {
    await this.#consents.load()
    this.#signalling.start()
  }

  async close(): Promise<void> {
    this.#closed = true
    this.#signalling.close()
    for (const peer of this.#peers.values()) this.#leave(peer, 'client_closed')
    await this.#transport.close()
  }

  /** Whether a direct link to a device of the account is up. */
  isUp(account: Account.Account): boolean {
    return [...this.#peers.values()].some(
      (peer) => peer.link !== undefined && this.#consents.get(peer.id)?.account === account,
    )
  }

  /** Another device said something in a conversation: see `Consents.hear`. */
  hear(transaction: Transaction, conversation: string, statement: Statement | undefined): void {
    this.#consents.hear(transaction, conversation, statement)
  }

  /** Something of a conversation changed: its members, or whether it is wanted. */
  changed(conversation: string): void {
    background(this.#session, 'friends not followed', async () => {
      await this.#consents.refresh(conversation)
      await this.#consents.state(conversation)
    })
  }

  /** Sends an envelope that leaves for the nodes to the devices that are linked, too. */
  push(conversation: string, envelope: Envelope.Envelope): void {
    if (envelope.content.kind !== 'message') return
    let bytes: Uint8Array | undefined
    for (const { id, link } of this.#peers.values())
      if (link !== undefined && this.#consents.get(id)?.conversations.has(conversation))
        link.push((bytes ??= Codec.encode(Envelope.codec, envelope)))
  }

  // ---- what comes

  /**
   * Takes an envelope from a friend's device.
   *
   * @throws WireError if it is none of a conversation shared with it, or not signed by its epoch's key
   */
  async #take(friend: Friend, bytes: Uint8Array): Promise<void> {
    const { host } = this.#session
    let envelope: Envelope.Envelope
    try {
      envelope = Codec.decode(Envelope.codec, bytes)
    } catch (cause) {
      throw new Errors.WireError('bad_envelope', { cause })
    }
    const { content, proof } = envelope
    const now = host.clock.now()
    if (content.sentAt > now + Limits.time.futureMsMax) throw new Errors.WireError('from_future')
    if (content.sentAt < now - Limits.time.pastMsMax) throw new Errors.WireError('too_old')
    if (content.expiresAt <= now) throw new Errors.WireError('expired')
    const { name, group } = await this.#groupOf(friend, content.topic)
    // Commits and seals are decided by nodes; a device has no say in it.
    if (content.kind !== 'message') throw new Errors.WireError('not_permitted')
    if (group.descriptor.type === 'log' && content.body.length > group.descriptor.bodyBytesMax)
      throw new Errors.WireError('too_large')
    const epoch = Groups.epochOf(group)
    if (content.epoch > epoch) throw new Errors.WireError('unknown_epoch')
    const writer = Groups.writerOf(group, content.epoch)
    // Who writes while an epoch ends is one behind; who is further behind may have been removed.
    if (writer === undefined || content.epoch < epoch - 1) throw new Errors.WireError('stale_epoch')
    const isSigned =
      proof.type === 'signature' &&
      (await Envelope.verify(
        host.crypto,
        Envelope.idOf(host.crypto, content),
        proof.signature,
        writer,
      ))
    if (!isSigned) throw new Errors.WireError('bad_signature')
    await this.#events.take(name, envelope)
  }

  /** The group with a topic, of a conversation shared with a friend. */
  async #groupOf(
    { id }: Friend,
    topic: Uint8Array,
  ): Promise<{ name: string; group: Records.Group }> {
    const { database, host } = this.#session
    const conversations = this.#consents.get(id)?.conversations
    // It may have ceased to be a friend since its link was made.
    if (conversations === undefined) throw new Errors.WireError('not_permitted')
    for (const conversation of conversations) {
      const key = Records.keys.conversation(conversation)
      const record = await database.get(Records.conversation, key)
      for (const groupId of record?.groups ?? []) {
        const name = Bytes.toHex(groupId)
        const group = await database.get(Records.group, Records.keys.group(name))
        if (group && Bytes.equal(Topic.idOf(host.crypto, group.descriptor), topic))
          return { name, group }
      }
    }
    // A new group's invitation may be on its way still.
    throw new Errors.WireError('unknown_topic')
  }

  // ---- meeting

  #friendAt(address: Uint8Array): Friend | undefined {
    return this.#consents.all().find((friend) => Bytes.equal(friend.address, address))
  }

  #peer(id: string): Peer {
    const known = this.#peers.get(id)
    if (known) return known
    const peer: Peer = {
      id,
      link: undefined,
      linkedAt: 0,
      linkedWith: undefined,
      meeting: undefined,
      reach: new Uint8Array(),
      instance: undefined,
      failures: 0,
      cancelRetry: () => {},
      greetings: new Bucket.Bucket(this.#session.host.clock, greetings),
      distrustedUntil: 0,
    }
    this.#peers.set(id, peer)
    return peer
  }

  /** Of two devices the one with the lesser id begins a meeting. */
  #begins(peer: Peer): boolean {
    return this.#session.device.id < peer.id
  }

  /** Whether a link to the device would be of use now. */
  #wants(peer: Peer): boolean {
    if (this.#closed || peer.link || peer.distrustedUntil > this.#session.host.clock.now())
      return false
    return [...this.#peers.values()].filter(({ link }) => link !== undefined).length < linksMax
  }

  #greetAll(): void {
    for (const friend of this.#consents.all()) this.#greet(friend)
  }

  /** Tells a friend's device that this one is here. */
  #greet(friend: Friend): void {
    const peer = this.#peer(friend.id)
    if (!this.#wants(peer) || peer.greetings.take() > 0) return
    this.#signalling
      .send(friend.certificate, {
        type: 'here',
        instance: this.#instance,
        reach: this.#transport.reach(),
      })
      .then(
        // It is there: until there is a link it is greeted again.
        () => {
          if (!peer.meeting && this.#wants(peer)) this.#retryLater(peer)
        },
        (error: unknown) => {
          this.#session.host.log.debug({ error: String(error) }, 'a friend is not there')
          // Without nodes it may still be where it was. Else it is away, and greets when it is back.
          const isAlone = this.#session.network.gateways.length === 0
          if (isAlone && peer.reach.length > 0) this.#begin(friend, peer)
        },
      )
  }

  #hear(device: string, said: Signal.Said): void {
    const friend = this.#consents.get(device)
    if (friend === undefined || this.#closed) return
    const peer = this.#peer(device)
    if (said.type === 'here') this.#greeted(friend, peer, said)
    else this.#told(friend, peer, said)
  }

  /** A friend's device is there, and has no link. */
  #greeted(friend: Friend, peer: Peer, said: Extract<Signal.Said, { type: 'here' }>): void {
    const instance = Bytes.toHex(said.instance)
    if (peer.link) {
      const isSame = peer.linkedWith === undefined || peer.linkedWith === instance
      const isLate = this.#session.host.clock.now() - peer.linkedAt <= lateMs
      // Another tab or process of the device has it, or the greeting was overtaken by the link.
      if (!isSame || isLate) return
      this.#unlink(peer, peer.link, 'link_closed')
    }
    if (peer.meeting) return
    peer.reach = said.reach.slice()
    peer.instance = instance
    if (this.#begins(peer)) this.#begin(friend, peer)
    else this.#greet(friend)
  }

  #told(friend: Friend, peer: Peer, said: Extract<Signal.Said, { type: 'meet' }>): void {
    if (!Bytes.equal(said.to, this.#instance)) return
    const id = Bytes.toHex(said.meeting)
    if (peer.meeting?.id !== id) {
      // Only who begins numbers meetings.
      if (this.#begins(peer)) return
      // Its connection was faster than its word.
      if (peer.link) peer.linkedWith ??= Bytes.toHex(said.instance)
      if (!this.#wants(peer)) return
      this.#meet(friend, peer, { id, instance: Bytes.toHex(said.instance) })
    }
    if (said.body.length > 0) peer.meeting?.encounter.receive(said.body.slice())
  }

  #begin(friend: Friend, peer: Peer): void {
    const { instance } = peer
    if (instance === undefined || !this.#begins(peer) || peer.meeting || !this.#wants(peer)) return
    const id = Bytes.toHex(this.#session.host.random.bytes(8))
    // So that the other side knows of it while it is dialled. It may not get through where no node is
    // up; an address known from before may do.
    this.#say(friend, { id, instance }, new Uint8Array()).catch(() => {})
    this.#meet(friend, peer, { id, instance })
  }

  #say(
    { certificate }: Friend,
    meeting: Pick<Underway, 'id' | 'instance'>,
    body: Uint8Array,
  ): Promise<void> {
    return this.#signalling.send(certificate, {
      type: 'meet',
      instance: this.#instance,
      to: Bytes.fromHex(meeting.instance),
      meeting: Bytes.fromHex(meeting.id),
      body,
    })
  }

  #meet(friend: Friend, peer: Peer, named: Pick<Underway, 'id' | 'instance'>): void {
    const { host } = this.#session
    this.#endMeeting(peer)
    const isCurrent = (): boolean => peer.meeting?.id === named.id
    const fail = (error: unknown): void => {
      if (!isCurrent()) return
      host.log.debug({ error: String(error) }, 'no direct link')
      this.#endMeeting(peer)
      this.#retryLater(peer)
    }
    const encounter = this.#transport.meet({
      address: friend.address,
      reach: peer.reach,
      begins: this.#begins(peer),
      send: (body) => void this.#say(friend, named, body).catch(fail),
      onDuplex: (duplex) => {
        if (isCurrent() && this.#consents.get(friend.id)) this.#attach(friend, duplex)
        else duplex.close('cancelled')
      },
      onFail: fail,
    })
    const cancelTimer = host.clock.after(meetMs, () => fail(new Errors.WireError('timeout')))
    peer.meeting = { ...named, encounter, cancelTimer }
  }

  #endMeeting(peer: Peer): void {
    const { meeting } = peer
    peer.meeting = undefined
    meeting?.cancelTimer()
    meeting?.encounter.close()
  }

  #retryLater(peer: Peer): void {
    peer.cancelRetry()
    if (this.#closed) return
    const { clock, random } = this.#session.host
    const pause = Math.min(retryMsMax, retryMsMin * 2 ** Math.min(peer.failures++, 10))
    // Between half and all of it: both sides do not try in step.
    peer.cancelRetry = clock.after(pause * (0.5 + random.bytes(1)[0]! / 512), () => {
      const friend = this.#consents.get(peer.id)
      if (friend) this.#greet(friend)
    })
  }

  // ---- links

  #attach(friend: Friend, duplex: Host.Duplex): void {
    const { clock, log } = this.#session.host
    const peer = this.#peer(friend.id)
    if (peer.link) this.#unlink(peer, peer.link, 'replaced')
    if (!this.#wants(peer)) return duplex.close('not_permitted')
    const link: PeerLink = new PeerLink({
      duplex,
      clock,
      log,
      take: (bytes) => this.#take(friend, bytes),
      onClose: (code) => this.#lost(peer, link, code),
    })
    peer.link = link
    peer.linkedAt = clock.now()
    peer.linkedWith = peer.meeting?.instance
    peer.failures = 0
    peer.cancelRetry()
    this.#endMeeting(peer)
    log.info({ device: peer.id }, 'direct link open')
    this.#tell(friend)
  }

  #lost(peer: Peer, link: PeerLink, code: string): void {
    if (peer.link !== link) return
    peer.link = undefined
    const { clock, log } = this.#session.host
    log.info({ device: peer.id, code }, 'direct link closed')
    if (misbehaved.has(code)) peer.distrustedUntil = clock.now() + distrustMs
    const friend = this.#consents.get(peer.id)
    if (friend) this.#tell(friend)
    // Another process of this device has the link now.
    if (code !== 'replaced') this.#retryLater(peer)
  }

  /** Closes a link, and tells those who show it. */
  #unlink(peer: Peer, link: PeerLink, code: string): void {
    peer.link = undefined
    link.close(code)
    const friend = this.#consents.get(peer.id)
    if (friend) this.#tell(friend)
  }

  #leave(peer: Peer, code: string): void {
    peer.cancelRetry()
    this.#endMeeting(peer)
    if (peer.link) this.#unlink(peer, peer.link, code)
  }

  /** A device is a friend no more. */
  #forget(friend: Friend): void {
    const peer = this.#peers.get(friend.id)
    if (peer === undefined) return
    this.#leave(peer, 'link_closed')
    // Consent taken back and given again does not make up for what it did.
    if (peer.distrustedUntil <= this.#session.host.clock.now()) this.#peers.delete(friend.id)
    this.#tell(friend)
  }

  #tell(friend: Friend): void {
    for (const conversation of friend.conversations) this.#events.onConversation(conversation)
  }
}
