/** Statements and receipts as nodes sign them. */
import { Bytes, Crypto, Head, Receipt, Seal, type Statement } from '@parley/protocol'

import { headArguments, omissionArguments, receiptArguments, sealArguments } from '../src/index.ts'
import { network, type TestNode } from './TestRegistry.ts'

const crypto = Crypto.pure

export const bytes32 = (fill: number): Uint8Array => new Uint8Array(32).fill(fill)
export const value = (fill: number): Seal.Value => ({
  sentAt: 1_700_000_000_000,
  id: bytes32(fill),
})

export const prepared = (view: number, fill: number): Seal.Body => ({
  type: 'prepared',
  view,
  value: value(fill),
})
export const committed = (view: number, fill: number): Seal.Body => ({
  type: 'committed',
  view,
  value: value(fill),
})
export const status = (
  view: number,
  options: { lock?: Seal.Lock; first?: Seal.Value } = {},
): Seal.Body => ({ type: 'status', view, lock: options.lock, first: options.first })

/** No two statements have one serial: none may matter. */
let serial = 0

/** The node as it signs. */
export const signerOf = ({ idBytes, keyPair }: TestNode): Statement.Signer => ({
  network,
  id: idBytes,
  keyPair,
  serial: () => ++serial,
})

export const slot = { topic: bytes32(0xa1), slot: 7, set: bytes32(0xb2) }

/** A statement signed by the node. */
export function state(
  node: TestNode,
  body: Seal.Body,
  where: Partial<typeof slot> = {},
): Promise<Seal.Statement> {
  return Seal.signStatement(crypto, { ...slot, ...where, body }, signerOf(node))
}

/** A statement as the contract is shown it. */
export const shown = (statement: Seal.Statement) => ({
  ...statement,
  body: Seal.bodyBytes(statement.body),
})

/** Arguments of `slashForSeals`. */
export const sealEvidence = (one: Seal.Statement, other: Seal.Statement) =>
  sealArguments(shown(one), shown(other))

/** What a node states of an envelope. */
export function held(node: TestNode, options: Partial<Receipt.Statement> = {}): Receipt.Statement {
  return {
    node: node.idBytes,
    topic: bytes32(0xa1),
    envelope: value(1),
    position: 12,
    receivedAt: 1_700_000_000_123,
    fence: 0,
    ...options,
  }
}

/** The receipt of `statement` at `index` of a signed batch of `count`. */
export async function receipt(
  node: TestNode,
  statement: Receipt.Statement,
  [index, count]: readonly [number, number] = [0, 1],
): Promise<Receipt.Receipt> {
  const batch = Array.from({ length: count }, (_, i) =>
    i === index ? statement : held(node, { topic: crypto.sha256(Bytes.fromText(`other ${i}`)) }),
  )
  return (await Receipt.issue(crypto, batch, signerOf(node)))[index]!
}

/** Arguments of `slashForReceipts`. */
export const receiptEvidence = receiptArguments

/** A log of these envelopes, ten positions apart: its hash and where it ends. */
export const logOf = (...fills: number[]): Head.Point =>
  fills.reduce<Head.Point>(
    (before, fill) =>
      Head.follow(crypto, before, { position: before.position + 10, ref: value(fill) }),
    { position: 0, hash: Head.empty },
  )

/** A head signed by the node. */
export function head(
  node: TestNode,
  point: Head.Point,
  change: Partial<Omit<Head.Statement, 'node'>> = {},
): Promise<Head.Head> {
  return Head.sign(crypto, { topic: bytes32(0xa1), ...point, ...change }, signerOf(node))
}

/** Arguments of `slashForHeads`. */
export const headEvidence = headArguments
/** Arguments of `slashForOmission`. */
export const omissionEvidence = omissionArguments
