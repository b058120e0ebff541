/**
 * The web addresses in a text. Only `http` and `https`: nothing else may become something to click.
 * Takes time linear in the text.
 *
 * @module
 */

export type Part = { readonly text: string; readonly href?: string }

const pattern = /\bhttps?:\/\/[^\s<>"']+/gi
/** Longer ones do not work everywhere, and nobody reads them before the click. */
const linkCharsMax = 2_048
/** Each is an element on the page; further ones stay text. */
const linksMax = 100
/** Ends a sentence more often than an address. */
const endsSentence = new Set('.,;:!?…')

/** How much of what looks like an address is one. */
function lengthOf(found: string): number {
  let unopened = 0
  for (const char of found) unopened += char === ')' ? 1 : char === '(' ? -1 : 0
  let length = found.length
  for (; length > 0; length--) {
    const last = found[length - 1]!
    // A closing bracket belongs to the address only if it was opened in it.
    if (last === ')' && unopened > 0) unopened--
    else if (!endsSentence.has(last)) break
  }
  return length
}

/** Where a click leads; nothing for what is no address, or names a user to look like another host. */
function hrefOf(url: string): string | undefined {
  if (!URL.canParse(url)) return undefined
  const { href, username, password } = new URL(url)
  return username === '' && password === '' ? href : undefined
}

export function splitLinks(text: string): readonly Part[] {
  const parts: Part[] = []
  let end = 0
  let links = 0
  for (const { 0: found, index } of text.matchAll(pattern)) {
    if (links === linksMax) break
    if (found.length > linkCharsMax) continue
    const url = found.slice(0, lengthOf(found))
    const href = hrefOf(url)
    if (href === undefined) continue
    links++
    if (index > end) parts.push({ text: text.slice(end, index) })
    parts.push({ text: url, href })
    end = index + url.length
  }
  if (end < text.length) parts.push({ text: text.slice(end) })
  return parts
}
