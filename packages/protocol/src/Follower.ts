/**
 * Following topics: many rows on one `follow` stream of a link, which is opened with the first and
 * again after it ended.
 *
 * @module
 */
import { WireError } from './Errors.ts'
import * as Frame from './Frame.ts'
import type { CallOptions } from './Link.ts'
import * as Limits from './Limits.ts'
import type * as Topic from './topic/Topic.ts'

/** A topic of a replica, from a position on. */
export type Row = {
  readonly topic: Uint8Array
  /** Whose log, 32 bytes. */
  readonly replica: Uint8Array
  /** `Frame.fromTail` for what is new alone. */
  readonly after: number
  /** For a topic that may not exist yet. */
  readonly descriptor?: Topic.Descriptor | undefined
  /** Its promise holds back what comes on the stream. */
  readonly onNews: (position: number, envelope: Uint8Array) => void | Promise<void>
  readonly onTail: (position: number) => void
}

/** A row that is followed. */
export type Following = {
  /** Resolves with the reason when it ends. */
  readonly ended: Promise<WireError>
  /** Gives it up. */
  readonly drop: () => void
}

type Entry = { readonly row: Row; readonly end: (error: WireError) => void }
type Call = (request: Frame.Request, options: CallOptions) => Promise<Frame.Response | undefined>
type Added = Extract<Frame.Input, { type: 'add' }>['rows']

/** One end of a `follow` stream. */
export class Follower {
  readonly #call: Call
  readonly #rows = new Map<number, Entry>()
  #say: ((input: Frame.Input) => void) | undefined
  #next = 1
  #added: Added = []
  #dropped: number[] = []
  #saying = false

  /** @param call asks on the link: `Link.call` */
  constructor(call: Call) {
    this.#call = call
  }

  /** How many rows are followed. */
  get size(): number {
    return this.#rows.size
  }

  /** Follows a row until it is dropped, the other side ends it, or the link closes. */
  follow(row: Row): Following {
    const number = this.#next++
    const { promise: ended, resolve } = Promise.withResolvers<WireError>()
    const end = (error: WireError): void => {
      if (this.#rows.delete(number)) resolve(error)
    }
    this.#rows.set(number, { row, end })
    const { topic, replica, after, descriptor } = row
    this.#added.push({ number, topic, replica, after, descriptor })
    this.#sayLater()
    return {
      ended,
      drop: () => {
        if (!this.#rows.has(number)) return
        end(new WireError('cancelled'))
        const unsaid = this.#added.findIndex((added) => added.number === number)
        if (unsaid >= 0) this.#added.splice(unsaid, 1)
        else this.#dropped.push(number)
        this.#sayLater()
      },
    }
  }

  /** All of a turn goes together. */
  #sayLater(): void {
    if (this.#saying) return
    this.#saying = true
    void Promise.resolve().then(() => {
      this.#saying = false
      this.#sayAll()
    })
  }

  #sayAll(): void {
    if (this.#added.length > 0 && this.#say === undefined) this.#open()
    const most = Limits.wire.rowsPerInputMax
    while (this.#dropped.length > 0)
      this.#say?.({ type: 'drop', numbers: this.#dropped.splice(0, most) })
    while (this.#added.length > 0) this.#say?.({ type: 'add', rows: this.#added.splice(0, most) })
  }

  #open(): void {
    let own: ((input: Frame.Input) => void) | undefined
    const ended = (error: unknown): void => {
      if (this.#say === own) this.#say = undefined
      const reason = error instanceof WireError ? error : new WireError('link_closed')
      this.#added = []
      this.#dropped = []
      for (const { end } of this.#rows.values()) end(reason)
    }
    const options: CallOptions = {
      timeoutMs: Infinity,
      onOpen: (say) => {
        own = say
        this.#say = say
      },
      onData: (response) => this.#hear(response),
    }
    // A stream that cannot be opened ends at once: then nothing is left to be said.
    this.#say = () => {}
    own = this.#say
    this.#call({ type: 'follow' }, options).then(ended, ended)
  }

  #hear(response: Frame.Response): void | Promise<void> {
    if (response.type === 'news')
      return this.#rows.get(response.number)?.row.onNews(response.position, response.envelope)
    if (response.type === 'tail') this.#rows.get(response.number)?.row.onTail(response.position)
    else if (response.type === 'gone') {
      const { code, details, retryAfterMs } = response.error
      this.#rows.get(response.number)?.end(new WireError(code, { details, retryAfterMs }))
    }
    return undefined
  }
}
