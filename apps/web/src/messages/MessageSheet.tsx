import type { Message } from '@parley/client'
import { shownLine, shownText } from '@parley/client/text'
import type { ReactNode } from 'react'

import { CopyButton } from '../ui/CopyButton.tsx'
import { Section } from '../ui/Section.tsx'
import { Sheet } from '../ui/Sheet.tsx'
import { fullTime } from '../ui/time.ts'
import { StateIcon } from './StateIcon.tsx'
import { stateLabel, stateMeaning } from './states.ts'

/** What is known of one message, and what that rests on. */
export function MessageSheet({
  message,
  open,
  onOpenChange,
}: {
  message: Message | undefined
  open: boolean
  onOpenChange: (open: boolean) => void
}) {
  return (
    <Sheet open={open} onOpenChange={onOpenChange} title="Message">
      {message !== undefined && <Details message={message} />}
    </Sheet>
  )
}

function Details({ message }: { message: Message }) {
  const text = shownText(message.text)
  return (
    <>
      <blockquote
        dir="auto"
        className="mb-4 max-h-60 overflow-y-auto rounded-xl bg-hover px-4 py-3 text-message [overflow-wrap:anywhere] whitespace-pre-wrap"
      >
        {text}
      </blockquote>
      <div className="mb-6">
        <CopyButton text={text} label="Copy text" />
      </div>
      {message.own && (
        <Section title="State">
          <p className="flex items-center gap-2 font-medium">
            <StateIcon message={message} />
            {stateLabel(message)}
          </p>
          <p className="mt-1 text-[13px] text-label-2">{stateMeaning(message)}</p>
          {(message.state === 'delivered' || message.state === 'read') && message.receipts > 0 && (
            <p className="mt-1 text-[13px] text-label-2">
              {message.receipts} of {message.replicas} nodes signed that they have it on disk.
            </p>
          )}
        </Section>
      )}
      <Section title="Details">
        <dl className="flex flex-col gap-3 text-[13px]">
          <Fact name="Written">{fullTime(message.at)}</Fact>
          <Fact name="Type">{shownLine(message.type, 128)}</Fact>
          <Fact name="Id">
            <span className="font-mono text-small">{message.id}</span>
          </Fact>
        </dl>
      </Section>
    </>
  )
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div className="flex gap-4">
      <dt className="w-16 shrink-0 text-label-2">{name}</dt>
      <dd className="min-w-0 break-all">{children}</dd>
    </div>
  )
}
