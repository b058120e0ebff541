/**
 * Ends a test run with one line that counts its tests.
 *
 * @module
 */
import type { SerializedError } from 'vitest'
import type { Reporter, TestModule } from 'vitest/node'

export default class CountReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], unhandled: readonly SerializedError[]): void {
    const counts = { passed: 0, failed: unhandled.length, skipped: 0 }
    for (const module of modules) {
      for (const test of module.children.allTests()) {
        const { state } = test.result()
        counts[state === 'pending' ? 'skipped' : state]++
      }
      // A file that could not be loaded, or a suite whose setup threw, has no test to blame; nor has
      // an error that nobody caught.
      for (const _ of module.errors()) counts.failed++
      for (const suite of module.children.allSuites())
        for (const _ of suite.errors()) counts.failed++
    }
    // The summary of the other reporters comes first.
    process.once('exit', () => {
      const { passed, failed, skipped } = counts
      process.stdout.write(`${passed} passed, ${failed} failed, ${skipped} skipped\n`)
    })
  }
}
