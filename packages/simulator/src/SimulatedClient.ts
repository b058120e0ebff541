/**
 * A device that runs the production client.
 *
 * @module
 */
import { type Client, createClient, Errors, type Message } from '@parley/client'
import type { Primitives } from '@parley/mls'

import { ClientDisk, isDiskFull } from './ClientDisk.ts'
import { primitives } from './cryptography.ts'
import type { Life } from './Life.ts'
import { Machine } from './Machine.ts'
import type { Wallet } from './Wallet.ts'
import type { World } from './World.ts'

/** A start that failed is tried again after so long. */
const startRetryMs = 1_000

export type SimulatedClientOptions = { name: string; wallet: Wallet; skewMs: number }

/** Primitives that tell of each key something is encrypted under, and of what. */
function watched(
  primitives: Primitives,
  onKey: (key: Uint8Array, sealed: Uint8Array) => void,
): Primitives {
  const { chacha20Poly1305: aead } = primitives
  return {
    ...primitives,
    chacha20Poly1305: {
      ...aead,
      seal(key, nonce, aad, plaintext) {
        onKey(key, plaintext)
        return aead.seal(key, nonce, aad, plaintext)
      },
    },
  }
}

export class SimulatedClient extends Machine {
  readonly wallet: Wallet
  readonly disk: ClientDisk
  #client: Client | undefined

  constructor(world: World, { name, wallet, skewMs }: SimulatedClientOptions) {
    super(world, name, skewMs)
    this.wallet = wallet
    this.disk = new ClientDisk({
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
    const store = this.disk.open(life)
    const own = watched(
      primitives((length) => life.host.random.bytes(length)),
      (key, plaintext) => checkers.onKey(name, key, plaintext),
    )
    const begin = (): Promise<Client> =>
      createClient({
        signer: this.wallet.signer,
        network: registrar.file,
        store: planted.clientStore?.(store, name) ?? store,
        host: {
          ...life.host,
          primitives: planted.primitives?.(own) ?? own,
          dial: (url, { signal }) => network.dial(life, this.world.machineAt(url), signal),
        },
      })
    // A first start fails where the account's nodes cannot be asked: its owner tries again.
    const start = (): Promise<Client> =>
      begin().catch((error: unknown) => {
        if (!(error instanceof Errors.WireError) || error.code !== 'unavailable') throw error
        return new Promise((resolve, reject) => {
          life.host.clock.after(startRetryMs, () => start().then(resolve, reject))
        })
      })
    start().then(
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
      (error: unknown) => {
        // It is started again when there is room.
        if (isDiskFull(error)) life.end()
        else checkers.fail('nothing fails inside', `${name} does not start: ${String(error)}`)
      },
    )
  }
}
