/**
 * Giving back the disk space of what a store no longer holds.
 *
 * @module
 */
import { stat } from 'node:fs/promises'

import { openStopped } from './StoppedStore.ts'

/**
 * Rewrites the store without its gaps. The node must be stopped; the disk needs room for a second
 * copy meanwhile. A crash leaves the store as it was.
 *
 * @returns the file's size in bytes, before and after
 * @throws OperationError `store_missing` or `node_running`
 * @throws StoreError `store_corrupt`
 */
export async function compact(store: string): Promise<{ before: number; after: number }> {
  const database = openStopped(store)
  try {
    const before = (await stat(store)).size
    database.exec('VACUUM')
    return { before, after: (await stat(store)).size }
  } finally {
    database.close()
  }
}
