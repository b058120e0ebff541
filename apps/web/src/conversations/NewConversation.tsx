import type { Conversation } from '@parley/client'
import { Account } from '@parley/client'
import { shownLine } from '@parley/client/text'
import { ArrowRight } from 'lucide-react'
import { type FormEvent, useId, useState } from 'react'

import { goTo } from '../app/route.ts'
import { sameAddress, shortAddress } from '../ui/address.ts'
import { Avatar } from '../ui/Avatar.tsx'
import { Button } from '../ui/Button.tsx'
import { FullAddress } from '../ui/FullAddress.tsx'
import { Window } from '../ui/Sheet.tsx'
import { findConversations, recipient } from './recipient.ts'

/** More than a row has room for. */
const previewCharsMax = 200

type Props = {
  own: string
  conversations: readonly Conversation[]
  open: boolean
  onOpenChange: (open: boolean) => void
}

/** Finds a conversation, or starts one with any address. */
export function NewConversation({ open, onOpenChange, ...rest }: Props) {
  return (
    <Window open={open} onOpenChange={onOpenChange} title="New conversation">
      <Form {...rest} onDone={() => onOpenChange(false)} />
    </Window>
  )
}

function Form({
  own,
  conversations,
  onDone,
}: {
  own: string
  conversations: readonly Conversation[]
  onDone: () => void
}) {
  const [text, setText] = useState('')
  const hint = useId()
  const given = recipient(text, Account.from)
  const self = given.kind === 'account' && sameAddress(given.account, own)
  const found = findConversations(conversations, text)
  const problem = self
    ? 'This is your own address.'
    : given.kind === 'invalid'
      ? given.why
      : undefined

  function submit(event: FormEvent) {
    event.preventDefault()
    const [only] = found
    const account =
      given.kind === 'account' ? given.account : found.length === 1 ? only?.peer : undefined
    if (account === undefined || self) return
    goTo(account)
    onDone()
  }

  return (
    <form onSubmit={submit} className="flex flex-col gap-3">
      <input
        data-testid="recipient-input"
        autoFocus
        aria-label="Wallet address"
        aria-describedby={hint}
        aria-invalid={problem !== undefined}
        value={text}
        onChange={(event) => setText(event.target.value)}
        placeholder="0x…"
        autoComplete="off"
        autoCapitalize="off"
        autoCorrect="off"
        spellCheck={false}
        className="h-11 w-full rounded-[10px] bg-hover px-3 font-mono text-[13px] outline-offset-0 placeholder:text-label-2 max-pane:text-[16px]"
      />
      <p
        id={hint}
        aria-live="polite"
        className={`text-[13px] ${problem === undefined ? 'text-label-2' : 'text-danger'}`}
      >
        {problem ??
          'Any Ethereum address. If it has not joined yet, your message waits on this device, encrypted, and leaves when it does.'}
      </p>

      {given.kind === 'account' && !self && (
        <div className="flex animate-rise items-center gap-3 rounded-xl bg-surface p-3">
          <Avatar account={given.account} size={48} />
          <p className="min-w-0 font-mono text-small leading-[18px]">
            <FullAddress account={given.account} />
          </p>
        </div>
      )}

      {given.kind !== 'account' && found.length > 0 && (
        <ul className="-mx-2 flex flex-col" aria-label="Conversations found">
          {found.map(({ id, peer, lastMessage }) => (
            <li key={id}>
              <button
                type="button"
                onClick={() => {
                  goTo(peer)
                  onDone()
                }}
                className="flex h-14 w-full items-center gap-3 rounded-xl px-2 text-left transition-colors duration-150 hover:bg-hover"
              >
                <Avatar account={peer} size={36} />
                <span className="min-w-0">
                  <span className="block truncate font-medium tabular">{shortAddress(peer)}</span>
                  <span className="block truncate text-small text-label-2">
                    {lastMessage && shownLine(lastMessage.text, previewCharsMax)}
                  </span>
                </span>
              </button>
            </li>
          ))}
        </ul>
      )}

      <Button
        type="submit"
        kind="primary"
        size="large"
        data-testid="start-conversation"
        disabled={given.kind !== 'account' || self}
      >
        Start conversation
        <ArrowRight size={18} aria-hidden="true" />
      </Button>
    </form>
  )
}
