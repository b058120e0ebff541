import { Duplex, Follower, Frame, Link, Topic } from '@parley/protocol'
import { expect, test } from 'vitest'

import { type Client, codeOf, crypto, Device, host, Log, random } from '../test/client.ts'
import { Cores, settle } from '../test/cores.ts'
import { memoryStore } from './store/memory.ts'

const positions = (items: readonly { position: number }[]): number[] =>
  items.map((item) => item.position)
const upTo = (count: number): number[] => Array.from({ length: count }, (_, i) => i + 1)

async function publish(client: Client, log: Log, count: number, bytes = 32): Promise<void> {
  for (let i = 0; i < count; i++)
    await client.receipt(await log.bytes({ body: random(bytes) }), log.descriptor)
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

test('the tail is told after the backlog, once, with its last position', async () => {
  const cores = await Cores.create()
  const client = await cores.connect()
  const log = new Log()
  await publish(client, log, 70)
  const seen: string[] = []
  const { ended, drop } = client.follower.follow({
    topic: log.id,
    replica: cores.id(0),
    after: 0,
    onNews(position) {
      seen.push(`news ${position}`)
      if (position === 71) drop()
    },
    onTail: (position) => void seen.push(`tail ${position}`),
  })
  await settle()
  await publish(client, log, 1)
  expect((await ended).code).toBe('cancelled')
  expect(seen).toEqual([...upTo(70).map((position) => `news ${position}`), 'tail 70', 'news 71'])
})

test('a topic that does not exist is waited for where it is shown what it is, and checked at once', async () => {
  const cores = await Cores.create()
  const client = await cores.connect()
  const log = new Log()
  expect(await codeOf(client.read(log.id, { enough: 1 }))).toBe('unknown_topic')
  const { descriptor } = log
  expect(await codeOf(client.read(new Log().id, { enough: 1, descriptor }))).toBe('bad_descriptor')
  const items = client.read(log.id, { enough: 1, descriptor })
  await settle()
  await publish(await cores.connect(), log, 1)
  expect(positions(await items)).toEqual([1])

  const inbox = (await Device.create()).inbox(1)
  const asked = { enough: 1, descriptor: inbox }
  expect(await codeOf(client.read(Topic.idOf(crypto, inbox), asked))).toBe('unauthenticated')
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
  await publish(writer, log, 600, 1_000)
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
  const follower = new Follower.Follower((request, options) => link.call(request, options))
  const { ended, drop } = follower.follow({
    topic: log.id,
    replica: cores.id(0),
    after: 0,
    onNews(position) {
      seen.push(position)
      if (seen.length === 700) drop()
      return new Promise((resolve) => held.push(resolve))
    },
    onTail: () => {},
  })
  await settle()
  const atOnce = seen.length
  expect(atOnce).toBeLessThan(600)
  const before = pages
  // What is written now is not even read for it.
  await publish(writer, log, 100)
  expect(pages).toBe(before)
  expect(seen.length).toBe(atOnce)
  while (seen.length < 700) {
    for (const read of held.splice(0)) read()
    await settle()
  }
  expect((await ended).code).toBe('cancelled')
  expect(seen).toEqual(upTo(700))
})

test('rows end with their reader, and are limited; what is above has a code of its own', async () => {
  const limits = { purses: { follows: { link: { stranger: 64 }, holder: { stranger: 64 } } } }
  const cores = await Cores.create({ limits })
  const client = await cores.connect()
  const log = new Log()
  await publish(client, log, 1)
  const row = { topic: log.id, replica: cores.id(0), after: 0, onNews: () => {}, onTail: () => {} }
  // One is the stream itself.
  const rows = Array.from({ length: 64 }, () => client.follower.follow(row))
  const codes = rows.map(({ ended }) => ended.then(({ code }) => code))
  expect(await Promise.race(codes)).toBe('too_many_subscriptions')
  await settle()
  expect(cores.core.server.subscriptions).toBe(63)
  for (const { drop } of rows) drop()
  await settle()
  expect(cores.core.server.subscriptions).toBe(0)
})

test('a row that is far behind holds up no other on its stream', async () => {
  const cores = await Cores.create()
  const client = await cores.connect()
  const [long, short] = [new Log({ bodyBytesMax: 64 * 1024 }), new Log()]
  for (let i = 0; i < 200; i++)
    await client.receipt(await long.bytes({ body: random(16_000) }), long.descriptor)
  await publish(client, short, 1)
  const order: string[] = []
  const follow = (log: Log, name: string) =>
    client.follower.follow({
      topic: log.id,
      replica: cores.id(0),
      after: 0,
      onNews: () => void order.push(name),
      onTail: () => {},
    })
  follow(long, 'long')
  follow(short, 'short')
  await settle()
  while (order.length < 201) await settle()
  expect(order.indexOf('short')).toBeLessThan(60)
})

test('what strangers follow through a node takes up nothing at others, and one row for all of them', async () => {
  const cores = await Cores.create({ count: 4 })
  cores.linkAll()
  const writer = await cores.connect(0)
  const log = new Log()
  const publishAgain = async (): Promise<string[]> =>
    (await writer.publish(await log.envelope(), log.descriptor)).map(({ type }) => type)
  const all = ['receipt', 'receipt', 'receipt', 'receipt']
  expect(await publishAgain()).toEqual(all)
  const ended: string[] = []
  const read: number[] = []
  for (let i = 0; i < 12; i++) {
    const stranger = cores.dial(0, `10.0.${i}.1`)
    await stranger.hello()
    // Topics that nobody has, and one that there is, each at another node.
    for (let j = 0; j < 60; j++) {
      const topic = j === 0 ? log.id : new Log().id
      const { ended: end } = stranger.follower.follow({
        topic,
        replica: cores.id(1 + (j % 3)),
        after: 0,
        onNews: (position) => void read.push(position),
        onTail: () => {},
      })
      void end.then(({ code }) => ended.push(code))
    }
  }
  while (ended.length < 12 * 59 || read.length < 12) await settle()
  expect(new Set(ended)).toEqual(new Set(['unknown_topic']))
  expect(cores.cores[1]!.server.subscriptions).toBe(1)
  expect(await publishAgain()).toEqual(all)
  while (read.length < 24) await settle()
  expect(read.toSorted((a, b) => a - b)).toEqual([...read.keys()].map((i) => (i < 12 ? 1 : 2)))
  const status = await cores.core.neighbours.call(cores.name(1), { type: 'status' })
  expect(status?.type).toBe('status')
})
