/** Where a network file is, and whether another origin than the app's own says what is in it. */
export type NetworkPlace = { readonly url: string; readonly isForeign: boolean }

/**
 * The network file that the page's address asks for. What is no web address is none: the app's own
 * counts.
 */
export function networkOf(search: string, base: string): NetworkPlace {
  const asked = new URLSearchParams(search).get('network')
  const own = new URL('./network.json', base)
  if (asked === null || !URL.canParse(asked, base)) return { url: own.href, isForeign: false }
  const url = new URL(asked, base)
  const isWeb = url.protocol === 'http:' || url.protocol === 'https:'
  if (!isWeb) return { url: own.href, isForeign: false }
  return { url: url.href, isForeign: url.origin !== own.origin }
}
