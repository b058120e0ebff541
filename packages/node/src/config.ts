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
const endpoint = z
  .string()
  .regex(/^https?:\/\//, 'Expected an http:// or https:// URL.')
  .max(2048)

/** About a block of the slower chains: members come and go by the day. */
const pollMsDefault = 12_000

/** Where the registry contract is that lists the members. */
const chain = z.strictObject({
  rpc: endpoint.describe('JSON-RPC endpoint of the chain with the network’s registry.'),
  registry: z
    .string()
    .regex(/^0x[0-9a-fA-F]{40}$/, 'Expected a contract’s address.')
    .transform((address) => address.toLowerCase() as `0x${string}`)
    .describe('Address of the registry contract; with it members come from the chain.'),
  block: z
    .enum(['latest', 'safe', 'finalized'])
    .default('finalized')
    .describe('Which block counts. `latest` only for a chain that never reorganises.'),
  pollMs: z
    .int()
    .min(1_000)
    .max(3_600_000)
    .default(pollMsDefault)
    .describe('Milliseconds between two looks at the registry.'),
  publicRpc: endpoint
    .optional()
    .describe('Endpoint for clients that join by this node’s /network.json. None is told.'),
})

/** What can be configured. `home` itself comes from a flag or the environment. */
export const schema = z.strictObject({
  home: z.string().min(1).describe('Folder with the node’s keys, configuration and store.'),
  network: z
    .string()
    .min(1)
    .default('network.json')
    .describe('The signed network file; relative to the home. Not read if `chain` is given.'),
  chain: chain.optional().describe('The registry contract that lists the members.'),
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
  names: z
    .array(z.string().min(1).max(253).toLowerCase())
    .max(16)
    .default([])
    .describe(
      'Host names by which /livez, /readyz and /metrics are asked, beside its URL’s; only in the file.',
    ),
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
  /** The key in the file; `chain.rpc` is `rpc` within `chain`. */
  readonly key: string
  /** Absent for what is only configured in the file. */
  readonly flag?: string
  readonly env?: string
  readonly description: string
  readonly default?: unknown
}

const kebab = (key: string): string =>
  key.replaceAll('.', '-').replaceAll(/[A-Z]/g, (c) => `-${c.toLowerCase()}`)
const inFileOnly: ReadonlySet<string> = new Set(['limits', 'names'])

/** All options, for a help page or a manual. */
export function describe(): readonly Option[] {
  const { chain: _, ...flat } = schema.shape
  const within = Object.entries(chain.shape).map(([key, value]) => [`chain.${key}`, value] as const)
  return [...Object.entries(flat), ...within].map(([key, value]): Option => {
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

/** Sets an option by its key in the file. */
function assign(out: Record<string, unknown>, key: string, value: unknown): void {
  const [outer, inner] = key.split('.') as [string, string | undefined]
  if (inner === undefined) out[outer] = value
  else out[outer] = { ...(out[outer] as object | undefined), [inner]: value }
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
    assign(out, option.key, fromText(text))
  }
  return out
}

function fromEnv(env: Readonly<Record<string, string | undefined>>): Record<string, unknown> {
  const out: Record<string, unknown> = {}
  for (const option of describe()) {
    const text = option.env && env[option.env]
    if (text !== undefined && text !== '') assign(out, option.key, fromText(text))
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

/** Options over others, also within `chain`. */
function merged(
  under: Record<string, unknown>,
  over: Record<string, unknown>,
): Record<string, unknown> {
  const [below, above] = [under['chain'], over['chain']]
  const both = typeof below === 'object' && typeof above === 'object'
  return { ...under, ...over, ...(both ? { chain: { ...below, ...above } } : {}) }
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
  const fromOutside = merged(fromEnv(env), fromFlags(argv))
  if (typeof fromOutside['home'] !== 'string') throw new ConfigError('--home is needed.')
  return parse(merged(await fromFile(fromOutside['home']), fromOutside))
}
