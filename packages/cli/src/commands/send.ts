/**
 * `parley send`: one message, or each line of stdin as one.
 *
 * @module
 */
import type { Client, Message } from '@parley/client'
import { Errors } from '@parley/protocol'

import { CliError, ToldError } from '../CliError.ts'
import { linesOf } from '../lines.ts'
import { findRecipient, nameOf } from '../names.ts'
import { type DirectOptions, directOf, type GlobalOptions, withClient } from '../Session.ts'
import type { Terminal, World } from '../Terminal.ts'

/** Lines on their way at once: enough to fill the network's round trips. */
const pipelineMax = 256

/** How a message fared: `kept` leaves by itself with a later command, so nobody should write it again. */
type Fate = 'stored' | 'kept' | 'failed'

/** Sends `text`, and waits until it is stored. */
async function sendOne(
  client: Client,
  conversation: string,
  text: string,
  timeoutMs: number,
): Promise<Message> {
  const { id } = await client.send(conversation, text)
  return client.settled(id, { timeoutMs })
}

/** Tells how far a message came. */
function tell(message: Message, terminal: Terminal, line?: number): Fate {
  const { id, conversation, state, receipts, replicas } = message
  const where = line === undefined ? {} : { line }
  const said = line === undefined ? '' : `line ${line} `
  switch (state) {
    case 'waiting':
      terminal.print(
        { id, conversation, state, ...where },
        (style) =>
          `${style('yellow', '…')} ${said}waits here, encrypted: the recipient has not joined yet. It leaves by itself once they have.`,
      )
      return 'stored'
    case 'sending':
      terminal.fail(
        new CliError(
          'not_stored',
          `${receipts} of ${replicas} receipts came. It leaves with the next command that connects.`,
        ),
        { id, conversation, state, ...where },
      )
      return 'kept'
    case 'failed': {
      const failure = new Errors.WireError(message.error ?? 'internal')
      terminal.fail(failure, { id, conversation, state, ...where })
      return 'failed'
    }
    default:
      terminal.print(
        { id, conversation, state: 'stored', receipts, replicas, ...where },
        (style) =>
          `${style('green', '✓')} ${said}stored: ${receipts} of ${replicas} nodes signed for it`,
      )
      return 'stored'
  }
}

/** Ends the command as its worst message did. */
function assertStored(fates: ReadonlySet<Fate>): void {
  if (fates.has('failed')) throw new ToldError()
  if (fates.has('kept')) throw new ToldError('kept')
}

/** Sends. */
export async function send(
  globals: GlobalOptions,
  options: DirectOptions & { to: string; text: string; timeout: number },
  world: World,
  terminal: Terminal,
): Promise<void> {
  const { text, timeout } = options
  const name = nameOf(options.to)
  if (text.trim() === '') throw new (await import('@parley/client')).ClientError('text_empty')
  await withClient({ ...globals, ...directOf(options) }, world, async (client) => {
    const { id: conversation } = await client.open(await findRecipient(client, name))
    if (text === '-') return sendLines(client, conversation, timeout, world, terminal)
    assertStored(new Set([tell(await sendOne(client, conversation, text, timeout), terminal)]))
  })
}

/** Sends each line as one message, many at once; tells of each in order, as soon as it is known. */
async function sendLines(
  client: Client,
  conversation: string,
  timeoutMs: number,
  world: World,
  terminal: Terminal,
): Promise<void> {
  const onTheirWay: Promise<void>[] = []
  const fates = new Set<Fate>()
  let last: Promise<void> = Promise.resolve()
  for await (const { number, text, error } of linesOf(world.stdin)) {
    if (text?.trim() === '') continue
    const refuse = (reason: unknown) => (): Fate => {
      terminal.fail(reason, { line: number })
      return 'failed'
    }
    const sent =
      error === undefined
        ? sendOne(client, conversation, text, timeoutMs).then(
            (message) => () => tell(message, terminal, number),
            refuse,
          )
        : Promise.resolve(refuse(error))
    last = last.then(async () => {
      const tellIt = await sent
      fates.add(tellIt())
    })
    onTheirWay.push(last)
    if (onTheirWay.length >= pipelineMax) await onTheirWay.shift()
  }
  await last
  assertStored(fates)
}
