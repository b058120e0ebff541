/**
 * A node's configuration: one schema for flags, environment and file, in this order of precedence.
 *
 * @module
 */
import { readFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'

import { Errors } from '@parley/protocol'
import * as z from 'zod'

import { files } from './home.ts'
import * as limits from './limits.ts'

const port = z.int().min(0).max(65_535)

/** What can be configured. `home` itself comes from a flag or the environment. */
export const schema = z.strictObject({
  home: z.string().min(1).describe('Folder with the node’s keys, configuration and store.'),
  network: z
    .string()
    .min(1)
    .default('network.json')
    .describe('The signed network file; relative to the home.'),
  host: z
    .string()
    .min(1)
    .default('127.0.0.1')
    .describe('Address to listen on for clients. 0.0.0.0 for all; put TLS in front of it.'),
  port: port
    .optional()
    .describe('Port for clients; 0 for any. The port of the node’s URL in the network file.'),
  peerListen: z
    .string()
    .min(1)
    .optional()
    .describe('Multiaddr to listen on for nodes. The node’s address in the network file.'),
  storageBytesMax: z
    .int()
    .positive()
    .optional()
    .describe('The store grows no larger than about this. The disk’s size.'),
  metricsFor: z
    .enum(['loopback', 'everyone', 'nobody'])
    .default('loopback')
    .describe('Who may read /metrics.'),
  logLevel: z
    .enum(['debug', 'info', 'warn', 'error', 'silent'])
    .default('info')
    .describe('Least severe lines to log, on stderr.'),
  limits: limits.schema.describe('What the node allows strangers; only in the file.'),
})

/** A node's configuration, complete. */
export type Config = z.output<typeof schema>
/** A node's configuration as one writes it: everything but `home` has a default. */
export type ConfigInput = z.input<typeof schema>

/** Thrown for a configuration that is not valid. */
export class ConfigError extends Errors.BaseError {
  override name = 'Node.ConfigError'
  constructor(details: string) {
    super('The node’s configuration is not valid.', { code: 'bad_config', details })
  }
}

/** An option as a help page lists it. */
export type Option = {
  /** The key in the file. */
  readonly key: string
  /** Absent for what is only configured in the file. */
  readonly flag?: string
  readonly env?: string
  readonly description: string
  readonly default?: unknown
}

const kebab = (key: string): string => key.replaceAll(/[A-Z]/g, (c) => `-${c.toLowerCase()}`)
const inFileOnly: ReadonlySet<string> = new Set(['limits'])

/** All options, for a help page or a manual. */
export function describe(): readonly Option[] {
  return Object.entries(schema.shape).map(([key, value]): Option => {
    const description = value.description ?? ''
    if (inFileOnly.has(key)) return { key, description }
    const fallback = value instanceof z.ZodDefault ? { default: value.def.defaultValue } : {}
    return {
      key,
      flag: `--${kebab(key)}`,
      env: `PARLEY_NODE_${kebab(key).replaceAll('-', '_').toUpperCase()}`,
      description,
      ...fallback,
    }
  })
}

/** Flags and environment carry text: numbers are read as such. */
function fromText(text: string): unknown {
  return /^\d{1,15}$/.test(text) ? Number(text) : text
}

function fromFlags(argv: readonly string[]): Record<string, unknown> {
  const out: Record<string, unknown> = {}
  const options = describe()
  for (let i = 0; i < argv.length; i++) {
    const [flag, inline] = argv[i]!.split(/=(.*)/s, 2) as [string, string | undefined]
    const option = options.find((each) => each.flag === flag)
    if (option === undefined) throw new ConfigError(`There is no option ${flag}.`)
    const text = inline ?? argv[++i]
    if (text === undefined) throw new ConfigError(`${flag} needs a value.`)
    out[option.key] = fromText(text)
  }
  return out
}

function fromEnv(env: Readonly<Record<string, string | undefined>>): Record<string, unknown> {
  const out: Record<string, unknown> = {}
  for (const option of describe()) {
    const text = option.env && env[option.env]
    if (text !== undefined && text !== '') out[option.key] = fromText(text)
  }
  return out
}

async function fromFile(home: string): Promise<Record<string, unknown>> {
  const path = join(home, files.config)
  let text: string
  try {
    text = await readFile(path, 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return {}
    throw error
  }
  try {
    const json: unknown = JSON.parse(text)
    if (typeof json === 'object' && json !== null && !Array.isArray(json)) return { ...json }
  } catch (error) {
    throw new ConfigError(`${path}: ${String(error)}`)
  }
  throw new ConfigError(`${path} holds no JSON object.`)
}

/**
 * Completes a configuration with the defaults.
 *
 * @throws ConfigError
 */
export function parse(input: unknown): Config {
  const parsed = schema.safeParse(input)
  if (!parsed.success) throw new ConfigError(z.prettifyError(parsed.error))
  const { data } = parsed
  return { ...data, home: resolve(data.home), network: resolve(data.home, data.network) }
}

/**
 * Reads a node's configuration: flags over environment over the home's `node.json` over defaults.
 *
 * @throws ConfigError
 */
export async function load(
  argv: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
): Promise<Config> {
  const given = { ...fromEnv(env), ...fromFlags(argv) }
  if (typeof given['home'] !== 'string') throw new ConfigError('--home is needed.')
  return parse({ ...(await fromFile(given['home'])), ...given })
}
