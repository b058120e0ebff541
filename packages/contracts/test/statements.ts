/** Statements and receipts as nodes sign them. */
import { Bytes, Crypto, Head, Receipt, Seal } from '@parley/protocol'

import { headArguments, omissionArguments, receiptArguments, sealArguments } from '../src/index.ts'
import type { TestNode } from './TestRegistry.ts'

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

export const slot = { topic: bytes32(0xa1), slot: 7, set: bytes32(0xb2) }

/** A statement signed by the node. */
export function state(
  node: TestNode,
  body: Seal.Body,
  where: Partial<typeof slot> = {},
): Promise<Seal.Statement> {
  return Seal.signStatement(crypto, { node: node.idBytes, ...slot, ...where, body }, node.keyPair)
}

const signed = (statement: Seal.Statement) => ({
  bytes: Seal.statementBytes(statement),
  signature: statement.signature,
})

/** Arguments of `slashForSeals`. */
export const sealEvidence = (one: Seal.Statement, other: Seal.Statement) =>
  sealArguments(signed(one), signed(other))

/** What a node states of an envelope. */
export function held(
  node: TestNode,
  options: Partial<Omit<Receipt.Statement, 'node'>> = {},
): Receipt.Statement {
  return {
    node: node.idBytes,
    topic: bytes32(0xa1),
    envelope: value(1),
    position: 12,
    receivedAt: 1_700_000_000_123,
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
  return (await Receipt.issue(crypto, batch, node.keyPair))[index]!
}

/** Arguments of `slashForReceipts`. */
export const receiptEvidence = receiptArguments

/** The hash of a log of these envelopes. */
export const logHash = (...fills: number[]): Uint8Array =>
  fills.reduce((before, fill) => Head.link(crypto, before, value(fill)), Head.empty)

/** A head signed by the node. */
export function head(
  node: TestNode,
  hash: Uint8Array,
  options: Partial<Omit<Head.Statement, 'hash'>> = {},
): Promise<Head.Head> {
  const where = { node: node.idBytes, topic: bytes32(0xa1), position: 12 }
  return Head.sign(crypto, { ...where, ...options, hash }, node.keyPair)
}

/** Arguments of `slashForHeads`. */
export const headEvidence = headArguments
/** Arguments of `slashForOmission`. */
export const omissionEvidence = omissionArguments
