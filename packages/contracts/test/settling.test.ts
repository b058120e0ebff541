import { Bytes, ChainNetwork, Crypto } from '@parley/protocol'
import { zeroHash } from 'viem'
import { foundry } from 'viem/chains'
import { afterAll, aroundEach, beforeAll, describe, expect, test } from 'vitest'

import { prepared, state, sealEvidence } from './statements.ts'
import {
  exitDelay,
  operator,
  revertOf,
  stranger,
  type TestNode,
  testNode,
  TestRegistry,
} from './TestRegistry.ts'

const nodes = [1, 2, 3, 4, 5].map(testNode)
const founders = nodes.slice(0, 4)
const fifth = nodes[4]!
const byId = (list: readonly TestNode[]) =>
  list.toSorted((a, b) => Bytes.compare(a.idBytes, b.idBytes))

let registry: TestRegistry
beforeAll(async () => {
  registry = await TestRegistry.start()
}, 60_000)
afterAll(() => registry?.stop())
// Each test begins with an empty registry.
aroundEach((run) => registry.undoing(run))

const versions = async () => {
  const { read } = registry.contract
  return Promise.all([read.version(), read.settled()])
}

type Confirmed = Awaited<ReturnType<TestRegistry['confirmations']>>
const trySettle = (args: Confirmed) =>
  revertOf(registry.contract.simulate.settle(args, { account: stranger }))
const settle = (args: Confirmed) =>
  registry.mined(registry.contract.write.settle(args, { account: stranger }))
const confirmedBy = async (list: readonly TestNode[]) =>
  registry.confirmations(list, await registry.contract.read.version())

/** When the version may be settled without confirmations. */
async function withoutFrom(): Promise<bigint> {
  return (await registry.contract.read.membersChangedAt()) + exitDelay
}

describe('what is settled by itself', () => {
  test('default: the network as it begins, and whatever changes no members', async () => {
    expect(await versions()).toEqual([0n, 0n])
    await registry.register(founders)
    expect(await versions()).toEqual([1n, 1n])
    const [node] = founders
    const update = () =>
      registry.mined(
        registry.contract.write.update([node!.id, 'ws://moved', node!.peer], { account: operator }),
      )
    await update()
    expect(await versions()).toEqual([2n, 2n])
    await registry.register(fifth)
    expect(await versions()).toEqual([3n, 2n])
    await update()
    expect(await versions()).toEqual([4n, 2n])
  })

  test('behavior: no change of members, also not to nobody and back', async () => {
    await registry.register(nodes[0]!)
    await registry.startLeaving(nodes[0]!)
    await registry.register(nodes[1]!)
    expect(await versions()).toEqual([3n, 1n])
  })
})

describe('settling', () => {
  test('default: by all members but f; by anyone; no change of version', async () => {
    await registry.register(founders)
    await registry.register(fifth)
    const mined = await settle(await confirmedBy([nodes[0]!, nodes[2]!, nodes[3]!, fifth]))
    expect(await registry.events(mined)).toEqual([
      { eventName: 'VersionSettled', args: { version: 2n, confirmations: 4n } },
    ])
    expect(await versions()).toEqual([2n, 2n])
  })

  test('behavior: an update of an address takes no confirmation back', async () => {
    await registry.register(founders)
    await registry.register(fifth)
    const confirmed = await confirmedBy(nodes)
    const update = registry.contract.write.update([fifth.id, 'ws://moved', fifth.peer], {
      account: operator,
    })
    await registry.mined(update)
    expect(await registry.events(await settle(confirmed))).toEqual([
      { eventName: 'VersionSettled', args: { version: 3n, confirmations: 5n } },
    ])
    expect(await versions()).toEqual([3n, 3n])
    expect(await trySettle(confirmed)).toEqual(['AlreadySettled'])
  })

  test('default: who left is neither asked nor counted', async () => {
    await registry.register(nodes)
    await registry.startLeaving(fifth)
    expect(await registry.contract.read.confirmationsRequired()).toBe(3n)
    expect(await trySettle(await confirmedBy([nodes[0]!, nodes[1]!, fifth]))).toEqual([
      'WrongStatus',
      2,
    ])
    await settle(await confirmedBy(nodes.slice(0, 3)))
    expect(await versions()).toEqual([2n, 2n])
  })

  test('behavior: how many are needed, by members and replicas (4)', async () => {
    const many = Array.from({ length: 9 }, (_, i) => testNode(i + 20))
    const required: bigint[] = [await registry.contract.read.confirmationsRequired()]
    for (const node of many) {
      await registry.register(node)
      required.push(await registry.contract.read.confirmationsRequired())
    }
    expect(required).toEqual([0n, 1n, 2n, 3n, 3n, 4n, 5n, 6n, 7n, 8n])
  })

  test('behavior: what a member signs is the protocol’s', async () => {
    const network = ChainNetwork.idOf(Crypto.pure, {
      chainId: foundry.id,
      registry: registry.address.toLowerCase(),
    })
    expect(await registry.contract.read.networkId()).toBe(`0x${Bytes.toHex(network)}`)
  })

  test('error: too few, one twice, another order, lists that differ', async () => {
    await registry.register(founders)
    await registry.register(fifth)
    const [version, ids, signatures] = await confirmedBy(nodes)
    const missing = ['NotConfirmed', 4n, await withoutFrom()]
    expect(await trySettle([version, [], []])).toEqual(missing)
    expect(await trySettle([version, ids.slice(0, 3), signatures.slice(0, 3)])).toEqual(missing)
    const pick = (...places: number[]) =>
      [version, places.map((i) => ids[i]!), places.map((i) => signatures[i]!)] as const
    const wrongList = ['InvalidList']
    expect(await trySettle(pick(0, 1, 1, 2))).toEqual(wrongList)
    expect(await trySettle(pick(0, 1, 3, 2))).toEqual(wrongList)
    expect(await trySettle([version, ids, signatures.slice(1)])).toEqual(wrongList)
    expect(await trySettle(pick(0, 1, 2, 3))).toEqual(['none'])
    expect(await trySettle(pick(0, 1, 2, 3, 4))).toEqual(['none'])
  })

  test('error: signatures of others, or of another version', async () => {
    await registry.register(founders)
    await registry.register(fifth)
    const [version, ids, signatures] = await confirmedBy(nodes)
    const unsigned = ['InvalidSignature']
    expect(await trySettle([version, ids, signatures.toReversed()])).toEqual(unsigned)
    const [, , earlier] = await registry.confirmations(nodes, 1n)
    expect(await trySettle([version, ids, earlier])).toEqual(unsigned)
    const stranded = byId([...founders, testNode(9)])
    expect(await trySettle(await confirmedBy(stranded))).toContain('WrongStatus')
  })

  test('error: another version than the current one, or one that is settled', async () => {
    await registry.register(founders)
    expect(await trySettle(await confirmedBy(founders))).toEqual(['AlreadySettled'])
    await registry.register(fifth)
    for (const version of [1n, 3n])
      expect(await trySettle(await registry.confirmations(nodes, version))).toEqual([
        'WrongVersion',
        2n,
      ])
    const confirmed = await confirmedBy(nodes)
    await settle(confirmed)
    expect(await trySettle(confirmed)).toEqual(['AlreadySettled'])
  })

  test('error: a slashed member’s confirmation', async () => {
    await registry.register(nodes)
    const confirmed = await confirmedBy(nodes)
    const cheat = founders[0]!
    const evidence = await Promise.all([1, 2].map((fill) => state(cheat, prepared(0, fill))))
    await registry.mined(
      registry.contract.write.slashForSeals(sealEvidence(evidence[0]!, evidence[1]!), {
        account: stranger,
      }),
    )
    expect(await versions()).toEqual([2n, 1n])
    expect(await registry.contract.read.active()).toBe(4)
    expect(await trySettle([2n, confirmed[1], confirmed[2]])).not.toEqual(['none'])
    expect(await trySettle(await confirmedBy(nodes))).toEqual(['WrongStatus', 4])
    expect(await trySettle(await confirmedBy(nodes.slice(2)))).toEqual(['none'])
  })
})

describe('a network whose members no longer answer', () => {
  test('default: the delay after the last change of members, nobody need confirm', async () => {
    await registry.register(nodes)
    await registry.startLeaving(fifth)
    const nobody: Confirmed = [2n, [], []]
    const from = await withoutFrom()
    await registry.client.setNextBlockTimestamp({ timestamp: from - 1n })
    await registry.client.mine({ blocks: 1 })
    await registry.client.setNextBlockTimestamp({ timestamp: from })
    await settle(nobody)
    expect(await versions()).toEqual([2n, 2n])
  })

  test('error: a moment sooner, or after an update of an address: only members count', async () => {
    await registry.register(nodes)
    await registry.startLeaving(fifth)
    const from = await withoutFrom()
    await registry.pass(exitDelay - 60n)
    const [node] = founders
    await registry.mined(
      registry.contract.write.update([node!.id, 'ws://moved', node!.peer], { account: operator }),
    )
    expect(await withoutFrom()).toBe(from)
    expect(await trySettle([3n, [], []])).toEqual(['NotConfirmed', 3n, from])
    await registry.pass(60n)
    expect(await trySettle([3n, [], []])).toEqual(['none'])
  })

  test('behavior: nobody left to confirm is no confirmation', async () => {
    await registry.register(nodes[0]!)
    await registry.startLeaving(nodes[0]!)
    const nobody: Confirmed = [2n, [], []]
    expect(await trySettle(nobody)).toEqual(['NotConfirmed', 0n, await withoutFrom()])
    await registry.pass(exitDelay)
    expect(await trySettle(nobody)).toEqual(['none'])
  })

  test('error: even then, a signature that is shown must be good', async () => {
    await registry.register(nodes)
    await registry.startLeaving(fifth)
    await registry.pass(exitDelay)
    const { s } = (await confirmedBy([nodes[0]!]))[2][0]!
    expect(await trySettle([2n, [nodes[0]!.id], [{ r: zeroHash, s }]])).toEqual([
      'InvalidSignature',
    ])
  })
})
