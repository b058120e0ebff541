import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes } from 'node:crypto'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { setTimeout as sleep } from 'node:timers/promises'

import { encryptedStore, type RecordCipher } from './encrypted.ts'
import type { Store } from './Store.ts'

/** How long a process waits between two looks at a lock another one holds. */
const lockPollMs = 2
/** How often a process looks whether another one wrote. */
const changePollMs = 50

/**
 * A store in a directory: SQLite, its records encrypted. Several processes may use it at once.
 *
 * @param options `key` of 32 bytes encrypts the records; without it one is made and kept beside the
 * database, readable by the user alone
 */
export async function sqliteStore(options: {
  directory: string
  key?: Uint8Array
}): Promise<Store> {
  mkdirSync(options.directory, { recursive: true, mode: 0o700 })
  const secret = options.key ?? keyFile(join(options.directory, 'store.key'))
  const db = new DatabaseSync(join(options.directory, 'store.sqlite'), { timeout: 5000 })
  // FULL: a message key that was used must not come back after a power cut.
  db.exec(`PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;
    CREATE TABLE IF NOT EXISTS entries (key TEXT PRIMARY KEY, value BLOB NOT NULL) WITHOUT ROWID`)
  // A lock of its own, held over many writes; the operating system frees it if the process dies.
  const lock = new DatabaseSync(join(options.directory, 'lock.sqlite'), { timeout: 0 })
  const get = db.prepare('SELECT value FROM entries WHERE key = ?')
  const put = db.prepare('INSERT OR REPLACE INTO entries (key, value) VALUES (?, ?)')
  const remove = db.prepare('DELETE FROM entries WHERE key = ?')
  const ascending = db.prepare(
    'SELECT key, value FROM entries WHERE key >= ? AND key < ? ORDER BY key LIMIT ?',
  )
  const descending = db.prepare(
    'SELECT key, value FROM entries WHERE key >= ? AND key < ? ORDER BY key DESC LIMIT ?',
  )
  const versionStatement = db.prepare('PRAGMA data_version')
  const version = (): unknown => versionStatement.get()!['data_version']
  const listeners = new Set<() => void>()
  let seenByCaller = version()
  let seenByListeners = seenByCaller
  let turn: Promise<unknown> = Promise.resolve()
  let open = true
  const poll = setInterval(() => {
    const now = version()
    if (now === seenByListeners) return
    seenByListeners = now
    for (const listener of listeners) listener()
  }, changePollMs)
  poll.unref()

  const locked = async <T>(run: () => Promise<T>): Promise<T> => {
    for (;;) {
      try {
        lock.exec('BEGIN IMMEDIATE')
        break
      } catch (error) {
        if (!isBusy(error)) throw error
        await sleep(lockPollMs)
      }
    }
    try {
      return await run()
    } finally {
      if (open) lock.exec('ROLLBACK')
    }
  }

  const store: Store = {
    get: async (key) => get.get(key)?.['value'] as Uint8Array | undefined,
    async list(prefix, { reverse = false, limit = -1, before } = {}) {
      const rows = (reverse ? descending : ascending).all(
        prefix,
        before ?? `${prefix}\uffff`,
        limit,
      )
      return rows.map((row) => ({
        key: row['key'] as string,
        value: row['value'] as Uint8Array,
      }))
    },
    async write(changes) {
      db.exec('BEGIN IMMEDIATE')
      try {
        for (const { key, value } of changes)
          if (value === undefined) remove.run(key)
          else put.run(key, value)
        db.exec('COMMIT')
      } catch (error) {
        db.exec('ROLLBACK')
        throw error
      }
    },
    exclusive(run) {
      const result = turn.then(() => locked(run))
      turn = result.catch(() => {})
      return result
    },
    async changedElsewhere() {
      const now = version()
      const answer = now !== seenByCaller
      seenByCaller = now
      return answer
    },
    onChangeElsewhere(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    async close() {
      await turn
      open = false
      clearInterval(poll)
      db.close()
      lock.close()
    },
  }
  return encryptedStore(store, nodeCipher(secret))
}

function isBusy(error: unknown): boolean {
  // SQLITE_BUSY, SQLite result code 5.
  return error instanceof Error && 'errcode' in error && error.errcode === 5
}

const nonceBytes = 12
const tagBytes = 16

/** AES-256-GCM and HMAC-SHA-256 of `node:crypto`, under keys derived from one secret of 32 bytes. */
export function nodeCipher(secret: Uint8Array): RecordCipher {
  const derive = (info: string): Uint8Array =>
    new Uint8Array(hkdfSync('sha256', secret, new Uint8Array(), `parley/3 store ${info}`, 32))
  const records = derive('records')
  const names = derive('names')
  return {
    seal(plain, additional) {
      const nonce = randomBytes(nonceBytes)
      const cipher = createCipheriv('aes-256-gcm', records, nonce).setAAD(additional)
      const body = cipher.update(plain)
      cipher.final()
      return Buffer.concat([nonce, body, cipher.getAuthTag()])
    },
    open(sealed, additional) {
      const decipher = createDecipheriv('aes-256-gcm', records, sealed.subarray(0, nonceBytes), {
        authTagLength: tagBytes,
      })
        .setAAD(additional)
        .setAuthTag(sealed.subarray(-tagBytes))
      const plain = decipher.update(sealed.subarray(nonceBytes, -tagBytes))
      decipher.final()
      return new Uint8Array(plain.buffer, plain.byteOffset, plain.length)
    },
    hide: (name) => createHmac('sha256', names).update(name).digest(),
  }
}

function keyFile(path: string): Uint8Array {
  try {
    // Fails if it is there: of two processes that start at once, one makes it.
    writeFileSync(path, randomBytes(32), { mode: 0o600, flag: 'wx' })
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error
  }
  return readFileSync(path)
}
