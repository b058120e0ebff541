/**
 * Headers of blocks, as a draw takes them.
 *
 * @module
 */
import { keccak256, toRlp } from 'viem'

import type { Hex } from './bytes.ts'

/** A block as JSON-RPC gives it. */
export type RpcBlock = Readonly<Record<string, unknown>>

/** The fields of a header in their order; chains add new ones at the end. */
const fields = [
  'parentHash',
  'sha3Uncles',
  'miner',
  'stateRoot',
  'transactionsRoot',
  'receiptsRoot',
  'logsBloom',
  'difficulty',
  'number',
  'gasLimit',
  'gasUsed',
  'timestamp',
  'extraData',
  'mixHash',
  'nonce',
  'baseFeePerGas',
  'withdrawalsRoot',
  'blobGasUsed',
  'excessBlobGas',
  'parentBeaconBlockRoot',
  'requestsHash',
] as const

/** Numbers: in RLP they have no zeros in front. */
const quantities: ReadonlySet<string> = new Set([
  'difficulty',
  'number',
  'gasLimit',
  'gasUsed',
  'timestamp',
  'baseFeePerGas',
  'blobGasUsed',
  'excessBlobGas',
])

function trimmed(quantity: string): Hex {
  const digits = quantity.slice(2).replace(/^0+/, '')
  return `0x${digits.length % 2 === 0 ? '' : '0'}${digits}`
}

/**
 * The RLP encoding of a block's header; `undefined` if the fields known here do not hash to the
 * block's hash.
 */
export function headerOf(block: RpcBlock): Hex | undefined {
  const list = fields.flatMap((name): Hex[] => {
    const value = block[name]
    if (typeof value !== 'string') return []
    return [quantities.has(name) ? trimmed(value) : (value as Hex)]
  })
  const header = toRlp(list)
  return keccak256(header) === block['hash'] ? header : undefined
}
