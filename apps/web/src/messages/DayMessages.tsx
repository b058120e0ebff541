import { memo } from 'react'

import { dayName } from '../ui/time.ts'
import { useMinute } from '../ui/useMinute.ts'
import { Bubble } from './Bubble.tsx'
import type { Day } from './layout.ts'

/** A day of messages; its date stays in sight while it is scrolled through. */
export const DayMessages = memo(function DayMessages({
  day,
  onDetails,
}: {
  day: Day
  onDetails: (message: string) => void
}) {
  const now = useMinute()
  return (
    <section className="relative">
      <div className="pointer-events-none sticky top-2 z-10 flex justify-center py-3">
        <time
          dateTime={new Date(day.at).toISOString()}
          className="rounded-full border border-line bg-canvas px-3 text-caption leading-[22px] font-medium text-label-2"
        >
          {dayName(day.at, now)}
        </time>
      </div>
      {day.items.map((item) =>
        item.kind === 'new' ? (
          <div key={item.key} role="separator" className="flex items-center gap-3 py-3">
            <span className="h-px flex-1 bg-accent-text opacity-30" />
            <span className="text-small font-medium text-accent-text">New messages</span>
            <span className="h-px flex-1 bg-accent-text opacity-30" />
          </div>
        ) : (
          <ul key={item.key} className="mb-3 flex flex-col gap-0.5 last:mb-0">
            {item.messages.map((message, index) => (
              <Bubble
                key={message.id}
                message={message}
                first={index === 0}
                last={index === item.messages.length - 1}
                onDetails={onDetails}
              />
            ))}
          </ul>
        ),
      )}
    </section>
  )
})
