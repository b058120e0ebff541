import type { Conversation, Message } from '@parley/client'
import { useState } from 'react'

import { firstUnread } from './layout.ts'

type Line = {
  /** The first of the new messages. */
  readonly from: string | undefined
  /** The last own message when the line was drawn: a later one is an answer. */
  readonly answered: string | undefined
}

/**
 * Where the new messages begin, for the line above them. It stands from the moment the conversation
 * is opened or left out of sight, and goes when one answers.
 */
export function useNewLine(
  { unread }: Conversation,
  messages: readonly Message[] | undefined,
  attentive: boolean,
): string | undefined {
  const [line, setLine] = useState<Line>()
  if (messages === undefined) return undefined

  const answered = messages.findLast(({ own }) => own)?.id
  const unseen = !attentive && unread > 0 && line?.from === undefined
  if (line === undefined || unseen) {
    const first = firstUnread(messages, unread)
    // Above the very first message it would tell nothing.
    const from = first === messages[0]?.id ? undefined : first
    if (line === undefined || from !== undefined) setLine({ from, answered })
  } else if (line.from !== undefined && line.answered !== answered) {
    setLine({ from: undefined, answered })
  }
  return line?.from
}
