import type { Hex } from 'viem'
import { expect, test } from 'vitest'

import { drawnIn, type Held, type Known, setOf } from './sets.ts'
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

/** Random numbers of a seed: mulberry32. */
function randomOf(seed: number) {
  let state = seed
  const next = (): number => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32
  }
  return { next, below: (count: number) => Math.floor(next() * count) }
}

type Life = 'waiting' | 'member' | 'leaving' | 'left' | 'gone'
type Tracked = { readonly node: TestNode; life: Life; leftAt: bigint; retired: boolean }

/** An era in which a shard can stall often enough to be forced. */
const classes = 16
/** Turns of each era in which members say that they are stuck. */
const isStuckTurn = (turn: number): boolean => turn % classes >= 3 && turn % classes <= 11

/** Shards that are looked at: some of every class and both tables. */
const looked = [0, 1, 700, 1024, 1025, 2048, 3000, 3072, 4095, 4096, 4200, 4300, 4480, 4607]

/** A registry under random calls, beside what the rules say of it. */
class Fuzz {
  readonly registry: TestRegistry
  readonly #random: ReturnType<typeof randomOf>
  readonly nodes: Tracked[] = []
  readonly queue: Tracked[] = []
  readonly leaving: Tracked[] = []
  readonly #holders: Held[][] = []
  readonly #turns = new Map<number, { entropy: Hex; seats: number; members: number }>()
  readonly #installed = new Map<number, number>(looked.map((shard) => [shard, 1]))
  readonly #stalls = new Map<number, { draw: number; count: number; last: number }>()
  readonly #forced = new Map<number, { turn: number; at: bigint }>()
  turn = 0
  installs = 0
  forces = 0

  constructor(registry: TestRegistry, seed: number) {
    this.registry = registry
    this.#random = randomOf(seed)
  }

  get #known(): Known {
    return {
      classes,
      replicas: [parameters.firstReplicas, parameters.secondReplicas],
      turns: this.#turns,
      holders: this.#holders,
    }
  }

  get #members(): Tracked[] {
    return this.nodes.filter(({ life }) => life === 'member' || life === 'leaving')
  }

  #some<T>(list: readonly T[]): T | undefined {
    return list[this.#random.below(list.length)]
  }

  async #now(): Promise<bigint> {
    return (await this.registry.client.getBlock()).timestamp
  }

  /** What the first turn made. */
  async begin(nodes: readonly TestNode[]): Promise<void> {
    this.turn = 1
    for (const [seat, node] of nodes.entries()) {
      this.nodes.push({ node, life: 'member', leftAt: 0n, retired: false })
      this.#holders[seat] = [{ id: node.id, since: 1, until: 0 }]
    }
    const [drawn] = await this.registry.contract.read.turns([1n, 1n])
    const count = nodes.length
    this.#turns.set(1, { entropy: drawn!.entropy, seats: count, members: count })
  }

  async enter(): Promise<void> {
    const price = (bond / 64n) << BigInt(this.queue.length >> 4)
    expect(await this.registry.contract.read.fee()).toBe(price)
    const node = testNode(1000 + this.nodes.length)
    if (this.#random.next() < 0.2) {
      const short = this.registry.enter(node, { value: bond + price - 1n })
      expect(await revertOf(short)).toEqual(['WrongBond', bond + price])
    }
    await this.registry.enter(node)
    const tracked: Tracked = { node, life: 'waiting', leftAt: 0n, retired: false }
    this.nodes.push(tracked)
    this.queue.push(tracked)
  }

  async cancel(): Promise<void> {
    const some = this.#some(this.queue)
    if (some === undefined) return
    const { write } = this.registry.contract
    await this.registry.mined(write.cancel([some.node.id], { account: operator }))
    this.queue.splice(this.queue.indexOf(some), 1)
    some.life = 'gone'
  }

  async leave(): Promise<void> {
    const some = this.#some(this.nodes.filter(({ life }) => life === 'member'))
    if (some === undefined || this.#members.length - this.leaving.length < 6) return
    await this.registry.startLeaving(some.node)
    some.life = 'leaving'
    this.leaving.push(some)
  }

  async withdraw(): Promise<void> {
    const some = this.#some(this.nodes.filter(({ life }) => life === 'left'))
    if (some === undefined) return
    const due = some.leftAt + exitSeconds
    // The next block is a second later.
    if ((await this.#now()) + 1n < due) {
      const refused = await revertOf(this.registry.withdraw(some.node, stranger.address))
      expect(refused).toEqual(['TooEarly', due])
      return
    }
    await this.registry.withdraw(some.node, stranger.address)
    some.life = 'gone'
  }

  /** The next turn; checks who was admitted, in which order, and who left. */
  async next(): Promise<void> {
    const moves = Math.max(4, Math.floor(this.#members.length / 16))
    const before = await this.registry.summary()
    await this.registry.pass(BigInt(parameters.turnSeconds))
    await this.registry.open()
    const now = await this.#now()
    this.turn++
    for (const tracked of this.leaving.splice(0, moves)) {
      tracked.life = 'left'
      tracked.leftAt = now
      const held = this.#holders.flat().find(({ id }) => id === tracked.node.id)! as {
        until: number
      }
      held.until = this.turn
    }
    const joined = this.queue.splice(0, moves)
    for (const tracked of joined) {
      tracked.life = 'member'
      const { seat, since } = await this.registry.contract.read.node([tracked.node.id])
      expect(since).toBe(this.turn)
      const held = (this.#holders[seat] ??= [])
      const former = held.at(-1)
      // A seat is taken again only when nobody's bond is bound by it.
      if (former !== undefined) {
        expect(former.until).toBeGreaterThan(0)
        const left = this.nodes.find(({ node }) => node.id === former.id)!
        expect(now).toBeGreaterThanOrEqual(left.leftAt + exitSeconds)
      }
      held.push({ id: tracked.node.id, since: this.turn, until: 0 })
    }
    await this.registry.draw()
    const { seats, members, revision } = await this.registry.summary()
    expect(members).toBe(this.#members.length)
    expect(seats).toBe(this.#holders.length)
    expect(revision).toBeGreaterThanOrEqual(before.revision + joined.length)
    const [drawn] = await this.registry.contract.read.turns([BigInt(this.turn), BigInt(this.turn)])
    this.#turns.set(this.turn, { entropy: drawn!.entropy, seats, members })
  }

  /** Members say at random what they hold and what is stuck; checks what comes of it. */
  async settle(): Promise<void> {
    const shards = looked.filter(() => this.#random.next() < 0.7)
    const willing = 0.6 + this.#random.next() / 2
    const isMixed = this.#random.next() < 0.2
    const kinds = isMixed ? [false, true] : [isStuckTurn(this.turn)]
    const said: [TestNode, { shards: number[]; stuck: boolean }][] = []
    const heard = new Map<string, { shards: number[]; stuck: boolean }[]>()
    for (const { node } of this.#members) {
      if (this.#random.next() > willing) continue
      for (const stuck of kinds) {
        const all = this.#random.next() < 0.3
        const list = all ? [] : looked.filter(() => this.#random.next() < 0.9)
        if (!all && list.length === 0) continue
        const what = { shards: list, stuck }
        said.push([node, what])
        heard.set(node.id, [...(heard.get(node.id) ?? []), what])
      }
    }
    await this.registry.settle(this.turn, shards, said)
    const now = await this.#now()
    for (const shard of shards) this.#expect(shard, now, heard)
  }

  #expect(
    shard: number,
    now: bigint,
    heard: ReadonlyMap<string, readonly { shards: number[]; stuck: boolean }[]>,
  ): void {
    const set = setOf(this.#known, shard, this.turn)
    const quorum = set.length - Math.floor((set.length - 1) / 3)
    const count = (stuck: boolean): number =>
      set.filter((id) =>
        heard
          .get(id)
          ?.some(
            (what) =>
              what.stuck === stuck && (what.shards.length === 0 || what.shards.includes(shard)),
          ),
      ).length
    const forced = this.#forced.get(shard)
    if (forced !== undefined && now >= forced.at) {
      this.#installed.set(shard, forced.turn)
      this.#forced.delete(shard)
    }
    if (set.length === 0) return
    if (count(false) >= quorum) {
      if (this.#installed.get(shard) !== this.turn) this.installs++
      this.#installed.set(shard, this.turn)
      this.#stalls.delete(shard)
      this.#forced.delete(shard)
    } else if (count(true) >= quorum && this.#installed.get(shard) !== this.turn) {
      const draw = drawnIn(shard, this.turn, classes)
      const stall = this.#stalls.get(shard)
      if (stall?.last === this.turn) return
      const known = stall?.draw === draw ? stall.count : 0
      const next = known + 1
      this.#stalls.set(shard, {
        draw,
        count: next === parameters.forceTurns ? 0 : next,
        last: this.turn,
      })
      if (next === parameters.forceTurns) {
        this.forces++
        this.#forced.set(shard, { turn: this.turn, at: now + BigInt(parameters.forceSeconds) })
      }
    }
  }

  /** Compares all that can be seen with what the rules say. */
  async check(): Promise<void> {
    const { read } = this.registry.contract
    const bonded = this.nodes.filter(({ life }) => life !== 'gone').length
    expect(await this.registry.balance()).toBe(bond * BigInt(bonded))
    const now = await this.#now()
    for (const shard of looked) {
      const set = setOf(this.#known, shard, this.turn)
      expect(await read.setAt([BigInt(shard), BigInt(this.turn)])).toEqual(set)
      // Nobody is in a draw that was in no seat before its block was known.
      const draw = drawnIn(shard, this.turn, classes)
      for (const id of set) {
        const held = this.#holders.flat().find((each) => each.id === id)!
        expect(held.since).toBeLessThanOrEqual(draw)
      }
      const forced = this.#forced.get(shard)
      const [turn] = await read.installed([BigInt(shard)])
      const expected =
        forced !== undefined && now >= forced.at ? forced.turn : this.#installed.get(shard)
      expect([shard, turn]).toEqual([shard, BigInt(expected!)])
      const old = Math.max(1, this.turn - this.#random.below(40))
      expect(await read.setAt([BigInt(shard), BigInt(old)])).toEqual(setOf(this.#known, shard, old))
    }
  }
}

async function run(seed: number, turns: number): Promise<Fuzz> {
  const registry = await TestRegistry.start({ classes })
  try {
    const fuzz = new Fuzz(registry, seed)
    const random = randomOf(seed ^ 0x5eed)
    const founders = 1 + random.below(12)
    const nodes = Array.from({ length: founders }, (_, i) => testNode(1 + i))
    await registry.found(nodes)
    await fuzz.begin(nodes)
    for (let turn = 0; turn < turns; turn++) {
      const calls = random.below(8)
      for (let call = 0; call < calls; call++) {
        const which = random.next()
        if (which < 0.5) await fuzz.enter()
        else if (which < 0.6) await fuzz.cancel()
        else if (which < 0.85) await fuzz.leave()
        else await fuzz.withdraw()
      }
      await fuzz.next()
      await fuzz.settle()
      if (random.next() < 0.3) await fuzz.settle()
      await fuzz.check()
    }
    return fuzz
  } finally {
    await registry.stop()
  }
}

/** More by `SEED` and `TURNS`: `SEED=7 TURNS=200 npx vitest run …/fuzz.test.ts`. */
test(
  'behavior: under random calls the registry is what its rules say',
  { timeout: 1_200_000 },
  async () => {
    const seed = Number(process.env['SEED'] ?? 1)
    const { installs, forces } = await run(seed, Number(process.env['TURNS'] ?? 14))
    expect([installs > 0, forces > 0], `seed ${seed}`).toEqual([true, true])
  },
)
