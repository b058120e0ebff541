/**
 * A store in memory: for tests and simulations.
 *
 * @module
 */
import { Bytes, Crypto, Head, Reconcile } from '@parley/protocol'

import { sha256 } from '../host.ts'
import { evidenceMax, evidencePerNodeMax, type EvidenceRecord } from './evidence.ts'
import type { Append, EpochRecord, Outcome, Store, Write } from './Store.ts'

type Entry = {
  readonly key: Uint8Array
  readonly topic: Topic
  readonly position: number
  readonly receivedAt: number
  readonly expiresAt: number
  readonly envelope: Uint8Array
  /** The hash of the log up to here. */
  readonly head: Uint8Array
}

type Topic = {
  readonly id: Uint8Array
  readonly descriptor: Uint8Array
  next: number
  head: Uint8Array
  bytes: number
  epoch: number
  readonly entries: Map<number, Entry>
  readonly epochs: Map<number, EpochRecord & { seals: number }>
  readonly registers: Map<number, Uint8Array>
}

const name = Bytes.toHex
const nothing = { position: 0, receivedAt: 0 }

/** Where `key` stands, or would stand, in ascending order. */
function lowerBound(order: readonly Entry[], key: Uint8Array): number {
  let low = 0
  let high = order.length
  while (low < high) {
    const middle = (low + high) >> 1
    if (Bytes.compare(order[middle]!.key, key) < 0) low = middle + 1
    else high = middle
  }
  return low
}

/** A store that forgets everything when it is dropped. */
export function memoryStore(): Store {
  const topics = new Map<string, Topic>()
  const byKey = new Map<string, Entry>()
  const revoked = new Set<string>()
  const evidence: EvidenceRecord[] = []
  let order: Entry[] = []
  let sorted = true
  let bytes = 0
  let sweptTo: Uint8Array | undefined

  const ordered = (): Entry[] => {
    if (!sorted) order.sort((a, b) => Bytes.compare(a.key, b.key))
    sorted = true
    return order
  }
  const slice = ({ from, to }: Reconcile.Range): Entry[] => {
    const all = ordered()
    return all.slice(lowerBound(all, from), lowerBound(all, to))
  }

  const read: Reconcile.KeySet['keys'] = async function* (range) {
    yield slice(range).map((entry) => entry.key)
  }
  const tree = new Reconcile.KeyTree(sha256, read)

  const append = (write: Append): Outcome => {
    const known = byKey.get(name(write.key))
    if (known) return { status: 'known', position: known.position, receivedAt: known.receivedAt }
    let topic = topics.get(name(write.topic))
    const { envelope, seal } = write
    const began = seal && topic?.epochs.get(seal.epoch)
    const full =
      (topic?.entries.size ?? 0) >= write.countMax ||
      (topic?.bytes ?? 0) + envelope.length > write.bytesMax ||
      (began !== undefined && began.seals >= seal!.sealsMax)
    if (full) return { status: 'full', ...nothing }
    if (topic === undefined) {
      topic = {
        id: write.topic.slice(),
        descriptor: write.descriptor.slice(),
        next: 1,
        head: Head.empty,
        bytes: 0,
        epoch: 0,
        entries: new Map(),
        epochs: new Map(),
        registers: new Map(),
      }
      topics.set(name(write.topic), topic)
    }
    const { receivedAt, expiresAt } = write
    // The envelope's name is what is left of its key after the shard.
    topic.head = Head.link(Crypto.pure, topic.head, write.key.subarray(2))
    const entry: Entry = {
      key: write.key.slice(),
      topic,
      position: topic.next++,
      receivedAt,
      expiresAt,
      envelope: envelope.slice(),
      head: topic.head,
    }
    topic.entries.set(entry.position, entry)
    topic.bytes += envelope.length
    bytes += envelope.length
    byKey.set(name(write.key), entry)
    order.push(entry)
    sorted = false
    tree.changed(entry.key)
    if (began) began.seals++
    else if (seal) {
      const { writer, version, certificate } = seal
      const began = { writer, version, certificate, startedAt: receivedAt }
      topic.epochs.set(seal.epoch, { ...began, seals: 1 })
      topic.epoch = Math.max(topic.epoch, seal.epoch)
    }
    return { status: 'stored', position: entry.position, receivedAt }
  }

  const keep = ({ id, node, foundAt, bytes }: EvidenceRecord): void => {
    const against = evidence.filter((record) => Bytes.equal(record.node, node))
    const known = against.some((record) => Bytes.equal(record.id, id))
    if (known || against.length >= evidencePerNodeMax || evidence.length >= evidenceMax) return
    evidence.push({ id: id.slice(), node: node.slice(), foundAt, bytes: bytes.slice() })
  }

  const remove = (entries: readonly Entry[]): number => {
    const over = new Set(entries)
    for (const entry of over) {
      byKey.delete(name(entry.key))
      entry.topic.entries.delete(entry.position)
      entry.topic.bytes -= entry.envelope.length
      bytes -= entry.envelope.length
      tree.changed(entry.key)
    }
    if (over.size > 0) order = order.filter((entry) => !over.has(entry))
    return over.size
  }

  const apply = (write: Write): Outcome => {
    if (write.type === 'append') return append(write)
    if (write.type === 'register')
      topics.get(name(write.topic))?.registers.set(write.slot, write.state.slice())
    else if (write.type === 'evidence') keep(write)
    else revoked.add(`${write.account} ${name(write.device)}`)
    return { status: 'stored', ...nothing }
  }

  return {
    commit: (writes) => Promise.resolve(writes.map(apply)),
    topic: (topic) => Promise.resolve(topics.get(name(topic))),
    epoch: (topic, epoch) => Promise.resolve(topics.get(name(topic))?.epochs.get(epoch)),
    register: (topic, slot) => Promise.resolve(topics.get(name(topic))?.registers.get(slot)),
    isRevoked: (account, device) => Promise.resolve(revoked.has(`${account} ${name(device)}`)),
    page(topic, after, max) {
      const found = topics.get(name(topic))
      const page: Entry[] = []
      let size = 0
      if (found)
        for (let at = after + 1; at < found.next && page.length < max.items; at++) {
          const entry = found.entries.get(at)
          if (entry === undefined) continue
          size += entry.envelope.length
          if (page.length > 0 && size > max.bytes) break
          page.push(entry)
        }
      return Promise.resolve(page)
    },
    head(topic, position) {
      const found = topics.get(name(topic))
      const end = found && found.next - 1
      if (found === undefined || position === undefined || position === end)
        return Promise.resolve(found && { position: end!, hash: found.head })
      const hash = position === 0 ? Head.empty : found.entries.get(position)?.head
      return Promise.resolve(hash && { position, hash })
    },
    evidence: () => Promise.resolve([...evidence]),
    fetch: (keys) =>
      Promise.resolve(
        keys.flatMap((key) => {
          const entry = byKey.get(name(key))
          return entry ? [{ ...entry, topic: entry.topic.id }] : []
        }),
      ),
    keys: {
      keys: read,
      nodes: (prefixes) => tree.nodes(prefixes),
      lacking: (keys) => Promise.resolve(keys.filter((key) => !byKey.has(name(key)))),
    },
    sweep(now, max) {
      const all = ordered()
      const start = sweptTo === undefined ? 0 : lowerBound(all, sweptTo)
      const looked = all.slice(start, start + max)
      sweptTo = all[start + max]?.key
      return Promise.resolve(remove(looked.filter((entry) => entry.expiresAt <= now)))
    },
    release(shards, max) {
      const left = shards.flatMap((shard) => slice(Reconcile.rangeOfShard(shard)))
      return Promise.resolve(remove(left.slice(0, max)))
    },
    stats: () => ({ envelopes: byKey.size, topics: topics.size, bytes }),
    close: () => Promise.resolve(),
  }
}
