import { createRequire } from 'node:module'

import { seeded } from '@parley/codec/attack'
import { expect, test } from 'vitest'

import { FrameMeter } from './FrameMeter.ts'

const { frame } = (
  createRequire(import.meta.url)('ws') as {
    Sender: { frame: (data: Buffer, options: object) => Buffer[] }
  }
).Sender

/** What a client sends for a frame: masked. */
const framed = (data: Buffer, opcode: number, fin = true): Buffer =>
  Buffer.concat(frame(data, { fin, opcode, mask: true, readOnly: true, rsv1: false }))

test('what is whole counts nothing, wherever the bytes were cut', () => {
  const random = seeded(7)
  const messages = Array.from({ length: 200 }, () => {
    const data = Buffer.alloc([0, 1, 125, 126, 65_535, 65_536, 70_000][random(7)]!)
    const ping = framed(Buffer.alloc(random(126)), 9)
    if (random(3) > 0) return Buffer.concat([framed(data, 2), ...(random(2) > 0 ? [ping] : [])])
    const at = random(data.length + 1)
    return Buffer.concat([
      framed(data.subarray(0, at), 2, false),
      ping,
      framed(data.subarray(at), 0),
    ])
  })
  const meter = new FrameMeter()
  for (const message of messages) {
    meter.push(message)
    expect(meter.unfinished).toBe(0)
  }
  for (const message of messages.slice(0, 20)) {
    const cut = random(message.length)
    meter.push(message.subarray(0, cut))
    meter.push(message.subarray(cut))
    expect(meter.unfinished).toBe(0)
  }
})

test('one byte before the end, all before it counts; byte by byte it costs more', () => {
  const message = framed(Buffer.alloc(100_000), 2)
  const meter = new FrameMeter()
  meter.push(message.subarray(0, -1))
  expect(meter.unfinished).toBe(message.length - 1)
  const slow = new FrameMeter()
  for (const byte of message.subarray(0, 300)) slow.push(Uint8Array.of(byte))
  expect(slow.unfinished).toBe(299 * 256)
  const fragments = new FrameMeter()
  for (let i = 0; i < 1_000; i++) fragments.push(framed(Buffer.alloc(0), i === 0 ? 2 : 0, false))
  expect(fragments.unfinished).toBeGreaterThan(255_000)
})
