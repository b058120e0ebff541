import type { Conversation } from '@parley/client'
import { Clock } from 'lucide-react'

import { inviteLink } from '../ui/address.ts'
import { CopyButton } from '../ui/CopyButton.tsx'
import { useStore } from '../hooks/context.ts'
import { shortAddress } from '../ui/address.ts'

/** Why messages wait, and what helps. */
export function NotJoined({ conversation: { peer } }: { conversation: Conversation }) {
  const { client } = useStore()
  return (
    <div className="shrink-0 px-4 pb-3">
      <div className="mx-auto flex max-w-[728px] animate-rise flex-wrap items-center gap-x-4 gap-y-2 rounded-xl bg-surface py-3 pr-3 pl-4">
        <Clock size={18} className="shrink-0 text-label-2" aria-hidden="true" />
        <p className="min-w-[200px] flex-1 text-[13px] text-label-2">
          <span className="font-medium text-label tabular">{shortAddress(peer)}</span> has not
          joined yet. Messages wait on this device, encrypted, and leave by themselves when it does.
        </p>
        <CopyButton text={inviteLink(client.account)} label="Copy invite link" />
      </div>
    </div>
  )
}
