/**
 * Who still gets on a disk that fills: strangers end first, then new accounts, then all others. The
 * rest is for what the network does itself and for what removes an attacker.
 *
 * @module
 */
import { Errors } from '@parley/protocol'

import type { Class } from './Row.ts'

/** How full a store may be for whom, as a share of what it may hold. */
const shares: { readonly [K in Class]: number } = {
  stranger: 0.8,
  new: 0.9,
  known: 0.95,
  member: 0.95,
}

/** A store's envelopes, and how much it may hold; not known where it may fill its disk. */
export type Disk = { readonly bytes: number; readonly bytesMax: number | undefined }

/**
 * Lets one of a class write.
 *
 * @throws WireError `storage_full` if the store is too full for it
 */
export function assertDisk({ bytes, bytesMax }: Disk, kind: Class): void {
  if (bytesMax !== undefined && bytes >= shares[kind] * bytesMax)
    throw new Errors.WireError('storage_full', {
      details: `The rest of the disk is not for one that is ${kind}.`,
    })
}
