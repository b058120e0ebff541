import type { Conversation } from '@parley/client'

import { useStore } from '../hooks/context.ts'
import { Button } from '../ui/Button.tsx'
import { Bar } from './Bar.tsx'
import { useAction } from './useAction.ts'

export function BlockedBar({ conversation: { id } }: { conversation: Conversation }) {
  const { client } = useStore()
  const { busy, run } = useAction()
  return (
    <Bar>
      <p className="text-[13px] text-label-2">
        You blocked this wallet. What it writes is dropped.
      </p>
      <Button
        data-testid="unblock"
        disabled={busy}
        onClick={() => void run(() => client.unblock(id))}
      >
        Unblock
      </Button>
    </Bar>
  )
}
