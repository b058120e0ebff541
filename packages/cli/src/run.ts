/**
 * From arguments to an exit code.
 *
 * @module
 */
import { CommanderError } from 'commander'

import { CliError, ToldError } from './CliError.ts'
import { buildProgram, isOperatorCommand } from './program.ts'
import { terminal, type World } from './Terminal.ts'

/** What a command ends with. */
const exitCodes = { ok: 0, failure: 1, usage: 2 } as const

/**
 * Runs one command.
 *
 * @param args without the program's own name
 */
export async function run(args: readonly string[], world: World): Promise<number> {
  if (args[0] === 'node' && !isOperatorCommand(args[1])) {
    const { node } = await import('./commands/node.ts')
    return node(args.slice(1))
  }
  // Also for what commander itself refuses, when options are not parsed yet.
  const voice = terminal(world, args.includes('--json'))
  const program = buildProgram(world, voice)
  try {
    await program.parseAsync(args, { from: 'user' })
    return exitCodes.ok
  } catch (error) {
    if (error instanceof CommanderError) {
      if (error.exitCode === 0) return exitCodes.ok
      voice.fail(new CliError('usage', usageDetails(error)))
      return exitCodes.usage
    }
    if (!(error instanceof ToldError)) voice.fail(error)
    const isUsage = error instanceof CliError && error.code === 'usage'
    return isUsage ? exitCodes.usage : exitCodes.failure
  }
}

/** What commander found wrong, as a sentence. */
function usageDetails(error: CommanderError): string {
  if (error.code === 'commander.help') return 'A command is missing; see parley --help.'
  const text = error.message.replace(/^error: /, '')
  return `${text[0]?.toUpperCase() ?? ''}${text.slice(1).replace(/\.?$/, '.')}`
}
