import * as Codec from '@parley/codec'
import { describe, expect, test } from 'vitest'

import * as Crypto from './Crypto.ts'
import * as Envelope from './Envelope.ts'
import * as Evidence from './Evidence.ts'
import * as Head from './Head.ts'
import * as Network from './Network.ts'
import * as Receipt from './Receipt.ts'
import * as Seal from './Seal.ts'

const crypto = Crypto.pure
const nodeOf = (n: number) => {
  const keyPair = Crypto.deriveKeyPair(new Uint8Array(32).fill(n), 'evidence')
  return { keyPair, id: Network.nodeId(crypto, keyPair.publicKey) }
}
const [liar, honest] = [nodeOf(1), nodeOf(2)]
const topic = new Uint8Array(32).fill(9)
const refOf = (n: number): Envelope.Ref => ({ sentAt: 1000 + n, id: new Uint8Array(32).fill(n) })

/** The hash of a log of these envelopes. */
const hashOf = (...names: number[]): Uint8Array =>
  names.reduce((before, n) => Head.link(crypto, before, refOf(n)), Head.empty)

const headAt = (
  position: number,
  hash: Uint8Array,
  change: Partial<Head.Statement> = {},
  signer = liar,
): Promise<Head.Head> =>
  Head.sign(crypto, { node: liar.id, topic, position, hash, ...change }, signer.keyPair)

/** A receipt for an envelope at a position, in a batch with others. */
async function receiptAt(position: number, n: number, signer = liar): Promise<Receipt.Receipt> {
  const statements = [1, 2, 3].map((i) => ({
    node: liar.id,
    topic,
    envelope: refOf(i === 2 ? n : 50 + i),
    position: i === 2 ? position : 900 + i,
    receivedAt: 5000,
  }))
  return (await Receipt.issue(crypto, statements, signer.keyPair))[1]!
}

const detailsOf = async (evidence: Evidence.Evidence, node = liar): Promise<string> => {
  // As it arrives: encoded.
  const back = Evidence.decode(Evidence.encode(evidence))
  try {
    await Evidence.verify(crypto, back, node.keyPair.publicKey)
    return 'proved'
  } catch (error) {
    if (error instanceof Evidence.EvidenceError) return error.details!
    throw error
  }
}

describe('a chain of heads', () => {
  test('says which envelopes stand where: order, names and number', () => {
    const hashes = [[], [1], [2], [1, 2], [2, 1], [1, 2, 3]].map((names) => hashOf(...names).join())
    expect(new Set(hashes).size).toBe(hashes.length)
    const encoded = Codec.encode(Envelope.ref, refOf(1))
    expect(Head.link(crypto, Head.empty, encoded)).toEqual(hashOf(1))
  })
})

describe('two heads of one position', () => {
  test('convict', async () => {
    const one = await headAt(2, hashOf(1, 2))
    const other = await headAt(2, hashOf(2, 1))
    expect(await detailsOf({ type: 'heads', one, other })).toBe('proved')
    expect(Evidence.subjectOf({ type: 'heads', one, other })).toEqual({
      node: liar.id,
      topic,
      at: 2,
    })
  })
  const no = 'An honest node may have signed all of it.'
  test.each([
    ['the same head twice', {}, no, liar],
    ['another position', { position: 3, hash: hashOf(2, 1) }, 'It is of two places.', liar],
    [
      'another topic',
      { topic: new Uint8Array(32), hash: hashOf(2, 1) },
      'It is of two places.',
      liar,
    ],
    ['another node', { node: honest.id, hash: hashOf(2, 1) }, 'It is of two nodes.', liar],
    ['what another signed', { hash: hashOf(2, 1) }, 'A signature is not the node’s.', honest],
  ])('error: %s', async (_, change, details, signer) => {
    const one = await headAt(2, hashOf(1, 2))
    const other = await headAt(2, hashOf(1, 2), change, signer)
    expect(await detailsOf({ type: 'heads', one, other })).toBe(details)
    expect(await detailsOf({ type: 'heads', one: other, other: one })).toBe(details)
  })
})

describe('two receipts of one position', () => {
  test('convict', async () => {
    const [one, other] = [await receiptAt(4, 1), await receiptAt(4, 2)]
    expect(await detailsOf({ type: 'receipts', one, other })).toBe('proved')
    expect(await detailsOf({ type: 'receipts', one, other }, honest)).not.toBe('proved')
  })
  test('error: two positions, one envelope, another’s signature, a bent path', async () => {
    const one = await receiptAt(4, 1)
    const bent = { ...one, path: one.path.slice(1) }
    for (const other of [
      await receiptAt(5, 2),
      await receiptAt(4, 1),
      await receiptAt(4, 2, honest),
    ])
      expect(await detailsOf({ type: 'receipts', one, other })).not.toBe('proved')
    const other = await receiptAt(4, 2)
    expect(await detailsOf({ type: 'receipts', one: bent, other })).not.toBe('proved')
  })
})

describe('a receipt for what the log does not hold', () => {
  /** The log is 1, 2; the receipt says that `signedFor` stands at `position`. */
  const omission = async (
    signedFor: number,
    position = 2,
    change: Partial<Head.Statement> = {},
  ): Promise<Evidence.Evidence> => ({
    type: 'omission',
    before: await headAt(1, hashOf(1), change),
    after: await headAt(2, hashOf(1, 2)),
    receipt: await receiptAt(position, signedFor),
  })
  test('convicts', async () => {
    expect(await detailsOf(await omission(3))).toBe('proved')
    expect(Evidence.subjectOf(await omission(3)).at).toBe(2)
  })
  test('error: what the log holds, and what stands elsewhere, convicts nobody', async () => {
    expect(await detailsOf(await omission(2))).toBe('An honest node may have signed all of it.')
    expect(await detailsOf(await omission(3, 3))).toBe('It is of two places.')
    expect(await detailsOf(await omission(3, 2, { position: 2 }))).toBe('It is of two places.')
    expect(await detailsOf(await omission(3, 2, { node: honest.id }))).toBe('It is of two nodes.')
  })
})

test('two votes convict, by the rules of seals', async () => {
  const where = { node: liar.id, topic, slot: 3, set: new Uint8Array(32) }
  const vote = (n: number, view = 0): Promise<Seal.Statement> =>
    Seal.signStatement(
      crypto,
      { ...where, body: { type: 'prepared', view, value: refOf(n) } },
      liar.keyPair,
    )
  const [one, other, later] = [await vote(1), await vote(2), await vote(2, 1)]
  expect(await detailsOf({ type: 'seals', one, other })).toBe('proved')
  expect(await detailsOf({ type: 'seals', one, other: later })).toBe('they do not conflict')
  expect(Evidence.subjectOf({ type: 'seals', one, other })).toEqual({ node: liar.id, topic, at: 3 })
})

test('any bit changed in evidence, and it convicts no more', async () => {
  const evidence: Evidence.Evidence = {
    type: 'omission',
    before: await headAt(1, hashOf(1)),
    after: await headAt(2, hashOf(1, 2)),
    receipt: await receiptAt(2, 3),
  }
  const bytes = Evidence.encode(evidence)
  // Verifying takes a while; a spread of places touches each field.
  for (let at = 1; at < bytes.length; at += 7) {
    const bent = bytes.map((byte, i) => (i === at ? byte ^ (1 << (at % 8)) : byte))
    let valid: boolean
    try {
      valid = await Evidence.isValid(crypto, Evidence.decode(bent), liar.keyPair.publicKey)
    } catch (error) {
      expect(error).toBeInstanceOf(Evidence.EvidenceError)
      continue
    }
    expect(valid, `byte ${at}`).toBe(false)
  }
})
