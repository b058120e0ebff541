/**
 * The chain of heads in a file: each envelope's row holds the hash of its topic's log up to it, each
 * topic's row that of the whole log.
 *
 * @module
 */
import type { DatabaseSync } from 'node:sqlite'

import { Head } from '@parley/protocol'

import { systemHost } from '../host.ts'
import { positionsMax } from './life.ts'

const { crypto } = systemHost()

/** An envelope's name in its key: what is left of it after the shard. */
const refAt = 2

/** The hash of a chain with one more envelope, given by its `Reconcile.keyOf`. */
export function linkOf(before: Uint8Array, key: Uint8Array): Uint8Array {
  return Head.link(crypto, before, key.subarray(refAt))
}

export const chainColumns = `
  ALTER TABLE topics ADD COLUMN head BLOB NOT NULL DEFAULT x'${'00'.repeat(32)}';
  ALTER TABLE envelopes ADD COLUMN head BLOB NOT NULL DEFAULT x'';
`

/**
 * Hashes the logs of a file that holds no hashes. Nothing was signed of them, so where envelopes are
 * swept already the chain may go on from the last one that is left.
 */
export function hashLogs(database: DatabaseSync): void {
  const putEnvelope = database.prepare('UPDATE envelopes SET head = ? WHERE place = ?')
  const putTopic = database.prepare('UPDATE topics SET head = ? WHERE number = ?')
  let topic = 0
  let head = Head.empty
  for (const row of database.prepare('SELECT key, place FROM refs ORDER BY place').iterate()) {
    const { key, place } = row as { key: Uint8Array; place: number }
    const number = Math.floor(place / positionsMax)
    if (number !== topic) {
      putTopic.run(head, topic)
      topic = number
      head = Head.empty
    }
    head = linkOf(head, key)
    putEnvelope.run(head, place)
  }
  putTopic.run(head, topic)
}
