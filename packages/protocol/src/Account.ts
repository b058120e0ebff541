/**
 * Accounts: wallets, named as CAIP-10 does.
 *
 * @module
 */
import { keccak_256 } from '@noble/hashes/sha3.js'
import * as Codec from '@parley/codec'

import * as Bytes from './Bytes.ts'
import { BaseError } from './Errors.ts'

/**
 * A CAIP-10 account id. For EVM wallets always `eip155:1:` and the EIP-55 checksummed address: a
 * key controls the same address on every EVM chain, so it is one account, whatever the chain.
 */
export type Account = `eip155:1:0x${string}`

/** Thrown for text that names no account. */
export class InvalidAccountError extends BaseError {
  override name = 'Account.InvalidAccountError'
  constructor(text: string, details: string) {
    super(`"${text.slice(0, 100)}" is no account.`, { code: 'invalid_account', details })
  }
}

function checksummed(hex: string): `0x${string}` {
  const hash = Bytes.toHex(keccak_256(Bytes.fromText(hex)))
  let out = ''
  for (let i = 0; i < 40; i++)
    out += Number.parseInt(hash[i]!, 16) >= 8 ? hex[i]!.toUpperCase() : hex[i]!
  return `0x${out}`
}

/**
 * The account that `text` names: an address (`0x…`) or a CAIP-10 id of any EVM chain.
 *
 * @throws InvalidAccountError if it names none, or its EIP-55 checksum is wrong
 * @example
 * ```ts
 * import { Account } from '@parley/protocol'
 * Account.from('0xd8da6bf26964af9d7eed9e03e53415d37aa96045')
 * // 'eip155:1:0xd8dA6BF26964aF9D7eEd9e03E53415D37aA96045'
 * ```
 */
export function from(text: string): Account {
  const match = /^(?:eip155:[0-9]{1,32}:)?0x([0-9a-fA-F]{40})$/.exec(text.trim())
  if (match === null)
    throw new InvalidAccountError(text, 'Expected an address such as 0x… or eip155:1:0x….')
  const given = match[1]!
  const address = checksummed(given.toLowerCase())
  const mixed = given !== given.toLowerCase() && given !== given.toUpperCase()
  if (mixed && address !== `0x${given}`)
    throw new InvalidAccountError(text, 'Its EIP-55 checksum is wrong: a letter was mistyped.')
  return `eip155:1:${address}`
}

/** A checksum costs a hash, and the same few accounts are decoded with every message: so many are kept. */
const accountsKeptMax = 1024
const accounts = new Map<string, Account>()

/** The account of a 20-byte address. */
export function fromAddressBytes(address: Uint8Array): Account {
  const hex = Bytes.toHex(address)
  let account = accounts.get(hex)
  if (account === undefined) {
    account = `eip155:1:${checksummed(hex)}`
    if (accounts.size >= accountsKeptMax) accounts.delete(accounts.keys().next().value!)
    accounts.set(hex, account)
  }
  return account
}

/** The checksummed address alone. */
export function address(account: Account): `0x${string}` {
  return account.slice(account.lastIndexOf(':') + 1) as `0x${string}`
}

/** The 20 bytes of the address. */
export function addressBytes(account: Account): Uint8Array {
  return Bytes.fromHex(address(account).slice(2).toLowerCase())
}

/** On the wire an EVM account is its kind, 1, and the address. */
export const codec: Codec.Codec<Account> = Codec.map(
  Codec.select({ eip155: [1, Codec.struct({ address: Codec.fixed(20) })] }),
  (value) => fromAddressBytes(value.address),
  (account) => ({ type: 'eip155' as const, address: addressBytes(account) }),
)
