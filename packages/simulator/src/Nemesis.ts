/**
 * What goes wrong in a run, and when.
 *
 * @module
 */
import type { Machine } from './Machine.ts'
import type { Random } from './Random.ts'
import type { World } from './World.ts'

/** Kinds of trouble. */
export const faults = [
  'breaks',
  'doubles',
  'clogs',
  'partitions',
  'node-crashes',
  'client-crashes',
  'disks',
  'skew',
  'members',
] as const
export type Fault = (typeof faults)[number]

/** How long trouble of one kind lasts on average, and how long until the next. */
const lastsMs = 4_000
const apartMs = 1_500
/** Members of a network that grows and shrinks: never fewer than a replica set. */
const membersMin = 4
const membersMax = 7
/** A process dies within so many calls into the world. */
const callsMax = 60

export class Nemesis {
  readonly #world: World
  readonly #faults: ReadonlySet<Fault>
  readonly #random: Random
  #over = false

  constructor(world: World, faults: ReadonlySet<Fault>) {
    this.#world = world
    this.#faults = faults
    this.#random = world.random.fork('nemesis')
  }

  start(): void {
    const random = this.#random
    this.#world.network.weather = {
      jitterMs: random.between(0, 40),
      breaks: this.#faults.has('breaks') ? 0.002 : 0,
      doubles: this.#faults.has('doubles') ? 0.2 : 0,
    }
    const sudden = this.#kinds()
    const next = (): void => {
      if (this.#over) return
      random.pick(sudden)()
      this.#later(apartMs, next)
    }
    if (sudden.length > 0) this.#later(apartMs, next)
  }

  /** Ends all trouble: everything is repaired and runs. */
  stop(): void {
    const { network, nodes, clients } = this.#world
    this.#over = true
    network.weather = { jitterMs: 5, breaks: 0, doubles: 0 }
    network.heal()
    for (const node of nodes) {
      node.disk.full = false
      node.disk.latencyMs = 2
    }
    for (const machine of [...nodes, ...clients]) machine.recover()
  }

  #later(meanMs: number, task: () => void): void {
    this.#world.clock.after(this.#random.exponential(meanMs), task)
  }

  #kinds(): (() => void)[] {
    const { nodes, clients, network } = this.#world
    const random = this.#random
    const kinds: Partial<Record<Fault, () => void>> = {
      breaks: () => network.breakOne(),
      clogs: () => {
        const [a, b] = [random.pick(this.#machines()), random.pick(this.#machines())]
        network.clog(a.name, b.name, random.exponential(lastsMs))
      },
      partitions: () => this.#partition(),
      'node-crashes': () => this.#crash(random.pick(nodes)),
      'client-crashes': () => this.#crash(random.pick(clients)),
      members: () => void this.#changeMembers(),
      disks: () => {
        const { disk } = random.pick(nodes)
        if (random.chance(0.5)) disk.full = true
        else disk.latencyMs = random.between(50, 800)
        this.#later(lastsMs, () => Object.assign(disk, { full: false, latencyMs: 2 }))
      },
    }
    return Object.entries(kinds)
      .filter(([name]) => this.#faults.has(name as Fault))
      .map(([, act]) => act)
  }

  /** A node joins, or one leaves. */
  async #changeMembers(): Promise<void> {
    const { registrar, checkers } = this.#world
    const members = registrar.current
    const joins = members.length <= membersMin || this.#random.chance(0.5)
    try {
      if (!joins) await registrar.leave(this.#random.pick(members))
      else if (members.length < membersMax) await this.#world.addNode()
    } catch (error) {
      checkers.fail('nothing fails inside', `members do not change: ${String(error)}`)
    }
  }

  #machines(): Machine[] {
    return [...this.#world.nodes, ...this.#world.clients]
  }

  /** Two sides that cannot reach each other, or only one way. */
  #partition(): void {
    const { network, trace } = this.#world
    const random = this.#random
    const side = new Set(this.#machines().filter(() => random.chance(0.3)))
    const oneWay = random.chance(0.25)
    trace.add('nemesis', `cuts off ${[...side].map(({ name }) => name).join(' ')}`)
    for (const a of side)
      for (const b of this.#machines()) {
        if (side.has(b)) continue
        network.sever(a.name, b.name)
        if (!oneWay) network.sever(b.name, a.name)
      }
    this.#later(lastsMs, () => network.heal())
  }

  #crash(machine: Machine): void {
    const random = this.#random
    const powered = random.chance(0.7)
    const afterCalls = random.chance(0.7) ? 1 + random.below(callsMax) : undefined
    machine.crash(afterCalls === undefined ? { powered } : { powered, afterCalls })
    // It is down by then, or it was lucky.
    this.#later(lastsMs, () => {
      if (!this.#over && this.#machines().includes(machine)) machine.start()
    })
  }
}
