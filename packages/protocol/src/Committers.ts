/**
 * Committers: who may end a slot of a log, as nodes see it. A log names the root of a Merkle tree over
 * keys, and whoever commits shows that its key stands there. Nodes learn one key at a time and nothing
 * of the others: every tree looks as if it held 65,536 places of eight keys, since what is empty is
 * filled with values that only members can tell from keys.
 *
 * @module
 */
import * as Codec from '@parley/codec'

import * as Bytes from './Bytes.ts'
import { compress, type Crypto } from './Crypto.ts'
import { BaseError } from './Errors.ts'

type Hash = Pick<Crypto, 'sha256'>

/** Levels above the places: 65,536 places hold 15,000 keys with at most four in one. */
const depth = 16
/** Keys in one place: with 15,000 keys a fifth is as likely as 1 in 10⁵, a ninth as 1 in 10¹². */
const placeMax = 8

/** `commits` may do all, `knocks` may only ask. */
export type Class = 'commits' | 'knocks'

/** A key, and what it may do. */
export type Entry = {
  /** P-256, 65 bytes; hashed in its compressed form. */
  readonly key: Uint8Array
  readonly class: Class
}

/** What shows that a key stands in a tree: 769 bytes. The key itself stands beside it. */
export const proof = Codec.struct({
  class: Codec.enumeration({ commits: 1, knocks: 2 }),
  /** Hides the other entries: see {@link saltOf}. */
  salt: Codec.fixed(32),
  /** The other values of the key's place, ascending. */
  others: Codec.fixed(32 * (placeMax - 1)),
  /** The other side at each level, from the places up. */
  path: Codec.fixed(32 * depth),
})
export type Proof = Codec.TypeOf<typeof proof>

/** Thrown where more keys fall into one place than it holds, or a key is not in the tree. */
export class CommittersError extends BaseError {
  override name = 'Committers.CommittersError'
  constructor(details: string) {
    super('The committers cannot be shown.', { code: 'bad_committers', details })
  }
}

const placeOf = (entry: Uint8Array): number => (entry[0]! << 8) | entry[1]!

/** A number that members can compute and others cannot, so that an entry says nothing of a key not shown. */
function saltOf(crypto: Hash, pad: Uint8Array, key: Uint8Array): Uint8Array {
  return crypto.sha256(Bytes.labelled('committer salt', pad, key))
}

function entryOf(crypto: Hash, salt: Uint8Array, { key, class: kind }: Entry): Uint8Array {
  const rights = Uint8Array.of(kind === 'commits' ? 1 : 2)
  return crypto.sha256(Bytes.labelled('committer', salt, rights, compress(key)))
}

/** What stands where there is nothing: a place's empty value `number`, or a whole subtree. */
function fillerOf(
  crypto: Hash,
  pad: Uint8Array,
  { level, index, number }: { level: number; index: number; number: number },
): Uint8Array {
  const where = Uint8Array.of(level, index >> 8, index & 0xff, number)
  return crypto.sha256(Bytes.labelled('filler', pad, where))
}

const placeHash = (crypto: Hash, values: readonly Uint8Array[]): Uint8Array =>
  crypto.sha256(Bytes.labelled('committer place', ...values))
const nodeHash = (crypto: Hash, left: Uint8Array, right: Uint8Array): Uint8Array =>
  crypto.sha256(Bytes.labelled('committer node', left, right))

/** All committers of a slot. */
export type Committers = {
  /** 32 bytes: what the log names. */
  readonly root: Uint8Array
  /**
   * Shows that a key stands in the tree.
   *
   * @throws CommittersError if it does not
   */
  readonly prove: (key: Uint8Array) => Proof
}

/**
 * The tree over some keys. Takes some 50 hashes for each.
 *
 * @param pad 32 random bytes that only members know
 * @param entries keys, each once, in any order
 * @throws CommittersError if one place would hold more than eight
 */
export function of(crypto: Hash, pad: Uint8Array, entries: readonly Entry[]): Committers {
  const places = new Map<number, Uint8Array[]>()
  const known = new Map<string, { entry: Entry; salt: Uint8Array; value: Uint8Array }>()
  for (const entry of entries) {
    const salt = saltOf(crypto, pad, entry.key)
    const value = entryOf(crypto, salt, entry)
    known.set(Bytes.toHex(entry.key), { entry, salt, value })
    const place = places.get(placeOf(value)) ?? []
    places.set(placeOf(value), [...place, value])
  }
  for (const [index, values] of places) {
    if (values.length > placeMax)
      throw new CommittersError(`${values.length} keys fall into place ${index}.`)
    for (let number = values.length; number < placeMax; number++)
      values.push(fillerOf(crypto, pad, { level: depth + 1, index, number }))
    values.sort(Bytes.compare)
  }
  const levels: Map<number, Uint8Array>[] = [
    new Map([...places].map(([index, values]) => [index, placeHash(crypto, values)])),
  ]
  const at = (level: number, index: number): Uint8Array =>
    levels[level]!.get(index) ?? fillerOf(crypto, pad, { level, index, number: 0 })
  for (let level = 0; level < depth; level++) {
    const above = new Set([...levels[level]!.keys()].map((index) => index >> 1))
    levels.push(
      new Map(
        [...above].map((index) => [
          index,
          nodeHash(crypto, at(level, 2 * index), at(level, 2 * index + 1)),
        ]),
      ),
    )
  }
  return {
    root: at(depth, 0),
    prove(key) {
      const found = known.get(Bytes.toHex(key))
      if (found === undefined) throw new CommittersError('The key does not stand in the tree.')
      const { entry, salt, value } = found
      const place = placeOf(value)
      const others = places.get(place)!.filter((other) => other !== value)
      const path = Array.from({ length: depth }, (_, level) => at(level, (place >> level) ^ 1))
      return {
        class: entry.class,
        salt,
        others: Bytes.concat(...others),
        path: Bytes.concat(...path),
      }
    },
  }
}

const parts = (bytes: Uint8Array): Uint8Array[] =>
  Array.from({ length: bytes.length / 32 }, (_, i) => bytes.subarray(32 * i, 32 * i + 32))

/** The root that a key's proof leads to: it stands there, with its class, if that is the log's. */
export function rootOf(crypto: Hash, key: Uint8Array, value: Proof): Uint8Array {
  const entry = entryOf(crypto, value.salt, { key, class: value.class })
  let place = placeOf(entry)
  const values = [...parts(value.others), entry].toSorted(Bytes.compare)
  let hash = placeHash(crypto, values)
  for (const other of parts(value.path)) {
    hash = place & 1 ? nodeHash(crypto, other, hash) : nodeHash(crypto, hash, other)
    place >>= 1
  }
  return hash
}
