import type { CipherSuite } from '../crypto/CipherSuite.ts'
import { hashBytes } from '../crypto/CipherSuite.ts'
import { ascii } from '../crypto/bytes.ts'
import { deriveSecret, deriveTreeSecret, expandWithLabel } from '../crypto/labels.ts'
import { ensure } from '../MlsError.ts'
import { left, level, right, root } from '../tree/treeMath.ts'

/** Key and nonce of one message. */
export type MessageKey = { readonly key: Uint8Array; readonly nonce: Uint8Array }

/** The key of a message that has not come, and when it will not come any more: seconds since 1970. */
export type SkippedKey = MessageKey & { readonly until: number }

/** A sender's hash ratchet (RFC 9420 §9.1): the next secret, and the keys it was stepped past. */
export type Ratchet = {
  readonly secret: Uint8Array
  readonly generation: number
  /** Nobody waits for what is missing below it; its keys stay. */
  readonly settled: number
  /** By rising generation. */
  readonly skipped: ReadonlyMap<number, SkippedKey>
}

/** The two ratchets of one leaf. */
export type LeafRatchets = { readonly handshake: Ratchet; readonly application: Ratchet }

/**
 * The secret tree (RFC 9420 §9), as far as it was derived: a secret whose children are not needed
 * yet, two subtrees whose parent is deleted, or a leaf's ratchets. A persistent value: using a
 * key gives a new tree that shares all but one path, and the old secrets are in the old tree only.
 */
export type SecretTree =
  | { readonly kind: 'secret'; readonly secret: Uint8Array }
  | { readonly kind: 'inner'; readonly left: SecretTree; readonly right: SecretTree }
  | ({ readonly kind: 'leaf' } & LeafRatchets)

export type RatchetType = 'handshake' | 'application'

/** How far a ratchet is stepped beyond the lowest generation not settled, and how many unused keys stay. */
export type RatchetLimits = { readonly forwardMax: number; readonly skippedMax: number }

/** Whose ratchet, in a tree of so many leaves. */
export type RatchetPlace = {
  readonly leafCount: number
  readonly leafIndex: number
  readonly type: RatchetType
}

/** Unused keys stay so long unless it is said otherwise: as long as their epoch. */
export const noEnd = 0xffff_ffff

const leftContext = /* @__PURE__ */ ascii('left')
const rightContext = /* @__PURE__ */ ascii('right')

export function secretTree(encryptionSecret: Uint8Array): SecretTree {
  return { kind: 'secret', secret: encryptionSecret }
}

function leafRatchets(suite: CipherSuite, secret: Uint8Array): SecretTree {
  const start = (label: RatchetType): Ratchet => ({
    secret: deriveSecret(suite, secret, label),
    generation: 0,
    settled: 0,
    skipped: new Map(),
  })
  return { kind: 'leaf', handshake: start('handshake'), application: start('application') }
}

/** Replaces the leaf's ratchets by what `change` gives, deriving the path to it where needed. */
function withLeaf(
  suite: CipherSuite,
  tree: SecretTree,
  node: number,
  leafNode: number,
  change: (leaf: LeafRatchets) => LeafRatchets,
): SecretTree {
  if (level(node) === 0) {
    const leaf = tree.kind === 'secret' ? leafRatchets(suite, tree.secret) : tree
    return { kind: 'leaf', ...change(leaf as LeafRatchets) }
  }
  const split =
    tree.kind === 'secret'
      ? {
          left: secretTree(expandWithLabel(suite, tree.secret, 'tree', leftContext, hashBytes)),
          right: secretTree(expandWithLabel(suite, tree.secret, 'tree', rightContext, hashBytes)),
        }
      : (tree as { left: SecretTree; right: SecretTree })
  return leafNode < node
    ? {
        kind: 'inner',
        left: withLeaf(suite, split.left, left(node), leafNode, change),
        right: split.right,
      }
    : {
        kind: 'inner',
        left: split.left,
        right: withLeaf(suite, split.right, right(node), leafNode, change),
      }
}

function messageKey(suite: CipherSuite, ratchet: Ratchet): MessageKey {
  const { secret, generation } = ratchet
  return {
    key: deriveTreeSecret(suite, secret, 'key', generation, suite.aead.keyBytes),
    nonce: deriveTreeSecret(suite, secret, 'nonce', generation, 12),
  }
}

function step(suite: CipherSuite, ratchet: Ratchet): Uint8Array {
  return deriveTreeSecret(suite, ratchet.secret, 'secret', ratchet.generation, hashBytes)
}

/** The next key to send with, and the tree without it. */
export function nextKey(
  suite: CipherSuite,
  tree: SecretTree,
  leafCount: number,
  leafIndex: number,
  type: RatchetType,
): { tree: SecretTree; generation: number; key: MessageKey } {
  let used: { generation: number; key: MessageKey } | undefined
  const after = withLeaf(suite, tree, root(leafCount), 2 * leafIndex, (leaf) => {
    const ratchet = leaf[type]
    // 2^32 messages in one epoch: the generation field has no room for another.
    ensure(ratchet.generation < 0xffff_ffff, 'generation_exhausted', 'ratchet is at its end')
    used = { generation: ratchet.generation, key: messageKey(suite, ratchet) }
    return {
      ...leaf,
      [type]: {
        ...ratchet,
        secret: step(suite, ratchet),
        generation: ratchet.generation + 1,
      },
    }
  })
  return { tree: after, ...used! }
}

/** Changes one ratchet of the tree. */
function withRatchet(
  suite: CipherSuite,
  tree: SecretTree,
  { leafCount, leafIndex, type }: RatchetPlace,
  change: (ratchet: Ratchet) => Ratchet,
): SecretTree {
  return withLeaf(suite, tree, root(leafCount), 2 * leafIndex, (leaf) => ({
    ...leaf,
    [type]: change(leaf[type]),
  }))
}

/** How a ratchet stands. */
export type RatchetState = {
  /** The first generation whose key was not derived. */
  readonly generation: number
  /** The lowest generation that is still waited for. */
  readonly lowest: number
  /** Whether the key of a generation is, or can be, there: it was not used. */
  readonly has: (generation: number) => boolean
}

/** How a ratchet stands; nothing is derived. */
export function ratchetState(tree: SecretTree, place: RatchetPlace): RatchetState {
  const { leafCount, leafIndex, type } = place
  let at = tree
  for (let node = root(leafCount); at.kind === 'inner';) {
    const isLeft = 2 * leafIndex < node
    at = isLeft ? at.left : at.right
    node = isLeft ? left(node) : right(node)
  }
  if (at.kind !== 'leaf') return { generation: 0, lowest: 0, has: () => true }
  const { generation, skipped } = at[type]
  return {
    generation,
    lowest: lowestOf(at[type]),
    has: (asked) => asked >= generation || skipped.has(asked),
  }
}

function lowestOf({ generation, settled, skipped }: Ratchet): number {
  for (const waiting of skipped.keys()) if (waiting >= settled) return waiting
  return Math.max(generation, settled)
}

function stepped(
  suite: CipherSuite,
  ratchet: Ratchet,
  target: { generation: number; until: number },
  limits: RatchetLimits,
): Ratchet {
  const { generation, until } = target
  if (generation < ratchet.generation) return ratchet
  const ahead = generation - lowestOf(ratchet)
  const kept = ratchet.skipped.size + generation - ratchet.generation
  ensure(
    ahead <= limits.forwardMax && kept <= limits.skippedMax,
    'generation_too_far',
    `generation ${generation} is ${ahead} ahead, past ${kept} unused keys`,
  )
  const skipped = new Map(ratchet.skipped)
  let at: Ratchet = ratchet
  while (at.generation <= generation) {
    skipped.set(at.generation, { ...messageKey(suite, at), until })
    at = { ...at, secret: step(suite, at), generation: at.generation + 1 }
  }
  return { ...at, skipped }
}

/**
 * The tree with the keys of a ratchet up to a generation, that one's included, derived and kept.
 *
 * @throws MlsError `generation_too_far` if the ratchet would be stepped further than the limit
 */
export function stepTo(
  suite: CipherSuite,
  tree: SecretTree,
  place: RatchetPlace,
  target: { generation: number; until: number },
  limits: RatchetLimits,
): SecretTree {
  return withRatchet(suite, tree, place, (ratchet) => stepped(suite, ratchet, target, limits))
}

/**
 * The key of a message received, and the tree without it.
 *
 * @throws MlsError `generation_consumed` if it was used or dropped, `generation_too_far` if the
 * ratchet would have to be stepped further than the limit.
 */
export function takeKey(
  suite: CipherSuite,
  tree: SecretTree,
  place: RatchetPlace,
  target: { generation: number; until: number },
  limits: RatchetLimits,
): { tree: SecretTree; key: MessageKey } {
  const { generation } = target
  let key: MessageKey | undefined
  const after = withRatchet(suite, tree, place, (ratchet) => {
    const at = stepped(suite, ratchet, target, limits)
    const found = at.skipped.get(generation)
    ensure(found !== undefined, 'generation_consumed', `generation ${generation} is gone`)
    key = { key: found.key, nonce: found.nonce }
    const skipped = new Map(at.skipped)
    skipped.delete(generation)
    return { ...at, skipped }
  })
  return { tree: after, key: key! }
}

/** The tree in which nobody waits for what is missing below a generation; what comes still opens. */
export function settleBelow(
  suite: CipherSuite,
  tree: SecretTree,
  place: RatchetPlace,
  generation: number,
): SecretTree {
  return withRatchet(suite, tree, place, (ratchet) => ({
    ...ratchet,
    settled: Math.max(ratchet.settled, generation),
  }))
}

function withoutOldKeys(ratchet: Ratchet, now: number): Ratchet {
  const old = [...ratchet.skipped].filter(([, { until }]) => until < now)
  if (old.length === 0) return ratchet
  const skipped = new Map(ratchet.skipped)
  for (const [generation] of old) skipped.delete(generation)
  return { ...ratchet, skipped }
}

/** The tree without the unused keys of messages that cannot come any more; itself if there are none. */
export function forgetOldKeys(tree: SecretTree, now: number): SecretTree {
  if (tree.kind === 'secret') return tree
  if (tree.kind === 'inner') {
    const below = { left: forgetOldKeys(tree.left, now), right: forgetOldKeys(tree.right, now) }
    const isSame = below.left === tree.left && below.right === tree.right
    return isSame ? tree : { kind: 'inner', ...below }
  }
  const handshake = withoutOldKeys(tree.handshake, now)
  const application = withoutOldKeys(tree.application, now)
  const isSame = handshake === tree.handshake && application === tree.application
  return isSame ? tree : { kind: 'leaf', handshake, application }
}

/** Key and nonce of a message's sender data, from a sample of its ciphertext (RFC 9420 §6.3.2). */
export function senderDataKey(
  suite: CipherSuite,
  senderDataSecret: Uint8Array,
  ciphertext: Uint8Array,
): MessageKey {
  const sample = ciphertext.subarray(0, hashBytes)
  return {
    key: expandWithLabel(suite, senderDataSecret, 'key', sample, suite.aead.keyBytes),
    nonce: expandWithLabel(suite, senderDataSecret, 'nonce', sample, 12),
  }
}
