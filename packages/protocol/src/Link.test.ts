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
