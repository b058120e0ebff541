import { Frame, Limits, Link, Duplex } from '@parley/protocol'
import { expect, test } from 'vitest'

import { type Client, codeOf, Device, host, Log } from '../test/client.ts'
import { Cores, settle } from '../test/cores.ts'
import { memoryStore } from './store/memory.ts'

const positions = (items: readonly { position: number }[]): number[] =>
  items.map((item) => item.position)
const upTo = (count: number): number[] => Array.from({ length: count }, (_, i) => i + 1)

async function publish(client: Client, log: Log, count: number): Promise<void> {
  for (let i = 0; i < count; i++) await client.receipt(await log.bytes(), log.descriptor)
}

test('a subscriber that joins while others write sees each envelope once, in order', async () => {
  const cores = await Cores.create()
  const writers = await Promise.all([1, 2, 3, 4].map(() => cores.connect()))
  const log = new Log()
  await publish(writers[0]!, log, 100)
  const writing = Promise.all(writers.map((writer) => publish(writer, log, 100)))
  const cursors = [0, 17, 100, 250]
  const reads = cursors.map(async (after) => {
    const client = await cores.connect()
    return client.read(log.id, { after, enough: 500 - after })
  })
  await writing
  for (const [i, read] of reads.entries())
    expect(positions(await read)).toEqual(upTo(500).slice(cursors[i]))
})

test('caughtUp comes after the backlog, once, with its last position', async () => {
  const cores = await Cores.create()
  const client = await cores.connect()
  const log = new Log()
  await publish(client, log, 70)
  const seen: string[] = []
  const stop = new AbortController()
  const subscription = codeOf(
    client.link.call(
      { type: 'subscribe', topic: log.id, replica: cores.id(0), after: 0 },
      {
        signal: stop.signal,
        timeoutMs: Infinity,
        onData: (response: Frame.Response) => {
          if (response.type !== 'delivery' && response.type !== 'caughtUp') return
          seen.push(`${response.type} ${response.position}`)
          if (response.position === 71) stop.abort()
        },
      },
    ),
  )
  await settle()
  await publish(client, log, 1)
  expect(await subscription).toBe('cancelled')
  expect(seen).toEqual([
    ...upTo(70).map((position) => `delivery ${position}`),
    'caughtUp 70',
    'delivery 71',
  ])
})

test('a topic that does not exist yet is waited for, and then checked', async () => {
  const cores = await Cores.create()
  const client = await cores.connect()
  const log = new Log()
  const items = client.read(log.id, { enough: 1 })
  await settle()
  await publish(await cores.connect(), log, 1)
  expect(positions(await items)).toEqual([1])

  const { Envelope, Topic } = await import('@parley/protocol')
  const { contentOf, crypto, random } = await import('../test/client.ts')
  const inbox = new Device().inbox(1)
  const refused = codeOf(client.read(Topic.idOf(crypto, inbox), { enough: 1 }))
  await settle()
  const mail = await Envelope.stamp(crypto, contentOf(inbox, random()), 1, () => Promise.resolve())
  await (await cores.connect()).receipt(mail, inbox)
  expect(await refused).toBe('unauthenticated')
})

test('a reader that stops costs no memory: its pages are read again later', async () => {
  const inner = memoryStore()
  let pages = 0
  const store = {
    ...inner,
    page: (...args: Parameters<typeof inner.page>) => {
      pages++
      return inner.page(...args)
    },
  }
  const cores = await Cores.create({ store: () => store })
  const writer = await cores.connect()
  const log = new Log()
  await publish(writer, log, 600)
  // This one reads when the test says so.
  const [near, far] = Duplex.pair()
  cores.core.accept(far, 'slow')
  const link = new Link.Link({
    duplex: near,
    clock: host.clock,
    handler: () => Promise.resolve(undefined),
  })
  const hello = { type: 'hello', version: Frame.version, nonce: new Uint8Array(32) } as const
  await link.call({ ...hello, network: cores.network.id })
  const held: (() => void)[] = []
  const seen: number[] = []
  const stop = new AbortController()
  const subscription = codeOf(
    link.call(
      { type: 'subscribe', topic: log.id, replica: cores.id(0), after: 0 },
      {
        signal: stop.signal,
        timeoutMs: Infinity,
        onData: (response) => {
          if (response.type === 'delivery') seen.push(response.position)
          if (seen.length === 700) stop.abort()
          return new Promise((resolve) => held.push(resolve))
        },
      },
    ),
  )
  await settle()
  expect(seen.length).toBe(Limits.link.creditItems)
  const before = pages
  // What is written now is not even read for it.
  await publish(writer, log, 100)
  expect(pages).toBe(before)
  while (seen.length < 700) {
    for (const read of held.splice(0)) read()
    await settle()
  }
  expect(await subscription).toBe('cancelled')
  expect(seen).toEqual(upTo(700))
})

test('subscriptions end with their reader, and are limited', async () => {
  const cores = await Cores.create()
  const client = await cores.connect()
  const stop = new AbortController()
  const all = Array.from({ length: Limits.link.subscriptionsMax + 1 }, () =>
    codeOf(
      client.link.call(
        { type: 'subscribe', topic: new Log().id, replica: cores.id(0), after: 0 },
        { timeoutMs: Infinity, signal: stop.signal },
      ),
    ),
  )
  expect(await Promise.race(all)).toBe('too_many_subscriptions')
  expect(cores.core.server.subscriptions).toBe(Limits.link.subscriptionsMax)
  stop.abort()
  await settle()
  expect(cores.core.server.subscriptions).toBe(0)
})
