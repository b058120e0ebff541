/**
 * Small operations on bytes.
 *
 * @module
 */
import { utf8ToBytes } from '@noble/hashes/utils.js'
export { bytesToHex as toHex, hexToBytes as fromHex } from '@noble/hashes/utils.js'
export { concatBytes as concat, utf8ToBytes as fromText } from '@noble/hashes/utils.js'

/** Whether two byte strings are the same. Not constant time: for public values. */
export function equal(a: Uint8Array, b: Uint8Array): boolean {
  if (a.length !== b.length) return false
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false
  return true
}

/** Lexicographic order: negative, 0 or positive. */
export function compare(a: Uint8Array, b: Uint8Array): number {
  const length = Math.min(a.length, b.length)
  for (let i = 0; i < length; i++) {
    const difference = a[i]! - b[i]!
    if (difference !== 0) return difference
  }
  return a.length - b.length
}

/**
 * `bytes` under a label, so that a hash or signature made for one purpose never serves another.
 *
 * @param label of the purpose; each stands in one place of the protocol only
 */
export function labelled(label: string, ...bytes: Uint8Array[]): Uint8Array {
  let prefix = prefixes.get(label)
  if (prefix === undefined) {
    prefix = utf8ToBytes(`parley/1 ${label}\0`)
    prefixes.set(label, prefix)
  }
  let length = prefix.length
  for (const part of bytes) length += part.length
  const out = new Uint8Array(length)
  out.set(prefix)
  let offset = prefix.length
  for (const part of bytes) {
    out.set(part, offset)
    offset += part.length
  }
  return out
}

/** Labels are constants of the protocol, so they are few; each is encoded once. */
const prefixes = new Map<string, Uint8Array>()
