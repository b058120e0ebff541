/**
 * `parley send`: one message, or each line of stdin as one.
 *
 * @module
 */
import { createInterface } from 'node:readline'

import type { Client, Message } from '@parley/client'
import { Errors } from '@parley/protocol'

import { CliError, ToldError } from '../CliError.ts'
import { type DirectOptions, directOf, type GlobalOptions, withClient } from '../Session.ts'
import type { Terminal, World } from '../Terminal.ts'

/** Lines on their way at once: enough to fill the network's round trips. */
const pipelineMax = 256

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

/** Why a message is not stored, if it is not. */
function failureOf(message: Message): Errors.BaseError | undefined {
  switch (message.state) {
    case 'waiting':
      return new CliError('recipient_not_joined')
    case 'sending':
      return new CliError(
        'not_stored',
        `${message.receipts} of ${message.replicas} receipts came. It leaves with the next command that connects.`,
      )
    case 'failed':
      return new Errors.WireError(message.error ?? 'internal')
    default:
      return undefined
  }
}

function printStored(message: Message, terminal: Terminal): void {
  const { id, conversation, receipts, replicas } = message
  terminal.print(
    { id, conversation, state: 'stored', receipts, replicas },
    (style) => `${style('green', '✓')} stored: ${receipts} of ${replicas} nodes signed for it`,
  )
}

/** Sends. */
export async function send(
  globals: GlobalOptions,
  options: DirectOptions & { to: string; text: string; timeout: number },
  world: World,
  terminal: Terminal,
): Promise<void> {
  await withClient({ ...globals, ...directOf(options) }, world, async (client) => {
    const { id: conversation } = await client.open(options.to)
    if (options.text === '-') {
      await sendLines(client, conversation, options.timeout, world, terminal)
      return
    }
    const message = await sendOne(client, conversation, options.text, options.timeout)
    if (!tell(message, terminal)) throw new ToldError()
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
  const lines = createInterface({ input: world.stdin, crlfDelay: Infinity })
  const onTheirWay: Promise<void>[] = []
  let last: Promise<void> = Promise.resolve()
  let failed = 0
  for await (const text of lines) {
    if (text === '') continue
    const sent = sendOne(client, conversation, text, timeoutMs).then(
      (message) => () => tell(message, terminal),
      (error: unknown) => () => {
        terminal.fail(error)
        return false
      },
    )
    last = last.then(async () => {
      const tellIt = await sent
      if (!tellIt()) failed++
    })
    onTheirWay.push(last)
    if (onTheirWay.length >= pipelineMax) await onTheirWay.shift()
  }
  await last
  if (failed > 0) throw new ToldError()
}

/** Whether the message was stored; says so, or why not. */
function tell(message: Message, terminal: Terminal): boolean {
  const failure = failureOf(message)
  if (failure === undefined) printStored(message, terminal)
  else terminal.fail(failure, { id: message.id, conversation: message.conversation })
  return failure === undefined
}
