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
        if (response.type === 'news') seen.push(response.position)
        return new Promise<void>((resolve) => held.push(resolve))
      },
    },
  )
  await settled()
  // A quarter of the window each.
  const envelope = new Uint8Array(Limits.link.creditBytes / 4)
  const send = (position: number): Promise<void> =>
    call!.send({ type: 'news', number: 1, position, envelope })
  for (let i = 0; i < 4; i++) await send(i)
  expect(call!.hasRoom()).toBe(false)
  const room = call!.room()
  const late = [send(1_000), send(1_001)]
  await settled()
  expect(seen.length).toBe(4)
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

test('what is said on an open stream comes in order, also what is said at once', async () => {
  const [near, far] = Duplex.pair()
  const heard: Frame.Input[] = []
  const answer = (): Promise<undefined> => Promise.resolve(undefined)
  const other = new Link({
    duplex: far,
    clock,
    handler: async (_, call) => {
      await settled()
      call.onInput((input) => heard.push(input))
      await new Promise<void>((resolve) => call.onCancel(resolve))
      return undefined
    },
  })
  const link = new Link({ duplex: near, clock, handler: answer })
  let say: (input: Frame.Input) => void = () => {}
  const call = link.call(
    { type: 'follow' },
    { timeoutMs: Infinity, onOpen: (given) => (say = given) },
  )
  call.catch(() => {})
  say({ type: 'drop', numbers: [1] })
  say({ type: 'drop', numbers: [2] })
  await settled()
  await settled()
  say({ type: 'drop', numbers: [3] })
  await settled()
  expect(heard.map((input) => 'numbers' in input && input.numbers[0])).toEqual([1, 2, 3])
  link.close('cancelled')
  other.close('cancelled')
})
