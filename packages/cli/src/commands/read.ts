/**
 * `parley read`: a conversation's messages, and with `--follow` those to come.
 *
 * @module
 */
import type { Client, Message } from '@parley/client'
import { Account } from '@parley/protocol'

import {
  catchUp,
  type DirectOptions,
  directOf,
  findConversation,
  type GlobalOptions,
  withClient,
} from '../Session.ts'
import { printable, type Terminal, when, type World } from '../Terminal.ts'

/** Messages fetched from the store at once. */
const pageSize = 200

/** A message as `--json` prints it. */
export function messageData(message: Message): object {
  const { id, conversation, from, at, type, text, state } = message
  return { id, conversation, from, at, type, text, state }
}

function print(message: Message, terminal: Terminal): void {
  terminal.print(messageData(message), (style) => {
    const who = message.own ? 'you' : Account.address(message.from)
    const state = message.own ? `  ${style('dim', message.state)}` : ''
    return `${style('dim', when(message.at))}  ${style('bold', who)}${state}\n  ${printable(message.text)}`
  })
}

/** The newest `limit` messages, oldest first. */
async function newest(client: Client, conversation: string, limit: number): Promise<Message[]> {
  let messages: Message[] = []
  for (;;) {
    const room = Math.min(pageSize, limit - messages.length)
    const before = messages[0]?.id
    const page = await client.messages(conversation, {
      limit: room,
      ...(before === undefined ? {} : { before }),
    })
    messages = [...page, ...messages]
    if (page.length < room || messages.length >= limit) return messages
  }
}

/** Reads. An interrupt is how `--follow` ends, and no failure. */
export async function read(
  globals: GlobalOptions,
  options: DirectOptions & { which: string; follow?: boolean; limit?: number },
  world: World,
  terminal: Terminal,
): Promise<void> {
  const { limit = Infinity } = options
  let following = false
  try {
    await withClient({ ...globals, ...directOf(options) }, world, async (client) => {
      await catchUp(client, terminal)
      const { id } = await findConversation(client, options.which)
      // A page at least, so that `--follow` knows what was there before.
      const messages = await newest(client, id, Math.max(limit, pageSize))
      for (const message of messages.slice(limit === Infinity ? 0 : -limit))
        print(message, terminal)
      await client.markRead(id)
      if (options.follow) {
        following = true
        await follow(client, id, new Set(messages.map((message) => message.id)), terminal)
      }
    })
  } catch (error) {
    if (!following || !world.signal.aborted) throw error
  }
}

/**
 * Prints what comes, also from other processes of the same home. Ends by throwing alone.
 *
 * @param seen ids of the messages that are no news
 */
function follow(
  client: Client,
  conversation: string,
  seen: Set<string>,
  terminal: Terminal,
): Promise<never> {
  return new Promise((_, reject) => {
    let looking: Promise<void> = Promise.resolve()
    let scheduled = false
    const look = async (): Promise<void> => {
      scheduled = false
      const fresh = await unseen(client, conversation, seen)
      for (const message of fresh) {
        seen.add(message.id)
        print(message, terminal)
      }
      if (fresh.some(({ own }) => !own)) await client.markRead(conversation)
    }
    /** One look serves all that is told before it begins. */
    const schedule = (): void => {
      if (scheduled) return
      scheduled = true
      looking = looking.then(look)
      looking.catch(reject)
    }
    client.on('message', (message) => {
      if (message.conversation === conversation) schedule()
    })
    client.on('conversation', ({ id }) => {
      if (id === conversation) schedule()
    })
    // For what came between the first reading and this.
    schedule()
  })
}

/** The newest messages that are news, oldest first; pages back until one holds something known. */
async function unseen(
  client: Client,
  conversation: string,
  seen: ReadonlySet<string>,
): Promise<Message[]> {
  let fresh: Message[] = []
  for (;;) {
    const before = fresh[0]?.id
    const page = await client.messages(conversation, {
      limit: pageSize,
      ...(before === undefined ? {} : { before }),
    })
    const news = page.filter(({ id }) => !seen.has(id))
    fresh = [...news, ...fresh]
    if (news.length < pageSize) return fresh
  }
}
