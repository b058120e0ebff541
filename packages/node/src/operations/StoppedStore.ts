/**
 * The store of a node that does not run: held alone until it is closed.
 *
 * @module
 */
import { existsSync } from 'node:fs'
import { DatabaseSync } from 'node:sqlite'

import { StoreError } from '../store/Store.ts'
import { OperationError } from './OperationError.ts'

/** SQLITE_BUSY. */
const busy = 5

/**
 * Opens a store with nobody else at it, its log folded into the one file. Who tries to open it
 * meanwhile waits or fails.
 *
 * @throws OperationError `store_missing` or `node_running`
 * @throws StoreError `store_corrupt`
 */
export function openStopped(path: string): DatabaseSync {
  if (!existsSync(path)) throw new OperationError('store_missing', `${path} is not there.`)
  const database = new DatabaseSync(path)
  try {
    // Leaving the write-ahead log needs the whole file; every other connection has a share of it.
    database.exec(`
      PRAGMA busy_timeout = 0;
      PRAGMA locking_mode = EXCLUSIVE;
      PRAGMA synchronous = FULL;
      PRAGMA journal_mode = DELETE;
      BEGIN EXCLUSIVE; COMMIT;
    `)
    return database
  } catch (error) {
    database.close()
    if ((error as { errcode?: number }).errcode === busy)
      throw new OperationError('node_running', `Something has ${path} open.`, error)
    throw new StoreError('store_corrupt', `${path}: ${String(error)}`, error)
  }
}
