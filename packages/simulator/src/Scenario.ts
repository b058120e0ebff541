/**
 * What people do in a run: they write, accept, read, and take new devices.
 *
 * @module
 */
import { marker } from './Checkers.ts'
import type { Random } from './Random.ts'
import type { SimulatedClient } from './SimulatedClient.ts'
import type { World } from './World.ts'

/** What is written when all is well reaches every device, also those that came late. */
export const greeting = `${marker} greeting`
/** How far apart operations are on average. */
const apartMs = 400
/** Devices of all wallets together. */
const devicesMax = 6

export class Scenario {
  readonly #world: World
  readonly #random: Random
  #left: number
  #texts = 0

  constructor(world: World, operations: number) {
    this.#world = world
    this.#random = world.random.fork('scenario')
    this.#left = operations
  }

  get over(): boolean {
    return this.#left === 0
  }

  /** Does an operation now and then, until all are done. */
  start(): void {
    this.#world.clock.after(this.#random.exponential(apartMs), () => {
      this.#left--
      this.#operate()
      if (!this.over) this.start()
    })
  }

  /** Once all is well: everybody writes once more in every conversation. */
  async greet(): Promise<void> {
    for (const { client } of this.#world.clients)
      for (const { id } of (await client?.conversations()) ?? [])
        await client!.send(id, `${greeting} ${this.#texts++}`)
  }

  #operate(): void {
    const { clients, trace, checkers } = this.#world
    const random = this.#random
    const machine = random.pick(clients)
    const dice = random.fraction()
    const [name, task] =
      dice < 0.7
        ? (['write', () => this.#write(machine)] as const)
        : dice < 0.8
          ? (['accept', () => this.#accept(machine)] as const)
          : dice < 0.9
            ? (['read', () => this.#read(machine)] as const)
            : (['new device', () => this.#newDevice(machine)] as const)
    trace.add(machine.name, name)
    task().catch((error: unknown) => {
      // Its process may have died of it.
      if (machine.up)
        checkers.fail('nothing fails inside', `${machine.name} cannot ${name}: ${String(error)}`)
    })
  }

  async #write({ client, wallet }: SimulatedClient): Promise<void> {
    const others = this.#world.clients.filter((other) => other.wallet !== wallet)
    const peer = this.#random.pick(others).wallet
    const text = `${marker} ${this.#texts++}`
    if (client === undefined) return
    const { id } = await client.open(peer.account)
    await client.send(id, text)
  }

  async #accept({ client }: SimulatedClient): Promise<void> {
    for (const { id } of (await client?.conversations({ consent: 'request' })) ?? [])
      await client!.accept(id)
  }

  async #read({ client }: SimulatedClient): Promise<void> {
    for (const { id, unread } of (await client?.conversations()) ?? [])
      if (unread > 0) await client!.markRead(id)
  }

  async #newDevice({ wallet }: SimulatedClient): Promise<void> {
    // Two at once: the others take them in side by side, and contend for the epoch's end.
    for (let i = 0; i < 2 && this.#world.clients.length < devicesMax; i++)
      this.#world.addDevice(wallet)
  }
}
