/**
 * The chain of heads in a store: each envelope's row holds the hash of its topic's log up to it, each
 * topic's row that of the whole log.
 *
 * @module
 */
import * as Codec from '@parley/codec'
import { Envelope, Head } from '@parley/protocol'

import { systemHost } from '../host.ts'

const { crypto } = systemHost()

/** An envelope's name in its key: what is left of it after the shard. */
const refAt = 2

/** A chain with one more envelope, given by its `Reconcile.keyOf`. */
export function follow(before: Head.Point, position: number, key: Uint8Array): Head.Point {
  return Head.follow(crypto, before, { position, ref: key.subarray(refAt) })
}

/** The name of the envelope with this key. */
export function refOf(key: Uint8Array): Envelope.Ref {
  return Codec.decode(Envelope.ref, key.subarray(refAt))
}
