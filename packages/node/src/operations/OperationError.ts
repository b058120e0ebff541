/**
 * What an operation on a node's home says when it does not do what it was asked.
 *
 * @module
 */
import { Errors } from '@parley/protocol'

const messages = {
  bad_arguments: 'The operation cannot be started like this.',
  store_missing: 'There is no store.',
  node_running: 'The node must be stopped for this.',
  file_exists: 'The file exists already.',
  store_newer: 'The store is newer than the backup.',
  store_lost: 'The node’s key was used before, and its store is not here.',
  clock_behind: 'The clock is behind the store.',
  archive_damaged: 'The archive is damaged.',
  archive_version: 'The archive is of another version.',
} as const

/** The codes of operations on a home. */
type OperationErrorCode =
  | 'bad_arguments'
  | 'store_missing'
  | 'node_running'
  | 'file_exists'
  | 'store_newer'
  | 'store_lost'
  | 'clock_behind'
  | 'archive_damaged'
  | 'archive_version'

/** Thrown by operations on a node's home. */
export class OperationError extends Errors.BaseError {
  override name = 'Node.OperationError'

  /** @param details what was found, and what to do about it */
  constructor(code: OperationErrorCode, details: string, cause?: unknown) {
    super(messages[code], { code, details, cause })
  }
}
