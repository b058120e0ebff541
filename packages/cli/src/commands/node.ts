/**
 * `parley node`: one node of a network, as its package runs it.
 *
 * @module
 */
import { Config, createNode } from '@parley/node'

import type { World } from '../Terminal.ts'

/** Runs a node until it is told to stop. */
export async function node(args: readonly string[], world: World): Promise<number> {
  endWithParent()
  const n = await createNode(await Config.load(args, world.env))
  await new Promise<void>((r) => world.signal.addEventListener('abort', () => r()))
  await n.close()
  return 0
}

/** A node that `parley up` started has a channel to it; one started by hand has none. */
function endWithParent(): void {
  process.once('disconnect', () => process.kill(process.pid, 'SIGTERM'))
  process.channel?.unref()
}
