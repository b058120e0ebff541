import { shownLine } from '@parley/client/text'
import { Globe } from 'lucide-react'

import { allowNetwork, declineNetwork } from '../app/network.ts'
import { resume } from '../app/session.ts'
import { Button } from '../ui/Button.tsx'

/** A link asks for another network than the app's own: what that means, before any of it is used. */
export function ForeignNetwork({ url }: { url: string }) {
  const { host } = new URL(url)
  function use() {
    allowNetwork()
    resume()
  }
  return (
    <section
      data-testid="foreign-network"
      aria-labelledby="foreign-network-title"
      className="flex w-full flex-col gap-4 rounded-2xl bg-surface p-5"
    >
      <h2 id="foreign-network-title" className="flex items-center gap-2 font-semibold">
        <Globe size={18} className="shrink-0 text-label-2" aria-hidden="true" />
        This link uses another network
      </h2>
      <p className="text-[13px] text-pretty text-label-2">
        It is described by a file at{' '}
        <strong className="font-medium [overflow-wrap:anywhere] text-label">
          {shownLine(host, 100)}
        </strong>
        , not by this app. Its nodes cannot read your messages, but they see which wallets write to
        each other, and when. Use it only if you know who sent you the link.
      </p>
      <div className="flex flex-col gap-2">
        <Button kind="primary" size="large" data-testid="own-network" onClick={declineNetwork}>
          Stay on this app’s network
        </Button>
        <Button size="large" data-testid="use-network" onClick={use}>
          Use {shownLine(host, 30)}
        </Button>
      </div>
    </section>
  )
}
