import { indexedDbStore } from '../src/store/indexeddb.ts'
import { runStoreCompliance } from '../src/store/compliance.ts'

/** Runs in the page: what became of each test of the suite, by its name; `undefined` where it passed. */
export type RunCompliance = () => Promise<Record<string, string | undefined>>

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
Object.assign(globalThis, { runCompliance })
