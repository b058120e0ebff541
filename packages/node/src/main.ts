/**
 * A node as a process: `parley node`, and `node main.ts` from the sources.
 *
 * @module
 */
import { Errors, type Host } from '@parley/protocol'
import { type DestinationStream, destination, pino } from 'pino'

import * as Config from './config.ts'
import { systemHost } from './host.ts'
import { createNode } from './node.ts'
import { describeOperations, isOperation, operate } from './operations/operate.ts'

function help(): string {
  const lines = Config.describe().map(({ key, flag, env, description, default: fallback }) => {
    const names = flag === undefined ? `"${key}" in node.json` : `${flag}, ${env}`
    const or = fallback === undefined ? '' : ` Default: ${JSON.stringify(fallback)}.`
    return `  ${names}\n      ${description}${or}`
  })
  return `Runs one node of a network until it is told to stop.\n\n${lines.join('\n')}

Before the options, one of these does something else to the home:\n\n${describeOperations()}\n`
}

/** A log in JSON lines on stderr; keys and bodies are never given to it. */
function logTo(stream: DestinationStream, level: Config.Config['logLevel']): Host.Log {
  return pino({ level, base: null, redact: ['*.seed', '*.peerKey', '*.secretKey'] }, stream)
}

/**
 * Runs a node until SIGINT or SIGTERM, or an operation on its home. The first signal ends it in good order, a second one at once.
 * Says one line of JSON on stdout when it listens: `{"listening":true,"id","url","peer","pid"}`.
 *
 * @param argv flags, see `Config.describe`; or an operation's name and its flags
 * @returns the process's exit code: 0, 1 if it could not start or do it, 2 for a bad configuration
 */
export async function runNode(argv: readonly string[]): Promise<number> {
  if (argv.includes('--help')) {
    process.stdout.write(help())
    return 0
  }
  const stderr = destination({ fd: 2, sync: true })
  try {
    const [first, ...rest] = argv
    if (isOperation(first))
      return await operate(first, rest, (line) => {
        process.stdout.write(`${JSON.stringify(line)}\n`)
      })
    const config = await Config.load(argv, process.env)
    const host = systemHost(logTo(stderr, config.logLevel))
    const node = await createNode(config, host)
    const { id, url, peer } = node
    const { pid } = process
    process.stdout.write(`${JSON.stringify({ listening: true, id, url, peer, pid })}\n`)
    const ended = await Promise.race([stopSignal(), uncaught(host)])
    // Whoever does not want to wait signals again.
    for (const signal of signals) process.once(signal, () => process.exit(1))
    await node.close()
    return ended === 'signal' ? 0 : 1
  } catch (error) {
    if (!(error instanceof Errors.BaseError)) throw error
    const { code, message, docs } = error
    stderr.write(`${JSON.stringify({ error: { code, message, docs } })}\n`)
    return code === 'bad_config' || code === 'bad_arguments' ? 2 : 1
  }
}

/** A node that closes finishes its writes within a second or two. */
const closeMs = 10_000

const signals = ['SIGINT', 'SIGTERM'] as const

/**
 * Resolves at an error that nothing caught. It is a fault of the program: what was begun is finished
 * and the process ends, since nobody knows what else is wrong.
 */
function uncaught({ log, clock }: Host.Host): Promise<'uncaught'> {
  return new Promise((resolve) => {
    const note = (error: unknown): void => {
      log.error({ err: error }, 'uncaught error')
      // What is wrong may keep it from closing.
      clock.after(closeMs, () => process.exit(1))
      resolve('uncaught')
    }
    process.on('uncaughtException', note)
    process.on('unhandledRejection', note)
  })
}

function stopSignal(): Promise<'signal'> {
  return new Promise((resolve) => {
    const stop = (): void => {
      for (const signal of signals) process.off(signal, stop)
      resolve('signal')
    }
    for (const signal of signals) process.on(signal, stop)
  })
}

// libp2p leaves a timer behind that would keep the process for a second.
if (import.meta.main) process.exit(await runNode(process.argv.slice(2)))
