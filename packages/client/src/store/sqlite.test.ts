import { execFile } from 'node:child_process'
import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { Worker } from 'node:worker_threads'

import { afterAll, beforeAll, describe, expect, test } from 'vitest'

import type { DiskReport } from '../../test/diskProcess.ts'
import type { StartOptions } from '../../test/startWorker.ts'
import { sqliteStore } from './sqlite.ts'
import { storeErrorOf } from './StoreError.ts'

const folder = mkdtempSync(join(tmpdir(), 'parley-sqlite-'))
beforeAll(() => chmodSync(folder, 0o755))
afterAll(() => rmSync(folder, { recursive: true }))

let homes = 0
const newHome = (): string => join(folder, `home-${++homes}`)

/** A home with a record in it. */
async function usedHome(): Promise<string> {
  const home = newHome()
  const store = await sqliteStore({ directory: home })
  await store.write([{ key: 'a', value: Uint8Array.of(1, 2) }])
  await store.close()
  return home
}

const opening = (directory: string): Promise<unknown> => sqliteStore({ directory })

describe('the key', () => {
  test('error: a key that is gone is told; no other takes its place', async () => {
    const home = await usedHome()
    rmSync(join(home, 'store.key'))
    await expect(opening(home)).rejects.toMatchObject({ code: 'store_key_missing' })
    expect(existsSync(join(home, 'store.key'))).toBe(false)
  })

  test.each([0, 31, 33])('error: a key file of %i bytes is none', async (length) => {
    const home = newHome()
    mkdirSync(home)
    writeFileSync(join(home, 'store.key'), new Uint8Array(length))
    await expect(opening(home)).rejects.toMatchObject({ code: 'store_key_wrong' })
  })

  test('error: the key of another store, in its file or given', async () => {
    const [home, other] = [await usedHome(), await usedHome()]
    writeFileSync(join(home, 'store.key'), readFileSync(join(other, 'store.key')))
    await expect(opening(home)).rejects.toMatchObject({ code: 'store_key_wrong' })
    const key = new Uint8Array(32).fill(7)
    await expect(sqliteStore({ directory: other, key })).rejects.toMatchObject({
      code: 'store_key_wrong',
    })
  })

  test('behavior: a start that was cut off before anything was written is begun again', async () => {
    const home = newHome()
    mkdirSync(home)
    writeFileSync(join(home, 'store.key.new'), new Uint8Array(7))
    writeFileSync(join(home, 'store.sqlite'), '')
    await (await sqliteStore({ directory: home })).close()
    expect(statSync(join(home, 'store.key')).size).toBe(32)
    expect(readdirSync(home)).not.toContain('store.key.new')
  })

  test('behavior: whoever starts at the same moment in a fresh home gets the same key', async () => {
    const [count, rounds] = [4, 8]
    const directories = Array.from({ length: rounds }, newHome)
    const arrived = new Int32Array(new SharedArrayBuffer(4 * rounds))
    const workers = Array.from({ length: count }, (_, index) => {
      const workerData: StartOptions = { directories, index, count, arrived }
      const execArgv = ['--conditions=source', '--disable-warning=ExperimentalWarning']
      return new Worker(new URL('../../test/startWorker.ts', import.meta.url), {
        workerData,
        execArgv,
      })
    })
    const found = await Promise.all(
      workers.map(
        (worker) =>
          new Promise<number[]>((resolve, reject) => {
            worker.once('message', resolve).once('error', reject)
          }),
      ),
    )
    // Whoever came last in a round read the records of all: they are under one key.
    for (let round = 0; round < rounds; round++)
      expect(Math.max(...found.map((all) => all[round]!))).toBe(count)
  })
})

describe('a disk that does not do all', () => {
  const script = fileURLToPath(new URL('../../test/diskProcess.ts', import.meta.url))
  const nobody = 65_534

  /** What a process without rights finds, run by `shell`, which sees `$@`. */
  async function asNobody(home: string, shell = 'exec "$@"'): Promise<DiskReport> {
    const node = [process.execPath, '--conditions=source', script, home]
    const { stdout } = await promisify(execFile)('sh', ['-c', shell, 'sh', ...node])
    return JSON.parse(stdout) as DiskReport
  }

  function giveAway(home: string): void {
    if (process.getuid!() !== 0) return
    for (const name of ['', ...readdirSync(home)]) chownSync(join(home, name), nobody, nobody)
  }

  test('behavior: where nothing can be written, what is there is read', async () => {
    const home = await usedHome()
    giveAway(home)
    for (const name of [...readdirSync(home), '']) chmodSync(join(home, name), name ? 0o400 : 0o500)
    expect(await asNobody(home)).toEqual({ read: [1, 2], written: 'store_readonly' })
    chmodSync(home, 0o700)
  })

  test('behavior: where no file can grow, what is there is read', async () => {
    const home = await usedHome()
    giveAway(home)
    expect(await asNobody(home, 'ulimit -f 0; exec "$@"')).toEqual({
      read: [1, 2],
      written: 'store_failed',
    })
    expect(await asNobody(home)).toEqual({ read: [1, 2], written: 'yes' })
  })

  test('error: a home of another user', async () => {
    const home = await usedHome()
    // Nobody may enter, whoever runs this.
    if (process.getuid!() !== 0) chmodSync(home, 0)
    expect(await asNobody(home)).toEqual({ opened: 'store_not_permitted' })
    chmodSync(home, 0o700)
  })

  test('error: a file where the home should be, and above it', async () => {
    const file = newHome()
    writeFileSync(file, '')
    await expect(opening(file)).rejects.toMatchObject({ code: 'store_unusable' })
    await expect(opening(join(file, 'home'))).rejects.toMatchObject({ code: 'store_unusable' })
  })

  test('error: what is no database, and what is damaged', async () => {
    const home = await usedHome()
    writeFileSync(join(home, 'store.sqlite'), 'no database at all '.repeat(500))
    await expect(opening(home)).rejects.toMatchObject({ code: 'store_damaged' })
    const other = await usedHome()
    const file = readFileSync(join(other, 'store.sqlite'))
    writeFileSync(join(other, 'store.sqlite'), file.fill(0xff, 4096))
    await expect(opening(other)).rejects.toMatchObject({ code: 'store_damaged' })
  })

  test('error: no room, as the system and as SQLite say it', () => {
    const thrownBy = (run: () => void): unknown => {
      try {
        run()
      } catch (error) {
        return error
      }
      return undefined
    }
    const system = thrownBy(() => writeFileSync('/dev/full', 'x'))
    expect(storeErrorOf(system)).toMatchObject({ code: 'store_full', retryable: true })
    const db = new DatabaseSync(':memory:')
    db.exec('PRAGMA max_page_count = 2; CREATE TABLE t (a)')
    const full = thrownBy(() => db.exec('INSERT INTO t VALUES (zeroblob(10000))'))
    expect(storeErrorOf(full)).toMatchObject({ code: 'store_full', retryable: true })
    db.close()
  })

  test('error: after it was closed', async () => {
    const store = await sqliteStore({ directory: newHome() })
    await store.close()
    await expect(store.get('a')).rejects.toMatchObject({ code: 'store_closed' })
    await expect(store.write([])).rejects.toMatchObject({ code: 'store_closed' })
    await expect(store.exclusive(async () => {})).rejects.toMatchObject({ code: 'store_closed' })
  })

  test.each([['x.sqlite'], [undefined], [{}], [{ directory: '' }], [{ directory: 1 }]])(
    'error: sqliteStore(%j)',
    async (options) => {
      await expect(sqliteStore(options as never)).rejects.toMatchObject({
        code: 'invalid_argument',
      })
    },
  )
})

describe('what was deleted', () => {
  /** The sealed bytes of the one record. */
  const sealedIn = (home: string): Buffer => {
    const db = new DatabaseSync(join(home, 'store.sqlite'), { readOnly: true })
    const { value } = db.prepare('SELECT value FROM entries').get()!
    db.close()
    return Buffer.from(value as Uint8Array)
  }
  const onDisk = (home: string): Buffer =>
    Buffer.concat(
      readdirSync(home)
        .filter((name) => name.startsWith('store.sqlite'))
        .map((name) => readFileSync(join(home, name))),
    )

  test('behavior: is soon in no file, while the store is open', async () => {
    const home = newHome()
    const store = await sqliteStore({ directory: home })
    await store.write([{ key: 'a', value: new Uint8Array(600).fill(1) }])
    const old = sealedIn(home)
    expect(onDisk(home).includes(old)).toBe(true)
    await store.write([{ key: 'a', value: undefined }])
    await expect.poll(() => onDisk(home).includes(old), { timeout: 10_000 }).toBe(false)
    await store.close()
  })
})
