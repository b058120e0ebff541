/**
 * Where the app is, kept in the address after `#`: `#to=0x…` is the conversation with a wallet, and
 * so is a link that anybody may send; `#requests` is the list of requests. What stands there never
 * leaves the browser.
 *
 * @module
 */

export type Route =
  | { readonly page: 'home' }
  | { readonly page: 'requests' }
  | { readonly page: 'conversation'; readonly address: string }
  | { readonly page: 'bad link' }

const accountPattern = /^(?:eip155:[0-9]{1,32}:)?0x[0-9a-fA-F]{40}$/

export function parseRoute(hash: string): Route {
  const text = hash.replace(/^#/, '')
  if (text === 'requests') return { page: 'requests' }
  const to = new URLSearchParams(text).get('to')?.trim()
  if (to === undefined) return { page: 'home' }
  return accountPattern.test(to)
    ? { page: 'conversation', address: to.slice(to.lastIndexOf(':') + 1) }
    : { page: 'bad link' }
}
