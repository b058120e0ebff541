/**
 * `parley read`: a conversation's messages, and with `--follow` those to come.
 *
 * @module
 */
import type { Client, Message } from '@parley/client'
import { Account } from '@parley/protocol'

import { catchUp, findConversation, flush, type GlobalOptions, withClient } from '../Session.ts'
import { printable, type Terminal, when, type World } from '../Terminal.ts'

/** Messages fetched from the store at once. */
const pageSize = 500

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
  options: { which: string; follow?: boolean; limit?: number },
  world: World,
  terminal: Terminal,
): Promise<void> {
  let following = false
  try {
    await withClient(globals, world, async (client) => {
      await catchUp(client, terminal)
      const { id } = await findConversation(client, options.which)
      const follower = follow(client, id, terminal)
      const messages = await newest(client, id, options.limit ?? Infinity)
      await client.markRead(id)
      if (options.follow) {
        following = true
        await follower.after(messages)
      } else {
        for (const message of messages) print(message, terminal)
        await flush(client)
      }
    })
  } catch (error) {
    if (!following || !world.signal.aborted) throw error
  }
}

/**
 * Listens at once, so that nothing falls between what is read first and what comes then.
 *
 * @returns `after` prints what was read, then all that is new, and never resolves
 */
function follow(
  client: Client,
  conversation: string,
  terminal: Terminal,
): { after: (read: readonly Message[]) => Promise<never> } {
  const printed = new Set<string>()
  let waiting: Message[] | undefined = []
  let since = 0
  /** Also called when an older message changes its state. */
  const isNew = (message: Message): boolean =>
    !printed.has(message.id) &&
    (message.own ? message.at >= since : message.state === 'delivered')
  const show = (message: Message): void => {
    printed.add(message.id)
    print(message, terminal)
  }
  client.on('message', (message) => {
    if (message.conversation !== conversation) return
    if (waiting !== undefined) waiting.push(message)
    else if (isNew(message)) {
      show(message)
      client.markRead(conversation).catch((error: unknown) => {
        terminal.fail(error)
      })
    }
  })
  return {
    async after(read) {
      for (const message of read) show(message)
      since = read.at(-1)?.at ?? 0
      for (const message of waiting ?? []) if (isNew(message)) show(message)
      waiting = undefined
      return new Promise<never>(() => {})
    },
  }
}
