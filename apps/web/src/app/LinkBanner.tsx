import type { LinkState } from '@parley/client'
import { CloudOff, RefreshCw } from 'lucide-react'
import { useEffect, useState } from 'react'

import { useLinkState } from '../hooks/useLinkState.ts'

const texts: Record<Exclude<LinkState, 'live'>, string> = {
  offline: 'Offline. Messages wait here and leave later.',
  connecting: 'Connecting…',
  'catching up': 'Reading what you missed…',
}

/** A start takes a moment on every good day; only what lasts is worth a line. */
const patienceMs = 1_200

/** Says when the connection is not live. Always there for tools to read, shown only when it matters. */
export function LinkBanner({ onDetails }: { onDetails: () => void }) {
  const state = useLinkState()
  const [shown, setShown] = useState(false)
  const live = state === 'live'
  useEffect(() => {
    if (live) {
      setShown(false)
      return
    }
    const timer = setTimeout(() => setShown(true), patienceMs)
    return () => clearTimeout(timer)
  }, [live])

  return (
    <div data-testid="link-state" data-state={state} role="status">
      {shown && !live && (
        <button
          type="button"
          onClick={onDetails}
          className="flex h-8 w-full animate-fade items-center justify-center gap-2 bg-warn-soft px-4 text-small font-medium text-warn"
        >
          {state === 'offline' ? (
            <CloudOff size={14} aria-hidden="true" />
          ) : (
            <RefreshCw size={14} className="animate-spin" aria-hidden="true" />
          )}
          <span className="truncate">{texts[state]}</span>
        </button>
      )}
    </div>
  )
}
