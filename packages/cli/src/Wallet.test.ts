import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'

import { Account, Bytes, Certificate } from '@parley/protocol'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'

import { runForTesting } from './testing.ts'
import * as Wallet from './Wallet.ts'

// The example of EIP-155.
const secretKey = '46'.repeat(32)
const address = '0x9d8A62f656a8d1615C1294fd71e9CFb3E4855A4F'

const certificate: Certificate.Certificate = {
  account: Account.from(address),
  deviceKey: new Uint8Array(65).fill(4),
  signatureKey: new Uint8Array(32).fill(5),
  inboxKey: new Uint8Array(32).fill(6),
  issuedAt: 1_760_000_000_000,
}

let home: string
beforeEach(async () => {
  home = path.join(await mkdtemp(path.join(tmpdir(), 'parley-wallet-')), 'home')
})
afterEach(() => rm(path.dirname(home), { recursive: true }))

const passphrase = 'correct horse'
const fileOf = (): string => path.join(home, 'wallet.json')

describe('Wallet', () => {
  test.each([undefined, passphrase])('signs what its account verifies (%s)', async (secret) => {
    await Wallet.create(home, { secretKey: Bytes.fromHex(secretKey), passphrase: secret })
    const wallet = Wallet.unlock(await Wallet.read(home), secret)
    expect(wallet.account).toBe(`eip155:1:${address}`)
    const signature = await wallet.signTypedData(Certificate.typedData(certificate))
    expect(signature).toMatch(/^0x[0-9a-f]{128}1[bc]$/)
    const walletSignature = Bytes.fromHex(signature.slice(2))
    expect(Certificate.verify({ certificate, walletSignature })).toBe(true)
  })

  test('only its owner reads the file; a passphrase leaves no key in it', async () => {
    await Wallet.create(home, { secretKey: Bytes.fromHex(secretKey), passphrase })
    expect((await stat(fileOf())).mode & 0o777).toBe(0o600)
    expect((await stat(home)).mode & 0o777).toBe(0o700)
    const text = await readFile(fileOf(), 'utf8')
    expect(text).toContain(address)
    expect(text).not.toContain(secretKey)
  })

  test('an encrypted wallet brings a key for the store, always the same', async () => {
    await Wallet.create(home, { passphrase })
    const file = await Wallet.read(home)
    const { storeKey } = Wallet.unlock(file, passphrase)
    expect(storeKey).toHaveLength(32)
    expect(Wallet.unlock(file, passphrase).storeKey).toEqual(storeKey)
  })

  test('error: no or a wrong passphrase', async () => {
    await Wallet.create(home, { passphrase })
    const file = await Wallet.read(home)
    expect(() => Wallet.unlock(file, undefined)).toThrow(
      expect.objectContaining({ code: 'passphrase_required' }),
    )
    expect(() => Wallet.unlock(file, 'wrong')).toThrow(
      expect.objectContaining({ code: 'wrong_passphrase' }),
    )
  })

  test('error: a key that is not of the address signs nothing', async () => {
    const file = await Wallet.create(home, {})
    const wallet = Wallet.unlock({ ...file, secretKey } as Wallet.WalletFile, undefined)
    await expect(wallet.signTypedData(Certificate.typedData(certificate))).rejects.toMatchObject({
      code: 'invalid_wallet',
    })
  })

  test.each(['', '{}', '[]', 'null', '{"version":2}', `{"version":1,"address":"${address}"}`])(
    'error: a damaged file: %s',
    async (text) => {
      await Wallet.create(home, {})
      await writeFile(fileOf(), text)
      await expect(Wallet.read(home)).rejects.toMatchObject({ code: 'invalid_wallet' })
    },
  )
})

describe('parley id', () => {
  // A home of its own, in which no network was ever up.
  const id = (args: string[], stdin = ''): ReturnType<typeof runForTesting> =>
    runForTesting(['id', ...args, '--json'], { stdin, env: { HOME: home, PARLEY_HOME: home } })

  test('new, then show; new again is refused and changes nothing', async () => {
    const made = await id(['new'])
    expect(made.exitCode).toBe(0)
    const shown = await id(['show'])
    expect(JSON.parse(shown.stdout)).toEqual(JSON.parse(made.stdout))
    const before = await readFile(fileOf(), 'utf8')
    const again = await id(['new'])
    expect(again.exitCode).toBe(1)
    expect(JSON.parse(again.stdout)).toMatchObject({ error: { code: 'wallet_exists' } })
    expect(await readFile(fileOf(), 'utf8')).toBe(before)
  })

  test('a locked wallet still shows its address', async () => {
    const env = { HOME: home, PARLEY_HOME: home, PARLEY_PASSPHRASE: passphrase }
    const made = await runForTesting(['id', 'new', '--json'], { env })
    expect((await id(['show'])).stdout).toBe(made.stdout)
  })

  test('import reads the key from stdin', async () => {
    const { exitCode, stdout } = await id(['import'], `0x${secretKey}\n`)
    expect(exitCode).toBe(0)
    expect(JSON.parse(stdout)).toEqual({ account: `eip155:1:${address}`, address })
  })

  test('import reads the key from a file', async () => {
    const keyFile = path.join(path.dirname(home), 'key')
    await writeFile(keyFile, secretKey)
    const { stdout } = await id(['import', '--key-file', keyFile])
    expect(JSON.parse(stdout)).toMatchObject({ address })
  })

  test.each(['', 'zz', `${secretKey}00`, '00'.repeat(32), 'ff'.repeat(32)])(
    'import refuses what is no key, and does not repeat it: %s',
    async (key) => {
      const { exitCode, stdout, stderr } = await id(['import'], key)
      expect(exitCode).toBe(1)
      expect(JSON.parse(stdout)).toMatchObject({ error: { code: 'invalid_key' } })
      if (key !== '') expect(stdout + stderr).not.toContain(key)
    },
  )
})
