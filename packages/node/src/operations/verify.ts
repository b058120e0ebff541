/**
 * Whether a store is what it says: its pages, its rows, and its rows among each other.
 *
 * @module
 */
import { existsSync } from 'node:fs'
import type { DatabaseSync } from 'node:sqlite'

import * as Codec from '@parley/codec'
import { Bytes, type Crypto, Envelope, Head as LogHead, Topic } from '@parley/protocol'

import { keyOf } from '../admission.ts'
import { linkOf } from '../store/chain.ts'
import { lifeOf, positionsMax } from '../store/life.ts'
import { assertCurrent, openForReading, placeOf } from '../store/schema.ts'
import { StoreError } from '../store/Store.ts'
import { OperationError } from './OperationError.ts'

/** What can be wrong with a store, by its name in reports. */
export const findings = {
  page_damaged: 'SQLite finds the file damaged.',
  topic_not_its_descriptor: 'A topic’s id is not the hash of its descriptor.',
  topic_miscounted: 'A topic’s count, bytes, next position or epoch is not that of its rows.',
  envelope_undecodable: 'An envelope is no envelope.',
  envelope_misplaced: 'An envelope stands in another topic’s log, or in no topic’s.',
  head_miscalculated:
    'A head is not the hash of the one before it and the envelope at its position.',
  envelope_unlisted: 'An envelope is not in the index under its own name, place and end.',
  index_dangling: 'The index names an envelope that is not there.',
} as const
export type FindingName = keyof typeof findings

export type Finding = {
  readonly finding: FindingName
  /** Where: a topic in hex, with a position if it is about an envelope. */
  readonly at: string
}

/** The end of a topic's log. */
export type Head = {
  /** In hex. */
  readonly topic: string
  /** The last position given out here; 0 if none was. */
  readonly position: number
  readonly envelopes: number
  readonly bytes: number
  readonly epoch: number
}

export type Report = {
  readonly topics: number
  readonly envelopes: number
  readonly bytes: number
  readonly findings: number
}

export type VerifyOptions = {
  crypto: Crypto.Crypto
  /** The store's file, or a backup's. */
  path: string
  onFinding: (finding: Finding) => void
  onHead?: (head: Head) => void
}

type TopicRow = {
  number: number
  id: Uint8Array
  descriptor: Uint8Array
  next: number
  count: number
  bytes: number
  epoch: number
  head: Uint8Array
}

/** A row of `envelopes`. */
type EnvelopeRow = { place: number; bytes: Uint8Array; head: Uint8Array }

/**
 * Reads a store from end to end. Memory stays the same however large it is. It sees one moment: a
 * node that runs meanwhile goes on, and its log grows until this is done.
 *
 * @throws OperationError `store_missing`
 * @throws StoreError `store_corrupt` if it cannot be read at all, `store_version`
 */
export function verify(options: VerifyOptions): Report {
  const { path } = options
  if (!existsSync(path)) throw new OperationError('store_missing', `${path} is not there.`)
  const database = openForReading(path)
  try {
    return new Verifier(database, options).run()
  } catch (error) {
    if (error instanceof StoreError) throw error
    // Everything else that was thrown is SQLite's: the rows' own faults are findings.
    throw new StoreError('store_corrupt', `${path}: ${String(error)}`, error)
  } finally {
    database.close()
  }
}

/** As many damaged pages are named; more of them say nothing new. */
const pagesNamedMax = 100

/** SQLITE_CORRUPT: a row cannot be read. */
const corrupt = 11

class Verifier {
  readonly #database: DatabaseSync
  readonly #options: VerifyOptions
  readonly #ref
  readonly #envelopes
  readonly #epoch
  readonly #base: number
  #found = 0

  constructor(database: DatabaseSync, options: VerifyOptions) {
    assertCurrent(database, options.path)
    this.#database = database
    this.#options = options
    this.#base = lifeOf(database)?.base ?? 0
    this.#ref = database.prepare('SELECT place, expires_at AS expiresAt FROM refs WHERE key = ?')
    this.#envelopes = database.prepare(
      'SELECT place, bytes, head FROM envelopes WHERE place >= ? AND place < ? ORDER BY place',
    )
    this.#epoch = database.prepare(
      'SELECT coalesce(max(epoch), 0) AS newest, count(*) AS count FROM epochs WHERE topic = ?',
    )
  }

  run(): Report {
    const report = { topics: 0, envelopes: 0, bytes: 0 }
    try {
      this.#database.exec('BEGIN')
      this.#pages()
      for (const row of this.#rows<TopicRow>('SELECT * FROM topics ORDER BY number')) {
        const found = this.#topic(row)
        report.topics++
        report.envelopes += found.count
        report.bytes += found.bytes
      }
      this.#strays()
    } catch (error) {
      if ((error as { errcode?: number }).errcode !== corrupt) throw error
      this.#find('page_damaged', 'what follows cannot be read')
    }
    return { ...report, findings: this.#found }
  }

  #rows<T>(sql: string): Iterable<T> {
    return this.#database.prepare(sql).iterate() as unknown as Iterable<T>
  }

  #find(finding: FindingName, at: string): void {
    this.#found++
    this.#options.onFinding({ finding, at })
  }

  #pages(): void {
    const sql = `PRAGMA quick_check(${pagesNamedMax})`
    for (const { quick_check: text } of this.#rows<{ quick_check: string }>(sql))
      if (text !== 'ok') this.#find('page_damaged', text)
  }

  #topic(row: TopicRow): { count: number; bytes: number } {
    const { crypto, onHead } = this.#options
    const topic = Bytes.toHex(row.id)
    const descriptor = decoded(Topic.descriptor, row.descriptor)
    if (descriptor === undefined || !Bytes.equal(Topic.idOf(crypto, descriptor), row.id))
      this.#find('topic_not_its_descriptor', topic)
    let count = 0
    let bytes = 0
    let last = 0
    let head = LogHead.empty
    const range = [placeOf(row.number, 0), placeOf(row.number + 1, 0)] as const
    for (const each of this.#envelopes.iterate(...range)) {
      const item = each as EnvelopeRow
      const position = item.place % positionsMax
      // What stood between two envelopes is swept: nothing says what the later head should be.
      const before = position === last + 1 ? head : undefined
      last = position
      head = item.head
      count++
      bytes += item.bytes.length
      this.#envelope(row.id, item, before, `${topic} ${last}`)
    }
    const epochs = this.#epoch.get(row.number) as { newest: number; count: number }
    if (last > 0 && last === row.next - 1 && !Bytes.equal(head, row.head))
      this.#find('head_miscalculated', topic)
    const isCounted = count === row.count && bytes === row.bytes && last < row.next
    if (!isCounted || epochs.newest !== row.epoch || epochs.count !== row.epoch)
      this.#find('topic_miscounted', topic)
    onHead?.({
      topic,
      position: row.next === 1 ? 0 : this.#base + row.next - 1,
      envelopes: count,
      bytes,
      epoch: row.epoch,
    })
    return { count, bytes }
  }

  #envelope(
    topic: Uint8Array,
    item: EnvelopeRow,
    before: Uint8Array | undefined,
    at: string,
  ): void {
    const content = decoded(Envelope.codec, item.bytes)?.content
    if (content === undefined) return this.#find('envelope_undecodable', at)
    if (!Bytes.equal(content.topic, topic)) return this.#find('envelope_misplaced', at)
    const key = keyOf(topic, Envelope.refOf(this.#options.crypto, content))
    const ref = this.#ref.get(key) as { place: number; expiresAt: number } | undefined
    if (ref?.place !== item.place || ref.expiresAt !== content.expiresAt)
      this.#find('envelope_unlisted', at)
    if (before !== undefined && !Bytes.equal(linkOf(before, key), item.head))
      this.#find('head_miscalculated', at)
  }

  /** What no topic leads to. */
  #strays(): void {
    const lost = `SELECT place FROM envelopes WHERE place / ${positionsMax} NOT IN (SELECT number FROM topics)`
    for (const { place } of this.#rows<{ place: number }>(lost))
      this.#find('envelope_misplaced', `place ${place}`)
    const dangling =
      'SELECT key FROM refs WHERE NOT EXISTS (SELECT 1 FROM envelopes WHERE envelopes.place = refs.place)'
    for (const { key } of this.#rows<{ key: Uint8Array }>(dangling))
      this.#find('index_dangling', Bytes.toHex(key))
  }
}

function decoded<T>(codec: Codec.Codec<T>, bytes: Uint8Array): T | undefined {
  try {
    return Codec.decode(codec, bytes)
  } catch (error) {
    if (error instanceof Codec.CodecError) return undefined
    throw error
  }
}
