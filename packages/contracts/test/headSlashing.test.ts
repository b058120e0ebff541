import { Crypto, Head } from '@parley/protocol'
import { type Abi, zeroAddress } from 'viem'
import { afterAll, aroundEach, beforeAll, describe, expect, test } from 'vitest'

import type { Hardfork } from '@parley/contracts/anvil'
import {
  bytes32,
  head,
  headEvidence,
  held,
  logOf,
  omissionEvidence,
  prepared,
  receipt,
  shown,
  signerOf,
  state,
  value,
} from './statements.ts'
import { bond, revertOf, stranger, testNode, TestRegistry } from './TestRegistry.ts'
import { slashingCall } from '../src/index.ts'

const node = testNode(1)
const other = testNode(2)
const others = [3, 4].map(testNode)
const slashed = 6
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
    registry = await TestRegistry.start({}, hardfork)
    await registry.found([node, other, ...others])
  }, 60_000)
  afterAll(() => registry?.stop())
  aroundEach((run) => registry.undoing(run))

  const account = { account: stranger }
  const tryHeads = (one: Head.Head, two: Head.Head) =>
    revertOf(registry.contract.simulate.slashForHeads(headEvidence(one, two), account))
  const tryOmission = (shown: Parameters<typeof omissionEvidence>[0]) =>
    revertOf(registry.contract.simulate.slashForOmission(omissionEvidence(shown), account))

  describe('two heads', () => {
    test('default: a slashed node loses its bond, a part goes to who showed it', async () => {
      const evidence = headEvidence(await head(node, logOf(1)), await head(node, logOf(2)))
      const gone = await registry.balance(zeroAddress)
      const mined = await registry.report('slashForHeads', evidence)
      expect(await registry.events(mined)).toEqual([
        {
          eventName: 'NodeSlashed',
          args: { id: node.id, reporter: stranger.address, offence: 2, reward },
        },
      ])
      expect(await registry.balance(zeroAddress)).toBe(gone + bond - reward)
      expect(await revertOf(registry.contract.simulate.slashForHeads(evidence, account))).toEqual([
        'WrongStatus',
        slashed,
      ])
    })

    test('error: the same head twice, another place, another node', async () => {
      const one = await head(node, logOf(1, 2))
      expect(await tryHeads(one, await head(node, logOf(1, 2)))).toEqual(noConflict)
      expect(await tryHeads(one, await head(node, logOf(2)))).toEqual(noConflict)
      const moved = await head(node, logOf(2, 1), { topic: bytes32(1) })
      expect(await tryHeads(one, moved)).toEqual(unsigned)
      expect(await tryHeads(moved, one)).toEqual(unsigned)
      expect(await tryHeads(one, await head(other, logOf(2, 1)))).toEqual(unsigned)
      const forged = await head({ ...node, keyPair: other.keyPair }, logOf(2, 1))
      expect(await tryHeads(one, forged)).toEqual(unsigned)
      expect(await tryHeads(forged, one)).toEqual(unsigned)
      const later = { ...one, serial: one.serial + 1 }
      expect(await tryHeads(later, await head(node, logOf(2, 1)))).toEqual(unsigned)
      expect(await tryHeads(one, await head(node, logOf(2, 1)))).toEqual(convicted)
    })

    test('error: what was signed in another network', async () => {
      const point = { topic: bytes32(0xa1), ...logOf(2, 1) }
      const elsewhere = { ...signerOf(node), network: bytes32(1) }
      const signed = await Head.sign(Crypto.pure, point, elsewhere)
      expect(await tryHeads(await head(node, logOf(1, 2)), signed)).toEqual(unsigned)
    })
  })

  describe('a receipt for what the log does not hold', () => {
    /** The log was 1, then `holds`, at 10 and 20; the receipt is for `signedFor` at `position`. */
    const omitting = async (signedFor: number, holds: number, position = 20) => ({
      before: await head(node, logOf(1)),
      after: await head(node, logOf(1, holds)),
      last: value(holds),
      receipt: await receipt(node, held(node, { envelope: value(signedFor), position }), [2, 5]),
    })

    test('default: a slashed node loses its bond', async () => {
      const evidence = omissionEvidence(await omitting(2, 3))
      const mined = await registry.report('slashForOmission', evidence)
      expect(await registry.events(mined)).toEqual([
        {
          eventName: 'NodeSlashed',
          args: { id: node.id, reporter: stranger.address, offence: 3, reward },
        },
      ])
    })

    test('behavior: the first envelope of a log, one with another time, and a place of none', async () => {
      const first = {
        before: await head(node, { position: 0, hash: Head.empty }),
        after: await head(node, logOf(3)),
        last: value(3),
        receipt: await receipt(node, held(node, { envelope: value(2), position: 10 })),
      }
      expect(await tryOmission(first)).toEqual(convicted)
      const redated = { ...value(3), sentAt: 1 }
      const receipted = await receipt(node, held(node, { envelope: redated, position: 20 }))
      expect(await tryOmission({ ...(await omitting(3, 3)), receipt: receipted })).toEqual(
        convicted,
      )
      expect(await tryOmission(await omitting(3, 3, 19))).toEqual(convicted)
      expect(await tryOmission(await omitting(2, 3, 11))).toEqual(convicted)
    })

    test('error: a log that holds what was signed for, and places not between the heads', async () => {
      expect(await tryOmission(await omitting(3, 3))).toEqual(noConflict)
      expect(await tryOmission(await omitting(2, 3, 10))).toEqual(noConflict)
      expect(await tryOmission(await omitting(2, 3, 21))).toEqual(noConflict)
    })

    test('error: heads more than one envelope apart, statements that were changed, another’s words', async () => {
      const good = await omitting(2, 3)
      const early = await head(node, { ...logOf(1), position: 9 })
      const late = await head(node, { ...logOf(1, 3), position: 21 })
      expect(await tryOmission({ ...good, before: early })).toEqual(noConflict)
      expect(await tryOmission({ ...good, after: late })).toEqual(noConflict)
      expect(await tryOmission({ ...good, last: value(4) })).toEqual(noConflict)
      expect(await tryOmission({ ...good, before: good.after, after: good.before })).toEqual(
        noConflict,
      )
      const liar = { ...node, keyPair: other.keyPair }
      expect(await tryOmission({ ...good, before: await head(liar, logOf(1)) })).toEqual(unsigned)
      expect(await tryOmission({ ...good, after: await head(liar, logOf(1, 3)) })).toEqual(unsigned)
      const forged = await receipt(liar, held(node, { envelope: value(2), position: 20 }))
      expect(await tryOmission({ ...good, receipt: forged })).toEqual(unsigned)
      const fenced = { ...good.receipt, statement: { ...good.receipt.statement, fence: 1 } }
      expect(await tryOmission({ ...good, receipt: fenced })).toEqual(unsigned)
      const bent = { ...good.receipt, path: good.receipt.path.slice(1) }
      expect(await tryOmission({ ...good, receipt: bent })).toEqual(['InvalidPath'])
    })
  })

  test('each kind of evidence has its call', async () => {
    const one = await head(node, logOf(1))
    const two = await head(node, logOf(2))
    const signed = async (fill: number) => shown(await state(node, prepared(0, fill)))
    const receiptOf = (fill: number) => receipt(node, held(node, { envelope: value(fill) }))
    const calls = [
      slashingCall({ type: 'seals', one: await signed(1), other: await signed(2) }),
      slashingCall({ type: 'receipts', one: await receiptOf(1), other: await receiptOf(2) }),
      slashingCall({ type: 'heads', one, other: two }),
      slashingCall({
        type: 'omission',
        before: await head(node, logOf(1)),
        after: await head(node, logOf(1, 3)),
        last: value(3),
        receipt: await receipt(node, held(node, { envelope: value(2), position: 15 })),
      }),
    ]
    for (const call of calls)
      await registry.undoing(async () => {
        const { address, client } = registry
        // The calls differ in their arguments: viem can only check each by itself.
        const abi: Abi = registry.contract.abi
        const hash = client.writeContract({ abi, address, account: stranger, ...call })
        await registry.mined(hash)
        expect((await registry.contract.read.node([node.id])).status).toBe(slashed)
      })
  })
})
