import type { Conversation } from '@parley/client'
import { useEffect } from 'react'

/** Shows in the tab's title how much is unread. */
export function useTitle(conversations: readonly Conversation[] | undefined): void {
  const unread = (conversations ?? [])
    .filter(({ consent }) => consent === 'accepted')
    .reduce((sum, each) => sum + each.unread, 0)
  useEffect(() => {
    document.title = unread > 0 ? `(${unread}) Parley` : 'Parley'
  }, [unread])
}
