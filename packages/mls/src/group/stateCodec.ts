import * as Codec from '@parley/codec'
import { equal, hex } from '../crypto/bytes.ts'
import type { CryptoProvider } from '../crypto/CipherSuite.ts'
import { ensure, MlsError } from '../MlsError.ts'
import { wireLimits } from '../limits.ts'
import type { EpochSecrets } from '../schedule/keySchedule.ts'
import { RatchetTree } from '../tree/RatchetTree.ts'
import { nodeCount } from '../tree/treeMath.ts'
import { extensions } from '../wire/Extension.ts'
import { GroupContext } from '../wire/GroupContext.ts'
import { LeafNode } from '../wire/LeafNode.ts'
import { Sender } from '../wire/Message.ts'
import { Proposal } from '../wire/Proposal.ts'
import { ParentNode } from '../wire/ratchetTree.ts'
import { field } from '../wire/scalars.ts'
import { type GroupState, type PastEpoch, pastEpochOf, withEncoding } from './GroupState.ts'
import { readSecretTree, writeSecretTree } from './secretTreeCodec.ts'

/** Version of the stored form; another is refused, never guessed at. */
const version = 2

const Limits = /* @__PURE__ */ Codec.struct({
  forwardMax: Codec.uint32,
  skippedMax: Codec.uint32,
  pastEpochsMax: Codec.uint32,
  resumptionPsksMax: Codec.uint32,
  proposalsMax: Codec.uint32,
})

const many = { countMax: wireLimits.leavesMax, bytesMax: wireLimits.contentBytesMax }

const Secrets: Codec.Codec<EpochSecrets> = /* @__PURE__ */ Codec.struct({
  senderDataSecret: field,
  exporterSecret: field,
  externalSecret: field,
  confirmationKey: field,
  membershipKey: field,
  resumptionPsk: field,
  epochAuthenticator: field,
  initSecret: field,
})

/** All of a state but its tree, its secret trees and past epochs: some kilobytes. */
const Head = /* @__PURE__ */ Codec.struct({
  limits: Limits,
  status: Codec.enumeration({ active: 1, removed: 2, reinitialized: 3 }),
  groupContext: GroupContext,
  ownLeafIndex: Codec.uint32,
  signaturePrivateKey: field,
  nodeKeys: Codec.vector(Codec.struct({ node: Codec.uint32, privateKey: field }), {
    countMax: wireLimits.levelsMax + 1,
  }),
  secrets: Secrets,
  confirmationTag: field,
  interimTranscriptHash: field,
  proposals: Codec.vector(
    Codec.struct({ reference: field, proposal: Proposal, sender: Sender }),
    many,
  ),
  pendingUpdates: Codec.vector(
    Codec.struct({
      encryptionKey: field,
      encryptionPrivateKey: field,
      signaturePrivateKey: field,
    }),
    many,
  ),
  resumptionPsks: Codec.vector(Codec.struct({ epoch: Codec.uint64, secret: field }), many),
  reinit: Codec.optional(
    Codec.struct({
      groupId: field,
      version: Codec.uint16,
      cipherSuite: Codec.uint16,
      extensions,
    }),
  ),
})

/** What {@link Head} holds: a delta has one byte for it where all of it is the base's. */
const headParts = [
  'limits',
  'status',
  'groupContext',
  'ownLeafIndex',
  'signaturePrivateKey',
  'nodeKeys',
  'secrets',
  'confirmationTag',
  'interimTranscriptHash',
  'proposals',
  'pendingUpdates',
  'resumptionPsks',
  'reinit',
] as const satisfies readonly (keyof GroupState)[]

type Slots = (LeafNode | ParentNode | undefined)[]

/** The nodes that are not the same objects as the base's, by their places. */
function writeTree(writer: Codec.Writer, tree: RatchetTree, base: RatchetTree | undefined): void {
  writer.uint32(tree.leafCount)
  const changed: number[] = []
  for (let node = 0; node < tree.nodeCount; node++)
    if (tree.at(node) !== base?.at(node)) changed.push(node)
  writer.uint32(changed.length)
  for (const node of changed) {
    const slot = tree.at(node)
    writer.uint32(node)
    writer.uint8(slot === undefined ? 0 : 1)
    if (slot === undefined) continue
    if (node % 2 === 0) LeafNode.write(writer, slot as LeafNode)
    else ParentNode.write(writer, slot as ParentNode)
  }
}

function readTree(reader: Codec.Reader, base: RatchetTree | undefined): RatchetTree {
  const leafCount = reader.uint32()
  if (leafCount > wireLimits.leavesMax || leafCount === 0 || (leafCount & (leafCount - 1)) !== 0)
    throw new Codec.CodecError('invalid', `a tree has ${leafCount} leaves`)
  const slots: Slots = Array.from({ length: nodeCount(leafCount) }, (_, node) => base?.at(node))
  const changed = reader.uint32()
  for (let i = 0; i < changed; i++) {
    const node = reader.uint32()
    if (node >= slots.length) throw new Codec.CodecError('invalid', `no node ${node}`)
    const present = Codec.boolean.read(reader)
    slots[node] = present
      ? node % 2 === 0
        ? LeafNode.read(reader)
        : ParentNode.read(reader)
      : undefined
  }
  return RatchetTree.from(slots)
}

/** A past epoch; its signature keys only where the current tree has others. */
function writePastEpoch(
  writer: Codec.Writer,
  past: PastEpoch,
  tree: RatchetTree,
  base: readonly PastEpoch[],
): void {
  const same = base.findIndex(({ epoch }) => epoch === past.epoch)
  const before = base[same]
  writer.uint64(past.epoch)
  writer.uint8(before === undefined ? 0 : 1)
  writeSecretTree(writer, past.secretTree, before?.secretTree)
  if (before !== undefined) return
  writer.length(past.encodedContext.length)
  writer.bytes(past.encodedContext)
  field.write(writer, past.senderDataSecret)
  writer.uint32(past.leafCount)
  const different = past.signatureKeys.flatMap((key, leafIndex) =>
    isSameKey(key, tree.leaf(leafIndex)?.signatureKey) ? [] : [leafIndex],
  )
  writer.uint32(different.length)
  for (const leafIndex of different) {
    writer.uint32(leafIndex)
    field.write(writer, past.signatureKeys[leafIndex] ?? new Uint8Array())
  }
}

function isSameKey(a: Uint8Array | undefined, b: Uint8Array | undefined): boolean {
  return a === b || (a !== undefined && b !== undefined && equal(a, b))
}

const contextBytes = /* @__PURE__ */ Codec.opaque({ lengthMax: GroupContext.bytesMax })

function readPastEpoch(
  reader: Codec.Reader,
  tree: RatchetTree,
  base: readonly PastEpoch[],
): PastEpoch {
  const epoch = reader.uint64()
  if (Codec.boolean.read(reader)) {
    const before = base.find((past) => past.epoch === epoch)
    if (before === undefined) throw new Codec.CodecError('invalid', `no past epoch ${epoch}`)
    return { ...before, secretTree: readSecretTree(reader, before.secretTree) }
  }
  const secretTree = readSecretTree(reader, undefined)
  const encodedContext = contextBytes.read(reader)
  const senderDataSecret = field.read(reader)
  const leafCount = reader.uint32()
  if (leafCount > wireLimits.leavesMax)
    throw new Codec.CodecError('limit', `a tree has ${leafCount} leaves`)
  const signatureKeys = Array.from(
    { length: leafCount },
    (_, leafIndex) => tree.leaf(leafIndex)?.signatureKey,
  )
  const different = reader.uint32()
  for (let i = 0; i < different; i++) {
    const leafIndex = reader.uint32()
    if (leafIndex >= leafCount) throw new Codec.CodecError('invalid', `no leaf ${leafIndex}`)
    const key = field.read(reader)
    signatureKeys[leafIndex] = key.length === 0 ? undefined : key
  }
  return { epoch, encodedContext, senderDataSecret, secretTree, leafCount, signatureKeys }
}

function write(state: GroupState, base: GroupState | undefined): Uint8Array {
  const writer = new Codec.Writer(4096)
  writer.uint8(version)
  writer.uint8(base === undefined ? 0 : 1)
  if (base !== undefined) field.write(writer, stamp(base))
  const isSameHead = base !== undefined && headParts.every((part) => state[part] === base[part])
  writer.uint8(isSameHead ? 1 : 0)
  if (!isSameHead)
    Head.write(writer, {
      ...state,
      limits: { ...state.limits },
      nodeKeys: Array.from(state.nodeKeys, ([node, privateKey]) => ({ node, privateKey })),
      proposals: [...state.proposals.values()],
      pendingUpdates: [...state.pendingUpdates],
      resumptionPsks: [...state.resumptionPsks],
    })
  writer.uint8(state.tree === base?.tree ? 1 : 0)
  if (state.tree !== base?.tree) writeTree(writer, state.tree, base?.tree)
  writeSecretTree(writer, state.secretTree, base?.secretTree)
  writer.uint32(state.pastEpochs.length)
  for (const past of state.pastEpochs) writePastEpoch(writer, past, state.tree, endedBy(base))
  return writer.finish()
}

/** The past epochs a state after the base may have: the base's own epoch may be one. */
function endedBy(base: GroupState | undefined): readonly PastEpoch[] {
  return base === undefined ? [] : [pastEpochOf(base), ...base.pastEpochs]
}

/** Which state a delta follows: enough to notice a delta out of order. */
function stamp(state: GroupState): Uint8Array {
  return state.confirmationTag
}

function read(bytes: Uint8Array, crypto: CryptoProvider, base: GroupState | undefined): GroupState {
  const reader = new Codec.Reader(bytes)
  const found = reader.uint8()
  ensure(found === version, 'unsupported_version', `a state of version ${found}`)
  const isDelta = Codec.boolean.read(reader)
  ensure(isDelta === (base !== undefined), 'wrong_base', 'a delta and a whole state were confused')
  if (base !== undefined)
    ensure(equal(field.read(reader), stamp(base)), 'wrong_base', 'the delta is of another state')
  const head = readHead(reader, crypto, base)
  const isSameTree = Codec.boolean.read(reader)
  if (isSameTree && base === undefined) throw new Codec.CodecError('invalid', 'no base to keep')
  const tree = isSameTree ? base!.tree : readTree(reader, base?.tree)
  const secretTree = readSecretTree(reader, base?.secretTree)
  const pastCount = reader.uint32()
  if (pastCount > head.limits.pastEpochsMax)
    throw new Codec.CodecError('limit', `${pastCount} past epochs`)
  const pastEpochs = Array.from({ length: pastCount }, () =>
    readPastEpoch(reader, tree, endedBy(base)),
  )
  if (reader.remaining > 0) throw new Codec.CodecError('trailing', 'bytes follow the state')
  return { ...head, tree, secretTree, pastEpochs }
}

type StateHead = Omit<GroupState, 'tree' | 'secretTree' | 'pastEpochs'>

function readHead(
  reader: Codec.Reader,
  crypto: CryptoProvider,
  base: GroupState | undefined,
): StateHead {
  if (Codec.boolean.read(reader)) {
    if (base === undefined) throw new Codec.CodecError('invalid', 'no base to keep')
    return base
  }
  const { nodeKeys, proposals, reinit, ...head } = Head.read(reader)
  return {
    suite: crypto.cipherSuite(head.groupContext.cipherSuite),
    ...head,
    ...withEncoding(head.groupContext),
    nodeKeys: new Map(nodeKeys.map(({ node, privateKey }) => [node, privateKey])),
    proposals: new Map(proposals.map((pending) => [hex(pending.reference), pending])),
    reinit: reinit && { type: 'reinit', ...reinit },
  }
}

function guarded(run: () => GroupState): GroupState {
  try {
    return run()
  } catch (cause) {
    if (!(cause instanceof Codec.CodecError)) throw cause
    throw new MlsError('malformed', `state: ${cause.message}`, { cause })
  }
}

/**
 * A whole state as bytes. They hold private keys.
 *
 * @example
 * ```ts
 * import { type CryptoProvider, decodeState, encodeState, type GroupState } from '@parley/mls'
 * const copy = (state: GroupState, crypto: CryptoProvider) => decodeState(encodeState(state), crypto)
 * ```
 */
export function encodeState(state: GroupState): Uint8Array {
  return write(state, undefined)
}

/**
 * Undoes {@link encodeState}. The bytes given are copied.
 *
 * @throws MlsError `malformed`, `unsupported_version`, `unsupported_cipher_suite`
 */
export function decodeState(bytes: Uint8Array, crypto: CryptoProvider): GroupState {
  return guarded(() => read(bytes.slice(), crypto, undefined))
}

/**
 * What of a state is not in another that came before it: a few hundred bytes after a message,
 * some kilobytes after a commit, whatever the size of the group. To be stored beside the base.
 *
 * @example
 * ```ts
 * import { encodeDelta, type GroupState } from '@parley/mls'
 * const journal: Uint8Array[] = []
 * const keep = (before: GroupState, after: GroupState) => journal.push(encodeDelta(before, after))
 * ```
 */
export function encodeDelta(base: GroupState, state: GroupState): Uint8Array {
  return write(state, base)
}

/**
 * Undoes {@link encodeDelta} over the same base, or the base decoded from its own bytes.
 *
 * @throws MlsError `malformed`, `wrong_base`, `unsupported_version`
 */
export function applyDelta(
  base: GroupState,
  delta: Uint8Array,
  crypto: CryptoProvider,
): GroupState {
  return guarded(() => read(delta.slice(), crypto, base))
}
