import type { Errors } from '@parley/protocol'
import { expect, test } from 'vitest'

import { ManualClock } from '../../test/cores.ts'
import { addressOf, prefixOf } from './address.ts'
import { type Bearer, Purses } from './Purses.ts'
import { schema } from './table.ts'

const clock = new ManualClock()
const pursesOf = (changes: object = {}): Purses => new Purses(clock, schema.parse(changes))

/** What a refusal says: its code, whose purse, and when to come again. */
function refusal(work: () => unknown): { code: string; purse: string; retryAfterMs: number } {
  try {
    work()
  } catch (error) {
    const { code, details, retryAfterMs } = error as Errors.WireError
    return { code, purse: /purse of (.*) is/.exec(details ?? '')?.[1] ?? '', retryAfterMs }
  }
  return { code: 'none', purse: '', retryAfterMs: 0 }
}
const codeOf = (work: () => unknown): string => refusal(work).code

test('addresses: an IPv6 /64 is one, its /48 the prefix; mapped ones are IPv4', () => {
  expect(addressOf('::ffff:10.1.2.3')).toBe('10.1.2.3')
  expect(prefixOf('10.1.2.3')).toBe('10.1.2')
  const one = addressOf('2001:db8:7:1::5')
  expect(one).toBe('2001:db8:7:1')
  expect(addressOf('2001:0DB8:0007:0001:ffff::1%eth0')).toBe(one)
  expect(addressOf('2001:db8:7:2::5')).not.toBe(one)
  expect(prefixOf(addressOf('2001:db8:7:2::5'))).toBe(prefixOf(one))
  expect(addressOf('::1')).toBe('0:0:0:0')
})

test('a new link opens no new purse; an account has one wherever it comes from', () => {
  const purses = pursesOf()
  const link = (): Bearer => purses.bearer(purses.stranger('192.0.2.7'))
  for (let i = 0; i < 4; i++) link().spend('topics')
  expect(refusal(() => link().spend('topics'))).toEqual({
    code: 'quota_exceeded',
    purse: 'address 192.0.2.7',
    retryAfterMs: 6 * 3_600_000,
  })
  const device = link()
  device.become(purses.account('0xa', false))
  for (let i = 0; i < 32; i++) device.spend('topics')
  const elsewhere = purses.bearer(purses.stranger('198.51.100.1'))
  elsewhere.become(purses.account('0xa', false))
  expect(codeOf(() => elsewhere.spend('topics'))).toBe('quota_exceeded')
  clock.advance(6 * 3_600_000)
  expect(codeOf(() => link().spend('topics'))).toBe('none')
})

test('strangers of one prefix share a purse; accounts do not pay from it', () => {
  const purses = pursesOf()
  let made = 0
  let last = refusal(() => {})
  for (let host = 0; host < 256; host++) {
    const one = purses.bearer(purses.stranger(`192.0.2.${host}`))
    for (let i = 0; i < 4; i++) {
      last = refusal(() => one.spend('topics'))
      if (last.code === 'none') made++
    }
  }
  expect(made).toBe(256)
  expect(last).toMatchObject({ code: 'quota_exceeded', purse: 'prefix 192.0.2' })
  const device = purses.bearer(purses.account('0xb', false))
  expect(codeOf(() => device.spend('topics'))).toBe('none')
})

test('what is kept of the node is for who is known', () => {
  const purses = pursesOf({ sealChecks: { node: { perSecond: 1, burst: 1_000 } } })
  const stranger = (i: number): Bearer => purses.bearer(purses.stranger(`10.0.${i}.1`))
  stranger(0).spend('sealChecks', 250)
  stranger(1).spend('sealChecks', 250)
  expect(refusal(() => stranger(2).spend('sealChecks', 17))).toMatchObject({ purse: 'node' })
  const known = purses.bearer(purses.account('0xc', true))
  expect(codeOf(() => known.spend('sealChecks', 500))).toBe('none')
})

test('what is held counts for the link, the holder and the prefix, and is given back', () => {
  const purses = pursesOf({
    follows: { link: { stranger: 2 }, holder: { stranger: 3 }, prefix: 5, strangers: 100 },
  })
  const [one, two] = [0, 1].map(() => purses.bearer(purses.stranger('10.0.0.1'))) as [
    Bearer,
    Bearer,
  ]
  const holds = [one.hold('follows', 1), one.hold('follows', 1)]
  expect(refusal(() => one.hold('follows', 1))).toMatchObject({
    code: 'too_many_subscriptions',
    purse: 'link',
  })
  two.hold('follows', 1)
  expect(refusal(() => two.hold('follows', 1)).purse).toBe('address 10.0.0.1')
  const neighbour = purses.bearer(purses.stranger('10.0.0.2'))
  neighbour.hold('follows', 1)
  neighbour.hold('follows', 1)
  const third = purses.bearer(purses.stranger('10.0.0.3'))
  expect(refusal(() => third.hold('follows', 1)).purse).toBe('prefix 10.0.0')
  holds[0]!.release()
  expect(codeOf(() => third.hold('follows', 1))).toBe('none')
  for (const bearer of [one, two, neighbour, third]) bearer.close()
  expect(purses.amount('follows')).toBe(0)
})

test('strangers never hold more than their part, new accounts not what is kept', () => {
  const purses = pursesOf({ links: { strangers: 10, node: 20, kept: 5 } })
  const held = (bearer: Bearer): string => codeOf(() => bearer.hold('links', 1))
  let links = 0
  for (let i = 0; i < 30; i++)
    if (held(purses.bearer(purses.stranger(`10.${i}.0.1`))) === 'none') links++
  expect(links).toBe(10)
  let young = 0
  for (let i = 0; i < 30; i++)
    if (held(purses.bearer(purses.account(`0x${i}`, false))) === 'none') young++
  expect(young).toBe(5)
  for (let i = 0; i < 5; i++)
    expect(held(purses.bearer(purses.account(`0x${i}`, true)))).toBe('none')
  expect(purses.amount('links')).toBe(20)
})

test('where it is full, whoever holds most gives way, oldest first, down to an equal share', () => {
  const purses = pursesOf({ links: { strangers: 20, node: 40, kept: 0 } })
  const given: number[] = []
  const greedy = purses.bearer(purses.stranger('10.0.0.1'))
  let taken = 0
  for (let i = 0; i < 20; i++)
    if (codeOf(() => purses.bearer(greedy.holder).hold('links', 1, () => given.push(i))) === 'none')
      taken++
  // Half of what is free, and no more.
  expect(taken).toBe(10)
  for (let i = 0; i < 10; i++) purses.bearer(purses.stranger(`10.1.${i}.1`)).hold('links', 1)
  expect(given).toEqual([])
  purses.bearer(purses.stranger('10.2.0.1')).hold('links', 1)
  expect(given).toEqual([0])
  for (let i = 0; i < 20; i++)
    expect(codeOf(() => purses.bearer(purses.stranger(`10.3.${i}.1`)).hold('links', 1))).toBe(
      i < 8 ? 'none' : 'overloaded',
    )
  expect(greedy.holder.amount('links')).toBe(1)
})

test('a device that proves itself takes along what it holds', () => {
  const purses = pursesOf()
  const bearer = purses.bearer(purses.stranger('10.0.0.1'))
  bearer.hold('links', 1)
  const stranger = bearer.holder
  bearer.become(purses.account('0xa', true))
  expect(stranger.amount('links')).toBe(0)
  expect(bearer.holder.amount('links')).toBe(1)
  expect(purses.amount('links')).toBe(1)
  bearer.close()
  expect(purses.amount('links')).toBe(0)
})

test('a purse that is full and idle is forgotten', () => {
  const purses = pursesOf()
  for (let i = 0; i < 4_096; i++) purses.stranger(`10.${i >> 8}.${i & 255}.1`)
  const busy = purses.bearer(purses.stranger('192.0.2.1'))
  expect(purses.count).toBe(1)
  busy.spend('topics')
  for (let i = 0; i < 5_000; i++) purses.stranger(`10.${i >> 8}.${i & 255}.1`)
  // Whose purse is not full is remembered.
  for (let i = 0; i < 3; i++) busy.spend('topics')
  expect(codeOf(() => purses.bearer(purses.stranger('192.0.2.1')).spend('topics'))).toBe(
    'quota_exceeded',
  )
})
