import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { afterEach, describe, expect, test } from 'vitest'

import { cases } from './compliance.ts'
import { memoryStore } from './memory.ts'
import { sqliteStore } from './sqlite.ts'

const homes: string[] = []
async function home(): Promise<string> {
  const path = await mkdtemp(join(tmpdir(), 'parley-store-'))
  homes.push(path)
  return path
}
afterEach(async () => {
  for (const path of homes.splice(0)) await rm(path, { recursive: true })
})

const engines = {
  memory: () => Promise.resolve(memoryStore()),
  sqlite: async () => sqliteStore({ path: join(await home(), 'store.sqlite') }),
}

describe.each(Object.entries(engines))('%s', (_, open) => {
  test.each(cases)('$name', async ({ run }) => {
    const store = await open()
    await run(store)
    await store.close()
  })
})

const append = (n: number, size: number) =>
  ({
    type: 'append',
    topic: new Uint8Array(32).fill(1),
    descriptor: new Uint8Array(3),
    key: new Uint8Array(42).fill(n),
    receivedAt: 1,
    expiresAt: 2,
    envelope: new Uint8Array(size).fill(n),
    bytesMax: 1e9,
    countMax: 1e9,
    seal: undefined,
  }) as const

test('sqlite: everything is there after it is opened again', async () => {
  const path = join(await home(), 'store.sqlite')
  const first = await sqliteStore({ path })
  await first.commit([append(1, 10), append(2, 20)])
  await first.close()
  const second = await sqliteStore({ path })
  expect(second.stats()).toEqual({ envelopes: 2, topics: 1, bytes: 30 })
  expect((await second.commit([append(3, 5)]))[0]?.position).toBe(3)
  await second.close()
})

test('sqlite: a file without heads is brought forward: its logs are hashed', async () => {
  const path = join(await home(), 'store.sqlite')
  const { DatabaseSync } = await import('node:sqlite')
  const first = await sqliteStore({ path })
  const other = { topic: new Uint8Array(32).fill(2) }
  await first.commit([append(1, 10), { ...append(9, 10), ...other }, append(2, 10), append(3, 10)])
  const before = await Promise.all([1, 2, 3].map((at) => first.head(append(1, 0).topic, at)))
  const otherBefore = await first.head(other.topic)
  await first.close()
  const old = new DatabaseSync(path)
  old.exec(`
    ALTER TABLE envelopes DROP COLUMN head;
    ALTER TABLE topics DROP COLUMN head;
    DROP TABLE evidence;
    ALTER TABLE epochs DROP COLUMN version;
    PRAGMA user_version = 2;
  `)
  old.close()
  const second = await sqliteStore({ path })
  const after = await Promise.all([1, 2, 3].map((at) => second.head(append(1, 0).topic, at)))
  expect(after).toEqual(before)
  expect(new Set(after.map((head) => head!.hash.join())).size).toBe(3)
  expect(await second.head(other.topic)).toEqual(otherBefore)
  await second.commit([append(4, 10)])
  expect((await second.head(append(1, 0).topic))?.position).toBe(4)
  await second.close()
})

test('sqlite: a full disk fails the whole commit, and what was there stays', async () => {
  const path = join(await home(), 'store.sqlite')
  const store = await sqliteStore({ path, bytesMax: 400_000 })
  await store.commit([append(1, 1000)])
  await expect(store.commit([append(2, 1000), append(3, 600_000)])).rejects.toMatchObject({
    code: 'storage_full',
  })
  expect(store.stats().envelopes).toBe(1)
  expect((await store.commit([append(4, 1000)]))[0]).toMatchObject({
    status: 'stored',
    position: 2,
  })
  await store.close()
})

test('sqlite: another version’s file, and no file of SQLite, are refused', async () => {
  const path = join(await home(), 'store.sqlite')
  const { DatabaseSync } = await import('node:sqlite')
  const database = new DatabaseSync(path)
  database.exec('PRAGMA user_version = 99')
  database.close()
  await expect(sqliteStore({ path })).rejects.toMatchObject({ code: 'store_version' })
  const { writeFile } = await import('node:fs/promises')
  const other = join(await home(), 'other.sqlite')
  await writeFile(other, 'no database at all, but long enough to be read as a header'.repeat(9))
  await expect(sqliteStore({ path: other })).rejects.toMatchObject({ code: 'store_corrupt' })
})
