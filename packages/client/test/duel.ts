/**
 * Devices of one group that all end its epoch at the same moment, until each of them got through.
 *
 * @module
 */
import { Bytes, Envelope } from '@parley/protocol'

import { globalHost } from '../src/host.ts'
import type { Proposed, Rival, Times } from './rival.ts'

const { crypto } = globalHost()

/** A slot that several devices wanted, or the last of them alone. */
export type Slot = {
  readonly slot: number
  readonly rivals: number
  /** The id of the commit that was sealed, in hex. */
  readonly commit: string
  /** By device. */
  readonly times: readonly Times[]
}

/**
 * Each device commits at once with the others; who loses commits anew, until nobody is left.
 *
 * @returns the slots it took: as many as there are devices
 * @throws Error if devices disagree, or a slot was won by nobody or by several
 */
export async function duel(rivals: readonly Rival[]): Promise<Slot[]> {
  const slots: Slot[] = []
  let left = [...rivals]
  while (left.length > 0) {
    const proposed = await Promise.all(left.map((rival) => rival.propose()))
    const { epoch } = proposed[0]!
    const times = await Promise.all(left.map((rival, i) => rival.seal(proposed[i]!)))
    const writers = await Promise.all(rivals.map((rival) => rival.writer(epoch + 1)))
    const winner = winnerOf(proposed, writers)
    const commit = Bytes.toHex(Envelope.idOf(crypto, proposed[winner]!.envelope.content))
    slots.push({ slot: epoch, rivals: left.length, commit, times })
    left = left.filter((_, i) => i !== winner)
  }
  return slots
}

function winnerOf(proposed: readonly Proposed[], writers: readonly string[]): number {
  if (new Set(writers).size !== 1) throw new Error(`The group forked: ${writers.join(' ')}`)
  const winners = proposed.filter(({ nextWriter }) => nextWriter === writers[0])
  if (winners.length !== 1) throw new Error(`${winners.length} devices won a slot.`)
  return proposed.indexOf(winners[0]!)
}
