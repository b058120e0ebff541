/**
 * What a node stores as an archive, made while it runs.
 *
 * @module
 */
import { existsSync } from 'node:fs'
import { rename, rm } from 'node:fs/promises'
import { dirname } from 'node:path'
import type { DatabaseSync } from 'node:sqlite'

import * as Codec from '@parley/codec'
import { Topic } from '@parley/protocol'

import { assertCurrent, openForReading, placeOf } from '../store/schema.ts'
import { StoreError } from '../store/Store.ts'
import { ArchiveWriter, type Counts } from './Archive.ts'
import { sync } from './backup.ts'
import { OperationError } from './OperationError.ts'

/**
 * Writes all topics and envelopes, seals among them, as they are at one moment. Neither keys nor
 * votes are in it: who imports it votes for itself. It is complete once it has its name.
 *
 * @throws OperationError `store_missing` or `file_exists`
 * @throws StoreError `store_corrupt`, `store_version`, or `storage_full` if there is no space for it
 */
export async function exportArchive(store: string, to: string): Promise<Counts> {
  if (!existsSync(store)) throw new OperationError('store_missing', `${store} is not there.`)
  if (existsSync(to)) throw new OperationError('file_exists', `${to} is left as it is.`)
  const partial = `${to}.partial`
  await rm(partial, { force: true })
  const database = openForReading(store)
  try {
    const archive = await ArchiveWriter.create(partial)
    let counts: Counts
    try {
      await write(database, store, archive)
      counts = await archive.finish()
    } finally {
      await archive.close()
    }
    await rename(partial, to)
    await sync(dirname(to))
    return counts
  } catch (error) {
    await rm(partial, { force: true })
    throw error
  } finally {
    database.close()
  }
}

async function write(database: DatabaseSync, path: string, archive: ArchiveWriter): Promise<void> {
  const rows = function* <T>(sql: string, ...values: number[]): Iterable<T> {
    try {
      yield* database.prepare(sql).iterate(...values) as unknown as Iterable<T>
    } catch (error) {
      throw new StoreError('store_corrupt', `${path}: ${String(error)}`, error)
    }
  }
  assertCurrent(database, path)
  database.exec('BEGIN')
  const topics = 'SELECT number, descriptor FROM topics ORDER BY number'
  const envelopes = 'SELECT bytes FROM envelopes WHERE place >= ? AND place < ? ORDER BY place'
  for (const { number, descriptor } of rows<{ number: number; descriptor: Uint8Array }>(topics)) {
    await archive.topic(decodeDescriptor(descriptor, path))
    const range = [placeOf(number, 0), placeOf(number + 1, 0)] as const
    for (const { bytes } of rows<{ bytes: Uint8Array }>(envelopes, ...range))
      await archive.envelope(bytes)
  }
}

function decodeDescriptor(bytes: Uint8Array, path: string): Topic.Descriptor {
  try {
    return Codec.decode(Topic.descriptor, bytes)
  } catch (error) {
    throw new StoreError('store_corrupt', `${path}: a topic's descriptor is none`, error)
  }
}
