/**
 * Errors as people read them.
 *
 * @module
 */

/** The first line: Parley's errors and wallets' hold their story in `shortMessage`. */
export function errorText(error: unknown): string {
  if (error instanceof Error) {
    const { shortMessage } = error as { shortMessage?: unknown }
    if (typeof shortMessage === 'string' && shortMessage !== '') return shortMessage
    return error.message.split('\n', 1)[0] || error.name
  }
  return String(error)
}
