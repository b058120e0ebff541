import type { Message } from '@parley/client'
import { shownText } from '@parley/client/text'
import { RotateCw } from 'lucide-react'
import { memo, useMemo } from 'react'

import { useAction } from '../conversations/useAction.ts'
import { useStore } from '../hooks/context.ts'
import { shortAddress } from '../ui/address.ts'
import { classes } from '../ui/classes.ts'
import { fullTime, timeOfDay } from '../ui/time.ts'
import { splitLinks } from './links.ts'
import { StateIcon } from './StateIcon.tsx'

/** One message. In a group the corners towards the neighbours are tighter. */
export const Bubble = memo(function Bubble({
  message,
  first,
  last,
  onDetails,
}: {
  message: Message
  first: boolean
  last: boolean
  onDetails: (message: string) => void
}) {
  const { own, state, at } = message
  const failed = state === 'failed'
  return (
    <li
      data-testid="message"
      data-id={message.id}
      data-state={state}
      data-own={own}
      className={classes('flex flex-col', own ? 'items-end' : 'items-start')}
    >
      <div
        className={classes(
          'flow-root forced-colors:border max-w-[min(85%,560px)] rounded-xl px-3 py-[7px] text-message',
          own ? 'bg-accent text-on-accent' : 'bg-bubble',
          own && !first && 'rounded-tr-md',
          own && !last && 'rounded-br-md',
          !own && !first && 'rounded-tl-md',
          !own && !last && 'rounded-bl-md',
        )}
      >
        <span className="sr-only">{own ? 'You' : shortAddress(message.from)}: </span>
        <span
          dir="auto"
          className="[overflow-wrap:anywhere] whitespace-pre-wrap"
          data-testid="text"
        >
          <Text text={message.text} />
        </span>
        {/* Floats into the last line of the text if there is room, else under it. */}
        <button
          type="button"
          onClick={() => onDetails(message.id)}
          title={fullTime(at)}
          className={classes(
            'relative top-[3px] float-right after:absolute after:-inset-x-3 after:-inset-y-2.5 mt-[5px] -mr-0.5 ml-3 flex items-center gap-1 rounded text-caption whitespace-nowrap tabular',
            own ? 'text-on-accent/90 outline-on-accent' : 'text-label-2',
          )}
        >
          <time dateTime={new Date(at).toISOString()}>{timeOfDay(at)}</time>
          {own && <StateIcon message={message} />}
          <span className="sr-only">Message details</span>
        </button>
      </div>
      {failed && <Retry message={message.id} />}
    </li>
  )
})

function Text({ text }: { text: string }) {
  const parts = useMemo(() => splitLinks(shownText(text)), [text])
  return parts.map(({ text: part, href }, index) =>
    href === undefined ? (
      part
    ) : (
      <a
        key={index}
        href={href}
        // As the browser reads it: a name in letters that look like others shows its own.
        title={href}
        target="_blank"
        rel="noopener noreferrer nofollow"
        className="underline decoration-1 underline-offset-2"
      >
        {part}
      </a>
    ),
  )
}

function Retry({ message }: { message: string }) {
  const { client } = useStore()
  const { busy, run } = useAction()
  return (
    <p className="mt-1 flex items-center gap-2 text-small text-danger">
      Not sent
      <button
        type="button"
        data-testid="retry"
        disabled={busy}
        onClick={() => void run(() => client.retry(message))}
        className="inline-flex items-center gap-1 rounded-md bg-danger-soft px-2 py-1 font-medium hover:bg-selected"
      >
        <RotateCw size={12} aria-hidden="true" />
        Try again
      </button>
    </p>
  )
}
