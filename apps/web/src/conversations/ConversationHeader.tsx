import type { Conversation } from '@parley/client'
import { ArrowLeft, LockKeyhole, Zap } from 'lucide-react'

import { addressOf, shortAddress } from '../ui/address.ts'
import { Avatar } from '../ui/Avatar.tsx'

export function ConversationHeader({
  conversation: { peer, direct },
  onDetails,
}: {
  conversation: Conversation
  onDetails: () => void
}) {
  return (
    <header className="flex h-14 shrink-0 items-center gap-1 border-b border-line px-2 pane:px-3">
      <a
        href="#"
        aria-label="Back to conversations"
        className="inline-flex size-10 shrink-0 items-center justify-center rounded-[10px] text-label-2 hover:bg-hover pane:hidden"
      >
        <ArrowLeft size={20} />
      </a>
      <button
        type="button"
        onClick={onDetails}
        aria-label={`Details of the conversation with ${addressOf(peer)}`}
        className="flex h-11 min-w-0 items-center gap-3 rounded-xl py-1 pr-3 pl-2 text-left transition-colors duration-150 hover:bg-hover"
      >
        <Avatar account={peer} size={32} />
        <span className="min-w-0">
          <span className="block truncate leading-[18px] font-semibold tabular">
            {shortAddress(peer)}
          </span>
          <span className="flex items-center gap-1 text-caption text-label-2">
            <LockKeyhole size={10} aria-hidden="true" />
            End-to-end encrypted
            {direct && (
              <span className="flex items-center gap-1" data-testid="direct">
                <Zap size={10} aria-hidden="true" />
                Direct
              </span>
            )}
          </span>
        </span>
      </button>
    </header>
  )
}
