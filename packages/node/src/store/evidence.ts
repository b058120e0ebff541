/**
 * Evidence that a node keeps: a few pieces against each liar, as one takes its bond.
 *
 * @module
 */
import type { DatabaseSync } from 'node:sqlite'

/** Pieces kept against one node: one is enough, a few survive a contract that refuses some. */
export const evidencePerNodeMax = 4
/** Pieces kept in all: liars of a large network; each is a few kilobytes at most. */
export const evidenceMax = 1024

export const evidenceTable = `
  CREATE TABLE evidence (
    number INTEGER PRIMARY KEY,
    id BLOB NOT NULL UNIQUE,
    node BLOB NOT NULL,
    found_at INTEGER NOT NULL,
    bytes BLOB NOT NULL
  ) STRICT;
`

/** A piece of evidence. */
export type EvidenceRecord = {
  /** `Evidence.idOf`, 32 bytes. */
  readonly id: Uint8Array
  /** Whom it is against, 32 bytes. */
  readonly node: Uint8Array
  /** Milliseconds since the Unix epoch. */
  readonly foundAt: number
  /** Encoded, as `Evidence.codec`. */
  readonly bytes: Uint8Array
}

/** Keeps a piece of evidence in a file, if there is room for it. */
export function evidenceWriter(database: DatabaseSync): (record: EvidenceRecord) => void {
  const counts = database.prepare(
    'SELECT count(*) AS total, coalesce(sum(node = ?), 0) AS against FROM evidence',
  )
  const insert = database.prepare(
    'INSERT INTO evidence (id, node, found_at, bytes) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING',
  )
  return ({ id, node, foundAt, bytes }) => {
    const { total, against } = counts.get(node) as { total: number; against: number }
    if (total < evidenceMax && against < evidencePerNodeMax) insert.run(id, node, foundAt, bytes)
  }
}

/** All that a file holds, the oldest first. */
export function readEvidence(database: DatabaseSync): EvidenceRecord[] {
  const rows = database
    .prepare('SELECT id, node, found_at AS foundAt, bytes FROM evidence ORDER BY number')
    .all() as EvidenceRecord[]
  return rows.map((row) => ({ ...row }))
}
