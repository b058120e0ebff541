import type { Conversation } from '@parley/client'
import { useEffect } from 'react'

import { goTo } from './route.ts'

/** What holds the place of Ctrl on this keyboard. */
export const commandKey = /Mac|iP(hone|ad)/.test(navigator.userAgent) ? '⌘' : 'Ctrl'

/** The shortcuts, as they are told to people. */
export const shortcuts = [
  { keys: [commandKey, 'K'], what: 'Find or start a conversation' },
  { keys: ['Alt', '↑'], what: 'Previous conversation' },
  { keys: ['Alt', '↓'], what: 'Next conversation' },
  { keys: ['Enter'], what: 'Send' },
  { keys: ['Shift', 'Enter'], what: 'New line' },
  { keys: ['Esc'], what: 'Close' },
]

export function useShortcuts({
  conversations,
  selected,
  onSearch,
  onClose,
}: {
  conversations: readonly Conversation[] | undefined
  selected: Conversation | undefined
  onSearch: () => void
  onClose: () => void
}): void {
  useEffect(() => {
    function onKeyDown(event: KeyboardEvent) {
      // Whatever took the key, a dialog for one, marks it so.
      if (event.defaultPrevented || event.isComposing) return
      if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 'k') {
        event.preventDefault()
        onSearch()
      } else if (event.key === 'Escape' && selected !== undefined && !writing(event)) onClose()
      else if (event.altKey && (event.key === 'ArrowUp' || event.key === 'ArrowDown')) {
        const list = (conversations ?? []).filter(({ consent }) => consent === 'accepted')
        const at = list.findIndex(({ id }) => id === selected?.id)
        const next = event.key === 'ArrowDown' ? list[at + 1] : list[Math.max(at, 0) - 1]
        event.preventDefault()
        if (next !== undefined) goTo(next.peer)
      }
    }
    addEventListener('keydown', onKeyDown)
    return () => removeEventListener('keydown', onKeyDown)
  }, [conversations, selected, onSearch, onClose])
}

/** Whether a text is being written: then Esc must not take it out of sight. */
function writing({ target }: KeyboardEvent): boolean {
  return target instanceof HTMLTextAreaElement && target.value !== ''
}
