import type { Store } from './Store.ts'

/** What several stores share, as tabs share a database. */
export type MemoryDatabase = {
  readonly entries: Map<string, Uint8Array>
  readonly writers: Set<(writer: object) => void>
  turn: Promise<unknown>
}

/** A new, empty database in memory. */
export function memoryDatabase(): MemoryDatabase {
  return { entries: new Map(), writers: new Set(), turn: Promise.resolve() }
}

/** A store in memory: for tests, and where a page may keep nothing. Gone when the page is. */
export function memoryStore(database: MemoryDatabase = memoryDatabase()): Store {
  const self = {}
  const listeners = new Set<() => void>()
  let changed = false
  const onWrite = (writer: object): void => {
    if (writer === self) return
    changed = true
    for (const listener of listeners) void Promise.resolve().then(listener)
  }
  database.writers.add(onWrite)
  return {
    get: async (key) => database.entries.get(key)?.slice(),
    async list(prefix, { reverse = false, limit = Infinity, before } = {}) {
      const keys = [...database.entries.keys()]
        .filter((key) => key.startsWith(prefix) && (before === undefined || key < before))
        .toSorted()
      if (reverse) keys.reverse()
      return keys.slice(0, limit).map((key) => ({ key, value: database.entries.get(key)!.slice() }))
    },
    async write(changes) {
      for (const { key, value } of changes)
        if (value === undefined) database.entries.delete(key)
        else database.entries.set(key, value.slice())
      for (const tell of database.writers) tell(self)
    },
    exclusive(run) {
      const result = database.turn.then(run)
      database.turn = result.catch(() => {})
      return result
    },
    async changedElsewhere() {
      const answer = changed
      changed = false
      return answer
    },
    onChangeElsewhere(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    async close() {
      database.writers.delete(onWrite)
    },
  }
}
