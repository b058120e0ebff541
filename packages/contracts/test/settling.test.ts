import { afterAll, aroundEach, beforeAll, describe, expect, test } from 'vitest'

import { classOf } from './sets.ts'
import {
  bond,
  exitSeconds,
  operator,
  parameters,
  revertOf,
  stranger,
  type TestNode,
  testNode,
  TestRegistry,
} from './TestRegistry.ts'

const nodes = Array.from({ length: 9 }, (_, i) => testNode(i + 1))
const nodeOf = (id: string): TestNode => nodes.find((node) => node.id === id)!

let registry: TestRegistry
beforeAll(async () => {
  registry = await TestRegistry.start()
  await registry.found(nodes)
}, 60_000)
afterAll(() => registry?.stop())
// Each test begins with nine founders.
aroundEach((run) => registry.undoing(run))

/** A shard of the class that a turn draws. */
const shardOf = (turn: number): number => (turn % parameters.classes) * 1024 + 5

const setOf = async (shard: number, turn: number): Promise<TestNode[]> =>
  (await registry.contract.read.setAt([BigInt(shard), BigInt(turn)])).map(nodeOf)

const installedOf = async (shard: number): Promise<readonly [bigint, bigint]> =>
  registry.contract.read.installed([BigInt(shard)])

describe('holding', () => {
  test('default: a quorum of the new set that holds everything installs it; the old one is told', async () => {
    const turn = await registry.turn()
    const shard = shardOf(turn)
    const set = await setOf(shard, turn)
    expect(await installedOf(shard)).toEqual([1n, 0n])
    const mined = await registry.settle(
      turn,
      [shard],
      set.slice(1).map((node) => [node, { shards: [shard] }]),
    )
    expect(await registry.events(mined)).toEqual([
      { eventName: 'Settled', args: { turn: 2n, installs: 1n, stalls: 0n } },
    ])
    expect(await installedOf(shard)).toEqual([2n, 1n])
    expect(await registry.summary()).toMatchObject({ installs: 1, settlements: 2n })
  })

  test('error: one short of a quorum installs nothing, whoever else speaks', async () => {
    const turn = await registry.turn()
    const shard = shardOf(turn)
    const set = await setOf(shard, turn)
    const others = nodes.filter((node) => !set.includes(node))
    await registry.settle(
      turn,
      [shard],
      [...set.slice(2), ...others].map((node) => [node, {}]),
    )
    expect(await installedOf(shard)).toEqual([1n, 0n])
  })

  test('behavior: a list without shards is of all of the node’s; a list counts for its own alone', async () => {
    const turn = await registry.turn()
    const shards = [0, 1, 2, 3].map((i) => (turn % parameters.classes) * 1024 + i)
    const all = nodes.map((node): [TestNode, { shards: number[] }] => [
      node,
      { shards: Number(node === nodes[0]) === 1 ? [] : [shards[1]!, shards[3]!] },
    ])
    await registry.settle(turn, shards, all)
    const installed = await Promise.all(shards.map(installedOf))
    expect(installed.map(([at]) => at)).toEqual([1n, 2n, 1n, 2n])
  })

  test('error: lists out of order, of no shard, or of one node twice', async () => {
    const turn = await registry.turn()
    const bad = ['InvalidList']
    for (const shards of [[2, 1], [1, 1], [4608]])
      expect(await revertOf(registry.settle(turn, shards, [[nodes[0]!]]))).toEqual(bad)
    expect(await revertOf(registry.settle(turn, [1], [[nodes[0]!], [nodes[0]!]]))).toEqual(bad)
    expect(
      await revertOf(registry.settle(turn, [1], [[nodes[0]!], [nodes[0]!, { stuck: true }]])),
    ).toEqual(['none'])
  })

  test('error: another turn than the open one, an undrawn one, a signature for another', async () => {
    const turn = await registry.turn()
    const shard = shardOf(turn)
    const said: [TestNode][] = nodes.map((node) => [node])
    expect(await revertOf(registry.settle(1, [shard], said))).toEqual(['WrongTurn', 2n])
    expect(await revertOf(registry.settle(3, [shard], said))).toEqual(['WrongTurn', 2n])
    const claim = await registry.claim(nodes[0]!, 1)
    const account = stranger
    const { write } = registry.contract
    expect(await revertOf(write.settle([2n, [shard], [claim]], { account }))).toEqual([
      'InvalidSignature',
    ])
    const stuck = { ...(await registry.claim(nodes[0]!, turn)), stuck: true }
    expect(await revertOf(write.settle([2n, [shard], [stuck]], { account }))).toEqual([
      'InvalidSignature',
    ])
    await registry.pass(BigInt(parameters.turnSeconds))
    await registry.open()
    expect(await revertOf(registry.settle(3, [shard], said))).toEqual(['WrongTurn', 3n])
  })

  test('behavior: a member that is gone makes a new set of the same draw, in any class', async () => {
    const shard = shardOf(1)
    const before = await setOf(shard, 1)
    await registry.startLeaving(before[0]!)
    const turn = await registry.turn()
    expect(classOf(shard, parameters.classes)).not.toBe(turn % parameters.classes)
    const set = await setOf(shard, turn)
    expect(set.slice(0, 3)).toEqual(before.slice(1))
    await registry.settle(
      turn,
      [shard],
      set.slice(1).map((node) => [node]),
    )
    expect(await installedOf(shard)).toEqual([2n, 1n])
    // Of the turn's own class nothing is installed yet.
    expect(await registry.summary()).toMatchObject({ installs: 0 })
  })

  test('behavior: who left or was slashed counts for nothing, and holds nobody up', async () => {
    const leaver = nodes[0]!
    await registry.startLeaving(leaver)
    const turn = await registry.turn()
    const shard = shardOf(turn)
    const set = await setOf(shard, turn)
    await registry.settle(turn, [shard], [[leaver], ...set.map((node): [TestNode] => [node])])
    expect(await installedOf(shard)).toEqual([2n, 1n])
  })
})

describe('small networks', () => {
  const local = { classes: 1, eager: true, turnSeconds: 60, forceSeconds: 120, lookahead: 1 }

  test('behavior: where every set is all members, one count installs all', async () => {
    const small = await TestRegistry.start({ ...local, secondReplicas: 4 })
    try {
      await small.found(nodes.slice(0, 3))
      expect(await revertOf(small.open())).toEqual(['NothingToDo'])
      await small.enter(nodes[3]!)
      await small.open()
      await small.draw()
      expect(await small.contract.read.installed([9n])).toEqual([1n, 0n])
      await small.settle(
        2,
        [],
        nodes.slice(0, 2).map((node) => [node]),
      )
      expect(await small.contract.read.installed([9n])).toEqual([1n, 0n])
      // While shards are pending the next turn waits.
      await small.enter(nodes[4]!)
      expect((await revertOf(small.open()))[0]).toBe('TooEarly')
      const three = nodes.slice(0, 3).map((node): [TestNode] => [node])
      await small.settle(2, [], three)
      for (const shard of [0n, 4607n])
        expect(await small.contract.read.installed([shard])).toEqual([2n, 1n])
      // Nothing is pending: what waits is admitted at once.
      await small.open()
      await small.draw()
      expect(await small.summary()).toMatchObject({ turn: 3, members: 5 })
      // Five members have sets of four: none is all of them.
      const five = nodes.slice(0, 5).map((node): [TestNode] => [node])
      await small.settle(3, [], five)
      expect(await small.contract.read.installed([9n])).toEqual([2n, 1n])
      const all = Array.from({ length: 4608 }, (_, shard) => shard)
      for (let from = 0; from < 4608; from += 768) {
        const { gasUsed } = await small.settle(3, all.slice(from, from + 768), five)
        // What one transaction may use (EIP-7825).
        expect(gasUsed).toBeLessThan(16_777_216n)
      }
      for (const shard of [0n, 9n, 4607n])
        expect(await small.contract.read.installed([shard])).toEqual([3n, 2n])
      expect(await revertOf(small.open())).toEqual(['NothingToDo'])
    } finally {
      await small.stop()
    }
  })
})

describe('force', () => {
  /** The members of a shard's new set say that they are not handed it. */
  const stall = async (shard: number, turn: number) =>
    registry.settle(
      turn,
      [shard],
      (await setOf(shard, turn)).map((node) => [node, { stuck: true }]),
    )

  test('behavior: after seven turns of one draw it is installed by force, two hours later', async () => {
    // An era is four turns here: so many stalls need a longer one.
    const slow = await TestRegistry.start({ classes: 16 })
    try {
      await slow.found(nodes)
      const setAt = async (turn: number) =>
        (await slow.contract.read.setAt([shard, BigInt(turn)])).map(nodeOf)
      const shard = 512n + 3n
      for (let turn = 2; turn <= 8; turn++) {
        await slow.turn()
        const set = await setAt(turn)
        const said = set.slice(1).map((node): [TestNode, object] => [node, { stuck: true }])
        await slow.settle(turn, [Number(shard)], said)
        const [stalled] = await slow.contract.read.stalls([[Number(shard)]])
        expect(stalled!.count).toBe(turn === 8 ? 0 : turn - 1)
        // Once a turn.
        await slow.settle(turn, [Number(shard)], said)
        expect((await slow.contract.read.stalls([[Number(shard)]]))[0]!.count).toBe(stalled!.count)
        expect(await slow.contract.read.installed([shard])).toEqual([1n, 0n])
      }
      const [forced] = await slow.contract.read.stalls([[Number(shard)]])
      expect(forced).toMatchObject({ draw: 2n, forced: 8n })
      const words = await slow.contract.read.installedWords()
      expect((words[Number(shard >> 2n)]! >> (64n * (shard & 3n) + 63n)) & 1n).toBe(1n)
      await slow.pass(7100n)
      expect(await slow.contract.read.installed([shard])).toEqual([1n, 0n])
      await slow.pass(100n)
      expect(await slow.contract.read.installed([shard])).toEqual([8n, 1n])
      // What holds takes its place as ever.
      await slow.turn()
      const set = await setAt(9)
      await slow.settle(
        9,
        [Number(shard)],
        set.map((node) => [node]),
      )
      expect(await slow.contract.read.installed([shard])).toEqual([9n, 8n])
      expect((await slow.contract.read.stalls([[Number(shard)]]))[0]).toMatchObject({
        draw: 0n,
        forced: 0n,
        count: 0,
      })
    } finally {
      await slow.stop()
    }
  })

  test('behavior: a new draw clears what stalled', async () => {
    let turn = await registry.turn()
    const shard = shardOf(turn)
    for (let i = 0; i < parameters.classes; i++) {
      await stall(shard, turn)
      turn = await registry.turn()
    }
    expect((await registry.contract.read.stalls([[shard]]))[0]!.count).toBe(4)
    await stall(shard, turn)
    expect((await registry.contract.read.stalls([[shard]]))[0]).toMatchObject({
      count: 1,
      draw: BigInt(turn),
    })
  })

  test('error: f+1 of the new set do not stall it', async () => {
    const turn = await registry.turn()
    const shard = shardOf(turn)
    const [a, b] = await setOf(shard, turn)
    await registry.settle(
      turn,
      [shard],
      [a!, b!].map((node) => [node, { stuck: true }]),
    )
    expect((await registry.contract.read.stalls([[shard]]))[0]!.count).toBe(0)
  })
})

describe('retiring', () => {
  /** Turns in each of which all but one node install every shard they can. */
  async function without(silent: TestNode, turns: number) {
    const found: { turn: number; shard: number }[] = []
    for (let i = 0; i < turns; i++) {
      const turn = await registry.turn()
      const first = (turn % parameters.classes) * 1024
      const shards = Array.from({ length: 24 }, (_, k) => first + k)
      const rest = nodes.filter((node) => node !== silent)
      await registry.settle(
        turn,
        shards,
        rest.map((node) => [node]),
      )
      for (const shard of shards)
        if ((await setOf(shard, turn)).includes(silent)) {
          found.push({ turn, shard })
          break
        }
    }
    return found
  }
  const retire = (node: TestNode, shown: readonly { turn: number; shard: number }[]) => {
    const turns = shown.map(({ turn }) => BigInt(turn)) as never
    const shards = shown.map(({ shard }) => shard) as never
    return registry.contract.write.retire([node.id, turns, shards], { account: stranger })
  }

  test('default: four turns of silence end a membership; the first fee stays of its bond', async () => {
    const silent = nodes[4]!
    const shown = await without(silent, 4)
    expect(await revertOf(retire(silent, shown))).toEqual(['NotSilent'])
    await registry.turn()
    await registry.mined(retire(silent, shown))
    expect(await registry.contract.read.node([silent.id])).toMatchObject({ retired: true })
    await registry.turn()
    const [, until] = await registry.contract.read.statusOf([silent.id])
    expect(until).toBe(7n)
    await registry.pass(exitSeconds)
    const before = await registry.balance(stranger.address)
    await registry.withdraw(silent, stranger.address)
    expect((await registry.balance(stranger.address)) - before).toBe(bond - bond / 64n)
    expect(await registry.balance()).toBe(8n * bond)
  })

  test('error: who spoke since, who was in no such set, one turn twice, and two in one turn', async () => {
    const silent = nodes[4]!
    const shown = await without(silent, 4)
    const turn = await registry.turn()
    const elsewhere = shown.map((each, i) =>
      i === 2 ? { ...each, shard: each.shard + 512 } : each,
    )
    expect(await revertOf(retire(silent, elsewhere))).toEqual(['NotSilent'])
    const twice = [shown[0]!, shown[0]!, shown[1]!, shown[2]!]
    expect(await revertOf(retire(silent, twice))).toEqual(['InvalidList'])
    const other = nodes.find((node) => node !== silent)!
    expect(await revertOf(retire(other, shown))).toEqual(['NotSilent'])
    // Its own word in a turn, brought by itself, is enough.
    await registry.settle(turn, [0], [[silent]])
    expect(await revertOf(retire(silent, shown))).toEqual(['NotSilent'])
    expect(operator.address).not.toBe(stranger.address)
  })
})
