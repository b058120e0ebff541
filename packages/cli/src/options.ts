/**
 * Values of options, read before anything is opened, connected or paid for.
 *
 * @module
 */
import { isIP, isIPv4, isIPv6 } from 'node:net'

import { InvalidArgumentError } from 'commander'

import { originOf } from './up/visitors.ts'

const portMax = 65_535

/** A whole number. */
export function integer(min: number, max: number): (text: string) => number {
  return (text) => {
    const value = Number(text)
    if (!/^[0-9]+$/.test(text) || value < min || value > max)
      throw new InvalidArgumentError(`Expected a whole number from ${min} to ${max}.`)
    return value
  }
}

/** Seconds, as milliseconds. */
export function seconds(text: string): number {
  const value = Number(text)
  if (!(value > 0) || value > 86_400) throw new InvalidArgumentError('Expected seconds, above 0.')
  return value * 1000
}

/** An address of a contract or an account. */
export function address(text: string): string {
  if (!/^0x[0-9a-fA-F]{40}$/.test(text)) throw new InvalidArgumentError('Expected an address.')
  return text
}

/** One more origin of pages. */
export function origins(text: string, before: readonly string[]): readonly string[] {
  const origin = originOf(text)
  if (origin === undefined)
    throw new InvalidArgumentError('Expected an origin such as http://localhost:5173.')
  return [...before, origin]
}

/** The endpoint of a chain. */
export function endpoint(text: string): string {
  const protocol = URL.canParse(text) ? new URL(text).protocol : undefined
  if (protocol !== 'http:' && protocol !== 'https:')
    throw new InvalidArgumentError('Expected a URL, http:// or https://.')
  return text
}

/** Where clients link to a node: it answers at `/` alone. */
export function linkUrl(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : undefined
  const isLink = url?.protocol === 'ws:' || url?.protocol === 'wss:'
  const rest = url && `${url.username}${url.password}${url.pathname}${url.search}${url.hash}`
  if (!isLink || rest !== '/' || url.port === '0')
    throw new InvalidArgumentError(
      'Expected ws://HOST:PORT or wss://HOST[:PORT]: no path, and no port above 65535.',
    )
  return text.replace(/\/$/, '')
}

const multiaddrPattern =
  /^\/(ip4|ip6|dns|dns4|dns6)\/([^/]+)\/tcp\/([0-9]{1,5})(?:\/p2p\/[1-9A-HJ-NP-Za-km-z]{32,64})?$/

function isHost(kind: string, host: string): boolean {
  if (kind === 'ip4') return isIPv4(host)
  if (kind === 'ip6') return isIPv6(host)
  return isIP(host) === 0 && /^[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?$/i.test(host)
}

/** Where a node or a device is reached by others; port 0 is for what listens. */
export function multiaddr(portMin: 0 | 1): (text: string) => string {
  return (text) => {
    const [, kind = '', host = '', port = ''] = multiaddrPattern.exec(text) ?? []
    if (!isHost(kind, host) || Number(port) < portMin || Number(port) > portMax)
      throw new InvalidArgumentError('Expected a multiaddr such as /ip4/192.0.2.1/tcp/4401.')
    return text
  }
}
