/**
 * Evidence: signed statements of one node of which no honest node signs all. Anyone can check it
 * with the node's public key alone, and so can the registry's contract, which takes the node's bond.
 *
 * @module
 */
import * as Codec from '@parley/codec'

import * as Bytes from './Bytes.ts'
import type { Crypto } from './Crypto.ts'
import * as Envelope from './Envelope.ts'
import { BaseError } from './Errors.ts'
import * as Head from './Head.ts'
import * as Receipt from './Receipt.ts'
import * as Seal from './Seal.ts'

/** One piece of evidence, of any kind. */
export const codec = Codec.select({
  /** Two votes, commitments or statuses in one slot and view. */
  seals: [1, Seal.evidence],
  /** Two envelopes at one position of a log. */
  receipts: [2, Codec.struct({ one: Receipt.codec, other: Receipt.codec })],
  /** Two logs: two hashes at one position. */
  heads: [3, Codec.struct({ one: Head.codec, other: Head.codec })],
  /** An envelope that was signed for at a position where the log holds another. */
  omission: [
    4,
    Codec.struct({
      /** The head at the position before the receipt's. */
      before: Head.codec,
      /** The head at the receipt's position. */
      after: Head.codec,
      receipt: Receipt.codec,
    }),
  ],
})
export type Evidence = Codec.TypeOf<typeof codec>
export type Kind = Evidence['type']

/** Thrown for what is no evidence. */
export class EvidenceError extends BaseError {
  override name = 'Evidence.EvidenceError'
  constructor(details: string, cause?: unknown) {
    super('This is no evidence against a node.', { code: 'bad_evidence', details, cause })
  }
}

type OfLog = Exclude<Evidence, { type: 'seals' }>

/** What a piece of evidence is about; believe it once it is verified. */
export type Subject = {
  /** Whom it is against. */
  readonly node: Uint8Array
  readonly topic: Uint8Array
  /** A position of the log, or a slot. */
  readonly at: number
}

const placeOf = ({ statement }: Receipt.Receipt | Head.Head, after = 0): Subject => ({
  node: statement.node,
  topic: statement.topic,
  at: statement.position + after,
})

/** Where its statements stand: for evidence, one place. */
function placesOf(evidence: OfLog): readonly Subject[] {
  return evidence.type === 'omission'
    ? [placeOf(evidence.receipt), placeOf(evidence.before, 1), placeOf(evidence.after)]
    : [placeOf(evidence.one), placeOf(evidence.other)]
}

/** Whom it is against, and what it is about. */
export function subjectOf(evidence: Evidence): Subject {
  if (evidence.type !== 'seals') return placesOf(evidence)[0]!
  const { node, topic, slot } = evidence.one
  return { node, topic, at: slot }
}

/** Names a piece of evidence: 32 bytes. */
export function idOf(crypto: Pick<Crypto, 'sha256'>, evidence: Evidence): Uint8Array {
  return crypto.sha256(Bytes.labelled('evidence', Codec.encode(codec, evidence)))
}

/** Whether an honest node may have made all the statements of one place, as far as they say. */
function isConsistent(crypto: Crypto, evidence: OfLog): boolean {
  switch (evidence.type) {
    case 'receipts': {
      const { one, other } = evidence
      return Envelope.sameRef(one.statement.envelope, other.statement.envelope)
    }
    case 'heads':
      return Bytes.equal(evidence.one.statement.hash, evidence.other.statement.hash)
    case 'omission': {
      const { before, after, receipt } = evidence
      const hash = Head.link(crypto, before.statement.hash, receipt.statement.envelope)
      return Bytes.equal(hash, after.statement.hash)
    }
  }
}

/** Whether the node signed each statement. */
async function isSigned(crypto: Crypto, evidence: OfLog, publicKey: Uint8Array): Promise<boolean> {
  const receipts =
    evidence.type === 'receipts'
      ? [evidence.one, evidence.other]
      : evidence.type === 'omission'
        ? [evidence.receipt]
        : []
  const heads =
    evidence.type === 'heads'
      ? [evidence.one, evidence.other]
      : evidence.type === 'omission'
        ? [evidence.before, evidence.after]
        : []
  const verifyReceipt = Receipt.verifier(crypto, 2)
  const signed = await Promise.all([
    ...receipts.map((receipt) => verifyReceipt(receipt, publicKey)),
    ...heads.map((head) => Head.verify(crypto, head, publicKey)),
  ])
  return !signed.includes(false)
}

/**
 * Checks evidence: that the statements are of one node and one place, that no honest node makes all
 * of them, and that the node signed each.
 *
 * @param publicKey the registered key of the node, 65 bytes
 * @throws EvidenceError
 * @example
 * ```ts
 * import { Crypto, Evidence } from '@parley/protocol'
 * declare const bytes: Uint8Array, publicKey: Uint8Array
 * await Evidence.verify(Crypto.pure, Evidence.decode(bytes), publicKey)
 * ```
 */
export async function verify(
  crypto: Crypto,
  evidence: Evidence,
  publicKey: Uint8Array,
): Promise<void> {
  if (evidence.type === 'seals') {
    try {
      return await Seal.verifyEvidence(crypto, evidence, publicKey)
    } catch (error) {
      if (!(error instanceof Seal.SealError)) throw error
      throw new EvidenceError(error.details ?? error.shortMessage, error)
    }
  }
  const [first, ...others] = placesOf(evidence)
  for (const other of others) {
    if (!Bytes.equal(first!.node, other.node)) throw new EvidenceError('It is of two nodes.')
    if (!Bytes.equal(first!.topic, other.topic) || first!.at !== other.at)
      throw new EvidenceError('It is of two places.')
  }
  if (isConsistent(crypto, evidence))
    throw new EvidenceError('An honest node may have signed all of it.')
  if (!(await isSigned(crypto, evidence, publicKey)))
    throw new EvidenceError('A signature is not the node’s.')
}

/** Evidence as bytes. */
export function encode(evidence: Evidence): Uint8Array {
  return Codec.encode(codec, evidence)
}

/**
 * Reads encoded evidence.
 *
 * @throws EvidenceError
 */
export function decode(bytes: Uint8Array): Evidence {
  try {
    return Codec.decode(codec, bytes)
  } catch (error) {
    if (!(error instanceof Codec.CodecError)) throw error
    throw new EvidenceError(error.message, error)
  }
}

/** Whether {@link verify} finds nothing against it. */
export function isValid(
  crypto: Crypto,
  evidence: Evidence,
  publicKey: Uint8Array,
): Promise<boolean> {
  return verify(crypto, evidence, publicKey).then(
    () => true,
    (error: unknown) => {
      if (error instanceof EvidenceError) return false
      throw error
    },
  )
}
