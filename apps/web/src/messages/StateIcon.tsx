import type { MessageState } from '@parley/client'
import { memo } from 'react'

import { stateLabel, type Stated } from './states.ts'

const check = 'm3.4 6.2 1.8 1.8 3.4-3.8'
const stroke = {
  fill: 'none',
  stroke: 'currentColor',
  strokeWidth: 1.25,
  strokeLinecap: 'round',
  strokeLinejoin: 'round',
} as const

/** Different in shape, not in colour alone. */
const pictures: Record<MessageState, React.ReactNode> = {
  waiting: (
    <g {...stroke}>
      <circle cx="6" cy="6" r="5" />
      <path d="M6 3.2V6l1.9 1.3" />
    </g>
  ),
  sending: <circle cx="6" cy="6" r="5" {...stroke} strokeDasharray="2.2 2" />,
  stored: (
    <g {...stroke}>
      <circle cx="6" cy="6" r="5" />
      <path d={check} />
    </g>
  ),
  delivered: (
    <g {...stroke}>
      <circle cx="6" cy="6" r="5" />
      <path d={check} />
      <path d="M10 1.9a5 5 0 1 1 0 8.2" />
      <path d="m10 7.2.9.8 3.2-3.8" />
    </g>
  ),
  // The ticks are holes: a mask would need an id, and ids are lost where the first of them is hidden.
  read: (
    <g fill="currentColor" fillRule="evenodd">
      <path d="M.3 6a5.7 5.7 0 1 0 11.4 0A5.7 5.7 0 1 0 .3 6Zm2.64.66 2.29 2.29 3.85-4.32-.96-.86-2.95 3.28-1.31-1.31Z" />
      <path d="M10 .7a5.7 5.7 0 1 1 0 10.6A7.4 7.4 0 0 0 12.3 6 7.4 7.4 0 0 0 10 .7Zm2.9 5.7 1.98-2.2-.96-.87-1.3 1.5q.4.8.28 1.57Z" />
    </g>
  ),
  failed: (
    <g {...stroke}>
      <circle cx="6" cy="6" r="5" />
      <path d="M6 3.4v3.2M6 8.6v.05" />
    </g>
  ),
}

/** How far a message has come. */
export const StateIcon = memo(function StateIcon({ message }: { message: Stated }) {
  const wide = message.state === 'delivered' || message.state === 'read'
  return (
    <svg
      role="img"
      aria-label={stateLabel(message)}
      width={wide ? 18 : 12}
      height={12}
      viewBox={wide ? '0 0 18 12' : '0 0 12 12'}
      className="shrink-0"
    >
      <title>{stateLabel(message)}</title>
      {pictures[message.state]}
    </svg>
  )
})
