/**
 * The wallet of a home: one secp256k1 key in a file only its owner reads, encrypted if there is a
 * passphrase.
 *
 * @module
 */
import { createCipheriv, createDecipheriv, randomBytes, scryptSync } from 'node:crypto'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'

import { secp256k1 } from '@noble/curves/secp256k1.js'
import { keccak_256 } from '@noble/hashes/sha3.js'
import type { Signer } from '@parley/client'
import { Account, Bytes, Certificate } from '@parley/protocol'

import { CliError } from './CliError.ts'

/** OWASP's first choice for scrypt: 128 MiB and about 0.3 s for each guess, and for each start. */
const scryptCost = { N: 2 ** 17, r: 8, p: 1, maxmem: 256 * 1024 * 1024 }

/** `box` holds the wallet's key and the key of the home's message store. */
type Encrypted = { kdf: 'scrypt'; salt: string; cipher: 'aes-256-gcm'; iv: string; box: string }

/** The file, as JSON. The address is never secret: it can be shown without the passphrase. */
export type WalletFile = { version: 1; address: `0x${string}` } & (
  | { secretKey: string; encrypted?: never }
  | { encrypted: Encrypted; secretKey?: never }
)

/** A wallet that can sign. */
export type Wallet = Signer & {
  readonly account: Account.Account
  /** Encrypts what the home keeps, if the wallet itself is encrypted. */
  readonly storeKey: Uint8Array | undefined
}

const fileOf = (home: string): string => path.join(home, 'wallet.json')

function addressOf(secretKey: Uint8Array): `0x${string}` {
  const point = secp256k1.getPublicKey(secretKey, false)
  return Account.address(Account.fromAddressBytes(keccak_256(point.subarray(1)).subarray(12)))
}

function encrypt(secretKey: Uint8Array, storeKey: Uint8Array, passphrase: string): Encrypted {
  const salt = randomBytes(16)
  const iv = randomBytes(12)
  const cipher = createCipheriv('aes-256-gcm', scryptSync(passphrase, salt, 32, scryptCost), iv)
  const box = [cipher.update(secretKey), cipher.update(storeKey), cipher.final()]
  return {
    kdf: 'scrypt',
    salt: salt.toString('hex'),
    cipher: 'aes-256-gcm',
    iv: iv.toString('hex'),
    box: Buffer.concat([...box, cipher.getAuthTag()]).toString('hex'),
  }
}

function decrypt(encrypted: Encrypted, passphrase: string): Uint8Array {
  const key = scryptSync(passphrase, Buffer.from(encrypted.salt, 'hex'), 32, scryptCost)
  const iv = Buffer.from(encrypted.iv, 'hex')
  const box = Buffer.from(encrypted.box, 'hex')
  const decipher = createDecipheriv('aes-256-gcm', key, iv, { authTagLength: 16 })
  decipher.setAuthTag(box.subarray(-16))
  try {
    return Buffer.concat([decipher.update(box.subarray(0, -16)), decipher.final()])
  } catch (error) {
    throw new CliError('wrong_passphrase', undefined, error)
  }
}

/** Signs typed data as wallets do: 65 bytes `r || s || v` in hex, low-s, v 27 or 28. */
function sign(data: Certificate.TypedData, secretKey: Uint8Array): string {
  const [recovery, ...compact] = secp256k1.sign(Certificate.typedDataDigest(data), secretKey, {
    format: 'recovered',
    prehash: false,
  })
  return `0x${Bytes.toHex(Uint8Array.from([...compact, 27 + recovery!]))}`
}

/**
 * Makes a home's wallet.
 *
 * @param options `secretKey` to import one, else it is new; `passphrase` encrypts it on disk
 * @throws CliError `wallet_exists`
 */
export async function create(
  home: string,
  options: { secretKey?: Uint8Array | undefined; passphrase?: string | undefined },
): Promise<WalletFile> {
  const secretKey = options.secretKey ?? secp256k1.utils.randomSecretKey()
  const address = addressOf(secretKey)
  const file: WalletFile = options.passphrase
    ? { version: 1, address, encrypted: encrypt(secretKey, randomBytes(32), options.passphrase) }
    : { version: 1, address, secretKey: Bytes.toHex(secretKey) }
  await mkdir(home, { recursive: true, mode: 0o700 })
  try {
    const text = `${JSON.stringify(file, null, 2)}\n`
    await writeFile(fileOf(home), text, { mode: 0o600, flag: 'wx', flush: true })
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST')
      throw new CliError('wallet_exists', `${fileOf(home)} is kept as it is.`, error)
    throw error
  }
  return file
}

/**
 * The wallet file of a home.
 *
 * @throws CliError `no_wallet`, `invalid_wallet`
 */
export async function read(home: string): Promise<WalletFile> {
  let text: string
  try {
    text = await readFile(fileOf(home), 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT')
      throw new CliError('no_wallet', `Make one: parley id new --home ${home}`, error)
    throw error
  }
  try {
    const file = JSON.parse(text) as WalletFile
    Account.from(file.address)
    if (file.version !== 1 || (file.secretKey === undefined) === (file.encrypted === undefined))
      throw new Error('A field is missing, or of a newer version.')
    return file
  } catch (error) {
    throw new CliError('invalid_wallet', `${fileOf(home)} is not as it was written.`, error)
  }
}

/**
 * The keys of a wallet file.
 *
 * @throws CliError `passphrase_required`, `wrong_passphrase`
 */
export function secrets(
  file: WalletFile,
  passphrase: string | undefined,
): { secretKey: Uint8Array; storeKey: Uint8Array | undefined } {
  if (file.encrypted === undefined)
    return { secretKey: parseSecretKey(file.secretKey), storeKey: undefined }
  if (!passphrase) throw new CliError('passphrase_required', 'Set PARLEY_PASSPHRASE.')
  const opened = decrypt(file.encrypted, passphrase)
  return { secretKey: opened.subarray(0, 32), storeKey: opened.subarray(32) }
}

/**
 * Opens a wallet.
 *
 * @throws CliError `passphrase_required`, `wrong_passphrase`; signing `invalid_wallet`
 */
export function unlock(file: WalletFile, passphrase: string | undefined): Wallet {
  const { secretKey, storeKey } = secrets(file, passphrase)
  return {
    account: Account.from(file.address),
    address: file.address,
    storeKey,
    async signTypedData(data) {
      // Here, as a command that signs nothing should not wait for curve arithmetic.
      if (addressOf(secretKey) !== file.address)
        throw new CliError('invalid_wallet', 'Its key does not belong to its address.')
      return sign(data, secretKey)
    },
  }
}

/**
 * Reads a private key as people have it: 64 hex digits, with or without `0x`.
 *
 * @throws CliError `invalid_key`; the text is never repeated
 */
export function parseSecretKey(text: string): Uint8Array {
  const match = /^\s*(?:0x)?([0-9a-fA-F]{64})\s*$/.exec(text)
  const secretKey = match === null ? undefined : Bytes.fromHex(match[1]!)
  if (secretKey === undefined || !secp256k1.utils.isValidSecretKey(secretKey))
    throw new CliError('invalid_key', 'Expected 64 hex digits.')
  return secretKey
}
