/**
 * `parley inbox` and `parley requests`: lists of conversations.
 *
 * @module
 */
import type { Client, Conversation } from '@parley/client'
import { Account } from '@parley/protocol'

import { catchUp, flush, type GlobalOptions, withClient } from '../Session.ts'
import { oneLine, table, type Terminal, when, type World } from '../Terminal.ts'
import { messageData } from './read.ts'

/** Longer messages are cut in a list. */
const previewCharsMax = 60

function printAll(conversations: readonly Conversation[], terminal: Terminal, none: string): void {
  if (terminal.json)
    for (const conversation of conversations)
      terminal.print(
        {
          conversation: conversation.id,
          peer: conversation.peer,
          consent: conversation.consent,
          unread: conversation.unread,
          activeAt: conversation.activeAt,
          lastMessage:
            conversation.lastMessage === undefined ? null : messageData(conversation.lastMessage),
        },
        () => '',
      )
  else if (conversations.length === 0) terminal.note(none)
  else
    terminal.print({}, (style) =>
      table(
        conversations.map(({ peer, unread, consent, lastMessage, activeAt }) => [
          unread > 0 ? style('green', `${unread} new`) : '',
          style('bold', Account.address(peer)),
          style('dim', when(activeAt)),
          consent === 'accepted' ? '' : style('yellow', consent),
          lastMessage === undefined
            ? ''
            : `${lastMessage.own ? 'you: ' : ''}${oneLine(lastMessage.text, previewCharsMax)}`,
        ]),
      ),
    )
}

async function list(
  globals: GlobalOptions,
  world: World,
  terminal: Terminal,
  choose: (client: Client) => Promise<readonly Conversation[]>,
  none: string,
): Promise<void> {
  await withClient(globals, world, async (client) => {
    await catchUp(client, terminal)
    await flush(client)
    printAll(await choose(client), terminal, none)
  })
}

/** Lists the conversations that are neither requests nor put away. */
export async function inbox(
  globals: GlobalOptions,
  world: World,
  terminal: Terminal,
): Promise<void> {
  const choose = (client: Client): Promise<readonly Conversation[]> =>
    client.conversations({ consent: 'accepted' })
  await list(globals, world, terminal, choose, 'No conversations yet.')
}

/** Lists what strangers wrote first. */
export async function requests(
  globals: GlobalOptions,
  world: World,
  terminal: Terminal,
): Promise<void> {
  const choose = (client: Client): Promise<readonly Conversation[]> =>
    client.conversations({ consent: 'request' })
  await list(globals, world, terminal, choose, 'No requests.')
}
