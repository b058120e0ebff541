/**
 * Evidence this client holds against nodes, kept over restarts until somebody submits it.
 *
 * @module
 */
import type { Fault } from './api.ts'
import type { Database } from './database.ts'
import * as Records from './records.ts'

/** Pieces kept against one node: one takes its bond, a few survive a contract that refuses some. */
const perNodeMax = 4
/** Pieces kept in all, of a few kilobytes at most. */
const keptMax = 256

/** The faults of which there is evidence on this device, the oldest first. */
export async function proven(database: Database): Promise<Fault[]> {
  const found = await database.list(Records.fault, Records.keys.faults)
  return found.map(({ value }) => value as Fault).toSorted((a, b) => a.at - b.at)
}

/** Keeps a fault with its evidence, if there is room for it. */
export async function keepProven(
  database: Database,
  fault: Fault & { evidence: Uint8Array },
): Promise<void> {
  await database.transact(async (transaction) => {
    const all = await transaction.list(Records.fault, Records.keys.faults)
    const against = all.filter(({ value }) => value.node === fault.node)
    if (against.length >= perNodeMax || all.length >= keptMax) return
    const key = Records.keys.fault(fault.node, fault.at, against.length)
    transaction.put(Records.fault, key, fault)
  })
}
