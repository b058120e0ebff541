import { Duplex, Errors, Frame, type Host, Limits, Link } from '@parley/protocol'
import { expect, test } from 'vitest'

import { PeerLink } from './peerLink.ts'

/** A clock that stands still until it is told to go. */
class ManualClock implements Host.Clock {
  #now = 1_700_000_000_000
  now = (): number => this.#now
  after = (): (() => void) => () => {}
  advance(ms: number): void {
    this.#now += ms
  }
}

const log: Host.Log = { debug() {}, info() {}, warn() {}, error() {} }
const settled = async (): Promise<void> => {
  for (let i = 0; i < 50; i++) await new Promise((resolve) => setImmediate(resolve))
}
const envelope = (n: number): Uint8Array => new Uint8Array(300).fill(n % 256)

type Taken = (envelope: Uint8Array) => Promise<void>

/** A peer link, and the other side as anyone may run it. */
function open(take: Taken = () => Promise.resolve()) {
  const clock = new ManualClock()
  const [near, far] = Duplex.pair()
  let code: string | undefined
  const link = new PeerLink({
    duplex: near,
    clock,
    log,
    take,
    onClose: (reason) => (code = reason),
  })
  const requests: Frame.Request[] = []
  const answers: ((response: undefined) => void)[] = []
  const other = new Link.Link({
    duplex: far,
    clock,
    handler: (request) => {
      requests.push(request)
      return new Promise((resolve) => answers.push(resolve))
    },
  })
  const push = (bytes: Uint8Array): Promise<string> =>
    other.call({ type: 'publish', version: 0, descriptor: undefined, envelope: bytes }).then(
      () => 'taken',
      (error: Errors.WireError) => error.code,
    )
  return { clock, link, other, far, requests, answers, push, code: () => code }
}

test('what comes is taken, and what is refused for now leaves the link as it is', async () => {
  const taken: Uint8Array[] = []
  const { push, code } = open(async (bytes) => {
    if (bytes[0] === 9) throw new Errors.WireError('unknown_epoch')
    taken.push(bytes)
  })
  expect(await push(envelope(1))).toBe('taken')
  expect(await push(envelope(9))).toBe('unknown_epoch')
  expect(await push(envelope(2))).toBe('taken')
  expect(taken).toEqual([envelope(1), envelope(2)])
  expect(code()).toBeUndefined()
})

test.each(['bad_signature', 'bad_envelope', 'too_large', 'not_permitted'])(
  'an envelope refused with %s ends the link',
  async (refusal) => {
    const { push, code } = open(() => Promise.reject(new Errors.WireError(refusal)))
    await push(envelope(1))
    expect(code()).toBe(refusal)
  },
)

test('nothing can be asked on it', async () => {
  const requests: Frame.Request[] = [
    { type: 'status' },
    { type: 'listen' },
    { type: 'follow' },
    { type: 'read', topic: new Uint8Array(32), replica: new Uint8Array(32), after: 0 },
    { type: 'fetch', topic: new Uint8Array(32), refs: [] },
    { type: 'signal', device: new Uint8Array(32), body: new Uint8Array(1) },
  ]
  for (const request of requests) {
    const { other, code } = open()
    await other.call(request).catch(() => {})
    expect(code(), request.type).toBe('not_permitted')
  }
})

test('bytes that are no frame, and frames beyond all limits, end the link', async () => {
  const nonsense = open()
  nonsense.far.send(Uint8Array.of(3, 0xff, 0xff, 0xff))
  await settled()
  expect(nonsense.code()).toBe('bad_frame')
  const huge = open()
  huge.far.send(new Uint8Array(Limits.wire.messageBytesMax + 1))
  await settled()
  expect(huge.code()).toBe('frame_too_large')
})

test('a flood of envelopes or bytes ends the link', async () => {
  const many = open()
  let pushed = 0
  while (many.code() === undefined && pushed < 10_000) {
    await many.push(envelope(pushed++))
  }
  expect(many.code()).toBe('quota_exceeded')
  expect(pushed).toBeLessThan(600)
  const large = open()
  let megabytes = 0
  while (large.code() === undefined && megabytes < 100) {
    await large.push(new Uint8Array(500 * 1024))
    megabytes += 0.5
  }
  expect(large.code()).toBe('quota_exceeded')
  expect(megabytes).toBeLessThan(10)
})

test('an honest device is never cut off, however much it writes', async () => {
  const clock = new ManualClock()
  const [near, far] = Duplex.pair()
  let code: string | undefined
  let taken = 0
  const onClose = (reason: string): void => void (code = reason)
  const take: Taken = async () => void taken++
  const reader = new PeerLink({ duplex: far, clock, log, take, onClose })
  const writer = new PeerLink({ duplex: near, clock, log, take, onClose })
  for (let i = 0; i < 2_000; i++) {
    writer.push(envelope(i))
    if (i % 10 === 0) await settled()
  }
  await settled()
  expect(code).toBeUndefined()
  expect(taken).toBeGreaterThan(100)
  expect(taken).toBeLessThan(2_000)
  // Later there is room again.
  const before = taken
  clock.advance(10_000)
  writer.push(envelope(1))
  await settled()
  expect(taken).toBe(before + 1)
  reader.close('client_closed')
})

test('no more than a few envelopes wait for a peer that does not answer', async () => {
  const { link, requests, answers, code } = open()
  for (let i = 0; i < 200; i++) link.push(envelope(i))
  await settled()
  expect(requests).toHaveLength(64)
  expect(code()).toBeUndefined()
  answers[0]!(undefined)
  await settled()
  link.push(envelope(1))
  await settled()
  expect(requests).toHaveLength(65)
})
