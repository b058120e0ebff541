import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import { type AddressInfo, connect, type Socket } from 'node:net'

import { Errors, Host } from '@parley/protocol'
import { afterEach, expect, test } from 'vitest'
import { WebSocket } from 'ws'

import { ManualClock, settle } from '../test/cores.ts'
import { until } from '../test/until.ts'
import { Purses } from './purses/Purses.ts'
import { schema } from './purses/table.ts'
import { serveWebSocket } from './websocket.ts'

let server: Server
let stop = (): void => {}
const clock = new ManualClock()
afterEach(() => {
  stop()
  server.closeAllConnections()
  server.close()
})

/** A server for strangers' links, and what it was given. */
async function serve(changes: object = {}) {
  const purses = new Purses(clock, schema.parse(changes))
  const duplexes: Host.Duplex[] = []
  const errors: unknown[] = []
  server = createServer()
  stop = serveWebSocket(server, {
    clock,
    log: { ...Host.silentLog, error: (fields) => void errors.push(fields) },
    enter() {
      const bearer = purses.bearer(purses.stranger('192.0.2.1'))
      bearer.hold('links', 1)
      return bearer
    },
    accept: (duplex) => void duplexes.push(duplex),
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return { purses, duplexes, errors, url: `ws://127.0.0.1:${port}` }
}

async function open(url: string) {
  const socket = new WebSocket(url, { perMessageDeflate: false })
  await once(socket, 'open')
  const closed = once(socket, 'close').then(([, reason]) => (reason as Buffer).toString())
  // Beneath the framing of `ws`.
  return { socket, closed, raw: Reflect.get(socket, '_socket') as Socket }
}

test('a message that is never whole ends its link; one that grows has longer', async () => {
  const { purses, url } = await serve()
  const [still, growing] = [await open(url), await open(url)]
  const begin = Buffer.concat([Buffer.from([0x82, 0xfe, 0xff, 0xff, 0, 0, 0, 0]), Buffer.alloc(99)])
  for (const { raw } of [still, growing]) raw.write(begin)
  await until('both are charged', () => purses.amount('unfinished') === 2 * begin.length)
  clock.advance(9_000)
  growing.raw.write(Buffer.alloc(60_000))
  await until('it has come', () => purses.amount('unfinished') > 60_000)
  clock.advance(1_500)
  expect(await still.closed).toBe('idle')
  expect(growing.socket.readyState).toBe(WebSocket.OPEN)
  clock.advance(1_000)
  expect(await growing.closed).toBe('idle')
  clock.advance(2_000)
  await until('nothing is held', () => purses.amount('unfinished') + purses.amount('links') === 0)
})

test('messages that follow one another without a pause have each their own time', async () => {
  const { purses, url } = await serve()
  const { raw, closed } = await open(url)
  let reason: string | undefined
  void closed.then((why) => (reason = why))
  const head = Buffer.from([0x82, 0xfe, 0x75, 0x30, 0, 0, 0, 0])
  const message = Buffer.concat([head, Buffer.alloc(30_000)])
  // What is read never ends where a message does.
  raw.write(message.subarray(0, 1_000))
  await until('it has begun', () => purses.amount('unfinished') === 1_000)
  for (let i = 1; i <= 6; i++) {
    clock.advance(4_000)
    raw.write(Buffer.concat([message.subarray(999 + i), message.subarray(0, 1_000 + i)]))
    await until('the next has begun', () => purses.amount('unfinished') === 1_000 + i)
  }
  expect(reason).toBeUndefined()
  clock.advance(10_100)
  expect(await closed).toBe('idle')
})

test('who is refused keeps no connection, whether or not it closes its own end', async () => {
  const { url } = await serve({ links: { holder: { stranger: 1 } } })
  await open(url)
  const { port } = server.address() as AddressInfo
  const count = (): Promise<number> =>
    new Promise((resolve) => server.getConnections((_, found) => resolve(found)))
  for (const target of ['/other', '/']) {
    const socket = connect({ port, host: '127.0.0.1', allowHalfOpen: true })
    socket.on('error', () => {}).resume()
    socket.write(
      `GET ${target} HTTP/1.1\r\nHost: node\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n`,
    )
    await once(socket, 'end')
    await settle()
    expect(await count()).toBe(1)
    socket.destroy()
  }
})

test('many unfinished messages of one address are one purse', async () => {
  const { url } = await serve({ unfinished: { holder: { stranger: 100_000 } } })
  const [one, two] = [await open(url), await open(url)]
  const begin = Buffer.concat([
    Buffer.from([0x82, 0xfe, 0xff, 0xff, 0, 0, 0, 0]),
    Buffer.alloc(60_000),
  ])
  one.raw.write(begin)
  await settle()
  two.raw.write(begin)
  expect(await Promise.race([one.closed, two.closed])).toBe('frame_too_large')
})

test('who reads nothing is cut off, and what waited for it is let go', async () => {
  const { purses, duplexes, url } = await serve()
  const { raw } = await open(url)
  raw.pause()
  const [duplex] = duplexes
  let reason = ''
  duplex!.onClose = (code) => (reason = code)
  // What the system takes for it is not charged.
  while (duplex!.bufferedBytes() < 300_000) {
    duplex!.send(new Uint8Array(100_000))
    await new Promise((resolve) => setImmediate(resolve))
  }
  expect(purses.amount('unread')).toBeGreaterThan(200_000)
  clock.advance(10_000)
  expect(reason).toBe('slow_consumer')
  clock.advance(2_000)
  await until('nothing is held', () => purses.amount('unread') === 0)
})

test('where there is no room for a link, HTTP says so', async () => {
  const { url } = await serve({ links: { holder: { stranger: 1 } } })
  const first = await open(url)
  const second = new WebSocket(url)
  const [error] = (await once(second, 'error')) as [Error]
  expect(error.message).toContain('503')
  first.raw.destroy()
  await settle()
  expect((await open(url)).socket.readyState).toBe(WebSocket.OPEN)
})

test('what a listener throws ends its link alone', async () => {
  const { duplexes, errors, url } = await serve()
  const { socket, closed } = await open(url)
  duplexes[0]!.onMessage = () => {
    throw new Errors.BaseError('a fault', { code: 'internal' })
  }
  socket.send(Buffer.alloc(3))
  await closed
  expect(errors).toHaveLength(1)
  expect((await open(url)).socket.readyState).toBe(WebSocket.OPEN)
})
