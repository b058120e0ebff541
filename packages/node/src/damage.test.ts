import { mkdtemp, open, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { afterEach, beforeEach, expect, test } from 'vitest'

import { codeOf, Log } from '../test/client.ts'
import { Cores, settle } from '../test/cores.ts'
import { memoryStore } from './store/memory.ts'
import { sqliteStore } from './store/sqlite.ts'
import type { Store } from './store/Store.ts'

let folder: string
let path: string
const opened: Store[] = []
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'parley-damage-'))
  path = join(folder, 'store.sqlite')
})
afterEach(async () => {
  for (const store of opened.splice(0)) await store.close()
  await rm(folder, { recursive: true })
})

async function store(bytesMax?: number): Promise<Store> {
  const made = await sqliteStore({ path, bytesMax })
  opened.push(made)
  return made
}

const log = new Log({ bodyBytesMax: 64 * 1024 })
/** Stores envelopes of some size at a core; their codes, `none` for a receipt. */
async function publish(cores: Cores, count: number, size: number, index = 0): Promise<string[]> {
  const codes: string[] = []
  for (let i = 0; i < count; i++) {
    const bytes = await log.bytes({
      sentAt: cores.clock.now(),
      expiresAt: cores.clock.now() + 60_000,
      body: crypto.getRandomValues(new Uint8Array(size)),
    })
    const { replica } = cores.cores[index]!
    codes.push(await codeOf(replica.publish(bytes, log.descriptor, 'client')))
  }
  return codes
}

/** Overwrites pages of the file, from one on. */
async function destroy(fromPage: number): Promise<void> {
  const file = await open(path, 'r+')
  const { size } = await stat(path)
  await file.write(new Uint8Array(size - fromPage * 4096).fill(0xff), 0, undefined, fromPage * 4096)
  await file.close()
}

test('a store that is damaged under a running node gives no receipt, a reason, and is left alone', async () => {
  const before = await store()
  const first = await Cores.create({ store: () => before })
  expect(new Set(await publish(first, 50, 2_000))).toEqual(new Set(['none']))
  await opened.pop()!.close()
  const cold = await store()
  const cores = await Cores.create({ store: () => cold })
  await destroy(1)
  expect(await publish(cores, 1, 100)).toEqual(['storage_full'])
  const damaged = expect.stringMatching(/^storage: The store is damaged/)
  expect(cores.core.reasons()).toEqual([damaged])
  expect(cores.core.status().storing).toBe(false)
  // However long it waits: only who looks after it knows what is left of it.
  cores.clock.advance(3_600_000)
  expect(await publish(cores, 1, 100)).toEqual(['storage_full'])
  expect(cores.core.reasons()).toEqual([damaged])
})

test('error: a store that was damaged while nothing ran is not opened', async () => {
  const before = await store()
  const cores = await Cores.create({ store: () => before })
  await publish(cores, 50, 2_000)
  await opened.pop()!.close()
  await destroy(1)
  expect(await codeOf(sqliteStore({ path }))).toBe('store_corrupt')
})

test('a full store takes nothing more until something expires', async () => {
  const small = await store(400_000)
  const cores = await Cores.create({ store: () => small })
  const codes = await publish(cores, 60, 10_000)
  const taken = codes.filter((code) => code === 'none').length
  expect(taken).toBeGreaterThan(10)
  expect(new Set(codes.slice(taken))).toEqual(new Set(['storage_full']))
  expect(small.stats().envelopes).toBe(taken)
  expect(cores.core.reasons()[0]).toMatch(/^storage: /)
  cores.clock.advance(60_000)
  expect(await small.sweep(cores.clock.now(), 1_000)).toBe(taken)
  expect(await publish(cores, 5, 10_000)).toEqual(Array.from({ length: 5 }, () => 'none'))
  expect(cores.core.reasons()).toEqual([])
})

test('catch-up on a full store stores nothing by halves, says so, and goes on when there is room', async () => {
  const small = await store(400_000)
  const cores = await Cores.create({
    count: 2,
    replicas: 2,
    store: (index) => (index === 1 ? small : memoryStore()),
  })
  expect(new Set(await publish(cores, 60, 10_000))).toEqual(new Set(['none']))
  const { catchUp } = cores.cores[1]!
  cores.link(0, 1)
  while (cores.cores[1]!.replica.failure === undefined) await settle()
  expect(catchUp.doneCount).toBe(0)
  expect(small.stats().envelopes).toBeLessThan(60)
  expect(cores.cores[1]!.reasons().join()).toMatch(/storage: .*catch-up: done with 0 of 1/s)
  // All of it expires, and little comes anew: it fits.
  cores.clock.advance(60_000)
  for (const each of cores.stores) await each.sweep(cores.clock.now(), 1_000)
  await publish(cores, 5, 10_000)
  // The link has not been heard of for so long.
  cores.link(0, 1)
  while (catchUp.doneCount === 0) await settle()
  expect(small.stats().envelopes).toBe(5)
  expect(cores.cores[1]!.reasons()).toEqual([])
})
