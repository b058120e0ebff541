import { getAddress, sha256 } from 'viem'
import { afterAll, aroundEach, beforeAll, describe, expect, test } from 'vitest'

import {
  keyArguments,
  nodeRegistryAbi,
  nodeRegistryBytecode,
  registrationMessage,
} from '../src/index.ts'
import {
  bond,
  deployer,
  exitDelay,
  operator,
  revertOf,
  stranger,
  testNode,
  TestRegistry,
} from './TestRegistry.ts'

const elsewhere = getAddress('0x00000000000000000000000000000000000000aa')

let registry: TestRegistry
beforeAll(async () => {
  registry = await TestRegistry.start()
}, 60_000)
afterAll(() => registry?.stop())
// Each test begins with an empty registry.
aroundEach((run) => registry.undoing(run))

/** All that the registry says of a node. */
const read = (number: number) => registry.contract.read.node([testNode(number).id])
const statuses = { unknown: 0, active: 1, leaving: 2, withdrawn: 3, slashed: 4 }

describe('deployment', () => {
  test('default: the network’s parameters stand for good', async () => {
    const { read } = registry.contract
    expect(
      await Promise.all([
        read.name(),
        read.replicas(),
        read.bond(),
        read.exitDelay(),
        read.version(),
        read.REWARD_DIVISOR(),
      ]),
    ).toEqual(['test', 4, bond, exitDelay, 0n, 4n])
  })

  test('behavior: its code is within what chains take (EIP-170)', async () => {
    const code = await registry.client.getCode({ address: registry.address })
    expect((code!.length - 2) / 2).toBeLessThanOrEqual(24_576)
  })

  test('error: parameters out of range', async () => {
    const deploy = (args: readonly [string, number, bigint, bigint]) =>
      revertOf(
        registry.client.deployContract({
          abi: nodeRegistryAbi,
          bytecode: nodeRegistryBytecode,
          args,
          account: deployer,
        }),
      )
    const bad = ['InvalidParameter']
    expect(await deploy(['', 4, bond, exitDelay])).toEqual(bad)
    expect(await deploy(['n'.repeat(65), 4, bond, exitDelay])).toEqual(bad)
    expect(await deploy(['test', 0, bond, exitDelay])).toEqual(bad)
    expect(await deploy(['test', 32, bond, exitDelay])).toEqual(bad)
    expect(await deploy(['test', 4, 3n, exitDelay])).toEqual(bad)
    expect(await deploy(['test', 4, bond, 0n])).toEqual(bad)
    expect(await deploy(['test', 4, bond, 2n ** 32n])).toEqual(bad)
  })
})

describe('one node', () => {
  const node = testNode(1)
  const [x, y] = keyArguments(node.keyPair.publicKey)

  test('default: registers, updates, leaves and withdraws, once', async () => {
    expect((await read(1)).status).toBe(statuses.unknown)

    const registered = await registry.register(node)
    expect(await registry.events(registered)).toEqual([
      {
        eventName: 'NodeRegistered',
        args: {
          id: node.id,
          operator: operator.address,
          version: 1n,
          x,
          y,
          url: node.url,
          peer: node.peer,
        },
      },
    ])
    const active = {
      x,
      y,
      operator: operator.address,
      withdrawableAt: 0n,
      status: statuses.active,
      since: 1n,
      until: 0n,
      url: node.url,
      peer: node.peer,
    }
    expect(await read(1)).toEqual(active)
    expect(await registry.balance()).toBe(bond)

    const moved = { url: 'ws://127.0.0.1:80', peer: '/ip4/127.0.0.1/tcp/1' }
    const updated = await registry.mined(
      registry.contract.write.update([node.id, moved.url, moved.peer], { account: operator }),
    )
    expect(await registry.events(updated)).toEqual([
      { eventName: 'NodeUpdated', args: { id: node.id, version: 2n, ...moved } },
    ])
    expect(await read(1)).toEqual({ ...active, ...moved })

    const left = await registry.startLeaving(node)
    const { timestamp } = await registry.client.getBlock({ blockNumber: left.blockNumber })
    const withdrawableAt = timestamp + exitDelay
    expect(await registry.events(left)).toEqual([
      { eventName: 'NodeLeaving', args: { id: node.id, version: 3n, withdrawableAt } },
    ])
    const past = { ...active, ...moved, until: 3n }
    expect(await read(1)).toEqual({ ...past, status: statuses.leaving, withdrawableAt })
    expect(await registry.balance()).toBe(bond)

    await registry.pass(exitDelay)
    const withdrawn = await registry.withdraw(node, elsewhere)
    expect(await registry.events(withdrawn)).toEqual([
      { eventName: 'NodeWithdrawn', args: { id: node.id, to: elsewhere } },
    ])
    expect(await read(1)).toEqual({ ...past, status: statuses.withdrawn })
    expect(await registry.balance()).toBe(0n)
    expect(await registry.balance(elsewhere)).toBe(bond)
    // Nobody learns anything new by it.
    expect(await registry.contract.read.version()).toBe(3n)

    expect(await revertOf(registry.register(node))).toEqual(['WrongStatus', statuses.withdrawn])
  })

  test('error: registering a node that is there', async () => {
    await registry.register(node)
    expect(await revertOf(registry.register(node))).toEqual(['WrongStatus', statuses.active])
  })

  test('error: another account does not drive it', async () => {
    await registry.register(node)
    const { write } = registry.contract
    const account = stranger
    const refused = ['NotOperator', operator.address]
    expect(await revertOf(write.update([node.id, 'ws://a', '/a'], { account }))).toEqual(refused)
    expect(await revertOf(write.startLeaving([node.id], { account }))).toEqual(refused)
    expect(await revertOf(write.withdraw([node.id, stranger.address], { account }))).toEqual(
      refused,
    )
  })

  test('error: withdrawing before leaving, too early, and twice', async () => {
    const { write } = registry.contract
    await registry.register(node)
    const withdraw = () =>
      revertOf(write.withdraw([node.id, operator.address], { account: operator }))
    expect(await withdraw()).toEqual(['WrongStatus', statuses.active])

    const left = await registry.startLeaving(node)
    const { timestamp } = await registry.client.getBlock({ blockNumber: left.blockNumber })
    expect(await revertOf(registry.startLeaving(node))).toEqual(['WrongStatus', statuses.leaving])
    expect(await revertOf(registry.register(node))).toEqual(['WrongStatus', statuses.leaving])
    expect(await withdraw()).toEqual(['TooEarly', timestamp + exitDelay])
    // The last second counts: the next block is one before the end.
    await registry.client.setNextBlockTimestamp({ timestamp: timestamp + exitDelay - 1n })
    await registry.client.mine({ blocks: 1 })
    expect(await withdraw()).toEqual(['TooEarly', timestamp + exitDelay])

    await registry.pass(1n)
    await registry.withdraw(node, operator.address)
    expect(await withdraw()).toEqual(['WrongStatus', statuses.withdrawn])
  })

  test('error: a bond that nobody takes stays', async () => {
    await registry.register(node)
    await registry.startLeaving(node)
    await registry.pass(exitDelay)
    const { write } = registry.contract
    expect(
      await revertOf(write.withdraw([node.id, registry.address], { account: operator })),
    ).toEqual(['FailedCall'])
    expect((await read(1)).status).toBe(statuses.leaving)
    await registry.withdraw(node, operator.address)
  })
})

describe('registering', () => {
  const node = testNode(2)
  const [x, y] = keyArguments(node.keyPair.publicKey)

  async function attempt(
    options: {
      x?: typeof x
      y?: typeof y
      url?: string
      peer?: string
      value?: bigint
      proof?: Awaited<ReturnType<TestRegistry['proof']>>
    } = {},
  ) {
    const proof = options.proof ?? (await registry.proof(node.keyPair))
    const { url = node.url, peer = node.peer, value = bond } = options
    const registration = { x: options.x ?? x, y: options.y ?? y, url, peer, proof }
    const call = { account: operator, value }
    return revertOf(registry.contract.simulate.register([[registration]], call))
  }

  test('default: what the others change is accepted', async () => {
    expect(await attempt()).toEqual(['none'])
  })

  test('error: not exactly the bond', async () => {
    for (const value of [0n, bond - 1n, bond + 1n])
      expect(await attempt({ value })).toEqual(['WrongBond', bond])
  })

  test('error: ether without a call', async () => {
    const transaction = { account: operator, to: registry.address, value: 1n }
    await expect(registry.client.sendTransaction(transaction)).rejects.toThrow('revert')
  })

  test('error: addresses that are empty, too long or not printable', async () => {
    for (const text of ['', 'a'.repeat(257), 'ws://a b', 'ws://a\n', 'ws://ä', 'ws://\u007f']) {
      expect(await attempt({ url: text })).toEqual(['InvalidAddress'])
      expect(await attempt({ peer: text })).toEqual(['InvalidAddress'])
    }
    expect(await attempt({ url: 'a'.repeat(256), peer: '!~' })).toEqual(['none'])
  })

  test('error: a key whose owner did not agree, or agreed to something else', async () => {
    const refused = ['InvalidSignature']
    const other = testNode(3)
    expect(await attempt({ proof: await registry.proof(other.keyPair) })).toEqual(refused)
    const forOther = await registry.proof(node.keyPair, stranger.address)
    expect(await attempt({ proof: forOther })).toEqual(refused)
    const { r } = await registry.proof(node.keyPair)
    expect(await attempt({ proof: { r, s: `0x${'00'.repeat(32)}` } })).toEqual(refused)
  })

  test('error: no point of the curve', async () => {
    expect(await attempt({ y: x })).toEqual(['InvalidSignature'])
    const zero = `0x${'00'.repeat(32)}` as const
    expect(await attempt({ x: zero, y: zero })).toEqual(['InvalidSignature'])
  })

  test('default: several at once, in one version', async () => {
    const nodes = [2, 3, 4].map(testNode)
    const mined = await registry.register(nodes)
    expect((await registry.events(mined)).map(({ args }) => args)).toMatchObject(
      nodes.map(({ id }) => ({ id, version: 1n })),
    )
    const { read } = registry.contract
    for (const { id } of nodes) expect((await read.node([id])).since).toBe(1n)
    expect(await Promise.all([read.version(), read.active(), registry.balance()])).toEqual([
      1n,
      3,
      3n * bond,
    ])
  })

  test('error: several, one of them twice, or not all bonds, or none', async () => {
    const call = (count: bigint) => ({ account: operator, value: count * bond })
    const { simulate } = registry.contract
    const [one, two] = await Promise.all(
      [2, 3].map((number) => registry.registration(testNode(number))),
    )
    expect(await revertOf(simulate.register([[one!, two!, one!]], call(3n)))).toEqual([
      'WrongStatus',
      statuses.active,
    ])
    for (const paid of [1n, 3n])
      expect(await revertOf(simulate.register([[one!, two!]], call(paid)))).toEqual([
        'WrongBond',
        2n * bond,
      ])
    expect(await revertOf(simulate.register([[]], call(0n)))).toEqual(['InvalidList'])
    expect(await revertOf(simulate.register([[one!, two!]], call(2n)))).toEqual(['none'])
  })

  test('error: updating a node to a bad address, or one that is not there', async () => {
    const { write } = registry.contract
    const account = operator
    await registry.register(node)
    expect(await revertOf(write.update([node.id, '', '/a'], { account }))).toEqual([
      'InvalidAddress',
    ])
    expect(await revertOf(write.update([node.id, 'ws://a', ' '], { account }))).toEqual([
      'InvalidAddress',
    ])
    expect(await revertOf(write.update([testNode(3).id, 'ws://a', '/a'], { account }))).toEqual([
      'WrongStatus',
      statuses.unknown,
    ])
  })

  test('behavior: node ids are the protocol’s', async () => {
    expect(await registry.contract.read.nodeId([x, y])).toBe(node.id)
  })

  test('behavior: what a key signs to be registered is the same outside as inside', async () => {
    const message = registrationMessage({
      chainId: registry.client.chain.id,
      registry: registry.address,
      operator: operator.address,
    })
    expect(await registry.contract.read.registrationDigest([operator.address])).toBe(
      sha256(message),
    )
  })
})

describe('reading pages', () => {
  const nodes = [10, 11, 12, 13, 14, 15].map(testNode)
  const register = async () => {
    for (const node of nodes) await registry.register(node)
    await registry.startLeaving(testNode(12))
  }

  test('default: every node that ever registered is on one page, whatever their size', async () => {
    await register()
    await registry.pass(exitDelay)
    await registry.withdraw(testNode(12), operator.address)
    const { read } = registry.contract
    for (const limit of [1n, 2n, 5n, 6n, 2n ** 256n - 1n]) {
      const found: string[] = []
      for (let offset = 0n; offset < 6n; offset += limit) {
        const [ids, page, total, current, settled] = await read.nodes([offset, limit])
        expect([total, current, settled]).toEqual([6n, 7n, 1n])
        expect(page).toEqual(await Promise.all(ids.map((id) => read.node([id]))))
        found.push(...ids)
      }
      expect(found).toEqual(nodes.map(({ id }) => id))
    }
  })

  test('default: beyond the end is empty', async () => {
    await register()
    for (const offset of [6n, 7n, 2n ** 256n - 1n])
      expect((await registry.contract.read.nodes([offset, 10n]))[0]).toEqual([])
    expect((await registry.contract.read.nodes([0n, 0n]))[0]).toEqual([])
  })

  test('behavior: who withdrew keeps its place, key and addresses', async () => {
    await register()
    await registry.pass(exitDelay)
    const node = testNode(12)
    await registry.withdraw(node, operator.address)
    const [ids, page] = await registry.contract.read.nodes([2n, 1n])
    const [x, y] = keyArguments(node.keyPair.publicKey)
    expect(ids).toEqual([node.id])
    const { url, peer } = node
    const status = statuses.withdrawn
    expect(page).toMatchObject([{ x, y, url, peer, since: 3n, until: 7n, status }])
    expect(await registry.balance()).toBe(5n * bond)
  })
})
