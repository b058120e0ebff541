import type { CipherSuite } from '../crypto/CipherSuite.ts'
import { hashBytes } from '../crypto/CipherSuite.ts'
import { ascii } from '../crypto/bytes.ts'
import { deriveSecret, deriveTreeSecret, expandWithLabel } from '../crypto/labels.ts'
import { ensure } from '../MlsError.ts'
import { left, level, right, root } from '../tree/treeMath.ts'

/** Key and nonce of one message. */
export type MessageKey = { readonly key: Uint8Array; readonly nonce: Uint8Array }

/** A sender's hash ratchet (RFC 9420 §9.1): the next secret, and the keys it was stepped past. */
export type Ratchet = {
  readonly secret: Uint8Array
  readonly generation: number
  readonly skipped: ReadonlyMap<number, MessageKey>
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

/** How far a ratchet may be stepped for one message, and how many unused keys stay. */
export type RatchetLimits = { readonly forwardMax: number; readonly skippedMax: number }

const leftContext = /* @__PURE__ */ ascii('left')
const rightContext = /* @__PURE__ */ ascii('right')

export function secretTree(encryptionSecret: Uint8Array): SecretTree {
  return { kind: 'secret', secret: encryptionSecret }
}

function leafRatchets(suite: CipherSuite, secret: Uint8Array): SecretTree {
  const start = (label: RatchetType): Ratchet => ({
    secret: deriveSecret(suite, secret, label),
    generation: 0,
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
        secret: step(suite, ratchet),
        generation: ratchet.generation + 1,
        skipped: ratchet.skipped,
      },
    }
  })
  return { tree: after, ...used! }
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
  leafCount: number,
  leafIndex: number,
  type: RatchetType,
  generation: number,
  limits: RatchetLimits,
): { tree: SecretTree; key: MessageKey } {
  let key: MessageKey | undefined
  const after = withLeaf(suite, tree, root(leafCount), 2 * leafIndex, (leaf) => {
    const ratchet = leaf[type]
    if (generation < ratchet.generation) {
      key = ratchet.skipped.get(generation)
      ensure(key !== undefined, 'generation_consumed', `generation ${generation} is gone`)
      const skipped = new Map(ratchet.skipped)
      skipped.delete(generation)
      return { ...leaf, [type]: { ...ratchet, skipped } }
    }
    ensure(
      generation - ratchet.generation <= limits.forwardMax,
      'generation_too_far',
      `generation ${generation} is ${generation - ratchet.generation} ahead`,
    )
    let at: Ratchet = ratchet
    let skipped = ratchet.skipped
    if (generation > ratchet.generation) {
      const keys = new Map(skipped)
      while (at.generation < generation) {
        if (generation - at.generation <= limits.skippedMax)
          keys.set(at.generation, messageKey(suite, at))
        at = { secret: step(suite, at), generation: at.generation + 1, skipped }
      }
      // A map gives its keys in the order they came, which here is the oldest first.
      for (const old of keys.keys()) {
        if (keys.size <= limits.skippedMax) break
        keys.delete(old)
      }
      skipped = keys
    }
    key = messageKey(suite, at)
    return {
      ...leaf,
      [type]: { secret: step(suite, at), generation: generation + 1, skipped },
    }
  })
  return { tree: after, key: key! }
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
