/**
 * A member's word that it holds all that it is to store in a turn: the statement `holds`. With enough
 * of them the turn's sets are installed.
 *
 * @module
 */
import * as Codec from '@parley/codec'

import type { Crypto } from './Crypto.ts'
import * as Signing from './Statement.ts'

/** No shard is named: it is of all that the node stores. */
const body = Codec.struct({ turn: Codec.uint53, shardsBytes: Codec.uint16 })

const toSign = (turn: number): Signing.Content => ({
  kind: 'holds',
  body: Codec.encode(body, { turn, shardsBytes: 0 }),
})

/** Signs a confirmation of a turn with a node's key. */
export function sign(
  crypto: Crypto,
  signer: Signing.Signer,
  turn: number,
): Promise<Signing.Signed> {
  return Signing.sign(crypto, signer, toSign(turn))
}

/** Whether the node confirmed the turn. */
export function verify(
  crypto: Crypto,
  author: Signing.Author,
  { turn, ...signed }: Signing.Signed & { readonly turn: number },
): Promise<boolean> {
  return Signing.verify(crypto, author, signed, toSign(turn))
}
