/**
 * Operations on a node's home, as `parley node` runs them: one line of JSON on stdout says what was
 * done.
 *
 * @module
 */
import { join } from 'node:path'
import { parseArgs, type ParseArgsOptionsConfig } from 'node:util'

import { files } from '../home.ts'
import { systemHost } from '../host.ts'
import { backup } from './backup.ts'
import { compact } from './compact.ts'
import { evidenceIn } from './evidence.ts'
import { exportArchive } from './export.ts'
import { importArchive } from './import.ts'
import { OperationError } from './OperationError.ts'
import { restore } from './restore.ts'
import { verify } from './verify.ts'

/** Where an operation's answers go: one object, one line. */
type Say = (line: object) => void

type Operation = {
  readonly usage: string
  readonly description: string
  readonly options: ParseArgsOptionsConfig
  /** @returns the exit code */
  readonly run: (flags: Flags, say: Say) => Promise<number>
}

/** The flags given to an operation. */
class Flags {
  readonly #values: Readonly<Record<string, unknown>>

  constructor(values: Readonly<Record<string, unknown>>) {
    this.#values = values
  }

  has(name: string): boolean {
    return this.#values[name] !== undefined
  }

  /** @throws OperationError `bad_arguments` */
  text(name: string): string {
    const value = this.#values[name]
    if (typeof value === 'string' && value !== '') return value
    throw new OperationError('bad_arguments', `--${name} is needed.`)
  }

  /** The store of the home that was named. */
  get store(): string {
    return join(this.text('home'), files.store)
  }
}

const text = { type: 'string' } as const
const flag = { type: 'boolean' } as const

/** Findings and refusals told one by one; the rest are counted. */
const findingsToldMax = 1_000

const operations: Readonly<Record<string, Operation>> = {
  backup: {
    usage: 'backup --home DIR --to FILE',
    description: 'Copies the store, while the node runs if it does. Keys are not in it.',
    options: { home: text, to: text },
    async run(flags, say) {
      const to = flags.text('to')
      say({ backup: to, ...(await backup(flags.store, to)) })
      return 0
    },
  },
  verify: {
    usage: 'verify --home DIR | --file BACKUP  [--heads]',
    description: 'Reads a store from end to end; exits with 1 if something is wrong with it.',
    options: { home: text, file: text, heads: flag },
    run(flags, say) {
      const path = flags.has('file') ? flags.text('file') : flags.store
      let told = 0
      const report = verify({
        crypto: systemHost().crypto,
        path,
        onFinding: (finding) => {
          if (told++ < findingsToldMax) say(finding)
        },
        ...(flags.has('heads') ? { onHead: say } : {}),
      })
      say({ verified: path, ...report })
      return Promise.resolve(report.findings === 0 ? 0 : 1)
    },
  },
  evidence: {
    usage: 'evidence --home DIR',
    description: 'Shows the evidence kept against other nodes; parley evidence submit takes it.',
    options: { home: text },
    run(flags, say) {
      for (const line of evidenceIn(flags.store)) say(line)
      return Promise.resolve(0)
    },
  },
  restore: {
    usage: 'restore --home DIR --from BACKUP | --empty  [--force]',
    description:
      'Puts a store back that was lost or damaged, so that the node contradicts nothing it signed.',
    options: { home: text, from: text, empty: flag, force: flag },
    async run(flags, say) {
      if (flags.has('from') === flags.has('empty'))
        throw new OperationError('bad_arguments', 'Either --from or --empty is needed.')
      const life = await restore({
        home: flags.text('home'),
        from: flags.has('from') ? flags.text('from') : undefined,
        force: flags.has('force'),
        now: systemHost().clock.now(),
      })
      say({ restored: flags.store, signsFrom: new Date(life.signsFrom).toISOString() })
      return 0
    },
  },
  export: {
    usage: 'export --home DIR --to FILE',
    description:
      'Writes all topics and envelopes to one portable file, while the node runs if it does. Neither keys nor votes are in it.',
    options: { home: text, to: text },
    async run(flags, say) {
      const to = flags.text('to')
      say({ exported: to, ...(await exportArchive(flags.store, to)) })
      return 0
    },
  },
  import: {
    usage: 'import --home DIR --from FILE',
    description:
      'Takes in what another node exported, as if that node had been asked for it. The node must be stopped.',
    options: { home: text, from: text },
    async run(flags, say) {
      const from = flags.text('from')
      let told = 0
      const imported = await importArchive({
        host: systemHost(),
        home: flags.text('home'),
        from,
        onRefusal: (refusal) => {
          if (told++ < findingsToldMax) say(refusal)
        },
      })
      say({ imported: from, ...imported })
      return 0
    },
  },
  compact: {
    usage: 'compact --home DIR',
    description: 'Gives disk space back. The node must be stopped.',
    options: { home: text },
    async run(flags, say) {
      say({ compacted: flags.store, ...(await compact(flags.store)) })
      return 0
    },
  },
}

/** Whether a node's first argument names an operation. */
export function isOperation(name: string | undefined): name is string {
  return name !== undefined && Object.hasOwn(operations, name)
}

/** The operations, for a help page. */
export function describeOperations(): string {
  return Object.values(operations)
    .map(({ usage, description }) => `  ${usage}\n      ${description}`)
    .join('\n')
}

/**
 * Runs an operation.
 *
 * @param name for which {@link isOperation} holds
 * @returns the exit code: 0, or 1 if `verify` found something
 * @throws OperationError or StoreError
 */
export function operate(name: string, argv: readonly string[], say: Say): Promise<number> {
  const operation = operations[name]!
  let values: Record<string, unknown>
  try {
    values = parseArgs({ args: [...argv], options: operation.options }).values
  } catch (error) {
    const { message } = error as Error
    throw new OperationError('bad_arguments', `${message} Usage: ${operation.usage}`, error)
  }
  return operation.run(new Flags(values), say)
}
