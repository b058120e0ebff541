/**
 * What may be wrong with a device's store, told alike by every engine.
 *
 * @module
 */
import { Errors } from '@parley/protocol'

/** The codes of errors that stores throw. */
export const storeCodes = {
  store_full: 'The device has no room to keep more.',
  store_readonly: 'The place of the store is read-only: what is there can be read.',
  store_not_permitted: 'Keeping something here is not permitted.',
  store_unusable: 'There can be no store at this place.',
  store_damaged: 'The device’s store is damaged, or of another version.',
  store_failed: 'The device failed to read or write its store.',
  store_key_missing: 'The store is there, but its key is not.',
  store_key_wrong: 'The key is not the one of the store.',
  store_closed: 'The store is closed.',
} as const

/** A code of {@link storeCodes}. */
export type StoreCode = keyof typeof storeCodes

/** What may be mended without touching the program: room, a disk that answers again. */
const retryable: ReadonlySet<StoreCode> = new Set(['store_full', 'store_failed'])

/**
 * Thrown by a store. What was written before it stays, and can be read wherever the device still
 * reads.
 */
export class StoreError extends Errors.BaseError {
  override name = 'Parley.StoreError'
  constructor(code: StoreCode, options: { details?: string; cause?: unknown } = {}) {
    super(storeCodes[code], { code, retryable: retryable.has(code), ...options })
  }
}

/** By SQLite's primary result code. What is not listed is the device's failure. */
const bySqlite: Readonly<Record<number, StoreCode>> = {
  3: 'store_not_permitted', // PERM
  8: 'store_readonly', // READONLY
  11: 'store_damaged', // CORRUPT
  13: 'store_full', // FULL
  14: 'store_unusable', // CANTOPEN
  23: 'store_not_permitted', // AUTH
  26: 'store_damaged', // NOTADB
}

/** By the system's error name, or that of a DOMException. */
const byName: Readonly<Record<string, StoreCode>> = {
  ENOSPC: 'store_full',
  EDQUOT: 'store_full',
  EROFS: 'store_readonly',
  EACCES: 'store_not_permitted',
  EPERM: 'store_not_permitted',
  ENOTDIR: 'store_unusable',
  EISDIR: 'store_unusable',
  EEXIST: 'store_unusable',
  ENOENT: 'store_unusable',
  // node:sqlite, on a database that was closed.
  ERR_INVALID_STATE: 'store_closed',
  QuotaExceededError: 'store_full',
  SecurityError: 'store_not_permitted',
  InvalidStateError: 'store_closed',
  NotFoundError: 'store_damaged',
  VersionError: 'store_damaged',
}

/** SQLite's primary result code of an error of `node:sqlite`. */
export function sqliteCodeOf(error: unknown): number | undefined {
  return error instanceof Error && 'errcode' in error ? Number(error.errcode) & 0xff : undefined
}

/** What a runtime's own error means for a store. */
export function storeErrorOf(cause: unknown): StoreError {
  if (cause instanceof StoreError) return cause
  const { name, code } = (cause ?? {}) as { name?: unknown; code?: unknown }
  const sqlite = sqliteCodeOf(cause)
  const found =
    (sqlite === undefined ? undefined : bySqlite[sqlite]) ??
    byName[String(code)] ??
    byName[String(name)] ??
    'store_failed'
  const details = cause instanceof Error ? cause.message : undefined
  return new StoreError(found, { cause, ...(details === undefined ? {} : { details }) })
}
