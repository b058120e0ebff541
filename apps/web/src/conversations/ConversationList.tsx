import type { Conversation, LinkState } from '@parley/client'
import { ArrowLeft, ChevronRight, Search, SquarePen } from 'lucide-react'
import type { KeyboardEvent } from 'react'

import { commandKey } from '../app/useShortcuts.ts'
import type { Resource } from '../hooks/resource.ts'
import { useLinkState } from '../hooks/useLinkState.ts'
import { addressOf, inviteLink, shortAddress } from '../ui/address.ts'
import { Avatar } from '../ui/Avatar.tsx'
import { Button, IconButton } from '../ui/Button.tsx'
import { classes } from '../ui/classes.ts'
import { CopyButton } from '../ui/CopyButton.tsx'
import { Empty } from '../ui/Empty.tsx'
import { errorText } from '../ui/errors.ts'
import { Notice } from '../ui/Notice.tsx'
import { DemoChip } from '../wallet/DemoChip.tsx'
import type { Wallet } from '../wallet/wallets.ts'
import { ConversationRow } from './ConversationRow.tsx'
import { RowSkeletons } from './RowSkeletons.tsx'

/** More than these and the requests get a page of their own, so that strangers never bury friends. */
const requestsInList = 3

export function ConversationList({
  wallet,
  conversations,
  selected,
  requestsOnly,
  onAccount,
  onNetwork,
  onNew,
}: {
  wallet: Wallet
  conversations: Resource<readonly Conversation[]>
  selected: string | undefined
  requestsOnly: boolean
  onAccount: () => void
  onNetwork: () => void
  onNew: () => void
}) {
  const all = conversations.data ?? []
  const requests = all.filter(({ consent }) => consent === 'request')
  // One that was opened and never written to shows while it is open.
  const chats = all.filter(
    ({ consent, lastMessage, id }) =>
      consent === 'accepted' && (lastMessage !== undefined || id === selected),
  )
  const shownRequests = requestsOnly ? requests : requests.slice(0, requestsInList)

  return (
    <>
      <header className="flex h-14 shrink-0 items-center gap-1 pr-2 pl-2">
        {requestsOnly ? (
          <>
            <a
              href="#"
              aria-label="Back to conversations"
              className="inline-flex size-10 items-center justify-center rounded-[10px] text-label-2 hover:bg-hover"
            >
              <ArrowLeft size={20} />
            </a>
            <h1 className="text-heading font-semibold">Requests</h1>
          </>
        ) : (
          <>
            <button
              type="button"
              data-testid="own-address"
              data-address={addressOf(wallet.address)}
              aria-label={`You, ${addressOf(wallet.address)}: account and settings`}
              onClick={onAccount}
              className="flex h-11 min-w-0 items-center gap-2.5 rounded-xl pr-3 pl-2 transition-colors duration-150 hover:bg-hover"
            >
              <Avatar account={wallet.address} size={32} />
              <span className="truncate font-semibold tabular">{shortAddress(wallet.address)}</span>
              {wallet.kind === 'demo' && <DemoChip />}
            </button>
            <IconButton
              label="New conversation"
              data-testid="new-conversation"
              onClick={onNew}
              className="ml-auto"
            >
              <SquarePen size={20} />
            </IconButton>
          </>
        )}
      </header>

      {!requestsOnly && (
        <div className="px-3 pt-1 pb-3">
          <button
            type="button"
            onClick={onNew}
            className="flex h-9 w-full items-center gap-2 rounded-[10px] bg-hover px-3 text-[13px] text-label-2 transition-colors duration-150 hover:bg-selected"
          >
            <Search size={15} aria-hidden="true" />
            Find or start a conversation
            <kbd className="ml-auto hidden font-sans text-caption text-label-2 pointer-fine:inline">
              {commandKey} K
            </kbd>
          </button>
        </div>
      )}

      {/* Arrow keys walk the rows; the listener is on the list because the rows are links already. */}
      <div
        className="min-h-0 flex-1 overflow-y-auto px-2 pb-2"
        onKeyDown={walkRows}
        role="presentation"
      >
        {conversations.status === 'loading' && <RowSkeletons />}
        {conversations.status === 'failed' && <Notice>{errorText(conversations.error)}</Notice>}

        {shownRequests.length > 0 && (
          <section aria-label="Requests" className="mb-2">
            {!requestsOnly && (
              <h2 className="flex h-8 items-center px-2 text-small font-medium text-label-2">
                Requests
                {requests.length > requestsInList && (
                  <a
                    href="#requests"
                    className="ml-auto flex h-8 items-center gap-0.5 rounded-md pl-2 text-accent-text hover:underline"
                  >
                    All {requests.length}
                    <ChevronRight size={14} aria-hidden="true" />
                  </a>
                )}
              </h2>
            )}
            <ul>
              {shownRequests.map((each) => (
                <ConversationRow
                  key={each.id}
                  conversation={each}
                  selected={each.id === selected}
                />
              ))}
            </ul>
          </section>
        )}
        {requestsOnly && conversations.status === 'ready' && requests.length === 0 && (
          <Empty title="No requests">
            <p className="text-[13px] text-label-2 text-balance">
              When somebody new writes to you, you decide here first.
            </p>
          </Empty>
        )}

        {!requestsOnly && chats.length > 0 && (
          <section aria-label="Chats">
            {shownRequests.length > 0 && (
              <h2 className="flex h-8 items-center px-2 text-small font-medium text-label-2">
                Chats
              </h2>
            )}
            <ul>
              {chats.map((each) => (
                <ConversationRow
                  key={each.id}
                  conversation={each}
                  selected={each.id === selected}
                />
              ))}
            </ul>
          </section>
        )}
        {!requestsOnly && conversations.status === 'ready' && chats.length === 0 && (
          <FirstRun address={wallet.address} quiet={requests.length > 0} onNew={onNew} />
        )}
      </div>

      <LinkFooter onNetwork={onNetwork} />
    </>
  )
}

function FirstRun({
  address,
  quiet,
  onNew,
}: {
  address: string
  quiet: boolean
  onNew: () => void
}) {
  if (quiet) return undefined
  return (
    <Empty title="No conversations yet">
      <p className="text-[13px] text-label-2 text-balance">
        Send your link to somebody, or write to any wallet’s address. To see both sides, open a
        second tab and switch to another demo wallet there.
      </p>
      <div className="mt-1 flex flex-col gap-2">
        <Button kind="primary" onClick={onNew}>
          Start a conversation
        </Button>
        <CopyButton text={inviteLink(address)} label="Copy your link" kind="quiet" />
      </div>
    </Empty>
  )
}

const linkTexts: Record<LinkState, string> = {
  live: 'Connected',
  'catching up': 'Catching up',
  connecting: 'Connecting',
  offline: 'Offline',
}

function LinkFooter({ onNetwork }: { onNetwork: () => void }) {
  const link = useLinkState()
  return (
    <footer className="shrink-0 border-t border-line p-1.5 pb-[max(6px,env(safe-area-inset-bottom))]">
      <button
        type="button"
        data-testid="network-status"
        onClick={onNetwork}
        className="flex h-9 w-full items-center gap-2.5 rounded-[10px] px-3 text-small text-label-2 transition-colors duration-150 hover:bg-hover"
      >
        <span
          className={classes(
            'size-2 rounded-full',
            link === 'live' ? 'bg-good' : link === 'offline' ? 'border border-label-2' : 'bg-warn',
          )}
        />
        {linkTexts[link]}
        <ChevronRight size={14} className="ml-auto" aria-hidden="true" />
        <span className="sr-only">Network details</span>
      </button>
    </footer>
  )
}

function walkRows(event: KeyboardEvent<HTMLElement>) {
  if (event.altKey || (event.key !== 'ArrowDown' && event.key !== 'ArrowUp')) return
  const rows = [...event.currentTarget.querySelectorAll<HTMLAnchorElement>('a[data-peer]')]
  const at = rows.findIndex((row) => row === document.activeElement)
  if (at === -1) return
  event.preventDefault()
  rows[at + (event.key === 'ArrowDown' ? 1 : -1)]?.focus()
}
