import * as Codec from '@parley/codec'
import type { CipherSuite, CryptoProvider } from '../src/crypto/CipherSuite.ts'
import { equal, hex } from '../src/crypto/bytes.ts'
import { MlsError } from '../src/MlsError.ts'

/** A vector as it stands in its file: hexadecimal strings, numbers, lists and objects of them. */
// oxlint-disable-next-line typescript/no-explicit-any
export type Vector = any

export const bytes = (text: string): Uint8Array => {
  const view = Uint8Array.from(text.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16))
  if (text.length !== view.length * 2) throw new Error('not hexadecimal')
  return view
}

/** Thrown for a vector whose cipher suite this engine does not have. */
export class Unsupported extends Error {}

export function suiteOf(vector: Vector, provider: CryptoProvider): CipherSuite {
  try {
    return provider.cipherSuite(vector.cipher_suite)
  } catch (error) {
    if (error instanceof MlsError && error.code === 'unsupported_cipher_suite')
      throw new Unsupported(error.message)
    throw error
  }
}

/** Fails unless both byte strings are the same. */
export function same(what: string, actual: Uint8Array, expected: string | Uint8Array): void {
  const wanted = typeof expected === 'string' ? bytes(expected) : expected
  if (!equal(actual, wanted)) throw new Error(`${what}: ${hex(actual)}, expected ${hex(wanted)}`)
}

/** Fails unless both are the same number, boolean or absence. */
export function is(what: string, actual: unknown, expected: unknown): void {
  if (actual !== expected)
    throw new Error(`${what}: ${String(actual)}, expected ${String(expected)}`)
}

/** Decodes hexadecimal and fails unless encoding gives the same bytes. */
export function roundTrip<T>(what: string, codec: Codec.Codec<T>, text: string): T {
  const value = Codec.decode(codec, bytes(text))
  same(`${what} re-encoded`, Codec.encode(codec, value), text)
  return value
}

/** Fails unless the engine refuses with that code. */
export function refused(code: string, attempt: () => unknown): void {
  try {
    attempt()
  } catch (error) {
    if (error instanceof MlsError && error.code === code) return
    throw new Error(`expected ${code}`, { cause: error })
  }
  throw new Error(`expected ${code}, nothing was refused`)
}
