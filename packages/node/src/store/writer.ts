/**
 * The writing side of the SQLite store. It runs in a thread of its own, since a sync to disk takes
 * as long as the disk takes.
 *
 * @module
 */
import type { DatabaseSync } from 'node:sqlite'

import { Head, Reconcile } from '@parley/protocol'

import { linkOf } from './chain.ts'
import { evidenceWriter } from './evidence.ts'
import { lifeOf, positionsMax } from './life.ts'
import { type Options, openForWriting, placeOf } from './schema.ts'
import type { Append, Outcome, Stats, Write } from './Store.ts'

type Topic = {
  number: number
  next: number
  head: Uint8Array
  count: number
  bytes: number
  epoch: number
}

type Row = { key: Uint8Array; place: number; expires_at: number }

const nothing = { position: 0, receivedAt: 0 }

/** Topics whose numbers and counters are kept: a busy hour's. */
const topicsKeptMax = 16_384

/** The one writer of a file. */
export class Writer {
  readonly #database: DatabaseSync
  readonly #statements
  readonly #putEvidence: ReturnType<typeof evidenceWriter>
  readonly #topics = new Map<string, Topic>()
  /** Topics whose counters this transaction changed. */
  readonly #changed = new Set<Topic>()
  /** Positions here are less by it than those given out. */
  readonly #base: number
  #totals: Stats
  #sweptTo: Uint8Array = new Uint8Array(0)

  constructor(options: Options) {
    const database = openForWriting(options)
    this.#database = database
    this.#base = lifeOf(database)?.base ?? 0
    this.#putEvidence = evidenceWriter(database)
    this.#statements = {
      topic: database.prepare(
        'SELECT number, next, head, count, bytes, epoch FROM topics WHERE id = ?',
      ),
      newTopic: database.prepare(
        'INSERT INTO topics (id, descriptor, next, count, bytes, epoch, created_at) VALUES (?, ?, 1, 0, 0, 0, ?)',
      ),
      putTopic: database.prepare(
        'UPDATE topics SET next = ?, head = ?, count = ?, bytes = ?, epoch = ? WHERE number = ?',
      ),
      takeFromTopic: database.prepare(
        'UPDATE topics SET count = count - 1, bytes = bytes - ? WHERE number = ?',
      ),
      newRef: database.prepare('INSERT INTO refs VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING'),
      ref: database.prepare('SELECT place, received_at FROM refs WHERE key = ?'),
      envelope: database.prepare('INSERT INTO envelopes VALUES (?, ?, ?)'),
      seals: database.prepare('SELECT seals FROM epochs WHERE topic = ? AND epoch = ?'),
      addSeal: database.prepare(
        'UPDATE epochs SET seals = seals + 1 WHERE topic = ? AND epoch = ?',
      ),
      epoch: database.prepare('INSERT INTO epochs VALUES (?, ?, ?, ?, ?, 1, ?)'),
      register: database.prepare('INSERT OR REPLACE INTO registers VALUES (?, ?, ?)'),
      revoke: database.prepare('INSERT OR IGNORE INTO revoked VALUES (?, ?)'),
      sweep: database.prepare(
        'SELECT key, place, expires_at FROM refs WHERE key > ? ORDER BY key LIMIT ?',
      ),
      range: database.prepare(
        'SELECT key, place, expires_at FROM refs WHERE key >= ? AND key < ? ORDER BY key LIMIT ?',
      ),
      envelopeBytes: database.prepare(
        'SELECT length(bytes) AS bytes FROM envelopes WHERE place = ?',
      ),
      dropRef: database.prepare('DELETE FROM refs WHERE key = ?'),
      dropEnvelope: database.prepare('DELETE FROM envelopes WHERE place = ?'),
    }
    this.#totals = database
      .prepare(
        'SELECT coalesce(sum(count), 0) AS envelopes, count(*) AS topics, coalesce(sum(bytes), 0) AS bytes FROM topics',
      )
      .get() as Stats
  }

  get totals(): Stats {
    return this.#totals
  }

  /** Does all writes in one transaction; it is on disk when this returns. */
  commit(writes: readonly Write[]): Outcome[] {
    return this.#transaction(() => {
      const outcomes = writes.map((write) => this.#apply(write))
      for (const topic of this.#changed) {
        const { next, head, count, bytes, epoch, number } = topic
        this.#statements.putTopic.run(next, head, count, bytes, epoch, number)
      }
      return outcomes
    })
  }

  /**
   * See `Store.sweep`.
   *
   * @returns the keys of what was removed
   */
  sweep(now: number, max: number): Uint8Array[] {
    return this.#transaction(() => {
      const rows = this.#statements.sweep.all(this.#sweptTo, max) as Row[]
      this.#sweptTo = rows.length < max ? new Uint8Array(0) : rows.at(-1)!.key
      return this.#remove(rows.filter((row) => row.expires_at <= now))
    })
  }

  /**
   * See `Store.release`.
   *
   * @returns the keys of what was removed
   */
  release(shards: readonly number[], max: number): Uint8Array[] {
    return this.#transaction(() => {
      const removed: Uint8Array[] = []
      for (const shard of shards) {
        if (removed.length === max) break
        const { from, to } = Reconcile.rangeOfShard(shard)
        const rows = this.#statements.range.all(from, to, max - removed.length) as Row[]
        removed.push(...this.#remove(rows))
      }
      return removed
    })
  }

  /** @returns their keys */
  #remove(rows: readonly Row[]): Uint8Array[] {
    let bytes = 0
    for (const { key, place } of rows) {
      const found = this.#statements.envelopeBytes.get(place) as { bytes: number }
      this.#statements.dropRef.run(key)
      this.#statements.dropEnvelope.run(place)
      this.#statements.takeFromTopic.run(found.bytes, Math.floor(place / positionsMax))
      bytes += found.bytes
    }
    if (rows.length > 0) this.#topics.clear()
    this.#totals = {
      ...this.#totals,
      envelopes: this.#totals.envelopes - rows.length,
      bytes: this.#totals.bytes - bytes,
    }
    return rows.map(({ key }) => key)
  }

  close(): void {
    this.#database.close()
  }

  #transaction<T>(work: () => T): T {
    const totals = this.#totals
    this.#changed.clear()
    this.#database.exec('BEGIN IMMEDIATE')
    try {
      const result = work()
      this.#database.exec('COMMIT')
      return result
    } catch (error) {
      // What is cached may describe rows that are not there any more.
      this.#topics.clear()
      this.#totals = totals
      // SQLite has rolled back by itself after some errors.
      if (this.#database.isTransaction) this.#database.exec('ROLLBACK')
      throw error
    }
  }

  #apply(write: Write): Outcome {
    if (write.type === 'append') return this.#append(write)
    if (write.type === 'evidence') this.#putEvidence(write)
    else if (write.type === 'revoke') this.#statements.revoke.run(write.account, write.device)
    else {
      const topic = this.#topic(write.topic)
      if (topic) this.#statements.register.run(topic.number, write.slot, write.state)
    }
    return { status: 'stored', ...nothing }
  }

  #known(key: Uint8Array): Outcome | undefined {
    const row = this.#statements.ref.get(key) as { place: number; received_at: number } | undefined
    if (row === undefined) return undefined
    const position = this.#base + (row.place % positionsMax)
    return { status: 'known', position, receivedAt: row.received_at }
  }

  #append(write: Append): Outcome {
    const { key, envelope, seal, receivedAt } = write
    let topic = this.#topic(write.topic)
    const seals = topic && seal && this.#seals(topic, seal.epoch)
    const full =
      (topic?.count ?? 0) >= write.countMax ||
      (topic?.bytes ?? 0) + envelope.length > write.bytesMax ||
      (topic?.next ?? 0) >= positionsMax ||
      (seals !== undefined && seals >= seal!.sealsMax)
    if (full) return this.#known(key) ?? { status: 'full', ...nothing }
    topic ??= this.#createTopic(write)
    const position = topic.next
    const place = placeOf(topic.number, position)
    const { changes } = this.#statements.newRef.run(key, place, receivedAt, write.expiresAt)
    if (changes === 0) return this.#known(key)!
    topic.head = linkOf(topic.head, key)
    this.#statements.envelope.run(place, envelope, topic.head)
    topic.next++
    topic.count++
    topic.bytes += envelope.length
    this.#changed.add(topic)
    const { envelopes, topics, bytes } = this.#totals
    this.#totals = { topics, envelopes: envelopes + 1, bytes: bytes + envelope.length }
    if (seal && seals !== undefined) this.#statements.addSeal.run(topic.number, seal.epoch)
    else if (seal) {
      const { epoch, writer, certificate, version } = seal
      this.#statements.epoch.run(topic.number, epoch, writer, receivedAt, certificate, version)
      topic.epoch = Math.max(topic.epoch, epoch)
    }
    return { status: 'stored', position: this.#base + position, receivedAt }
  }

  #seals(topic: Topic, epoch: number): number | undefined {
    const row = this.#statements.seals.get(topic.number, epoch) as { seals: number } | undefined
    return row?.seals
  }

  #createTopic(write: Append): Topic {
    const { lastInsertRowid } = this.#statements.newTopic.run(
      write.topic,
      write.descriptor,
      write.receivedAt,
    )
    const topic: Topic = {
      number: Number(lastInsertRowid),
      next: 1,
      head: Head.empty,
      count: 0,
      bytes: 0,
      epoch: 0,
    }
    this.#keep(write.topic, topic)
    this.#totals = { ...this.#totals, topics: this.#totals.topics + 1 }
    return topic
  }

  #topic(id: Uint8Array): Topic | undefined {
    const known = this.#topics.get(nameOf(id))
    if (known) return known
    const row = this.#statements.topic.get(id) as Topic | undefined
    if (row) this.#keep(id, row)
    return row
  }

  #keep(id: Uint8Array, topic: Topic): void {
    // Forgetting one that this transaction changed is safe: `#changed` still holds it, and until
    // it is written nobody may read it from the file. So the cache is only cut between batches.
    if (this.#topics.size >= topicsKeptMax && this.#changed.size === 0) this.#topics.clear()
    this.#topics.set(nameOf(id), topic)
  }
}

function nameOf(id: Uint8Array): string {
  return Buffer.from(id.buffer, id.byteOffset, id.byteLength).toString('latin1')
}
