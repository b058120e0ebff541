/**
 * The secret that encrypts a store on disk, in a file of its own.
 *
 * @module
 */
import {
  closeSync,
  fsyncSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { dirname } from 'node:path'

import { StoreError } from './StoreError.ts'

/** What encrypts a store. */
export const keyBytes = 32

/**
 * The key in a file, or `undefined` if there is no file.
 *
 * @throws StoreError `store_key_wrong` if it is none
 */
export function readKey(path: string): Uint8Array | undefined {
  let key: Uint8Array
  try {
    key = readFileSync(path)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw error
  }
  if (key.length !== keyBytes)
    throw new StoreError('store_key_wrong', {
      details: `${path} has ${key.length} bytes; a key has ${keyBytes}.`,
    })
  return key
}

/** Writes a key where there is none: whole and on disk under its name, or not at all. */
export function writeKey(path: string, key: Uint8Array): void {
  const partial = `${path}.new`
  try {
    writeFileSync(partial, key, { mode: 0o600, flush: true })
    renameSync(partial, path)
  } catch (error) {
    rmSync(partial, { force: true })
    throw error
  }
  // The name is on disk once its directory is. Windows cannot, and need not.
  if (process.platform === 'win32') return
  const directory = openSync(dirname(path), 'r')
  try {
    fsyncSync(directory)
  } finally {
    closeSync(directory)
  }
}
