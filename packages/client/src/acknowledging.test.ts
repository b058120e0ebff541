import * as Codec from '@parley/codec'
import { Account, Bytes } from '@parley/protocol'
import { expect, test } from 'vitest'

import { Acknowledging } from './acknowledging.ts'
import * as Content from './content.ts'
import { addMessage } from './conversations.ts'
import { Database } from './database.ts'
import * as Records from './records.ts'
import type { Session } from './session.ts'
import { memoryDatabase, memoryStore } from './store/memory.ts'

const peer = Account.from('0x00000000000000000000000000000000000000aa')
const own = Account.from('0x00000000000000000000000000000000000000bb')
const conversation = '11'.repeat(32)

/** A device with so many unread messages of another account. */
async function unread(
  count: number,
  consent: Records.Conversation['consent'],
): Promise<{ database: Database; acknowledging: Acknowledging }> {
  const database = new Database(memoryStore(memoryDatabase()))
  let drawn = 0
  const session = {
    database,
    host: {
      clock: { now: () => 1_000, after: () => () => {} },
      random: { bytes: () => idOf(1_000_000 + drawn++) },
    },
    device: { account: own },
    network: { members: { nodes: [], setsOf: () => [] } },
  } as unknown as Session
  await database.transact(async (transaction) => {
    transaction.put(Records.conversation, Records.keys.conversation(conversation), {
      peer,
      consent,
      groups: [],
      activeAt: 0,
      unread: 0,
      clock: 0,
      last: '',
    })
    for (let i = 0; i < count; i++)
      await addMessage(transaction, conversation, {
        id: idOf(i),
        conversation: Bytes.fromHex(conversation),
        from: peer,
        own: false,
        at: i,
        clock: i,
        type: Content.textType,
        text: `text ${i}`,
        body: new Uint8Array(),
        state: 'delivered',
        receipts: 0,
        replicas: 0,
        error: '',
        acknowledged: consent === 'accepted',
      })
  })
  return { database, acknowledging: new Acknowledging(session, () => {}) }
}

function idOf(i: number): Uint8Array {
  const id = new Uint8Array(32)
  new DataView(id.buffer).setUint32(0, i)
  return id
}

/** Of how many messages their writer is told what. */
async function told(database: Database): Promise<Record<string, number>> {
  const counts: Record<string, number> = {}
  const queued = await database.list(Records.outgoing, Records.keys.outgoingOf(conversation))
  for (const { value } of queued) {
    const { kind, messages } = Codec.decode(Content.receipt, value.body)
    counts[kind] = (counts[kind] ?? 0) + messages.length
  }
  return counts
}

test('all that is unread is marked as read, however much it is, and their writer is told of each', async () => {
  const { database, acknowledging } = await unread(5_000, 'accepted')
  expect(await acknowledging.read(conversation)).toHaveLength(5_000)
  const messages = await database.list(Records.message, Records.keys.messagesOf(conversation))
  expect(messages.filter(({ value }) => value.state !== 'read')).toEqual([])
  expect(await told(database)).toEqual({ read: 5_000 })
  expect(await acknowledging.read(conversation)).toEqual([])
  const key = Records.keys.conversation(conversation)
  expect((await database.get(Records.conversation, key))?.unread).toBe(0)
})

test('what was read as a request is told of as read once it is accepted', async () => {
  const { database, acknowledging } = await unread(1_200, 'request')
  await acknowledging.read(conversation)
  expect(await told(database)).toEqual({})
  await database.transact(async (transaction) => {
    const key = Records.keys.conversation(conversation)
    const known = (await transaction.get(Records.conversation, key))!
    transaction.put(Records.conversation, key, {
      ...known,
      consent: 'accepted' as const,
    })
  })
  await acknowledging.now(conversation)
  expect(await told(database)).toEqual({ read: 1_200 })
  await acknowledging.now(conversation)
  expect(await told(database)).toEqual({ read: 1_200 })
})
