import { Crypto, Receipt, Seal } from '@parley/protocol'
import { zeroAddress } from 'viem'
import { afterAll, aroundEach, beforeAll, describe, expect, test } from 'vitest'

import type { Hardfork } from '@parley/contracts/anvil'
import {
  bytes32,
  committed,
  held,
  prepared,
  receipt,
  receiptEvidence,
  sealEvidence,
  slot,
  state,
  status,
  value,
} from './statements.ts'
import {
  bond,
  exitDelay,
  operator,
  revertOf,
  stranger,
  testNode,
  TestRegistry,
} from './TestRegistry.ts'

const node = testNode(1)
const other = testNode(2)
const slashed = 4
const reward = bond / 4n
const order = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n
const noConflict = ['NoConflict']
const unsigned = ['InvalidSignature']

const forks: [string, Hardfork, string | undefined][] = [
  ['with the P256VERIFY precompile', 'osaka', `0x${'01'.padStart(64, '0')}`],
  ['without the precompile', 'cancun', undefined],
]

describe.each(forks)('%s', (_, hardfork, precompileAnswer) => {
  let registry: TestRegistry
  beforeAll(async () => {
    registry = await TestRegistry.start(hardfork)
    await registry.register(node)
    await registry.register(other)
  }, 60_000)
  afterAll(() => registry?.stop())
  aroundEach((run) => registry.undoing(run))

  type SealArguments = ReturnType<typeof sealEvidence>
  type ReceiptArguments = ReturnType<typeof receiptEvidence>

  /** What slashing comes to, without doing it. */
  const trySeals = (args: SealArguments) =>
    revertOf(registry.contract.simulate.slashForSeals(args, { account: stranger }))
  const tryReceipts = (args: ReceiptArguments) =>
    revertOf(registry.contract.simulate.slashForReceipts(args, { account: stranger }))
  const slashForSeals = (args: SealArguments) =>
    registry.mined(registry.contract.write.slashForSeals(args, { account: stranger }))

  const conflicting = async (by = node) =>
    [await state(by, prepared(0, 1)), await state(by, prepared(0, 2))] as const

  test('default: the chain is what the title says', async () => {
    const signature = await Crypto.pure.sign(node.keyPair, Uint8Array.of(1))
    const hash = Crypto.pure.sha256(Uint8Array.of(1))
    const input = Buffer.concat([hash, signature, node.keyPair.publicKey.subarray(1)])
    const { data } = await registry.client.call({
      to: `0x${'100'.padStart(40, '0')}`,
      data: `0x${input.toString('hex')}`,
    })
    expect(data).toBe(precompileAnswer)
  })

  describe('seals', () => {
    test('default: a slashed node loses its bond, a part goes to who showed it', async () => {
      const [one, two] = await conflicting()
      const [before, gone] = [
        await registry.balance(stranger.address),
        await registry.balance(zeroAddress),
      ]
      const receipt = await slashForSeals(sealEvidence(one, two))
      expect(await registry.events(receipt)).toEqual([
        {
          eventName: 'NodeSlashed',
          args: { id: node.id, reporter: stranger.address, version: 3n, offence: 0, reward },
        },
      ])
      const fee = receipt.gasUsed * receipt.effectiveGasPrice
      expect(await registry.balance(stranger.address)).toBe(before + reward - fee)
      expect(await registry.balance(zeroAddress)).toBe(gone + bond - reward)
      expect(await registry.balance()).toBe(bond)
      const { status: found, until, url, x } = await registry.contract.read.node([node.id])
      expect([found, until, url]).toEqual([slashed, 3n, node.url])
      expect(BigInt(x)).not.toBe(0n)
      expect((await registry.contract.read.nodes([0n, 9n]))[0]).toEqual([node.id, other.id])
      expect(await registry.contract.read.active()).toBe(1)
    })

    test('behavior: once, and for good', async () => {
      const [one, two] = await conflicting()
      await slashForSeals(sealEvidence(one, two))
      const over = ['WrongStatus', slashed]
      expect(await trySeals(sealEvidence(one, two))).toEqual(over)
      expect(await revertOf(registry.startLeaving(node))).toEqual(over)
      expect(await revertOf(registry.withdraw(node, operator.address))).toEqual(over)
      expect(await revertOf(registry.register(node))).toEqual(over)
    })

    test('behavior: a node that leaves is slashed until it has withdrawn', async () => {
      const [one, two] = await conflicting()
      await registry.startLeaving(node)
      await registry.pass(exitDelay)
      await registry.undoing(async () => {
        await slashForSeals(sealEvidence(one, two))
        // It was no member any more: no version ends with it.
        expect((await registry.contract.read.node([node.id])).until).toBe(3n)
        const { read } = registry.contract
        expect(await Promise.all([read.version(), read.active()])).toEqual([3n, 1])
      })
      await registry.withdraw(node, operator.address)
      expect(await trySeals(sealEvidence(one, two))).toEqual(['WrongStatus', 3])
    })

    const lock = (view: number, fill: number, signatures: Seal.Signer[] = []): Seal.Lock => ({
      view,
      value: value(fill),
      signatures,
    })
    const later = (fill: number): Seal.Value => ({ ...value(fill), sentAt: 1 })
    const signers = [{ node: other.idBytes, signature: new Uint8Array(64) }]
    const bodies: [string, Seal.Body, Seal.Body][] = [
      ['two values prepared', prepared(3, 1), prepared(3, 2)],
      ['two values committed', committed(3, 1), committed(3, 2)],
      ['one id, two times', prepared(0, 1), { type: 'prepared', view: 0, value: later(1) }],
      ['a lock and none', status(2, { lock: lock(1, 1) }), status(2)],
      ['two locks', status(2, { lock: lock(1, 1) }), status(2, { lock: lock(1, 2) })],
      ['locks of two views', status(2, { lock: lock(0, 1) }), status(2, { lock: lock(1, 1) })],
      ['a first and none', status(2, { first: value(1) }), status(2)],
      ['two firsts', status(2, { first: value(1) }), status(2, { first: value(2) })],
      [
        'one lock, two firsts',
        status(2, { lock: lock(1, 1), first: value(1) }),
        status(2, { lock: lock(1, 1), first: value(2) }),
      ],
      [
        'a lock that is another’s first',
        status(2, { lock: lock(1, 1) }),
        status(2, { first: value(1) }),
      ],
      ['the same twice', prepared(0, 1), prepared(0, 1)],
      ['the same status', status(2, { first: value(1) }), status(2, { first: value(1) })],
      [
        'one lock, other signatures',
        status(2, { lock: lock(1, 1) }),
        status(2, { lock: lock(1, 1, signers) }),
      ],
      ['two views', prepared(0, 1), prepared(1, 2)],
      ['two views of a status', status(1), status(2, { first: value(1) })],
      ['prepared and committed', prepared(1, 1), committed(1, 2)],
      ['prepared and a status', prepared(1, 1), status(1, { first: value(2) })],
    ]
    test.each(bodies)('behavior: judges as the protocol does: %s', async (_, one, two) => {
      const statements = [await state(node, one), await state(node, two)] as const
      const expected = Seal.conflict(one, two) ? ['none'] : noConflict
      expect(await trySeals(sealEvidence(...statements))).toEqual(expected)
      expect(await trySeals(sealEvidence(statements[1], statements[0]))).toEqual(expected)
    })

    test('error: another topic, slot or set', async () => {
      const [one] = await conflicting()
      const elsewhere = [{ topic: bytes32(1) }, { slot: 8 }, { set: bytes32(1) }]
      for (const where of elsewhere) {
        const two = await state(node, prepared(0, 2), where)
        expect(await trySeals(sealEvidence(one, two))).toEqual(unsigned)
        expect(await trySeals(sealEvidence(two, one))).toEqual(unsigned)
      }
    })

    test('error: another node’s statements', async () => {
      const [one, two] = await conflicting()
      const [, theirs] = await conflicting(other)
      expect(await trySeals(sealEvidence(one, theirs))).toEqual(unsigned)
      expect(await trySeals(sealEvidence(theirs, one))).toEqual(unsigned)
      const [, ...rest] = sealEvidence(one, two)
      expect(await trySeals([other.id, ...rest])).toEqual(unsigned)
      expect(await trySeals([testNode(3).id, ...rest])).toEqual(['WrongStatus', 0])
    })

    test('error: forged, swapped and malleable signatures', async () => {
      const [one, two] = await conflicting()
      const [id, where, first, firstSignature, second, secondSignature] = sealEvidence(one, two)
      expect(await trySeals([id, where, first, secondSignature, second, firstSignature])).toEqual(
        unsigned,
      )
      const s = `0x${(order - BigInt(secondSignature.s)).toString(16).padStart(64, '0')}` as const
      const high = { r: secondSignature.r, s }
      expect(await trySeals([id, where, first, firstSignature, second, high])).toEqual(unsigned)
      for (const byte of [0, 31, 32, 63]) {
        const signature = new Uint8Array(two.signature)
        signature[byte]! ^= 1
        expect(await trySeals(sealEvidence(one, { ...two, signature }))).toEqual(unsigned)
      }
      const forged = await state({ ...node, keyPair: other.keyPair }, prepared(0, 2))
      expect(await trySeals(sealEvidence(one, forged))).toEqual(unsigned)
      expect(await trySeals(sealEvidence(forged, one))).toEqual(unsigned)
    })

    test('error: a statement changed after it was signed', async () => {
      const [one, two] = await conflicting()
      const changed = { ...one, body: prepared(0, 9) }
      expect(await trySeals(sealEvidence(one, changed))).toEqual(unsigned)
      expect(await trySeals(sealEvidence({ ...two, slot: slot.slot + 1 }, one))).toEqual(unsigned)
    })

    test('error: bytes that are no body', async () => {
      const full = status(2, { lock: lock(1, 1), first: value(1) })
      const [one, two] = [await state(node, full), await state(node, status(2))]
      const [id, where, body, signature, ...rest] = sealEvidence(one, two)
      const bytes = Buffer.from(body.slice(2), 'hex')
      const lockFlag = 5
      const firstFlag = lockFlag + 1 + 44
      const flag = (at: number, flagged: number) => Buffer.from(bytes).fill(flagged, at, at + 1)
      const malformed = [
        ...Array.from({ length: bytes.length }, (_, length) => bytes.subarray(0, length)),
        Buffer.concat([bytes, Buffer.of(0)]),
        flag(0, 0),
        flag(0, 1),
        flag(0, 4),
        flag(lockFlag, 0),
        flag(lockFlag, 2),
        flag(firstFlag, 0),
        flag(firstFlag, 2),
        // As long as if two locks, or two firsts, were there.
        Buffer.concat([flag(lockFlag, 2), Buffer.alloc(4)]),
        Buffer.concat([flag(firstFlag, 2), Buffer.alloc(40)]),
      ]
      const [second, secondSignature] = rest
      for (const each of malformed) {
        const hex = `0x${each.toString('hex')}` as const
        expect(await trySeals([id, where, hex, signature, ...rest])).toEqual(noConflict)
        const swapped = [id, where, second, secondSignature, hex, signature] as const
        expect(await trySeals(swapped)).toEqual(noConflict)
      }
      expect(await trySeals([id, where, body, signature, ...rest])).toEqual(['none'])
    })
  })

  describe('receipts', () => {
    const one = held(node)
    const two = held(node, { envelope: value(2), receivedAt: one.receivedAt + 1 })

    test('default: a slashed node loses its bond', async () => {
      const evidence = receiptEvidence(
        await receipt(node, one, [3, 7]),
        await receipt(node, two, [0, 1]),
      )
      const mined = await registry.mined(
        registry.contract.write.slashForReceipts(evidence, { account: stranger }),
      )
      expect(await registry.events(mined)).toEqual([
        {
          eventName: 'NodeSlashed',
          args: { id: node.id, reporter: stranger.address, version: 3n, offence: 1, reward },
        },
      ])
      expect(await registry.balance()).toBe(bond)
    })

    test('behavior: every place of batches of every shape', async () => {
      const single = await receipt(node, two)
      for (const count of [1, 2, 3, 4, 5, 6, 7, 8, 9, 11])
        for (let index = 0; index < count; index++) {
          const batched = await receipt(node, one, [index, count])
          expect(await tryReceipts(receiptEvidence(batched, single))).toEqual(['none'])
        }
    })

    test('behavior: the deepest path', { timeout: 120_000 }, async () => {
      const statements = Array.from({ length: Receipt.batchMax }, () => two)
      statements[Receipt.batchMax - 2] = one
      const issued = await Receipt.issue(Crypto.pure, statements, node.keyPair)
      const deep = issued[Receipt.batchMax - 2]!
      expect(deep.path.length).toBe(16)
      expect(await tryReceipts(receiptEvidence(deep, issued.at(-1)!))).toEqual(['none'])
    })

    test('behavior: one id with two times convicts too', async () => {
      const { id, sentAt } = one.envelope
      const redated = await receipt(node, { ...one, envelope: { id, sentAt: sentAt + 1 } })
      expect(await tryReceipts(receiptEvidence(await receipt(node, one), redated))).toEqual([
        'none',
      ])
    })

    test('behavior: two places of one batch convict too', async () => {
      const [first, second] = await Receipt.issue(Crypto.pure, [one, two], node.keyPair)
      expect(await tryReceipts(receiptEvidence(first!, second!))).toEqual(['none'])
      expect(await tryReceipts(receiptEvidence(second!, first!))).toEqual(['none'])
    })

    test('error: receipts of one envelope are honest, whenever it was received', async () => {
      const again = held(node, { receivedAt: one.receivedAt + 5 })
      const evidence = receiptEvidence(await receipt(node, one), await receipt(node, again, [1, 2]))
      expect(await tryReceipts(evidence)).toEqual(noConflict)
    })

    test('error: another position or topic', async () => {
      const elsewhere = [{ position: 13 }, { topic: bytes32(1) }]
      for (const where of elsewhere) {
        const moved = await receipt(node, { ...two, ...where })
        const single = await receipt(node, one)
        expect(await tryReceipts(receiptEvidence(single, moved))).toEqual(unsigned)
        expect(await tryReceipts(receiptEvidence(moved, single))).toEqual(unsigned)
      }
    })

    test('error: another node’s receipts', async () => {
      const theirs = await receipt(other, { ...two, node: other.idBytes })
      const single = await receipt(node, one)
      expect(await tryReceipts(receiptEvidence(single, theirs))).toEqual(unsigned)
      expect(await tryReceipts(receiptEvidence(theirs, single))).toEqual(unsigned)
      // Another node signed a receipt in this one's name.
      const forged = await receipt({ ...node, keyPair: other.keyPair }, two)
      expect(await tryReceipts(receiptEvidence(single, forged))).toEqual(unsigned)
    })

    test('error: paths, places and counts that were changed', async () => {
      const single = await receipt(node, two)
      const batched = await receipt(node, one, [2, 5])
      const attempt = (change: Partial<Receipt.Receipt>) =>
        tryReceipts(receiptEvidence({ ...batched, ...change }, single))
      const wrongLength = ['InvalidPath']
      const [a, b, c] = batched.path
      expect(await attempt({ index: 5 })).toEqual(wrongLength)
      expect(await attempt({ count: 0 })).toEqual(wrongLength)
      const beyond = { ...(await receipt(node, one)), index: 1 }
      expect(await tryReceipts(receiptEvidence(beyond, single))).toEqual(wrongLength)
      expect(await attempt({ path: [a!, b!] })).toEqual(wrongLength)
      expect(await attempt({ path: [a!, b!, c!, c!] })).toEqual(wrongLength)
      expect(await attempt({ path: [] })).toEqual(wrongLength)
      expect(await attempt({ index: 4 })).toEqual(wrongLength)
      expect(await attempt({ path: [b!, a!, c!] })).toEqual(unsigned)
      expect(await attempt({ index: 3 })).toEqual(unsigned)
      expect(await attempt({ count: 6 })).toEqual(unsigned)
      expect(await attempt({})).toEqual(['none'])
    })

    test('error: an inner node of the tree is no statement', async () => {
      // What a path would need to make the pair of leaves look like one leaf.
      const batched = await receipt(node, one, [0, 4])
      const short = { ...batched, count: 2, path: batched.path.slice(1) }
      const single = await receipt(node, two)
      expect(await tryReceipts(receiptEvidence(short, single))).toEqual(unsigned)
    })

    test('error: a high s', async () => {
      const [id, topic, position, first, signature, ...rest] = receiptEvidence(
        await receipt(node, one),
        await receipt(node, two),
      )
      const s = `0x${(order - BigInt(signature.s)).toString(16).padStart(64, '0')}` as const
      const high = { r: signature.r, s }
      expect(await tryReceipts([id, topic, position, first, high, ...rest])).toEqual(unsigned)
    })

    test('error: a node that is not there', async () => {
      const [, ...rest] = receiptEvidence(await receipt(node, one), await receipt(node, two))
      expect(await tryReceipts([testNode(3).id, ...rest])).toEqual(['WrongStatus', 0])
    })
  })
})
