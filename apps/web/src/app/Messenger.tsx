import { MessagesSquare } from 'lucide-react'
import { useEffect, useState } from 'react'
import { toast } from 'sonner'

import { ConversationList } from '../conversations/ConversationList.tsx'
import { ConversationView } from '../conversations/ConversationView.tsx'
import { useConversations } from '../hooks/useConversations.ts'
import { useConversationWith } from '../hooks/useConversationWith.ts'
import { sameAddress } from '../ui/address.ts'
import { Button } from '../ui/Button.tsx'
import { Empty } from '../ui/Empty.tsx'
import { errorText } from '../ui/errors.ts'
import { Notice } from '../ui/Notice.tsx'
import type { Wallet } from '../wallet/wallets.ts'
import { Announcer } from './Announcer.tsx'
import { LinkBanner } from './LinkBanner.tsx'
import { Panes } from './Panes.tsx'
import { goHome, useRoute } from './route.ts'
import { AccountSheet, NetworkSheet, NewConversation, preloadSheets } from './sheets.ts'
import { useShortcuts } from './useShortcuts.ts'
import { useTitle } from './useTitle.ts'

/** Later than the first screen is painted. */
const preloadAfterMs = 1_000

type Open = 'account' | 'network' | 'new' | undefined

export function Messenger({ wallet }: { wallet: Wallet }) {
  const route = useRoute()
  const conversations = useConversations()
  const [open, setOpen] = useState<Open>()
  const own = route.page === 'conversation' && sameAddress(route.address, wallet.address)
  const address = route.page === 'conversation' && !own ? route.address : undefined
  const selected = useConversationWith(address)
  const close = () => setOpen(undefined)

  // Who goes elsewhere, by a link or a key, leaves what was open over the place before.
  useEffect(() => setOpen(undefined), [route])

  useEffect(() => {
    const timer = setTimeout(preloadSheets, preloadAfterMs)
    return () => clearTimeout(timer)
  }, [])

  useTitle(conversations.data)
  useShortcuts({
    conversations: conversations.data,
    selected: selected.data,
    onSearch: () => setOpen('new'),
    onClose: goHome,
  })

  useEffect(() => {
    if (own) toast('This is your own link. Send it to somebody to be written to.')
    if (route.page === 'bad link') toast.error('This link names no wallet.')
    if (own || route.page === 'bad link') goHome()
  }, [own, route.page])

  return (
    <>
      <Panes
        showing={address === undefined ? 'list' : 'main'}
        banner={<LinkBanner onDetails={() => setOpen('network')} />}
        list={
          <ConversationList
            wallet={wallet}
            conversations={conversations}
            selected={selected.data?.id}
            requestsOnly={route.page === 'requests'}
            onAccount={() => setOpen('account')}
            onNetwork={() => setOpen('network')}
            onNew={() => setOpen('new')}
          />
        }
        main={
          selected.data !== undefined ? (
            <ConversationView key={selected.data.id} conversation={selected.data} />
          ) : selected.status === 'failed' ? (
            <div className="m-auto flex max-w-sm flex-col items-center gap-4 p-6">
              <Notice>{errorText(selected.error)}</Notice>
              <Button onClick={goHome}>Back to the list</Button>
            </div>
          ) : (
            address === undefined && <NothingSelected onNew={() => setOpen('new')} />
          )
        }
      />
      <Announcer selected={selected.data?.id} />
      <AccountSheet wallet={wallet} open={open === 'account'} onOpenChange={close} />
      <NetworkSheet open={open === 'network'} onOpenChange={close} />
      <NewConversation
        own={wallet.address}
        conversations={conversations.data ?? []}
        open={open === 'new'}
        onOpenChange={close}
      />
    </>
  )
}

function NothingSelected({ onNew }: { onNew: () => void }) {
  return (
    <div className="m-auto">
      <Empty
        picture={
          <MessagesSquare size={32} strokeWidth={1.5} className="text-label-3" aria-hidden="true" />
        }
        title="Choose a conversation, or start one"
      >
        <Button onClick={onNew}>New conversation</Button>
      </Empty>
    </div>
  )
}
