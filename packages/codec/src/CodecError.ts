/** Why bytes (or a value) were refused. Stable: programs may branch on it. */
export type CodecErrorCode =
  /** The bytes end before the value does. */
  | 'truncated'
  /** Bytes are left over after the value. */
  | 'trailing'
  /** A length is above the limit its codec states. */
  | 'limit'
  /** The bytes are no canonical encoding, or the value is out of its type's range. */
  | 'invalid'

/**
 * The only error that codecs throw, for bytes from outside and for values from inside alike.
 *
 * @example
 * ```ts
 * import * as Codec from '@parley/codec'
 * try {
 *   Codec.decode(Codec.uint16, new Uint8Array([1]))
 * } catch (error) {
 *   if (error instanceof Codec.CodecError) console.log(error.code) // 'truncated'
 * }
 * ```
 */
export class CodecError extends Error {
  override readonly name = 'CodecError'
  readonly code: CodecErrorCode

  constructor(code: CodecErrorCode, message: string) {
    super(message)
    this.code = code
  }
}
