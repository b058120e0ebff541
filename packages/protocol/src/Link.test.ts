import { expect, test } from 'vitest'

import * as Duplex from './Duplex.ts'
import type * as Frame from './Frame.ts'
import type { Clock } from './Host.ts'
import * as Limits from './Limits.ts'
import { type Call, Link } from './Link.ts'

const clock: Clock = { now: () => 0, after: () => () => {} }
const settled = async (): Promise<void> => {
  for (let i = 0; i < 50; i++) await Promise.resolve()
}

test('senders wait for a reader’s credit, hold nothing meanwhile, and all of them go on', async () => {
  const [near, far] = Duplex.pair()
  let call: Call | undefined
  const answered = Promise.withResolvers<undefined>()
  const server = new Link({
    duplex: far,
    clock,
    handler: (_, opened) => {
      call = opened
      return answered.promise
    },
  })
  const client = new Link({ duplex: near, clock, handler: () => Promise.resolve(undefined) })
  const held: (() => void)[] = []
  const seen: number[] = []
  const end = client.call(
    { type: 'status' },
    {
      onData: (response: Frame.Response) => {
        if (response.type === 'caughtUp') seen.push(response.position)
        return new Promise<void>((resolve) => held.push(resolve))
      },
    },
  )
  await settled()
  const send = (position: number): Promise<void> => call!.send({ type: 'caughtUp', position })
  for (let i = 0; i < Limits.link.creditItems; i++) await send(i)
  expect(call!.hasRoom()).toBe(false)
  const room = call!.room()
  const late = [send(1_000), send(1_001)]
  await settled()
  expect(seen.length).toBe(Limits.link.creditItems)
  for (const read of held.splice(0)) read()
  await room
  await Promise.all(late)
  expect(call!.hasRoom()).toBe(true)
  answered.resolve(undefined)
  await end
  expect(seen.slice(-2)).toEqual([1_000, 1_001])
  server.close('cancelled')
})

test('a link that has numbered as many requests as it may ends, and says why', async () => {
  const [near, far] = Duplex.pair()
  const reasons: string[] = []
  const answer = (): Promise<undefined> => Promise.resolve(undefined)
  const other = new Link({
    duplex: far,
    clock,
    handler: answer,
    onClose: (code) => reasons.push(code),
  })
  const link = new Link({ duplex: near, clock, handler: answer, streamsMax: 3 })
  for (let i = 0; i < 3; i++) await link.call({ type: 'status' })
  await expect(link.call({ type: 'status' })).rejects.toMatchObject({ code: 'link_closed' })
  await settled()
  expect([link.closed, other.closed, ...reasons]).toEqual(['renew', 'renew', 'renew'])
})

/** Time that a test moves on by hand. */
function handClock(): Clock & { readonly pass: (ms: number) => Promise<void> } {
  let now = 0
  const timers = new Set<{ at: number; task: () => void }>()
  return {
    now: () => now,
    after(delayMs, task) {
      const timer = { at: now + delayMs, task }
      timers.add(timer)
      return () => timers.delete(timer)
    },
    async pass(ms) {
      const end = now + ms
      for (;;) {
        const next = [...timers].filter(({ at }) => at <= end).toSorted((a, b) => a.at - b.at)[0]
        if (next === undefined) break
        timers.delete(next)
        now = next.at
        next.task()
        await settled()
      }
      now = end
    },
  }
}

test('a link whose other side is gone without a word ends within its pulse, and one that answers lives', async () => {
  const time = handClock()
  const handler = (): Promise<undefined> => Promise.resolve(undefined)
  const pulse = { pingMs: 1750, unansweredMax: 2 }
  const [near, far] = Duplex.pair()
  const link = new Link({ duplex: near, clock: time, handler, pulse })
  const other = new Link({ duplex: far, clock: time, handler })
  await time.pass(60_000)
  expect(link.closed).toBeUndefined()
  far.onMessage = () => {}
  await time.pass(6000)
  expect(link.closed).toBe('idle')
  other.close('cancelled')
})

test('a link that is doubted, or gave no answer in time, shows that it lives or ends', async () => {
  const time = handClock()
  const handler = (): Promise<undefined> => new Promise(() => {})
  const pulse = { pingMs: 1000, unansweredMax: 100 }
  const [near, far] = Duplex.pair()
  const link = new Link({
    duplex: near,
    clock: time,
    handler,
    pulse: { pingMs: 20_000, unansweredMax: 3 },
  })
  const other = new Link({ duplex: far, clock: time, handler, pulse })
  const doubted = link.doubt(500)
  await time.pass(100)
  expect(await doubted).toBe(true)
  // Nothing comes through any more.
  near.onMessage = () => {}
  const asked = link.call({ type: 'status' }, { timeoutMs: 1000 })
  const again = link.doubt(3000)
  await Promise.all([time.pass(5000), expect(asked).rejects.toMatchObject({ code: 'timeout' })])
  expect(await again).toBe(false)
  expect(link.closed).toBe('idle')
  other.close('cancelled')
})
