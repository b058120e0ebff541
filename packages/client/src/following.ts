/**
 * A group's topic as it is followed: what came of it and is not processed, what waits, what is missing.
 *
 * @module
 */
import type { Envelope, Network } from '@parley/protocol'

import type { Message } from './api.ts'
import type { Delivery } from './reading.ts'

/** Envelope ids remembered of each topic, so that what is known costs no look at the disk. */
const knownMax = 8192

/** Something that came. */
export type Item = {
  /** Where it came from, unless this device got it by itself. */
  readonly delivery: Delivery | undefined
  /** The node it is from, where one gave it. */
  readonly from: Network.Node | undefined
  readonly bytes: Uint8Array
  /** Whether the nodes linked are asked for it if they do not deliver it. */
  readonly compared: boolean
  readonly done: () => void
}

/** A message that is not told of yet, as one before it is missing. */
export type Gated = {
  readonly message: Message
  readonly clock: number
  readonly parents: readonly Envelope.Ref[]
  readonly since: number
}

export type Followed = {
  /** The group's id in hex. */
  readonly name: string
  readonly topic: Uint8Array
  readonly queue: Item[]
  draining: boolean
  readonly stop: () => void
  gated: Gated[]
  readonly asked: Set<string>
  /** How many envelopes of epochs to come are held; counted when it is needed. */
  held: number | undefined
  /** By sender, an epoch and a leaf: ids of envelopes held as they are too far ahead of its others. */
  readonly far: Map<string, Set<string>>
  /** Ids of envelopes processed lately: gateways deliver each once more. */
  readonly known: Set<string>
  /**
   * How names of envelopes that are missing are looked for: how many there are, counted when it is
   * needed; how often in vain; and the latest search, which ends all others.
   */
  readonly search: { wanted: number | undefined; rounds: number; token: number }
  /** Whether what is held is about to be looked at again. */
  revisiting: boolean
  /** Whether it is being found out what of far senders cannot come any more. */
  settling: boolean
}

/** A topic that nothing came of yet. */
export function followedOf(name: string, topic: Uint8Array, stop: () => void): Followed {
  return {
    name,
    topic,
    stop,
    queue: [],
    draining: false,
    gated: [],
    asked: new Set(),
    held: undefined,
    far: new Map(),
    known: new Set(),
    search: { wanted: undefined, rounds: 0, token: 0 },
    revisiting: false,
    settling: false,
  }
}

/** Remembers that an envelope needs no look any more, while the process lives. */
export function remember({ known }: Followed, id: string): void {
  if (known.size >= knownMax) known.clear()
  known.add(id)
}

/** The name under which a sender's messages of an epoch wait. */
export function senderOf({ epoch, leaf }: { epoch: number; leaf: number }): string {
  return `${epoch} ${leaf}`
}
