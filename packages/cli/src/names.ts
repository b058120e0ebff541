/**
 * What a person names on the command line: a conversation, an account, or an account they know by the
 * short form that lists show.
 *
 * @module
 */
import type { Client, Conversation } from '@parley/client'
import { Account } from '@parley/protocol'

import { CliError } from './CliError.ts'

/** Something named, before anybody looked whether it is there. */
export type Name =
  | { readonly kind: 'conversation'; readonly id: string }
  | { readonly kind: 'account'; readonly account: Account.Account }
  | { readonly kind: 'short'; readonly begin: string; readonly end: string }

/** `0x12ab…9f3c`, also with dots, or the beginning alone. */
const shortPattern = /^0x([0-9a-f]{4,39})(?:(?:…|\.{2,3})([0-9a-f]{4,36}))?$/i

/**
 * Reads a name.
 *
 * @throws Account.InvalidAccountError
 */
export function nameOf(text: string): Name {
  if (/^[0-9a-f]{64}$/.test(text)) return { kind: 'conversation', id: text }
  const short = shortPattern.exec(text)
  if (short === null) return { kind: 'account', account: Account.from(text) }
  const [, begin = '', end = ''] = short
  return { kind: 'short', begin: begin.toLowerCase(), end: end.toLowerCase() }
}

/** How lists show an account. */
export function shortAddress(account: Account.Account): string {
  const address = Account.address(account)
  return `${address.slice(0, 6)}…${address.slice(-4)}`
}

/**
 * The conversation with that name.
 *
 * @throws CliError `unknown_conversation`; `ambiguous_account` if a short form fits several
 */
export async function findConversation(client: Client, name: Name): Promise<Conversation> {
  if (name.kind === 'conversation') return found(await client.conversation(name.id), name.id)
  const all = await client.conversations()
  if (name.kind === 'account')
    return found(
      all.find(({ peer }) => peer === name.account),
      name.account,
    )
  return only(all, name)
}

/**
 * The account that is meant to be written to. A short form means one of the accepted conversations:
 * a stranger can have an address that looks like another.
 *
 * @throws CliError `unknown_conversation`, `ambiguous_account`
 */
export async function findRecipient(client: Client, name: Name): Promise<Account.Account> {
  if (name.kind === 'account') return name.account
  if (name.kind === 'conversation') return (await findConversation(client, name)).peer
  return only(await client.conversations({ consent: 'accepted' }), name).peer
}

function only(
  conversations: readonly Conversation[],
  { begin, end }: { begin: string; end: string },
): Conversation {
  const fitting = conversations.filter(({ peer }) => {
    const digits = Account.address(peer).slice(2).toLowerCase()
    return digits.startsWith(begin) && digits.endsWith(end)
  })
  if (fitting.length > 1)
    throw new CliError(
      'ambiguous_account',
      fitting.map(({ peer }) => Account.address(peer)).join(', '),
    )
  return found(fitting[0], `0x${begin}${end === '' ? '' : `…${end}`}`)
}

function found(conversation: Conversation | undefined, name: string): Conversation {
  if (conversation === undefined)
    throw new CliError('unknown_conversation', `There is none with ${name}.`)
  return conversation
}
