/**
 * The web addresses in a text. Only `http` and `https`: nothing else may become something to click.
 *
 * @module
 */

export type Part = { readonly text: string; readonly href?: string }

const pattern = /\bhttps?:\/\/[^\s<>"']+/gi
/** Ends a sentence more often than an address. */
const trailing = /[.,;:!?…]+$/

function trim(found: string): string {
  let url = found.replace(trailing, '')
  // A closing bracket belongs to the address only if it was opened in it.
  while (url.endsWith(')') && url.split(')').length > url.split('(').length)
    url = url.slice(0, -1).replace(trailing, '')
  return url
}

export function splitLinks(text: string): readonly Part[] {
  const parts: Part[] = []
  let end = 0
  for (const match of text.matchAll(pattern)) {
    const url = trim(match[0])
    if (!URL.canParse(url)) continue
    if (match.index > end) parts.push({ text: text.slice(end, match.index) })
    parts.push({ text: url, href: url })
    end = match.index + url.length
  }
  if (end < text.length) parts.push({ text: text.slice(end) })
  return parts
}
