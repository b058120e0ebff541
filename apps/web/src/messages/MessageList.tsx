import type { Conversation } from '@parley/client'
import { ArrowDown } from 'lucide-react'
import { useCallback, useEffect, useMemo, useRef, useState } from 'react'

import { MessageSheet } from '../app/sheets.ts'
import { useMessages } from '../hooks/useMessages.ts'
import { classes } from '../ui/classes.ts'
import { Button } from '../ui/Button.tsx'
import { errorText } from '../ui/errors.ts'
import { Notice } from '../ui/Notice.tsx'
import { Skeleton } from '../ui/Skeleton.tsx'
import { Beginning } from './Beginning.tsx'
import { DayMessages } from './DayMessages.tsx'
import { layout } from './layout.ts'
import { useNewLine } from './useNewLine.ts'
import { useReading } from './useReading.ts'

/** Closer to the end than this counts as there. */
const endPx = 48

/** The messages of a conversation, the newest at the bottom. */
export function MessageList({ conversation }: { conversation: Conversation }) {
  const { data, status, error, loadEarlier } = useMessages(conversation.id)
  const messages = data?.messages
  const [atEnd, setAtEnd] = useState(true)
  const [detailed, setDetailed] = useState<string>()
  const scroller = useRef<HTMLDivElement>(null)
  const attentive = useReading(conversation, atEnd && messages !== undefined)
  const newFrom = useNewLine(conversation, messages, attentive)
  const days = useMemo(() => layout(messages ?? [], newFrom), [messages, newFrom])
  const shown = messages?.find(({ id }) => id === detailed)

  const toEnd = useCallback((smooth: boolean) => {
    scroller.current?.scrollTo({ top: 0, behavior: smooth ? 'smooth' : 'instant' })
  }, [])

  // Who writes wants to see what they wrote.
  const last = messages?.at(-1)
  const lastOwn = last?.own ? last.id : undefined
  useEffect(() => {
    if (lastOwn !== undefined) toEnd(false)
  }, [lastOwn, toEnd])

  return (
    <div className="relative flex min-h-0 flex-1 flex-col">
      {/* Reversed, the browser itself holds on to the end when messages are added on either side. */}
      <div
        ref={scroller}
        onScroll={({ currentTarget }) => setAtEnd(Math.abs(currentTarget.scrollTop) < endPx)}
        className="flex min-h-0 flex-1 flex-col-reverse overflow-y-auto overscroll-contain"
        // Scrolled by keyboard too.
        tabIndex={0}
        role="region"
        aria-label="Messages"
      >
        <div className="mx-auto w-full max-w-[728px] flex-1 px-3 pb-3 pane:px-4">
          {data?.hasEarlier && <Earlier key={messages?.[0]?.id} onVisible={loadEarlier} />}
          {data !== undefined && !data.hasEarlier && <Beginning conversation={conversation} />}
          {data === undefined && status === 'loading' && <Bubbles />}
          {days.map((day) => (
            <DayMessages key={day.key} day={day} onDetails={setDetailed} />
          ))}
          {error !== undefined && <Notice>{errorText(error)}</Notice>}
        </div>
      </div>
      <div
        className={classes(
          'absolute right-4 bottom-3 transition-[opacity,visibility] duration-150',
          atEnd ? 'invisible opacity-0' : 'visible opacity-100',
        )}
      >
        <button
          type="button"
          aria-label="To the newest message"
          onClick={() => toEnd(true)}
          className="relative flex size-11 items-center justify-center rounded-full border border-line bg-raised text-label-2 shadow-[0_2px_8px_var(--shadow)] hover:text-label"
        >
          <ArrowDown size={20} aria-hidden="true" />
          {conversation.unread > 0 && (
            <span className="absolute -top-1.5 h-5 min-w-5 rounded-full bg-accent px-1.5 text-center text-caption leading-5 font-semibold text-on-accent tabular">
              {conversation.unread}
            </span>
          )}
        </button>
      </div>
      <MessageSheet
        open={shown !== undefined}
        message={shown}
        onOpenChange={() => setDetailed(undefined)}
      />
    </div>
  )
}

/**
 * Reads older messages when it comes into sight. The browser must not hold on to it while they are
 * put under it, or it would never leave.
 */
function Earlier({ onVisible }: { onVisible: () => Promise<void> }) {
  const ref = useRef<HTMLDivElement>(null)
  useEffect(() => {
    const observer = new IntersectionObserver(
      ([entry]) => entry?.isIntersecting && void onVisible(),
    )
    observer.observe(ref.current!)
    return () => observer.disconnect()
  }, [onVisible])
  return (
    <div ref={ref} className="flex justify-center py-4 [overflow-anchor:none]">
      <Button kind="quiet" size="small" onClick={() => void onVisible()}>
        Earlier messages
      </Button>
    </div>
  )
}

function Bubbles() {
  return (
    <div
      className="flex h-full animate-late flex-col justify-end gap-2"
      role="status"
      aria-label="Loading messages"
    >
      <Skeleton className="h-10 w-52 rounded-xl" />
      <Skeleton className="h-16 w-72 rounded-xl" />
      <Skeleton className="h-10 w-40 self-end rounded-xl" />
    </div>
  )
}
