import type { Conversation } from '@parley/client'
import { Ban } from 'lucide-react'

import { useStore } from '../hooks/context.ts'
import { Address } from '../ui/Address.tsx'
import { Avatar } from '../ui/Avatar.tsx'
import { Button } from '../ui/Button.tsx'
import { Section } from '../ui/Section.tsx'
import { Sheet } from '../ui/Sheet.tsx'
import { useAction } from './useAction.ts'

/** Who is on the other side, and what protects the conversation. */
export function ConversationSheet({
  conversation: { id, peer, consent, peerJoined },
  open,
  onOpenChange,
}: {
  conversation: Conversation
  open: boolean
  onOpenChange: (open: boolean) => void
}) {
  const { client } = useStore()
  const { busy, run } = useAction()
  const blocked = consent === 'blocked'
  return (
    <Sheet open={open} onOpenChange={onOpenChange} title="Conversation">
      <div className="flex flex-col items-center gap-4 px-6 pt-2 pb-8 text-center">
        <Avatar account={peer} size={72} />
        <Address account={peer} full />
        <p className="text-small text-label-2">
          {peerJoined === undefined
            ? 'Not known yet whether it has joined'
            : peerJoined
              ? 'Has joined Parley'
              : 'Has not joined yet'}
        </p>
      </div>
      <Section title="Privacy">
        <p className="text-[13px] text-label-2">
          Messages are encrypted on this device for the devices this wallet has certified, and for
          nobody else. The nodes that keep them see neither text nor keys.
        </p>
      </Section>
      <Section title="Conversation">
        <p className="font-mono text-small break-all text-label-2">{id}</p>
      </Section>
      {consent !== 'request' && (
        <>
          <Button
            kind={blocked ? 'plain' : 'danger'}
            disabled={busy}
            className="w-full"
            onClick={() => void run(() => (blocked ? client.unblock(id) : client.block(id)))}
          >
            <Ban size={16} aria-hidden="true" />
            {blocked ? 'Unblock' : 'Block'}
          </Button>
          {!blocked && (
            <p className="mt-2 text-center text-small text-balance text-label-2">
              Drops what this wallet writes from now on. It learns nothing of it.
            </p>
          )}
        </>
      )}
    </Sheet>
  )
}
