/**
 * Digests of a replica's keys, kept so that only what changed is read again.
 *
 * The digest of a set of keys depends on the set alone. Up to {@link leafMax} keys are hashed in
 * order. More are split by the first half-byte in which they differ, and the hash is over the
 * digests of the parts: a Merkle tree in the shape of a trie. It is SHA-256 all the way, as sums and
 * XOR can be steered by who chooses the keys. Who writes can make paths longer, by a step for each
 * half-byte they dare to grind, and nothing else.
 *
 * @module
 */
import * as Bytes from './Bytes.ts'
import type { Crypto } from './Crypto.ts'

/** Bytes of a key. */
export const keyBytes = 42
/** Half-bytes of a key. */
export const depthMax = 2 * keyBytes

/** So many keys are named rather than split: their digests would take as much room. */
export const leafMax = 16

/**
 * Parts with no more keys are not kept: reading so many takes a fraction of a millisecond, and a
 * million envelopes need some two megabytes of memory like this.
 */
const bucketMax = 256

/** All keys that begin with a prefix: lower-case hex, one digit for each half-byte. */
export type Prefix = string

/** What there is under a prefix. */
export type Node = {
  readonly count: number
  readonly digest: Uint8Array
  /** What all its keys begin with, where it splits; `''` if there are {@link leafMax} or fewer. */
  readonly stem: Prefix
  /** Digests of what it splits into, by the digit after the stem. */
  readonly parts: readonly (Uint8Array | undefined)[]
}

/** Half-open: `from` ≤ key < `to`. */
export type Range = { readonly from: Uint8Array; readonly to: Uint8Array }

/** Every key is at or above it. */
export const keyMin: Uint8Array = new Uint8Array(keyBytes)
/** Every key is below it: shards end at 4095. */
export const keyMax: Uint8Array = new Uint8Array(keyBytes).fill(0xff)

/** Reads keys of a range, ascending, in pages. */
export type ReadKeys = (range: Range) => AsyncIterable<readonly Uint8Array[]>

type Sha256 = Crypto['sha256']

/** The range of the keys that begin with a prefix. */
export function rangeOf(prefix: Prefix): Range {
  const from = Bytes.fromHex(prefix.padEnd(depthMax, '0'))
  const digits = prefix.replace(/f+$/, '')
  if (digits === '') return { from, to: keyMax }
  const next = digits.slice(0, -1) + (Number.parseInt(digits.at(-1)!, 16) + 1).toString(16)
  return { from, to: Bytes.fromHex(next.padEnd(depthMax, '0')) }
}

/** The half-byte of a key at a depth. */
function digitAt(key: Uint8Array, depth: number): number {
  const byte = key[depth >> 1]!
  return depth & 1 ? byte & 15 : byte >> 4
}

/** How many half-bytes two keys share. */
function sharedDepth(a: Uint8Array, b: Uint8Array): number {
  for (let i = 0; i < keyBytes; i++) {
    const difference = a[i]! ^ b[i]!
    if (difference !== 0) return 2 * i + (difference < 16 ? 1 : 0)
  }
  return depthMax
}

/** A part of the tree that is kept. */
type Slot = {
  count: number
  /** `undefined` if there are no keys. */
  digest: Uint8Array | undefined
  /** Present if its parts are kept, too. */
  branch: Branch | undefined
  /** Whether keys may have come or gone since it was read. */
  dirty: boolean
}

/** Where keys part: all share `depth` half-bytes with the sample. */
type Branch = {
  readonly depth: number
  readonly sample: Uint8Array
  readonly slots: (Slot | undefined)[]
}

const unread = (): Slot => ({ count: 0, digest: undefined, branch: undefined, dirty: true })

function prefixOf({ depth, sample }: Branch, digit: number): Prefix {
  return Bytes.toHex(sample).slice(0, depth) + digit.toString(16)
}

const leafDigest = (sha256: Sha256, keys: readonly Uint8Array[]): Uint8Array =>
  sha256(Bytes.labelled('key leaf', ...keys))

function branchDigest(sha256: Sha256, slots: readonly (Slot | undefined)[]): Uint8Array {
  const parts: Uint8Array[] = []
  for (const [digit, slot] of slots.entries())
    if (slot?.digest) parts.push(Uint8Array.of(digit), slot.digest)
  return sha256(Bytes.labelled('key branch', ...parts))
}

/** A part being built. Few keys are kept until it is known whether they are a leaf or belong to one. */
type Built = { readonly slot: Slot; keys: Uint8Array[] | undefined }

/** A branch that may get more keys. */
type Open = {
  readonly depth: number
  readonly parts: (Built | undefined)[]
  count: number
}

/** Makes the tree of keys that come in order, holding one path of it at a time. */
class Builder {
  readonly #sha256: Sha256
  /** Branches with more keys are kept. */
  readonly #keepAbove: number
  /** From the root to the last key. */
  readonly #path: Open[] = []
  #last: Uint8Array | undefined

  constructor(sha256: Sha256, keepAbove: number) {
    this.#sha256 = sha256
    this.#keepAbove = keepAbove
  }

  add(key: Uint8Array): void {
    if (this.#last !== undefined) {
      const depth = sharedDepth(this.#last, key)
      let done = single(this.#last)
      while (this.#path.length > 0 && this.#path.at(-1)!.depth > depth) {
        this.#attach(done)
        done = this.#close()
      }
      if (this.#path.at(-1)?.depth !== depth) this.#path.push({ depth, parts: [], count: 0 })
      this.#attach(done)
    }
    this.#last = key
  }

  finish(): Slot {
    if (this.#last === undefined) return { ...unread(), dirty: false }
    let done = single(this.#last)
    while (this.#path.length > 0) {
      this.#attach(done)
      done = this.#close()
    }
    return this.#settle(done)
  }

  #attach(part: Built): void {
    const open = this.#path.at(-1)!
    open.parts[digitAt(this.#last!, open.depth)] = part
    open.count += part.slot.count
    // It is no leaf, so its parts need digests of their own.
    if (open.count > leafMax) for (const each of open.parts) if (each?.keys) this.#settle(each)
  }

  #settle(part: Built): Slot {
    if (part.keys) part.slot.digest = leafDigest(this.#sha256, part.keys)
    part.keys = undefined
    return part.slot
  }

  #close(): Built {
    const { depth, parts, count } = this.#path.pop()!
    const slot: Slot = { count, digest: undefined, branch: undefined, dirty: false }
    if (count <= leafMax) return { slot, keys: parts.flatMap((part) => part?.keys ?? []) }
    const slots = Array.from(parts, (part) => part?.slot)
    slot.digest = branchDigest(this.#sha256, slots)
    if (count > this.#keepAbove) slot.branch = { depth, sample: this.#last!, slots }
    return { slot, keys: undefined }
  }
}

const single = (key: Uint8Array): Built => ({
  slot: { count: 1, digest: undefined, branch: undefined, dirty: false },
  keys: [key],
})

/** Keeps digests of a set of keys that is stored elsewhere, and that tells of every change. */
export class KeyTree {
  readonly #sha256: Sha256
  readonly #read: ReadKeys
  readonly #root = unread()
  /** The last look; the next waits for it. */
  #looking: Promise<unknown> = Promise.resolve()
  /** Changes while the tree is looked at: noted after. */
  #changes: Uint8Array[] | undefined

  /** @param read sees every change that {@link changed} has been told of */
  constructor(sha256: Sha256, read: ReadKeys) {
    this.#sha256 = sha256
    this.#read = read
  }

  /** A key has come or gone, or may have. */
  changed(key: Uint8Array): void {
    if (this.#changes) this.#changes.push(key.slice())
    else this.#mark(key)
  }

  /** What there is under each prefix; `undefined` where there is nothing. */
  nodes(prefixes: readonly Prefix[]): Promise<(Node | undefined)[]> {
    const look = async (): Promise<(Node | undefined)[]> => {
      this.#changes = []
      try {
        await this.#refresh(this.#root, '')
        return await this.#find(prefixes)
      } finally {
        const changes = this.#changes
        this.#changes = undefined
        for (const key of changes) this.#mark(key)
      }
    }
    const answer = this.#looking.then(look)
    this.#looking = answer.catch(() => {})
    return answer
  }

  #mark(key: Uint8Array): void {
    for (let slot = this.#root; ;) {
      const { branch } = slot
      if (branch === undefined) {
        slot.dirty = true
        return
      }
      const depth = sharedDepth(branch.sample, key)
      if (depth < branch.depth) {
        // It parts from the others earlier than they from each other.
        const slots: (Slot | undefined)[] = []
        slots[digitAt(branch.sample, depth)] = { ...slot }
        slots[digitAt(key, depth)] = unread()
        slot.branch = { depth, sample: branch.sample, slots }
        slot.dirty = true
        return
      }
      slot.dirty = true
      slot = branch.slots[digitAt(key, branch.depth)] ??= unread()
    }
  }

  /** Reads again what may have changed. A slot is clean only once all of it has been read. */
  async #refresh(slot: Slot, prefix: Prefix): Promise<void> {
    if (!slot.dirty) return
    if (slot.branch === undefined) return this.#rebuild(slot, prefix)
    const { slots } = slot.branch
    for (const [digit, part] of slots.entries()) {
      if (!part?.dirty) continue
      await this.#refresh(part, prefixOf(slot.branch, digit))
      if (part.count === 0) slots[digit] = undefined
    }
    const left = slots.filter((part) => part !== undefined)
    const count = left.reduce((sum, part) => sum + part.count, 0)
    // What is small is read as a whole: it may have become a leaf.
    if (count <= bucketMax) return this.#rebuild(slot, prefix)
    if (left.length === 1) Object.assign(slot, left[0])
    else Object.assign(slot, { count, digest: branchDigest(this.#sha256, slots), dirty: false })
  }

  async #rebuild(slot: Slot, prefix: Prefix): Promise<void> {
    const builder = new Builder(this.#sha256, bucketMax)
    for await (const page of this.#read(rangeOf(prefix))) for (const key of page) builder.add(key)
    Object.assign(slot, builder.finish())
  }

  async #find(prefixes: readonly Prefix[]): Promise<(Node | undefined)[]> {
    // Neighbouring prefixes mostly lie in one bucket: it is read once.
    let bucket: { readonly prefix: Prefix; readonly keys: readonly Uint8Array[] } | undefined
    const nodes: (Node | undefined)[] = []
    for (const prefix of prefixes) {
      const { slot, at } = this.#descend(prefix)
      if (slot?.digest === undefined) {
        nodes.push(undefined)
        continue
      }
      if (slot.branch) {
        nodes.push(nodeOf(slot))
        continue
      }
      if (bucket?.prefix !== at) bucket = { prefix: at, keys: await this.#keysOf(at) }
      const builder = new Builder(this.#sha256, leafMax)
      for (const key of bucket.keys) if (hasPrefix(key, prefix)) builder.add(key)
      nodes.push(nodeOf(builder.finish()))
    }
    return nodes
  }

  async #keysOf(prefix: Prefix): Promise<Uint8Array[]> {
    const keys: Uint8Array[] = []
    for await (const page of this.#read(rangeOf(prefix))) keys.push(...page)
    return keys
  }

  /** The smallest part kept that holds all of a prefix, or the branch that is all of it. */
  #descend(prefix: Prefix): { slot: Slot | undefined; at: Prefix } {
    let slot: Slot | undefined = this.#root
    let at: Prefix = ''
    while (slot?.branch) {
      const { depth, sample, slots }: Branch = slot.branch
      const shared = Bytes.toHex(sample).slice(0, Math.min(depth, prefix.length))
      if (!prefix.startsWith(shared)) return { slot: undefined, at }
      if (prefix.length <= depth) return { slot, at }
      const digit = Number.parseInt(prefix[depth]!, 16)
      at = prefixOf(slot.branch, digit)
      slot = slots[digit]
    }
    return { slot, at }
  }
}

function hasPrefix(key: Uint8Array, prefix: Prefix): boolean {
  for (let depth = 0; depth < prefix.length; depth++)
    if (digitAt(key, depth) !== Number.parseInt(prefix[depth]!, 16)) return false
  return true
}

function nodeOf({ count, digest, branch }: Slot): Node | undefined {
  if (digest === undefined) return undefined
  if (branch === undefined) return { count, digest, stem: '', parts: [] }
  const stem = Bytes.toHex(branch.sample).slice(0, branch.depth)
  return { count, digest, stem, parts: Array.from(branch.slots, (slot) => slot?.digest) }
}
