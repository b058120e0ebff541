/**
 * A client's store: what was written outlives the process. A write takes time; if the process dies
 * meanwhile it is there as a whole or not at all, as the store's engines promise.
 *
 * @module
 */
import {
  type Change,
  type MemoryDatabase,
  memoryDatabase,
  memoryStore,
  type Store,
} from '@parley/client'

import type { Life } from './Life.ts'
import type { Random } from './Random.ts'
import type { VirtualClock } from './VirtualClock.ts'

export type ClientDiskOptions = {
  clock: VirtualClock
  random: Random
  /** Sees every change that became durable. */
  onDurable: (change: Change) => void
}

/** How long a write takes on average. */
const latencyMs = 1

export class ClientDisk {
  readonly #options: ClientDiskOptions
  #database: MemoryDatabase = memoryDatabase()

  constructor(options: ClientDiskOptions) {
    this.#options = options
  }

  /** The store as a process sees it. */
  open(life: Life): Store {
    // Locks and listeners end with the process that held them; entries stay.
    this.#database = { ...memoryDatabase(), entries: this.#database.entries }
    const store = memoryStore(this.#database)
    return {
      ...store,
      get: (key) => life.answer(store.get(key)),
      list: (prefix, options) => life.answer(store.list(prefix, options)),
      write: (changes) => this.#write(life, store, changes),
    }
  }

  #write(life: Life, store: Store, changes: readonly Change[]): Promise<void> {
    const { clock, random, onDurable } = this.#options
    return new Promise((resolve, reject) => {
      if (!life.call()) return
      let done = false
      const finish = (): void => {
        done = true
        forget()
        const written = store.write(changes)
        for (const change of changes) onDurable(change)
        // It may die of it: written, and never known.
        if (life.call()) written.then(resolve, reject)
      }
      clock.after(random.exponential(latencyMs), () => {
        if (!done) finish()
      })
      const forget = life.onEnd(() => {
        done = true
        if (random.chance(0.5)) finish()
      })
    })
  }
}
