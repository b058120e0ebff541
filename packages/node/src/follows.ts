/**
 * Many topics followed on one stream: each row's log is read from its source, a page at a time and
 * in turn, as the stream has room. Who reads slowly is read for again later; nothing is kept for them.
 *
 * @module
 */
import { Errors, Frame, Link } from '@parley/protocol'

/** Envelopes of a log, ascending. */
export type Page = {
  readonly items: readonly { readonly position: number; readonly envelope: Uint8Array }[]
  readonly isEnd: boolean
}

/** A log that a row is of. */
export type Source = {
  /**
   * What is after a position; `undefined` if nothing is known yet. Refuses who may not read it.
   *
   * @throws WireError: the row ends with it
   */
  readonly page: (after: number) => Promise<Page | undefined>
  /** Where the log ends now; `undefined` if that is not known yet. */
  readonly tail: () => Promise<number | undefined>
  /** Calls `listener` when there is more, or more is known, or when it is gone. */
  readonly watch: (listener: () => void) => () => void
}

/** Logs read at once for one stream. */
const readingMax = 16

/** A row as it is asked for. */
export type Asked = Extract<Frame.Input, { type: 'add' }>['rows'][number]

type Row = {
  readonly number: number
  readonly asked: Asked
  readonly release: () => void
  after: number
  source: Source | undefined
  unwatch: () => void
  /** Whether it waits for its turn. */
  queued: boolean
  /** Whether it is being read now, and is to be read again. */
  busy: boolean
  again: boolean
  /** Whether its end was told. */
  told: boolean
}

export type FollowsOptions = {
  readonly call: Link.Call
  /** @throws WireError if there is no such log, or it is not this link's to read */
  readonly sourceOf: (asked: Asked) => Promise<Source>
  /**
   * Counts a row, or refuses it.
   *
   * @returns ends that
   * @throws WireError
   */
  readonly hold: (give: () => void) => () => void
  readonly onDelivered: () => void
}

/** The rows of one stream. */
export class Follows {
  readonly #options: FollowsOptions
  readonly #rows = new Map<number, Row>()
  #ready: Row[] = []
  #wake = (): void => {}
  #reading = 0

  constructor(options: FollowsOptions) {
    this.#options = options
  }

  /** Delivers until the stream is given up. */
  async run(): Promise<undefined> {
    const { call } = this.#options
    call.onInput((input) => {
      if (input.type === 'add') for (const asked of input.rows) this.#add(asked)
      else for (const number of input.numbers) this.#drop(number)
    })
    call.onCancel(() => this.#wake())
    try {
      while (!call.cancelled()) {
        const row = this.#ready.shift()
        if (row === undefined) {
          await new Promise<void>((resolve) => (this.#wake = resolve))
          continue
        }
        await call.room()
        row.queued = false
        // A log that is slow to read holds up no other.
        while (this.#reading >= readingMax)
          await new Promise<void>((resolve) => (this.#wake = resolve))
        this.#reading++
        void this.#deliver(row).finally(() => {
          this.#reading--
          row.busy = false
          if (row.again) this.#queue(row)
          this.#wake()
        })
      }
      return undefined
    } finally {
      for (const number of this.#rows.keys()) this.#drop(number)
    }
  }

  #add(asked: Asked): void {
    const { number } = asked
    if (this.#rows.has(number)) return
    let release = (): void => {}
    try {
      release = this.#options.hold(() => this.#end(number, new Errors.WireError('overloaded')))
    } catch (error) {
      return this.#tell(number, error)
    }
    const row: Row = {
      number,
      asked,
      release,
      after: asked.after,
      source: undefined,
      unwatch: () => {},
      queued: false,
      busy: false,
      again: false,
      told: false,
    }
    this.#rows.set(number, row)
    this.#queue(row)
  }

  #drop(number: number): void {
    const row = this.#rows.get(number)
    if (row === undefined) return
    this.#rows.delete(number)
    row.unwatch()
    row.release()
  }

  #end(number: number, error: unknown): void {
    if (!this.#rows.has(number)) return
    this.#drop(number)
    this.#tell(number, error)
  }

  #tell(number: number, error: unknown): void {
    const coded = error instanceof Errors.WireError ? error : new Errors.WireError('internal')
    this.#options.call.send({ type: 'gone', number, error: Link.toFrame(coded) }).catch(() => {})
  }

  #queue(row: Row): void {
    if (row.busy) {
      row.again = true
      return
    }
    if (row.queued) return
    row.queued = true
    this.#ready.push(row)
    this.#wake()
  }

  /** One page of a row, or as much of it as the reader takes at once. */
  async #deliver(row: Row): Promise<void> {
    const { call, sourceOf, onDelivered } = this.#options
    const { number } = row
    const isGone = (): boolean => this.#rows.get(number) !== row || call.cancelled()
    if (isGone()) return
    row.busy = true
    row.again = false
    if (!call.hasRoom()) return this.#queue(row)
    try {
      if (row.source === undefined) {
        const source = await sourceOf(row.asked)
        if (isGone()) return
        row.source = source
        // Watched before the first page is read: what is stored while it is read is seen after.
        row.unwatch = source.watch(() => this.#queue(row))
      }
      if (row.after === Frame.fromTail) row.after = (await row.source.tail()) ?? Frame.fromTail
      if (row.after === Frame.fromTail) return
      const page = await row.source.page(row.after)
      // It is told of when there is more to know.
      if (page === undefined) return
      const { items, isEnd } = page
      for (const { position, envelope } of items) {
        if (isGone()) return
        // The rest of the page is let go of, and read again when there is room.
        if (!call.hasRoom()) return this.#queue(row)
        await call.send({ type: 'news', number, position, envelope })
        row.after = position
        onDelivered()
      }
      if (isGone()) return
      if (!isEnd) this.#queue(row)
      else if (!row.told) {
        row.told = true
        await call.send({ type: 'tail', number, position: row.after })
      }
    } catch (error) {
      if (!call.cancelled()) this.#end(number, error)
    }
  }
}
