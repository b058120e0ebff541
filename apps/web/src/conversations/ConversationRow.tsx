import type { Conversation } from '@parley/client'
import { shownLine } from '@parley/client/text'
import { memo } from 'react'

import { StateIcon } from '../messages/StateIcon.tsx'
import { addressOf, conversationHash, shortAddress } from '../ui/address.ts'
import { Avatar } from '../ui/Avatar.tsx'
import { classes } from '../ui/classes.ts'
import { listTime } from '../ui/time.ts'
import { useMinute } from '../ui/useMinute.ts'

/** More than a row has room for. */
const previewCharsMax = 200

/** A conversation in the list: a link, so that the browser's own ways of opening it work too. */
export const ConversationRow = memo(function ConversationRow({
  conversation,
  selected,
}: {
  conversation: Conversation
  selected: boolean
}) {
  const now = useMinute()
  const { peer, lastMessage, unread, consent, activeAt } = conversation
  const request = consent === 'request'
  return (
    <li>
      <a
        href={conversationHash(peer)}
        data-testid={request ? 'request-item' : 'conversation-item'}
        data-peer={addressOf(peer)}
        data-unread={unread}
        aria-current={selected ? 'page' : undefined}
        className={classes(
          'flex h-16 items-center gap-3 rounded-xl px-2 transition-colors duration-150 -outline-offset-2',
          selected ? 'bg-selected' : 'hover:bg-hover',
        )}
      >
        <Avatar account={peer} />
        <span className="min-w-0 flex-1">
          <span className="flex items-baseline gap-2">
            <span
              className={classes('truncate tabular', unread > 0 ? 'font-semibold' : 'font-medium')}
            >
              {shortAddress(peer)}
            </span>
            {lastMessage !== undefined && (
              <time
                dateTime={new Date(activeAt).toISOString()}
                className="ml-auto shrink-0 text-small text-label-2 tabular"
              >
                {listTime(activeAt, now)}
              </time>
            )}
          </span>
          <span className="flex h-5 items-center gap-1 text-[13px]">
            {lastMessage?.own && (
              <span
                className={classes(
                  'shrink-0',
                  lastMessage.state === 'failed' ? 'text-danger' : 'text-label-2',
                )}
              >
                <StateIcon message={lastMessage} />
              </span>
            )}
            <span
              dir="auto"
              className={classes(
                'min-w-0 flex-1 truncate text-left',
                unread > 0 ? 'text-label' : 'text-label-2',
              )}
            >
              {lastMessage === undefined
                ? 'No messages yet'
                : shownLine(lastMessage.text, previewCharsMax)}
            </span>
            {unread > 0 && (
              <span
                className={classes(
                  'h-5 min-w-5 shrink-0 rounded-full px-1.5 text-center text-caption leading-5 font-semibold tabular',
                  request ? 'bg-selected text-label' : 'bg-accent text-on-accent',
                )}
              >
                {unread > 99 ? '99+' : unread}
                <span className="sr-only"> unread</span>
              </span>
            )}
          </span>
        </span>
      </a>
    </li>
  )
})
