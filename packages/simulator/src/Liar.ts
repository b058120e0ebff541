/**
 * A node that lies: the production node, with a store that does not say what it knows and links that
 * do not carry what it said.
 *
 * @module
 */
import * as Codec from '@parley/codec'
import type { Store } from '@parley/node'
import { Frame, type Host } from '@parley/protocol'

import type { Life } from './Life.ts'
import type { Random } from './Random.ts'

/**
 * - `forge`: changes what it signs, what others signed, and envelopes
 * - `withhold`: leaves out some envelopes it signed for, whoever asks
 * - `discard`: signs for envelopes that it never writes
 * - `equivocate`: forgets how it voted
 * - `replay`: answers with what it answered before
 * - `stall`: does not answer
 */
export const lies = ['forge', 'withhold', 'discard', 'equivocate', 'replay', 'stall'] as const
export type Lie = (typeof lies)[number]

/** How often it lies, where it could. */
const often = 0.15

export class Liar {
  readonly lies: ReadonlySet<Lie>

  constructor(told: ReadonlySet<Lie>) {
    this.lies = told
  }

  /** The lies of one life. */
  begin(life: Life, random: Random): Lies {
    return new Lies(this.lies, life, random)
  }
}

type Write = Parameters<Store['commit']>[0][number]

class Lies {
  readonly #lies: ReadonlySet<Lie>
  readonly #life: Life
  readonly #random: Random
  /** Answers it gave, to give again. */
  readonly #given: Frame.Response[] = []

  constructor(told: ReadonlySet<Lie>, life: Life, random: Random) {
    this.#lies = told
    this.#life = life
    this.#random = random
  }

  #tells(lie: Lie): boolean {
    return this.#lies.has(lie) && this.#random.chance(often)
  }

  /** What it keeps, as it makes itself believe. */
  store(store: Store): Store {
    const isHidden = (envelope: Uint8Array): boolean =>
      this.#lies.has('withhold') && envelope.at(-1)! % 4 === 0
    return {
      ...store,
      commit: (writes) => this.#commit(store, writes),
      register: async (topic, slot) => {
        const state = await store.register(topic, slot)
        return this.#lies.has('equivocate') ? undefined : state
      },
      page: async (topic, after, max) =>
        (await store.page(topic, after, max)).filter(({ envelope }) => !isHidden(envelope)),
      fetch: async (keys) =>
        (await store.fetch(keys)).filter(({ envelope }) => !isHidden(envelope)),
    }
  }

  async #commit(store: Store, writes: readonly Write[]): ReturnType<Store['commit']> {
    const kept = writes.filter((write) => write.type !== 'append' || !this.#tells('discard'))
    const outcomes = [...(await store.commit(kept))]
    return writes.map((write) =>
      kept.includes(write)
        ? outcomes.shift()!
        : { status: 'stored', position: 1, receivedAt: this.#life.host.clock.now() },
    )
  }

  /** Its end of a link, as the other side gets to see it. */
  duplex(duplex: Host.Duplex): Host.Duplex {
    const own: Host.Duplex = {
      send: (message) => {
        const frames = framesOf(message)
        const told = frames.flatMap((frame) => this.#tell(frame))
        if (told.length > 0) duplex.send(messageOf(told))
      },
      bufferedBytes: () => duplex.bufferedBytes(),
      close: (reason) => duplex.close(reason),
      onMessage: () => {},
      onDrain: () => {},
      onClose: () => {},
    }
    duplex.onMessage = (message) => own.onMessage(message)
    duplex.onDrain = () => own.onDrain()
    duplex.onClose = (reason) => own.onClose(reason)
    return own
  }

  #tell(frame: Frame.Frame): Frame.Frame[] {
    if ((frame.type !== 'data' && frame.type !== 'end') || frame.response === undefined)
      return [frame]
    const { response } = frame
    if (this.#tells('stall')) return []
    if (this.#tells('replay')) {
      const again = this.#given.findLast(({ type }) => type === response.type)
      if (again) return [{ ...frame, response: again }]
    }
    this.#given.push(response)
    if (this.#given.length > 64) this.#given.shift()
    return [this.#tells('forge') ? { ...frame, response: this.#forged(response) } : frame]
  }

  #forged(response: Frame.Response): Frame.Response {
    const bent = (bytes: Uint8Array): Uint8Array => {
      const copy = bytes.slice()
      copy[this.#random.below(copy.length)]! ^= 1 << this.#random.below(8)
      return copy
    }
    switch (response.type) {
      case 'receipt':
      case 'welcome':
      case 'head':
        return { ...response, signature: bent(response.signature) }
      case 'delivery':
        return { ...response, envelope: bent(response.envelope) }
      case 'items':
        return {
          ...response,
          envelopes: response.envelopes.map((item) => ({ ...item, envelope: bent(item.envelope) })),
        }
      case 'vouched':
        return { ...response, hashes: response.hashes.map(bent) }
      case 'vote':
        return { ...response, reply: bent(response.reply) }
      default:
        return response
    }
  }
}

function framesOf(message: Uint8Array): Frame.Frame[] {
  const reader = new Codec.Reader(message)
  const frames: Frame.Frame[] = []
  while (reader.remaining > 0) frames.push(Frame.frame.read(reader.sub(reader.length())))
  return frames
}

function messageOf(frames: readonly Frame.Frame[]): Uint8Array {
  const writer = new Codec.Writer(1024)
  for (const frame of frames) {
    const bytes = Codec.encode(Frame.frame, frame)
    writer.length(bytes.length)
    writer.bytes(bytes)
  }
  return writer.finish()
}
