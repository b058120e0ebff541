/**
 * The commands and their options. Each command's code is loaded when it is called, so that none
 * waits for another's.
 *
 * @module
 */
import { readFileSync } from 'node:fs'

import { Command, InvalidArgumentError } from 'commander'

import type { SubmitOptions } from './commands/evidence.ts'
import type { DirectOptions, GlobalOptions } from './Session.ts'
import type { Terminal, World } from './Terminal.ts'

function integer(min: number, max: number): (text: string) => number {
  return (text) => {
    const value = Number(text)
    if (!/^[0-9]+$/.test(text) || value < min || value > max)
      throw new InvalidArgumentError(`Expected a whole number from ${min} to ${max}.`)
    return value
  }
}

function seconds(text: string): number {
  const value = Number(text)
  if (!(value > 0) || value > 86_400) throw new InvalidArgumentError('Expected seconds, above 0.')
  return value * 1000
}

function address(text: string): string {
  if (!/^0x[0-9a-fA-F]{40}$/.test(text)) throw new InvalidArgumentError('Expected an address.')
  return text
}

function version(): string {
  const manifest = readFileSync(new URL('../package.json', import.meta.url), 'utf8')
  return (JSON.parse(manifest) as { version: string }).version
}

const directText =
  'also by direct links, with accounts that allow them too: shows each other’s IP address'
const listenText = 'where direct links come in (default a free TCP port of every interface)'

const operatorCommands = ['register', 'move', 'leave', 'withdraw', 'status', 'settle'] as const

/** Whether what follows `parley node` is one of this program's commands; all else is the node's. */
export function isOperatorCommand(name: string | undefined): boolean {
  return operatorCommands.some((command) => command === name)
}

/** What operators say to the registry on chain. `--home` is the node's. */
function addOperatorCommands(
  node: Command,
  globals: () => GlobalOptions,
  world: World,
  terminal: Terminal,
): void {
  node.addHelpText('after', '\n--home is the node’s.')
  const keyOption = [
    '--operator-key <file>',
    'the operator’s key (or PARLEY_OPERATOR_KEY)',
  ] as const
  node
    .command('register')
    .description('make the node’s home, and register the node against the bond')
    .requiredOption('--url <url>', 'where clients connect: ws:// or wss://')
    .requiredOption('--peer <multiaddr>', 'where nodes connect; /p2p/… is added if it is missing')
    .option(...keyOption)
    .action(async (options: { url: string; peer: string; operatorKey?: string }) => {
      const { register } = await import('./commands/operate.ts')
      await register(globals(), options, world, terminal)
    })
  node
    .command('move')
    .description('say where the node is reached from now on')
    .requiredOption('--url <url>', 'where clients connect: ws:// or wss://')
    .requiredOption('--peer <multiaddr>', 'where nodes connect; /p2p/… is added if it is missing')
    .option(...keyOption)
    .action(async (options: { url: string; peer: string; operatorKey?: string }) => {
      const { move } = await import('./commands/operate.ts')
      await move(globals(), options, world, terminal)
    })
  node
    .command('leave')
    .description('end the node’s membership; its bond stays for a time, and so should the node')
    .option(...keyOption)
    .action(async (options: { operatorKey?: string }) => {
      const { leave } = await import('./commands/operate.ts')
      await leave(globals(), options, world, terminal)
    })
  node
    .command('withdraw')
    .description('pay out the bond of a node that left')
    .option('--to <address>', 'who receives it (default: the operator)', address)
    .option(...keyOption)
    .action(async (options: { to?: string; operatorKey?: string }) => {
      const { withdraw } = await import('./commands/operate.ts')
      await withdraw(globals(), options, world, terminal)
    })
  node
    .command('status')
    .description('what the registry says of the network, and of the node whose home is given')
    .action(async () => {
      const { nodeStatus } = await import('./commands/operate.ts')
      await nodeStatus(globals(), world, terminal)
    })
  node
    .command('settle')
    .description(
      'collect the members’ confirmations of a change of members, and show them the registry',
    )
    .option('--timeout <seconds>', 'how long to wait for them (default 60)', seconds, 60_000)
    .option('--force', 'with too few of them; the registry allows it once the exit delay is over')
    .option(...keyOption)
    .action(async (options: { timeout: number; force?: boolean; operatorKey?: string }) => {
      const { settle } = await import('./commands/operate.ts')
      await settle(globals(), options, world, terminal)
    })
}

/** Builds the command line of `parley`. */
export function buildProgram(world: World, terminal: Terminal): Command {
  const program = new Command('parley')
    .description('A messenger for wallets, on a network nobody owns.')
    .option('--home <dir>', 'where this wallet lives (PARLEY_HOME; default ~/.parley)')
    .option('--network <file|url>', 'the network file (PARLEY_NETWORK; default that of parley up)')
    .option('--json', 'JSON lines on stdout')
    .version(version())
    .exitOverride()
    .configureHelp({ showGlobalOptions: true })
    .configureOutput({
      writeOut: (text) => world.stdout.write(text),
      // Errors are told once, by whoever catches them.
      writeErr: () => {},
    })
    .showSuggestionAfterError()
  const globals = (): GlobalOptions => program.opts()

  program
    .command('up')
    .description('run a whole network on this machine: nodes, chain, web app')
    .option('--nodes <n>', 'how many nodes (default 4)', integer(1, 31))
    .option('--port <base>', 'first port of the block; 0 picks a free one', integer(0, 65_000))
    .option('--no-web', 'without the web app')
    .option('--no-chain', 'members in a signed file instead of a registry on chain')
    .action(async (options: { nodes?: number; port?: number; web: boolean; chain: boolean }) => {
      const { up } = await import('./commands/up.ts')
      const { home } = globals()
      await up({ ...options, ...(home === undefined ? {} : { home }) }, world, terminal)
    })

  const node = program
    .command('node')
    .description('run one node of a network: parley node --help')
    .allowUnknownOption()
    .allowExcessArguments()
    // Its options are its own, so it is started before any are read.
    .action(() => program.error('error: node comes first: parley node --home DIR'))
  addOperatorCommands(node, globals, world, terminal)

  const id = program.command('id').description('this home’s wallet')
  id.command('new')
    .description('make a wallet; PARLEY_PASSPHRASE encrypts it')
    .action(async () => {
      const { idNew } = await import('./commands/id.ts')
      await idNew(globals(), world, terminal)
    })
  id.command('import')
    .description('keep an existing wallet: its private key from stdin')
    .option('--key-file <file>', 'read the private key from a file')
    .action(async (options: { keyFile?: string }) => {
      const { idImport } = await import('./commands/id.ts')
      await idImport(globals(), options, world, terminal)
    })
  id.command('show')
    .description('who this home is')
    .action(async () => {
      const { idShow } = await import('./commands/id.ts')
      await idShow(globals(), world, terminal)
    })

  program
    .command('send')
    .description('write to an account; waits until a quorum of nodes has stored it')
    .requiredOption('--to <account>', 'an address (0x…) or a CAIP-10 id')
    .option('--timeout <seconds>', 'how long to wait (default 15)', seconds, 15_000)
    .option('--direct', directText)
    .option('--no-direct', 'take that back')
    .option('--listen <multiaddr>', listenText)
    .argument('<text>', 'the message; - sends each line of stdin')
    .action(async (text: string, options: DirectOptions & { to: string; timeout: number }) => {
      const { send } = await import('./commands/send.ts')
      await send(globals(), { ...options, text }, world, terminal)
    })

  program
    .command('requests')
    .description('first messages of strangers')
    .action(async () => {
      const { requests } = await import('./commands/inbox.ts')
      await requests(globals(), world, terminal)
    })

  const decisions = {
    accept: 'let the writer in: they can see that you read',
    reject: 'put a request away; the writer learns nothing',
    block: 'drop all that the account writes; it learns nothing',
    unblock: 'take back a block',
  } as const
  for (const decision of ['accept', 'reject', 'block', 'unblock'] as const)
    program
      .command(decision)
      .description(decisions[decision])
      .argument('<conversation|account>')
      .action(async (which: string) => {
        const { decide } = await import('./commands/decide.ts')
        await decide(globals(), { decision, which }, world, terminal)
      })

  program
    .command('inbox')
    .description('your conversations, the latest first')
    .action(async () => {
      const { inbox } = await import('./commands/inbox.ts')
      await inbox(globals(), world, terminal)
    })

  program
    .command('read')
    .description('a conversation’s messages, oldest first; marks them as read')
    .argument('<conversation|account>')
    .option('--follow', 'then print new ones as they come')
    .option('--direct', directText)
    .option('--no-direct', 'take that back')
    .option('--listen <multiaddr>', listenText)
    .option('--limit <n>', 'at most the newest n', integer(1, 1_000_000))
    .action(
      async (which: string, options: DirectOptions & { follow?: boolean; limit?: number }) => {
        const { read } = await import('./commands/read.ts')
        await read(globals(), { ...options, which }, world, terminal)
      },
    )

  const evidence = program
    .command('evidence')
    .description('what nodes were caught at and can be proved')
  evidence
    .command('list')
    .description('the evidence this home holds')
    .action(async () => {
      const { evidenceList } = await import('./commands/evidence.ts')
      await evidenceList(globals(), world, terminal)
    })
  evidence
    .command('show')
    .description('one piece of evidence, checked against the network')
    .argument('<id>', 'the beginning of its id')
    .action(async (which: string) => {
      const { evidenceShow } = await import('./commands/evidence.ts')
      await evidenceShow(globals(), { which }, world, terminal)
    })
  evidence
    .command('submit')
    .description('show evidence to the registry: the node loses its bond, you get a part of it')
    .argument('[id]', 'the beginning of an id; all of it unless given, one piece for each node')
    .option('--file <file>', 'evidence of others, as list --json and parley node evidence print it')
    .option('--registry <address>', 'the registry contract (default that of the network)')
    .option('--rpc <url>', 'the chain’s endpoint (default that of the network)')
    .option('--key-file <file>', 'private key that pays and is rewarded (default the wallet’s)')
    .action(async (which: string | undefined, options: SubmitOptions) => {
      const { evidenceSubmit } = await import('./commands/evidence.ts')
      await evidenceSubmit(globals(), { ...options, which }, world, terminal)
    })

  program
    .command('status')
    .description('the network, as this client verifies it')
    .action(async () => {
      const { status } = await import('./commands/status.ts')
      await status(globals(), world, terminal)
    })

  return program
}
