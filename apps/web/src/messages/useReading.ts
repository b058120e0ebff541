import type { Conversation } from '@parley/client'
import { useEffect, useSyncExternalStore } from 'react'

import { useStore } from '../hooks/context.ts'

function subscribe(listener: () => void): () => void {
  addEventListener('focus', listener)
  addEventListener('blur', listener)
  document.addEventListener('visibilitychange', listener)
  return () => {
    removeEventListener('focus', listener)
    removeEventListener('blur', listener)
    document.removeEventListener('visibilitychange', listener)
  }
}

const isAttended = () => document.visibilityState === 'visible' && document.hasFocus()

/**
 * Marks the conversation as read while somebody looks at its end: nothing is called read that was
 * not on a screen in front of a person, and a request not before it is accepted.
 *
 * @param shown whether the newest messages are on the screen
 * @returns whether somebody looks
 */
export function useReading({ id, unread, consent }: Conversation, shown: boolean): boolean {
  const { client } = useStore()
  const attended = useSyncExternalStore(subscribe, isAttended)
  const reading = attended && shown
  useEffect(() => {
    // A failure leaves the count as it is, and the next message or look tries again.
    if (reading && unread > 0 && consent === 'accepted') client.markRead(id).catch(() => undefined)
  }, [client, id, reading, unread, consent])
  return reading
}
