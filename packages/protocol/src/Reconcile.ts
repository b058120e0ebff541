/**
 * Range-based set reconciliation between replicas: who lacks what is found with traffic in
 * proportion to the difference, not to the set. Both sides keep digests of their keys by prefix
 * ({@link KeyTree}), and go down where these differ.
 *
 * Eight bytes of a digest cross the wire, hashed with a salt the asking side draws for the session:
 * who chooses keys cannot know which sets would look alike, and an accident (one in 2^64) is found
 * in the next session.
 *
 * @module
 */
import * as Codec from '@parley/codec'

import * as Bytes from './Bytes.ts'
import type { Crypto } from './Crypto.ts'
import { WireError } from './Errors.ts'
import {
  depthMax,
  keyBytes,
  leafMax,
  type Node,
  type Prefix,
  type Range,
  rangeOf,
} from './KeyTree.ts'
import * as Limits from './Limits.ts'
import * as Placement from './Placement.ts'

export { keyMax, keyMin, KeyTree, type Node, type Prefix, type Range } from './KeyTree.ts'

/**
 * Where an envelope stands in a replica's order: shard (2 bytes), time (8), id (32), all
 * big-endian, so that bytes compare as keys do.
 */
export const key = Codec.fixed(keyBytes)

/** The key of an envelope. */
export function keyOf(shard: number, sentAt: number, id: Uint8Array): Uint8Array {
  const out = new Uint8Array(keyBytes)
  const view = new DataView(out.buffer)
  view.setUint16(0, shard)
  view.setUint32(2, Math.floor(sentAt / 2 ** 32))
  view.setUint32(6, sentAt >>> 0)
  out.set(id, 10)
  return out
}

/** The shard of a key. */
export function shardOf(key: Uint8Array): number {
  return (key[0]! << 8) | key[1]!
}

/** The keys of a shard. */
export function rangeOfShard(shard: number): Range {
  return rangeOf(shard.toString(16).padStart(4, '0'))
}

/** A prefix on the wire: how many half-bytes, then these, the last byte filled with zero. */
export const prefix: Codec.Codec<Prefix> = {
  bytesMax: 1 + keyBytes,
  write(writer, value) {
    writer.uint8(value.length)
    writer.bytes(Bytes.fromHex(value.length & 1 ? `${value}0` : value))
  },
  read(reader) {
    const length = reader.uint8()
    if (length > depthMax) throw new Codec.CodecError('limit', `${length} half-bytes are no prefix`)
    const hex = Bytes.toHex(reader.bytes((length + 1) >> 1))
    if (length & 1 && !hex.endsWith('0'))
      throw new Codec.CodecError('invalid', 'a prefix is filled with zero')
    return hex.slice(0, length)
  },
  sample: (random) => Array.from({ length: random(9) }, () => random(16).toString(16)).join(''),
}

const tagBytes = 8
const tag = Codec.fixed(tagBytes)

/** What a digest looks like in a session. */
function tagOf(sha256: Crypto['sha256'], salt: Uint8Array, digest: Uint8Array): Uint8Array {
  return sha256(Bytes.labelled('reconcile tag', salt, digest)).subarray(0, tagBytes)
}

export const saltBytes = 16
export const salt = Codec.fixed(saltBytes)

/** What the asking side wants to compare: `tag` is of what it holds there, if it holds anything. */
export const range = Codec.struct({ prefix, tag: Codec.optional(tag) })
export type AskedRange = Codec.TypeOf<typeof range>

/** Who holds nothing in a range gets so many keys at once: splitting it would find nothing out. */
const wholeListMax = 1024
/** Keys in one answer: with the rest of it they stay below a message. */
const keysPerAnswerMax = 16_384

/** What the other side says of a range: that it holds the same, its keys, or what it splits into. */
export const summary = Codec.select({
  same: [1, Codec.struct({})],
  keys: [2, Codec.struct({ keys: Codec.vector(key, { countMax: wholeListMax }) })],
  /** All begins with the stem; a tag for each digit that comes after it. */
  parts: [
    3,
    Codec.struct({ stem: prefix, tags: Codec.vector(Codec.optional(tag), { countMax: 16 }) }),
  ],
})
export type Summary = Codec.TypeOf<typeof summary>

export const ranges = Codec.vector(range, { countMax: Limits.wire.rangesPerRoundMax })
/** In the order asked. Who has said enough leaves out the rest, which is then asked again. */
export const summaries = Codec.vector(summary, {
  countMax: Limits.wire.rangesPerRoundMax,
  bytesMax: 960 * 1024,
})

/** A replica's keys. Reads only. */
export type KeySet = {
  /** A range's keys, ascending, in pages. */
  readonly keys: (range: Range) => AsyncIterable<readonly Uint8Array[]>
  /** What there is under each prefix; `undefined` where there is nothing. See {@link KeyTree}. */
  readonly nodes: (prefixes: readonly Prefix[]) => Promise<readonly (Node | undefined)[]>
  /** Those of the keys that are not held, in the order given. */
  readonly lacking: (keys: readonly Uint8Array[]) => Promise<readonly Uint8Array[]>
}

/** The prefixes that cover some shards and no others, as few as there are. */
export function prefixesOf(has: (shard: number) => boolean): Prefix[] {
  // A key begins with its shard in 16 bits, of which the first four are zero.
  const cover = (prefix: Prefix, first: number, count: number): Prefix[] => {
    if (count === 1) return has(first) ? [prefix] : []
    const step = count / 16
    const parts = Array.from({ length: 16 }, (_, i) =>
      cover(prefix + i.toString(16), first + i * step, step),
    )
    const isWhole = parts.every(([part, ...more]) => part?.length === prefix.length + 1 && !more[0])
    return isWhole ? [prefix] : parts.flat()
  }
  return cover('0', 0, Placement.shards)
}

/** What both sides of a session share. */
export type Session = { readonly sha256: Crypto['sha256']; readonly salt: Uint8Array }

/** Answers one round, or as much of it as fits an answer. */
export async function summarise(
  set: KeySet,
  { sha256, salt }: Session,
  asked: readonly AskedRange[],
): Promise<Summary[]> {
  const nodes = await set.nodes(asked.map(({ prefix }) => prefix))
  const out: Summary[] = []
  let listed = 0
  for (const [i, { prefix, tag }] of asked.entries()) {
    const node = nodes[i]
    const own = node && tagOf(sha256, salt, node.digest)
    const listMax = tag ? leafMax : wholeListMax
    if (isSameTag(own, tag)) out.push({ type: 'same' })
    else if (node === undefined) out.push({ type: 'keys', keys: [] })
    else if (node.count <= listMax) {
      if (listed + node.count > keysPerAnswerMax) break
      const keys = await listOf(set, prefix)
      listed += keys.length
      out.push({ type: 'keys', keys })
    } else {
      const tags = node.parts.map((digest) => digest && tagOf(sha256, salt, digest))
      out.push({ type: 'parts', stem: node.stem, tags })
    }
  }
  return out
}

const isSameTag = (a: Uint8Array | undefined, b: Uint8Array | undefined): boolean =>
  a && b ? Bytes.equal(a, b) : a === b

/** The keys under a prefix. If there are more by now than are listed, a later session finds them. */
async function listOf(set: KeySet, prefix: Prefix): Promise<Uint8Array[]> {
  const keys: Uint8Array[] = []
  for await (const page of set.keys(rangeOf(prefix))) {
    keys.push(...page.slice(0, wholeListMax - keys.length))
    if (keys.length === wholeListMax) break
  }
  return keys
}

/** Ten million envelopes of which none is known take so many; a liar could go on forever. */
const roundsMax = 10_000

const broken = (details: string): WireError => new WireError('bad_frame', { details })

export type FindOptions = {
  set: KeySet
  session: Session
  /** Sends one round of at most 512 ranges and returns the other side's summaries. */
  ask: (ranges: AskedRange[]) => Promise<readonly Summary[]>
  /**
   * Called with each batch found, as it is found; it is awaited, so that fetching sets the pace.
   */
  onMissing: (keys: readonly Uint8Array[]) => Promise<void>
  /** What to compare, disjoint; everything unless given. */
  wanted?: readonly Prefix[]
}

/**
 * Finds the keys the other side has and this one lacks.
 *
 * @returns how many rounds were asked
 * @throws WireError `bad_frame` if the other side does not keep to the rules
 */
export async function findMissing(options: FindOptions): Promise<number> {
  const { set, session, ask, onMissing, wanted = [''] } = options
  const open = await withTags(set, session, wanted)
  let rounds = 0
  while (open.length > 0) {
    // Depth first: the list of open ranges stays short whatever the other side answers.
    const asked = open.splice(-Limits.wire.rangesPerRoundMax)
    if (++rounds > roundsMax) throw broken('it never ends')
    const answers = await ask(asked)
    if (answers.length === 0 || answers.length > asked.length)
      throw broken(`${answers.length} answers to ${asked.length} ranges`)
    open.push(...asked.slice(answers.length))
    const listed: Uint8Array[] = []
    const parts = new Map<Prefix, Uint8Array>()
    for (const [i, answer] of answers.entries()) {
      const { prefix } = asked[i]!
      if (answer.type === 'keys') listed.push(...answer.keys.filter((key) => isIn(key, prefix)))
      if (answer.type !== 'parts') continue
      // Below what was asked: so each answer gets nearer to the end.
      if (!answer.stem.startsWith(prefix) || answer.stem.length === depthMax)
        throw broken('it splits something else')
      for (const [digit, tag] of answer.tags.entries())
        if (tag) parts.set(answer.stem + digit.toString(16), tag)
    }
    const own = await withTags(set, session, [...parts.keys()])
    open.push(...own.filter(({ prefix, tag }) => !isSameTag(tag, parts.get(prefix))))
    const missing = await set.lacking(listed)
    if (missing.length > 0) await onMissing(missing)
  }
  return rounds
}

const isIn = (key: Uint8Array, prefix: Prefix): boolean => Bytes.toHex(key).startsWith(prefix)

async function withTags(
  set: KeySet,
  { sha256, salt }: Session,
  prefixes: readonly Prefix[],
): Promise<AskedRange[]> {
  const nodes = await set.nodes(prefixes)
  return prefixes.map((prefix, i) => {
    const node = nodes[i]
    return { prefix, tag: node && tagOf(sha256, salt, node.digest) }
  })
}
