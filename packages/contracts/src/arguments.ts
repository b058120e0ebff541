/**
 * Arguments of the registry's calls, from what nodes sign. What is shown is passed on as it is: the
 * contract checks it.
 *
 * @module
 */
import { fromBigInts, type Hex, toBigInt, toHex } from './bytes.ts'

/** A signature in a call. */
export type SignatureArgument = { readonly r: Hex; readonly s: Hex }

/** A signature as calls take it. */
export function signatureArgument(signature: Uint8Array): SignatureArgument {
  return { r: toHex(signature.subarray(0, 32)), s: toHex(signature.subarray(32, 64)) }
}

/** The coordinates of an uncompressed public key (65 bytes). */
export function keyArguments(publicKey: Uint8Array): readonly [x: Hex, y: Hex] {
  return [toHex(publicKey.subarray(1, 33)), toHex(publicKey.subarray(33, 65))]
}

/**
 * What a node's key signs (over SHA-256) so that `operator` may register the node: the `proof` of
 * `register`.
 */
export function registrationMessage(options: {
  chainId: number
  registry: Hex
  operator: Hex
}): Uint8Array {
  const label = new Uint8Array(
    Array.from('parley/1 node registration\0', (character) => character.charCodeAt(0)),
  )
  const fields = fromBigInts(
    [BigInt(options.chainId), 32],
    [BigInt(options.registry), 20],
    [BigInt(options.operator), 20],
  )
  const message = new Uint8Array(label.length + fields.length)
  message.set(label)
  message.set(fields, label.length)
  return message
}

/** A node in a call of `register`. */
export type RegistrationArgument = {
  readonly x: Hex
  readonly y: Hex
  readonly url: string
  readonly peer: string
  readonly proof: SignatureArgument
}

/**
 * A node as `register` takes it.
 *
 * @param node its uncompressed public key (65 bytes), and where it is reached
 * @param proof its key's signature of the {@link registrationMessage}
 */
export function registrationArgument(
  node: { readonly publicKey: Uint8Array; readonly url: string; readonly peer: string },
  proof: Uint8Array,
): RegistrationArgument {
  const { publicKey, url, peer } = node
  const [x, y] = keyArguments(publicKey)
  return { x, y, url, peer, proof: signatureArgument(proof) }
}

/** A seal statement's signed bytes (`Seal.statementBytes`), and the node's signature of them. */
export type SignedStatement = { readonly bytes: Uint8Array; readonly signature: Uint8Array }

/** The fields before a statement's body: label, node, topic, slot, set. */
const [nodeAt, topicAt, slotAt, setAt, bodyAt] = [24, 56, 88, 96, 128] as const

/** Arguments of `slashForSeals`: two statements of one node for one slot. */
export function sealArguments(
  one: SignedStatement,
  other: SignedStatement,
): readonly [
  id: Hex,
  slot: { readonly topic: Hex; readonly slot: bigint; readonly set: Hex },
  one: Hex,
  oneSignature: SignatureArgument,
  other: Hex,
  otherSignature: SignatureArgument,
] {
  const { bytes } = one
  return [
    toHex(bytes.subarray(nodeAt, topicAt)),
    {
      topic: toHex(bytes.subarray(topicAt, slotAt)),
      slot: toBigInt(bytes.subarray(slotAt, setAt)),
      set: toHex(bytes.subarray(setAt, bodyAt)),
    },
    toHex(bytes.subarray(bodyAt)),
    signatureArgument(one.signature),
    toHex(other.bytes.subarray(bodyAt)),
    signatureArgument(other.signature),
  ]
}

/** A receipt, as `Receipt.codec` carries it. */
export type SignedReceipt = {
  readonly statement: {
    readonly node: Uint8Array
    readonly topic: Uint8Array
    readonly envelope: { readonly sentAt: number; readonly id: Uint8Array }
    readonly position: number
    readonly receivedAt: number
  }
  readonly index: number
  readonly count: number
  readonly path: readonly Uint8Array[]
  readonly signature: Uint8Array
}

/** A receipt in a call. */
export type ReceiptArgument = {
  readonly sentAt: bigint
  readonly envelope: Hex
  readonly receivedAt: bigint
  readonly index: number
  readonly count: number
  readonly path: readonly Hex[]
}

/** A head, as `Head.codec` carries it. */
export type SignedHead = {
  readonly statement: {
    readonly node: Uint8Array
    readonly topic: Uint8Array
    readonly position: number
    readonly hash: Uint8Array
  }
  readonly signature: Uint8Array
}

/** A head in a call. */
export type HeadArgument = { readonly hash: Hex; readonly signature: SignatureArgument }

function headArgument({ statement, signature }: SignedHead): HeadArgument {
  return { hash: toHex(statement.hash), signature: signatureArgument(signature) }
}

/** Arguments of `slashForHeads`: two heads of one node for one position of one topic. */
export function headArguments(
  one: SignedHead,
  other: SignedHead,
): readonly [id: Hex, topic: Hex, position: bigint, one: HeadArgument, other: HeadArgument] {
  const { node, topic, position } = one.statement
  return [toHex(node), toHex(topic), BigInt(position), headArgument(one), headArgument(other)]
}

/**
 * Arguments of `slashForOmission`: a receipt, and the node's heads at the position before it and
 * at its own.
 */
export function omissionArguments(
  before: SignedHead,
  after: SignedHead,
  receipt: SignedReceipt,
): readonly [
  id: Hex,
  topic: Hex,
  position: bigint,
  before: HeadArgument,
  current: HeadArgument,
  receipt: ReceiptArgument,
  receiptSignature: SignatureArgument,
] {
  const { node, topic, position } = receipt.statement
  return [
    toHex(node),
    toHex(topic),
    BigInt(position),
    headArgument(before),
    headArgument(after),
    receiptArgument(receipt),
    signatureArgument(receipt.signature),
  ]
}

function receiptArgument({ statement, index, count, path }: SignedReceipt): ReceiptArgument {
  return {
    sentAt: BigInt(statement.envelope.sentAt),
    envelope: toHex(statement.envelope.id),
    receivedAt: BigInt(statement.receivedAt),
    index,
    count,
    path: path.map(toHex),
  }
}

/** Arguments of `slashForReceipts`: two receipts of one node for one position of one topic. */
export function receiptArguments(
  one: SignedReceipt,
  other: SignedReceipt,
): readonly [
  id: Hex,
  topic: Hex,
  position: bigint,
  one: ReceiptArgument,
  oneSignature: SignatureArgument,
  other: ReceiptArgument,
  otherSignature: SignatureArgument,
] {
  return [
    toHex(one.statement.node),
    toHex(one.statement.topic),
    BigInt(one.statement.position),
    receiptArgument(one),
    signatureArgument(one.signature),
    receiptArgument(other),
    signatureArgument(other.signature),
  ]
}
