/**
 * Transactions over a store: reads see own writes, all is written at once at the end, and nothing
 * if the work fails.
 *
 * @module
 */
import * as Codec from '@parley/codec'

import { ClientError } from './errors.ts'
import type { ListOptions, Store } from './store/Store.ts'

/** Work that sees and changes the store alone. */
export type Transaction = {
  readonly get: <T>(codec: Codec.Codec<T>, key: string) => Promise<T | undefined>
  readonly has: (key: string) => Promise<boolean>
  readonly put: <T>(codec: Codec.Codec<T>, key: string, value: T) => void
  readonly delete: (key: string) => void
  readonly list: <T>(
    codec: Codec.Codec<T>,
    prefix: string,
    options?: ListOptions,
  ) => Promise<{ key: string; value: T }[]>
  /** Runs after all is on disk. */
  readonly after: (task: () => void) => void
}

export class Database {
  readonly #store: Store
  /** Values decoded from, or to be encoded into, the store: valid as long as nobody else writes. */
  readonly #cache = new Map<string, unknown>()
  readonly #running = new Set<Promise<unknown>>()
  #closed = false

  constructor(store: Store) {
    this.#store = store
  }

  /** See {@link Store.onChangeElsewhere}. */
  onChangeElsewhere(listener: () => void): () => void {
    return this.#store.onChangeElsewhere(listener)
  }

  /** Finishes what runs, then closes the store; what is asked later fails with `client_closed`. */
  async close(): Promise<void> {
    this.#closed = true
    await Promise.allSettled(this.#running)
    await this.#store.close()
  }

  #run<T>(work: () => Promise<T>): Promise<T> {
    if (this.#closed) return Promise.reject(new ClientError('client_closed'))
    const running = work()
    this.#running.add(running)
    const done = (): void => void this.#running.delete(running)
    running.then(done, done)
    return running
  }

  /** Reads one record. */
  get<T>(codec: Codec.Codec<T>, key: string): Promise<T | undefined> {
    return this.#run(() => this.#get(codec, key))
  }

  async #get<T>(codec: Codec.Codec<T>, key: string): Promise<T | undefined> {
    const bytes = await this.#store.get(key)
    return bytes && Codec.decode(codec, bytes)
  }

  /** Whether there is a record. */
  has(key: string): Promise<boolean> {
    return this.#run(async () => (await this.#store.get(key)) !== undefined)
  }

  /** Reads records in key order. */
  list<T>(
    codec: Codec.Codec<T>,
    prefix: string,
    options?: ListOptions,
  ): Promise<{ key: string; value: T }[]> {
    return this.#run(() => this.#list(codec, prefix, options))
  }

  async #list<T>(
    codec: Codec.Codec<T>,
    prefix: string,
    options?: ListOptions,
  ): Promise<{ key: string; value: T }[]> {
    const entries = await this.#store.list(prefix, options)
    return entries.map(({ key, value }) => ({ key, value: Codec.decode(codec, value) }))
  }

  /**
   * Runs `work` alone among all tabs and processes, then writes what it put.
   *
   * Keep the network out of it: others wait.
   */
  transact<T>(work: (transaction: Transaction) => Promise<T>): Promise<T> {
    return this.#run(() => this.#transact(work))
  }

  async #transact<T>(work: (transaction: Transaction) => Promise<T>): Promise<T> {
    const afterwards: (() => void)[] = []
    const result = await this.#store.exclusive(async () => {
      if (await this.#store.changedElsewhere()) this.#cache.clear()
      const puts = new Map<string, { bytes: Uint8Array | undefined; value: unknown }>()
      const get = async <V>(codec: Codec.Codec<V>, key: string): Promise<V | undefined> => {
        const put = puts.get(key)
        if (put) return put.value as V | undefined
        if (cached.test(key) && this.#cache.has(key)) return this.#cache.get(key) as V
        const value = await this.#get(codec, key)
        if (cached.test(key) && value !== undefined) this.#cache.set(key, value)
        return value
      }
      const done = await work({
        get,
        has: async (key) =>
          puts.has(key)
            ? puts.get(key)!.bytes !== undefined
            : (await this.#store.get(key)) !== undefined,
        put: (codec, key, value) => puts.set(key, { bytes: Codec.encode(codec, value), value }),
        delete: (key) => puts.set(key, { bytes: undefined, value: undefined }),
        list: async (codec, prefix, options) => {
          const entries = await this.#list(codec, prefix, options)
          const current = entries.filter(({ key }) => !puts.has(key))
          for (const [key, put] of puts) {
            const within = options?.before === undefined || key < options.before
            if (key.startsWith(prefix) && within && put.bytes !== undefined)
              current.push({ key, value: Codec.decode(codec, put.bytes) })
          }
          current.sort((a, b) => (a.key < b.key ? -1 : 1) * (options?.reverse ? -1 : 1))
          return current.slice(0, options?.limit)
        },
        after: (task) => afterwards.push(task),
      })
      if (puts.size > 0)
        await this.#store.write([...puts].map(([key, { bytes }]) => ({ key, value: bytes })))
      for (const [key, { value }] of puts)
        if (value === undefined) this.#cache.delete(key)
        else if (cached.test(key)) this.#cache.set(key, value)
      return done
    })
    for (const task of afterwards) task()
    return result
  }
}

/** What is read for every message, and few: worth holding decoded. */
const cached = /^(?:device|sequence|conversation\/|group\/|mls\/|contact\/)/
