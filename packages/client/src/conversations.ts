/**
 * Conversations and messages as this device keeps them: records, and the snapshots people see.
 *
 * @module
 */
import * as Codec from '@parley/codec'
import { type Account, Bytes } from '@parley/protocol'

import type { Conversation, Message, MessageState } from './api.ts'
import * as Content from './content.ts'
import type { Database, Transaction } from './database.ts'
import { conversationId, nextSequence } from './groups.ts'
import * as Records from './records.ts'
import type { Session } from './session.ts'

/** How far a message got. */
const rank: Record<MessageState, number> = {
  failed: 0,
  waiting: 1,
  sending: 2,
  stored: 3,
  delivered: 4,
  read: 5,
}

/** Snapshot of a message record. */
export function messageOf(record: Records.Message): Message {
  const { id, conversation, from, own, at, type, text, state, receipts, replicas, error } = record
  return {
    id: Bytes.toHex(id),
    conversation: Bytes.toHex(conversation),
    from,
    own,
    at,
    type,
    text,
    state,
    receipts,
    replicas,
    ...(error === '' ? {} : { error }),
  }
}

/** Snapshot of a conversation record. */
export async function conversationOf(
  database: Database,
  id: string,
  record: Records.Conversation,
): Promise<Omit<Conversation, 'direct'>> {
  const last = record.last === '' ? undefined : await database.get(Records.message, record.last)
  const contact = await database.get(Records.contact, Records.keys.contact(record.peer))
  return {
    id,
    peer: record.peer,
    consent: record.consent,
    unread: record.unread,
    lastMessage: last && messageOf(last),
    activeAt: record.activeAt,
    peerJoined: contact && contact.entries.length > 0,
  }
}

/** The conversation with an account, made if there is none. */
export async function ensureConversation(
  session: Session,
  transaction: Transaction,
  peer: Account.Account,
  consent: Records.Conversation['consent'],
): Promise<{ id: string; record: Records.Conversation }> {
  const { host, device } = session
  const id = conversationId(host.crypto, [device.account, peer])
  const key = Records.keys.conversation(id)
  const known = await transaction.get(Records.conversation, key)
  if (known) return { id, record: known }
  const record: Records.Conversation = {
    peer,
    consent,
    groups: [],
    activeAt: host.clock.now(),
    unread: 0,
    clock: 0,
    last: '',
  }
  transaction.put(Records.conversation, key, record)
  return { id, record }
}

/** A message by its id in hex. */
export async function findMessage(
  transaction: Transaction,
  id: string,
): Promise<{ key: string; record: Records.Message } | undefined> {
  const key = await transaction.get(Records.text, Records.keys.messageKey(id))
  const record = key && (await transaction.get(Records.message, key))
  return record ? { key, record } : undefined
}

/**
 * Notes how far a message got.
 *
 * @returns the message if it changed
 */
export async function raise(
  transaction: Transaction,
  id: string,
  change: Partial<Pick<Records.Message, 'state' | 'receipts' | 'replicas' | 'error'>>,
): Promise<Message | undefined> {
  const found = await findMessage(transaction, id)
  if (!found) return undefined
  const { key, record } = found
  const next = { ...record, ...change }
  // Before it is stored a message may go back and forth; from then on it only gets further.
  if (rank[record.state] >= rank.stored && rank[next.state] < rank[record.state])
    next.state = record.state
  next.receipts = Math.max(record.receipts, next.receipts)
  const isSame = next.state === record.state && next.error === record.error
  if (isSame && next.receipts === record.receipts) return undefined
  transaction.put(Records.message, key, next)
  return messageOf(next)
}

/** Adds a message to its conversation; its place is by clock, then time. */
export async function addMessage(
  transaction: Transaction,
  conversation: string,
  record: Records.Message,
): Promise<void> {
  const id = Bytes.toHex(record.id)
  const key = Records.keys.message(conversation, record.clock, record.at, id)
  transaction.put(Records.message, key, record)
  transaction.put(Records.text, Records.keys.messageKey(id), key)
  const conversationKey = Records.keys.conversation(conversation)
  const known = (await transaction.get(Records.conversation, conversationKey))!
  transaction.put(Records.conversation, conversationKey, {
    ...known,
    clock: Math.max(known.clock, record.clock),
    last: known.last < key ? key : known.last,
    activeAt: Math.max(known.activeAt, record.at),
    unread: known.unread + (record.own ? 0 : 1),
    consent: !record.own && known.consent === 'rejected' ? 'request' : known.consent,
  })
}

/** Queues something to be said. */
export async function say(
  session: Session,
  transaction: Transaction,
  conversation: string,
  said: { type: string; fallback: string; body: Uint8Array; visible: boolean },
): Promise<{ key: string; outgoing: Records.Outgoing; message: Message | undefined }> {
  const { host, device, network } = session
  const conversationKey = Records.keys.conversation(conversation)
  const known = (await transaction.get(Records.conversation, conversationKey))!
  const at = host.clock.now()
  const id = host.random.bytes(32)
  // What nobody sees takes no place of its own in the order.
  const clock = known.clock + (said.visible ? 1 : 0)
  const outgoing: Records.Outgoing = {
    conversation: Bytes.fromHex(conversation),
    message: said.visible ? id : undefined,
    id,
    at,
    clock,
    type: said.type,
    fallback: said.fallback,
    body: said.body,
    envelope: undefined,
  }
  const key = Records.keys.outgoing(conversation, await nextSequence(transaction))
  transaction.put(Records.outgoing, key, outgoing)
  if (!said.visible) return { key, outgoing, message: undefined }
  const record: Records.Message = {
    id,
    conversation: Bytes.fromHex(conversation),
    from: device.account,
    own: true,
    at,
    clock,
    type: said.type,
    text: said.fallback,
    body: said.body,
    state: 'sending',
    receipts: 0,
    replicas: Math.min(session.network.members.nodes.length, replicasUsual(network)),
    error: '',
    acknowledged: true,
  }
  await addMessage(transaction, conversation, record)
  return { key, outgoing, message: messageOf(record) }
}

function replicasUsual(network: Session['network']): number {
  return network.members.setsOf(new Uint8Array(32))[0]?.nodes.length ?? 0
}

/** Queues a receipt for messages of others. */
export async function acknowledge(
  session: Session,
  transaction: Transaction,
  conversation: string,
  kind: Content.Receipt['kind'],
  messages: readonly Uint8Array[],
): Promise<void> {
  for (let i = 0; i < messages.length; i += 512)
    await say(session, transaction, conversation, {
      type: Content.receiptType,
      fallback: '',
      body: Codec.encode(Content.receipt, { kind, messages: messages.slice(i, i + 512) }),
      visible: false,
    })
}
