import { once } from 'node:events'
import { connect as connectTcp } from 'node:net'

import * as Codec from '@parley/codec'
import { Frame, Limits } from '@parley/protocol'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { WebSocket } from 'ws'

import { Client, codeOf, dial, Log, random } from '../test/client.ts'
import { metricsOf, TestNetwork } from '../test/network.ts'
import { NodeProcess } from '../test/process.ts'
import { until } from '../test/until.ts'

let network: TestNetwork
let node: NodeProcess
let honest: Client
const honestLog = new Log()

beforeAll(async () => {
  network = await TestNetwork.prepare(1, { limits: { link: { handshakeMs: 2_000 } } })
  node = await NodeProcess.start(network.homes[0]!)
  honest = await connect()
  await honest.receipt(await honestLog.bytes(), honestLog.descriptor)
})
afterAll(async () => {
  await node.kill('SIGKILL')
  await network.close()
})

const url = (): string => network.urls[0]!
const connect = (): Promise<Client> => Client.connect(url(), network.network)
const frame = (value: Frame.Frame): Uint8Array => {
  const writer = new Codec.Writer()
  const bytes = Codec.encode(Frame.frame, value)
  writer.length(bytes.length)
  writer.bytes(bytes)
  return writer.finish()
}
const served = async (): Promise<void> => {
  const { statement } = await honest.receipt(await honestLog.bytes())
  expect(statement.position).toBeGreaterThan(1)
}
const megabytes = (bytes: number): number => bytes / 1024 ** 2

/** What the node says last on a raw socket: the code of its `goaway`, or of the close. */
async function lastWord(attack: (socket: WebSocket) => void): Promise<string> {
  const duplex = await dial(url())
  let code = ''
  duplex.onMessage = (message) => {
    const reader = new Codec.Reader(message)
    while (reader.remaining > 0) {
      const value = Frame.frame.read(reader.sub(reader.length()))
      if (value.type === 'goaway') code = value.error.code
    }
  }
  const closed = once(duplex.socket, 'close')
  attack(duplex.socket)
  const [number] = (await closed) as [number]
  return code === '' ? String(number) : code
}

test('bytes that are no frames', async () => {
  for (let i = 0; i < 20; i++)
    expect(await lastWord((socket) => socket.send(random(1 + i * 50)))).toBe('bad_frame')
  expect(await lastWord((socket) => socket.send('text'))).toBe('1008')
  await served()
})

test('messages above the limit', async () => {
  const size = Limits.wire.messageBytesMax + 1
  // `ws` refuses them by their header: 1009, message too big.
  expect(await lastWord((socket) => socket.send(new Uint8Array(size)))).toBe('1009')
  await served()
})

test('no hello, a wrong one, or a half-open connection', async () => {
  expect(await lastWord(() => {})).toBe('hello_required')
  const { port, hostname } = new URL(url())
  const half = connectTcp(Number(port), hostname)
  half.resume().write('GET / HTTP/1.1\r\nUpgrade: webs')
  await served()
  await once(half, 'close')
  const elsewhere = connectTcp(Number(port), hostname)
  const key = 'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ=='
  const upgrade = 'Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13'
  elsewhere.write(`GET /other HTTP/1.1\r\n${upgrade}\r\n${key}\r\n\r\n`)
  const [answer] = (await once(elsewhere, 'data')) as [Buffer]
  expect(answer.toString()).toContain('404')
  elsewhere.resetAndDestroy()
  await served()
})

test('a reused stream number', async () => {
  const open = frame({ type: 'open', stream: 7, request: { type: 'status' } })
  const attack = (socket: WebSocket): void => {
    socket.send(open)
    socket.send(open)
  }
  expect(await lastWord(attack)).toBe('bad_frame')
})

test('more requests than a link may have open', async () => {
  const client = await connect()
  const topic = new Log().id
  const stop = new AbortController()
  const options = { signal: stop.signal, timeoutMs: Infinity }
  const all = Array.from({ length: 4_000 }, () =>
    codeOf(
      client.link.call(
        { type: 'subscribe', topic, replica: network.network.nodes[0]!.id, after: 0 },
        options,
      ),
    ),
  )
  expect(await Promise.race(all)).toMatch(/^too_many_(requests|subscriptions)$/)
  stop.abort()
  const codes = new Set(await Promise.all(all))
  expect(codes).not.toContain('none')
  await served()
  client.close()
})

test('a flood over quota is answered with a code, and memory stays bounded', async () => {
  const before = await node.memory()
  const client = await connect()
  const log = new Log()
  const bytes = await log.bytes()
  await client.receipt(bytes, log.descriptor)
  const codes = new Map<string, number>()
  for (let round = 0; round < 12; round++) {
    const answers = Array.from({ length: 1_000 }, async () => {
      const code = await codeOf(client.publish(bytes))
      codes.set(code, (codes.get(code) ?? 0) + 1)
    })
    await Promise.all(answers)
    if (round % 4 === 0) await served()
  }
  expect([...codes.keys()].toSorted()).toEqual(['none', 'quota_exceeded'])
  expect(codes.get('quota_exceeded')).toBeGreaterThan(1_000)
  expect(megabytes((await node.memory()) - before)).toBeLessThan(200)
  client.close()
}, 60_000)

test('a flood of bytes cuts the link', async () => {
  const before = await node.memory()
  const big = frame({
    type: 'open',
    stream: 1,
    request: { type: 'publish', version: 1, descriptor: undefined, envelope: random(500_000) },
  })
  const duplex = await dial(url())
  const closed = once(duplex.socket, 'close')
  let open = true
  void closed.then(() => (open = false))
  const flood = (): void => {
    if (open) duplex.socket.send(big, () => setImmediate(flood))
  }
  for (let i = 0; i < 8; i++) flood()
  await closed
  expect(megabytes((await node.memory()) - before)).toBeLessThan(200)
  await served()
})

test('readers that never read cost little', async () => {
  const log = new Log()
  const writer = await connect()
  for (let i = 0; i < 60; i++)
    await writer.receipt(await log.bytes({ body: random(64_000) }), log.descriptor)
  const before = await node.memory()
  const lazy = await Promise.all(
    Array.from({ length: 20 }, async () => {
      const duplex = await dial(url())
      const client = new Client(duplex, network.network)
      await client.hello()
      duplex.socket.pause()
      for (let i = 0; i < 50; i++)
        void codeOf(
          client.link.call(
            { type: 'subscribe', topic: log.id, replica: network.network.nodes[0]!.id, after: 0 },
            { timeoutMs: Infinity },
          ),
        )
      return client
    }),
  )
  await until('all subscribed', async () => {
    const metrics = await metricsOf(network.homes[0]!, url())
    return /^parley_subscriptions 1000$/m.test(metrics)
  })
  await served()
  expect(megabytes((await node.memory()) - before)).toBeLessThan(300)
  for (const client of lazy) client.close()
  writer.close()
})

test('a thousand idle links cost little, and others are served', async () => {
  const before = await node.memory()
  const idle: Client[] = []
  for (let i = 0; i < 10; i++)
    idle.push(...(await Promise.all(Array.from({ length: 100 }, connect))))
  const [status] = await honest.ask({ type: 'status' })
  expect(status).toMatchObject({ type: 'status' })
  expect((status as { links: number }).links).toBeGreaterThanOrEqual(1_001)
  await served()
  expect(megabytes((await node.memory()) - before)).toBeLessThan(200)
  for (const client of idle) client.close()
}, 60_000)
