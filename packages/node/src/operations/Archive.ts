/**
 * An archive: what a node stores as one portable file, whatever engine stores it. After a line that
 * names format and version come records, each with its length in four bytes: a topic before its
 * envelopes, these in the order they were stored. The last record counts them, and holds the SHA-256
 * of all bytes before it.
 *
 * @module
 */
import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { type FileHandle, open } from 'node:fs/promises'

import * as Codec from '@parley/codec'
import { Bytes, Envelope, Topic } from '@parley/protocol'

import { StoreError } from '../store/Store.ts'
import { OperationError } from './OperationError.ts'

const version = 1
const title = 'parley archive '
const head = Bytes.fromText(`${title}${version}\n`)

const counts = { topics: Codec.uint53, envelopes: Codec.uint53 }

const record = Codec.select({
  topic: [1, Codec.struct({ descriptor: Topic.descriptor })],
  /** Of the topic before it. As stored: what it is worth is seen when it is admitted. */
  envelope: [2, Codec.struct({ envelope: Codec.opaque({ lengthMax: Envelope.codec.bytesMax }) })],
  end: [3, Codec.struct({ ...counts, digest: Codec.fixed(32) })],
})
type Record = Codec.TypeOf<typeof record>

export type Counts = { topics: number; envelopes: number }

/** Written at once: few calls, little memory. */
const blockBytes = 1024 * 1024

/** Writes an archive to a new file. */
export class ArchiveWriter {
  readonly #file: FileHandle
  readonly #hash = createHash('sha256')
  readonly #counts: Counts = { topics: 0, envelopes: 0 }
  #block: Uint8Array[] = []
  #blockBytes = 0

  private constructor(file: FileHandle) {
    this.#file = file
  }

  /** @throws StoreError `storage_full` */
  static async create(path: string): Promise<ArchiveWriter> {
    // What is in it is encrypted, who writes to whom is not.
    const file = await onDisk(path, open(path, 'wx', 0o600))
    const writer = new ArchiveWriter(file)
    await writer.#bytes(head)
    return writer
  }

  /** @throws StoreError `storage_full` */
  async topic(descriptor: Topic.Descriptor): Promise<void> {
    this.#counts.topics++
    await this.#record({ type: 'topic', descriptor })
  }

  /**
   * An envelope of the last topic.
   *
   * @throws StoreError `storage_full`
   */
  async envelope(envelope: Uint8Array): Promise<void> {
    this.#counts.envelopes++
    await this.#record({ type: 'envelope', envelope })
  }

  /**
   * Ends the archive. It is on disk then.
   *
   * @throws StoreError `storage_full`
   */
  async finish(): Promise<Counts> {
    const digest = new Uint8Array(this.#hash.copy().digest())
    await this.#record({ type: 'end', ...this.#counts, digest })
    await this.#flush()
    await onDisk('the archive', this.#file.sync())
    return this.#counts
  }

  close(): Promise<void> {
    return this.#file.close()
  }

  async #record(value: Record): Promise<void> {
    const body = Codec.encode(record, value)
    await this.#bytes(Bytes.concat(Codec.encode(Codec.uint32, body.length), body))
  }

  async #bytes(bytes: Uint8Array): Promise<void> {
    this.#hash.update(bytes)
    this.#block.push(bytes)
    this.#blockBytes += bytes.length
    if (this.#blockBytes >= blockBytes) await this.#flush()
  }

  async #flush(): Promise<void> {
    const block = Bytes.concat(...this.#block)
    this.#block = []
    this.#blockBytes = 0
    await onDisk('the archive', this.#file.writeFile(block))
  }
}

async function onDisk<T>(what: string, written: Promise<T>): Promise<T> {
  try {
    return await written
  } catch (error) {
    throw new StoreError('storage_full', `${what}: ${String(error)}`, error)
  }
}

const damaged = (path: string, what: string): OperationError =>
  new OperationError('archive_damaged', `${path}: ${what}`)

/** An envelope of an archive, with its topic. */
export type Archived = { readonly descriptor: Topic.Descriptor; readonly envelope: Uint8Array }

/**
 * Reads an archive from end to end. What was given is sound only once this has ended without an
 * error: read it once to check it, and then to use it.
 *
 * @throws OperationError `archive_damaged` or `archive_version`
 */
export async function* readArchive(path: string): AsyncGenerator<Archived, Counts> {
  const hash = createHash('sha256')
  const found: Counts = { topics: 0, envelopes: 0 }
  let descriptor: Topic.Descriptor | undefined
  let isWhole = false
  for await (const { bytes, value } of recordsOf(path)) {
    if (value?.type === 'end') {
      const { topics, envelopes, digest } = value
      if (!Bytes.equal(digest, hash.digest())) throw damaged(path, 'its checksum is another')
      if (topics !== found.topics || envelopes !== found.envelopes)
        throw damaged(path, `it says that it holds ${topics} topics and ${envelopes} envelopes`)
      isWhole = true
      continue
    }
    hash.update(bytes)
    if (value === undefined) continue
    if (value.type === 'topic') {
      found.topics++
      ;({ descriptor } = value)
      continue
    }
    if (descriptor === undefined) throw damaged(path, 'an envelope is of no topic')
    found.envelopes++
    yield { descriptor, envelope: value.envelope }
  }
  if (!isWhole) throw damaged(path, 'it has no end')
  return found
}

/** The file's head, without a value, and its records, as they stand in the file. */
async function* recordsOf(
  path: string,
): AsyncIterable<{ bytes: Uint8Array; value: Record | undefined }> {
  let rest: Uint8Array = new Uint8Array(0)
  let isBegun = false
  let ended = false
  for await (const block of createReadStream(path, { highWaterMark: blockBytes })) {
    rest = Bytes.concat(rest, block as Uint8Array)
    if (!isBegun) {
      if (rest.length < head.length) continue
      assertHead(path, rest)
      yield { bytes: rest.slice(0, head.length), value: undefined }
      rest = rest.subarray(head.length)
      isBegun = true
    }
    for (let next = take(path, rest); next !== undefined; next = take(path, rest)) {
      if (ended) throw damaged(path, 'something follows its end')
      ended = next.value.type === 'end'
      yield next
      rest = rest.subarray(next.bytes.length)
    }
  }
  if (!isBegun) assertHead(path, rest)
  if (rest.length > 0) throw damaged(path, ended ? 'something follows its end' : 'it is cut off')
}

/** The first record of some bytes; `undefined` if they hold no whole one. */
function take(path: string, bytes: Uint8Array): { bytes: Uint8Array; value: Record } | undefined {
  if (bytes.length < 4) return undefined
  const length = Codec.decode(Codec.uint32, bytes.subarray(0, 4))
  if (length > record.bytesMax) throw damaged(path, 'a record is longer than any')
  if (bytes.length < 4 + length) return undefined
  const own = bytes.slice(0, 4 + length)
  try {
    return { bytes: own, value: Codec.decode(record, own.subarray(4)) }
  } catch (error) {
    if (error instanceof Codec.CodecError) throw damaged(path, error.message)
    throw error
  }
}

function assertHead(path: string, bytes: Uint8Array): void {
  if (Bytes.equal(bytes.subarray(0, head.length), head)) return
  const line = Buffer.from(bytes.subarray(0, 64)).toString('latin1')
  const other = new RegExp(`^${title}(\\d+)\\n`).exec(line)?.[1]
  if (other === undefined) throw damaged(path, 'it is no archive')
  throw new OperationError(
    'archive_version',
    `${path} is of version ${other}; this node reads version ${version}.`,
  )
}
