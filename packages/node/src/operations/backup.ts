/**
 * A copy of a store, made while its node runs.
 *
 * @module
 */
import { existsSync } from 'node:fs'
import { chmod, open, rename, rm, stat } from 'node:fs/promises'
import { dirname } from 'node:path'

import { openForReading } from '../store/schema.ts'
import { StoreError } from '../store/Store.ts'
import { OperationError } from './OperationError.ts'

/** Puts what was written to a file, or what was renamed in a folder, on disk. */
export async function sync(path: string): Promise<void> {
  const handle = await open(path, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}

/**
 * Copies the store as it is at one moment into one file, free of gaps and of what was deleted. The
 * node may run: it goes on writing, and its log grows by what it writes meanwhile. The file holds no
 * keys, and is complete once it has its name.
 *
 * @returns the file's size in bytes
 * @throws OperationError `store_missing` or `file_exists`
 * @throws StoreError `store_corrupt`, or `storage_full` if there is no space for the copy
 */
export async function backup(store: string, to: string): Promise<{ bytes: number }> {
  if (!existsSync(store)) throw new OperationError('store_missing', `${store} is not there.`)
  if (existsSync(to)) throw new OperationError('file_exists', `${to} is left as it is.`)
  const partial = `${to}.partial`
  await rm(partial, { force: true })
  try {
    copy(store, partial)
    // What is in it is encrypted, who writes to whom is not.
    await chmod(partial, 0o600)
    await sync(partial)
    await rename(partial, to)
    await sync(dirname(to))
  } catch (error) {
    await rm(partial, { force: true })
    throw error
  }
  return { bytes: (await stat(to)).size }
}

/** SQLITE_FULL and SQLITE_IOERR, the latter with what went wrong in its upper bits. */
const full = 13
const inputOutput = 10

/**
 * Copies a store as it is at one moment, gaps left out.
 *
 * @throws StoreError `store_corrupt` or `storage_full`
 */
export function copy(store: string, to: string): void {
  const database = openForReading(store)
  try {
    database.prepare('VACUUM INTO ?').run(to)
  } catch (error) {
    const kind = ((error as { errcode?: number }).errcode ?? 0) & 0xff
    const isDisk = kind === full || kind === inputOutput
    throw new StoreError(
      isDisk ? 'storage_full' : 'store_corrupt',
      `${store} to ${to}: ${String(error)}`,
      error,
    )
  } finally {
    database.close()
  }
}
