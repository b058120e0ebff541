/**
 * The store's thread: takes batches, answers when they are on disk.
 *
 * @module
 */
import { parentPort, workerData } from 'node:worker_threads'

import * as batch from './batch.ts'
import type { Options } from './schema.ts'
import type { Stats } from './Store.ts'
import { Writer } from './writer.ts'

/** What the thread is asked. */
export type Task =
  | { type: 'commit'; batch: Uint8Array }
  | { type: 'sweep'; now: number; max: number }
  | { type: 'release'; shards: readonly number[]; max: number }
  | { type: 'close' }

/** What it answers, in the order asked. `opened` comes first, unasked. */
export type Answer =
  | { type: 'opened' | 'closed'; stats: Stats; result: undefined }
  /** See `batch.unpackOutcomes`. */
  | { type: 'committed'; stats: Stats; result: Float64Array }
  /** The keys that were removed. */
  | { type: 'removed'; stats: Stats; result: Uint8Array[] }
  | { type: 'failed'; code: string; details: string }

const port = parentPort!

/** SQLITE_CORRUPT and SQLITE_NOTADB: in the lower bits, more of it above. */
const corrupt: ReadonlySet<number> = new Set([11, 26])

function failed(error: unknown): Answer {
  const { code = 'internal', errcode = 0 } = error as { code?: string; errcode?: number }
  return {
    type: 'failed',
    code: corrupt.has(errcode & 0xff) ? 'store_corrupt' : code,
    details: error instanceof Error ? error.message : String(error),
  }
}

function perform(writer: Writer, task: Task): Answer {
  if (task.type === 'commit') {
    const outcomes = batch.packOutcomes(writer.commit(batch.decode(task.batch)))
    return { type: 'committed', stats: writer.totals, result: outcomes }
  }
  if (task.type === 'sweep') {
    const result = writer.sweep(task.now, task.max)
    return { type: 'removed', stats: writer.totals, result }
  }
  if (task.type === 'release') {
    const result = writer.release(task.shards, task.max)
    return { type: 'removed', stats: writer.totals, result }
  }
  writer.close()
  return { type: 'closed', stats: writer.totals, result: undefined }
}

function serve(options: Options): void {
  let writer: Writer
  try {
    writer = new Writer(options)
  } catch (error) {
    port.postMessage(failed(error))
    return
  }
  port.on('message', (task: Task) => {
    try {
      port.postMessage(perform(writer, task))
    } catch (error) {
      port.postMessage(failed(error))
    }
    if (task.type === 'close') port.close()
  })
  port.postMessage({ type: 'opened', stats: writer.totals, result: undefined } satisfies Answer)
}

serve(workerData as Options)
