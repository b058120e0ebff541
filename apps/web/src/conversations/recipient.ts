/**
 * What somebody means by a text in the field for a recipient.
 *
 * @module
 */
import type { Conversation } from '@parley/client'

import { addressOf } from '../ui/address.ts'

export type Recipient =
  | { readonly kind: 'none' }
  | { readonly kind: 'account'; readonly account: string }
  | { readonly kind: 'invalid'; readonly why: string }

/** Where tokens are sent to be lost. */
const zero = /^(?:eip155:[0-9]+:)?0x0{40}$/

/** A whole address is 42 characters; a CAIP-10 id is longer. */
const addressLength = 42

/**
 * @param parse turns an address into an account, or throws what is wrong with it
 */
export function recipient(text: string, parse: (text: string) => string): Recipient {
  const given = wanted(text)
  if (given === '') return { kind: 'none' }
  if (zero.test(given)) return { kind: 'invalid', why: 'Nobody has the key of this address.' }
  try {
    return { kind: 'account', account: parse(given) }
  } catch (error) {
    // While it is being typed it is not wrong yet.
    if (given.length < addressLength && /^[0-9a-z:]*$/i.test(given)) return { kind: 'none' }
    return { kind: 'invalid', why: reason(given, error) }
  }
}

/** An address somewhere in a link: of an explorer, or of a wallet (`ethereum:0x…@1`, EIP-681). */
const inLink = /^(?:https?:\/\/[^\s]*\/|ethereum:(?:pay-)?)(0x[0-9a-f]{40})(?![0-9a-z])/i

/** The address in what was pasted: invite links are as good as addresses. */
function wanted(text: string): string {
  const trimmed = text.trim()
  // Longer than any link that holds an address.
  if (trimmed.length > 2_048) return trimmed
  const hash = trimmed.indexOf('#to=')
  if (hash !== -1) return new URLSearchParams(trimmed.slice(hash + 1)).get('to') ?? ''
  if (/^[0-9a-f]{40}$/i.test(trimmed)) return `0x${trimmed}`
  return inLink.exec(trimmed)?.[1] ?? trimmed
}

/** What to do about a text that names no account, in words for people who paste what they have. */
function reason(given: string, error: unknown): string {
  if (/^https?:\/\//i.test(given)) return 'There is no wallet address in this link.'
  if (/^[^\s.]+(?:\.[^\s.]+)+$/.test(given))
    return 'Names are not looked up yet. Paste the wallet’s address: it begins with 0x.'
  const digits = /^0x([0-9a-f]*)$/i.exec(given)?.[1]
  if (digits !== undefined && digits.length !== 40)
    return `A wallet’s address has 40 characters after 0x; this one has ${digits.length}.`
  const details = (error as { details?: unknown }).details
  if (digits !== undefined && typeof details === 'string') return details
  return 'Paste a wallet’s address: 0x and 40 characters.'
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
