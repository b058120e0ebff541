import type { Conversation } from '@parley/client'

import { goHome } from '../app/route.ts'
import { useStore } from '../hooks/context.ts'
import { shortAddress } from '../ui/address.ts'
import { Button } from '../ui/Button.tsx'
import { Bar } from './Bar.tsx'
import { useAction } from './useAction.ts'

/** Stands where one would write: first one decides. */
export function RequestBar({ conversation: { id, peer } }: { conversation: Conversation }) {
  const { client } = useStore()
  const { busy, run } = useAction()

  return (
    <Bar>
      <p className="text-center text-[13px] text-label-2 text-balance">
        <span className="font-medium text-label tabular">{shortAddress(peer)}</span> wants to talk
        to you. They won’t know that you have seen this unless you accept.
      </p>
      <div className="flex w-full max-w-md gap-2">
        <Button
          kind="danger"
          data-testid="block"
          disabled={busy}
          className="flex-1"
          onClick={() => void run(() => client.block(id).then(goHome))}
        >
          Block
        </Button>
        <Button
          data-testid="reject"
          disabled={busy}
          className="flex-1"
          onClick={() => void run(() => client.reject(id).then(goHome))}
        >
          Decline
        </Button>
        <Button
          kind="primary"
          data-testid="accept"
          disabled={busy}
          className="flex-1"
          onClick={() => void run(() => client.accept(id))}
        >
          Accept
        </Button>
      </div>
    </Bar>
  )
}
