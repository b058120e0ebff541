/**
 * One of several that open one store at the same moment: writes a record, and reads those of all.
 *
 * @module
 */
import { parentPort, workerData } from 'node:worker_threads'

import { sqliteStore } from '../src/store/sqlite.ts'

/** What a worker is given. */
export type StartOptions = {
  readonly directories: readonly string[]
  readonly index: number
  readonly count: number
  /** How many have arrived at the start of each round. */
  readonly arrived: Int32Array
}

const { directories, index, count, arrived } = workerData as StartOptions
const found: number[] = []
for (const [round, directory] of directories.entries()) {
  if (Atomics.add(arrived, round, 1) === count - 1) Atomics.notify(arrived, round)
  for (;;) {
    const there = Atomics.load(arrived, round)
    if (there === count) break
    Atomics.wait(arrived, round, there, 1)
  }
  const store = await sqliteStore({ directory })
  await store.exclusive(() =>
    store.write([{ key: `written/${index}`, value: Uint8Array.of(index) }]),
  )
  found.push((await store.list('written/')).length)
  await store.close()
}
parentPort!.postMessage(found)
