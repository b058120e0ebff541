import type { MlsErrorCode } from './MlsErrorCode.ts'

/**
 * The only error the engine throws on bad input, a broken rule or a failed operation. The state
 * given is never changed by a call that throws.
 *
 * @example
 * ```ts
 * import { MlsError } from '@parley/mls'
 * const error = new MlsError('wrong_epoch', 'message is of epoch 3, the group is at 5')
 * error.code // 'wrong_epoch'
 * ```
 */
export class MlsError extends Error {
  override readonly name = 'MlsError'
  /** Stable: programs may branch on it. */
  readonly code: MlsErrorCode

  constructor(code: MlsErrorCode, message: string, options?: { cause?: unknown }) {
    super(message, options)
    this.code = code
  }
}

/** Throws `MlsError(code)` unless the condition holds. */
export function ensure(condition: boolean, code: MlsErrorCode, message: string): asserts condition {
  if (!condition) throw new MlsError(code, message)
}
