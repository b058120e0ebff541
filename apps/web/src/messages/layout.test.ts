import type { Message } from '@parley/client'
import { describe, expect, it } from 'vitest'

import { firstUnread, layout } from './layout.ts'

const me = 'eip155:1:0x1111111111111111111111111111111111111111' as const
const peer = 'eip155:1:0x2222222222222222222222222222222222222222' as const

let count = 0
function message(own: boolean, at: number): Message {
  count += 1
  return {
    id: `m${count}`,
    conversation: 'c',
    from: own ? me : peer,
    own,
    at,
    type: 'parley.xyz/text:1.0',
    text: '',
    state: 'read',
    receipts: 3,
    replicas: 4,
  }
}

const day = (date: number, hour: number, minute = 0) =>
  new Date(2026, 4, date, hour, minute).getTime()

const shape = (...args: Parameters<typeof layout>) =>
  layout(...args).map(({ items }) =>
    items.map((item) => (item.kind === 'new' ? 'new' : item.messages.map(({ id }) => id))),
  )

describe('layout', () => {
  it('groups one writer’s messages that are at most five minutes apart', () => {
    const [a, b, c, d] = [
      message(true, day(1, 10, 0)),
      message(true, day(1, 10, 5)),
      message(true, day(1, 10, 11)),
      message(false, day(1, 10, 12)),
    ]
    expect(shape([a, b, c, d])).toEqual([[[a.id, b.id], [c.id], [d.id]]])
  })

  it('begins a day at midnight, and not again for a writer whose clock is behind', () => {
    const [a, b, c] = [
      message(true, day(1, 23, 59)),
      message(true, day(2, 0, 1)),
      message(false, day(1, 23, 58)),
    ]
    expect(shape([a, b, c])).toEqual([[[a.id]], [[b.id], [c.id]]])
  })

  it('splits a group where the new messages begin', () => {
    const [a, b] = [message(false, day(1, 10, 0)), message(false, day(1, 10, 1))]
    expect(shape([a, b], b.id)).toEqual([[[a.id], 'new', [b.id]]])
  })

  it('keeps the key of a group when older messages of other days come before it', () => {
    const [a, b] = [message(false, day(1, 10)), message(false, day(2, 10))]
    expect(layout([b])[0]?.items[0]?.key).toBe(layout([a, b])[1]?.items[0]?.key)
  })
})

describe('firstUnread', () => {
  it('counts the messages of others from the end', () => {
    const list = [message(false, 1), message(true, 2), message(false, 3), message(true, 4)]
    expect(firstUnread(list, 0)).toBeUndefined()
    expect(firstUnread(list, 1)).toBe(list[2]?.id)
    expect(firstUnread(list, 2)).toBe(list[0]?.id)
    expect(firstUnread(list, 3)).toBeUndefined()
  })
})
