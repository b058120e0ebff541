import { expect, test } from 'vitest'

import { Deframer, frame } from './Framing.ts'
import * as Limits from './Limits.ts'

const messages = [1, 4, 300, 70_000, 2].map((size, i) => new Uint8Array(size).fill(i + 1))
const stream = Buffer.concat(messages.map(frame))

test.each([1, 2, 3, 5, 7, 64, 1_000, 65_536, 1_000_000])(
  'messages come whole from pieces of %i bytes',
  (size) => {
    const seen: Uint8Array[] = []
    const deframer = new Deframer((message) => seen.push(message.slice()))
    for (let at = 0; at < stream.length; at += size)
      expect(deframer.push(new Uint8Array(stream.subarray(at, at + size)))).toBe(true)
    expect(seen).toEqual(messages)
  },
)

test('a length that no message has ends the stream', () => {
  const deframer = new Deframer(() => {})
  expect(deframer.push(Uint8Array.of(0, 0, 0, 0))).toBe(false)
  const tooLong = new Uint8Array(4)
  new DataView(tooLong.buffer).setUint32(0, Limits.wire.messageBytesMax + 1)
  expect(new Deframer(() => {}).push(tooLong)).toBe(false)
})
