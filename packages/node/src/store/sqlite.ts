/**
 * The default store: one SQLite file, written by a thread of its own and read from here.
 *
 * @module
 */
import { setImmediate as turn } from 'node:timers/promises'
import type { DatabaseSync } from 'node:sqlite'
import { Worker } from 'node:worker_threads'

import { Head, Reconcile } from '@parley/protocol'

import { sha256 } from '../host.ts'
import * as batch from './batch.ts'
import { type EvidenceRecord, readEvidence } from './evidence.ts'
import { type Life, lifeOf, positionsMax } from './life.ts'
import { type Options, openForReading, placeOf } from './schema.ts'
import {
  type EpochRecord,
  type Found,
  type Item,
  type Stats,
  type Store,
  StoreError,
  type TopicRecord,
} from './Store.ts'
import type { Answer, Task } from './thread.ts'

type Result = Exclude<Answer, { type: 'failed' }>['result']

/** The writing thread, asked one thing at a time or more; it answers in order. */
class Thread {
  readonly #worker: Worker
  readonly #waiting: ((answer: Answer) => void)[] = []
  #stats: Stats = { envelopes: 0, topics: 0, bytes: 0 }
  #ended = false

  constructor(options: Options) {
    // Run from source or from `dist`: the thread's file stands beside this one either way.
    const source = import.meta.url.endsWith('.ts')
    const file = new URL(source ? './thread.ts' : './thread.js', import.meta.url)
    const execArgv = source ? ['--conditions=source', '--disable-warning=ExperimentalWarning'] : []
    this.#worker = new Worker(file, { workerData: options, execArgv })
    this.#worker.on('message', (answer: Answer) => {
      if (answer.type !== 'failed') this.#stats = answer.stats
      this.#waiting.shift()?.(answer)
    })
    const end = (details: string): void => {
      this.#ended = true
      for (const settle of this.#waiting.splice(0))
        settle({ type: 'failed', code: 'internal', details })
    }
    this.#worker.on('error', (error) => end(`The store's thread failed: ${String(error)}`))
    this.#worker.on('exit', () => end('The store’s thread ended.'))
  }

  get stats(): Stats {
    return this.#stats
  }

  async answer(): Promise<Result> {
    if (this.#ended) throw new StoreError('store_closed', 'Its thread has ended.')
    const answer = await new Promise<Answer>((resolve) => this.#waiting.push(resolve))
    if (answer.type !== 'failed') return answer.result
    const { code, details } = answer
    if (code === 'store_version' || code === 'store_corrupt') throw new StoreError(code, details)
    throw new StoreError('storage_full', details)
  }

  ask(task: Task, transfer: ArrayBuffer[] = []): Promise<Result> {
    const answer = this.answer()
    if (!this.#ended) this.#worker.postMessage(task, transfer)
    return answer
  }

  async end(): Promise<void> {
    await this.#worker.terminate()
  }
}

/** Keys read at once: below a millisecond, so that others get their turn. */
const keysPerPage = 2_048
/** Topic numbers never change, so they may be kept: a busy hour's. */
const numbersKeptMax = 65_536

class Reader {
  readonly #database: DatabaseSync
  readonly life: Life | undefined
  /** Positions in the file are less by it than those given out. */
  readonly #base: number
  readonly #statements
  readonly #numbers = new Map<string, number>()

  constructor(path: string) {
    const database = openForReading(path)
    this.#database = database
    this.life = lifeOf(database)
    this.#base = this.life?.base ?? 0
    this.#statements = {
      number: database.prepare('SELECT number FROM topics WHERE id = ?'),
      topicId: database.prepare('SELECT id FROM topics WHERE number = ?'),
      topic: database.prepare('SELECT descriptor, epoch FROM topics WHERE id = ?'),
      epoch: database.prepare(
        'SELECT writer, version, started_at AS startedAt, certificate FROM epochs WHERE topic = ? AND epoch = ?',
      ),
      register: database.prepare('SELECT state FROM registers WHERE topic = ? AND slot = ?'),
      revoked: database.prepare('SELECT 1 FROM revoked WHERE account = ? AND device = ?'),
      page: database.prepare(
        'SELECT place, bytes FROM envelopes WHERE place > ? AND place < ? ORDER BY place LIMIT ?',
      ),
      envelope: database.prepare(
        'SELECT place, bytes FROM envelopes WHERE place = (SELECT place FROM refs WHERE key = ?)',
      ),
      end: database.prepare('SELECT next, head FROM topics WHERE id = ?'),
      head: database.prepare('SELECT head FROM envelopes WHERE place = ?'),
      keys: database.prepare(
        'SELECT key FROM refs WHERE key >= ? AND key < ? ORDER BY key LIMIT ?',
      ),
      key: database.prepare('SELECT 1 FROM refs WHERE key = ?'),
    }
  }

  #number(topic: Uint8Array): number | undefined {
    const name = Buffer.from(topic).toString('latin1')
    const known = this.#numbers.get(name)
    if (known !== undefined) return known
    const row = this.#statements.number.get(topic) as { number: number } | undefined
    if (row === undefined) return undefined
    if (this.#numbers.size >= numbersKeptMax) this.#numbers.clear()
    this.#numbers.set(name, row.number)
    return row.number
  }

  topic(topic: Uint8Array): TopicRecord | undefined {
    return this.#statements.topic.get(topic) as TopicRecord | undefined
  }

  epoch(topic: Uint8Array, epoch: number): EpochRecord | undefined {
    const number = this.#number(topic)
    if (number === undefined) return undefined
    return this.#statements.epoch.get(number, epoch) as EpochRecord | undefined
  }

  register(topic: Uint8Array, slot: number): Uint8Array | undefined {
    const number = this.#number(topic)
    if (number === undefined) return undefined
    const row = this.#statements.register.get(number, slot) as { state: Uint8Array } | undefined
    return row?.state
  }

  isRevoked(account: string, device: Uint8Array): boolean {
    return this.#statements.revoked.get(account, device) !== undefined
  }

  page(topic: Uint8Array, after: number, max: { items: number; bytes: number }): Item[] {
    const number = this.#number(topic)
    if (number === undefined) return []
    const end = placeOf(number + 1, 0)
    const page: Item[] = []
    let size = 0
    // What was read in an earlier life is read again: its end may have been another.
    const position = Math.min(Math.max(after - this.#base, 0), positionsMax - 1)
    const start = placeOf(number, position)
    for (const row of this.#statements.page.iterate(start, end, max.items)) {
      const { place, bytes } = row as { place: number; bytes: Uint8Array }
      size += bytes.length
      if (page.length > 0 && size > max.bytes) break
      page.push({ position: this.#base + (place % positionsMax), envelope: bytes })
    }
    return page
  }

  head(topic: Uint8Array, position?: number): Head.Point | undefined {
    const end = this.#statements.end.get(topic) as { next: number; head: Uint8Array } | undefined
    if (end === undefined) return undefined
    const last = this.#base + end.next - 1
    if (position === undefined || position === last) return { position: last, hash: end.head }
    if (position === this.#base) return { position, hash: Head.empty }
    if (position < this.#base || position > last) return undefined
    const place = placeOf(this.#number(topic)!, position - this.#base)
    const row = this.#statements.head.get(place) as { head: Uint8Array } | undefined
    return row && { position, hash: row.head }
  }

  evidence(): EvidenceRecord[] {
    return readEvidence(this.#database)
  }

  fetch(keys: readonly Uint8Array[]): Found[] {
    return keys.flatMap((key) => {
      const row = this.#statements.envelope.get(key) as
        | { place: number; bytes: Uint8Array }
        | undefined
      if (row === undefined) return []
      const number = Math.floor(row.place / positionsMax)
      const { id } = this.#statements.topicId.get(number) as { id: Uint8Array }
      return [{ topic: id, position: this.#base + (row.place % positionsMax), envelope: row.bytes }]
    })
  }

  lacking(keys: readonly Uint8Array[]): Uint8Array[] {
    return keys.filter((key) => this.#statements.key.get(key) === undefined)
  }

  async *keys({ from, to }: Reconcile.Range): AsyncIterable<Uint8Array[]> {
    let start = from
    const read = (): unknown[] => this.#statements.keys.all(start, to, keysPerPage + 1)
    for (;;) {
      const rows = (await reading(read)) as { key: Uint8Array }[]
      const keys = rows.map((row) => row.key)
      const next = keys.length > keysPerPage ? keys.pop() : undefined
      yield keys
      if (next === undefined) return
      start = next
      await turn()
    }
  }

  close(): void {
    this.#database.close()
  }
}

/** A read that fails says that the file, or the disk below it, is not what it was. */
function reading<T>(read: () => T): Promise<T> {
  try {
    return Promise.resolve(read())
  } catch (error) {
    return Promise.reject(new StoreError('store_corrupt', String(error), error))
  }
}

/**
 * Opens a node's SQLite store, and creates the file if there is none.
 *
 * @throws StoreError `store_version`, `store_corrupt` or `storage_full`
 */
export async function sqliteStore(options: Options): Promise<Store> {
  const thread = new Thread(options)
  try {
    await thread.answer()
  } catch (error) {
    await thread.end()
    throw error
  }
  const reader = new Reader(options.path)
  const tree = new Reconcile.KeyTree(sha256, (range) => reader.keys(range))
  const remove = async (task: Task): Promise<number> => {
    const removed = (await thread.ask(task)) as Uint8Array[]
    for (const key of removed) tree.changed(key)
    return removed.length
  }
  return {
    async commit(writes) {
      const bytes = batch.encode(writes)
      try {
        const packed = await thread.ask({ type: 'commit', batch: bytes }, [
          bytes.buffer as ArrayBuffer,
        ])
        return batch.unpackOutcomes(packed as Float64Array)
      } finally {
        // If it failed, too: nobody knows then how much of it is on disk.
        for (const write of writes) if (write.type === 'append') tree.changed(write.key)
      }
    },
    topic: (topic) => reading(() => reader.topic(topic)),
    epoch: (topic, epoch) => reading(() => reader.epoch(topic, epoch)),
    register: (topic, slot) => reading(() => reader.register(topic, slot)),
    isRevoked: (account, device) => reading(() => reader.isRevoked(account, device)),
    page: (topic, after, max) => reading(() => reader.page(topic, after, max)),
    fetch: (keys) => reading(() => reader.fetch(keys)),
    head: (topic, position) => reading(() => reader.head(topic, position)),
    evidence: () => reading(() => reader.evidence()),
    keys: {
      keys: (range) => reader.keys(range),
      nodes: (prefixes) => tree.nodes(prefixes),
      lacking: (keys) => reading(() => reader.lacking(keys)),
    },
    sweep: (now, max) => remove({ type: 'sweep', now, max }),
    release: (shards, max) => remove({ type: 'release', shards, max }),
    stats: () => thread.stats,
    life: reader.life,
    async close() {
      reader.close()
      await thread.ask({ type: 'close' })
      await thread.end()
    },
  }
}
