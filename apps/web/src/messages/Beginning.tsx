import type { Conversation } from '@parley/client'

import { Avatar } from '../ui/Avatar.tsx'
import { FullAddress } from '../ui/FullAddress.tsx'

/** Where a conversation begins: who it is with, in full, once. */
export function Beginning({ conversation: { peer } }: { conversation: Conversation }) {
  return (
    <div className="flex flex-col items-center gap-3 px-6 pt-10 pb-6 text-center">
      <Avatar account={peer} size={64} />
      <p className="max-w-[200px] font-mono text-small leading-[18px] text-label-2">
        <FullAddress account={peer} />
      </p>
      <p className="max-w-[340px] text-small text-label-2 text-balance">
        Only the two of you can read this conversation. Check the address: anybody can make a
        wallet.
      </p>
    </div>
  )
}
