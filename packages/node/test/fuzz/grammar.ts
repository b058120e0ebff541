/**
 * Odd inputs by grammar and mutation: mostly what a node expects, with something wrong somewhere.
 *
 * @module
 */
import * as Codec from '@parley/codec'
import { Frame } from '@parley/protocol'

import type { Door, Input } from './Input.ts'

/** A whole number of `[0, below)`. */
export type Random = (below: number) => number

const text = (value: string): Uint8Array => new Uint8Array(Buffer.from(value, 'latin1'))
const join = (...parts: readonly Uint8Array[]): Uint8Array => new Uint8Array(Buffer.concat(parts))

/** One of these. The first is the ordinary one: it comes in half of all cases. */
const pick = <T>(random: Random, all: readonly T[]): T =>
  random(2) === 0 ? all[0]! : all[random(all.length)]!

function noise(random: Random, length: number): Uint8Array {
  return Uint8Array.from({ length }, () => random(256))
}

function odd(random: Random): string {
  const alphabet = '/\\:?#[]@%!$&\'()*+,;=.~ \t"<>{}|^`\0\u00ff0aZ'
  return Array.from({ length: random(24) }, () => alphabet[random(alphabet.length)]).join('')
}

/** Bits flipped, bytes left out, doubled, replaced. */
function mutate(random: Random, bytes: Uint8Array): Uint8Array {
  if (bytes.length === 0) return bytes
  const at = random(bytes.length)
  const length = 1 + random(Math.min(16, bytes.length - at))
  const [before, part, after] = [
    bytes.subarray(0, at),
    bytes.subarray(at, at + length),
    bytes.subarray(at + length),
  ]
  const changes: readonly (() => Uint8Array)[] = [
    () => join(before, after),
    () => join(before, part, part, after),
    () => join(before, noise(random, length), after),
    () =>
      join(
        before,
        part.map((byte) => byte ^ (1 << random(8))),
        after,
      ),
    () => before,
    () =>
      join(
        before,
        part.map(() => pick(random, [0xff, 0, 0x7f, 0x80])),
        after,
      ),
  ]
  return changes[random(changes.length)]!()
}

const oddly = (random: Random, bytes: Uint8Array): Uint8Array =>
  random(3) === 0 ? mutate(random, bytes) : bytes

/** Bytes in one piece, or in several. */
function pieces(random: Random, bytes: Uint8Array): Uint8Array[] {
  if (random(2) === 0 || bytes.length < 2) return [bytes]
  const at = 1 + random(bytes.length - 1)
  return [bytes.subarray(0, at), ...pieces(random, bytes.subarray(at))]
}

// What URL parsers throw for, and what they read otherwise than one would think.
const targets = [
  '/',
  '//',
  '///',
  '/?',
  '?',
  '*',
  '',
  '/%',
  '/%00',
  '/\\',
  '//@',
  '//:0',
  '//[',
  '//a:99999',
  'http://',
  'http://[',
  'https://%',
  'ws://node',
  'node:80',
  '/..//',
  '/./',
  '/livez',
  '/readyz',
  '/network.json?a=//',
  '/metrics',
  '/confirmation',
]
const methods = [
  'GET',
  'HEAD',
  'POST',
  'PUT',
  'DELETE',
  'OPTIONS',
  'CONNECT',
  'TRACE',
  'PRI',
  'get',
  'G\0T',
  '',
]
const versions = ['HTTP/1.1', 'HTTP/1.0', 'HTTP/0.9', 'HTTP/2.0', 'HTTP/1.1 ', 'HTTP/', '']
const headers: Readonly<Record<string, readonly string[]>> = {
  Host: ['127.0.0.1', '', '[', '[::1]:99999', 'a, b', '\u00ff', 'localhost:', ':'],
  Upgrade: ['websocket', 'WebSocket', 'h2c', 'websocket, h2c', '', 'websocket\0'],
  Connection: ['Upgrade', 'keep-alive, Upgrade', 'close', 'upgrade', ''],
  'Sec-WebSocket-Version': ['13', '8', '0', '13, 8', '-1', '1e3', ''],
  'Sec-WebSocket-Key': ['dGhlIHNhbXBsZSBub25jZQ==', 'dGhlIHNhbXBsZSBub25jZQ=', '=', ''],
  'Sec-WebSocket-Protocol': ['', 'a', 'a,a', ',', 'a, ', '"'],
  'Sec-WebSocket-Extensions': [
    'permessage-deflate',
    'permessage-deflate; server_max_window_bits=99',
    ';',
    'a;b=',
    '',
  ],
  Origin: ['null', 'http://127.0.0.1', '//', ''],
  'Content-Length': ['0', '5', '-1', '99999999999999999999', '1, 1', 'x'],
  'Transfer-Encoding': ['chunked', 'chunked, chunked', 'gzip', 'identity', ' chunked'],
  Expect: ['100-continue', '200-ok', ''],
  Authorization: ['Bearer x', 'Bearer ', 'Basic OjpA', ''],
  'X-Forwarded-For': ['127.0.0.9', '[', 'a, b', ',', ''],
}

function head(random: Random): Uint8Array {
  const end = pick(random, ['\r\n', '\n', '\r'])
  const target = random(3) === 0 ? odd(random) : pick(random, targets)
  const first = [pick(random, methods), target, pick(random, versions)].join(
    pick(random, [' ', '  ', '\t']),
  )
  const names = Object.keys(headers)
  // An upgrade needs five headers together, so most are there most of the time.
  const lines = names
    .filter((_, i) => random(i < 5 ? 8 : 3) > 0 === i < 5)
    .flatMap((name) => {
      const value = random(8) === 0 ? odd(random) : pick(random, headers[name]!)
      const line = `${name}${pick(random, [': ', ':', ' : '])}${value}`
      return random(12) === 0 ? [line, line] : [line]
    })
  if (random(40) === 0) lines.push(`X: ${'a'.repeat(random(40_000))}`)
  return text([first, ...lines, '', ''].join(end))
}

function http(random: Random): Uint8Array {
  const body =
    random(3) === 0
      ? noise(random, random(300))
      : text(pick(random, ['', '5\r\nhello\r\n0\r\n\r\n', 'fffffffffff\r\n']))
  return oddly(random, join(head(random), body))
}

/** One frame of RFC 6455, with lengths and masks that need not be right. */
function webSocketFrame(random: Random, opcode: number, payload: Uint8Array): Uint8Array {
  const control = pick(random, [0x80, 0x00, 0xc0, 0xa0, 0x90]) | opcode
  const length = pick(random, [payload.length, 0, 125, 126, 127, 0xffff, 2 ** 31, 2 ** 53])
  const masked = random(10) > 0
  const mask = noise(random, 4)
  const form = length < 126 && random(10) > 0 ? 7 : length < 65_536 && random(10) > 0 ? 16 : 64
  const size = Buffer.alloc(form === 7 ? 0 : form === 16 ? 2 : 8)
  if (form === 16) size.writeUInt16BE(Math.min(length, 0xffff))
  if (form === 64) size.writeBigUInt64BE(BigInt(length))
  const second =
    (masked ? 0x80 : 0) | (form === 7 ? Math.min(length, 125) : form === 16 ? 126 : 127)
  return join(
    Uint8Array.of(control, second),
    size,
    ...(masked ? [mask, payload.map((byte, i) => byte ^ mask[i % 4]!)] : [payload]),
  )
}

/** Frames of this protocol: samples of every kind, each with its length before it. */
function message(random: Random): Uint8Array {
  const frames = Array.from({ length: 1 + random(4) }, () => {
    const writer = new Codec.Writer()
    const bytes = oddly(random, Codec.encode(Frame.frame, Frame.frame.sample(random)))
    writer.length(random(20) === 0 ? random(2 ** 20) : bytes.length)
    writer.bytes(bytes)
    return writer.finish()
  })
  return oddly(random, join(...frames))
}

function link(random: Random): Uint8Array {
  const frames = Array.from({ length: 1 + random(4) }, () => {
    const opcode = pick(random, [2, 1, 0, 8, 9, 10, 3, 15])
    const payload = pick(random, [
      message(random),
      noise(random, random(200)),
      Uint8Array.of(3, random(256), ...noise(random, random(130))),
      new Uint8Array(),
    ])
    return webSocketFrame(random, opcode, payload)
  })
  return oddly(random, join(...frames))
}

/** Multistream's line: its length as a varint before it. */
function line(random: Random, value: string): Uint8Array {
  const bytes = text(`${value}${pick(random, ['\n', '', '\0', '\n\n'])}`)
  return join(
    pick(random, [
      Uint8Array.of(bytes.length),
      Uint8Array.of(0xff, 0xff, 0xff, 0xff, 0x7f),
      Uint8Array.of(0),
    ]),
    bytes,
  )
}

function handshake(random: Random): Uint8Array {
  const part = (length: number): Uint8Array => {
    const bytes = noise(random, length)
    const size = pick(random, [length, 0, 0xffff])
    return join(Uint8Array.of(size >> 8, size & 0xff), bytes)
  }
  const lines = [
    '/multistream/1.0.0',
    '/noise',
    '/tls/1.0.0',
    'ls',
    'na',
    '/yamux/1.0.0',
    odd(random),
  ]
  return oddly(
    random,
    join(
      line(random, pick(random, lines)),
      line(random, random(4) === 0 ? odd(random) : pick(random, ['/noise', ...lines])),
      // Noise XX: an ephemeral key, then keys and a signed payload, encrypted.
      part(pick(random, [32, 0, 31, 200])),
      part(pick(random, [96, 48, 200, 0])),
    ),
  )
}

/** A message with its length before it, as nodes say it to each other. */
function stream(random: Random, inner: Uint8Array): Uint8Array {
  const length = Buffer.alloc(4)
  length.writeUInt32BE(pick(random, [inner.length, 0, 2 ** 20, 2 ** 32 - 1]))
  return oddly(random, join(length, inner))
}

const byDoor: Readonly<Record<Door, (random: Random) => Uint8Array>> = {
  http,
  link,
  greeted: link,
  peer: handshake,
  member: (random) =>
    join(
      stream(random, noise(random, pick(random, [32, 96, 0, 31, 300]))),
      stream(random, message(random)),
    ),
  proved: (random) =>
    join(...Array.from({ length: 1 + random(3) }, () => stream(random, message(random)))),
}

/** An odd input for a door. */
export function inputFor(door: Door, random: Random): Input {
  return { door, pieces: pieces(random, byDoor[door](random)) }
}

/** An input that is much like one that was worth keeping. */
export function like({ door, pieces: all }: Input, random: Random): Input {
  let bytes = join(...all)
  for (let i = random(3); i >= 0; i--) bytes = mutate(random, bytes)
  return { door, pieces: pieces(random, bytes) }
}
