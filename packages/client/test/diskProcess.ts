/**
 * A process with few rights, or no room: opens a store, reads and writes, and says how that went.
 *
 * @module
 */
import { Errors } from '@parley/protocol'

import { sqliteStore } from '../src/store/sqlite.ts'

/** What it prints, as JSON: what was read, and the code of what went wrong. */
export type DiskReport = { opened?: string; read?: number[]; written?: string }

const codeOf = (error: unknown): string =>
  error instanceof Errors.BaseError ? error.code : String(error)

const [directory] = process.argv.slice(2)
// The superuser is stopped by nothing: it becomes nobody.
if (process.getuid?.() === 0) {
  process.setgid?.(65_534)
  process.setuid?.(65_534)
}
const report: DiskReport = {}
try {
  const store = await sqliteStore({ directory: directory! })
  try {
    const value = await store.exclusive(() => store.get('a'))
    if (value !== undefined) report.read = [...value]
    await store.exclusive(() => store.write([{ key: 'b', value: new Uint8Array(4096) }]))
    report.written = 'yes'
  } catch (error) {
    report.written = codeOf(error)
  }
  await store.close()
} catch (error) {
  report.opened = codeOf(error)
}
process.stdout.write(JSON.stringify(report))
