/**
 * The newest messages of one conversation, and as many older ones as were asked for.
 *
 * @module
 */
import type { Client, Message } from '@parley/client'

import { type Cell, createCell } from './cell.ts'
import { asError, failed, loading, ready, type Resource } from './resource.ts'

export type Page = {
  /** Oldest first. */
  readonly messages: readonly Message[]
  readonly hasEarlier: boolean
}

export type Thread = {
  readonly page: Cell<Resource<Page>>
  readonly loadEarlier: () => Promise<void>
  /** Takes a message that is new or changed. */
  readonly put: (message: Message) => void
  /** Compares with the last message there is: another tab may have written it, or moved it on. */
  readonly compare: (last: Message | undefined) => void
}

const pageSize = 50

/** All else of a message never changes. */
const sameState = (a: Message, b: Message): boolean =>
  a.state === b.state && a.receipts === b.receipts && a.error === b.error

export function createThread(client: Client, conversation: string): Thread {
  const page = createCell<Resource<Page>>(loading())
  /** Messages that are not on the page yet. */
  const arrived = new Set<string>()
  /** Something changed while a page was being read: it may show what was before. */
  let stale = false
  let reading = false
  let readingEarlier = false

  const current = (): readonly Message[] => page.get().data?.messages ?? []

  // A message that is as it was stays the same object, so that it is not drawn again.
  const kept = (messages: readonly Message[]): readonly Message[] => {
    const before = new Map(current().map((message) => [message.id, message]))
    return messages.map((message) => {
      const known = before.get(message.id)
      return known !== undefined && sameState(known, message) ? known : message
    })
  }

  // The client alone knows the order of messages, so new ones are read from it, not appended here.
  // Those that arrive meanwhile are read together in the next turn.
  async function read(): Promise<void> {
    stale = true
    if (reading) return
    reading = true
    try {
      while (stale) {
        stale = false
        const expected = [...arrived]
        const limit = Math.max(pageSize, current().length + expected.length)
        const messages = await client.messages(conversation, { limit })
        // Older ones were read meanwhile: they stay.
        if (current().length > limit) {
          stale = true
          continue
        }
        for (const id of expected) arrived.delete(id)
        page.set(ready({ messages: kept(messages), hasEarlier: messages.length === limit }))
      }
    } catch (error) {
      page.set(failed(error, page.get().data))
    } finally {
      reading = false
    }
  }

  async function loadEarlier(): Promise<void> {
    const before = page.get()
    const first = before.data?.messages[0]
    if (first === undefined || !before.data?.hasEarlier || readingEarlier) return
    readingEarlier = true
    try {
      const older = await client.messages(conversation, { before: first.id, limit: pageSize })
      page.set(ready({ messages: [...older, ...current()], hasEarlier: older.length === pageSize }))
    } catch (error) {
      page.set(failed(asError(error), page.get().data))
    } finally {
      readingEarlier = false
    }
  }

  function put(message: Message): void {
    const { data } = page.get()
    const index = data?.messages.findLastIndex(({ id }) => id === message.id) ?? -1
    if (data === undefined || index === -1) {
      arrived.add(message.id)
      void read()
      return
    }
    page.set(ready({ ...data, messages: data.messages.with(index, message) }))
    if (reading) stale = true
  }

  function compare(last: Message | undefined): void {
    if (last === undefined) return
    const known = page.get().data?.messages.find(({ id }) => id === last.id)
    if (known === undefined) arrived.add(last.id)
    else if (sameState(known, last)) return
    void read()
  }

  void read()
  return { page, loadEarlier, put, compare }
}
