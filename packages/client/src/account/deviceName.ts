/**
 * What a device is called: sealed for the account's devices, as nobody else needs to know it.
 *
 * @module
 */
import { gcm } from '@noble/ciphers/aes.js'
import { type Account, AccountKey, Bytes } from '@parley/protocol'

import type { ClientHost } from '../host.ts'

/** A name is padded to so many bytes, so that its length says nothing. */
export const nameBytesMax = 64

/** What names are sealed with. */
type Owner = { readonly account: Account.Account; readonly rootKey: Uint8Array }

const keyOf = ({ account, rootKey }: Owner): Uint8Array =>
  AccountKey.secretOf(rootKey, account, 'device name')

/** A sealed name; empty if there is none. */
export function sealName(host: Pick<ClientHost, 'random'>, owner: Owner, name: string): Uint8Array {
  if (name === '') return new Uint8Array()
  const text = Bytes.fromText(name)
  const padded = new Uint8Array(1 + nameBytesMax)
  padded[0] = text.length
  padded.set(text, 1)
  const nonce = host.random.bytes(12)
  return Bytes.concat(nonce, gcm(keyOf(owner), nonce).encrypt(padded))
}

/** A name, or none if it is not this account's to read. */
export function openName(owner: Owner, sealed: Uint8Array): string {
  try {
    const padded = gcm(keyOf(owner), sealed.subarray(0, 12)).decrypt(sealed.subarray(12))
    return new TextDecoder('utf-8', { fatal: true }).decode(padded.subarray(1, 1 + padded[0]!))
  } catch {
    return ''
  }
}
