import { Bucket, Envelope, Topic } from '@parley/protocol'
import { expect, test } from 'vitest'

import { type Client, codeOf, contentOf, Device, Log, random } from '../test/client.ts'
import { Cores, ManualClock, settle } from '../test/cores.ts'
import { Work } from './work.ts'

test('a bucket gives its burst at once, then so much a second', () => {
  const clock = new ManualClock()
  const bucket = new Bucket.Bucket(clock, { perSecond: 10, burst: 3 })
  expect([1, 2, 3, 4].map(() => bucket.take())).toEqual([0, 0, 0, 100])
  clock.advance(100)
  expect(bucket.take()).toBe(0)
  expect(() => bucket.spend('requests')).toThrow('slow down')
  clock.advance(60_000)
  expect([1, 2, 3, 4].map(() => bucket.take())).toEqual([0, 0, 0, 100])
  expect(bucket.charge(13)).toBe(13)
  expect(bucket.waitMs(1)).toBe(1_400)
})

test('work is bounded in items and bytes; one item always fits', async () => {
  const work = new Work({ workItemsMax: 2, workBytesMax: 100 })
  work.enter(500)
  expect(() => work.enter(1)).toThrow('more work')
  work.leave(500)
  work.enter(50)
  work.enter(50)
  expect(() => work.enter(0)).toThrow('more work')
  const late = work.enterWhenFree(10)
  work.leave(50)
  await late
  expect([work.items, work.bytes]).toEqual([2, 60])
})

test('links: too many of all, or of one address', async () => {
  const cores = await Cores.create({ limits: { linksMax: 3, linksPerAddressMax: 2 } })
  const first = cores.dial(0, 'a')
  cores.dial(0, 'a')
  expect(await cores.dial(0, 'a').closed).toBe('link_closed')
  cores.dial(0, 'b')
  expect(await cores.dial(0, 'c').closed).toBe('link_closed')
  expect(cores.core.status().links).toBe(3)
  first.close()
  await settle()
  const again = cores.dial(0, 'a')
  await again.hello()
  expect(cores.core.status().links).toBe(3)
})

test('links: no hello in time', async () => {
  const cores = await Cores.create()
  const silent = cores.dial()
  const spoken = await cores.connect()
  cores.clock.advance(5_000)
  expect(await silent.closed).toBe('hello_required')
  await spoken.ask({ type: 'status' })
})

test('quotas: requests, envelopes, new topics, identity entries; a device may make more topics', async () => {
  const few = (burst: number) => ({ perSecond: 0.001, burst })
  const cores = await Cores.create({
    limits: {
      link: {
        requests: few(60),
        envelopes: few(20),
        newTopics: few(3),
        newTopicsAuthenticated: few(4),
        identityWrites: few(2),
      },
    },
  })
  const client = await cores.connect()
  const create = async (): Promise<string> => {
    const log = new Log()
    return codeOf(client.receipt(await log.bytes(), log.descriptor))
  }
  expect([await create(), await create()]).toEqual(['none', 'none'])
  const identity = Topic.identity(new Device().account)
  const entry = (from: Client) =>
    codeOf(from.publish(Envelope.self(contentOf(identity, random())), identity))
  expect(await entry(client)).toBe('bad_identity')
  const other = await cores.connect()
  expect([await entry(other), await entry(other), await entry(other)]).toEqual([
    'bad_identity',
    'bad_identity',
    'quota_exceeded',
  ])
  expect(await create()).toBe('quota_exceeded')
  await client.authenticate(new Device())
  expect(await create()).toBe('none')
  for (let i = 0; i < 15; i++) await client.publish(random(40)).catch(() => {})
  expect(await create()).toBe('quota_exceeded')
  const asked = async () => codeOf(client.ask({ type: 'status' }))
  let code = 'none'
  for (let i = 0; i < 60 && code === 'none'; i++) code = await asked()
  expect(code).toBe('quota_exceeded')
})

test('wallet checks: known answers are free, new ones rationed over all links', async () => {
  const cores = await Cores.create({ limits: { walletChecks: { perSecond: 0.001, burst: 2 } } })
  const client = await cores.connect()
  const [one, two, three] = [new Device(), new Device(), new Device()]
  await client.authenticate(one)
  await client.authenticate(two)
  expect(await codeOf(client.authenticate(three))).toBe('overloaded')
  expect(await codeOf((await cores.connect()).authenticate(one))).toBe('none')
})

test('an overloaded node says so, and goes on when it can', async () => {
  const cores = await Cores.create({ limits: { workItemsMax: 4 } })
  const client = await cores.connect()
  const log = new Log()
  await client.receipt(await log.bytes(), log.descriptor)
  const envelopes = await Promise.all(Array.from({ length: 40 }, () => log.bytes()))
  const codes = await Promise.all(envelopes.map((bytes) => codeOf(client.receipt(bytes))))
  expect(new Set(codes)).toEqual(new Set(['none', 'overloaded']))
  expect(await codeOf(client.receipt(await log.bytes()))).toBe('none')
  expect(cores.core.replica.work.items).toBe(0)
  expect(cores.core.replica.work.bytes).toBe(0)
})

test('what is over is swept, step by step', async () => {
  const cores = await Cores.create()
  cores.core.start()
  const client = await cores.connect()
  const log = new Log()
  const now = cores.clock.now()
  await client.receipt(await log.bytes({ expiresAt: now + 5_000 }), log.descriptor)
  await client.receipt(await log.bytes({ expiresAt: now + 50_000 }))
  cores.clock.advance(10_000)
  await settle()
  expect(cores.stores[0]!.stats().envelopes).toBe(1)
  await cores.core.drain()
  expect(cores.core.reasons()[0]).toContain('draining')
})

test('a node says what it waits for, and stops waiting when nobody is there', async () => {
  const cores = await Cores.create({ count: 4 })
  const [core] = cores.cores
  core!.start()
  expect(core!.reasons()).toEqual(['catch-up: done with 0 of 2 nodes, 0 are linked'])
  cores.clock.advance(10_000)
  expect(core!.reasons()).toEqual([])
})
