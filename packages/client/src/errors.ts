import { Errors } from '@parley/protocol'

import { storeCodes } from './store/StoreError.ts'

/** The codes of errors that clients throw, beside those that cross the wire. */
export const clientCodes = {
  unknown_conversation: 'There is no such conversation on this device.',
  unknown_message: 'There is no such message on this device.',
  blocked: 'The account is blocked; unblock it to write to it.',
  text_empty: 'There is nothing to send.',
  text_too_large: 'The text is above 64 KiB.',
  wallet_signature_invalid:
    'The wallet’s signature is not by its address. Contract accounts are not supported yet.',
  wrong_account: 'The store belongs to another account.',
  wrong_network_authority: 'The network file is of another authority than the one known.',
  network_unreachable: 'The network file, or its registry on chain, could not be read.',
  direct_unavailable: 'Direct links cannot be made here.',
  client_closed: 'The client is closed.',
  invalid_argument: 'An argument is not what the call takes.',
  insecure_context:
    'This page has no cryptography: it is neither loaded over https nor from this machine.',
  ...storeCodes,
} as const

/** A code of {@link clientCodes}. */
export type ClientCode = keyof typeof clientCodes

/** Thrown by the client for what the caller can mend. */
export class ClientError extends Errors.BaseError {
  override name = 'Parley.ClientError'
  constructor(code: ClientCode, options: { details?: string; cause?: unknown } = {}) {
    super(clientCodes[code], { code, ...options })
  }
}
