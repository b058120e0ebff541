import { ensureActive, type GroupState } from './GroupState.ts'
import { protectOwn, type SendOptions, signOwn } from './sending.ts'

/**
 * Encrypts application data to the group (RFC 9420 §15). The state given must not be used to
 * encrypt again: its next key is used up.
 *
 * @example
 * ```ts
 * import { encryptApplication, type GroupState } from '@parley/mls'
 * const say = (state: GroupState, text: string) =>
 *   encryptApplication(state, new TextEncoder().encode(text))
 * ```
 */
export function encryptApplication(
  state: GroupState,
  plaintext: Uint8Array,
  options: Omit<SendOptions, 'wireFormat'> = {},
): { state: GroupState; message: Uint8Array } {
  ensureActive(state)
  const signed = signOwn(state, { type: 'application', data: plaintext }, options)
  const auth = { signature: signed.signature, confirmationTag: undefined }
  const { message, secretTree } = protectOwn(state, signed, auth, options)
  return { state: { ...state, secretTree }, message }
}
