/**
 * Errors as people read them.
 *
 * @module
 */

import { shownLine } from '@parley/client/text'

/** A paragraph of a notice. */
const charsMax = 400

/** The first line: Parley's errors and wallets' hold their story in `shortMessage`. */
export function errorText(error: unknown): string {
  if (error instanceof Error) {
    const { shortMessage } = error as { shortMessage?: unknown }
    if (typeof shortMessage === 'string' && shortMessage !== '')
      return shownLine(shortMessage, charsMax)
    return shownLine(error.message.split('\n', 1)[0] || error.name, charsMax)
  }
  return shownLine(String(error), charsMax)
}
