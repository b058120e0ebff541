import { describe, expect, test } from 'vitest'

import { a, b, codeOf, crypto, nodes, sign, signersOf, slotOf } from '../../test/seal/fixtures.ts'
import * as Seal from '../Seal.ts'

const order = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n

/** The other signature that ECDSA takes for the same message. */
function highS(signature: Uint8Array): Uint8Array {
  const s = order - BigInt(`0x${Buffer.from(signature.subarray(32)).toString('hex')}`)
  const out = new Uint8Array(signature)
  out.set(Buffer.from(s.toString(16).padStart(64, '0'), 'hex'), 32)
  return out
}

async function certificateOf(
  slot: Seal.Slot,
  path: 'fast' | 'slow',
  options: { signing?: typeof nodes; view?: number } = {},
): Promise<Seal.Certificate> {
  const fast = path === 'fast'
  const { view = 0, signing = nodes.slice(0, fast ? slot.replicas.length : slot.quorum) } = options
  const vote = { type: fast ? 'prepared' : 'committed', view, value: a } as const
  const signatures = await signersOf(slot, signing, vote)
  return { topic: slot.topic, slot: slot.slot, set: slot.set, value: a, view, path, signatures }
}

describe('verifyCertificate', () => {
  const slot = slotOf(4)
  const verify = (certificate: Seal.Certificate, of = slot): Promise<string> =>
    codeOf(() => Seal.verifyCertificate(crypto, of, certificate))

  test.each([1, 2, 3, 4, 5, 6, 7])('default: both paths, of %i replicas', async (n) => {
    const of = slotOf(n)
    expect(await verify(await certificateOf(of, 'fast'), of)).toBe('none')
    expect(await verify(await certificateOf(of, 'slow', { view: 9 }), of)).toBe('none')
    const few = await certificateOf(of, 'fast', { signing: nodes.slice(1, n) })
    expect(await verify(few, of)).toBe('bad_seal')
    const fewer = await certificateOf(of, 'slow', { signing: nodes.slice(0, of.quorum - 1) })
    expect(await verify(fewer, of)).toBe('bad_seal')
  })

  test('error: a signer twice, a stranger, nobody', async () => {
    const good = await certificateOf(slot, 'slow')
    const [x, y, z] = good.signatures
    expect(await verify({ ...good, signatures: [x!, y!, y!] })).toBe('bad_seal')
    expect(await verify({ ...good, signatures: [x!, y!, z!, z!] })).toBe('bad_seal')
    expect(await verify({ ...good, signatures: [] })).toBe('bad_seal')
    const [stranger] = await signersOf(slot, [nodes[5]!], {
      type: 'committed',
      view: 0,
      value: a,
    })
    expect(await verify({ ...good, signatures: [x!, y!, stranger!] })).toBe('bad_seal')
    expect(await verify({ ...good, signatures: [x!, y!, z!, stranger!] })).toBe('bad_seal')
  })

  test('error: one bad signature among enough good ones', async () => {
    const good = await certificateOf(slot, 'slow', { signing: nodes.slice(0, 4) })
    const [x, y, z, w] = good.signatures
    const bad = { node: w!.node, signature: z!.signature }
    expect(await verify({ ...good, signatures: [x!, y!, z!, bad] })).toBe('bad_seal')
  })

  test('error: another topic, slot or set', async () => {
    const good = await certificateOf(slot, 'fast')
    for (const other of [slotOf(4, { topic: 8 }), slotOf(4, { slot: 4 }), slotOf(5)]) {
      // As it is, and relabelled: the signatures cover all three.
      expect(await verify(good, other)).toBe('bad_seal')
      const { topic, slot: number, set } = other
      expect(await verify({ ...good, topic, slot: number, set }, other)).toBe('bad_seal')
    }
  })

  test('error: another value, view or path than was signed', async () => {
    const fast = await certificateOf(slot, 'fast')
    const slow = await certificateOf(slot, 'slow')
    expect(await verify({ ...fast, value: b })).toBe('bad_seal')
    expect(await verify({ ...fast, value: { ...a, sentAt: 1 } })).toBe('bad_seal')
    expect(await verify({ ...fast, path: 'slow' })).toBe('bad_seal')
    expect(await verify({ ...slow, view: 1 })).toBe('bad_seal')
    expect(await verify(await certificateOf(slot, 'fast', { view: 1 }))).toBe('bad_seal')
  })

  test('error: signatures in high-s form', async () => {
    const good = await certificateOf(slot, 'fast')
    const [x, ...rest] = good.signatures
    const malleable = { node: x!.node, signature: highS(x!.signature) }
    expect(await verify({ ...good, signatures: [malleable, ...rest] })).toBe('bad_seal')
    const restored = { node: x!.node, signature: highS(malleable.signature) }
    expect(await verify({ ...good, signatures: [restored, ...rest] })).toBe('none')
  })

  test('behavior: the order of signatures does not matter', async () => {
    const good = await certificateOf(slot, 'fast')
    expect(await verify({ ...good, signatures: good.signatures.toReversed() })).toBe('none')
  })
})

describe('verifyEvidence', () => {
  const slot = slotOf(4)
  const liar = nodes[0]!
  const lock = async (value: Seal.Value, from = 0): Promise<Seal.Lock> => {
    const vote = { type: 'prepared', view: 0, value } as const
    return { view: 0, value, signatures: await signersOf(slot, nodes.slice(from, from + 3), vote) }
  }
  const codeFor = async (
    one: Seal.Body,
    other: Seal.Body,
    options: { other?: typeof liar; slot?: Seal.Slot } = {},
  ): Promise<string> => {
    const evidence = {
      one: await sign(slot, liar, one),
      other: await sign(options.slot ?? slot, options.other ?? liar, other),
    }
    return codeOf(() => Seal.verifyEvidence(crypto, evidence, liar.keyPair.publicKey))
  }
  const bad = 'bad_seal_evidence'

  test('behavior: two prepared, two committed, two statuses of one view', async () => {
    for (const type of ['prepared', 'committed'] as const)
      expect(await codeFor({ type, view: 1, value: a }, { type, view: 1, value: b })).toBe('none')
    const status = { type: 'status', view: 1, lock: undefined, first: a } as const
    expect(await codeFor(status, { ...status, first: b })).toBe('none')
    expect(await codeFor(status, { ...status, first: undefined })).toBe('none')
    expect(await codeFor(status, { ...status, lock: await lock(a) })).toBe('none')
    const locked = { ...status, lock: await lock(a) }
    expect(await codeFor(locked, { ...status, lock: await lock(b) })).toBe('none')
  })

  test('error: the same twice, also with another quorum behind a lock', async () => {
    const vote = { type: 'prepared', view: 1, value: a } as const
    expect(await codeFor(vote, vote)).toBe(bad)
    const status = { type: 'status', view: 1, lock: await lock(a), first: a } as const
    expect(await codeFor(status, { ...status, lock: await lock(a, 1) })).toBe(bad)
  })

  test('error: of two kinds, views, slots, sets or nodes', async () => {
    const vote = { type: 'prepared', view: 1, value: a } as const
    const other = { ...vote, value: b }
    const status = { type: 'status', view: 1, lock: undefined, first: a } as const
    expect(await codeFor(vote, { ...other, type: 'committed' })).toBe(bad)
    expect(await codeFor(vote, { ...other, view: 2 })).toBe(bad)
    expect(await codeFor(status, vote)).toBe(bad)
    expect(await codeFor(status, { ...status, view: 2, first: b })).toBe(bad)
    expect(await codeFor(vote, other, { slot: slotOf(4, { slot: 9 }) })).toBe(bad)
    expect(await codeFor(vote, other, { slot: slotOf(4, { topic: 9 }) })).toBe(bad)
    expect(await codeFor(vote, other, { slot: slotOf(5) })).toBe(bad)
    expect(await codeFor(vote, other, { other: nodes[1]! })).toBe(bad)
  })

  test('error: a statement the node did not sign', async () => {
    const vote = { type: 'prepared', view: 1, value: a } as const
    const framed = { ...nodes[1]!, id: liar.id }
    expect(await codeFor(vote, { ...vote, value: b }, { other: framed })).toBe(bad)
  })
})
