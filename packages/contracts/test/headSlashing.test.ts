import { Head, type Receipt, Seal } from '@parley/protocol'
import { type Abi, zeroAddress } from 'viem'
import { afterAll, aroundEach, beforeAll, describe, expect, test } from 'vitest'

import type { Hardfork } from '@parley/contracts/anvil'
import {
  bytes32,
  head,
  headEvidence,
  held,
  logHash,
  omissionEvidence,
  prepared,
  receipt,
  state,
  value,
} from './statements.ts'
import { bond, revertOf, stranger, testNode, TestRegistry } from './TestRegistry.ts'
import { slashingCall } from '../src/index.ts'

const node = testNode(1)
const other = testNode(2)
const reward = bond / 4n
const noConflict = ['NoConflict']
const unsigned = ['InvalidSignature']
const convicted = ['none']

const forks: [string, Hardfork][] = [
  ['with the P256VERIFY precompile', 'osaka'],
  ['without the precompile', 'cancun'],
]

describe.each(forks)('%s', (_, hardfork) => {
  let registry: TestRegistry
  beforeAll(async () => {
    registry = await TestRegistry.start(hardfork)
    await registry.register(node)
    await registry.register(other)
  }, 60_000)
  afterAll(() => registry?.stop())
  aroundEach((run) => registry.undoing(run))

  const account = { account: stranger }
  const tryHeads = (one: Head.Head, two: Head.Head) =>
    revertOf(registry.contract.simulate.slashForHeads(headEvidence(one, two), account))
  const tryOmission = (...shown: readonly [Head.Head, Head.Head, Receipt.Receipt]) =>
    revertOf(registry.contract.simulate.slashForOmission(omissionEvidence(...shown), account))

  describe('two heads', () => {
    test('default: a slashed node loses its bond, a part goes to who showed it', async () => {
      const evidence = headEvidence(await head(node, logHash(1)), await head(node, logHash(2)))
      const gone = await registry.balance(zeroAddress)
      const mined = await registry.mined(registry.contract.write.slashForHeads(evidence, account))
      expect(await registry.events(mined)).toEqual([
        {
          eventName: 'NodeSlashed',
          args: { id: node.id, reporter: stranger.address, version: 3n, offence: 2, reward },
        },
      ])
      expect(await registry.balance(zeroAddress)).toBe(gone + bond - reward)
      expect(await revertOf(registry.contract.simulate.slashForHeads(evidence, account))).toEqual([
        'WrongStatus',
        4,
      ])
    })

    test('error: the same head twice, another place, another node', async () => {
      const one = await head(node, logHash(1, 2))
      expect(await tryHeads(one, await head(node, logHash(1, 2)))).toEqual(noConflict)
      const elsewhere = [{ position: 11 }, { topic: bytes32(1) }, { node: other.idBytes }]
      for (const where of elsewhere) {
        const moved = await head(node, logHash(2), where)
        expect(await tryHeads(one, moved)).toEqual(unsigned)
        if (!('node' in where)) expect(await tryHeads(moved, one)).toEqual(unsigned)
      }
      const forged = await head({ ...node, keyPair: other.keyPair }, logHash(2))
      expect(await tryHeads(one, forged)).toEqual(unsigned)
      expect(await tryHeads(forged, one)).toEqual(unsigned)
      expect(await tryHeads(one, await head(node, logHash(2)))).toEqual(convicted)
    })
  })

  describe('a receipt for what the log does not hold', () => {
    /** The log was 1, then `holds`; the receipt is for `signedFor` in its place. */
    const shown = async (signedFor: number, holds: number, position = 12) =>
      [
        await head(node, logHash(1), { position: position - 1 }),
        await head(node, logHash(1, holds), { position }),
        await receipt(node, held(node, { envelope: value(signedFor), position }), [2, 5]),
      ] as const

    test('default: a slashed node loses its bond', async () => {
      const evidence = omissionEvidence(...(await shown(2, 3)))
      const mined = await registry.mined(
        registry.contract.write.slashForOmission(evidence, account),
      )
      expect(await registry.events(mined)).toEqual([
        {
          eventName: 'NodeSlashed',
          args: { id: node.id, reporter: stranger.address, version: 3n, offence: 3, reward },
        },
      ])
    })

    test('behavior: the first envelope of a log, and one with another time', async () => {
      const first = [
        await head(node, Head.empty, { position: 0 }),
        await head(node, logHash(3), { position: 1 }),
        await receipt(node, held(node, { envelope: value(2), position: 1 })),
      ] as const
      expect(await tryOmission(...first)).toEqual(convicted)
      const [before, after] = await shown(3, 3)
      const redated = { ...value(3), sentAt: 1 }
      const receipted = await receipt(node, held(node, { envelope: redated }))
      expect(await tryOmission(before, after, receipted)).toEqual(convicted)
    })

    test('error: a log that holds what was signed for', async () => {
      expect(await tryOmission(...(await shown(3, 3)))).toEqual(noConflict)
      const [before, after, receipted] = await shown(2, 3)
      const nowhere = { ...receipted, statement: { ...receipted.statement, position: 0 } }
      expect(await tryOmission(before, after, nowhere)).toEqual(noConflict)
    })

    test('error: heads of other positions, statements that were changed, another’s words', async () => {
      const [before, after, receipted] = await shown(2, 3)
      const early = await head(node, logHash(1), { position: 10 })
      const late = await head(node, logHash(1, 3), { position: 13 })
      expect(await tryOmission(early, after, receipted)).toEqual(unsigned)
      expect(await tryOmission(before, late, receipted)).toEqual(unsigned)
      expect(await tryOmission(after, before, receipted)).toEqual(unsigned)
      const elsewhere = await receipt(node, held(node, { envelope: value(2), position: 13 }))
      expect(await tryOmission(before, after, elsewhere)).toEqual(unsigned)
      const liar = { ...node, keyPair: other.keyPair }
      const forgedHead = await head(liar, logHash(1), { position: 11 })
      expect(await tryOmission(forgedHead, after, receipted)).toEqual(unsigned)
      const forgedAfter = await head(liar, logHash(1, 3))
      expect(await tryOmission(before, forgedAfter, receipted)).toEqual(unsigned)
      const forged = await receipt(liar, held(node, { envelope: value(2) }))
      expect(await tryOmission(before, after, forged)).toEqual(unsigned)
      const bent = { ...receipted, path: receipted.path.slice(1) }
      expect(await tryOmission(before, after, bent)).toEqual(['InvalidPath'])
    })
  })

  test('each kind of evidence has its call', async () => {
    const one = await head(node, logHash(1))
    const two = await head(node, logHash(2))
    const signed = async (fill: number) => {
      const statement = await state(node, prepared(0, fill))
      return { bytes: Seal.statementBytes(statement), signature: statement.signature }
    }
    const receiptOf = (fill: number) => receipt(node, held(node, { envelope: value(fill) }))
    const calls = [
      slashingCall({ type: 'seals', one: await signed(1), other: await signed(2) }),
      slashingCall({ type: 'receipts', one: await receiptOf(1), other: await receiptOf(2) }),
      slashingCall({ type: 'heads', one, other: two }),
      slashingCall({
        type: 'omission',
        before: await head(node, logHash(1), { position: 11 }),
        after: await head(node, logHash(1, 3)),
        receipt: await receiptOf(2),
      }),
    ]
    for (const call of calls)
      await registry.undoing(async () => {
        const { address, client } = registry
        // The calls differ in their arguments: viem can only check each by itself.
        const abi: Abi = registry.contract.abi
        const hash = client.writeContract({ abi, address, account: stranger, ...call })
        await registry.mined(hash)
        expect((await registry.contract.read.node([node.id])).status).toBe(4)
      })
  })
})
