/**
 * What wallets are asked to sign: flat EIP-712 typed data of strings and bytes, so that a wallet
 * shows a person every word of it.
 *
 * @module
 */
import { secp256k1 } from '@noble/curves/secp256k1.js'
import { keccak_256 } from '@noble/hashes/sha3.js'
import * as Codec from '@parley/codec'

import * as Account from './Account.ts'
import * as Bytes from './Bytes.ts'

/** EIP-712 typed data as every wallet library takes it. */
export type TypedData = {
  domain: { name: string; version: string }
  types: Record<string, readonly { name: string; type: string }[]>
  primaryType: string
  message: Record<string, string>
}

/** The domain of all that a wallet signs for Parley. It names no chain: an account has one key on all. */
export const domain = { name: 'Parley', version: '3' } as const

/** A wallet's signature: `r || s || v` of an EOA, low-s, v 27 or 28. */
export const walletSignature = Codec.fixed(65)

const keccakText = (text: string): Uint8Array => keccak_256(Bytes.fromText(text))

/** The EIP-712 digest of flat typed data whose fields are strings and bytes. */
export function digest(data: TypedData): Uint8Array {
  const fields = data.types[data.primaryType]!
  const signature = `${data.primaryType}(${fields.map((f) => `${f.type} ${f.name}`).join(',')})`
  const words = fields.map(({ name, type }) => {
    const value = data.message[name]!
    return type === 'string' ? keccakText(value) : keccak_256(Bytes.fromHex(value.slice(2)))
  })
  const domainHash = keccak_256(
    Bytes.concat(
      keccakText('EIP712Domain(string name,string version)'),
      keccakText(data.domain.name),
      keccakText(data.domain.version),
    ),
  )
  const structHash = keccak_256(Bytes.concat(keccakText(signature), ...words))
  return keccak_256(Bytes.concat(Uint8Array.of(0x19, 0x01), domainHash, structHash))
}

/**
 * The account whose key signed the data; `undefined` if the signature is malformed, not low-s, or
 * its v is neither 27 nor 28: one statement has one signature of a kind, so nobody makes a second
 * one of it. About 2 ms: callers keep the answer.
 */
export function signer(data: TypedData, signature: Uint8Array): Account.Account | undefined {
  const recovery = (signature[64] ?? 0) - 27
  if (signature.length !== 65 || (recovery !== 0 && recovery !== 1)) return undefined
  try {
    const parsed = secp256k1.Signature.fromBytes(signature.subarray(0, 64), 'compact')
    if (parsed.hasHighS()) return undefined
    const point = parsed.addRecoveryBit(recovery).recoverPublicKey(digest(data))
    return Account.fromAddressBytes(keccak_256(point.toBytes(false).subarray(1)).subarray(12))
  } catch {
    return undefined
  }
}

/** The last moment that a date can name, in milliseconds since the Unix epoch. */
const timeMsMax = 8.64e15

/** Bytes as a wallet shows them. */
export const hexOf = (bytes: Uint8Array): string => `0x${Bytes.toHex(bytes)}`

/** A time as a wallet shows it; what no date can name is shown as no time. */
export const timeOf = (ms: number): string =>
  ms <= timeMsMax ? new Date(ms).toISOString() : 'never'
