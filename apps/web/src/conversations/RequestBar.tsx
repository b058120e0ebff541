import type { Conversation } from '@parley/client'

import { useStore } from '../hooks/context.ts'
import { shortAddress } from '../ui/address.ts'
import { Button } from '../ui/Button.tsx'
import { Bar } from './Bar.tsx'
import { useAction } from './useAction.ts'
import { usePutAway } from './usePutAway.ts'

/** Stands where one would write: first one decides. */
export function RequestBar({ conversation }: { conversation: Conversation }) {
  const { id, peer } = conversation
  const { client } = useStore()
  const { busy, run } = useAction()
  const putAway = usePutAway()

  return (
    <Bar>
      <p className="text-center text-[13px] text-label-2 text-balance">
        <span className="font-medium text-label tabular">{shortAddress(peer)}</span> wants to talk
        to you. They won’t know that you have seen this unless you accept.
      </p>
      <div className="flex w-full max-w-md gap-2">
        <Button
          data-testid="reject"
          disabled={busy}
          className="flex-1"
          onClick={() => putAway('reject', conversation)}
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
      <button
        type="button"
        data-testid="block"
        disabled={busy}
        onClick={() => putAway('block', conversation)}
        className="rounded-md px-2 py-1 text-small text-danger hover:underline"
      >
        Block this wallet
      </button>
    </Bar>
  )
}
