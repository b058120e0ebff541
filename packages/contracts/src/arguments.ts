/**
 * Arguments of the registry's calls, from what nodes sign. What is shown is passed on as it is: the
 * contract checks it.
 *
 * @module
 */
import { fromBigInts, type Hex, toHex } from './bytes.ts'

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

/** A signature with its serial, as it stands beside what a node signed. */
export type Signed = { readonly serial: number; readonly signature: Uint8Array }

/** A signature with its serial, in a call. */
export type SignedArgument = SignatureArgument & { readonly serial: bigint }

function signedArgument({ serial, signature }: Signed): SignedArgument {
  return { serial: BigInt(serial), ...signatureArgument(signature) }
}

/**
 * The body of the statement `registration`, which a node's key makes so that `operator` may enter the
 * node: the `proof` of `enter`.
 */
export function registrationBody(operator: Hex): Uint8Array {
  return fromBigInts([BigInt(operator), 20])
}

/** A node that may be entered. */
export type Entrant = {
  /** Uncompressed, 65 bytes. */
  readonly publicKey: Uint8Array
  /** Where clients connect: `ws://` or `wss://`. */
  readonly url: string
  /** Where nodes connect: a libp2p multiaddr that ends in the peer id. */
  readonly peer: string
  /** Who runs it, for people. */
  readonly label?: string
  /** ISO 3166-1 alpha-2. */
  readonly country?: string
  /** A P-256 key to encrypt to, uncompressed. */
  readonly boxKey?: Uint8Array
}

/** A node's addresses in a call. */
export type AddressesArgument = {
  readonly url: string
  readonly peer: string
  readonly label: string
  readonly country: Hex
  readonly boxX: Hex
  readonly boxY: Hex
}

/** A node's addresses as `enter` and `update` take them. */
export function addressesArgument(node: Omit<Entrant, 'publicKey'>): AddressesArgument {
  const { url, peer, label = '', country = '\0\0', boxKey = new Uint8Array(65) } = node
  const [boxX, boxY] = keyArguments(boxKey)
  const letters = Uint8Array.from(country, (letter) => letter.charCodeAt(0))
  return { url, peer, label, country: toHex(letters), boxX, boxY }
}

/** A node in a call of `enter`. */
export type EntryArgument = {
  readonly x: Hex
  readonly y: Hex
  readonly addresses: AddressesArgument
  readonly operator: Hex
  readonly proof: SignedArgument
}

/**
 * A node as `enter` takes it.
 *
 * @param operator who calls, unless a network's founders are entered
 * @param proof its key's statement of the {@link registrationBody}
 */
export function entryArgument(node: Entrant, operator: Hex, proof: Signed): EntryArgument {
  const [x, y] = keyArguments(node.publicKey)
  const addresses = addressesArgument(node)
  return { x, y, addresses, operator, proof: signedArgument(proof) }
}

/** What a member said of its shards: `holds` or `stuck`. */
export type Claim = Signed & {
  readonly stuck: boolean
  readonly seat: number
  /** Ascending; none at all are all of the node's. */
  readonly shards: readonly number[]
}

/** A member's word in a call of `settle`. */
export type ClaimArgument = {
  readonly stuck: boolean
  readonly seat: number
  readonly shards: Hex
  readonly signed: SignedArgument
}

/** A member's word as `settle` takes it. */
export function claimArgument(claim: Claim): ClaimArgument {
  const { stuck, seat, shards } = claim
  const bytes = fromBigInts(...shards.map((shard) => [BigInt(shard), 2] as const))
  return { stuck, seat, shards: toHex(bytes), signed: signedArgument(claim) }
}

/** A seal statement, its body as `Seal.bodyBytes` gives it. */
export type SignedStatement = Signed & {
  readonly node: Uint8Array
  readonly topic: Uint8Array
  readonly slot: number
  readonly set: Uint8Array
  readonly body: Uint8Array
}

/** Arguments of `slashForSeals`: two statements of one node for one slot. */
export function sealArguments(
  one: SignedStatement,
  other: SignedStatement,
): readonly [
  id: Hex,
  slot: { readonly topic: Hex; readonly slot: bigint; readonly set: Hex },
  one: Hex,
  oneSigned: SignedArgument,
  other: Hex,
  otherSigned: SignedArgument,
] {
  const { node, topic, slot, set } = one
  return [
    toHex(node),
    { topic: toHex(topic), slot: BigInt(slot), set: toHex(set) },
    toHex(one.body),
    signedArgument(one),
    toHex(other.body),
    signedArgument(other),
  ]
}

/** A receipt, as `Receipt.codec` carries it. */
export type SignedReceipt = Signed & {
  readonly statement: {
    readonly node: Uint8Array
    readonly topic: Uint8Array
    readonly envelope: { readonly sentAt: number; readonly id: Uint8Array }
    readonly position: number
    readonly receivedAt: number
    readonly fence: number
  }
  readonly index: number
  readonly count: number
  readonly path: readonly Uint8Array[]
}

/** A receipt in a call. */
export type ReceiptArgument = {
  readonly sentAt: bigint
  readonly envelope: Hex
  readonly receivedAt: bigint
  readonly fence: bigint
  readonly index: number
  readonly count: number
  readonly path: readonly Hex[]
}

/** A head, as `Head.codec` carries it. */
export type SignedHead = Signed & {
  readonly statement: {
    readonly node: Uint8Array
    readonly topic: Uint8Array
    readonly position: number
    readonly hash: Uint8Array
  }
}

/** An envelope's name, as `Envelope.ref` carries it. */
export type Ref = { readonly sentAt: number; readonly id: Uint8Array }

/** A head in a call. */
export type HeadArgument = {
  readonly position: bigint
  readonly hash: Hex
  readonly signed: SignedArgument
}

function headArgument(head: SignedHead): HeadArgument {
  const { position, hash } = head.statement
  return { position: BigInt(position), hash: toHex(hash), signed: signedArgument(head) }
}

/** Arguments of `slashForHeads`: two heads of one node for one position of one topic. */
export function headArguments(
  one: SignedHead,
  other: SignedHead,
): readonly [id: Hex, topic: Hex, one: HeadArgument, other: HeadArgument] {
  const { node, topic } = one.statement
  return [toHex(node), toHex(topic), headArgument(one), headArgument(other)]
}

/** What shows that a log holds nothing but one envelope between two heads, and a receipt for another. */
export type OmissionArgument = {
  readonly before: SignedHead
  readonly after: SignedHead
  /** The one envelope. */
  readonly last: Ref
  readonly receipt: SignedReceipt
}

/** Arguments of `slashForOmission`. */
export function omissionArguments({
  before,
  after,
  last,
  receipt,
}: OmissionArgument): readonly [
  id: Hex,
  topic: Hex,
  before: HeadArgument,
  current: HeadArgument,
  last: { readonly sentAt: bigint; readonly envelope: Hex },
  position: bigint,
  receipt: ReceiptArgument,
  receiptSigned: SignedArgument,
] {
  const { node, topic, position } = receipt.statement
  return [
    toHex(node),
    toHex(topic),
    headArgument(before),
    headArgument(after),
    { sentAt: BigInt(last.sentAt), envelope: toHex(last.id) },
    BigInt(position),
    receiptArgument(receipt),
    signedArgument(receipt),
  ]
}

function receiptArgument({ statement, index, count, path }: SignedReceipt): ReceiptArgument {
  return {
    sentAt: BigInt(statement.envelope.sentAt),
    envelope: toHex(statement.envelope.id),
    receivedAt: BigInt(statement.receivedAt),
    fence: BigInt(statement.fence),
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
  oneSigned: SignedArgument,
  other: ReceiptArgument,
  otherSigned: SignedArgument,
] {
  return [
    toHex(one.statement.node),
    toHex(one.statement.topic),
    BigInt(one.statement.position),
    receiptArgument(one),
    signedArgument(one),
    receiptArgument(other),
    signedArgument(other),
  ]
}
