/**
 * `parley node`: one node of a network, as its package runs it.
 *
 * @module
 */
import { runNode } from '@parley/node'
import type { Errors } from '@parley/protocol'

import { failureOf } from '../CliError.ts'

/**
 * Runs a node until it is told to stop, or an operation on its home. A node's stderr is its log, in JSON;
 * operations are for people, unless they ask for `--json`.
 *
 * @param args the node's own flags
 * @returns the exit code
 */
export async function node(args: readonly string[]): Promise<number> {
  endWithParent()
  const isAlone = args.length === 0 && !process.env['PARLEY_NODE_HOME']
  const asked = isAlone ? ['--help'] : args
  const isOperation = asked[0]?.startsWith('-') === false
  const plain = asked.filter((arg) => !isOperation || arg !== '--json')
  const isHuman = isOperation && plain.length === asked.length
  const exitCode = await runNode(plain, isHuman ? tellPeople : undefined)
  if (asked.includes('--help')) process.stdout.write(operatorHelp)
  return exitCode
}

function tellPeople(error: Errors.BaseError): void {
  const { message, code } = failureOf(error)
  process.stderr.write(`error ${message} (${code})\n`)
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
