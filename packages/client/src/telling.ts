/**
 * Telling of messages in their order: those first whose parents are all there.
 *
 * @module
 */
import type { Envelope } from '@parley/protocol'

import type { Message } from './api.ts'
import type { Followed } from './following.ts'
import type { ClientHost } from './host.ts'

/** Later messages wait so long for a missing one before they are told of. */
const gapPatienceMs = 5000

/** What is told, and who knows what is missing. */
export type TellingEvents = {
  readonly onMessage: (message: Message) => void
  readonly onConversation: (id: string) => void
  readonly stillMissing: (
    followed: Followed,
    refs: readonly Envelope.Ref[],
  ) => Promise<readonly Envelope.Ref[]>
  /** Runs a task some time later. */
  readonly after: (delayMs: number, task: () => Promise<unknown>) => void
}

/** Tells of a topic's messages that wait for nothing any more. */
export async function tellGated(
  { clock }: Pick<ClientHost, 'clock'>,
  events: TellingEvents,
  followed: Followed,
): Promise<void> {
  if (followed.gated.length === 0) return
  followed.gated.sort((a, b) => a.clock - b.clock)
  const now = clock.now()
  const told: Message[] = []
  while (followed.gated.length > 0) {
    const { message, parents, since } = followed.gated[0]!
    const missing = await events.stillMissing(followed, parents)
    if (missing.length > 0 && now - since < gapPatienceMs) {
      events.after(gapPatienceMs - (now - since) + 1, () => tellGated({ clock }, events, followed))
      break
    }
    followed.gated.shift()
    told.push(message)
  }
  for (const message of told) events.onMessage(message)
  for (const id of new Set(told.map((message) => message.conversation))) events.onConversation(id)
}
