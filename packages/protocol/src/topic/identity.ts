/**
 * `identity`: certificates, revocations and key packages of one account, each proving itself.
 *
 * @module
 */
import * as Codec from '@parley/codec'

import * as Account from '../Account.ts'
import * as Limits from '../Limits.ts'
import type { TopicKind } from './kinds.ts'

const descriptor = Codec.struct({ account: Account.codec })
/** What an identity topic's descriptor says. */
export type Identity = Codec.TypeOf<typeof descriptor>

export const identity: TopicKind<Identity> = {
  descriptor,
  place: () => undefined,
  // Certificate and key package together take less than 10 kB, the latter post-quantum.
  bodyBytesMax: () => 16 * 1024,
  retentionSeconds: () => Limits.time.retentionSecondsMax,
}
