import { encodePacked, hexToBytes, keccak256, toHex, zeroHash } from 'viem'
import { afterAll, aroundEach, beforeAll, describe, expect, test } from 'vitest'

import { drawnIn } from './sets.ts'
import { bond, parameters, revertOf, stranger, testNode, TestRegistry } from './TestRegistry.ts'

const founders = Array.from({ length: 9 }, (_, i) => testNode(i + 1))

let registry: TestRegistry
beforeAll(async () => {
  registry = await TestRegistry.start()
  await registry.found(founders)
}, 60_000)
afterAll(() => registry?.stop())
// Each test begins with nine founders.
aroundEach((run) => registry.undoing(run))

const day = BigInt(parameters.turnSeconds)

describe('opening', () => {
  test('default: the first turn draws all classes, and all is installed', async () => {
    expect(await registry.summary()).toMatchObject({
      turn: 1,
      members: 9,
      seats: 9,
      floor: 1,
      drawn: true,
    })
    const { read } = registry.contract
    for (const shard of [0n, 4095n, 4096n, 4607n])
      expect(await read.installed([shard])).toEqual([1n, 0n])
    expect((await read.setAt([0n, 1n])).length).toBe(4)
    expect((await read.setAt([4096n, 1n])).length).toBe(7)
  })

  test('error: a turn before the last one’s time, or before it is drawn', async () => {
    const { openedAt } = await registry.summary()
    expect(await revertOf(registry.open())).toEqual(['TooEarly', BigInt(openedAt) + day])
    await registry.pass(day)
    await registry.open()
    const { drawBlock } = await registry.summary()
    expect(await revertOf(registry.open())).toEqual(['TooEarly', BigInt(drawBlock)])
    await registry.client.mine({ blocks: parameters.lookahead })
    expect(await revertOf(registry.open())).toEqual(['WrongTurn', 2n])
    await registry.draw()
    expect(await revertOf(registry.draw())).toEqual(['WrongTurn', 2n])
  })

  test('behavior: anyone opens and draws', async () => {
    await registry.pass(day)
    await registry.open(stranger)
    await registry.draw(stranger)
    expect(await registry.summary()).toMatchObject({ turn: 2, drawn: true })
  })
})

describe('drawing', () => {
  const open = async () => {
    await registry.pass(day)
    await registry.open()
    return (await registry.summary()).drawBlock
  }

  test('default: entropy is of chain, contract, turn and the block’s value', async () => {
    const number = await open()
    await registry.draw()
    const block = await registry.client.getBlock({ blockNumber: BigInt(number) })
    const [turn] = await registry.contract.read.turns([2n, 2n])
    expect(turn!.entropy).toBe(
      keccak256(
        encodePacked(
          ['string', 'uint256', 'address', 'uint64', 'bytes32'],
          [
            'parley/3 draw\0',
            BigInt(registry.client.chain.id),
            registry.address,
            2n,
            block.mixHash,
          ],
        ),
      ),
    )
    expect(turn).toMatchObject({ seats: 9, members: 9, whole: false })
  })

  test('error: before its block, and with another header or a changed one', async () => {
    const number = await open()
    const early = registry.contract.write.draw(['0xf90000'], { account: stranger })
    expect(await revertOf(early)).toEqual(['TooEarly', BigInt(number)])
    await registry.client.mine({ blocks: 5 })
    const { write } = registry.contract
    const other = await registry.header(number + 1)
    const refused = ['InvalidHeader']
    expect(await revertOf(write.draw([other], { account: stranger }))).toEqual(refused)
    const bytes = hexToBytes(await registry.header(number))
    bytes[bytes.length - 1]! ^= 1
    expect(await revertOf(write.draw([toHex(bytes)], { account: stranger }))).toEqual(refused)
  })

  test('behavior: a block of yesterday is proved by the chain’s history (EIP-2935)', async () => {
    await open()
    await registry.client.mine({ blocks: 400 })
    await registry.draw()
    expect(await registry.summary()).toMatchObject({ drawn: true })
  })

  test('behavior: its hash can be kept, where it is soon forgotten; a lost one gets another block', async () => {
    // Without EIP-2935 a hash can be told for 256 blocks.
    const forgetful = await TestRegistry.start({}, 'cancun')
    try {
      await forgetful.found(founders.slice(0, 4))
      await forgetful.pass(day)
      await forgetful.open()
      await forgetful.client.mine({ blocks: 10 })
      await forgetful.mined(forgetful.contract.write.note({ account: stranger }))
      await forgetful.client.mine({ blocks: 300 })
      expect(await revertOf(forgetful.open())).toEqual(['WrongTurn', 2n])
      await forgetful.draw()

      await forgetful.pass(day)
      await forgetful.open()
      const { drawBlock } = await forgetful.summary()
      await forgetful.client.mine({ blocks: 300 })
      expect(await revertOf(forgetful.draw())).toEqual(['InvalidHeader'])
      expect(await revertOf(forgetful.contract.write.note({ account: stranger }))).toEqual([
        'InvalidHeader',
      ])
      await forgetful.open(stranger)
      const again = await forgetful.summary()
      expect(again.turn).toBe(3)
      expect(again.drawBlock).toBeGreaterThan(drawBlock + 300)
      await forgetful.draw()
    } finally {
      await forgetful.stop()
    }
  })

  test('behavior: a turn draws its class; the others keep their draws', async () => {
    const shards = [0, 1024, 2048, 3072, 4096, 4224, 4352, 4480]
    const sets = () =>
      Promise.all(
        shards.map(async (shard) => {
          const { turn } = await registry.summary()
          return registry.contract.read.setAt([BigInt(shard), BigInt(turn)])
        }),
      )
    const before = await sets()
    const turn = await registry.turn()
    const after = await sets()
    for (const [i, shard] of shards.entries())
      if (drawnIn(shard, turn, parameters.classes) === turn) expect(after[i]).not.toEqual(before[i])
      else expect(after[i]).toEqual(before[i])
  })

  /**
   * Who grinds keys or addresses, or registers in a chosen order of its own, moves nothing: picks are
   * of seats, and seats are taken in the order of the queue.
   */
  test('behavior: a set depends on seats and the block’s value alone, whatever the keys', async () => {
    const seatsOf = async (number: number, url: string) => {
      let seats: number[] = []
      await registry.undoing(async () => {
        for (let i = 0; i < 4; i++)
          await registry.enter({ ...testNode(number + i), url: `${url}${i}.example` })
        const turn = await registry.turn()
        const [drawn] = await registry.contract.read.turns([BigInt(turn), BigInt(turn)])
        const shard = 2048n
        const set = await registry.contract.read.setAt([shard, BigInt(turn)])
        const nodes = await Promise.all(set.map((id) => registry.contract.read.node([id])))
        seats = nodes.map(({ seat }) => seat)
        // The first picks of the draw, of nothing but its value.
        const word = BigInt(
          keccak256(encodePacked(['bytes32', 'uint128', 'uint128'], [drawn!.entropy, shard, 0n])),
        )
        const picks = Array.from({ length: 8 }, (_, k) =>
          Number(((word >> BigInt(32 * k)) & 0xffffffffn) % 13n),
        )
        const firsts = [...new Set(picks)].slice(0, 4)
        expect(seats.slice(0, firsts.length)).toEqual(firsts)
      })
      return seats
    }
    await seatsOf(100, 'wss://a')
    await seatsOf(200, 'wss://b')
  })

  test('behavior: who enters after a draw’s block was named is not in its draw', async () => {
    await open()
    const late = testNode(50)
    await registry.enter(late)
    await registry.draw()
    const turn = 2n
    const sets = await Promise.all(
      Array.from({ length: 64 }, (_, i) =>
        registry.contract.read.setAt([BigInt(2048 + i * 16), turn]),
      ),
    )
    expect(sets.flat()).not.toContain(late.id)
  })
})

describe('reading', () => {
  test('default: pages of seats, and what changed since a revision, each seat once', async () => {
    const { read } = registry.contract
    const first = await read.seats([0n, 5n, 1n])
    const second = await read.seats([5n, 512n, 1n])
    expect([...first, ...second].map(({ holders }) => holders[0]!.id)).toEqual(
      founders.map(({ id }) => id),
    )
    expect(await read.seats([9n, 5n, 1n])).toEqual([])
    const { revision } = await registry.summary()
    expect(await read.changes([revision, 1n])).toEqual([[], revision])

    await registry.pass(3600n)
    await registry.update(founders[2]!, 'wss://moved.example')
    await registry.pass(3600n)
    await registry.update(founders[2]!, 'wss://moved-again.example')
    await registry.startLeaving(founders[4]!)
    await registry.turn()
    const [page, next] = await read.changes([revision, 1n])
    expect(page.map(({ seat }) => seat)).toEqual([2n, 4n])
    expect(page[0]!.holders[0]!.addresses.url).toBe('wss://moved-again.example')
    expect(page[1]!.holders[0]).toMatchObject({ id: founders[4]!.id, since: 1n, until: 2n })
    expect(next).toBe((await registry.summary()).revision)
  })

  test('behavior: any number of changes is read in pages of 256', async () => {
    const { read } = registry.contract
    const { revision } = await registry.summary()
    // What one node may do is limited by time alone; its seat comes once.
    for (let i = 0; i < 260; i++) {
      await registry.client.increaseTime({ seconds: 3600 })
      await registry.update(founders[i % 2]!, `wss://${i}.example`)
    }
    let [found, at] = [new Map<bigint, string>(), revision]
    for (;;) {
      const [page, next] = await read.changes([at, 1n])
      expect(page.length).toBeLessThanOrEqual(256)
      for (const { seat, holders } of page) found.set(seat, holders[0]!.addresses.url)
      if (next === at) break
      at = next
    }
    expect([...found]).toEqual([
      [0n, 'wss://258.example'],
      [1n, 'wss://259.example'],
    ])
  })

  test('behavior: a topic’s set is its installed one, or the newest if one of that has left', async () => {
    const { read } = registry.contract
    const topic = `0x4080${'00'.repeat(30)}` as const
    // Table 1: its bits are 0000 0010 0, so the fifth of its shards.
    const shard = BigInt(4096 + 4)
    expect(await read.setOf([topic])).toEqual([await read.setAt([shard, 1n]), 1n])
    const [leaver] = await read.setAt([shard, 1n])
    const node = founders.find(({ id }) => id === leaver)!
    await registry.startLeaving(node)
    await registry.turn()
    const [set, turn] = await read.setOf([topic])
    expect(turn).toBe(2n)
    expect(set).not.toContain(leaver)
    expect(await read.setAt([shard, 1n])).toContain(leaver)
    expect(await revertOf(read.setOf([`0x80${'00'.repeat(31)}`]))).toEqual(['UnknownTable'])
  })

  /** Light readers prove these: the order is part of the rules. */
  test('behavior: what stands in which storage slot', async () => {
    const { client, address } = registry
    const word = (slot: bigint) => client.getStorageAt({ address, slot: toHex(slot, { size: 32 }) })
    const at = (key: bigint | `0x${string}`, slot: bigint, offset = 0n) =>
      BigInt(
        keccak256(
          encodePacked(['uint256', 'uint256'], [typeof key === 'bigint' ? key : BigInt(key), slot]),
        ),
      ) + offset
    const summary = BigInt((await word(0n))!)
    expect(Number(summary & 0xffffffffffn)).toBe(1)
    expect(await word(at(3n, 1n, 1n))).toBe(founders[3]!.id)
    expect(BigInt((await word(at(3n, 2n)))!)).toBe(1n)
    const node = await registry.contract.read.node([founders[3]!.id])
    expect(await word(at(founders[3]!.id, 3n))).toBe(node.x)
    expect(await word(at(founders[3]!.id, 3n, 4n))).toBe(node.addressesHash)
    const [turn] = await registry.contract.read.turns([1n, 1n])
    expect(await word(at(1n, 5n))).toBe(turn!.entropy)
    expect(await word(at(0n, 6n))).toBe(zeroHash)
    expect(await word(at(0n, 7n))).toBe(zeroHash)
    expect(BigInt((await word(10n))!) & ((1n << 128n) - 1n)).toBe(bond)
  })
})
