/**
 * What goes wrong with the folder that a command works in.
 *
 * @module
 */
import { readFile } from 'node:fs/promises'

import { CliError, type CliCode } from './CliError.ts'

/** By the system's name of the error. */
const bySystem: Readonly<Record<string, CliCode>> = {
  ENOSPC: 'home_full',
  EDQUOT: 'home_full',
  EFBIG: 'home_full',
  EROFS: 'home_readonly',
  EACCES: 'home_not_permitted',
  EPERM: 'home_not_permitted',
  ENOTDIR: 'home_unusable',
  EISDIR: 'home_unusable',
  EEXIST: 'home_unusable',
  ELOOP: 'home_unusable',
  ENAMETOOLONG: 'home_unusable',
  EIO: 'home_failed',
  EMFILE: 'home_failed',
  ENFILE: 'home_failed',
}

/** By SQLite's primary result code. */
const bySqlite: Readonly<Record<number, CliCode>> = {
  3: 'home_not_permitted', // PERM
  8: 'home_readonly', // READONLY
  10: 'home_failed', // IOERR
  11: 'home_failed', // CORRUPT
  13: 'home_full', // FULL
  14: 'home_unusable', // CANTOPEN
  26: 'home_failed', // NOTADB
}

/** Calls that are about something else than files. */
const otherCalls = new Set(['listen', 'bind', 'connect', 'accept', 'kill', 'getaddrinfo', 'spawn'])

/** What an error of the system or of SQLite says of a home; nothing if it is about something else. */
export function homeErrorOf(error: unknown): CliError | undefined {
  if (!(error instanceof Error)) return undefined
  const { code, errcode, syscall } = error as NodeJS.ErrnoException & { errcode?: number }
  if (otherCalls.has(syscall?.split(' ')[0] ?? '')) return undefined
  const found = errcode === undefined ? bySystem[code ?? ''] : bySqlite[errcode & 0xff]
  return found && new CliError(found, `${error.message}.`, error)
}

/**
 * The text of a file that was named.
 *
 * @throws CliError `file_unreadable`
 */
export async function readNamed(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8')
  } catch (error) {
    throw new CliError('file_unreadable', `${(error as Error).message}.`, error)
  }
}
