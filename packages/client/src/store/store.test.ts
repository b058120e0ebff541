import 'fake-indexeddb/auto'

import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { afterAll, describe, expect, test } from 'vitest'

import { runStoreCompliance } from './compliance.ts'
import { encryptedStore } from './encrypted.ts'
import { indexedDbStore } from './indexeddb.ts'
import { memoryDatabase, type MemoryDatabase, memoryStore } from './memory.ts'
import { nodeCipher, sqliteStore } from './sqlite.ts'

const directory = mkdtempSync(join(tmpdir(), 'parley-store-'))
afterAll(() => rmSync(directory, { recursive: true }))

const databases = new Map<string, MemoryDatabase>()
function databaseOf(name: string): MemoryDatabase {
  const database = databases.get(name) ?? memoryDatabase()
  databases.set(name, database)
  return database
}

describe('memory', () => {
  runStoreCompliance({ test, expect }, async (name) => memoryStore(databaseOf(name)))
})

describe('encrypted', () => {
  runStoreCompliance({ test, expect }, async (name) =>
    encryptedStore(
      memoryStore(databaseOf(`encrypted ${name}`)),
      nodeCipher(new Uint8Array(32).fill(7)),
    ),
  )

  test('behavior: neither values nor names are on disk', async () => {
    const database = memoryDatabase()
    const store = encryptedStore(memoryStore(database), nodeCipher(new Uint8Array(32).fill(7)))
    await store.write([
      { key: 'contact/SECRETNAME/#0001', value: new TextEncoder().encode('SECRETVALUE') },
    ])
    const disk = [...database.entries]
      .map(([key, value]) => key + new TextDecoder('latin1').decode(value))
      .join()
    expect(disk).not.toContain('SECRET')
    expect(disk).toContain('#0001')
  })

  test('error: a record moved to another key does not open', async () => {
    const database = memoryDatabase()
    const store = encryptedStore(memoryStore(database), nodeCipher(new Uint8Array(32).fill(7)))
    await store.write([
      { key: 'a', value: Uint8Array.of(1) },
      { key: 'b', value: Uint8Array.of(2) },
    ])
    const [a, b] = [...database.entries.keys()]
    database.entries.set(a!, database.entries.get(b!)!)
    await expect(store.get('a')).rejects.toThrow()
  })
})

describe('sqlite', () => {
  runStoreCompliance({ test, expect }, (name) => sqliteStore({ directory: join(directory, name) }))

  test('behavior: only the user can read the key, and the disk shows no plaintext', async () => {
    const home = join(directory, 'plain')
    const store = await sqliteStore({ directory: home })
    await store.write([{ key: 'SECRETNAME', value: new TextEncoder().encode('SECRETVALUE') }])
    await store.close()
    expect(statSync(join(home, 'store.key')).mode & 0o777).toBe(0o600)
    expect(readFileSync(join(home, 'store.sqlite'), 'latin1')).not.toContain('SECRET')
  })
})

describe('indexeddb', () => {
  runStoreCompliance({ test, expect }, (name) => indexedDbStore({ name }))
})
