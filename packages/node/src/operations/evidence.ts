/**
 * The evidence that a node has kept against others, to be submitted to the registry.
 *
 * @module
 */
import { existsSync } from 'node:fs'

import { Bytes, Evidence } from '@parley/protocol'

import { readEvidence } from '../store/evidence.ts'
import { assertCurrent, openForReading } from '../store/schema.ts'
import { OperationError } from './OperationError.ts'

/** A piece of evidence, for people and other programs. */
export type EvidenceLine = {
  /** In hex, as all bytes here. */
  readonly id: string
  readonly node: string
  readonly kind: Evidence.Kind
  readonly topic: string
  /** A position of the node's log, or a slot. */
  readonly place: number
  readonly foundAt: string
  readonly evidence: string
}

/**
 * Reads a store's evidence, while the node runs if it does.
 *
 * @throws OperationError `store_missing`
 * @throws StoreError `store_version` or `store_corrupt`
 */
export function evidenceIn(store: string): EvidenceLine[] {
  if (!existsSync(store)) throw new OperationError('store_missing', `${store} is not there.`)
  const database = openForReading(store)
  try {
    assertCurrent(database, store)
    return readEvidence(database).map(({ id, bytes, foundAt }) => {
      const evidence = Evidence.decode(bytes)
      const { node, topic, at } = Evidence.subjectOf(evidence)
      return {
        id: Bytes.toHex(id),
        node: Bytes.toHex(node),
        kind: evidence.type,
        topic: Bytes.toHex(topic),
        place: at,
        foundAt: new Date(foundAt).toISOString(),
        evidence: Bytes.toHex(bytes),
      }
    })
  } finally {
    database.close()
  }
}
