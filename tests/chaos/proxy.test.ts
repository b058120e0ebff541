import { once } from 'node:events'
import { connect, createServer, type AddressInfo, type Socket } from 'node:net'

import { afterEach, beforeEach, expect, test } from 'vitest'

import { Proxy } from './proxy.ts'

const server = createServer((socket) => void socket.on('error', () => {}).pipe(socket))
let proxy: Proxy
let socket: Socket

beforeEach(async () => {
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  proxy = await Proxy.start((server.address() as AddressInfo).port, () => 0.5)
  socket = connect(proxy.port, '127.0.0.1')
  await once(socket, 'connect')
})
afterEach(async () => {
  socket.destroy()
  await proxy[Symbol.asyncDispose]()
  server.close()
})

/** What comes back of what is sent, and after how long. */
async function echoed(text: string): Promise<number> {
  const sentAt = performance.now()
  socket.write(text)
  let back = ''
  while (back.length < text.length) back += String((await once(socket, 'data'))[0])
  expect(back).toBe(text)
  return performance.now() - sentAt
}

test('default: what is sent comes through, in order', async () => {
  await echoed('a')
  await echoed('b'.repeat(300_000))
})

test('behavior: a late line takes its time both ways', async () => {
  proxy.set({ latencyMs: 50 })
  expect(await echoed('late')).toBeGreaterThanOrEqual(99)
})

test('behavior: a narrow line takes as long as it is narrow', async () => {
  proxy.set({ bytesPerSecond: 100_000 })
  expect(await echoed('c'.repeat(10_000))).toBeGreaterThanOrEqual(199)
})

test('behavior: what is stalled one way arrives when that way clears up', async () => {
  await echoed('open')
  proxy.set({ stalledFrom: true })
  let heard = ''
  socket.on('data', (bytes) => (heard += String(bytes)))
  // The server has it, and answers; another line shows that nothing is slow here.
  socket.write('held')
  const other = await Proxy.start((server.address() as AddressInfo).port, () => 0.5)
  const way = connect(other.port, '127.0.0.1')
  way.write('through')
  await once(way, 'data')
  way.destroy()
  await other[Symbol.asyncDispose]()
  expect(heard).toBe('')
  const arrived = once(socket, 'data')
  proxy.set({})
  await arrived
  expect(heard).toBe('held')
})

test('behavior: a line that is cut is reset', async () => {
  await echoed('open')
  const failed = once(socket, 'error')
  proxy.cut()
  expect((await failed)[0]).toMatchObject({ code: 'ECONNRESET' })
})
