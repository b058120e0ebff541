/**
 * A machine that runs a process, over as many lives as it takes.
 *
 * @module
 */
import { Life } from './Life.ts'
import type { World } from './World.ts'

/** How a process ends. */
export type Crash = {
  /** Whether the machine stays on, and closes what the process had open. */
  readonly powered: boolean
  /** At which of its next calls into the world; at once unless given. */
  readonly afterCalls?: number
}

export abstract class Machine {
  readonly name: string
  protected readonly world: World
  readonly #skewMs: number
  #life: Life | undefined
  #lives = 0

  constructor(world: World, name: string, skewMs: number) {
    this.world = world
    this.name = name
    this.#skewMs = skewMs
  }

  /** Whether its process lives. */
  get up(): boolean {
    return this.#life?.alive === true
  }

  /** Starts its process, unless it runs. */
  start(): void {
    if (this.up) return
    const { clock, random, trace } = this.world
    const { name } = this
    trace.add(name, 'starts')
    this.#life = new Life({
      name,
      clock,
      random: random.fork(`${name} life ${++this.#lives}`),
      skewMs: this.#skewMs,
      log: this.world.logOf(name),
    })
    this.#life.onEnd(() => trace.add(name, 'dies'))
    this.run(this.#life)
  }

  /** Runs the production code. */
  protected abstract run(life: Life): void

  /** Ends its process, if it runs. */
  crash({ powered, afterCalls }: Crash): void {
    const life = this.#life
    if (life?.alive !== true) return
    life.onEnd(() => this.world.network.ended(life, powered))
    if (afterCalls === undefined) life.end()
    else life.dieAfter(afterCalls)
  }

  /** Starts its process if it is down, and sees to it that it dies no more. */
  recover(): void {
    this.#life?.dieAfter(Infinity)
    this.start()
  }
}
