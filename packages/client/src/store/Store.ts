/**
 * Where a client keeps its state on the device: ordered keys, atomic durable writes, one writer at a
 * time across tabs and processes.
 *
 * @module
 */

/**
 * Keys are paths, `part/part/…`. A part that starts with `#` keeps its order (pad numbers); others
 * are names, whose order means nothing.
 */
export type Change = {
  readonly key: string
  /** `undefined` deletes. */
  readonly value: Uint8Array | undefined
}

export type ListOptions = {
  /** The greatest first. */
  readonly reverse?: boolean
  /** At most so many. */
  readonly limit?: number
  /** Only keys less than this one. */
  readonly before?: string
}

export type Entry = { readonly key: string; readonly value: Uint8Array }

/** A device's store. `runStoreCompliance` in `./compliance.ts` says what every engine must do. */
export type Store = {
  readonly get: (key: string) => Promise<Uint8Array | undefined>
  /** Entries whose key is below `prefix`, which ends in `/`; in key order. */
  readonly list: (prefix: string, options?: ListOptions) => Promise<Entry[]>
  /** All or nothing; on disk when it resolves. */
  readonly write: (changes: readonly Change[]) => Promise<void>
  /**
   * Runs alone: no other `exclusive` of this store runs meanwhile, in this or any other tab or
   * process. Not re-entrant.
   */
  readonly exclusive: <T>(run: () => Promise<T>) => Promise<T>
  /**
   * Whether another tab or process has written since this was last asked. Meant to be asked at the
   * start of `exclusive`, to drop what is held in memory.
   */
  readonly changedElsewhere: () => Promise<boolean>
  /** Calls back soon after another tab or process has written. */
  readonly onChangeElsewhere: (listener: () => void) => () => void
  readonly close: () => Promise<void>
}
