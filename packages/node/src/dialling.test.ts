import { multiaddr } from '@multiformats/multiaddr'
import { expect, test } from 'vitest'

import { backoffMs, mayDial, resolved } from './dialling.ts'

test('public addresses are dialled, others by who is in the same range alone', () => {
  const elsewhere = [
    '10.1.2.3', '127.0.0.1', '169.254.169.254', '172.16.0.1', '192.168.1.1', '100.64.0.1', '0.0.0.0', '224.0.0.1',
    '255.255.255.255', '192.0.2.1', '::1', '::', 'fe80::1', 'fc00::1', 'fd12::1', 'ff02::1', '2001:db8::1',
    '::ffff:10.0.0.1', '::ffff:127.0.0.1', '64:ff9b::7f00:1', '2002:7f00:1::',
  ] // oxfmt-ignore
  for (const target of elsewhere) {
    expect([target, mayDial('1.1.1.1', target)]).toEqual([target, false])
    expect([target, mayDial(undefined, target)]).toEqual([target, false])
  }
  for (const target of ['1.1.1.1', '172.32.0.1', '100.128.0.1', '2606:4700::1'])
    expect([target, mayDial('10.0.0.1', target)]).toEqual([target, true])
  expect(mayDial('127.0.0.1', '127.0.0.9')).toBe(true)
  expect(mayDial('10.0.0.1', '10.200.0.1')).toBe(true)
  expect(mayDial('10.0.0.1', '192.168.0.1')).toBe(false)
  expect(mayDial('127.0.0.1', '10.0.0.1')).toBe(false)
})

test('a name is resolved before it is judged, and the found address is dialled', async () => {
  const peer = '/p2p/12D3KooWGzBXWNvBmA6cGuKfYNGMkpeSzUc5kh6vC2TVY2UFCmAX'
  const byName = await resolved(multiaddr(`/dns4/localhost/tcp/4401${peer}`))
  expect(byName?.ip).toBe('127.0.0.1')
  expect(byName?.target.toString()).toBe(`/ip4/127.0.0.1/tcp/4401${peer}`)
  const direct = await resolved(multiaddr(`/ip6/2606:4700::1/tcp/4401${peer}`))
  expect(direct?.ip).toBe('2606:4700::1')
  expect(await resolved(multiaddr(`/unix/tmp`))).toBeUndefined()
})

test('who answered once is tried within seconds; who never did, ever more seldom', () => {
  expect(backoffMs(0, 0)).toBe(100)
  expect(backoffMs(20, undefined)).toBe(2_000)
  expect(backoffMs(20, 59_000)).toBe(2_000)
  expect(backoffMs(40, 61_000)).toBe(600_000)
  expect(backoffMs(200, 25 * 3_600_000)).toBe(6 * 3_600_000)
})
