/**
 * Addresses as people see them. Accounts are CAIP-10 ids (`eip155:1:0x…`) or plain addresses.
 *
 * @module
 */

/** The address alone. */
export function addressOf(account: string): string {
  return account.slice(account.lastIndexOf(':') + 1)
}

/** `0x12ab…9f3c` */
export function shortAddress(account: string): string {
  const address = addressOf(account)
  return `${address.slice(0, 6)}…${address.slice(-4)}`
}

export function sameAddress(a: string, b: string): boolean {
  return addressOf(a).toLowerCase() === addressOf(b).toLowerCase()
}

/** The link that opens a conversation with an account, wherever this app is served from. */
export function inviteLink(account: string): string {
  const { origin, pathname, search } = globalThis.location
  return `${origin}${pathname}${search}${conversationHash(account)}`
}

export function conversationHash(account: string): string {
  return `#to=${addressOf(account)}`
}
