/**
 * `parley node`: one node of a network, as its package runs it.
 *
 * @module
 */
import { runNode } from '@parley/node'

/**
 * Runs a node until it is told to stop.
 *
 * @param args the node's own flags
 * @returns the exit code
 */
export async function node(args: readonly string[]): Promise<number> {
  endWithParent()
  const exitCode = await runNode(args)
  if (args.includes('--help')) process.stdout.write(operatorHelp)
  return exitCode
}

const operatorHelp = `
In a network with a registry on chain, these are about the node's membership; each has --help:

  parley node register | move | leave | withdraw | status | settle
`

/** A node that `parley up` started has a channel to it; one started by hand has none. */
function endWithParent(): void {
  process.once('disconnect', () => process.kill(process.pid, 'SIGTERM'))
  process.channel?.unref()
}
