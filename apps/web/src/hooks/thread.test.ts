import type { Client, Message } from '@parley/client'
import { describe, expect, it } from 'vitest'

import { createThread } from './thread.ts'

type Options = { before?: string; limit?: number }

/** A store of messages whose reads are answered when the test says so. */
function storeOf(count: number) {
  let messages = Array.from({ length: count }, (_, i) => message(i))
  const waiting: (() => void)[] = []
  const client = {
    messages: (_: string, { before, limit = 50 }: Options = {}) => {
      const end =
        before === undefined ? messages.length : messages.findIndex((m) => m.id === before)
      const found = messages.slice(Math.max(0, end - limit), end)
      return new Promise<readonly Message[]>((resolve) => waiting.push(() => resolve(found)))
    },
  } as Pick<Client, 'messages'> as Client
  return {
    client,
    write(next: Message) {
      const at = messages.findIndex(({ id }) => id === next.id)
      messages = at === -1 ? [...messages, next] : messages.with(at, next)
      return next
    },
    /** Answers the reads that were asked for, and those that follow from them. */
    async answer() {
      while (waiting.length > 0) {
        for (const each of waiting.splice(0)) each()
        await new Promise((resolve) => setImmediate(resolve))
      }
    },
  }
}

const message = (n: number, state: Message['state'] = 'sending') =>
  ({ id: `m${n}`, conversation: 'c', state, receipts: 0 }) as Message

describe('a thread', () => {
  it('shows the newest page, and older ones when asked', async () => {
    const store = storeOf(120)
    const thread = createThread(store.client, 'c')
    expect(thread.page.get().status).toBe('loading')
    await store.answer()
    expect(thread.page.get().data?.messages.map(({ id }) => id)).toEqual(
      Array.from({ length: 50 }, (_, i) => `m${i + 70}`),
    )
    for (const [length, hasEarlier] of [
      [100, true],
      [120, false],
    ] as const) {
      const more = thread.loadEarlier()
      await store.answer()
      await more
      expect(thread.page.get().data).toMatchObject({ hasEarlier })
      expect(thread.page.get().data?.messages).toHaveLength(length)
    }
    expect(thread.page.get().data?.messages[0]?.id).toBe('m0')
  })

  it('takes in what is new without dropping what is shown', async () => {
    const store = storeOf(50)
    const thread = createThread(store.client, 'c')
    await store.answer()
    for (let n = 50; n < 60; n++) thread.put(store.write(message(n)))
    await store.answer()
    expect(thread.page.get().data?.messages.map(({ id }) => id)).toEqual(
      Array.from({ length: 60 }, (_, i) => `m${i}`),
    )
  })

  it('never goes back to a state that a slower read still holds', async () => {
    const store = storeOf(3)
    const thread = createThread(store.client, 'c')
    await store.answer()
    thread.put(store.write(message(3)))
    // The read for it is under way, with the second message as it was.
    thread.put(store.write(message(1, 'read')))
    await store.answer()
    expect(thread.page.get().data?.messages.map(({ state }) => state)).toEqual([
      'sending',
      'read',
      'sending',
      'sending',
    ])
  })

  it('keeps older messages that were read while newer ones came', async () => {
    const store = storeOf(120)
    const thread = createThread(store.client, 'c')
    await store.answer()
    const more = thread.loadEarlier()
    thread.put(store.write(message(120)))
    await store.answer()
    await more
    const { messages } = thread.page.get().data!
    expect(messages).toHaveLength(101)
    expect(new Set(messages.map(({ id }) => id)).size).toBe(101)
    expect(messages.at(-1)?.id).toBe('m120')
  })

  it('notices what another tab wrote', async () => {
    const store = storeOf(2)
    const thread = createThread(store.client, 'c')
    await store.answer()
    thread.compare(store.write(message(1, 'read')))
    thread.compare(store.write(message(2)))
    await store.answer()
    expect(thread.page.get().data?.messages.map(({ id, state }) => [id, state])).toEqual([
      ['m0', 'sending'],
      ['m1', 'read'],
      ['m2', 'sending'],
    ])
  })
})
