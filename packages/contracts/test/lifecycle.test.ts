import { encodeAbiParameters, getAddress, keccak256, toHex } from 'viem'
import { afterAll, aroundEach, beforeAll, describe, expect, test } from 'vitest'

import { keyArguments, nodeRegistryAbi, nodeRegistryBytecode } from '../src/index.ts'
import {
  bond,
  deployer,
  exitSeconds,
  network,
  operator,
  type Parameters,
  parameters,
  revertOf,
  stranger,
  testNode,
  TestRegistry,
} from './TestRegistry.ts'

const elsewhere = getAddress('0x00000000000000000000000000000000000000aa')
const founders = [1, 2, 3, 4].map(testNode)

let registry: TestRegistry
beforeAll(async () => {
  registry = await TestRegistry.start()
  await registry.found(founders)
}, 60_000)
afterAll(() => registry?.stop())
// Each test begins with four founders.
aroundEach((run) => registry.undoing(run))

const read = (number: number) => registry.contract.read.node([testNode(number).id])
const [waiting, member, leaving, left, withdrawn] = [1, 2, 3, 4, 5]

describe('deployment', () => {
  test('default: the network’s parameters stand for good', async () => {
    expect(await registry.contract.read.parameters()).toEqual(['test', parameters])
    expect(await registry.contract.read.networkId()).toBe(toHex(network))
  })

  test('behavior: its code is within what chains take (EIP-170), and is deployed at once', async () => {
    const code = await registry.client.getCode({ address: registry.address })
    expect((code!.length - 2) / 2).toBeLessThanOrEqual(24_576)
    expect((nodeRegistryBytecode.length - 2) / 2).toBeLessThanOrEqual(49_152)
    expect(registry.deployed.gasUsed).toBeLessThan(16_777_216n)
  })

  test('error: parameters out of range', async () => {
    const deploy = (given: Partial<Parameters>, name = 'test') =>
      revertOf(
        registry.client.deployContract({
          abi: nodeRegistryAbi,
          bytecode: nodeRegistryBytecode,
          args: [name, { ...parameters, ...given }],
          account: deployer,
        }),
      )
    const bad = ['InvalidParameter']
    expect(await deploy({}, '')).toEqual(bad)
    expect(await deploy({}, 'n'.repeat(65))).toEqual(bad)
    const ranges: Partial<Parameters>[] = [
      { firstReplicas: 0 },
      { firstReplicas: 5 },
      { secondReplicas: 16 },
      { bond: 63n },
      { turnSeconds: 0 },
      { lookahead: 0 },
      { classes: 0 },
      { classes: 3 },
      { classes: 1024 },
      { seatsMax: 0 },
      { seatsMax: 4097 },
      { viewAge: 0 },
      { forceTurns: 5 },
      { exitDelay: 9 },
    ]
    for (const range of ranges) expect([range, await deploy(range)]).toEqual([range, bad])
  })

  test('error: ether without a call', async () => {
    const transaction = { account: operator, to: registry.address, value: 1n }
    await expect(registry.client.sendTransaction(transaction)).rejects.toThrow('revert')
  })
})

describe('one node', () => {
  const node = testNode(5)

  test('default: it enters, is admitted, moves, leaves and withdraws, once', async () => {
    const entered = await registry.enter(node)
    const fee = bond / 64n
    expect(await registry.events(entered)).toEqual([
      { eventName: 'NodeEntered', args: { id: node.id, operator: operator.address, fee } },
    ])
    expect(await read(5)).toMatchObject({ status: waiting, since: 0, until: 0 })
    expect(await registry.balance()).toBe(5n * bond)
    const before = await registry.summary()
    expect(before).toMatchObject({ members: 4, waiting: 1 })

    await registry.turn()
    expect(await read(5)).toMatchObject({ status: member, since: 2, until: 0, seat: 4 })
    expect(await registry.contract.read.statusOf([node.id])).toEqual([2n, 0n, 0n, false])

    const { turn } = await registry.summary()
    await registry.pass(3600n)
    await registry.update(node, 'ws://127.0.0.1:80')
    expect((await read(5)).addresses.url).toBe('ws://127.0.0.1:80')
    // No turn by it: the sets are what they were.
    expect((await registry.summary()).turn).toBe(turn)

    await registry.startLeaving(node)
    expect(await read(5)).toMatchObject({ status: leaving, until: 0 })
    await registry.turn()
    const gone = await read(5)
    expect(gone).toMatchObject({ status: left, since: 2, until: 3 })
    const { openedAt } = await registry.summary()
    expect(BigInt(gone.withdrawableAt)).toBe(BigInt(openedAt) + exitSeconds)

    await registry.pass(exitSeconds)
    await registry.withdraw(node, elsewhere)
    expect(await read(5)).toMatchObject({ status: withdrawn, since: 2, until: 3 })
    expect(await registry.balance(elsewhere)).toBe(bond)
    expect(await revertOf(registry.enter(node))).toEqual(['WrongStatus', withdrawn])
  })

  test('behavior: who waits may cancel, and come again; the fee is gone', async () => {
    await registry.enter(node)
    const { write } = registry.contract
    await registry.mined(write.cancel([node.id], { account: operator }))
    expect(await registry.balance()).toBe(4n * bond)
    expect(await registry.summary()).toMatchObject({ waiting: 0 })
    await registry.enter(node)
    await registry.turn()
    expect(await read(5)).toMatchObject({ status: member })
    expect(await revertOf(write.cancel([node.id], { account: operator }))).toEqual([
      'WrongStatus',
      member,
    ])
  })

  test('error: entering a node that is there', async () => {
    expect(await revertOf(registry.enter(testNode(1)))).toEqual(['WrongStatus', member])
    await registry.enter(node)
    expect(await revertOf(registry.enter(node))).toEqual(['WrongStatus', waiting])
  })

  test('error: another account does not drive it', async () => {
    const { write } = registry.contract
    const account = stranger
    const { id } = founders[0]!
    const refused = ['NotOperator', operator.address]
    const { addresses } = await registry.entry(node)
    expect(await revertOf(write.update([id, addresses], { account }))).toEqual(refused)
    expect(await revertOf(write.cancel([id], { account }))).toEqual(refused)
    expect(await revertOf(write.startLeaving([id], { account }))).toEqual(refused)
    expect(await revertOf(write.withdraw([id, elsewhere], { account }))).toEqual(refused)
  })

  test('error: withdrawing before leaving, too early, and twice', async () => {
    const [{ id }] = founders as [(typeof founders)[0]]
    const withdraw = () =>
      revertOf(registry.contract.write.withdraw([id, elsewhere], { account: operator }))
    expect(await withdraw()).toEqual(['WrongStatus', member])
    await registry.startLeaving(founders[0]!)
    expect(await revertOf(registry.startLeaving(founders[0]!))).toEqual(['WrongStatus', leaving])
    expect(await withdraw()).toEqual(['WrongStatus', leaving])
    await registry.turn()
    const due = BigInt((await registry.summary()).openedAt) + exitSeconds
    expect(await withdraw()).toEqual(['TooEarly', due])
    // The last second counts: the next block is one before the end.
    await registry.client.setNextBlockTimestamp({ timestamp: due - 1n })
    await registry.client.mine({ blocks: 1 })
    expect(await withdraw()).toEqual(['TooEarly', due])
    await registry.pass(1n)
    await registry.withdraw(founders[0]!, elsewhere)
    expect(await withdraw()).toEqual(['WrongStatus', withdrawn])
  })

  test('error: a bond that nobody takes stays', async () => {
    await registry.startLeaving(founders[0]!)
    await registry.turn()
    await registry.pass(exitSeconds)
    expect(await revertOf(registry.withdraw(founders[0]!, registry.address))).toEqual([
      'FailedCall',
    ])
    expect((await read(1)).status).toBe(left)
    await registry.withdraw(founders[0]!, elsewhere)
  })

  test('error: a second update within the hour', async () => {
    await registry.pass(3600n)
    await registry.update(founders[0]!, 'wss://one.example')
    const { updatedAt } = await read(1)
    expect(await revertOf(registry.update(founders[0]!, 'wss://two.example'))).toEqual([
      'TooEarly',
      BigInt(updatedAt + 3600),
    ])
  })
})

describe('entering', () => {
  const node = testNode(6)
  const [x, y] = keyArguments(node.publicKey)
  type Entry = Awaited<ReturnType<TestRegistry['entry']>>

  async function attempt(
    change: Omit<Partial<Entry>, 'addresses'> & { addresses?: Partial<Entry['addresses']> } = {},
    value = bond + bond / 64n,
  ) {
    const entry = await registry.entry(node)
    const addresses = { ...entry.addresses, ...change.addresses }
    const args = [{ ...entry, ...change, addresses }] as const
    return revertOf(registry.contract.simulate.enter(args, { account: operator, value }))
  }

  test('error: less than bond and fee; what is more comes back', async () => {
    expect(await attempt()).toEqual(['none'])
    const cost = bond + bond / 64n
    for (const value of [0n, bond, cost - 1n])
      expect(await attempt({}, value)).toEqual(['WrongBond', cost])
    const had = await registry.balance(operator.address)
    const before = await registry.balance()
    const { gasUsed, effectiveGasPrice } = await registry.enter(node, { value: 3n * cost })
    const paid = had - (await registry.balance(operator.address))
    expect(paid - gasUsed * effectiveGasPrice).toBe(cost)
    expect(await registry.balance()).toBe(before + bond)
  })

  test('error: addresses that are empty, too long or not printable', async () => {
    const bad = ['InvalidAddress']
    for (const text of ['', 'a'.repeat(257), 'ws://a b', 'ws://a\n', 'ws://ä', 'ws://\u007f']) {
      expect(await attempt({ addresses: { url: text } })).toEqual(bad)
      expect(await attempt({ addresses: { peer: text } })).toEqual(bad)
    }
    expect(await attempt({ addresses: { label: 'a'.repeat(65) } })).toEqual(bad)
    const longest = { url: 'a'.repeat(256), peer: '!~', label: 'a'.repeat(64) }
    expect(await attempt({ addresses: longest })).toEqual(['none'])
  })

  test('error: a key whose owner did not agree, or agreed to something else', async () => {
    const refused = ['InvalidSignature']
    const { proof: ofOther } = await registry.entry(testNode(7))
    expect(await attempt({ proof: ofOther })).toEqual(refused)
    const { proof: forOther } = await registry.entry(node, stranger.address)
    expect(await attempt({ proof: forOther })).toEqual(refused)
    const { proof } = await registry.entry(node)
    expect(await attempt({ proof: { ...proof, serial: 8n } })).toEqual(refused)
    expect(await attempt({ proof: { ...proof, s: toHex(0, { size: 32 }) } })).toEqual(refused)
  })

  test('error: no point of the curve', async () => {
    expect(await attempt({ y: x })).toEqual(['InvalidSignature'])
    const zero = toHex(0, { size: 32 })
    expect(await attempt({ x: zero, y: zero })).toEqual(['InvalidSignature'])
  })

  test('error: for another operator', async () => {
    expect(await attempt({ operator: stranger.address })).toEqual(['NotOperator', stranger.address])
  })

  test('behavior: node ids are the protocol’s', async () => {
    expect(await registry.contract.read.nodeId([x, y])).toBe(node.id)
  })

  test('behavior: the addresses’ hash is that of their ABI encoding', async () => {
    const { addresses, addressesHash } = await read(1)
    const enter = nodeRegistryAbi.find((item) => 'name' in item && item.name === 'update')!
    const type = (enter as { inputs: readonly unknown[] }).inputs[1] as { type: string }
    expect(keccak256(encodeAbiParameters([type], [addresses]))).toBe(addressesHash)
  })

  test('behavior: before the first turn only the deployer enters nodes, and opens', async () => {
    const fresh = await TestRegistry.start()
    try {
      const refused = ['NotOperator', deployer.address]
      expect(await revertOf(fresh.enter(node))).toEqual(refused)
      expect(await revertOf(fresh.open(stranger))).toEqual(refused)
      await fresh.found([node])
      // A fee is asked from then on.
      expect(await fresh.contract.read.fee()).toBe(bond / 64n)
    } finally {
      await fresh.stop()
    }
  })
})

describe('the queue', () => {
  test('behavior: the price doubles with each 16 that wait, and max(4, m/16) join a turn, in order', async () => {
    const { read: ask } = registry.contract
    for (let number = 10; number < 10 + 33; number++) {
      expect(await ask.fee()).toBe((bond / 64n) << BigInt((number - 10) >> 4))
      await registry.enter(testNode(number))
    }
    expect(await ask.fee()).toBe(bond / 16n)
    // A hole in the queue is stepped over, and counts for nothing.
    const { write } = registry.contract
    await registry.mined(write.cancel([testNode(11).id], { account: operator }))
    await registry.turn()
    expect(await registry.summary()).toMatchObject({ members: 8, waiting: 28 })
    const joined = await Promise.all([10, 12, 13, 14].map(read))
    expect(joined.map(({ status, seat }) => [status, seat])).toEqual(
      [4, 5, 6, 7].map((seat) => [member, seat]),
    )
    expect((await read(15)).status).toBe(waiting)
  })

  test('behavior: max(4, m/16) leave a turn, in the order of asking', async () => {
    for (let number = 20; number < 24; number++) await registry.enter(testNode(number))
    await registry.turn()
    for (const number of [20, 21, 22, 1, 2, 3]) await registry.startLeaving(testNode(number))
    await registry.turn()
    expect((await Promise.all([20, 21, 22, 1, 2, 3].map(read))).map(({ until }) => until)).toEqual([
      3, 3, 3, 3, 0, 0,
    ])
    await registry.turn()
    expect((await read(3)).until).toBe(4)
    expect(await registry.summary()).toMatchObject({ members: 2 })
  })

  test('behavior: a seat is taken again when its bond is free, and not before', async () => {
    await registry.startLeaving(founders[1]!)
    await registry.turn()
    await registry.enter(testNode(30))
    await registry.turn()
    expect((await read(30)).seat).toBe(4)
    await registry.pass(exitSeconds)
    await registry.enter(testNode(31))
    await registry.turn()
    expect((await read(31)).seat).toBe(1)
    expect(await registry.contract.read.holders([1n])).toEqual([founders[1]!.id, testNode(31).id])
  })
})
