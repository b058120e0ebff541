/**
 * `parley accept`, `reject`, `block`, `unblock`: what to do with what another account writes.
 *
 * @module
 */
import { catchUp, findConversation, type GlobalOptions, withClient } from '../Session.ts'
import type { Terminal, World } from '../Terminal.ts'

const done = {
  accept: 'accepted',
  reject: 'rejected',
  block: 'blocked',
  unblock: 'unblocked',
} as const

/** Decides. */
export async function decide(
  globals: GlobalOptions,
  options: { decision: keyof typeof done; which: string },
  world: World,
  terminal: Terminal,
): Promise<void> {
  await withClient(globals, world, async (client) => {
    await catchUp(client, terminal)
    const { id, peer } = await findConversation(client, options.which)
    await client[options.decision](id)
    const { consent } = (await client.conversation(id))!
    terminal.print({ conversation: id, peer, consent }, () => `${done[options.decision]} ${peer}`)
  })
}
