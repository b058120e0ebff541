import type { Message } from '@parley/client'
import { shownLine } from '@parley/client/text'
import { useEffect, useRef, useState } from 'react'

import { useStore } from '../hooks/context.ts'
import { shortAddress } from '../ui/address.ts'

/** Messages that come within this time are told together. */
const gatherMs = 400

/** Longer ones are read in the conversation. */
const spokenCharsMax = 500

/** Tells screen readers of messages that arrive. */
export function Announcer({ selected }: { selected: string | undefined }) {
  const store = useStore()
  const [text, setText] = useState('')
  const current = useRef(selected)
  useEffect(() => {
    current.current = selected
  }, [selected])

  useEffect(() => {
    const told = new Set<string>()
    let fresh: Message[] = []
    let timer: ReturnType<typeof setTimeout> | undefined
    const tell = () => {
      const last = fresh.at(-1)
      if (last !== undefined)
        setText(
          fresh.length > 1
            ? `${fresh.length} new messages`
            : last.conversation === current.current
              ? shownLine(last.text, spokenCharsMax)
              : `New message from ${shortAddress(last.from)}: ${shownLine(last.text, spokenCharsMax)}`,
        )
      fresh = []
      timer = undefined
    }
    const stop = store.onMessage((message) => {
      if (message.own || message.state !== 'delivered' || told.has(message.id)) return
      told.add(message.id)
      fresh.push(message)
      timer ??= setTimeout(tell, gatherMs)
    })
    return () => {
      stop()
      clearTimeout(timer)
    }
  }, [store])

  return (
    <div className="sr-only" role="log" aria-live="polite">
      {text}
    </div>
  )
}
