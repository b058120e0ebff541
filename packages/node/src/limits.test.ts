import { Bucket, Identity, Topic } from '@parley/protocol'
import { expect, test } from 'vitest'

import { type Client, codeOf, crypto, Device, Log, random } from '../test/client.ts'
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
  const cores = await Cores.create({
    limits: { purses: { links: { node: 4, kept: 0, strangers: 4, holder: { stranger: 2 } } } },
  })
  const first = cores.dial(0, 'a')
  cores.dial(0, 'a')
  expect(await cores.dial(0, 'a').closed).toBe('link_closed')
  cores.dial(0, 'b')
  // Where it is full, whoever has most gives way, until all have as many.
  const third = cores.dial(0, 'c')
  cores.dial(0, 'd')
  expect(await first.closed).toBe('overloaded')
  expect(await cores.dial(0, 'e').closed).toBe('link_closed')
  expect(cores.core.status().links).toBe(4)
  third.close()
  await settle()
  const again = cores.dial(0, 'e')
  await again.hello()
  expect(cores.core.status().links).toBe(4)
})

test('links: no hello in time', async () => {
  const cores = await Cores.create()
  const silent = cores.dial()
  const spoken = await cores.connect()
  cores.clock.advance(5_000)
  expect(await silent.closed).toBe('hello_required')
  await spoken.ask({ type: 'status' })
})

const few = (burst: number) => ({ perSecond: 0.001, burst })

test('quotas: what a stranger has used up is used up on its next link too; an account has its own', async () => {
  const cores = await Cores.create({
    limits: {
      purses: {
        asks: { holder: { new: few(60) } },
        envelopes: { holder: { stranger: few(20), new: few(20) } },
        topics: { holder: { stranger: few(3), new: few(1) } },
      },
    },
  })
  const create = async (client: Client): Promise<string> => {
    const log = new Log()
    return codeOf(client.receipt(await log.bytes(), log.descriptor))
  }
  const client = await cores.connect()
  expect([await create(client), await create(client)]).toEqual(['none', 'none'])
  const again = await cores.connect()
  expect([await create(again), await create(again)]).toEqual(['none', 'quota_exceeded'])
  await client.authenticate(await Device.create())
  expect([await create(client), await create(client)]).toEqual(['none', 'quota_exceeded'])
  const log = new Log()
  for (let i = 0; i < 20; i++) await codeOf(again.publish(await log.bytes()))
  expect(await codeOf(again.publish(await log.bytes()))).toBe('quota_exceeded')
  let code = 'none'
  for (let i = 0; i < 60 && code === 'none'; i++)
    code = await codeOf(client.ask({ type: 'status' }))
  expect(code).toBe('quota_exceeded')
})

test('what is written is charged by its bytes, wherever it goes', async () => {
  const cores = await Cores.create({
    limits: { purses: { stored: { holder: { stranger: few(100_000) } } } },
  })
  const write = async (): Promise<string> => {
    const log = new Log()
    const bytes = await log.bytes({ body: random(40_000) })
    return codeOf((await cores.connect()).receipt(bytes, log.descriptor))
  }
  expect([await write(), await write(), await write()]).toEqual(['none', 'none', 'quota_exceeded'])
})

test('wallet checks: known answers are free, new ones are their bringer’s', async () => {
  const cores = await Cores.create({
    limits: { purses: { authentications: { holder: { stranger: few(2), new: few(2) } } } },
  })
  const [one, two, three] = [await Device.create(), await Device.create(), await Device.create()]
  const from = async (address: string, device: Device): Promise<string> => {
    const client = cores.dial(0, address)
    await client.hello()
    return codeOf(client.authenticate(device))
  }
  expect([await from('a', one), await from('a', two)]).toEqual(['none', 'none'])
  expect(await from('a', three)).toBe('overloaded')
  expect(await from('a', one)).toBe('none')
  expect(await from('b', three)).toBe('none')
})

test('wallet checks: half is kept for devices that prove themselves; who brings false ones is cut off', async () => {
  const cores = await Cores.create({ limits: { purses: { walletChecks: { node: few(4) } } } })
  const forged = async (client: Client): Promise<string> => {
    const device = await Device.create()
    const { account } = await Device.create()
    const entry = { ...device.walletRevocation(), account }
    return codeOf(client.publish(Identity.envelopeOf(crypto, entry, 0), Topic.identity(account, 0)))
  }
  const flood = await cores.connect()
  expect([await forged(flood), await forged(flood)]).toEqual(['bad_identity', 'bad_identity'])
  expect(await forged(flood)).toBe('link_closed')
  const other = await cores.connect()
  expect([await forged(other), await forged(other)]).toEqual(['bad_identity', 'overloaded'])
  for (let i = 0; i < 10; i++)
    expect(await codeOf((await cores.connect()).authenticate(await Device.create()))).toBe('none')
})

test('an account is known once its log has been there for a week, not before', async () => {
  const topics = { holder: { stranger: few(0), new: few(1), known: few(3) } }
  const cores = await Cores.create({ limits: { purses: { topics, walletChecks: {} } } })
  const device = await Device.create()
  const writer = await cores.connect()
  await writer.authenticate(device)
  const entry = await device.revocation(random())
  await writer.receipt(Identity.envelopeOf(crypto, entry, 0), Topic.identity(device.account, 0))
  const create = async (): Promise<string[]> => {
    const client = await cores.connect()
    await client.authenticate(await Device.create({ sibling: device }))
    await settle()
    const codes: string[] = []
    for (let i = 0; i < 4; i++) {
      const log = new Log()
      const bytes = await log.bytes({
        sentAt: cores.clock.now(),
        expiresAt: cores.clock.now() + 60_000,
      })
      codes.push(await codeOf(client.receipt(bytes, log.descriptor)))
    }
    return codes
  }
  expect(await create()).toEqual(Array.from({ length: 4 }, () => 'quota_exceeded'))
  cores.clock.advance(8 * 86_400_000)
  expect(await create()).toEqual(['none', 'none', 'none', 'quota_exceeded'])
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
