import { createClient } from '../src/index.ts'
import { indexedDbStore } from '../src/store/indexeddb.ts'
import { runStoreCompliance } from '../src/store/compliance.ts'

/** What became of each test of the suite, by its name; `undefined` where it passed. */
type RunCompliance = () => Promise<Record<string, string | undefined>>

const runCompliance: RunCompliance = async () => {
  const tests = new Map<string, () => Promise<void>>()
  const test = (name: string, run: () => Promise<void>): void => void tests.set(name, run)
  const expect = (value: unknown) => ({
    toEqual(other: unknown) {
      const [got, wanted] = [value, other].map((it) => JSON.stringify(it))
      if (got !== wanted) throw new Error(`${got} is not ${wanted}`)
    },
  })
  runStoreCompliance({ test, expect }, (name) => indexedDbStore({ name }))
  const results: Record<string, string | undefined> = {}
  for (const [name, run] of tests)
    results[name] = await run().then(
      () => undefined,
      (error: unknown) => String(error),
    )
  return results
}
/** What the page can do, for tests. */
export type Parley = {
  readonly runCompliance: RunCompliance
  readonly indexedDbStore: typeof indexedDbStore
  readonly createClient: typeof createClient
}
const parley: Parley = { runCompliance, indexedDbStore, createClient }
Object.assign(globalThis, { parley })
