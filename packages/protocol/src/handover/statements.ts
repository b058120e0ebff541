/** What members state of shards that change hands. */
import * as Codec from '@parley/codec'

import * as Bytes from '../Bytes.ts'
import type { Crypto } from '../Crypto.ts'
import * as Placement from '../Placement.ts'
import * as Statement from '../Statement.ts'

const content = {
  /**
   * - `ready`: it serves, and is to take over
   * - `fence`: it is fenced
   * - `holds`: it holds all that was stored
   * - `stuck`: the installed set does not let go
   */
  kind: Codec.enumeration({ ready: 1, fence: 2, holds: 3, stuck: 4 }),
  turn: Codec.uint53,
  /** Ascending; none: all of its own. */
  shards: Codec.vector(Codec.uint16, { countMax: Placement.shards }),
}

/** A statement, signed. */
export const said = Codec.struct({ ...content, ...Statement.signedFields })
export type Said = Codec.TypeOf<typeof said>
type Content = Omit<Said, keyof Statement.Signed>

const toSign = ({ kind, turn, shards }: Content): Statement.Content => ({
  kind,
  body: Bytes.concat(
    Codec.encode(Codec.uint53, turn),
    Codec.encode(Codec.uint16, 2 * shards.length),
    ...shards.map((shard) => Codec.encode(Codec.uint16, shard)),
  ),
})

/** Signs with a node's key. */
export async function sign(
  crypto: Crypto,
  signer: Statement.Signer,
  value: Content,
): Promise<Said> {
  return { ...value, ...(await Statement.sign(crypto, signer, toSign(value))) }
}

/** Whether the node stated it. */
export function verify(
  crypto: Crypto,
  author: Statement.Author,
  { serial, signature, ...value }: Said,
): Promise<boolean> {
  return Statement.verify(crypto, author, { serial, signature }, toSign(value))
}
