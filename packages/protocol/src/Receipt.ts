/**
 * Receipts: a node's signed statement that it holds an envelope on disk. A node signs once for all
 * that one disk write carried: the root of a Merkle tree (RFC 9162 §2.1) over the statements.
 *
 * @module
 */
import * as Codec from '@parley/codec'

import * as Bytes from './Bytes.ts'
import { type Crypto, type KeyPair, signatureBytes } from './Crypto.ts'
import * as Envelope from './Envelope.ts'
import * as Limits from './Limits.ts'
import * as Topic from './Topic.ts'

/** What a node states. */
export const statement = Codec.struct({
  node: Codec.fixed(32),
  topic: Topic.id,
  envelope: Envelope.ref,
  /** The envelope's place in this node's log of the topic, from 1: two envelopes in one place are evidence. */
  position: Codec.uint53,
  /** Milliseconds since the Unix epoch. */
  receivedAt: Codec.uint53,
})
export type Statement = Codec.TypeOf<typeof statement>

export const codec = Codec.struct({
  statement,
  /** The statement's place in its batch, and the batch's size. */
  index: Codec.uint16,
  count: Codec.uint16,
  path: Codec.vector(Codec.fixed(32), { countMax: Limits.wire.receiptPathMax }),
  signature: Codec.fixed(signatureBytes),
})
export type Receipt = Codec.TypeOf<typeof codec>

/** A batch never holds more statements. */
export const batchMax = 0xffff

const leafHash = (crypto: Crypto, value: Statement): Uint8Array =>
  crypto.sha256(Bytes.labelled('receipt leaf', Codec.encode(statement, value)))
const innerHash = (crypto: Crypto, left: Uint8Array, right: Uint8Array): Uint8Array =>
  crypto.sha256(Bytes.labelled('receipt node', left, right))
const toSign = (root: Uint8Array, count: number): Uint8Array =>
  Bytes.labelled('receipts', Codec.encode(Codec.uint16, count), root)

/**
 * Signs a batch of statements with one signature.
 *
 * @param statements 1 to 65,535 of them, of one node
 * @returns the receipts, in the statements' order
 */
export async function issue(
  crypto: Crypto,
  statements: readonly Statement[],
  nodeKey: KeyPair,
): Promise<Receipt[]> {
  const count = statements.length
  let level = statements.map((value) => leafHash(crypto, value))
  const paths: Uint8Array[][] = statements.map(() => [])
  // Which node of the current level each statement is below.
  const places = statements.map((_, i) => i)
  while (level.length > 1) {
    for (const [i, place] of places.entries()) {
      const sibling = level[place ^ 1]
      // The last node of an odd level has no sibling and rises unchanged.
      if (sibling !== undefined) paths[i]!.push(sibling)
      places[i] = place >> 1
    }
    const above: Uint8Array[] = []
    for (let i = 0; i < level.length; i += 2) {
      const right = level[i + 1]
      above.push(right === undefined ? level[i]! : innerHash(crypto, level[i]!, right))
    }
    level = above
  }
  const signature = await crypto.sign(nodeKey, toSign(level[0]!, count))
  return statements.map((value, index) => ({
    statement: value,
    index,
    count,
    path: paths[index]!,
    signature,
  }))
}

/** The root that a receipt's path leads to, or `undefined` if the path has the wrong length. */
function rootOf(crypto: Crypto, receipt: Receipt): Uint8Array | undefined {
  if (receipt.index >= receipt.count) return undefined
  let hash = leafHash(crypto, receipt.statement)
  let place = receipt.index
  let used = 0
  for (let width = receipt.count; width > 1; width = (width + 1) >> 1) {
    if ((place ^ 1) < width) {
      const sibling = receipt.path[used++]
      if (sibling === undefined) return undefined
      hash = place & 1 ? innerHash(crypto, sibling, hash) : innerHash(crypto, hash, sibling)
    }
    place >>= 1
  }
  return used === receipt.path.length ? hash : undefined
}

/**
 * Verifies receipts, and remembers roots already verified: a batch costs one signature check.
 *
 * @param rootsKeptMax how many roots are remembered
 */
export function verifier(
  crypto: Crypto,
  rootsKeptMax = 1024,
): (receipt: Receipt, nodeKey: Uint8Array) => Promise<boolean> {
  const known = new Map<string, Promise<boolean>>()
  return (receipt, nodeKey) => {
    const root = rootOf(crypto, receipt)
    if (root === undefined) return Promise.resolve(false)
    const message = toSign(root, receipt.count)
    const name = Bytes.toHex(Bytes.concat(nodeKey, message, receipt.signature))
    let answer = known.get(name)
    if (answer === undefined) {
      if (known.size >= rootsKeptMax) known.delete(known.keys().next().value!)
      answer = crypto.verify(nodeKey, message, receipt.signature)
      known.set(name, answer)
    }
    return answer
  }
}
