/**
 * Addresses as purses know them: who has one IPv6 address has a whole /64 of them.
 *
 * @module
 */
import { isIPv4, isIPv6 } from 'node:net'

/** The groups of an IPv6 address, without its zone. */
function groupsOf(address: string): string[] {
  const [head = '', tail] = address.split('%', 1)[0]!.toLowerCase().split('::', 2)
  const split = (part: string | undefined): string[] => (part ? part.split(':') : [])
  const [before, after] = [split(head), split(tail)]
  const zeros = Array.from({ length: Math.max(0, 8 - before.length - after.length) }, () => '0')
  return [...before, ...(tail === undefined ? [] : zeros), ...after].map((group) =>
    group.replace(/^0+(?=.)/, ''),
  )
}

/** The purse of an address: an IPv4 address, or the first half of an IPv6 one. */
export function addressOf(address: string): string {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1]
  if (mapped !== undefined) return mapped
  return isIPv6(address) ? groupsOf(address).slice(0, 4).join(':') : address
}

/** The purse that strangers of a network share: IPv4 /24, IPv6 /48. */
export function prefixOf(address: string): string {
  if (isIPv4(address)) return address.split('.').slice(0, 3).join('.')
  return address.split(':').slice(0, 3).join(':')
}
