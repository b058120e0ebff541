/**
 * A node's disk: what was committed outlives the process. A commit takes time; if the process dies
 * meanwhile it is there as a whole or not at all, as the store's engines promise.
 *
 * @module
 */
import { memoryStore, type Store, StoreError } from '@parley/node'

import type { Life } from './Life.ts'
import type { Random } from './Random.ts'
import type { VirtualClock } from './VirtualClock.ts'

type Write = Parameters<Store['commit']>[0][number]

export type NodeDiskOptions = {
  clock: VirtualClock
  random: Random
  /** Sees every write that became durable. */
  onDurable: (write: Write) => void
}

export class NodeDisk {
  readonly store: Store = memoryStore()
  /** How long a commit takes on average. */
  latencyMs = 2
  /** Whether commits fail. */
  full = false
  readonly #options: NodeDiskOptions

  constructor(options: NodeDiskOptions) {
    this.#options = options
  }

  /** The disk as a process sees it. */
  open(life: Life): Store {
    const { store } = this
    return {
      commit: (writes) => this.#commit(life, writes),
      topic: (topic) => life.answer(store.topic(topic)),
      epoch: (topic, epoch) => life.answer(store.epoch(topic, epoch)),
      register: (topic, slot) => life.answer(store.register(topic, slot)),
      isRevoked: (account, device) => life.answer(store.isRevoked(account, device)),
      page: (topic, after, max) => life.answer(store.page(topic, after, max)),
      head: (topic, position) => life.answer(store.head(topic, position)),
      evidence: () => life.answer(store.evidence()),
      fetch: (keys) => life.answer(store.fetch(keys)),
      keys: {
        keys: (range) => store.keys.keys(range),
        nodes: (prefixes) => life.answer(store.keys.nodes(prefixes)),
        lacking: (keys) => life.answer(store.keys.lacking(keys)),
      },
      sweep: (now, max) => life.answer(store.sweep(now, max)),
      release: (shards, max) => life.answer(store.release(shards, max)),
      stats: () => store.stats(),
      close: () => Promise.resolve(),
    }
  }

  #commit(life: Life, writes: readonly Write[]): ReturnType<Store['commit']> {
    const { clock, random } = this.#options
    return new Promise((resolve, reject) => {
      if (!life.call()) return
      let done = false
      const finish = (): void => {
        done = true
        forget()
        if (this.full && life.alive) {
          if (life.call()) reject(new StoreError('storage_full', 'The simulated disk is full.'))
          return
        }
        const outcomes = this.store.commit(writes)
        for (const write of writes) this.#options.onDurable(write)
        // It may die of it: written, and never said.
        if (life.call()) resolve(outcomes)
      }
      clock.after(random.exponential(this.latencyMs), () => {
        if (!done) finish()
      })
      const forget = life.onEnd(() => {
        done = true
        if (!this.full && random.chance(0.5)) finish()
      })
    })
  }
}
