/**
 * The SQLite store's file: its tables, and the check that it is of this version.
 *
 * @module
 */
import { DatabaseSync } from 'node:sqlite'

import { chainColumns, hashLogs } from './chain.ts'
import { evidenceTable } from './evidence.ts'
import { lifeTable, positionsMax } from './life.ts'
import { StoreError } from './Store.ts'

/**
 * Two B-trees grow by one row for each envelope: `envelopes`, which holds it where its readers page
 * through (topic, then position, both in one integer, so that rows are clustered by topic and large
 * ones stay on a leaf), and `refs`, which finds it by name, in reconciliation order.
 */
const tables = `
  CREATE TABLE topics (
    number INTEGER PRIMARY KEY,
    id BLOB NOT NULL UNIQUE,
    descriptor BLOB NOT NULL,
    next INTEGER NOT NULL,
    count INTEGER NOT NULL,
    bytes INTEGER NOT NULL,
    epoch INTEGER NOT NULL,
    created_at INTEGER NOT NULL
  ) STRICT;
  CREATE TABLE envelopes (place INTEGER PRIMARY KEY, bytes BLOB NOT NULL) STRICT;
  CREATE TABLE refs (
    key BLOB PRIMARY KEY,
    place INTEGER NOT NULL,
    received_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE epochs (
    topic INTEGER NOT NULL,
    epoch INTEGER NOT NULL,
    writer BLOB NOT NULL,
    started_at INTEGER NOT NULL,
    certificate BLOB NOT NULL,
    seals INTEGER NOT NULL,
    PRIMARY KEY (topic, epoch)
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE registers (
    topic INTEGER NOT NULL,
    slot INTEGER NOT NULL,
    state BLOB NOT NULL,
    PRIMARY KEY (topic, slot)
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE revoked (
    account TEXT NOT NULL,
    device BLOB NOT NULL,
    PRIMARY KEY (account, device)
  ) STRICT, WITHOUT ROWID;
`

/** Before it all slots of a topic were decided by one set: that of the first version. */
const slotVersions = 'ALTER TABLE epochs ADD COLUMN version INTEGER NOT NULL DEFAULT 1;'

/** What brings a file of version n to version n + 1. */
const migrations: readonly ((database: DatabaseSync) => void)[] = [
  (database) => database.exec(tables),
  (database) => database.exec(lifeTable),
  (database) => database.exec(slotVersions),
  (database) => {
    database.exec(chainColumns)
    hashLogs(database)
    database.exec(evidenceTable)
  },
]

/** Kept in the file's `user_version`. */
const schemaVersion = migrations.length

/** Topic and position, less its life's base, in one integer. */
export function placeOf(topic: number, position: number): number {
  return topic * positionsMax + position
}

/** What a file is opened with. */
export type Options = {
  path: string
  /** The file grows no larger than about this; the disk's size unless given. */
  bytesMax?: number | undefined
}

/**
 * Opens the file for writing; creates what is missing and brings older versions forward.
 *
 * @throws StoreError `store_version` or `store_corrupt`
 */
export function openForWriting(options: Options): DatabaseSync {
  const database = new DatabaseSync(options.path)
  try {
    // FULL: each commit syncs the log. A checkpoint each 16 MB: fewer syncs of the file itself.
    database.exec(`
      PRAGMA journal_mode = WAL;
      PRAGMA synchronous = FULL;
      PRAGMA wal_autocheckpoint = 4096;
      PRAGMA cache_size = -65536;
      PRAGMA foreign_keys = OFF;
      PRAGMA busy_timeout = 5000;
    `)
    const { user_version: version } = database.prepare('PRAGMA user_version').get() as {
      user_version: number
    }
    if (version > schemaVersion)
      throw new StoreError(
        'store_version',
        `${options.path} is of version ${version}; this node reads up to version ${schemaVersion}.`,
      )
    if (version < schemaVersion) {
      database.exec('BEGIN IMMEDIATE')
      for (const migrate of migrations.slice(version)) migrate(database)
      database.exec(`PRAGMA user_version = ${schemaVersion}; COMMIT`)
    }
    if (options.bytesMax !== undefined) {
      const { page_size: pageSize } = database.prepare('PRAGMA page_size').get() as {
        page_size: number
      }
      database.exec(`PRAGMA max_page_count = ${Math.ceil(options.bytesMax / pageSize)}`)
    }
    return database
  } catch (error) {
    database.close()
    if (error instanceof StoreError) throw error
    throw new StoreError('store_corrupt', `${options.path}: ${String(error)}`, error)
  }
}

/**
 * Checks that a file is of this version, where none is brought forward.
 *
 * @throws StoreError `store_version`
 */
export function assertCurrent(database: DatabaseSync, path: string): void {
  const { user_version: version } = database.prepare('PRAGMA user_version').get() as {
    user_version: number
  }
  if (version !== schemaVersion)
    throw new StoreError(
      'store_version',
      `${path} is of version ${version}; this node reads version ${schemaVersion}.`,
    )
}

/**
 * Opens the file for reading, beside its writer.
 *
 * @throws StoreError `store_corrupt`
 */
export function openForReading(path: string): DatabaseSync {
  const database = new DatabaseSync(path, { readOnly: true })
  try {
    database.exec('PRAGMA cache_size = -65536; PRAGMA busy_timeout = 5000;')
    return database
  } catch (error) {
    database.close()
    throw new StoreError('store_corrupt', `${path}: ${String(error)}`, error)
  }
}
