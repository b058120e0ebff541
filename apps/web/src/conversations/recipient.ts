/**
 * What somebody means by a text in the field for a recipient.
 *
 * @module
 */
import type { Conversation } from '@parley/client'

import { addressOf } from '../ui/address.ts'
import { errorText } from '../ui/errors.ts'

export type Recipient =
  | { readonly kind: 'none' }
  | { readonly kind: 'account'; readonly account: string }
  | { readonly kind: 'invalid'; readonly why: string }

/** A whole address is 42 characters; a CAIP-10 id is longer. */
const addressLength = 42

/**
 * @param parse turns an address into an account, or throws what is wrong with it
 */
export function recipient(text: string, parse: (text: string) => string): Recipient {
  const given = wanted(text)
  if (given === '') return { kind: 'none' }
  try {
    return { kind: 'account', account: parse(given) }
  } catch (error) {
    // While it is being typed it is not wrong yet.
    if (given.length < addressLength && /^[0-9a-z:]*$/i.test(given)) return { kind: 'none' }
    const details = (error as { details?: unknown }).details
    return { kind: 'invalid', why: typeof details === 'string' ? details : errorText(error) }
  }
}

/** The address in what was pasted: invite links are as good as addresses. */
function wanted(text: string): string {
  const trimmed = text.trim()
  const hash = trimmed.indexOf('#to=')
  return hash === -1 ? trimmed : (new URLSearchParams(trimmed.slice(hash + 1)).get('to') ?? '')
}

const foundMax = 5

/** Conversations whose address holds the text; the latest while there is none. */
export function findConversations(
  conversations: readonly Conversation[],
  text: string,
): readonly Conversation[] {
  const needle = text.trim().toLowerCase().replace('…', '')
  return conversations
    .filter(
      ({ peer, consent, lastMessage }) =>
        consent === 'accepted' &&
        lastMessage !== undefined &&
        addressOf(peer).toLowerCase().includes(needle),
    )
    .slice(0, foundMax)
}
