/**
 * `identity`: the account key, unlocks, devices and revocations of one account, each proving itself.
 * An account has two, its homes 0 and 1.
 *
 * @module
 */
import * as Codec from '@parley/codec'

import * as Account from '../Account.ts'
import * as Limits from '../Limits.ts'
import type { TopicKind } from './kinds.ts'

/** Which of an account's two topics it is. */
const home: Codec.Codec<0 | 1> = Codec.map(
  Codec.enumeration({ first: 0, second: 1 }),
  (name) => (name === 'first' ? 0 : 1),
  (number) => (number === 0 ? 'first' : 'second'),
)

const descriptor = Codec.struct({ account: Account.codec, home })
/** What an identity topic's descriptor says. */
export type Identity = Codec.TypeOf<typeof descriptor>

export const identity: TopicKind<Identity> = {
  descriptor,
  place: () => undefined,
  // Certificate and key package together take less than 10 kB, the latter post-quantum.
  bodyBytesMax: () => 16 * 1024,
  // What is not for good; an entry says itself when it ends.
  retentionSeconds: () => Limits.time.retentionSecondsMax,
}
