/**
 * What a client keeps on its device, and under which keys. Each record is a codec value; a select
 * with one variant leaves room for the next version.
 *
 * @module
 */
import * as Codec from '@parley/codec'
import {
  Account,
  Bytes,
  Certificate,
  Envelope,
  Evidence,
  Head,
  Identity,
  Receipt,
  Topic,
} from '@parley/protocol'

const id = Codec.fixed(32)
const secret = Codec.opaque({ lengthMax: 4096 })
const stateBytesMax = 64 * 1024 * 1024
const envelopeBytes = Codec.opaque({ lengthMax: Envelope.codec.bytesMax })

/** This device's keys and what certifies them. */
export const device = Codec.struct({
  certificate: Certificate.signed,
  deviceSecret: Codec.fixed(32),
  signatureSecret: secret,
  inboxSecret: Codec.fixed(32),
  inbox: Topic.descriptor,
  /** The key package now announced, by its reference; empty once it was used. */
  keyPackage: Codec.opaque({ lengthMax: 64 }),
  announcedAt: Codec.uint53,
})
export type Device = Codec.TypeOf<typeof device>

/** A key package's private half; kept for a while after another took its place. */
export const keyPackage = Codec.struct({
  secret: Codec.opaque({ lengthMax: 64 * 1024 }),
  createdAt: Codec.uint53,
})

/** An account as last seen: the entries of its identity log. */
export const contact = Codec.struct({
  entries: Codec.vector(Codec.opaque({ lengthMax: Identity.entry.bytesMax }), {
    countMax: 4096,
    bytesMax: 4 * 1024 * 1024,
  }),
})

export const conversation = Codec.struct({
  peer: Account.codec,
  consent: Codec.enumeration({ request: 1, accepted: 2, rejected: 3, blocked: 4 }),
  /** MLS groups that carry it: more than one if both sides began at once. The least id is written to. */
  groups: Codec.vector(id, { countMax: 64 }),
  activeAt: Codec.uint53,
  unread: Codec.uint32,
  clock: Codec.uint53,
  /** The key of the message last in order, if there is one. */
  last: Codec.utf8({ lengthMax: 256 }),
})
export type Conversation = Codec.TypeOf<typeof conversation>

/** A commit of this device on its way to its seal. */
export const pending = Codec.struct({
  envelope: envelopeBytes,
  /** The group after it. */
  state: Codec.opaque({ lengthMax: stateBytesMax }),
  welcome: Codec.opaque({ lengthMax: 512 * 1024 }),
  /** Whom the welcome is for. */
  invited: Codec.vector(Identity.announcementContent, { countMax: 256, bytesMax: 4 * 1024 * 1024 }),
})
export type Pending = Codec.TypeOf<typeof pending>

export const group = Codec.struct({
  conversation: id,
  descriptor: Topic.descriptor,
  /** Write keys by epoch, from `firstEpoch` on: the last is the current one. */
  firstEpoch: Codec.uint53,
  writers: Codec.vector(Codec.fixed(65), { countMin: 1, countMax: 4096 }),
  /** The version of the network whose replicas of the topic decide the current epoch's slot. */
  version: Codec.uint53,
  /** The secret of the current write key. */
  writerSecret: Codec.fixed(32),
  /** Envelopes no later one has named: the next message's parents. */
  heads: Codec.vector(Envelope.ref, { countMax: 64 }),
  pending: Codec.optional(pending),
  /** Nothing is written to it any more: the conversation goes on in another group. */
  ended: Codec.boolean,
})
export type Group = Codec.TypeOf<typeof group>

/** MLS state, as the engine encodes it. */
export const mls = Codec.opaque({ lengthMax: stateBytesMax })

export const message = Codec.struct({
  id,
  conversation: id,
  from: Account.codec,
  own: Codec.boolean,
  at: Codec.uint53,
  clock: Codec.uint53,
  type: Codec.utf8({ lengthMax: 128 }),
  text: Codec.utf8({ lengthMax: 64 * 1024 }),
  body: Codec.opaque({ lengthMax: 256 * 1024 }),
  state: Codec.enumeration({
    waiting: 1,
    sending: 2,
    stored: 3,
    delivered: 4,
    read: 5,
    failed: 6,
  }),
  receipts: Codec.uint8,
  replicas: Codec.uint8,
  error: Codec.utf8({ lengthMax: 64 }),
  /** Whether the writer was told that it arrived. */
  acknowledged: Codec.boolean,
})
export type Message = Codec.TypeOf<typeof message>

/** Something to be said in a conversation that is not stored yet. */
export const outgoing = Codec.struct({
  conversation: id,
  /** The message it carries, or none for what is never shown. */
  message: Codec.optional(id),
  id,
  at: Codec.uint53,
  clock: Codec.uint53,
  type: Codec.utf8({ lengthMax: 128 }),
  fallback: Codec.utf8({ lengthMax: 64 * 1024 }),
  body: Codec.opaque({ lengthMax: 256 * 1024 }),
  /** Once encrypted: sent again as it is until it is stored, so that nobody gets it twice. */
  envelope: Codec.optional(envelopeBytes),
})
export type Outgoing = Codec.TypeOf<typeof outgoing>

/** An invitation that must be stored before messages of its group leave; stamped on the way. */
export const parcel = Codec.struct({ descriptor: Topic.descriptor, content: Envelope.content })
export type Parcel = Codec.TypeOf<typeof parcel>

/** What a device said of direct links in a conversation: this one, or another that was heard. */
export const statement = Codec.struct({
  at: Codec.uint53,
  allows: Codec.boolean,
  transport: Codec.utf8({ lengthMax: 32 }),
  address: Codec.opaque({ lengthMax: 128 }),
})

/** A node's log of a topic, as it was read and signed. */
export const log = Codec.struct({
  point: Codec.optional(Codec.struct({ position: Codec.uint53, hash: id })),
  signed: Codec.optional(Head.codec),
  awaited: Codec.vector(Receipt.codec, { countMax: 8 }),
})

/** Whose log of which topic stands under a key of `keys.log`. */
export function logOf(key: string): { topic: string; name: string } {
  const [, topic, name] = key.split('/')
  return { topic: topic!, name: name! }
}

/** What a node was caught at, with what proves it. */
export const fault = Codec.struct({
  node: Codec.utf8({ lengthMax: 64 }),
  url: Codec.utf8({ lengthMax: 256 }),
  kind: Codec.utf8({ lengthMax: 64 }),
  detail: Codec.utf8({ lengthMax: 1024 }),
  at: Codec.uint53,
  evidence: Codec.opaque({ lengthMax: Evidence.codec.bytesMax }),
})

export const number: Codec.Codec<number> = Codec.uint53
export const text: Codec.Codec<string> = Codec.utf8({ lengthMax: 512 })
export const bytes: Codec.Codec<Uint8Array> = Codec.opaque({ lengthMax: Envelope.codec.bytesMax })
export const nothing: Codec.Codec<object> = Codec.struct({})

/** A number as a key part that sorts by value. */
export function ordered(value: number): string {
  return `#${value.toString(16).padStart(14, '0')}`
}

/** Where each record stands. */
export const keys = {
  device: 'device',
  authority: 'authority',
  registry: 'registry',
  sequence: 'sequence',
  keyPackage: (ref: string) => `kp/${ref}`,
  contact: (account: Account.Account) => `contact/${account}`,
  conversation: (conversationId: string) => `conversation/${conversationId}`,
  conversations: 'conversation/',
  group: (groupId: string) => `group/${groupId}`,
  groups: 'group/',
  mls: (groupId: string) => `mls/${groupId}`,
  cursor: (topic: string, replica: string) => `cursor/${topic}/${replica}`,
  log: (topic: string, node: string) => `log/${topic}/${node}`,
  logs: 'log/',
  fault: (node: string, at: number, count: number) => `fault/${node}/${ordered(at)}/${count}`,
  faults: 'fault/',
  seen: (topic: string, ref: Envelope.Ref) =>
    `seen/${topic}/${ordered(ref.sentAt)}/${Bytes.toHex(ref.id)}`,
  seenIn: (topic: string) => `seen/${topic}/`,
  held: (topic: string, ref: Envelope.Ref) =>
    `held/${topic}/${ordered(ref.sentAt)}/${Bytes.toHex(ref.id)}`,
  heldIn: (topic: string) => `held/${topic}/`,
  /** Mail for which there was no room. */
  deferred: (topic: string, ref: Envelope.Ref) =>
    `deferred/${topic}/${ordered(ref.sentAt)}/${Bytes.toHex(ref.id)}`,
  deferredIn: (topic: string) => `deferred/${topic}/`,
  message: (conversationId: string, clock: number, at: number, messageId: string) =>
    `m/${conversationId}/${ordered(clock)}/${ordered(at)}/${messageId}`,
  messagesOf: (conversationId: string) => `m/${conversationId}/`,
  messageKey: (messageId: string) => `mi/${messageId}`,
  outgoing: (conversationId: string, sequence: number) =>
    `out/${conversationId}/${ordered(sequence)}`,
  outgoingOf: (conversationId: string) => `out/${conversationId}/`,
  statement: (conversationId: string) => `direct/said/${conversationId}`,
  statements: 'direct/said/',
  heardStatement: (conversationId: string, deviceId: string) =>
    `direct/heard/${conversationId}/${deviceId}`,
  heardStatements: (conversationId: string) => `direct/heard/${conversationId}/`,
  parcel: (groupId: string, sequence: number) => `parcel/${groupId}/${ordered(sequence)}`,
  parcelsOf: (groupId: string) => `parcel/${groupId}/`,
} as const
