/**
 * Confirmations: a member's signed statement that it holds all that the members of earlier versions
 * of the network held, as far as its version has it store that. With enough of them a version is
 * settled ({@link Network.Network.settled}).
 *
 * @module
 */
import * as Codec from '@parley/codec'

import * as Bytes from './Bytes.ts'
import type { Crypto, KeyPair } from './Crypto.ts'

/** What a member states. */
export const statement = Codec.struct({
  /** The network's id. */
  network: Codec.fixed(32),
  version: Codec.uint53,
})
export type Statement = Codec.TypeOf<typeof statement>

const toSign = (value: Statement): Uint8Array =>
  Bytes.labelled('confirmation', Codec.encode(statement, value))

/** Signs a confirmation with a node's key. */
export function sign(crypto: Crypto, value: Statement, nodeKey: KeyPair): Promise<Uint8Array> {
  return crypto.sign(nodeKey, toSign(value))
}

/** Whether the node with this key confirmed. */
export function verify(
  crypto: Crypto,
  value: Statement,
  signature: Uint8Array,
  nodeKey: Uint8Array,
): Promise<boolean> {
  return crypto.verify(nodeKey, toSign(value), signature)
}
