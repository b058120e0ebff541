import { useStore } from '../hooks/context.ts'
import { useConversations } from '../hooks/useConversations.ts'
import { shortAddress } from '../ui/address.ts'
import { Avatar } from '../ui/Avatar.tsx'
import { Button } from '../ui/Button.tsx'
import { Section } from '../ui/Section.tsx'
import { useAction } from './useAction.ts'

/** Those that were blocked, to think again. Nothing while there are none. */
export function BlockedList() {
  const { client } = useStore()
  const { data } = useConversations()
  const { busy, run } = useAction()
  const blocked = (data ?? []).filter(({ consent }) => consent === 'blocked')
  if (blocked.length === 0) return undefined
  return (
    <Section title="Blocked">
      <ul className="flex flex-col gap-1">
        {blocked.map(({ id, peer }) => (
          <li key={id} className="flex h-11 items-center gap-3">
            <Avatar account={peer} size={32} />
            <span className="flex-1 tabular">{shortAddress(peer)}</span>
            <Button size="small" disabled={busy} onClick={() => void run(() => client.unblock(id))}>
              Unblock
            </Button>
          </li>
        ))}
      </ul>
    </Section>
  )
}
