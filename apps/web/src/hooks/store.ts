/**
 * What the screens show, kept current from the client's events. Every list is read from the local
 * store once and then follows; the network is never waited for.
 *
 * @module
 */
import type { Client, Conversation, LinkState, Message } from '@parley/client'

import { type Cell, createCell } from './cell.ts'
import { createThread, type Thread } from './thread.ts'
import { failed, loading, ready, type Resource } from './resource.ts'

export type Store = {
  readonly client: Client
  readonly conversations: Cell<Resource<readonly Conversation[]>>
  readonly link: Cell<LinkState>
  /** The messages of one conversation. */
  readonly thread: (conversation: string) => Thread
  /** The conversation with an account, made if there is none. */
  readonly open: (account: string) => Promise<Conversation>
  /** Hears every new or changed message. */
  readonly onMessage: (listener: (message: Message) => void) => () => void
  readonly close: () => Promise<void>
}

const byActivity = (a: Conversation, b: Conversation): number => b.activeAt - a.activeAt

export function createStore(client: Client): Store {
  const known = new Map<string, Conversation>()
  const threads = new Map<string, Thread>()
  const conversations = createCell<Resource<readonly Conversation[]>>(loading())
  const link = createCell<LinkState>(client.linkState())

  const publish = () => conversations.set(ready([...known.values()].toSorted(byActivity)))
  const put = (conversation: Conversation) => {
    known.set(conversation.id, conversation)
    threads.get(conversation.id)?.compare(conversation.lastMessage)
    // Before the first read is done the list would be shown with this one alone.
    if (conversations.get().status === 'ready') publish()
  }

  const stops = [
    client.on('conversation', put),
    client.on('link', link.set),
    client.on('message', (message) => threads.get(message.conversation)?.put(message)),
  ]

  client.conversations().then(
    (list) => {
      // An event that came while reading is newer than what was read.
      for (const conversation of list)
        if (!known.has(conversation.id)) known.set(conversation.id, conversation)
      publish()
    },
    (error: unknown) => conversations.set(failed(error)),
  )

  return {
    client,
    conversations,
    link,
    thread(conversation) {
      let thread = threads.get(conversation)
      if (thread === undefined) {
        thread = createThread(client, conversation)
        threads.set(conversation, thread)
      }
      return thread
    },
    async open(account) {
      const conversation = await client.open(account)
      put(conversation)
      return conversation
    },
    onMessage: (listener) => client.on('message', listener),
    async close() {
      for (const stop of stops) stop()
      await client.close()
    },
  }
}
