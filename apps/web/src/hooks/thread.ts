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

export function createThread(client: Client, conversation: string): Thread {
  const page = createCell<Resource<Page>>(loading())
  const arrived = new Set<string>()
  let reading = false
  let readingEarlier = false

  const current = (): readonly Message[] => page.get().data?.messages ?? []

  // The client alone knows the order of messages, so new ones are read from it, not appended here.
  // Those that arrive meanwhile are read together in the next turn.
  async function read(): Promise<void> {
    if (reading) return
    reading = true
    try {
      do {
        const limit = Math.max(pageSize, current().length + arrived.size)
        arrived.clear()
        const messages = await client.messages(conversation, { limit })
        page.set(ready({ messages, hasEarlier: messages.length === limit }))
      } while (arrived.size > 0)
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
    } else page.set(ready({ ...data, messages: data.messages.with(index, message) }))
  }

  function compare(last: Message | undefined): void {
    if (last === undefined) return
    const known = page.get().data?.messages.find(({ id }) => id === last.id)
    if (known?.state === last.state && known.receipts === last.receipts) return
    arrived.add(last.id)
    void read()
  }

  void read()
  return { page, loadEarlier, put, compare }
}
