/**
 * A device that runs the production client.
 *
 * @module
 */
import { type Client, createClient, type Message } from '@parley/client'

import { ClientDisk } from './ClientDisk.ts'
import { primitives } from './cryptography.ts'
import type { Life } from './Life.ts'
import { Machine } from './Machine.ts'
import type { Wallet } from './Wallet.ts'
import type { World } from './World.ts'

export type SimulatedClientOptions = { name: string; wallet: Wallet; skewMs: number }

export class SimulatedClient extends Machine {
  readonly wallet: Wallet
  readonly #disk: ClientDisk
  #client: Client | undefined

  constructor(world: World, { name, wallet, skewMs }: SimulatedClientOptions) {
    super(world, name, skewMs)
    this.wallet = wallet
    this.#disk = new ClientDisk({
      clock: world.clock,
      random: world.random.fork(`${name} disk`),
      onDurable: (change) => world.checkers.onClientChange(name, change),
    })
  }

  /** The client, if it runs and has started. */
  get client(): Client | undefined {
    return this.up ? this.#client : undefined
  }

  protected override run(life: Life): void {
    const { network, checkers, registrar, planted } = this.world
    const { name } = this
    this.#client = undefined
    const store = this.#disk.open(life)
    const own = primitives((length) => life.host.random.bytes(length))
    createClient({
      signer: this.wallet.signer,
      network: registrar.file,
      store: planted.clientStore?.(store, name) ?? store,
      host: {
        ...life.host,
        primitives: planted.primitives?.(own) ?? own,
        dial: (url, { signal }) => network.dial(life, this.world.machineAt(url), signal),
      },
    }).then(
      (client) => {
        const tell = (message: Message): void => {
          if (life.alive) checkers.onMessage(name, message)
        }
        client.on('message', planted.tell?.(tell) ?? tell)
        client.on('fault', (fault) => {
          if (life.alive) checkers.onFault(name, fault)
        })
        this.#client = client
      },
      (error: unknown) =>
        checkers.fail('nothing fails inside', `${name} does not start: ${String(error)}`),
    )
  }
}
