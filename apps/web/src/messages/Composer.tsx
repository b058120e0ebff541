import type { Conversation } from '@parley/client'
import { ArrowUp } from 'lucide-react'
import { type KeyboardEvent, useEffect, useLayoutEffect, useRef, useState } from 'react'

import { useStore } from '../hooks/context.ts'
import { shortAddress } from '../ui/address.ts'
import { errorText } from '../ui/errors.ts'
import { Notice } from '../ui/Notice.tsx'
import { drafts } from './drafts.ts'

const heightMaxPx = 200

/** Where one writes. A text leaves the field once it is safe on this device. */
export function Composer({ conversation: { id, peer } }: { conversation: Conversation }) {
  const { client } = useStore()
  const [text, setText] = useState(drafts.get(id) ?? '')
  const [error, setError] = useState<unknown>()
  const field = useRef<HTMLTextAreaElement>(null)
  const empty = text.trim() === ''

  function write(next: string) {
    setText(next)
    setError(undefined)
    if (next === '') drafts.delete(id)
    else drafts.set(id, next)
  }

  async function send() {
    if (empty) return
    const sent = text
    // At once, so that a second Enter cannot send it twice.
    write('')
    try {
      await client.send(id, sent.trim())
    } catch (reason) {
      write(drafts.get(id) ? `${sent}\n${drafts.get(id)}` : sent)
      setError(reason)
    }
  }

  function onKeyDown(event: KeyboardEvent) {
    // Enter also ends a composition (of Japanese, for one), and then it is no wish to send.
    if (event.key !== 'Enter' || event.shiftKey || event.nativeEvent.isComposing) return
    event.preventDefault()
    void send()
  }

  useLayoutEffect(() => {
    const { current } = field
    if (current === null) return
    current.style.height = '0'
    current.style.height = `${Math.min(current.scrollHeight, heightMaxPx)}px`
  }, [text])

  useEffect(() => {
    // On a phone this would open the keyboard over the messages.
    if (matchMedia('(pointer: fine)').matches) field.current?.focus()
  }, [])

  return (
    <div className="shrink-0 px-3 pb-[max(12px,env(safe-area-inset-bottom))] pane:px-4 pane:pb-4">
      <div className="mx-auto flex max-w-[728px] flex-col gap-2">
        {error !== undefined && <Notice>{errorText(error)}</Notice>}
        <form
          onSubmit={(event) => {
            event.preventDefault()
            void send()
          }}
          className="flex items-end gap-1 rounded-[22px] border border-line bg-surface py-[5px] pr-[5px] pl-4 transition-colors duration-150 focus-within:border-accent-text"
        >
          <textarea
            ref={field}
            data-testid="composer"
            aria-label={`Message to ${shortAddress(peer)}`}
            placeholder="Message"
            rows={1}
            dir="auto"
            enterKeyHint="send"
            value={text}
            onChange={(event) => write(event.target.value)}
            onKeyDown={onKeyDown}
            className="max-h-[200px] min-h-8 flex-1 resize-none bg-transparent py-[5px] text-message leading-[22px] outline-none placeholder:text-label-2 max-pane:text-[16px]"
          />
          <button
            type="submit"
            data-testid="send"
            aria-label="Send"
            disabled={empty}
            className="relative flex size-8 shrink-0 items-center justify-center rounded-full bg-accent text-on-accent transition-[background-color,opacity] duration-150 after:absolute after:-inset-1.5 hover:bg-accent-hover disabled:cursor-default disabled:bg-selected disabled:text-label-3"
          >
            <ArrowUp size={18} strokeWidth={2.25} aria-hidden="true" />
          </button>
        </form>
      </div>
    </div>
  )
}
