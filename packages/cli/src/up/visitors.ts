/**
 * Who may use the servers of a local network. Every page that is open in a browser on this machine can
 * send requests to its ports; what it cannot do is to lie about where it comes from.
 *
 * @module
 */
import type { IncomingMessage } from 'node:http'

/** Names of this machine alone. Any other name may be a page's own that resolves to it. */
const ownNames = ['127.0.0.1', 'localhost', '[::1]']

/** Whom a server answers. */
export type Visitors = {
  /** Host names it is asked for by. */
  readonly names: ReadonlySet<string>
  /** Origins of pages that may use it; programs that are no browser name none. */
  readonly origins: ReadonlySet<string>
}

/**
 * Pages at a port of this machine, and of origins that were allowed.
 *
 * @param port where the web app is
 * @param allowed origins as {@link originOf} gives them
 */
export function visitorsOf(port: number, allowed: readonly string[]): Visitors {
  return {
    names: new Set([...ownNames, ...allowed.map((origin) => new URL(origin).hostname)]),
    origins: new Set([...ownNames.map((name) => `http://${name}:${port}`), ...allowed]),
  }
}

/** The origin that a text names, `http` or `https`; nothing if it names more, or none. */
export function originOf(text: string): string | undefined {
  if (!URL.canParse(text)) return undefined
  const { origin, protocol, href } = new URL(text)
  const isOrigin = protocol === 'http:' || protocol === 'https:'
  return isOrigin && href === `${origin}/` ? origin : undefined
}

/** Whether a request was meant for this server: its page may have a name that resolves to it. */
export function isForThis({ headers }: IncomingMessage, { names }: Visitors): boolean {
  return names.has((headers.host ?? '').replace(/:\d{1,5}$/, '').toLowerCase())
}

/** Whether a request comes from a page that may send it, or from no page. */
export function isWelcome({ headers }: IncomingMessage, { origins }: Visitors): boolean {
  return headers.origin === undefined || origins.has(headers.origin)
}
