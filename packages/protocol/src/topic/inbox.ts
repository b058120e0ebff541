/**
 * `inbox`: strangers may append against proof of work; only the account's certified devices read.
 *
 * @module
 */
import * as Codec from '@parley/codec'

import * as Account from '../Account.ts'
import * as Limits from '../Limits.ts'
import type { TopicKind } from './kinds.ts'

const descriptor = Codec.struct({
  account: Account.codec,
  retentionSeconds: Codec.uint32,
  /** The proof of work that an envelope carries. */
  postageBits: Codec.uint8,
})
/** What an inbox's descriptor says. */
export type Inbox = Codec.TypeOf<typeof descriptor>

export const inbox: TopicKind<Inbox> = {
  descriptor,
  place: () => undefined,
  // A Welcome fits, a film does not.
  bodyBytesMax: () => Limits.wire.bodyBytesMax,
  retentionSeconds: ({ retentionSeconds }) => retentionSeconds,
}
