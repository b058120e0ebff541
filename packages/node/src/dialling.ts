/**
 * Whom a node dials: what members list, but nobody's private network because a stranger listed it.
 *
 * @module
 */
import { lookup } from 'node:dns/promises'
import { BlockList, isIP, isIPv6 } from 'node:net'

import { type Multiaddr, multiaddr } from '@multiformats/multiaddr'

/** Ranges in which an address means another machine to each network (RFC 6890 and its registries). */
const ranges = [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 4],
  ['240.0.0.0', 4],
  ['::', 128],
  ['::1', 128],
  ['64:ff9b::', 96],
  ['100::', 64],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['fc00::', 7],
  ['fe80::', 10],
  ['ff00::', 8],
] as const

const lists = ranges.map(([address, prefix]) => {
  const list = new BlockList()
  list.addSubnet(address, prefix, isIPv6(address) ? 'ipv6' : 'ipv4')
  return list
})

/** Which of the ranges an IP address is in; -1 for a public one. Mapped IPv4 addresses count as such. */
function rangeOf(address: string): number {
  return lists.findIndex((list) => list.check(address, isIPv6(address) ? 'ipv6' : 'ipv4'))
}

/** Whether a node at one IP address dials another: a public one, or one in its own range. */
export function mayDial(own: string | undefined, target: string): boolean {
  const range = rangeOf(target)
  return range === -1 || (own !== undefined && rangeOf(own) === range)
}

/**
 * The IP address that an address names, resolved if it is a name.
 *
 * @returns undefined for what is no address of a machine
 */
export async function resolved(
  address: Multiaddr,
): Promise<{ ip: string; target: Multiaddr } | undefined> {
  const [first, ...rest] = address.getComponents()
  const value = first?.value
  if (first === undefined || value === undefined) return undefined
  const after = multiaddr(rest.map((part) => `/${part.name}/${part.value ?? ''}`).join(''))
  if (first.name === 'ip4' || first.name === 'ip6')
    return isIP(value) === 0 ? undefined : { ip: value, target: address }
  const family = { dns: 0, dns4: 4, dns6: 6 }[first.name]
  if (family === undefined) return undefined
  const found = await lookup(value, { family })
  const name = found.family === 6 ? 'ip6' : 'ip4'
  return { ip: found.address, target: multiaddr(`/${name}/${found.address}`).encapsulate(after) }
}

/** A target that answered once is tried again within seconds. */
const answeredMs = 2_000
/** One that never did within these gets a try in each of the next, as long as it does not. */
const steps = [
  { forMs: 60_000, everyMs: answeredMs },
  { forMs: 24 * 3_600_000, everyMs: 600_000 },
] as const
const lastMs = 6 * 3_600_000
/** The first wait after a failed dial; it doubles. */
const backoffMsMin = 100

/**
 * How long to wait before the next try.
 *
 * @param silentMs for how long it has been tried in vain; undefined if it ever answered
 */
export function backoffMs(failures: number, silentMs: number | undefined): number {
  const step = steps.find(({ forMs }) => (silentMs ?? 0) < forMs)
  return Math.min(step?.everyMs ?? lastMs, backoffMsMin * 2 ** Math.min(failures, 30))
}
