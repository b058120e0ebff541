/**
 * `parley inbox` and `parley requests`: lists of conversations.
 *
 * @module
 */
import type { Conversation } from '@parley/client'
import { shownLine } from '@parley/client/text'
import { Account } from '@parley/protocol'

import { catchUp, type GlobalOptions, withClient } from '../Session.ts'
import { table, type Terminal, when, type World } from '../Terminal.ts'
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
            : `${lastMessage.own ? 'you: ' : ''}${shownLine(lastMessage.text, previewCharsMax)}`,
        ]),
      ),
    )
}

/** Catches up, then lists the conversations of one consent. */
async function list(
  globals: GlobalOptions,
  consent: 'accepted' | 'request',
  none: string,
  world: World,
  terminal: Terminal,
): Promise<void> {
  await withClient(globals, world, async (client) => {
    await catchUp(client, terminal)
    printAll(await client.conversations({ consent }), terminal, none)
    if (consent === 'request') return
    const { length } = await client.conversations({ consent: 'request' })
    if (length > 0) terminal.note(`${length} waiting to be let in: parley requests`)
  })
}

/** Lists the conversations that are neither requests nor put away. */
export async function inbox(
  globals: GlobalOptions,
  world: World,
  terminal: Terminal,
): Promise<void> {
  await list(globals, 'accepted', 'No conversations yet.', world, terminal)
}

/** Lists what strangers wrote first. */
export async function requests(
  globals: GlobalOptions,
  world: World,
  terminal: Terminal,
): Promise<void> {
  await list(globals, 'request', 'No requests.', world, terminal)
}
