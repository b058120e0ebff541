/** Homes in which something is wrong, as the process meets them. */
import { execFile, spawn } from 'node:child_process'
import { closeSync, openSync } from 'node:fs'
import { chmod, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir, userInfo } from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'

import { afterEach, beforeEach, describe, expect, test } from 'vitest'

import { homeErrorOf } from './homeErrors.ts'
import { defaultNetworkHome, homeOf } from './Session.ts'
import { runForTesting } from './testing.ts'

const launcher = fileURLToPath(new URL('../bin/parley.js', import.meta.url))

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'parley-home-'))
})
afterEach(async () => {
  await chmod(folder, 0o700)
  await rm(folder, { recursive: true })
})

const codeOf = ({ stdout }: { stdout: string }) =>
  (JSON.parse(stdout) as { error: { code: string } }).error.code
const idNew = (home: string) =>
  runForTesting(['id', 'new', '--json', '--home', home], { env: { HOME: folder } })

describe('a wallet is written whole or not at all', () => {
  test('error: a full disk leaves nothing, and later it works', async () => {
    const home = path.join(folder, 'full')
    // A process that may write no byte, as on a full disk.
    const args = ['-c', `ulimit -f 0; exec "$@"`, 'sh', process.execPath, launcher]
    const full = promisify(execFile)('/bin/sh', [...args, 'id', 'new', '--json', '--home', home], {
      env: { ...process.env, HOME: folder, NODE_DISABLE_COMPILE_CACHE: '1' },
    }).catch((error: { code: number; stdout: string }) => error)
    const { stdout } = await full
    expect(codeOf({ stdout })).toBe('home_full')
    expect(await readdir(home)).toEqual([])
    expect((await idNew(home)).exitCode).toBe(0)
    expect(await readdir(home)).toEqual(['wallet.json'])
  })

  test('what a full disk left of an older attempt is no wallet', async () => {
    await writeFile(path.join(folder, 'wallet.json'), '')
    expect((await idNew(folder)).exitCode).toBe(0)
    expect(await readdir(folder)).toEqual(['wallet.json'])
  })

  test('error: of two at the same moment one makes the wallet', async () => {
    const both = await Promise.all([idNew(folder), idNew(folder)])
    expect(new Set(both.map(({ exitCode }) => exitCode))).toEqual(new Set([0, 1]))
    expect(codeOf(both.find(({ exitCode }) => exitCode === 1)!)).toBe('wallet_exists')
    expect(await readdir(folder)).toEqual(['wallet.json'])
  })
})

describe('what is wrong with a home has a code', () => {
  test('a file where a folder should be', async () => {
    const file = path.join(folder, 'file')
    await writeFile(file, '')
    expect(codeOf(await idNew(file))).toBe('home_unusable')
    expect(codeOf(await idNew(path.join(file, 'below')))).toBe('home_unusable')
  })

  test('a folder where the wallet should be', async () => {
    await mkdir(path.join(folder, 'wallet.json'))
    const shown = await runForTesting(['id', 'show', '--json', '--home', folder])
    expect(codeOf(shown)).toBe('home_unusable')
  })

  test.each([
    ['ENOSPC', 'home_full'],
    ['EDQUOT', 'home_full'],
    ['EROFS', 'home_readonly'],
    ['EACCES', 'home_not_permitted'],
    ['EIO', 'home_failed'],
  ])('the system says %s', (code, told) => {
    const error = Object.assign(new Error(code), { code, syscall: 'open' })
    expect(homeErrorOf(error)?.code).toBe(told)
  })

  test('what is about ports or programs is not about homes', () => {
    for (const syscall of ['listen', 'connect', 'spawn anvil'])
      expect(homeErrorOf(Object.assign(new Error(), { code: 'EACCES', syscall }))).toBe(undefined)
    expect(homeErrorOf(new TypeError('a mistake of ours'))).toBe(undefined)
  })

  test('a network’s home that holds something else', async () => {
    await writeFile(
      path.join(folder, 'up.lock'),
      'no database, but long enough to be one'.repeat(99),
    )
    const up = await runForTesting(['up', '--json', '--no-web', '--port', '0', '--home', folder])
    expect(codeOf(up)).toBe('home_failed')
  })
})

describe('where the home is', () => {
  test('an empty HOME is none: the system’s own counts, never the folder one is in', () => {
    const home = path.join(userInfo().homedir, '.parley')
    expect(homeOf({}, { HOME: '' })).toBe(home)
    expect(defaultNetworkHome({ HOME: '' })).toBe(path.join(home, 'local'))
    expect(homeOf({}, { HOME: '/home/a' })).toBe('/home/a/.parley')
    expect(homeOf({}, { HOME: '', PARLEY_HOME: '/b' })).toBe('/b')
  })
})

test('error: an output that takes nothing is told with a code, not with a stack', async () => {
  const full = openSync('/dev/full', 'w')
  const child = spawn(process.execPath, [launcher, '--help'], { stdio: ['ignore', full, 'pipe'] })
  closeSync(full)
  let stderr = ''
  child.stderr!.setEncoding('utf8').on('data', (text: string) => (stderr += text))
  const exitCode = await new Promise((resolve) => child.once('close', resolve))
  expect(exitCode).toBe(1)
  expect(stderr).toMatch(/^error .*ENOSPC.* \(output_failed\)\n$/)
})

describe('the wallet’s key', () => {
  test('that it is not encrypted is said once, when it is made', async () => {
    const made = await idNew(folder)
    expect(made.stderr).toContain('PARLEY_PASSPHRASE')
    const env = { HOME: folder, PARLEY_PASSPHRASE: 'a' }
    const other = path.join(folder, 'other')
    expect((await runForTesting(['id', 'new', '--home', other], { env })).stderr).toBe('')
    const shown = await runForTesting(['id', '--home', folder], { env: { HOME: folder } })
    expect(shown.stderr).toBe('')
  })

  test('is exported as it is imported', async () => {
    const { stdout } = await idNew(folder)
    const { address } = JSON.parse(stdout) as { address: string }
    const env = { HOME: folder }
    const shown = await runForTesting(['id', 'export', '--json', '--home', folder], { env })
    const { secretKey } = JSON.parse(shown.stdout) as { secretKey: string }
    const stored = JSON.parse(await readFile(path.join(folder, 'wallet.json'), 'utf8')) as object
    expect(stored).toMatchObject({ secretKey: secretKey.slice(2) })
    const copy = path.join(folder, 'copy')
    const imported = await runForTesting(['id', 'import', '--json', '--home', copy], {
      env,
      stdin: `${secretKey}\n`,
    })
    expect(JSON.parse(imported.stdout)).toMatchObject({ address })
  })

  test('error: of an encrypted wallet it takes the passphrase', async () => {
    const env = { HOME: folder, PARLEY_PASSPHRASE: 'a' }
    await runForTesting(['id', 'new', '--home', folder], { env })
    const locked = await runForTesting(['id', 'export', '--json', '--home', folder], {})
    expect(codeOf(locked)).toBe('passphrase_required')
  })
})
