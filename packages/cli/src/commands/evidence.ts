/**
 * `parley evidence`: what nodes were caught at, and how it costs them their bond.
 *
 * @module
 */
import { readFile } from 'node:fs/promises'
import { text as readText } from 'node:stream/consumers'

import { Bytes, ChainNetwork, Crypto, Evidence } from '@parley/protocol'

import { CliError } from '../CliError.ts'
import { accountOf } from '../registry/operator.ts'
import { readNetwork } from '../registry/readNetwork.ts'
import { Registry } from '../registry/Registry.ts'
import { findNetwork, type GlobalOptions, homeOf, withClient } from '../Session.ts'
import { table, type Terminal, when, type World } from '../Terminal.ts'
import * as Wallet from '../Wallet.ts'

export type SubmitOptions = {
  file?: string
  registry?: string
  rpc?: string
  keyFile?: string
}

/** A piece of evidence, as it is listed. */
type Piece = {
  readonly id: string
  readonly evidence: Evidence.Evidence
  readonly bytes: Uint8Array
  /** What this client says of it, and when it found it; nothing if it is from a file. */
  readonly found: { readonly fault: string; readonly detail: string; readonly at: number } | null
}

function pieceOf(bytes: Uint8Array, found: Piece['found'] = null): Piece {
  const evidence = Evidence.decode(bytes)
  return { id: Bytes.toHex(Evidence.idOf(Crypto.pure, evidence)), evidence, bytes, found }
}

/** A piece as `--json` prints it, and as a file holds it. */
function dataOf({ id, evidence, bytes, found }: Piece): Record<string, unknown> {
  const { node, topic, at } = Evidence.subjectOf(evidence)
  return {
    id,
    node: Bytes.toHex(node),
    kind: evidence.type,
    topic: Bytes.toHex(topic),
    place: at,
    ...(found && {
      fault: found.fault,
      detail: found.detail,
      foundAt: new Date(found.at).toISOString(),
    }),
    evidence: Bytes.toHex(bytes),
  }
}

function own(globals: GlobalOptions, world: World): Promise<Piece[]> {
  return withClient(globals, world, async (client) =>
    (await client.evidence()).map(({ kind, detail, at, evidence }) =>
      pieceOf(evidence!, { fault: kind, detail, at }),
    ),
  )
}

/** The pieces of a file: lines of JSON that each have `evidence` in hex. */
async function piecesIn(file: string, world: World): Promise<Piece[]> {
  const lines = file === '-' ? await readText(world.stdin) : await readFile(file, 'utf8')
  return lines
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => {
      const { evidence } = parse(line)
      if (typeof evidence !== 'string' || !/^([0-9a-f]{2})+$/.test(evidence))
        throw new Evidence.EvidenceError('A line is no JSON with "evidence" in hex.')
      return pieceOf(Bytes.fromHex(evidence))
    })
}

function parse(line: string): { evidence?: unknown } {
  try {
    return (JSON.parse(line) ?? {}) as { evidence?: unknown }
  } catch {
    return {}
  }
}

/** @throws CliError `unknown_evidence` if there is none */
function named(pieces: readonly Piece[], which: string): Piece {
  const found = pieces.find(({ id }) => which !== '' && id.startsWith(which))
  if (found === undefined) throw new CliError('unknown_evidence', `None begins with ${which}.`)
  return found
}

/** Lists what this home holds. */
export async function evidenceList(
  globals: GlobalOptions,
  world: World,
  terminal: Terminal,
): Promise<void> {
  const pieces = await own(globals, world)
  if (terminal.json) for (const piece of pieces) terminal.print(dataOf(piece), () => '')
  else if (pieces.length === 0) terminal.note('No node was caught at anything that can be proved.')
  else
    terminal.print({}, (style) =>
      table(
        pieces.map(({ id, evidence, found }) => [
          style('bold', id.slice(0, 8)),
          `node ${Bytes.toHex(Evidence.subjectOf(evidence).node).slice(0, 8)}`,
          evidence.type,
          style('dim', when(found!.at)),
          found!.detail,
        ]),
      ),
    )
}

/** Shows one piece, and whether it holds against the node's key in the network. */
export async function evidenceShow(
  globals: GlobalOptions,
  options: { which: string },
  world: World,
  terminal: Terminal,
): Promise<void> {
  const piece = named(await own(globals, world), options.which)
  const { node } = Evidence.subjectOf(piece.evidence)
  const network = await readNetwork(globals, world.env)
  const member = network.node(Bytes.toHex(node))
  const valid =
    member !== undefined && (await Evidence.isValid(Crypto.pure, piece.evidence, member.publicKey))
  const data: Record<string, unknown> = { ...dataOf(piece), valid }
  terminal.print(data, (style) =>
    table(Object.entries(data).map(([name, value]) => [style('dim', name), String(value)])),
  )
}

/** Where bonds are: as it was said, else as the network says. */
async function registryOf(
  globals: GlobalOptions,
  { registry, rpc }: SubmitOptions,
  world: World,
): Promise<Registry> {
  if (registry === undefined && rpc === undefined) {
    const network = await findNetwork(globals, world.env)
    const locator = network && ChainNetwork.locatorOf(network)
    if (locator !== undefined) return Registry.connect(locator)
  }
  if (registry === undefined || !/^0x[0-9a-fA-F]{40}$/.test(registry) || rpc === undefined)
    throw new CliError('no_registry', 'Give --registry ADDRESS and --rpc URL.')
  return Registry.connect({ chain: { id: await Registry.chainOf(rpc), registry, rpc } })
}

async function payingKey(
  globals: GlobalOptions,
  { keyFile }: SubmitOptions,
  world: World,
): Promise<Uint8Array> {
  if (keyFile !== undefined) return Wallet.parseSecretKey(await readFile(keyFile, 'utf8'))
  const file = await Wallet.read(homeOf(globals, world.env))
  return Wallet.secrets(file, world.env['PARLEY_PASSPHRASE']).secretKey
}

/** Submits evidence: one piece, or one for each node. */
export async function evidenceSubmit(
  globals: GlobalOptions,
  options: SubmitOptions & { which: string | undefined },
  world: World,
  terminal: Terminal,
): Promise<void> {
  const { which, file } = options
  const pieces = file === undefined ? await own(globals, world) : await piecesIn(file, world)
  const chosen = which === undefined ? onePerNode(pieces) : [named(pieces, which)]
  if (chosen.length === 0) throw new CliError('unknown_evidence', 'There is none at all.')
  const registry = await registryOf(globals, options, world)
  const reporter = accountOf(await payingKey(globals, options, world))
  for (const { id, evidence } of chosen) {
    const submitted = await registry.slash(reporter, evidence)
    const node = Bytes.toHex(Evidence.subjectOf(evidence).node)
    const { address } = reporter
    tell({ id, node, kind: evidence.type, reporter: address }, submitted, terminal)
  }
}

function onePerNode(pieces: readonly Piece[]): Piece[] {
  const found = new Map<string, Piece>()
  for (const piece of pieces) {
    const node = Bytes.toHex(Evidence.subjectOf(piece.evidence).node)
    if (!found.has(node)) found.set(node, piece)
  }
  return [...found.values()]
}

function tell(
  piece: { id: string; node: string; kind: Evidence.Kind; reporter: string },
  { transaction, reward }: { transaction: string; reward: bigint },
  terminal: Terminal,
): void {
  // Wei is above what JSON's numbers hold.
  terminal.print({ ...piece, transaction, reward: String(reward) }, (style) =>
    [
      style('bold', `Node ${piece.node.slice(0, 8)} lost its bond.`),
      table([
        ['transaction', transaction],
        ['reward', `${reward} wei, to ${piece.reporter}`],
      ]),
    ].join('\n'),
  )
}
