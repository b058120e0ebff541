/**
 * MLS groups over topics: what happens to a group's records when it is made, joined, written to and
 * read. Works inside transactions; the network is elsewhere.
 *
 * @module
 */
import * as Codec from '@parley/codec'
import {
  Account,
  Bytes,
  Crypto,
  Envelope,
  type Identity,
  Limits,
  Seal,
  Topic,
} from '@parley/protocol'

import * as Content from './content.ts'
import type { Transaction } from './database.ts'
import type { GroupState, Member } from './engine.ts'
import * as Invitation from './invitation.ts'
import * as Records from './records.ts'
import type { Session } from './session.ts'

/** Groups that one group says it takes the place of: the latest. */
const replacesMax = 32

/** What all members of a group agree on, in its GroupContext. */
const context = Codec.struct({
  topic: Topic.id,
  /** The accounts whose devices belong into it: two, or one for notes to oneself. */
  accounts: Codec.vector(Account.codec, { countMin: 1, countMax: 2 }),
  /** Groups of the conversation, by their ids, that it takes the place of: they led nowhere. */
  replaces: Codec.vector(Codec.fixed(32), { countMax: replacesMax }),
})

/** Past write keys remembered, to check envelopes written before their writer saw a seal. */
const writersKeptMax = 64
/** Of a group that ended, so many of the latest messages are looked at for what has not arrived. */
const resentMax = 256
/** An account's devices taken into a group: the latest. */
const devicesMax = 32
/** A group's members: all devices of two accounts. */
const membersMax = 2 * devicesMax

/** A group that is not what it should be: nothing of it is used. */
export class BadGroupError extends Error {
  override readonly name = 'Groups.BadGroupError'
}

/** The id of the conversation between accounts: the same for all of them, in hex. */
export function conversationId(
  crypto: Crypto.Crypto,
  accounts: readonly [Account.Account, Account.Account],
): string {
  const [a, b] = accounts.map((account) => Account.addressBytes(account)).toSorted(Bytes.compare)
  return Bytes.toHex(crypto.sha256(Bytes.labelled('direct conversation', a!, b!)))
}

/** The epoch a group is in. */
export function epochOf(group: Records.Group): number {
  return group.firstEpoch + group.writers.length - 1
}

/** The write key of an epoch, if it is known. */
export function writerOf(group: Records.Group, epoch: number): Uint8Array | undefined {
  return group.writers[epoch - group.firstEpoch]
}

/** The current write key. */
export function currentWriter(group: Records.Group): Crypto.KeyPair {
  return { publicKey: group.writers.at(-1)!, secretKey: group.writerSecret }
}

/** The write key that an epoch's members derive. */
function deriveWriter(session: Session, state: GroupState): Crypto.KeyPair {
  return Crypto.deriveKeyPair(session.engine.exportSecret(state, 'parley write key', 32), 'writer')
}

const states = new WeakMap<Uint8Array, GroupState>()

/** A group's MLS state. */
export async function stateOf(
  session: Session,
  transaction: Transaction,
  name: string,
): Promise<GroupState> {
  const bytes = (await transaction.get(Records.mls, Records.keys.mls(name)))!
  // The transaction gives the same bytes as long as nobody else wrote: decode them once.
  let state = states.get(bytes)
  if (state === undefined) {
    state = session.engine.decode(bytes)
    states.set(bytes, state)
  }
  return state
}

export function putState(
  session: Session,
  transaction: Transaction,
  name: string,
  state: GroupState,
): void {
  const bytes = session.engine.encode(state)
  states.set(bytes, state)
  transaction.put(Records.mls, Records.keys.mls(name), bytes)
}

/** A commit, ready for its slot. */
async function prepare(
  session: Session,
  group: Records.Group,
  current: GroupState,
  changes: { add: readonly Identity.AnnouncementContent[]; remove: readonly number[] },
): Promise<Records.Pending> {
  const { host, engine } = session
  const now = host.clock.now()
  const made = engine.commit(
    current,
    { add: changes.add.map((device) => device.keyPackage), remove: changes.remove },
    now,
  )
  const envelope = await Envelope.sign(
    host.crypto,
    {
      topic: Topic.idOf(host.crypto, group.descriptor),
      kind: 'commit',
      epoch: epochOf(group),
      sentAt: now,
      expiresAt: now + Topic.retentionMsMax(group.descriptor, 'commit'),
      body: Codec.encode(Envelope.commitBody, {
        nextWriter: deriveWriter(session, made.state).publicKey,
        // Never back to who stored the topic before.
        nextVersion: Math.max(session.network.members.version, group.version),
        commit: made.commit,
      }),
    },
    currentWriter(group),
  )
  return {
    envelope: Codec.encode(Envelope.codec, envelope),
    state: engine.encode(made.state),
    welcome: made.welcome ?? new Uint8Array(),
    invited: [...changes.add],
  }
}

/**
 * Makes a group of this device for a conversation, with a commit pending that adds the others.
 *
 * @returns the group's id in hex
 */
export async function create(
  session: Session,
  transaction: Transaction,
  options: {
    conversation: string
    accounts: readonly Account.Account[]
    add: readonly Identity.AnnouncementContent[]
    /** Groups it takes the place of, by their ids. */
    replaces: readonly Uint8Array[]
  },
): Promise<string> {
  const { host, engine, device } = session
  const groupId = host.random.bytes(32)
  const name = Bytes.toHex(groupId)
  // Epoch 0 has one member and its topic stands in the context, so this key is random, not derived.
  const writer = Crypto.deriveKeyPair(host.random.bytes(32), 'first writer')
  const descriptor: Topic.Descriptor = {
    type: 'log',
    writer: writer.publicKey,
    version: session.network.members.version,
    retentionSeconds: Limits.time.retentionSecondsDefault,
    bodyBytesMax: Limits.wire.bodyBytesMax,
  }
  const state = engine.create(device.leaf, {
    groupId,
    context: Codec.encode(context, {
      topic: Topic.idOf(host.crypto, descriptor),
      accounts: [...new Set(options.accounts)],
      replaces: options.replaces.slice(-replacesMax),
    }),
    now: host.clock.now(),
  })
  const group: Records.Group = {
    conversation: Bytes.fromHex(options.conversation),
    descriptor,
    firstEpoch: 0,
    writers: [writer.publicKey],
    version: descriptor.version,
    writerSecret: writer.secretKey,
    heads: [],
    pending: undefined,
    ended: false,
  }
  group.pending = await prepare(session, group, state, {
    add: options.add.slice(0, membersMax - 1),
    remove: [],
  })
  putState(session, transaction, name, state)
  transaction.put(Records.group, Records.keys.group(name), group)
  return name
}

/** What must change for the group to hold exactly the accounts' devices; `undefined` if nothing. */
export function membershipChanges(
  members: readonly Member[],
  identities: readonly Identity.Identity[],
  crypto: Crypto.Crypto,
): { add: Identity.AnnouncementContent[]; remove: number[] } | undefined {
  const inside = new Set(members.map((member) => Bytes.toHex(member.certificate.deviceKey)))
  const add = identities
    .flatMap((identity) => identity.devices.slice(-devicesMax))
    .filter(
      (device) => !inside.has(Bytes.toHex(device.announcement.certificate.certificate.deviceKey)),
    )
    .map((device) => device.announcement)
  const revoked = new Set(identities.flatMap((identity) => [...identity.revoked]))
  const remove = members
    .filter((member) =>
      revoked.has(
        Bytes.toHex(crypto.sha256(Bytes.labelled('device', member.certificate.deviceKey))),
      ),
    )
    .map((member) => member.leaf)
  return add.length + remove.length > 0 ? { add, remove } : undefined
}

/** Puts a commit on its way, unless one is already. */
export async function propose(
  session: Session,
  transaction: Transaction,
  name: string,
  changes: { add: readonly Identity.AnnouncementContent[]; remove: readonly number[] },
): Promise<void> {
  const group = (await transaction.get(Records.group, Records.keys.group(name)))!
  if (group.pending) return
  const state = await stateOf(session, transaction, name)
  const pending = await prepare(session, group, state, changes)
  transaction.put(Records.group, Records.keys.group(name), { ...group, pending })
}

/** Encrypts what is to be said, in the current epoch, as the envelope that will carry it. */
export async function encrypt(
  session: Session,
  transaction: Transaction,
  name: string,
  said: Records.Outgoing,
): Promise<Envelope.Envelope> {
  const { host, engine } = session
  const group = (await transaction.get(Records.group, Records.keys.group(name)))!
  const state = await stateOf(session, transaction, name)
  const { id, clock, at, type, fallback, body } = said
  const plaintext = Content.encode({
    id,
    parents: group.heads.slice(-Content.parentsMax),
    clock,
    at,
    type,
    fallback,
    body,
  })
  const encrypted = engine.encrypt(state, plaintext)
  const now = host.clock.now()
  const envelope = await Envelope.sign(
    host.crypto,
    {
      topic: Topic.idOf(host.crypto, group.descriptor),
      kind: 'message',
      epoch: epochOf(group),
      sentAt: now,
      expiresAt: now + Topic.retentionMsMax(group.descriptor),
      body: encrypted.message,
    },
    currentWriter(group),
  )
  const ref = Envelope.refOf(host.crypto, envelope.content)
  putState(session, transaction, name, encrypted.state)
  transaction.put(Records.group, Records.keys.group(name), { ...group, heads: [ref] })
  // Its own envelope comes back from the network, and cannot be decrypted: it is known already.
  markSeen(transaction, envelope.content.topic, ref)
  return envelope
}

/** Never look at this envelope again. */
export function markSeen(transaction: Transaction, topic: Uint8Array, ref: Envelope.Ref): void {
  transaction.put(Records.nothing, Records.keys.seen(Bytes.toHex(topic), ref), {})
}

/** What an epoch's end did to this device's plans. */
export type Advanced = {
  /** Whether its own commit was the one sealed. */
  readonly own: boolean
}

/**
 * Ends an epoch: applies the commit that was sealed. An own pending commit is merged if it is the
 * one, and dropped if it is not.
 *
 * @param certificate verified
 * @param commit the envelope it names
 * @throws BadGroupError if the commit is not what its seal and envelope claim
 */
export async function advance(
  session: Session,
  transaction: Transaction,
  name: string,
  certificate: Seal.Certificate,
  commit: Envelope.Envelope,
): Promise<Advanced> {
  const { host, engine } = session
  const group = (await transaction.get(Records.group, Records.keys.group(name)))!
  const body = Codec.decode(Envelope.commitBody, commit.content.body)
  const { nextWriter, nextVersion, commit: message } = body
  const mine = group.pending && Codec.decode(Envelope.codec, group.pending.envelope)
  const own =
    mine !== undefined &&
    Envelope.sameRef(Envelope.refOf(host.crypto, mine.content), certificate.value)
  const current = await stateOf(session, transaction, name)
  let state: GroupState
  if (own) state = engine.adopt(current, engine.decode(group.pending!.state))
  else {
    // Members who read it later judge it as those do who read it now.
    const at = commit.content.sentAt
    const received = engine.receive(current, message, { at, keepUntil: 0 })
    if (received.type !== 'commit') throw new BadGroupError('a sealed envelope holds no commit')
    state = received.state
    assertMembers(session, state)
  }
  const writer = deriveWriter(session, state)
  if (!Bytes.equal(writer.publicKey, nextWriter))
    throw new BadGroupError('the commit names another write key than its members derive')
  putState(session, transaction, name, state)
  const excess = Math.max(0, group.writers.length + 1 - writersKeptMax)
  transaction.put(Records.group, Records.keys.group(name), {
    ...group,
    firstEpoch: group.firstEpoch + excess,
    writers: [...group.writers.slice(excess), writer.publicKey],
    version: nextVersion,
    writerSecret: writer.secretKey,
    pending: undefined,
  })
  if (own && group.pending!.invited.length > 0)
    await invite(session, transaction, name, group, certificate)
  return { own }
}

/** Makes ready the invitations of a commit that was sealed: one for each account's inbox. */
async function invite(
  session: Session,
  transaction: Transaction,
  name: string,
  group: Records.Group,
  certificate: Seal.Certificate,
): Promise<void> {
  const { host } = session
  const { welcome, invited } = group.pending!
  const { descriptor: of, version } = group
  const value: Invitation.Invitation = { descriptor: of, seal: certificate, version, welcome }
  const byInbox = Map.groupBy(invited, (device) =>
    Bytes.toHex(Topic.idOf(host.crypto, device.inbox)),
  )
  const now = host.clock.now()
  for (const [topic, devices] of byInbox) {
    const sequence = await nextSequence(transaction)
    const descriptor = devices[0]!.inbox
    transaction.put(Records.parcel, Records.keys.parcel(name, sequence), {
      descriptor,
      content: {
        topic: Bytes.fromHex(topic),
        kind: 'message',
        epoch: 0,
        sentAt: now,
        expiresAt: now + Topic.retentionMsMax(descriptor),
        body: Invitation.seal(
          host.primitives,
          value,
          devices.map((device) => device.certificate.certificate.inboxKey),
        ),
      },
    })
  }
}

/** A number that rises: outgoing things leave in its order. */
export async function nextSequence(transaction: Transaction): Promise<number> {
  const next = ((await transaction.get(Records.number, Records.keys.sequence)) ?? 0) + 1
  transaction.put(Records.number, Records.keys.sequence, next)
  return next
}

/** Only devices of the group's accounts may be in it. */
function assertMembers(session: Session, state: GroupState): Account.Account[] {
  const { accounts } = Codec.decode(context, session.engine.context(state))
  for (const member of session.engine.members(state))
    if (!accounts.includes(member.certificate.account))
      throw new BadGroupError(`${member.certificate.account} does not belong into it`)
  return accounts
}

/** What an invitation led to. */
export type Joined = {
  /** The group's id in hex. */
  readonly name: string
  readonly group: Records.Group
  readonly state: GroupState
  readonly peer: Account.Account
  /** Who invited is not known; who shares the conversation is. */
  readonly accounts: readonly Account.Account[]
  /** Ids of groups that it takes the place of. */
  readonly replaces: readonly Uint8Array[]
}

/**
 * Writes no more to groups of a conversation, which goes on in another. What was written to them and
 * has not arrived is queued again: its readers know what they have by its id.
 *
 * @param names the groups' ids in hex; those of other conversations stay as they are
 */
export async function end(
  transaction: Transaction,
  conversation: string,
  names: readonly string[],
): Promise<void> {
  let some = false
  for (const name of names) {
    const group = await transaction.get(Records.group, Records.keys.group(name))
    if (!group || group.ended || Bytes.toHex(group.conversation) !== conversation) continue
    transaction.put(Records.group, Records.keys.group(name), { ...group, ended: true })
    some = true
  }
  if (!some) return
  const recent = await transaction.list(Records.message, Records.keys.messagesOf(conversation), {
    reverse: true,
    limit: resentMax,
  })
  for (const { value } of recent.toReversed())
    if (value.own && value.state === 'stored') await queue(transaction, value)
}

/** Those of a conversation's groups that have not ended: it needs to remember no others. */
export async function live(
  transaction: Transaction,
  groups: readonly Uint8Array[],
): Promise<Uint8Array[]> {
  const left: Uint8Array[] = []
  for (const id of groups) {
    const group = await transaction.get(Records.group, Records.keys.group(Bytes.toHex(id)))
    if (group?.ended === false) left.push(id)
  }
  return left
}

/** Queues a message to be sent, once more. */
export async function queue(transaction: Transaction, record: Records.Message): Promise<void> {
  const key = Records.keys.outgoing(
    Bytes.toHex(record.conversation),
    await nextSequence(transaction),
  )
  transaction.put(Records.outgoing, key, {
    conversation: record.conversation,
    message: record.id,
    id: record.id,
    at: record.at,
    clock: record.clock,
    type: record.type,
    fallback: record.text,
    body: record.body,
    envelope: undefined,
  })
}

/** What an invitation claims, and nothing proves yet. */
export type Claimed = {
  /** The group's id in hex. */
  readonly name: string
  readonly peer: Account.Account
}

/**
 * What an invitation claims of its group: costs no signature.
 *
 * @param secret of the key package it was made for
 * @throws BadGroupError or the engine's error if it cannot be a group of this account's
 */
export function claimed(
  { host, engine, device }: Session,
  value: Invitation.Invitation,
  secret: Uint8Array,
): Claimed {
  const claim = engine.claimed(value.welcome, secret)
  const agreed = Codec.decode(context, claim.context)
  if (!Bytes.equal(agreed.topic, Topic.idOf(host.crypto, value.descriptor)))
    throw new BadGroupError('it is of another topic')
  if (claim.accounts.length > membersMax)
    throw new BadGroupError(`it has ${claim.accounts.length} members`)
  const { accounts } = agreed
  if (!accounts.includes(device.account)) throw new BadGroupError('it is not for this account')
  if (!claim.accounts.every((account) => account !== undefined && accounts.includes(account)))
    throw new BadGroupError('there are others in it')
  const peer = accounts.find((account) => account !== device.account) ?? device.account
  return { name: Bytes.toHex(claim.groupId), peer }
}

/**
 * Joins the group an invitation is for.
 *
 * @param value its seal is verified
 * @param commit the envelope that the seal names
 * @param secret of the key package it was made for
 * @throws BadGroupError or the engine's error if it is not what it claims
 */
export function join(
  session: Session,
  value: Invitation.Invitation,
  commit: Envelope.Envelope,
  secret: Uint8Array,
): Joined {
  const { host, engine, device } = session
  const state = engine.join(value.welcome, secret)
  const topic = Topic.idOf(host.crypto, value.descriptor)
  const agreed = Codec.decode(context, engine.context(state))
  if (!Bytes.equal(agreed.topic, topic)) throw new BadGroupError('it is of another topic')
  const accounts = assertMembers(session, state)
  if (!accounts.includes(device.account)) throw new BadGroupError('it is not for this account')
  const writer = deriveWriter(session, state)
  const { nextWriter, nextVersion } = Codec.decode(Envelope.commitBody, commit.content.body)
  // The welcome belongs to the sealed commit only if both lead to the same epoch's secrets.
  if (!Bytes.equal(writer.publicKey, nextWriter))
    throw new BadGroupError('its welcome is not of the sealed commit')
  const peer = accounts.find((account) => account !== device.account) ?? device.account
  return {
    name: Bytes.toHex(engine.groupId(state)),
    state,
    peer,
    accounts,
    group: {
      conversation: Bytes.fromHex(conversationId(host.crypto, [device.account, peer])),
      descriptor: value.descriptor,
      firstEpoch: value.seal.slot + 1,
      writers: [writer.publicKey],
      version: nextVersion,
      writerSecret: writer.secretKey,
      heads: [],
      pending: undefined,
      ended: false,
    },
    replaces: agreed.replaces,
  }
}
